"""Records of the instrument's sheets and the functions that read each from a row."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Dimension:
    """One scored section. The fields name the questions that hold need, finding and score."""

    code: str
    order: int
    weight: float
    titles: Wording
    purposes: Wording
    objective: str
    pillar: str
    score_field: str
    need_field: str
    finding_field: str
    crosswalk: str

    def title(self, language: str) -> str:
        """Return the title in `language`, or in English."""
        return self.titles[language]


@dataclass(frozen=True)
class Indicator:
    """One thing rated by stage. `descriptors` run from the lowest stage to the highest."""

    code: str
    question: str
    dimension: str
    weight: float
    titles: Wording
    descriptors: tuple[Wording, ...]
    evidence_expected: Wording
    clusters: tuple[str, ...]
    offences: tuple[str, ...]
    legal: tuple[str, ...]
    sensitivity: str
    crosswalk: str

    def title(self, language: str) -> str:
        """Return the title in `language`, or in English."""
        return self.titles[language]


@dataclass(frozen=True)
class EvidenceLevel:
    """How well an answer is supported.

    `supports` is the highest stage counted with this evidence. `proves` is the highest stage
    counted for the floor of the range, where assertions do not count. 0 means no stage.
    """

    code: str
    value: int
    titles: Wording
    meanings: Wording
    supports: int
    proves: int


@dataclass(frozen=True)
class MissingReason:
    """Why an answer is missing.

    `value` is the choice with the same meaning, if the form has one. With `left_out` the indicator
    is neither rated nor open.
    """

    code: str
    titles: Wording
    counts_as: Wording
    value: str
    left_out: bool


@dataclass(frozen=True)
class AssistanceArea:
    """A kind of assistance. `months` is a span such as 6-18; `depends_on` names other areas."""

    code: str
    titles: Wording
    activities: Wording
    outputs: Wording
    months: str
    change_step: int
    depends_on: tuple[str, ...]

    def title(self, language: str) -> str:
        """Return the title in `language`, or in English."""
        return self.titles[language]


@dataclass(frozen=True)
class AssistanceRule:
    """A rule: if the answer to `question` has relation `op` to `value`, propose `area`."""

    question: str
    op: str
    value: str
    area: str
    indicator: str
    dimension: str
    pillar: str


@dataclass(frozen=True)
class Offence:
    """A category of offences and the articles that define it."""

    code: str
    axis: str
    titles: Wording
    legal: tuple[str, ...]


@dataclass(frozen=True)
class LegalRef:
    """An article of a treaty.

    `status` says whether a lawyer has checked the number and title. `instruments` is the treaty's
    name by language, `instrument` its English name.
    """

    ref: str
    instrument_code: str
    instrument: str
    instruments: Wording
    article: str
    titles: Wording
    category: str
    status: str


@dataclass(frozen=True)
class Region:
    """A country in a region. A country can be in several regions."""

    region: str
    iso3: str
    iso2: str
    m49: str
    names: Wording
    member: str
    note: str
    basis: str


def read_dimension(row: SheetRow) -> Dimension:
    """Read a row of the sheet dimensions."""
    return Dimension(
        code=row.needed("code"),
        order=row.whole("order", 0),
        weight=_weight(row),
        titles=read_wording(row.cells, "title"),
        purposes=read_wording(row.cells, "purpose"),
        objective=row.text("objective"),
        pillar=row.text("gpc_pillar"),
        score_field=row.text("score_field"),
        need_field=row.text("need_field"),
        finding_field=row.text("finding_field"),
        crosswalk=row.text("crosswalk"),
    )


def read_indicator(row: SheetRow, stages: tuple[int, ...]) -> Indicator:
    """Read a row of the sheet indicators."""
    return Indicator(
        code=row.needed("code"),
        question=row.needed("question"),
        dimension=row.needed("dimension"),
        weight=_weight(row),
        titles=read_wording(row.cells, "title"),
        descriptors=tuple(read_wording(row.cells, f"stage_{stage}") for stage in stages),
        evidence_expected=read_wording(row.cells, "evidence_expected"),
        clusters=row.many("clusters"),
        offences=row.many("offences"),
        legal=row.many("legal"),
        sensitivity=row.text("sensitivity"),
        crosswalk=row.text("crosswalk"),
    )


def read_evidence_level(row: SheetRow) -> EvidenceLevel:
    """Read a row of the sheet evidence_scale."""
    supports = row.whole("max_stage_it_supports")
    return EvidenceLevel(
        code=row.needed("code"),
        value=row.whole("value", 0),
        titles=read_wording(row.cells, "title"),
        meanings=read_wording(row.cells, "meaning"),
        supports=supports,
        proves=min(supports, row.whole("stage_it_proves", supports)),
    )


def read_missing_reason(row: SheetRow) -> MissingReason:
    """Read a row of the sheet missing_reasons."""
    return MissingReason(
        code=row.needed("code"),
        titles=read_wording(row.cells, "title"),
        counts_as=read_wording(row.cells, "counts_as"),
        value=row.text("value"),
        left_out=row.text("left_out") == "yes",
    )


def read_area(row: SheetRow) -> AssistanceArea:
    """Read a row of the sheet areas."""
    return AssistanceArea(
        code=row.needed("code"),
        titles=read_wording(row.cells, "title"),
        activities=read_wording(row.cells, "activity"),
        outputs=read_wording(row.cells, "output"),
        months=row.text("months"),
        change_step=row.whole("change_step", 0),
        depends_on=row.many("depends_on"),
    )


def read_rule(row: SheetRow) -> AssistanceRule:
    """Read a row of the sheet assistance."""
    operator_said = row.text("op") or _BLANK
    if operator_said not in OPERATORS:
        row.blame(f"The operator {operator_said!r} is not known.", f"Use {' '.join(OPERATORS)}.")
    return AssistanceRule(
        question=row.needed("question"),
        op=operator_said,
        value=row.text("value"),
        area=row.needed("area"),
        indicator=row.text("indicator"),
        dimension=row.needed("dimension"),
        pillar=row.text("gpc_pillar"),
    )


def read_offence(row: SheetRow) -> Offence:
    """Read a row of the sheet offences."""
    return Offence(
        code=row.needed("code"),
        axis=row.text("axis"),
        titles=read_wording(row.cells, "title"),
        legal=row.many("legal"),
    )


def read_legal_ref(row: SheetRow) -> LegalRef:
    """Read a row of the sheet legal_refs."""
    return LegalRef(
        ref=row.needed("ref"),
        instrument_code=row.text("instrument_code"),
        instrument=row.text("instrument"),
        instruments=read_wording(row.cells, "instrument"),
        article=row.text("article"),
        titles=read_wording(row.cells, "title"),
        category=row.text("category"),
        status=row.text("status"),
    )


def read_region(row: SheetRow) -> Region:
    """Read a row of the sheet regions."""
    return Region(
        region=row.needed("region"),
        iso3=row.needed("iso3"),
        iso2=row.text("iso2"),
        m49=row.text("m49"),
        names=read_wording(row.cells, "name"),
        member=row.text("un_member_state"),
        note=row.text("note"),
        basis=row.text("basis"),
    )


def _weight(row: SheetRow) -> float:
    weight = row.number("weight")
    if weight <= 0:
        row.blame("The weight is not above zero.", "Write a weight such as 1 or 1.2.")
    return weight
