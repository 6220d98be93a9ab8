"""Answers of many assessments as rows of a tidy table, cached in codes and read as texts.

Only the live form knows what is relevant and in which order, so the rows are made with the rest of
the cache. Texts are added on reading, in any language: the label of a choice is the form's own, or
is cached beside the answer in each language of the form.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import repeat
from typing import Any

from assessor.assessment.assessment import Assessment
from assessor.assessment.base.references import choice_label
from assessor.assessment.core.derive import path_of
from assessor.assessment.headquarters.case_texts import FormTexts, QuestionText
from assessor.form.labels.styled_text import plain_text
from assessor.form.live.node import Node
from assessor.registry.analysis.figure import Cell, TidyTable, table_columns
from assessor.store.model.entry import in_conflict
from assessor.words import language_code

_LISTS = ("select", "rank")
_SAID = table_columns(
    assessment="Identifier of the assessment",
    iso3="Country, the form's code",
    reference="Path of the question, instances of repeats by their ids",
    question="Name of the question",
    value="Lexical value as XForms has it; codes of several choices apart by spaces",
    said="The value as the form words it",
    evidence="Code of the evidence level",
    basis="desk or field",
    missing="Code of why there is no value",
    sensitivity="Stricter marking of this answer, where one was set",
    contested="1 where more than one answer stands; the one shown is in the row",
    at="When it was said, by the writer's clock, milliseconds since 1970 UTC",
    form="Form: with path, the key of the question in the table questions",
    path="Path of the question, without the ids of repeats",
)
_ASKED = table_columns(
    form="Form: identifier and version",
    question="Name of the question",
    path="Path of the question",
    label="The question, in words",
    type="Type of its value, as XForms has it",
    control="How it is asked",
    choices="Codes and labels of the choices there are for anybody",
    legal="Articles it is about",
    indicator="Indicator it rates",
)

_Row = tuple[Cell, ...]


def pack_answers(assessment: Assessment, words: FormTexts) -> bytes:
    """Return every relevant answered question of an assessment as JSON.

    `words` are the texts of its form in the language shown. A question outside repeats is stored as
    its position, a time as milliseconds since the one before; questions unknown to the texts are
    stored with their labels.
    """
    rows: list[_Row] = []
    before = 0
    own: list[tuple[int, Node]] = []
    strange: dict[str, Node] = {}
    for node in assessment.instance.questions():
        atom = assessment.answer_at(node.reference)
        if not node.relevant or not (node.value or atom.missing):
            continue
        path = path_of(node.reference)
        if path not in words.asked:
            strange[path] = node
        if not _has_form_text(words, path, node):
            own.append((len(rows), node))
        since = None if atom.entry is None else atom.entry.at - before
        before += since or 0
        rows.append(
            (words.place.get(node.reference, node.reference), node.value, atom.evidence, atom.basis,
             atom.missing, atom.sensitivity,
             int(in_conflict(assessment.heads("answer", node.reference))), since)
        )  # fmt: skip
    return json.dumps(
        {"rows": list(zip(*rows, strict=True)), **_in_every_language(assessment, own, strange)},
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()


def _has_form_text(words: FormTexts, path: str, node: Node) -> bool:
    question = words.asked.get(path)
    if question is None or not question.fixed:
        return False
    return not question.choices or _worded(node) == _ValueTexts(words)[path, node.value]


def _worded(node: Node) -> str:
    values = node.value.split() if node.control in _LISTS else [node.value]
    return "; ".join(choice_label(node, value) for value in values)


class _ValueTexts(dict[tuple[str, str], str]):
    """Caches the form's text of the value of a question."""

    def __init__(self, words: FormTexts) -> None:
        super().__init__()
        self._words = words

    def __missing__(self, key: tuple[str, str]) -> str:
        path, value = key
        labels = self._words.labels.get(path)
        if labels is None:
            return value
        listed = self._words.asked[path].control in _LISTS
        values = value.split() if listed else [value]
        self[key] = "; ".join(labels.get(each, each) for each in values)
        return self[key]


def _times(since: Iterable[int | None]) -> Iterator[int | None]:
    now = 0
    for passed in since:
        now += passed or 0
        yield None if passed is None else now


def _in_every_language(
    assessment: Assessment, own: Iterable[tuple[int, Node]], strange: Mapping[str, Node]
) -> dict[str, Any]:
    """Return texts by language, and the questions that the form does not list.

    Languages are codes ("" for any other); texts are of answers without text in the form, by their
    position; questions are as `AnswerTable.questions` has them.
    """
    own = list(own)
    if not own and not strange:
        return {}
    instance = assessment.instance
    present = instance.language
    found: dict[str, Any] = {"said": {}, "asked": {}}
    languages = {"": present} | {
        language_code(language): language for language in instance.form.languages
    }
    for code, language in languages.items():
        instance.set_language(language)
        found["said"][code] = {at: _worded(node) for at, node in own}
        found["asked"][code] = {path: _question_row(node) for path, node in strange.items()}
    instance.set_language(present)
    return found


def _question_row(node: Node) -> list[str]:
    choices = "; ".join(
        f"{choice.value} = {plain_text(choice.label)}" for choice in node.all_choices
    )
    references = (node.meta.get("legal", ""), node.meta.get("indicator", ""))
    return [node.name, plain_text(node.label), node.type, node.control, choices, *references]


class AnswerTable:
    """The answers of many assessments, read one after another, and their questions."""

    def __init__(self, language: str) -> None:
        """`language` is a code; a form without it uses its own language."""
        self._language = language
        self._asked: dict[tuple[str, str], _Row] = {}
        self._path = cache(path_of)
        self._name = cache(lambda path: path.rpartition("/")[2])
        self._one = cache(lambda text: text)  # in memory once for all rows
        self._said: dict[int, _ValueTexts] = {}

    def read(self, uuid: str, country: str, packed: bytes, words: FormTexts) -> Iterable[_Row]:
        """Yield the rows of one assessment from its cached answers. Raises ValueError."""
        facts = json.loads(packed)
        self._note(words, _in_language(facts.get("asked", {}), self._language))
        if not facts["rows"]:
            return ()
        places, values, *more, contested, since = facts["rows"]
        references = [
            words.paths[place] if isinstance(place, int) else self._one(place) for place in places
        ]
        paths = list(map(self._path, references))
        texts = self._said.setdefault(id(words), _ValueTexts(words))
        values_in_words = [texts[key] for key in zip(paths, values, strict=True)]
        for at, own in _in_language(facts.get("said", {}), self._language).items():
            values_in_words[int(at)] = own
        return zip(
            repeat(uuid), repeat(country), references, map(self._name, paths),
            map(self._one, values), values_in_words, *(map(self._one, column) for column in more),
            map(bool, contested), _times(since), repeat(words.form), paths,
        )  # fmt: skip

    def _note(self, words: FormTexts, strange: Mapping[str, list[str]]) -> None:
        if (words.form, "") not in self._asked:
            self._asked[words.form, ""] = ()
            for path, question in words.asked.items():
                self._asked.setdefault((words.form, path), _row(words.form, path, question))
        for path, (name, *more) in strange.items():
            self._asked.setdefault((words.form, path), (words.form, name, path, *more))

    def sheet(self, rows: Iterable[_Row]) -> TidyTable:
        """Return the rows as a table."""
        return TidyTable(
            "answers", "What stands as the answer to every question that was dealt with", _SAID,
            tuple(rows), ("assessment", "reference"),
        )  # fmt: skip

    def questions(self) -> TidyTable:
        """Return every question of the forms whose answers were read."""
        rows = tuple(row for row in self._asked.values() if row)
        return TidyTable("questions", "Every question of the forms", _ASKED, rows, ("form", "path"))


def _in_language(by_language: Mapping[str, Any], language: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = by_language.get(language) or by_language.get("", {})
    return found


def _row(form: str, path: str, question: QuestionText) -> _Row:
    choices = "; ".join(f"{choice.value} = {choice.label}" for choice in question.choices)
    return (
        form, question.name, path, question.question, question.kind, question.control, choices,
        question.legal, question.indicator,
    )  # fmt: skip
