"""The table of question widgets by kind of question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assessor.assessment.base.criteria_text import asks_criteria
from assessor.form.live.node import Node
from assessor.gui.questions.base.appearance_words import appearance_words
from assessor.gui.questions.base.question import Question
from assessor.gui.questions.choice import range_question, rating_question, select_one_question
from assessor.gui.questions.choice.chips_question import ChipsQuestion
from assessor.gui.questions.choice.criteria_question import CriteriaQuestion
from assessor.gui.questions.choice.image_map_question import OneRegionQuestion, RegionsQuestion
from assessor.gui.questions.choice.rank_question import RankQuestion
from assessor.gui.questions.choice.select_multiple_question import (
    SelectMultipleQuestion,
    TriggerQuestion,
)
from assessor.gui.questions.display_question import (
    DisplayQuestion,
    NoteQuestion,
    UnsupportedQuestion,
)
from assessor.gui.questions.media import drawing_question
from assessor.gui.questions.media.upload_question import UploadQuestion, wanted
from assessor.gui.questions.typed import number_question, place_question, text_formats
from assessor.gui.questions.typed.date_question import DateQuestion, DateTimeQuestion
from assessor.gui.questions.typed.text_question import LongTextQuestion, TextQuestion
from assessor.gui.questions.typed.time_question import TimeQuestion
from assessor.gui.questions.typed.typed_date_question import (
    MonthQuestion,
    TypedDateQuestion,
    YearQuestion,
)

_FEW_STARS = 12


def _has_steps(node: Node) -> bool:
    return any(choice.value.isdigit() for choice in node.choices)


def _is_stage(node: Node) -> bool:
    return node.meta.get("kind", "") == "stage" and _has_steps(node)


def _is_need(node: Node) -> bool:
    return node.meta.get("kind", "") == "need" and _has_steps(node)


def _has_many(node: Node) -> bool:
    return len(node.choices) > select_one_question.MANY


def _fits_stars(node: Node) -> bool:
    return range_question.RangeSteps.of(node).last < _FEW_STARS


def _is_picture(node: Node) -> bool:
    return wanted(node) == "image"


def _has_rows(node: Node) -> bool:
    return node.settings.get("rows", "").isdigit()


@dataclass(frozen=True, slots=True)
class QuestionKind:
    """A widget and its questions: by control, data type, appearance or another condition."""

    widget: type[Question]
    control: str
    types: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    when: Callable[[Node], bool] | None = None

    def matches(self, node: Node) -> bool:
        """Return whether the row applies to a question; omitted conditions always hold."""
        return (
            node.control == self.control
            and (not self.types or node.type in self.types)
            and (not self.words or not self.words.isdisjoint(appearance_words(node)))
            and (self.when is None or self.when(node))
        )


def _row(
    widget: type[Question],
    control: str,
    types: str = "",
    words: str = "",
    when: Callable[[Node], bool] | None = None,
) -> QuestionKind:
    return QuestionKind(widget, control, frozenset(types.split()), frozenset(words.split()), when)


KINDS: tuple[QuestionKind, ...] = (
    _row(NoteQuestion, "note"),
    _row(DisplayQuestion, "calculate"),
    _row(LongTextQuestion, "input", "string", "multiline"),
    _row(LongTextQuestion, "input", "string", when=_has_rows),
    _row(text_formats.UrlQuestion, "input", "string", "url"),
    _row(text_formats.MaskedQuestion, "input", "string", "masked"),
    _row(text_formats.FiguresQuestion, "input", "string", "numbers thousands-sep"),
    _row(TextQuestion, "input", "string"),
    _row(number_question.CounterQuestion, "input", "int long", "counter"),
    _row(number_question.WholeQuestion, "input", "int long"),
    _row(number_question.BearingQuestion, "input", "decimal", "bearing"),
    _row(number_question.DecimalQuestion, "input", "decimal"),
    _row(YearQuestion, "input", "date", "year"),
    _row(MonthQuestion, "input", "date", "month-year"),
    _row(TypedDateQuestion, "input", "date", "no-calendar"),
    _row(DateQuestion, "input", "date"),
    _row(TimeQuestion, "input", "time"),
    _row(DateTimeQuestion, "input", "dateTime"),
    _row(place_question.GeopointQuestion, "input", "geopoint"),
    _row(place_question.GeotraceQuestion, "input", "geotrace"),
    _row(place_question.GeoshapeQuestion, "input", "geoshape"),
    _row(text_formats.MaskedQuestion, "input", "barcode", "hidden-answer"),
    _row(text_formats.BarcodeQuestion, "input", "barcode"),
    _row(rating_question.StageQuestion, "select1", when=_is_stage),
    _row(rating_question.RatingQuestion, "select1", when=_is_need),
    _row(OneRegionQuestion, "select1", "", "image-map"),
    _row(rating_question.LikertQuestion, "select1", "", "likert"),
    _row(select_one_question.SearchQuestion, "select1", "", "minimal autocomplete"),
    _row(select_one_question.SearchQuestion, "select1", when=_has_many),
    _row(select_one_question.SelectOneQuestion, "select1"),
    _row(CriteriaQuestion, "select", when=asks_criteria),
    _row(RegionsQuestion, "select", "", "image-map"),
    _row(ChipsQuestion, "select", "", "minimal autocomplete"),
    _row(SelectMultipleQuestion, "select"),
    _row(RankQuestion, "rank"),
    _row(range_question.PickerQuestion, "range", "", "picker"),
    _row(range_question.StarsQuestion, "range", "", "rating", when=_fits_stars),
    _row(range_question.RangeQuestion, "range"),
    _row(TriggerQuestion, "trigger"),
    _row(drawing_question.SignatureQuestion, "upload", "", "signature", _is_picture),
    _row(drawing_question.DrawQuestion, "upload", "", "draw", _is_picture),
    _row(drawing_question.AnnotateQuestion, "upload", "", "annotate", _is_picture),
    _row(UploadQuestion, "upload"),
)
"""The first matching row applies."""


def kind_of(node: Node) -> type[Question]:
    """Return the widget class of a question; UnsupportedQuestion if there is none."""
    return next((kind.widget for kind in KINDS if kind.matches(node)), UnsupportedQuestion)


_NOT_SAID = (NoteQuestion, DisplayQuestion, UnsupportedQuestion, UploadQuestion)


def testimony_of(node: Node) -> type[Question]:
    """Return the widget for a source's statement: the question's own, or text for calculated values
    and files."""
    found = kind_of(node)
    return TextQuestion if issubclass(found, _NOT_SAID) else found
