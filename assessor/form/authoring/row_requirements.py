"""Check required and useless cells of survey rows."""

from __future__ import annotations

import re

from assessor.form.authoring.cell_expressions import REFERENCE, tree_of
from assessor.form.authoring.findings import Findings, shortened, suggestion
from assessor.form.authoring.headings import MEDIA
from assessor.form.authoring.row_types import HIDDEN_TYPES, RowType
from assessor.form.authoring.workbook import Item, Workbook
from assessor.form.model import xpath_tree

_DYNAMIC = re.compile(r"[(+*$|]|\w\[| div | mod |-")
_RANGE = ("start", "end", "step", "tick_interval", "placeholder")
_DEFAULTS = {"start": "0", "end": "10", "step": "1"}
_PARAMETERS: dict[str, frozenset[str]] = {
    "range": frozenset({*_RANGE, "tick_labelset"}),
    "text": frozenset({"rows"}),
    "image": frozenset({"app", "max-pixels"}),
    "audio": frozenset({"quality"}),
    "background-audio": frozenset({"quality"}),
    "geopoint": frozenset(
        {"allow-mock-accuracy", "capture-accuracy", "reference-geometry", "warning-accuracy"}
    ),
    "geotrace": frozenset({"allow-mock-accuracy", "incremental", "reference-geometry"}),
    "geoshape": frozenset({"allow-mock-accuracy", "incremental", "reference-geometry"}),
    "select_one": frozenset({"randomize", "seed"}),
    "select_multiple": frozenset({"randomize", "seed"}),
    "rank": frozenset({"randomize", "seed"}),
    "select_one_from_file": frozenset({"randomize", "seed", "value", "label"}),
    "select_multiple_from_file": frozenset({"randomize", "seed", "value", "label"}),
    "audit": frozenset(
        {"identify-user", "location-max-age", "location-min-interval", "location-priority",
         "track-changes", "track-changes-reasons"}
    ),
}  # fmt: skip
_PAIR = re.compile(r"[^\s=,;]+\s*=\s*[^\s=,;]+")


def check(book: Workbook, findings: Findings) -> None:
    """Note missing and useless cells, row by row."""
    names = set(book.items_by_name())
    for item in book.items:
        kind = item.kind
        if kind is None or kind.edge == "end" or kind.word == "setting":
            continue
        _check_calculation(item, kind, findings)
        _check_count(item, kind, findings)
        _check_parameters(item, kind, findings)
        _check_label(item, kind, findings)
        _check_idle(item, kind, findings)
        _check_bare_names(item, kind, names, findings)


def _check_calculation(item: Item, kind: RowType, findings: Findings) -> None:
    default = item.row.get("default")
    if kind.word == "calculate" and not item.row.get("calculation"):
        if not default:
            what, value = f"The calculate {item.name} has no calculation.", "one"
        elif not _DYNAMIC.search(default):
            what = f"The calculate {item.name} has the default {shortened(default)} alone."
            value = f"'{default}'"
        else:
            return
        fix = f"Write {value} in the column calculation."
        findings.problem("survey", item.row.number, what, fix)


def _check_count(item: Item, kind: RowType, findings: Findings) -> None:
    """Check that a repeat's count is a whole number or a numeric expression."""
    for heading, text in item.row.each("repeat_count"):
        number = item.row.number
        if kind.word != "repeat":
            what = f"The {heading.text} of a {kind.word} does nothing."
            findings.remark("survey", number, what, "Move it to the row that begins the repeat.")
            continue
        tree = tree_of(text)
        if tree is None or _is_numeric(tree):
            continue
        what = f"The {heading.text} {shortened(text)} is no number."
        fix = "Write a whole number, ${name} of a question that asks for one, or an expression."
        instead = "There are as many as it works out to, and none where that is no number."
        findings.problem("survey", number, what, fix, heading.text, instead)


def _is_numeric(tree: xpath_tree.Expr) -> bool:
    if isinstance(tree, xpath_tree.Number):
        return tree.value == int(tree.value)
    if isinstance(tree, xpath_tree.Negation) and isinstance(tree.operand, xpath_tree.Number):
        return False
    if isinstance(tree, xpath_tree.Path) and tree.start is None and len(tree.steps) == 1:
        step = tree.steps[0]
        return step.axis != "child" or set(step.name) <= {"_"}  # a reference is ___ here
    return not isinstance(tree, xpath_tree.Literal)


def _check_parameters(item: Item, kind: RowType, findings: Findings) -> None:
    for heading, text in item.row.each("parameters"):
        number, allowed = item.row.number, _PARAMETERS.get(kind.word)
        remainder = _PAIR.sub("", text).strip(" ,;\t\n")
        if remainder:
            what = f"The parameters have “{shortened(remainder)}”, which is no key=value."
            fix = "Write key=value; several are divided by blanks."
            findings.problem("survey", number, what, fix, heading.text)
            continue
        pairs = [pair.split("=") for pair in _PAIR.findall(text)]
        values = {key.strip().lower(): value.strip() for key, value in pairs}
        for key in values:
            if allowed is not None and key not in allowed:
                what = f"A {kind.word} has no parameter {key}."
                fix = suggestion(key, allowed, f"It has: {', '.join(sorted(allowed))}.")
                findings.problem("survey", number, what, fix, heading.text)
        _check_values(number, heading.text, kind, values, findings)


def _check_values(
    row: int, heading: str, kind: RowType, values: dict[str, str], findings: Findings
) -> None:
    def note(what: str, fix: str) -> None:
        findings.problem("survey", row, what, fix, heading)

    numbers = {"range": _RANGE, "text": ("rows",), "image": ("max-pixels",)}.get(kind.word, ())
    for key in numbers:
        if key in values and _number(values[key]) is None:
            note(f"The {key} {values[key]} is no number.", "Write a number.")
    if kind.word == "range":
        start, end, step = (_number(values.get(key, default)) for key, default in _DEFAULTS.items())
        if step == 0:
            note("The step of the range is 0.", "Write a larger one.")
        elif start is not None and end is not None and step is not None and step > abs(end - start):
            note(f"The step {values['step']} is larger than the range.", "Write a smaller one.")
    if values.get("randomize", "true").lower() not in {"true", "false"}:
        note(f"The randomize {values['randomize']} is neither true nor false.", "Write true.")
    seed = values.get("seed")
    if seed is not None and "randomize" not in values:
        note("There is a seed and no randomize.", "Write randomize=true before it.")
    elif seed is not None and not REFERENCE.fullmatch(seed) and _number(seed) is None:
        note(f"The seed {seed} is neither a number nor a reference.", "Write ${name}.")


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _check_label(item: Item, kind: RowType, findings: Findings) -> None:
    """Check that every visible row has a label or a picture."""
    calculated = item.row.get("calculation") or item.row.get("trigger")
    if kind.edge or kind.word in HIDDEN_TYPES or calculated:
        return
    if not any(item.row.get(each) for each in ("label", "hint", *MEDIA)):
        what = f"{item.name or 'The note'} has no label: people would not know what is asked."
        findings.problem("survey", item.row.number, what, "Write one in the column label.")


def _check_idle(item: Item, kind: RowType, findings: Findings) -> None:
    row = item.row
    pairs = (("constraint_message", "constraint"), ("required_message", "required"))
    for message, rule in pairs:
        if row.get(message) and not row.get(rule):
            what = f"There is a {message} without a {rule}, so it is never shown."
            findings.remark("survey", row.number, what, f"Write the {rule}, or remove the message.")
    if row.get("choice_filter") and not kind.selects and "=" not in row.get("parameters"):
        what = f"The choice_filter of a {kind.word} does nothing."
        findings.remark("survey", row.number, what, "Move it to the question it is for.")


def _check_bare_names(item: Item, kind: RowType, names: set[str], findings: Findings) -> None:
    """Note a question's name without ${}: it reads as nothing."""
    if kind.edge:
        return  # expressions of a group may name its contents
    for column in ("calculation", "relevant", "required", "readonly", "constraint"):
        text = item.row.get(column)
        tree = tree_of(text) if text else None
        for path in _own_paths(tree) if tree is not None else ():
            name = path.steps[0].name
            if name in names:
                words = f"“{shortened(text)}” says {name}, which reads as nothing there."
                what = f"The {column} {words}"
                fix = f"Write ${{{name}}}, or '{name}' if the word itself is meant."
                findings.remark("survey", item.row.number, what, fix)


def _own_paths(tree: xpath_tree.Expr) -> list[xpath_tree.Path]:
    """Yield paths of one bare name, relative to the expression."""
    if isinstance(tree, xpath_tree.Path):
        step = tree.steps[0] if tree.start is None else None
        single = step is not None and len(tree.steps) == 1 and step.axis == "child" and step.name
        return [tree] if single else []
    return [path for part in xpath_tree.direct_subexpressions(tree) for path in _own_paths(part)]


def filter_columns(text: str) -> list[str]:
    """Return the columns that a choice_filter reads: bare names, without references."""
    tree = tree_of(text)
    names = [path.steps[0].name for path in _own_paths(tree)] if tree is not None else []
    return [name for name in dict.fromkeys(names) if set(name) != {"_"}]
