"""Random forms and random edits."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import strategies as st

VALUES = ("", "0", "1", "2", "3", "7", "-1", "12")
LANGUAGES = ("English (en)", "French (fr)")


@dataclass
class Place:
    """A leaf for use in expressions: its path and the repeats around it."""

    path: str
    repeats: tuple[str, ...]


@dataclass
class Written:
    """A form under construction: its model, body and nodes."""

    binds: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    leaves: list[Place] = field(default_factory=list)
    settable: list[Place] = field(default_factory=list)
    repeats: list[str] = field(default_factory=list)
    count: int = 0

    def name(self, letter: str) -> str:
        self.count += 1
        return f"{letter}{self.count}"


def _relative(of: Place, here: str, around: tuple[str, ...]) -> str:
    """Return a path from `here` to `of`, relative if both are in one repeat instance."""
    shared = [repeat for repeat in of.repeats if repeat in around]
    if not shared:
        return of.path
    up = here.count("/") - shared[-1].count("/")
    return "/".join([".."] * up) + of.path[len(shared[-1]) :]


@st.composite
def operand(draw, form: Written, here: str, around: tuple[str, ...]) -> str:
    """Return a number, an earlier leaf, or an aggregate over a repeat."""
    kinds = ["number"] + ["leaf"] * 4 * bool(form.leaves) + ["repeat"] * 2 * bool(form.repeats)
    kind = draw(st.sampled_from(kinds))
    if kind == "number":
        return str(draw(st.integers(0, 5)))
    if kind == "leaf":
        leaf = draw(st.sampled_from(form.leaves))
        path = _relative(leaf, here, around)
        inside = [repeat for repeat in leaf.repeats if repeat not in around]
        if not inside:
            return draw(st.sampled_from(_of(path)))
        return draw(st.sampled_from(_over(leaf, inside[0])))
    repeat = draw(st.sampled_from(form.repeats))
    if repeat in around:
        up = "/".join([".."] * (here.count("/") - repeat.count("/")))
        return draw(st.sampled_from([f"position({up})", f"count({up}/preceding-sibling::*)"]))
    return draw(st.sampled_from([f"count({repeat})", f"count({repeat}[position() > 1])"]))


def _of(path: str) -> list[str]:
    return [
        path,
        path,
        f"coalesce({path}, 0)",
        f"string-length({path})",
        f"count({path})",
        f"selected({path}, '2')",
        f"number({path})",
    ]


def _over(leaf: Place, repeat: str) -> list[str]:
    rest = leaf.path[len(repeat) + 1 :]
    return [
        f"sum({leaf.path}[. != ''])",
        f"sum({leaf.path})",
        f"count({leaf.path}[. = 1])",
        f"count({leaf.path})",
        f"count-non-empty({leaf.path})",
        f"count({repeat}[{rest} > position()])",
        f"sum({repeat}[position() > 1]/{rest})",
        f"{repeat}[position() = 1]/{rest}",
        f"{repeat}[last()]/{rest}",
        f"max({leaf.path})",
        f"min({leaf.path})",
        f"join('-', {leaf.path})",
        f"indexed-repeat({leaf.path}, {repeat}, 2)",
    ]


@st.composite
def expression(draw, form: Written, here: str, around: tuple[str, ...]) -> str:
    a, b = draw(operand(form, here, around)), draw(operand(form, here, around))
    pattern = draw(
        st.sampled_from(
            [
                "{a} + {b}",
                "{a}",
                "if({a} > {b}, {a}, 0)",
                "concat({a}, '.', {b})",
                "once({a})",
                "{a} * 2 - {b}",
            ]
        )
    )
    return pattern.format(a=a, b=b)


@st.composite
def condition(draw, form: Written, here: str, around: tuple[str, ...]) -> str:
    a, b = draw(operand(form, here, around)), draw(operand(form, here, around))
    return draw(st.sampled_from([f"{a} > {b}", f"{a} = {b} or {b} = 1", f"not({a} = 1)"]))


@st.composite
def forms(draw) -> str:
    """Draw an XForm with groups, nested repeats, calculations, relevance, constraints, two
    languages.
    """
    written = Written()
    model, body = _nodes(draw, written, "/data", (), draw(st.integers(2, 5)), 0)
    action = _when_made(draw, written, ())
    written.texts += [f'<text id="t{n}"><value>LANG {n}</value></text>' for n in range(1, 8)]
    texts = "".join(
        f'<translation lang="{language}">{"".join(written.texts)}</translation>'.replace(
            "LANG", language[:2]
        )
        for language in LANGUAGES
    )
    return (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
        'xmlns:jr="http://openrosa.org/javarosa" xmlns:odk="http://www.opendatakit.org/xforms"><h:head><h:title>r</h:title><model>'
        f'<itext>{texts}</itext><instance><data id="r">{model}</data></instance>'
        '<instance id="c"><root>'
        + "".join(f"<item><name>{n}</name><g>{n % 3}</g><t>t{n}</t></item>" for n in range(1, 8))
        + f"</root></instance>{''.join(written.binds)}{action}</model></h:head><h:body>{body}</h:body>"
        "</h:html>"
    )


def _nodes(draw, written: Written, path: str, around: tuple[str, ...], size: int, depth: int):
    model, body = "", ""
    for _ in range(size):
        kinds = ["question"] * 4 + ["calculate"] * 3 + (["group", "repeat"] if depth < 2 else [])
        made = {"question": _question, "calculate": _calculate, "group": _group, "repeat": _repeat}[
            draw(st.sampled_from(kinds))
        ]
        more_model, more_body = made(draw, written, path, around, depth)
        model, body = model + more_model, body + more_body
    return model, body


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "'")


def _bind(draw, written: Written, path: str, around, *, attributes: str = "") -> None:
    rules = attributes
    if draw(st.integers(0, 3)) == 0:
        rules += f' relevant="{_escaped(draw(condition(written, path, around)))}"'
    written.binds.append(f'<bind nodeset="{path}"{rules}/>')


def _question(draw, written: Written, path: str, around, depth: int):
    name = written.name("q")
    here = f"{path}/{name}"
    rules = ' type="int"' if draw(st.booleans()) else ""
    if draw(st.integers(0, 3)) == 0:
        rules += f' constraint=". &lt; {draw(st.integers(0, 9))}" required="true()"'
        rules += _message(draw, written, here, around) * draw(st.integers(0, 1))
    if draw(st.integers(0, 4)) == 0:
        rules += f' required="{_escaped(draw(condition(written, here, around)))}"' * (
            "required" not in rules
        )
    if draw(st.integers(0, 4)) == 0:
        rules += f' readonly="{_escaped(draw(condition(written, here, around)))}"'
    _bind(draw, written, here, around, attributes=rules)
    shown = draw(operand(written, here, around))
    written.texts.append(
        f'<text id="{here}"><value>LANG <output value="{_escaped(shown)}"/></value></text>'
    )
    label = f"<label ref=\"jr:itext('{here}')\"/>" + _beside(draw, written, here, around)
    if draw(st.integers(0, 3)) == 0:
        body = _select(draw, written, here, around, label)
    else:
        body = f'<input ref="{here}">{label}</input>'
    written.leaves.append(Place(here, around))
    written.settable.append(Place(here, around))
    default = draw(st.sampled_from(("", "", "1", "2")))
    return f"<{name}>{default}</{name}>", body


def _select(draw, written: Written, here: str, around, label: str) -> str:
    """Return a select with filtered choices: from a list in two languages, or from instances of a
    repeat.
    """
    kind = draw(st.sampled_from(("select1", "select1", "select", "odk:rank")))
    wanted = _escaped(draw(operand(written, here, around)))
    loose = [leaf for leaf in written.leaves if len(leaf.repeats) == 1 and not around]
    if loose and draw(st.integers(0, 2)) == 0:
        leaf = draw(st.sampled_from(loose))
        name = leaf.path[len(leaf.repeats[0]) + 1 :]
        items = (
            f'<itemset nodeset="{leaf.repeats[0]}[{name} != {wanted}]">'
            f'<value ref="{name}"/><label ref="{name}"/></itemset>'
        )
    else:
        words = draw(st.sampled_from(("g", "jr:itext(t)")))
        items = (
            f"<itemset nodeset=\"instance('c')/root/item[g = {wanted}]\">"
            f'<value ref="name"/><label ref="{words}"/></itemset>'
        )
    return f'<{kind} ref="{here}">{label}{items}</{kind}>'


def _message(draw, written: Written, here: str, around) -> str:
    """Return a constraint message that contains other answers."""
    shown = _escaped(draw(operand(written, here, around)))
    text = f'<value>LANG <output value="{shown}"/> at most</value>'
    written.texts.append(f'<text id="{here}:most">{text}</text>')
    return f" jr:constraintMsg=\"jr:itext('{here}:most')\""


def _beside(draw, written: Written, here: str, around) -> str:
    """Return a hint with another answer, an action that sets one, or often nothing."""
    found = ""
    if draw(st.integers(0, 3)) == 0:
        found += (
            f'<hint>h <output value="{_escaped(draw(operand(written, here, around)))}"/></hint>'
        )
    if written.settable and draw(st.integers(0, 3)) == 0:
        of = draw(st.sampled_from(written.settable))
        if all(repeat in around for repeat in of.repeats):
            value = _escaped(draw(operand(written, of.path, of.repeats)))
            found += f'<setvalue event="xforms-value-changed" ref="{of.path}" value="{value}"/>'
    return found


def _calculate(draw, written: Written, path: str, around, depth: int):
    name = written.name("c")
    here = f"{path}/{name}"
    source = _escaped(draw(expression(written, here, around)))
    _bind(draw, written, here, around, attributes=f' calculate="{source}"')
    written.leaves.append(Place(here, around))
    return f"<{name}/>", ""


def _when_made(draw, written: Written, around) -> str:
    """Return what a new repeat instance or form sets, or often nothing."""
    mine = [leaf for leaf in written.settable if leaf.repeats == around]
    if not mine or draw(st.integers(0, 2)):
        return ""
    of = draw(st.sampled_from(mine))
    event = "odk-new-repeat" if around else "odk-instance-first-load"
    value = _escaped(draw(operand(written, of.path, of.repeats)))
    return f'<setvalue event="{event}" ref="{of.path}" value="{value}"/>'


def _group(draw, written: Written, path: str, around, depth: int):
    name = written.name("g")
    here = f"{path}/{name}"
    rules = ""
    if draw(st.integers(0, 5)) == 0:
        rules = f' readonly="{_escaped(draw(condition(written, here, around)))}"'
    _bind(draw, written, here, around, attributes=rules)
    model, body = _nodes(draw, written, here, around, draw(st.integers(1, 3)), depth + 1)
    return f"<{name}>{model}</{name}>", f'<group ref="{here}">{body}</group>'


def _repeat(draw, written: Written, path: str, around, depth: int):
    name = written.name("r")
    here = f"{path}/{name}"
    if draw(st.booleans()):
        _bind(draw, written, here, around)
    count = ""
    if draw(st.integers(0, 3)) == 0:
        count = f' jr:count="{_escaped(draw(operand(written, here, around)))} mod 4"'
    model, body = _nodes(draw, written, here, (*around, here), draw(st.integers(1, 3)), depth + 1)
    body = _when_made(draw, written, (*around, here)) + body
    written.repeats.append(here)
    return (
        f"<{name}>{model}</{name}>",
        f'<group ref="{here}"><repeat nodeset="{here}"{count}>{body}</repeat></group>',
    )


edits = st.lists(
    st.tuples(
        st.sampled_from(["set"] * 8 + ["add"] * 3 + ["remove", "language"]),
        st.integers(0, 1000),
        st.sampled_from(VALUES),
    ),
    max_size=12,
)
