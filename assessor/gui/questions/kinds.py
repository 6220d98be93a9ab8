"""Which widget asks which question: one table, read from above."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assessor.form.node import Node
from assessor.gui.questions.chips import ChipsQuestion
from assessor.gui.questions.counter import CounterQuestion
from assessor.gui.questions.date import MonthQuestion, TypedDateQuestion, YearQuestion
from assessor.gui.questions.date_time import DateTimeQuestion
from assessor.gui.questions.display import DisplayQuestion, NoteQuestion, UnsupportedQuestion
from assessor.gui.questions.drawing import AnnotateQuestion, DrawQuestion, SignatureQuestion
from assessor.gui.questions.geo import GeopointQuestion, GeoshapeQuestion, GeotraceQuestion
from assessor.gui.questions.image_map import OneRegionQuestion, RegionsQuestion
from assessor.gui.questions.likert import LikertQuestion
from assessor.gui.questions.line import (
    BarcodeQuestion,
    FiguresQuestion,
    MaskedQuestion,
    UrlQuestion,
)
from assessor.gui.questions.looks import looks
from assessor.gui.questions.number import BearingQuestion, DecimalQuestion, WholeQuestion
from assessor.gui.questions.picked_date import DateQuestion
from assessor.gui.questions.question import Question
from assessor.gui.questions.range import PickerQuestion, RangeQuestion, StarsQuestion, Steps
from assessor.gui.questions.rank import RankQuestion
from assessor.gui.questions.select_multiple import SelectMultipleQuestion
from assessor.gui.questions.select_one import MANY, SearchQuestion, SelectOneQuestion
from assessor.gui.questions.stage import RatingQuestion, StageQuestion
from assessor.gui.questions.text import LongTextQuestion, TextQuestion
from assessor.gui.questions.time import TimeQuestion
from assessor.gui.questions.trigger import TriggerQuestion
from assessor.gui.questions.upload import UploadQuestion, wanted

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
    return Steps.of(node).last < _FEW_STARS


def _is_picture(node: Node) -> bool:
    return wanted(node) == "image"


def _has_rows(node: Node) -> bool:
    return node.settings.get("rows", "").isdigit()


@dataclass(frozen=True, slots=True)
class Kind:
    """A widget and the questions it asks: by control, data type, appearance, or what else holds."""

    widget: type[Question]
    control: str
    types: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    when: Callable[[Node], bool] | None = None

    def asks(self, node: Node) -> bool:
        """Whether it asks this question; what a row leaves out holds of every question."""
        return (
            node.control == self.control
            and (not self.types or node.type in self.types)
            and (not self.words or not self.words.isdisjoint(looks(node)))
            and (self.when is None or self.when(node))
        )


def _row(
    widget: type[Question],
    control: str,
    types: str = "",
    words: str = "",
    when: Callable[[Node], bool] | None = None,
) -> Kind:
    return Kind(widget, control, frozenset(types.split()), frozenset(words.split()), when)


KINDS: tuple[Kind, ...] = (
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
"""The first row that fits asks the question."""


def kind_of(node: Node) -> type[Question]:
    """The class of widget for a question; UnsupportedQuestion for what this version cannot ask."""
    return next((kind.widget for kind in KINDS if kind.asks(node)), UnsupportedQuestion)


_NOT_SAID = (NoteQuestion, DisplayQuestion, UnsupportedQuestion, UploadQuestion)


def testimony_of(node: Node) -> type[Question]:
    """The class of widget for what a source says on a question: the very one that asks it.

    What nobody can say is put in words: a value the form works out, a picture, a file.
    """
    found = kind_of(node)
    return TextQuestion if issubclass(found, _NOT_SAID) else found
