"""The scoring rules of a form: dimensions, indicators, scales and assistance rules.

All values come from the sheets beside the survey; the code contains no number of an instrument. See
docs/scoring.md.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from assessor.errors import FormError
from assessor.scoring import instrument_records as records
from assessor.scoring.instrument_records import Criterion, EvidenceLevel, Indicator, LegalRef
from assessor.scoring.instrument_sheets import (
    FALLBACK_LANGUAGE,
    SheetReader,
    Sheets,
    Wording,
    read_wording,
)


@dataclass(frozen=True)
class Instrument:
    """Everything the sheets declare, in sheet order.

    `titles` name the form. The column form_title of the sheet settings is English (an XForm has one
    title); the columns title_fr, title_ar… translate it.
    """

    titles: Wording
    dimensions: tuple[records.Dimension, ...]
    indicators: tuple[Indicator, ...]
    evidence_scale: tuple[EvidenceLevel, ...]
    missing_reasons: tuple[records.MissingReason, ...]
    areas: tuple[records.AssistanceArea, ...]
    rules: tuple[records.AssistanceRule, ...]
    offences: tuple[records.Offence, ...]
    legal_refs: tuple[LegalRef, ...]
    regions: tuple[records.Region, ...]
    evidence_expected: tuple[Wording, ...]
    stages: tuple[records.Stage, ...]
    lowest_stage: int
    highest_stage: int

    @staticmethod
    def from_sheets(sheets: Sheets) -> Instrument | None:
        """Build the instrument of a form's sheets; None for a form without scores. Raises FormError
        with all problems, by sheet and row."""
        if not (sheets.get("dimensions") and sheets.get("indicators")):
            return None
        reader = SheetReader(sheets)
        dimensions = tuple(map(records.Dimension.from_row, reader.rows("dimensions")))
        indicators, stages = _indicators(reader, sheets)
        instrument = Instrument(
            titles=_titles(sheets),
            dimensions=dimensions,
            indicators=indicators,
            evidence_scale=tuple(map(EvidenceLevel.from_row, reader.rows("evidence_scale"))),
            missing_reasons=tuple(
                map(records.MissingReason.from_row, reader.rows("missing_reasons"))
            ),
            areas=tuple(
                map(records.AssistanceArea.from_row, reader.rows("areas", "assistance_areas"))
            ),
            rules=tuple(map(records.AssistanceRule.from_row, reader.rows("assistance"))),
            offences=tuple(map(records.Offence.from_row, reader.rows("offences"))),
            legal_refs=tuple(map(LegalRef.from_row, reader.rows("legal_refs"))),
            regions=tuple(map(records.Region.from_row, reader.rows("regions"))),
            evidence_expected=tuple(
                read_wording(row.cells, "title") for row in reader.rows("evidence_expected")
            ),
            stages=tuple(map(records.Stage.from_row, reader.rows("stages"))),
            lowest_stage=min(stages, default=0),
            highest_stage=max(stages, default=0),
        )
        _check(instrument, reader)
        if reader.problems:
            raise FormError(reader.problems)
        return instrument

    @cached_property
    def dimension(self) -> Mapping[str, records.Dimension]:
        """Dimensions by code."""
        return {dimension.code: dimension for dimension in self.dimensions}

    @cached_property
    def indicator(self) -> Mapping[str, Indicator]:
        """Indicators by code."""
        return {indicator.code: indicator for indicator in self.indicators}

    @cached_property
    def indicator_of(self) -> Mapping[str, Indicator]:
        """Indicators by the name of the question that rates them."""
        return {indicator.question: indicator for indicator in self.indicators}

    @cached_property
    def evidence(self) -> Mapping[str, EvidenceLevel]:
        """Evidence levels by code."""
        return {level.code: level for level in self.evidence_scale}

    @cached_property
    def missing_reason(self) -> Mapping[str, records.MissingReason]:
        """Reasons for a missing answer by code."""
        return {reason.code: reason for reason in self.missing_reasons}

    @cached_property
    def area(self) -> Mapping[str, records.AssistanceArea]:
        """Assistance areas by code."""
        return {area.code: area for area in self.areas}

    @cached_property
    def legal_ref(self) -> Mapping[str, LegalRef]:
        """Articles by reference, such as `BC:16`."""
        return {article.ref: article for article in self.legal_refs}

    @cached_property
    def _expected_evidence(self) -> Mapping[str, Wording]:
        wordings = (*self.evidence_expected, *(each.evidence_expected for each in self.indicators))
        return {texts[FALLBACK_LANGUAGE]: texts for texts in wordings}

    def evidence_to_ask(self, text: str) -> Wording:
        """Translate the English text of a bind that says which evidence a question asks for."""
        return self._expected_evidence.get(text) or Wording({FALLBACK_LANGUAGE: text})

    @cached_property
    def editions(self) -> Mapping[str, str]:
        """The edition of each section, by its code (see edition_digest)."""
        return {
            each.code: edition_digest(self.evidence_scale, self.indicators_in(each.code))
            for each in self.dimensions
        }

    @cached_property
    def indicator_editions(self) -> Mapping[str, str]:
        """The edition of each indicator, by its code."""
        return {each.code: edition_digest(self.evidence_scale, (each,)) for each in self.indicators}

    def indicators_in(self, dimension: str) -> tuple[Indicator, ...]:
        """Return the indicators of a dimension, in sheet order."""
        return tuple(each for each in self.indicators if each.dimension == dimension)

    def decides_articles(self, treaty: str) -> bool:
        """Return whether the sheets say what duties a treaty lays on a state."""
        return any(each.duty for each in self.legal_refs if each.instrument_code == treaty)

    def articles(self, references: Iterable[str]) -> tuple[LegalRef, ...]:
        """Resolve references such as `BC:16`, `UNCC:7-11` or `OPSC` to articles. A range gives each
        of its articles, a bare instrument all its rows. Unknown articles are omitted."""
        found: dict[str, LegalRef] = {}
        for reference in references:
            code, _, articles = reference.partition(":")
            first, _, last = articles.partition("-")
            if not articles:
                wanted = [each.ref for each in self.legal_refs if each.instrument_code == code]
            elif last:
                wanted = [f"{code}:{number}" for number in range(int(first), int(last) + 1)]
            else:
                wanted = [reference]
            found |= {ref: self.legal_ref[ref] for ref in wanted if ref in self.legal_ref}
        return tuple(found.values())


def _titles(sheets: Sheets) -> Wording:
    cells = dict(next(iter(sheets.get("settings", ())), {}))
    return read_wording({"title": cells.get("form_title", ""), **cells}, "title")


def _indicators(reader: SheetReader, sheets: Sheets) -> tuple[tuple[Indicator, ...], set[int]]:
    """Return the indicators, and the stages that their descriptors or criteria name."""
    columns = {column for cells in sheets["indicators"] for column in cells}
    described = tuple(sorted(int(c[6:]) for c in columns if re.fullmatch(r"stage_[0-9]+", c)))
    criteria = _criteria(reader)
    asked = {each.stage for group in criteria.values() for each in group}
    indicators = tuple(
        Indicator.from_row(
            row,
            descriptors=tuple(read_wording(row.cells, f"stage_{n}") for n in described),
            criteria=tuple(criteria.get(row.text("code"), ())),
        )
        for row in reader.rows("indicators")
    )
    return indicators, {*described, *asked, *({min(asked) - 1} if asked else ())}


def _criteria(reader: SheetReader) -> dict[str, list[Criterion]]:
    """Return the criteria by the code of their indicator; note a code that is used twice."""
    found: dict[str, list[Criterion]] = {}
    for row in reader.rows("criteria"):
        criterion, group = Criterion.from_row(row), found.setdefault(row.needed("indicator"), [])
        if criterion.code in {each.code for each in group}:
            row.blame(f"The code {criterion.code!r} is used twice.", "Give it its own code.")
        group.append(criterion)
    return found


def _check(instrument: Instrument, reader: SheetReader) -> None:
    """Note references to missing records and duplicate codes."""
    known = {
        "dimension": set(instrument.dimension),
        "area": set(instrument.area),
        "depends_on": set(instrument.area),
        "indicator": set(instrument.indicator),
    }
    pointing = {
        "criteria": ("indicator", "area"),
        "indicators": ("dimension",),
        "assistance": ("area", "dimension"),
    }
    pointing |= {"areas": ("depends_on",), "assistance_areas": ("depends_on",)}
    for sheet, columns in pointing.items():
        for row in reader.rows(sheet):
            for column in columns:
                for code in row.many(column):
                    if code not in known[column]:
                        row.blame(f"The {column} {code!r} is not known.", "Correct the code.")
    for sheet in ("dimensions", "indicators", "evidence_scale", "missing_reasons", "areas"):
        seen: set[str] = set()
        for row in reader.rows(sheet):
            if row.text("code") in seen:
                row.blame(f"The code {row.text('code')!r} is used twice.", "Give it its own code.")
            seen.add(row.text("code"))


def edition_digest(evidence_scale: Iterable[EvidenceLevel], indicators: Iterable[Indicator]) -> str:
    """Return 12 hex digits that identify the meaning of these indicators' stages.

    Stages are comparable only under the same digest. It covers codes, weights, English descriptors
    and criteria, and the evidence scale, but no translations.
    """
    parts = [
        *(f"{each.code} {each.value} {each.supports}" for each in evidence_scale),
        *(
            "\x1f".join(
                (
                    each.code,
                    str(each.weight),
                    *(text[FALLBACK_LANGUAGE] for text in each.descriptors),
                    *(f"{c.stage} {c.code} {c.texts[FALLBACK_LANGUAGE]}" for c in each.criteria),
                )
            )
            for each in indicators
        ),
    ]
    return hashlib.sha256("\x1e".join(parts).encode()).hexdigest()[:12]
