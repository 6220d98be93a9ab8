"""The table of question widgets by kind of question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assessor.form.live.node import Node
from assessor.gui.questions.base.appearance_words import appearance_words
from assessor.gui.questions.base.question import Question
from assessor.gui.questions.choice.chips_question import ChipsQuestion
from assessor.gui.questions.choice.image_map_question import OneRegionQuestion, RegionsQuestion
from assessor.gui.questions.choice.range_question import (
    PickerQuestion,
    RangeQuestion,
    RangeSteps,
    StarsQuestion,
)
from assessor.gui.questions.choice.rank_question import RankQuestion
from assessor.gui.questions.choice.rating_question import (
    LikertQuestion,
    RatingQuestion,
    StageQuestion,
)
from assessor.gui.questions.choice.select_multiple_question import (
    SelectMultipleQuestion,
    TriggerQuestion,
)
from assessor.gui.questions.choice.select_one_question import (
    MANY,
    SearchQuestion,
    SelectOneQuestion,
)
from assessor.gui.questions.display_question import (
    DisplayQuestion,
    NoteQuestion,
    UnsupportedQuestion,
)
from assessor.gui.questions.media.drawing_question import (
    AnnotateQuestion,
    DrawQuestion,
    SignatureQuestion,
)
from assessor.gui.questions.media.upload_question import UploadQuestion, wanted
from assessor.gui.questions.typed.date_question import DateQuestion
from assessor.gui.questions.typed.date_time_question import DateTimeQuestion
from assessor.gui.questions.typed.number_question import (
    BearingQuestion,
    CounterQuestion,
    DecimalQuestion,
    WholeQuestion,
)
from assessor.gui.questions.typed.place_question import (
    GeopointQuestion,
    GeoshapeQuestion,
    GeotraceQuestion,
)
from assessor.gui.questions.typed.text_formats import (
    BarcodeQuestion,
    FiguresQuestion,
    MaskedQuestion,
    UrlQuestion,
)
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
    return len(node.choices) > MANY


def _fits_stars(node: Node) -> bool:
    return RangeSteps.of(node).last < _FEW_STARS


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
    _row(UrlQuestion, "input", "string", "url"),
    _row(MaskedQuestion, "input", "string", "masked"),
    _row(FiguresQuestion, "input", "string", "numbers thousands-sep"),
    _row(TextQuestion, "input", "string"),
    _row(CounterQuestion, "input", "int long", "counter"),
    _row(WholeQuestion, "input", "int long"),
    _row(BearingQuestion, "input", "decimal", "bearing"),
    _row(DecimalQuestion, "input", "decimal"),
    _row(YearQuestion, "input", "date", "year"),
    _row(MonthQuestion, "input", "date", "month-year"),
    _row(TypedDateQuestion, "input", "date", "no-calendar"),
    _row(DateQuestion, "input", "date"),
    _row(TimeQuestion, "input", "time"),
    _row(DateTimeQuestion, "input", "dateTime"),
    _row(GeopointQuestion, "input", "geopoint"),
    _row(GeotraceQuestion, "input", "geotrace"),
    _row(GeoshapeQuestion, "input", "geoshape"),
    _row(MaskedQuestion, "input", "barcode", "hidden-answer"),
    _row(BarcodeQuestion, "input", "barcode"),
    _row(StageQuestion, "select1", when=_is_stage),
    _row(RatingQuestion, "select1", when=_is_need),
    _row(OneRegionQuestion, "select1", "", "image-map"),
    _row(LikertQuestion, "select1", "", "likert"),
    _row(SearchQuestion, "select1", "", "minimal autocomplete"),
    _row(SearchQuestion, "select1", when=_has_many),
    _row(SelectOneQuestion, "select1"),
    _row(RegionsQuestion, "select", "", "image-map"),
    _row(ChipsQuestion, "select", "", "minimal autocomplete"),
    _row(SelectMultipleQuestion, "select"),
    _row(RankQuestion, "rank"),
    _row(PickerQuestion, "range", "", "picker"),
    _row(StarsQuestion, "range", "", "rating", when=_fits_stars),
    _row(RangeQuestion, "range"),
    _row(TriggerQuestion, "trigger"),
    _row(SignatureQuestion, "upload", "", "signature", _is_picture),
    _row(DrawQuestion, "upload", "", "draw", _is_picture),
    _row(AnnotateQuestion, "upload", "", "annotate", _is_picture),
    _row(UploadQuestion, "upload"),
)
"""The first matching row applies."""


def kind_of(node: Node) -> type[Question]:
    """Return the widget class of a question; UnsupportedQuestion if there is none."""
    return next((kind.widget for kind in KINDS if kind.matches(node)), UnsupportedQuestion)


_NOT_SAID = (NoteQuestion, DisplayQuestion, UnsupportedQuestion, UploadQuestion)


def testimony_of(node: Node) -> type[Question]:
    """Return the widget class for a source's statement about a question.

    It is the question's own class, or text for calculated values, pictures and files.
    """
    found = kind_of(node)
    return TextQuestion if issubclass(found, _NOT_SAID) else found
