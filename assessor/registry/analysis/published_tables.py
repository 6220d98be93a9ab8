"""Tables that leave a registry for other programs: tidy, one fact per row, with a codebook.

Tidy as in Wickham (2014), "Tidy Data": each variable a column, each observation a row. Column names
are stable and never translated; the codebook explains them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from assessor.registry.analysis.cases import Case, latest_cases
from assessor.registry.analysis.figure import Cell, TidyTable, table_columns
from assessor.registry.analysis.stage_comparison import column_stage
from assessor.scoring.instrument import Instrument
from assessor.scoring.stage_scores import IndicatorScore

NOT_RELEASED = "not released"
"""The code of what is withheld in the reports that came."""


def missions_table(cases: Iterable[Case]) -> TidyTable:
    """Return one row per assessment."""
    rows = tuple(
        (
            case.assessment, case.country, case.country_name, case.region, case.region_name,
            case.mission, case.start, case.scores.overall_asserted,
            case.scores.overall_evidenced, case.scores.coverage, bool(case.mark),
        )
        for case in cases
    )  # fmt: skip
    return TidyTable(
        "assessments",
        "Every assessment whose form declares scores, but for those that stand apart",
        table_columns(
            assessment="Identifier of the assessment, 32 hex digits",
            iso3="Country, the form's code: ISO 3166-1 alpha-3 in the shipped form",
            country="Country, in words",
            region="Region, the form's code",
            region_name="Region, in words",
            mission="Code of the mission, as the team wrote it",
            start="First day in the country, ISO 8601",
            overall_asserted="Mean of the asserted section scores, 1 to 5; not for ranking",
            overall_evidenced="Mean of the evidenced section scores, 1 to 5; not for ranking",
            coverage="Percent of indicators rated",
            unverified="1 where nobody has compared the key of who made it",
        ),
        rows,
        ("assessment",),
    )


def stages_table(cases: Iterable[Case], language: str) -> TidyTable:
    """Return one row per indicator of each assessment."""
    rows = tuple(
        (
            case.assessment, case.country, score.dimension, score.code,
            case.instrument.indicator[score.code].title(language), indicator_state(score),
            score.evidence, score.asserted, score.evidenced, score.floor, score.ceiling,
            score.weight, score.contested,
        )
        for case in cases
        for score in case.scores.indicators.values()
    )  # fmt: skip
    return TidyTable(
        "stages",
        "The stage of every indicator, as scored by the form's own rules",
        table_columns(
            assessment="Identifier of the assessment",
            iso3="Country",
            section="Code of the section",
            indicator="Code of the indicator",
            title="The indicator, in words",
            state="rated, open (no stage yet), left out (does not apply), not released (withheld "
            "in what came here: its section has no score)",
            evidence="Code of the evidence level",
            asserted="Stage the team settled on, 1 to 5",
            evidenced="Stage its evidence carries, 1 to 5",
            floor="Least it could turn out to be",
            ceiling="Most it could turn out to be",
            weight="Weight of the indicator in its section",
            contested="1 where more than one answer stands",
        ),
        rows,
        ("assessment", "indicator"),
    )


def indicator_state(score: IndicatorScore) -> str:
    """Return whether an indicator counts, as a code of the tables."""
    return score.state.value if score.released else NOT_RELEASED


def sections_table(cases: Iterable[Case], language: str) -> TidyTable:
    """Return one row per section of each assessment."""
    rows = tuple(
        (
            case.assessment, case.country, code, case.instrument.dimension[code].title(language),
            score.asserted, score.evidenced, score.floor, score.ceiling, score.lowest, score.rated,
            score.of, score.need, score.priority, _edition(case, code),
        )
        for case in cases
        for code, score in case.scores.dimensions.items()
    )  # fmt: skip
    return TidyTable(
        "sections",
        "The scores of every section: weighted means of stages",
        table_columns(
            assessment="Identifier of the assessment",
            iso3="Country",
            section="Code of the section",
            title="The section, in words",
            asserted="Mean of the asserted stages, 1 to 5",
            evidenced="Mean of the evidenced stages, 1 to 5",
            floor="Least it could turn out to be",
            ceiling="Most it could turn out to be",
            lowest="Lowest evidenced stage in it",
            rated="Indicators rated",
            of="Indicators there are",
            need="Need of support agreed with the counterpart, 0 to 4",
            priority="need * (highest stage - evidenced) / span, 0 to 4",
            edition="Wording of the scale: compare only rows where it is the same",
        ),
        rows,
        ("assessment", "section"),
    )


def _edition(case: Case, section: str) -> str:
    stage = column_stage(case, section)
    return stage.edition if stage else ""


def build_codebook(
    sheets: Sequence[TidyTable],
    questions: TidyTable,
    instruments: Iterable[Instrument],
    more: Iterable[tuple[str, str, str, str]] = (),
) -> TidyTable:
    """Explain every column, scale code and question. `more` are codes of the tables themselves, as
    (table, column, code, meaning)."""
    rows: dict[tuple[str, str, str], tuple[Cell, ...]] = {}
    for sheet in (*sheets, questions):
        rows[sheet.name, "", ""] = (sheet.name, "", "", sheet.meaning)
        for column in sheet.columns:
            rows[sheet.name, column.name, ""] = (sheet.name, column.name, "", column.meaning)
    for table, column_name, code, meaning in (*_scales(instruments), *_BASES, *more):
        rows.setdefault((table, column_name, code), (table, column_name, code, meaning))
    return TidyTable(
        "codebook",
        "What the tables, their columns and their codes mean; see questions for the form",
        table_columns(
            table="Table",
            column="Column; blank: the table itself",
            code="A code that stands in the column; blank: the column itself",
            meaning="What it means",
        ),
        tuple(rows.values()),
        ("table", "column", "code"),
    )


_BASES = (
    ("answers", "basis", "desk", "Known from texts, before or without a visit"),
    ("answers", "basis", "field", "Heard or seen in the country"),
)


def _scales(instruments: Iterable[Instrument]) -> Iterator[tuple[str, str, str, str]]:
    for instrument in instruments:
        for level in instrument.evidence_scale:
            text = f"{level.titles['en']}: {level.meanings['en']}"
            for table in ("stages", "answers"):
                yield table, "evidence", level.code, f"{text} (carries stage {level.supports})"
        for reason in instrument.missing_reasons:
            yield "answers", "missing", reason.code, reason.titles["en"]
        for section in instrument.dimensions:
            yield "sections", "section", section.code, section.title("en")
        for indicator in instrument.indicators:
            for stage, descriptor in enumerate(indicator.descriptors, instrument.lowest_stage):
                yield "stages", "asserted", f"{indicator.code} {stage}", descriptor["en"]


def country_features(cases: Iterable[Case]) -> Mapping[str, Any]:
    """Return GeoJSON (RFC 7946) with a feature per country from its last mission; `id` is its ISO3
    code.

    The geometry is null, which the standard allows: the map's own borders are joined by `id`.
    """
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": case.country,
                "geometry": None,
                "properties": {
                    "iso3": case.country,
                    "country": case.name,
                    "region": case.region,
                    "start": case.start,
                    **{
                        f"{code}_evidenced": score.evidenced
                        for code, score in case.scores.dimensions.items()
                    },
                },
            }
            for case in latest_cases(cases)
            if case.country
        ],
    }


def feature_codebook(cases: Iterable[Case]) -> Iterator[tuple[str, str, str, str]]:
    """Explain the properties of `country_features`, for the codebook."""
    meanings = {
        "": "A feature for each country in countries.geojson, from its last mission",
        "iso3": "Country, as in assessments; also the id of the feature",
        "country": "Country, in words",
        "region": "Region, the form's code",
        "start": "First day in the country, ISO 8601",
    }
    for name, meaning in meanings.items():
        yield "countries", name, "", meaning
    sections = {
        code: case.instrument.dimension[code].title("en")
        for case in latest_cases(cases)
        if case.country
        for code in case.scores.dimensions
    }
    for code, title in sections.items():
        yield "countries", f"{code}_evidenced", "", f"Evidenced score of {title}, 1 to 5"
