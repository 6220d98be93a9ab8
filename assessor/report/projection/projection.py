"""What one audience may see of an assessment: immutable data in one language.

Layout receives only this; it has no access to form or entries. `projector.project` makes it,
`pdf_report.render_report` draws it. It also says what the parcel must omit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from assessor.report.projection.change_log import Change, RemarkLine
from assessor.report.projection.follow_up import FollowUp
from assessor.report.projection.plan.plan_lines import PlanLine, Proposal
from assessor.report.projection.report_facts import AttachedParcel, PointLine, ReportFacts
from assessor.report.readings.crosswalk_tables import CrosswalkTable
from assessor.report.readings.treaty_tables import TreatyTable
from assessor.scoring.criteria import CriterionLine

INTERNAL, GOVERNMENT, PUBLIC = "internal", "government", "public"
PROFILES = (INTERNAL, GOVERNMENT, PUBLIC)


class Visibility(Enum):
    """How much of an answer is printed."""

    FULL = "printed"
    PART = "printed in part"
    NONE = "withheld"
    BLANK = "blank"

    @property
    def readable(self) -> bool:
        """Whether any of the answer is printed."""
        return self in (Visibility.FULL, Visibility.PART)


@dataclass(frozen=True, slots=True)
class PrintedAnswer:
    """A question and the printed part of its answer.

    `values` are in the reader's words, `codes` the lexical values; both are empty if withheld.
    `evidence` is a code of the scale, `missing` the reason in words, `cleared` (for the team) the
    wording for the government, `sources` the citations, `legal` and `offence` codes.
    """

    reference: str
    name: str
    label: str
    kind: str
    type: str
    values: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    note: str = ""
    evidence: str = ""
    missing: str = ""
    cleared: str = ""
    legal: tuple[str, ...] = ()
    offence: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    visibility: Visibility = Visibility.BLANK
    relevant: bool = True
    contested: bool = False
    violated: str = ""

    @property
    def text(self) -> str:
        """The values as one text."""
        return "; ".join(self.values)

    @property
    def reported(self) -> bool:
        """Whether there is an answer, a reason, a note, or something withheld."""
        return self.visibility is not Visibility.BLANK or bool(self.missing or self.note)


@dataclass(frozen=True, slots=True)
class GridAnswers:
    """Questions that share choices: `columns` are (code, label), each row is one question."""

    label: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[PrintedAnswer, ...]


@dataclass(frozen=True, slots=True)
class RepeatAnswers:
    """A repeat: its labels and, per instance, the answers."""

    name: str
    label: str
    kind: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[PrintedAnswer, ...], ...]
    choices: Mapping[str, tuple[tuple[str, str], ...]]  # by question name

    @property
    def withheld(self) -> bool:
        """Whether every answer is withheld."""
        return all(answer.visibility is Visibility.NONE for row in self.rows for answer in row)

    @property
    def blank(self) -> bool:
        """Whether no instance has an answer."""
        return not any(answer.reported for row in self.rows for answer in row)

    def cells(self) -> Iterator[Mapping[str, PrintedAnswer]]:
        """Yield the instances as mappings from question name to answer."""
        return ({answer.name: answer for answer in row} for row in self.rows)

    def only(self, names: Sequence[str]) -> RepeatAnswers:
        """Return the repeat with the questions of these names alone, in its own order."""
        return replace(
            self,
            columns=tuple(column for column in self.columns if column[0] in names),
            rows=tuple(tuple(each for each in row if each.name in names) for row in self.rows),
        )


@dataclass(frozen=True, slots=True)
class GroupHeading:
    """The label of a group inside a section."""

    label: str


Item = PrintedAnswer | GridAnswers | RepeatAnswers | GroupHeading


def answers_within(items: Iterable[Item]) -> Iterator[PrintedAnswer]:
    """Yield the questions of items, including grids and repeats."""
    for item in items:
        if isinstance(item, PrintedAnswer):
            yield item
        elif isinstance(item, GridAnswers):
            yield from item.rows
        elif isinstance(item, RepeatAnswers):
            yield from (answer for row in item.rows for answer in row)


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One scored indicator; stages are None if not rated or not released. `stands` describes the
    asserted one; `to_show` says what would show it if more was said, else `asks` what a higher one
    asks. `descriptors` describe the stages, lowest first; `criteria` stand in their place."""

    code: str
    title: str
    answer: PrintedAnswer
    asserted: int | None
    evidenced: int | None
    evidence: str
    stands: str
    asks: str
    to_show: str
    weight: float
    contested: bool
    descriptors: tuple[str, ...] = ()
    criteria: tuple[CriterionLine, ...] = ()
    released: bool = True


@dataclass(frozen=True, slots=True)
class SectionScore:
    """A section's scores over all its indicators; None if a stage of theirs is not released."""

    asserted: float | None
    evidenced: float | None
    floor: float | None
    ceiling: float | None
    lowest: int | None
    weakest: tuple[str, ...]
    rated: int
    of: int
    need: int | None
    priority: float | None
    released: bool = True


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A question on which sources differ, with each statement and source name."""

    label: str
    finding: str
    voices: tuple[tuple[str, str, str], ...]  # (source, statement, note)


@dataclass(frozen=True, slots=True)
class ReportSection:
    """One part of the form. `code` is its scored dimension, or empty."""

    reference: str
    code: str
    title: str
    purpose: str
    items: tuple[Item, ...]
    indicators: tuple[IndicatorLine, ...] = ()
    score: SectionScore | None = None
    finding: PrintedAnswer | None = None
    need: PrintedAnswer | None = None
    disagreements: tuple[Disagreement, ...] = ()
    articles: tuple[tuple[str, str], ...] = ()  # (treaty, articles)
    funnel: tuple[tuple[str, int, str], ...] = ()  # (label, count, count in words)

    @property
    def questions(self) -> tuple[PrintedAnswer, ...]:
        """All questions except indicators, including those of grids and repeats."""
        return tuple(answers_within(self.items))

    @property
    def silent(self) -> bool:
        """Whether it has applicable questions and no answer at all."""
        extra = (answer for answer in (self.finding, self.need) if answer is not None)
        rated = (line.answer for line in self.indicators)
        applicable = [answer for answer in (*self.questions, *rated, *extra) if answer.relevant]
        return bool(applicable) and not any(answer.reported for answer in applicable)


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A document; `digest` is empty if only its title may be shown. `reference` is its question;
    `note` (for the team) says which part matters."""

    title: str
    digest: str
    size: int
    reference: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A person heard or document read; for the government only a group and its size."""

    code: str
    name: str
    cluster: str
    kind: str
    day: str
    place: str
    people: str


@dataclass(frozen=True, slots=True)
class ScaleTitles:
    """The words of a scale: code → (title, meaning)."""

    entries: tuple[tuple[str, str, str], ...] = ()

    def title(self, code: str) -> str:
        """Return the title of a code, or the code itself."""
        return next((title for each, title, _ in self.entries if each == code), code)


@dataclass(frozen=True, slots=True)
class Accounting:
    """What became of every answer in the file; the parts must add up to `in_file`."""

    in_file: int
    printed: int
    in_part: int
    withheld: int
    not_relevant: int
    unasked: int  # times, identifiers and calculated values

    def __post_init__(self) -> None:
        parts = self.printed + self.in_part + self.withheld + self.not_relevant + self.unasked
        if parts != self.in_file:
            raise ValueError(f"{self.in_file} answers in the file, {parts} accounted for")


@dataclass(frozen=True, slots=True)
class Cover:
    """Facts of the mission in words; empty if unknown or withheld."""

    country: str
    country_code: str
    days: str  # in country
    host: str
    mission_code: str
    reference_year: str
    marking: str


@dataclass(frozen=True)
class Projection:
    """A report before layout. `withheld` and `released` control what its parcel carries;
    `disclosed` is what is printed of answers whose bodies stay behind, by entry name."""

    profile: str
    language: str
    facts: ReportFacts
    cover: Cover
    mission: tuple[Item, ...]
    sections: tuple[ReportSection, ...]
    closing: tuple[ReportSection, ...]
    recommendations: RepeatAnswers | None
    offers: RepeatAnswers | None
    proposals: tuple[Proposal, ...]
    clusters_met: tuple[str, ...]
    clusters_missed: tuple[str, ...]
    coverage: int | None
    rated: int
    of: int
    evidence_mix: Mapping[str, int]
    evidence_scale: ScaleTitles
    stage_titles: tuple[str, ...]
    files: tuple[EvidenceFile, ...]
    sources: tuple[SourceLine, ...]
    retired: tuple[tuple[str, str], ...]
    unanswered: tuple[tuple[str, str], ...]  # (section title, question label)
    areas: tuple[tuple[str, str], ...]  # assistance areas: (code, title)
    accounting: Accounting
    withheld: frozenset[str]
    released: frozenset[str] = field(repr=False)
    disclosed: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False)
    parcel: AttachedParcel | None = None
    plan: tuple[PlanLine, ...] = ()
    readings: tuple[CrosswalkTable, ...] = ()  # crosswalks to other instruments
    treaties: tuple[TreatyTable, ...] = ()
    changes: tuple[Change, ...] = ()  # earliest first
    remarks: tuple[RemarkLine, ...] = ()  # comments of the government, in form order
    follow_up: FollowUp | None = None  # what changed since the previous mission
    points: tuple[PointLine, ...] = ()  # open points, for the team
    has_parcel: bool = True  # false for Word and Excel files
    second_language: Projection | None = None  # for a second summary

    @property
    def treaty_titles(self) -> list[tuple[str, str]]:
        """The code and name of every treaty, in the form's order."""
        named = [(each.code, each.title) for each in self.treaties]
        return [*named, *((each.code, each.title) for each in self.readings if each.is_treaty)]

    @property
    def law_to_check(self) -> bool:
        """Whether a lawyer must still check what is said of treaties."""
        cited = any(section.articles for section in self.sections)
        flags = (*(e.to_check for e in self.treaties), *(e.to_check for e in self.readings))
        return cited and any(flags)

    def answer(self, name: str) -> PrintedAnswer | None:
        """Return the answer to a question of a section or the mission record, by question name."""
        parts = (section.items for section in (*self.sections, *self.closing))
        items = (item for some in (*parts, self.mission) for item in some)
        return next(
            (each for each in items if isinstance(each, PrintedAnswer) and each.name == name), None
        )

    @property
    def tells_all_stages(self) -> bool:
        """Whether the stage of every indicator is told."""
        return all(each.score.released for each in self.sections if each.score)

    def indicator(self, code: str) -> IndicatorLine | None:
        """Return an indicator by its code."""
        lines = (line for section in self.sections for line in section.indicators)
        return next((line for line in lines if line.code == code), None)

    def releases(self, entry: str) -> bool:
        """Return whether this entry's body may travel in the parcel."""
        return self.profile == INTERNAL or entry in self.released

    def with_parcel(self, carried: AttachedParcel) -> Projection:
        """Return a copy that names the parcel; outside the team, signers by their keys only."""
        if self.profile != INTERNAL:
            signer = carried.signer and ("", carried.signer[1])
            signers = tuple(("", key) for _, key in carried.signers)
            carried = replace(carried, signers=signers, signer=signer)
        return replace(self, parcel=carried)
