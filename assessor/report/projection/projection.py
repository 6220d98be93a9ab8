"""What one audience may see of an assessment, as plain immutable data in one language.

A projection is all that layout knows: it holds no form, no entry and no way back to them. It is
made by `profile.project`, drawn by `pages.render`, and says what the parcel must leave out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum

from assessor.report.projection.change_log import Change, RemarkLine
from assessor.report.projection.plan_lines import PlanLine, Proposal

INTERNAL, GOVERNMENT, PUBLIC = "internal", "government", "public"
PROFILES = (INTERNAL, GOVERNMENT, PUBLIC)


class Shown(Enum):
    """What became of an answer on its way to the page."""

    FULL = "printed"
    PART = "printed in part"
    NONE = "withheld"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class PrintedAnswer:
    """A question and what is printed of its answer.

    `values` are words and numbers as the reader sees them, `codes` the lexical values behind them;
    both are empty where nothing may be shown. `evidence` is a code of the evidence scale,
    `missing` the reason in words, `cleared` what the government reads in its place (told to the
    team), `sources` how each source may be named (its code for the team),
    `legal` the articles and `offence` the codes of offences it is about.
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
    shown: Shown = Shown.BLANK
    relevant: bool = True
    contested: bool = False
    violated: str = ""

    @property
    def text(self) -> str:
        """The values as one text."""
        return "; ".join(self.values)

    @property
    def told(self) -> bool:
        """Whether anything was said, be it a reason for saying nothing, or is withheld here."""
        return self.shown is not Shown.BLANK or bool(self.missing or self.note)


@dataclass(frozen=True, slots=True)
class GridAnswers:
    """Questions that share their choices: `columns` are (code, label), each row one question."""

    label: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[PrintedAnswer, ...]


@dataclass(frozen=True, slots=True)
class RepeatAnswers:
    """A repeat: its labels, and for each instance the answers under them."""

    name: str
    label: str
    kind: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[PrintedAnswer, ...], ...]
    choices: Mapping[str, tuple[tuple[str, str], ...]]  # of a question, by its name

    @property
    def withheld(self) -> bool:
        """Whether nothing at all of it may be shown."""
        return all(said.shown is Shown.NONE for row in self.rows for said in row)

    @property
    def blank(self) -> bool:
        """Whether nothing was said in any of its instances."""
        return not any(said.told for row in self.rows for said in row)

    def cells(self) -> Iterator[Mapping[str, PrintedAnswer]]:
        """The instances, each as its answers by question."""
        return ({said.name: said for said in row} for row in self.rows)


@dataclass(frozen=True, slots=True)
class GroupHeading:
    """The label of a group inside a section."""

    label: str


Item = PrintedAnswer | GridAnswers | RepeatAnswers | GroupHeading


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One scored indicator: stages, evidence, where it stands and what the next stage asks.

    Stages are None where nothing is rated or nothing may be shown; `asks` is empty at the top.
    `descriptors` are what each stage means, the lowest first.
    """

    code: str
    title: str
    said: PrintedAnswer
    asserted: int | None
    evidenced: int | None
    evidence: str
    stands: str
    asks: str
    weight: float
    contested: bool
    descriptors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionScore:
    """A section's scores as derived from what this audience may see."""

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


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A question on which sources differ: what each said, and how it may be named."""

    label: str
    finding: str
    voices: tuple[tuple[str, str, str], ...]  # (source, what it said, its note)


@dataclass(frozen=True, slots=True)
class ReportSection:
    """One part of the form. `code` is the dimension it scores, or empty."""

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
    articles: tuple[tuple[str, str, bool], ...] = ()  # (treaty, its articles, not checked yet)
    funnel: tuple[tuple[str, int, str], ...] = ()  # (label, count, count in words)

    @property
    def questions(self) -> tuple[PrintedAnswer, ...]:
        """What is asked in it beside its indicators, rows of tables and of repeats among them."""
        found: list[PrintedAnswer] = []
        for item in self.items:
            if isinstance(item, PrintedAnswer):
                found.append(item)
            elif isinstance(item, GridAnswers):
                found += item.rows
            elif isinstance(item, RepeatAnswers):
                found += (said for row in item.rows for said in row)
        return tuple(found)

    @property
    def silent(self) -> bool:
        """Whether it asks something and nothing at all was answered."""
        apart = (said for said in (self.finding, self.need) if said is not None)
        rated = (line.said for line in self.indicators)
        asked = [said for said in (*self.questions, *rated, *apart) if said.relevant]
        return bool(asked) and not any(said.told for said in asked)


@dataclass(frozen=True, slots=True)
class CrosswalkEntry:
    """A part of another instrument: the indicators and facts about it, each with what it says."""

    number: str
    title: str
    indicators: tuple[tuple[str, str], ...]  # (title, evidenced stage)
    facts: tuple[tuple[str, str], ...]  # (label, answer)
    evidenced: float | None

    @property
    def covered(self) -> bool:
        """Whether any question is about it."""
        return bool(self.indicators or self.facts)


@dataclass(frozen=True, slots=True)
class CrosswalkTable:
    """The answers as another instrument reads them; `to_check` where a lawyer must look first."""

    code: str
    title: str
    parts: tuple[CrosswalkEntry, ...]
    to_check: bool

    @property
    def uncovered(self) -> tuple[CrosswalkEntry, ...]:
        """The parts nothing is asked about."""
        return tuple(part for part in self.parts if not part.covered)


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A document seen or collected; `digest` is empty where only its title may be shown.

    `reference` is the question it stands beside, `note` what of it is meant (for the team).
    """

    title: str
    digest: str
    size: int
    reference: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """Somebody heard or something read; for the government only a group and how many of it."""

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
        """The title of a code, or the code itself."""
        return next((title for each, title, _ in self.entries if each == code), code)


@dataclass(frozen=True, slots=True)
class Accounting:
    """Where every answer of the file went; the parts add up to `in_file`, or it is not made."""

    in_file: int
    printed: int
    in_part: int
    withheld: int
    not_relevant: int
    unasked: int  # kept by the form itself: times, identifiers, results of rules

    def __post_init__(self) -> None:
        parts = self.printed + self.in_part + self.withheld + self.not_relevant + self.unasked
        if parts != self.in_file:
            raise ValueError(f"{self.in_file} answers in the file, {parts} accounted for")


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What the form does not know about its own report.

    `made_on` is the day of the export; `form_id`, `form_version` and `form_title` name the form,
    `assessment` is the assessment's id; `assessors` are the names that signed entries.
    """

    form_id: str
    form_version: str
    form_title: str
    assessment: str
    made_on: date
    assessors: tuple[str, ...] = ()
    status: str = "draft"  # draft, review (by the government) or final
    app: str = ""


@dataclass(frozen=True, slots=True)
class AttachedParcel:
    """The parcel a report carries: named on its cover and its last page."""

    parcel_id: str
    fingerprint: str
    size: int
    entries: int
    changesets: int = 0
    signers: tuple[tuple[str, str], ...] = ()  # (name, fingerprint of the key)


@dataclass(frozen=True, slots=True)
class Cover:
    """The mission's own facts, as words; empty where unknown or withheld."""

    country: str
    country_code: str
    days: str  # in country
    host: str
    mission_code: str
    reference_year: str
    marking: str


@dataclass(frozen=True)
class Projection:
    """A report before layout. `withheld` and `released` say what its parcel may carry.

    `restated` is what is printed of answers whose bodies stay behind, by the names of the entries.
    """

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
    strangers: tuple[tuple[str, str], ...]
    unanswered: tuple[tuple[str, str], ...]  # (section title, question label)
    areas: tuple[tuple[str, str], ...]  # assistance areas: (code, title)
    accounting: Accounting
    withheld: frozenset[str]
    released: frozenset[str] = field(repr=False)
    restated: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False)
    carried: AttachedParcel | None = None
    plan: tuple[PlanLine, ...] = ()
    readings: tuple[CrosswalkTable, ...] = ()  # by other instruments
    changes: tuple[Change, ...] = ()  # the change log, the earliest first
    remarks: tuple[RemarkLine, ...] = ()  # of the government, in the order of the form
    carries: bool = True  # whether the report holds a parcel; Word and Excel files do not
    beside: Projection | None = None  # the same in another language, for a second summary

    def said(self, name: str) -> PrintedAnswer | None:
        """The answer to a question of a section or of the record, by the question's name."""
        told = (section.items for section in (*self.sections, *self.closing))
        items = (item for some in (*told, self.mission) for item in some)
        return next(
            (each for each in items if isinstance(each, PrintedAnswer) and each.name == name), None
        )

    def indicator(self, code: str) -> IndicatorLine | None:
        """An indicator by its code."""
        lines = (line for section in self.sections for line in section.indicators)
        return next((line for line in lines if line.code == code), None)

    def releases(self, entry: str) -> bool:
        """Whether the entry of this name may travel with its body in the report's parcel."""
        return self.profile == INTERNAL or entry in self.released

    def carrying(self, carried: AttachedParcel) -> Projection:
        """The same projection, naming the parcel that was made from it.

        Outside the team, signers are told by their keys alone: their names are restricted.
        """
        if self.profile != INTERNAL:
            keys = tuple(("", key) for _, key in carried.signers)
            carried = replace(carried, signers=keys)
        return replace(self, carried=carried)
