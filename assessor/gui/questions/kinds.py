"""Which widget asks which question."""

from __future__ import annotations

from assessor.form.node import Node
from assessor.gui.questions.date import DateQuestion
from assessor.gui.questions.display import DisplayQuestion, NoteQuestion, UnsupportedQuestion
from assessor.gui.questions.question import Question
from assessor.gui.questions.select_multiple import SelectMultipleQuestion
from assessor.gui.questions.select_one import MANY, SearchQuestion, SelectOneQuestion
from assessor.gui.questions.stage import RatingQuestion, StageQuestion
from assessor.gui.questions.text import (
    DecimalQuestion,
    LongTextQuestion,
    TextQuestion,
    WholeQuestion,
)

_BY_TYPE: dict[str, type[Question]] = {
    "string": TextQuestion,
    "int": WholeQuestion,
    "long": WholeQuestion,
    "decimal": DecimalQuestion,
    "date": DateQuestion,
}
_SEARCHED = frozenset({"minimal", "autocomplete", "search", "quick"})


def kind_of(node: Node) -> type[Question]:
    """The class of widget for a question; UnsupportedQuestion for what this version cannot ask."""
    if node.control == "note":
        return NoteQuestion
    if node.control == "calculate":
        return DisplayQuestion
    if node.control == "select1":
        return _select_one(node)
    if node.control == "select":
        return SelectMultipleQuestion
    if node.control == "input":
        long = node.type == "string" and "multiline" in node.appearance.split()
        return LongTextQuestion if long else _BY_TYPE.get(node.type, UnsupportedQuestion)
    return UnsupportedQuestion


def _select_one(node: Node) -> type[Question]:
    kind = node.meta.get("kind", "")
    steps = sum(choice.value.isdigit() for choice in node.choices)
    if kind == "stage" and steps:
        return StageQuestion
    if kind == "need" and steps:
        return RatingQuestion
    if _SEARCHED & set(node.appearance.split()) or len(node.choices) > MANY:
        return SearchQuestion
    return SelectOneQuestion
