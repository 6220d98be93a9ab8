"""Records of the instrument's sheets; every field names the column that it is read from."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import Enum
from typing import Any, Self

from assessor.scoring.article_rules import ArticleRule, read_rule
from assessor.scoring.instrument_sheets import SheetRow, Wording, read_wording


def _compare_numbers(compare: Callable[[float, float], bool]) -> Callable[[str, str], bool]:
    def holds(left: str, right: str) -> bool:
        try:
            return compare(float(left), float(right))
        except ValueError:  # not a number, for example "not applicable"
            return False

    return holds


OPERATORS: Mapping[str, Callable[[str, str], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": _compare_numbers(operator.lt),
    "<=": _compare_numbers(operator.le),
    ">": _compare_numbers(operator.gt),
    ">=": _compare_numbers(operator.ge),
}
"""Relations that a rule of the sheet `assistance` can require between an answer and its value."""

_BLANK = "=="  # spreadsheets read == as a formula and can leave the cell blank


def _read(read: Callable[[SheetRow], object]) -> Any:
    return field(metadata={"read": read})


def _text(column: str) -> Any:
    return _read(lambda row: row.text(column))


def _needed(column: str) -> Any:
    return _read(lambda row: row.needed(column))


def _many(column: str) -> Any:
    return _read(lambda row: row.many(column))


def _whole(column: str) -> Any:
    return _read(lambda row: row.whole(column, 0))


def _wording(stem: str) -> Any:
    return _read(lambda row: read_wording(row.cells, stem))


def _weight(row: SheetRow) -> float:
    weight = row.number("weight")
    if weight <= 0:
        row.blame("The weight is not above zero.", "Write a weight such as 1 or 1.2.")
    return weight


@dataclass(frozen=True, kw_only=True)
class SheetRecord:
    """A record read from one row."""

    @classmethod
    def from_row(cls, row: SheetRow, **values: Any) -> Self:
        """Read a row; `values` are the fields that do not come from one column."""
        for part in fields(cls):
            if part.name not in values:
                values[part.name] = part.metadata["read"](row)
        return cls(**values)


@dataclass(frozen=True, kw_only=True)
class TitledRecord(SheetRecord):
    """A record with a code and a title in several languages."""

    code: str = _needed("code")
    titles: Wording = _wording("title")

    def title(self, language: str) -> str:
        """Return the title in `language`, or in English."""
        return self.titles[language]


@dataclass(frozen=True, kw_only=True)
class Dimension(TitledRecord):
    """One scored section. The fields name the questions that hold need, finding and score."""

    order: int = _whole("order")
    weight: float = _read(_weight)
    purposes: Wording = _wording("purpose")
    score_field: str = _text("score_field")
    need_field: str = _text("need_field")
    finding_field: str = _text("finding_field")
    crosswalk: str = _text("crosswalk")


@dataclass(frozen=True, kw_only=True)
class Stage(TitledRecord):
    """A stage of every indicator by criteria; its code is its number."""

    number: int = _read(lambda row: row.whole("code"))


@dataclass(frozen=True, kw_only=True)
class Criterion(SheetRecord):
    """One observable statement that a stage asks for.

    `shown_by` is what shows it, `actions` what to do to meet it ("Police: name …"), `fact` a
    question of the form that bears on it, `area` the assistance that helps to meet it.
    """

    code: str = _needed("code")
    stage: int = _read(lambda row: row.whole("stage"))
    texts: Wording = _wording("criterion")
    shown_by: Wording = _wording("shown_by")
    actions: Wording = _wording("action")
    kind: str = _text("kind")
    legal: tuple[str, ...] = _many("legal")
    fact: str = _text("fact")
    area: str = _text("area")
    sensitivity: str = _text("sensitivity")
    may_not_arise: bool = _read(lambda row: row.text("may_not_arise") == "yes")


@dataclass(frozen=True, kw_only=True)
class Indicator(TitledRecord):
    """One thing rated by stage, described for each from the lowest to the highest (`descriptors`)
    or following from its `criteria`."""

    question: str = _needed("question")
    dimension: str = _needed("dimension")
    weight: float = _read(_weight)
    descriptors: tuple[Wording, ...]
    criteria: tuple[Criterion, ...] = ()
    evidence_expected: Wording = _wording("evidence_expected")
    legal: tuple[str, ...] = _many("legal")
    crosswalk: str = _text("crosswalk")


@dataclass(frozen=True, kw_only=True)
class EvidenceLevel(TitledRecord):
    """How well an answer is supported.

    `supports` is the highest stage counted with this evidence. `proves` is the highest stage
    counted for the floor of the range, where assertions do not count. 0 means no stage.
    """

    value: int = _whole("value")
    meanings: Wording = _wording("meaning")
    supports: int
    proves: int

    @classmethod
    def from_row(cls, row: SheetRow, **values: Any) -> Self:
        """Read a row; nothing proves more than it supports."""
        supports = row.whole("max_stage_it_supports")
        level = super().from_row(row, supports=supports, proves=supports, **values)
        return replace(level, proves=min(supports, row.whole("stage_it_proves", supports)))


@dataclass(frozen=True, kw_only=True)
class MissingReason(TitledRecord):
    """Why an answer is missing. `value` is the choice with the same meaning, if the form has one.
    With `left_out` the indicator is neither rated nor open."""

    value: str = _text("value")
    left_out: bool = _read(lambda row: row.text("left_out") == "yes")


@dataclass(frozen=True, kw_only=True)
class AssistanceArea(TitledRecord):
    """A kind of assistance. `months` is a span such as 6-18; `depends_on` names other areas."""

    activities: Wording = _wording("activity")
    outputs: Wording = _wording("output")
    months: str = _text("months")
    change_step: int = _whole("change_step")
    depends_on: tuple[str, ...] = _many("depends_on")


def _operator(row: SheetRow) -> str:
    sign = row.text("op") or _BLANK
    if sign not in OPERATORS:
        row.blame(f"The operator {sign!r} is not known.", f"Use {' '.join(OPERATORS)}.")
    return sign


@dataclass(frozen=True, kw_only=True)
class AssistanceRule(SheetRecord):
    """A rule: if the answer to `question` has relation `op` to `value`, propose `area`."""

    op: str = _read(_operator)
    question: str = _needed("question")
    value: str = _text("value")
    area: str = _needed("area")
    dimension: str = _needed("dimension")


class Offence(TitledRecord):
    """A category of offences."""


class Duty(Enum):
    """How a treaty lays a duty on its parties; blank for an article that lays none."""

    NONE = ""
    MUST = "must"
    WITHIN_LAW = "must, within national law"
    BEST_EFFORTS = "best efforts"
    MAY = "may"
    CONSIDER = "should consider"

    @property
    def optional(self) -> bool:
        """Whether a state without it leaves out an option, and nothing it owes."""
        return self in (Duty.MAY, Duty.CONSIDER)

    def __bool__(self) -> bool:
        return self is not Duty.NONE


def _duty(row: SheetRow) -> Duty:
    text = row.text("duty")
    if text not in {each.value for each in Duty}:
        row.blame(f"The duty {text!r} is not known.", f"Use {', '.join(e.value for e in Duty)}.")
        return Duty.NONE
    return Duty(text)


def _rule(row: SheetRow) -> ArticleRule:
    try:
        return read_rule(row.text("in_law"), row.text("at_most"))
    except ValueError as error:
        row.blame(f"{str(error)!r} is no rule.", "Write question: code=yes code=partly code=no.")
        return ArticleRule()


@dataclass(frozen=True, kw_only=True)
class LegalRef(SheetRecord):
    """An article of a treaty. `status` says what of number and title a lawyer must still check.

    `instruments` is the treaty's name by language, `instrument` its English name, `standing` the
    question whether the state is bound. `rule` decides whether the article is in law, or, with
    `in_place`, in place; `cites` whether a provision of national law shows it. `practice` names its
    sources; an article partly in law has at most `partly_stage`.
    """

    ref: str = _needed("ref")
    instrument_code: str = _text("instrument_code")
    instrument: str = _text("instrument")
    instruments: Wording = _wording("instrument")
    article: str = _text("article")
    titles: Wording = _wording("title")
    category: str = _text("category")
    status: str = _text("status")
    standing: str = _text("standing")
    only_if_bound: bool = _read(lambda row: row.text("only_if_bound") == "yes")
    duty: Duty = _read(_duty)
    rule: ArticleRule = _read(_rule)
    in_place: bool = _read(lambda row: row.text("in_place") == "yes")
    cites: bool = _read(lambda row: row.text("cites") == "yes")
    practice: tuple[str, ...] = _many("practice")
    partly_stage: int = _whole("partly_stage")


@dataclass(frozen=True, kw_only=True)
class Region(SheetRecord):
    """A country in a region. A country can be in several regions."""

    region: str = _needed("region")
    iso3: str = _needed("iso3")
