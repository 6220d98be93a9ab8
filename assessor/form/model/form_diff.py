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

_INSTANCE_NAME = re.compile(r"""instance\(\s*['"]([^'"]+)['"]\s*\)""")
_PATH = re.compile(r"(?:(?:\.\.|[\w.-]*)/)+")

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
    old_binds, new_binds = _answerable_binds(old), _answerable_binds(new)
    removed = {path: bind for path, bind in old_binds.items() if path not in new_binds}
    added = {path: bind for path, bind in new_binds.items() if path not in old_binds}
    moved = dict(_moved(removed, added, old_binds.values(), new_binds.values()))
    moved |= _moved_repeats(moved, removed, added)
    remaining_removed = {path: bind for path, bind in removed.items() if path not in moved}
    remaining_added = {path: bind for path, bind in added.items() if path not in moved.values()}
    kept = {path: path for path in old_binds if path in new_binds} | moved
    changed = (
        (new_path, facets)
        for old_path, new_path in kept.items()
        if (facets := tuple(_changed(old, old_binds[old_path], new, new_binds[new_path])))
    )
    order = {path: at for at, path in enumerate(new_binds)}
    return FormDiff(
        added=tuple(path for path, bind in remaining_added.items() if bind.leaf),
        retired=tuple(path for path, bind in remaining_removed.items() if bind.leaf),
        moved=tuple(moved.items()),
        changed=tuple(sorted(changed, key=lambda each: order[each[0]])),
        renamed=tuple(_renamed_questions(old, remaining_removed, new, remaining_added)),
    )


def can_replace(old: Bind, new: Bind) -> bool:
    """Return whether answers of one node fit the other."""
    return old.leaf == new.leaf and old.repeat == new.repeat and old.depth == new.depth


def is_question(bind: Bind) -> bool:
    """Return whether a person may answer: a question that is not a note."""
    return bind.leaf and bind.control is not None and bind.control.kind != "note"


def question_label(form: Form, bind: Bind, language: str = "") -> str:
    """Return the label of a question; `…` stands for outputs."""
    control = bind.control
    labels = _texts_by_language(form, control.label) if control is not None else {}
    return labels.get(language or form.default_language) or next(iter(labels.values()), "")


def _answerable_binds(form: Form) -> dict[str, Bind]:
    return {path: bind for path, bind in form.binds.items() if bind.repeat or is_question(bind)}


def _moved(
    removed: Mapping[str, Bind], added: Mapping[str, Bind], *both: Iterable[Bind]
) -> Iterator[tuple[str, str]]:
    counts = [Counter(bind.name for bind in binds) for binds in both]
    added_by_name = {bind.name: (path, bind) for path, bind in added.items()}
    for path, bind in removed.items():
        found = added_by_name.get(bind.name)
        unique = all(count[bind.name] == 1 for count in counts)
        if found is not None and unique and can_replace(bind, found[1]):
            yield path, found[0]


def _moved_repeats(
    moved: Mapping[str, str], removed: Mapping[str, Bind], added: Mapping[str, Bind]
) -> dict[str, str]:
    """Pair renamed repeats that hold exactly the same moved questions."""
    pairs = {
        (old.path, new.path)
        for old_path, new_path in moved.items()
        for old, new in zip(_repeats(removed[old_path]), _repeats(added[new_path]), strict=True)
        if old.path in removed and new.path in added and old.path not in moved
    }
    counts = [Counter(side) for side in zip(*pairs, strict=True)]
    return {old: new for old, new in pairs if counts[0][old] == counts[1][new] == 1}


def _repeats(bind: Bind) -> list[Bind]:
    return [each for each in bind.ancestors() if each.repeat]


def _renamed_questions(
    old: Form, removed: Mapping[str, Bind], new: Form, added: Mapping[str, Bind]
) -> Iterator[tuple[str, str]]:
    """Yield pairs of questions with the same unique label, control and type."""
    old_binds = [(_question_key(old, bind), path) for path, bind in removed.items() if bind.leaf]
    new_binds = [(_question_key(new, bind), path) for path, bind in added.items() if bind.leaf]
    counts = [Counter(key for key, _ in each) for each in (old_binds, new_binds)]
    paths_by_key = dict(new_binds)
    for key, path in old_binds:
        if key[0] and all(each[key] == 1 for each in counts):
            yield path, paths_by_key[key]


def _question_key(form: Form, bind: Bind) -> tuple[str, str, str, int]:
    kind = bind.control.kind if bind.control is not None else ""
    return " ".join(question_label(form, bind).split()), kind, bind.type, bind.depth


def _changed(old: Form, old_bind: Bind, new: Form, new_bind: Bind) -> Iterator[str]:
    for name, old_value, new_value in zip(
        FACETS, _facets(old, old_bind), _facets(new, new_bind), strict=True
    ):
        if old_value != new_value:
            yield name


def _facets(form: Form, bind: Bind) -> tuple[Any, ...]:
    control = bind.control
    if control is None:
        return (None,) * len(FACETS)
    return (
        _texts_by_language(form, control.label),
        _texts_by_language(form, control.hint),
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
    return _PATH.sub("", " ".join(expression.source.split())) if expression is not None else ""


def _choices(form: Form, control: Control) -> Any:
    """Return the offered values with their labels in all languages, and the filter."""
    if control.itemset is None:
        return [(value, _texts_by_language(form, label)) for value, label in control.choices]
    source = _source(control.itemset.nodes)
    lists = [
        form.instances[name] for name in _INSTANCE_NAME.findall(source) if name in form.instances
    ]
    return source, [_content(form, each) for each in lists]


def _content(form: Form, node: FixedNode) -> Any:
    inner = [each for each in node.children if each.kind == "element"]
    if inner:
        return node.name, [_content(form, each) for each in inner]
    if node.name == "itextId":  # ids are renumbered if a choice is inserted
        return [words.get(node.text) for words in form.texts.values()]
    return node.name, node.text


def _texts_by_language(form: Form, text: Text | None) -> dict[str, str]:
    """Return a text by language; under "" if it is the same in all."""
    if text is None:
        return {}
    if not text.itext:
        return {"": _joined(text.parts)}
    words_by_id = {language: words.get(text.itext) for language, words in form.texts.items()}
    return {
        language: _default_form(words)
        for language, words in words_by_id.items()
        if words is not None
    }


def _default_form(words: Words) -> str:
    forms = forms_of(words)
    return _joined(forms.get("", forms.get("long", forms.get("short", ()))))


def _joined(parts: Iterable[str | Output]) -> str:
    return "".join(part if isinstance(part, str) else "…" for part in parts).strip()
