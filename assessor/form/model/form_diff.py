"""Comparison of two versions of a form."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assessor.form.model.definition import Bind, Control, Expression, Form, Output, Text, Words
from assessor.form.model.itext import forms_of
from assessor.form.model.xpath_nodes import FixedNode

_NAMED = re.compile(r"""instance\(\s*['"]([^'"]+)['"]\s*\)""")
_WAY = re.compile(r"(?:(?:\.\.|[\w.-]*)/)+")

FACETS = (
    "question", "guidance", "type", "choices", "relevance", "constraint", "required",
    "calculation", "only read",
)  # fmt: skip
"""The properties of a question that may differ; the words are in the catalogue."""


@dataclass(frozen=True, slots=True)
class FormDiff:
    """Questions by generic path (repeats without ids), each list in form order.

    `moved` are pairs (old path, new path) of questions and repeats whose name is unique in both
    forms; `changed` pairs the new path with the changed FACETS. `renamed` are pairs with another
    name and the same label: a guess to be confirmed by a person.
    """

    added: tuple[str, ...]
    retired: tuple[str, ...]
    moved: tuple[tuple[str, str], ...]
    changed: tuple[tuple[str, tuple[str, ...]], ...]
    renamed: tuple[tuple[str, str], ...]


def compare_forms(old: Form, new: Form) -> FormDiff:
    """Compare two versions of a form."""
    before, now = _holding(old), _holding(new)
    gone = {path: bind for path, bind in before.items() if path not in now}
    fresh = {path: bind for path, bind in now.items() if path not in before}
    moved = dict(_moved(gone, fresh, before.values(), now.values()))
    moved |= _around(moved, gone, fresh)
    left = {path: bind for path, bind in gone.items() if path not in moved}
    more = {path: bind for path, bind in fresh.items() if path not in moved.values()}
    same = {path: path for path in before if path in now} | moved
    changed = (
        (there, what)
        for here, there in same.items()
        if (what := tuple(_changed(old, before[here], new, now[there])))
    )
    order = {path: at for at, path in enumerate(now)}
    return FormDiff(
        added=tuple(path for path, bind in more.items() if bind.leaf),
        retired=tuple(path for path, bind in left.items() if bind.leaf),
        moved=tuple(moved.items()),
        changed=tuple(sorted(changed, key=lambda each: order[each[0]])),
        renamed=tuple(_alike(old, left, new, more)),
    )


def can_replace(old: Bind, new: Bind) -> bool:
    """Return whether answers of one node fit the other: both are leaves or both repeats, with the
    same repeat depth.
    """
    return old.leaf == new.leaf and old.repeat == new.repeat and old.depth == new.depth


def is_question(bind: Bind) -> bool:
    """Return whether a person may answer: a question that is not a note."""
    return bind.leaf and bind.control is not None and bind.control.kind != "note"


def question_label(form: Form, bind: Bind, language: str = "") -> str:
    """Return the label of a question; `…` stands for outputs."""
    control = bind.control
    said = _in_all(form, control.label) if control is not None else {}
    return said.get(language or form.default_language) or next(iter(said.values()), "")


def _holding(form: Form) -> dict[str, Bind]:
    """Return the questions and repeats by path, in form order."""
    return {path: bind for path, bind in form.binds.items() if bind.repeat or is_question(bind)}


def _moved(
    gone: Mapping[str, Bind], fresh: Mapping[str, Bind], *both: Iterable[Bind]
) -> Iterator[tuple[str, str]]:
    counts = [Counter(bind.name for bind in binds) for binds in both]
    there = {bind.name: (path, bind) for path, bind in fresh.items()}
    for path, bind in gone.items():
        found = there.get(bind.name)
        alone = all(count[bind.name] == 1 for count in counts)
        if found is not None and alone and can_replace(bind, found[1]):
            yield path, found[0]


def _around(
    moved: Mapping[str, str], gone: Mapping[str, Bind], fresh: Mapping[str, Bind]
) -> dict[str, str]:
    """Pair renamed repeats that hold exactly the same moved questions."""
    pairs = {
        (one.path, other.path)
        for here, there in moved.items()
        for one, other in zip(_repeats(gone[here]), _repeats(fresh[there]), strict=True)
        if one.path in gone and other.path in fresh and one.path not in moved
    }
    counts = [Counter(side) for side in zip(*pairs, strict=True)]
    return {one: other for one, other in pairs if counts[0][one] == counts[1][other] == 1}


def _repeats(bind: Bind) -> list[Bind]:
    return [each for each in bind.ancestors() if each.repeat]


def _alike(
    old: Form, gone: Mapping[str, Bind], new: Form, fresh: Mapping[str, Bind]
) -> Iterator[tuple[str, str]]:
    """Yield pairs of questions with the same unique label, control and type."""
    before = [(_asked(old, bind), path) for path, bind in gone.items() if bind.leaf]
    now = [(_asked(new, bind), path) for path, bind in fresh.items() if bind.leaf]
    often = [Counter(asked for asked, _ in each) for each in (before, now)]
    there = dict(now)
    for asked, path in before:
        if asked[0] and all(each[asked] == 1 for each in often):
            yield path, there[asked]


def _asked(form: Form, bind: Bind) -> tuple[str, str, str, int]:
    kind = bind.control.kind if bind.control is not None else ""
    return " ".join(question_label(form, bind).split()), kind, bind.type, bind.depth


def _changed(old: Form, before: Bind, new: Form, now: Bind) -> Iterator[str]:
    for name, one, other in zip(FACETS, _facets(old, before), _facets(new, now), strict=True):
        if one != other:
            yield name


def _facets(form: Form, bind: Bind) -> tuple[Any, ...]:
    control = bind.control
    if control is None:
        return (None,) * len(FACETS)
    return (
        _in_all(form, control.label),
        _in_all(form, control.hint),
        (bind.type, control.kind),
        _choices(form, control),
        # relevance of groups applies to the questions in them
        [_source(each.relevant) for each in bind.ancestors() if each.relevant is not None],
        _source(bind.constraint),
        _source(bind.required),
        _source(bind.calculate),
        _source(bind.readonly),
    )


def _source(expression: Expression | None) -> str:
    """Return an expression without the paths to its nodes, which may have moved."""
    return _WAY.sub("", " ".join(expression.source.split())) if expression is not None else ""


def _choices(form: Form, control: Control) -> Any:
    """Return the offered values with their labels in all languages, and the filter."""
    if control.itemset is None:
        return [(value, _in_all(form, label)) for value, label in control.choices]
    source = _source(control.itemset.nodes)
    lists = [form.instances[name] for name in _NAMED.findall(source) if name in form.instances]
    return source, [_content(form, each) for each in lists]


def _content(form: Form, node: FixedNode) -> Any:
    inner = [each for each in node.children if each.kind == "element"]
    if inner:
        return node.name, [_content(form, each) for each in inner]
    if node.name == "itextId":  # ids are renumbered if a choice is inserted
        return [words.get(node.read) for words in form.texts.values()]
    return node.name, node.read


def _in_all(form: Form, text: Text | None) -> dict[str, str]:
    """Return a text by language; under "" if it is the same in all."""
    if text is None:
        return {}
    if not text.itext:
        return {"": _joined(text.parts)}
    said = {language: words.get(text.itext) for language, words in form.texts.items()}
    return {language: _told(words) for language, words in said.items() if words is not None}


def _told(words: Words) -> str:
    forms = forms_of(words)
    return _joined(forms.get("", forms.get("long", forms.get("short", ()))))


def _joined(parts: Iterable[str | Output]) -> str:
    return "".join(part if isinstance(part, str) else "…" for part in parts).strip()
