"""The meaning of the columns and codes of compared tables, for the codebook of an export."""

from __future__ import annotations

from collections.abc import Iterable

from assessor.errors import Reason
from assessor.registry.analysis.figure import Cell, Figure, TidyTable, table_columns

UNFUNDED, CROWDED, UNCALLED, MATCHED = (
    "needed and unfunded",
    "crowded",
    "funded without need",
    "matched",
)
"""The verdicts on need and offer in an area."""

_COUNTRY = "Country, the form's code: ISO 3166-1 alpha-3 in the shipped form"
_NAME = "Country, in words"
_AREA = "Code of the assistance area"
_TITLE = "The assistance area, in words"
_BUDGET = "US dollars, those told added up; blank where none was told"

_TABLES = {
    "heat_map": (
        "Stages side by side: a row for each country, region or year and each section or indicator",
        table_columns(
            key="Code of the country or region, or the year",
            name="The same in words",
            assessment="Identifier of the assessment shown of a country: its last mission",
            code="Code of the section or indicator",
            title="The section or indicator, in words",
            evidenced="Of a country the stage its evidence carries, or their mean, 1 to 5; of a "
            "region or year the median of its countries",
            asserted="The same of what teams settled on",
            low="Lowest evidenced of the countries in a region or year",
            high="Highest evidenced of them",
            n="Countries that count",
            rated="Indicators rated",
            of="Indicators there are",
            thin="1 where fewer than half of the indicators are rated",
            suppressed="1 where too few countries count, so that nothing is told",
            other_wording="1 where it was rated on another wording than the column's",
            contested="Indicators on which more than one answer stands",
        ),
    ),
    "slopes": (
        "How sections moved in countries with more than one mission: a row for each mission",
        table_columns(
            code="Code of the section",
            title="The section, in words",
            iso3=_COUNTRY,
            country=_NAME,
            assessment="Identifier of the assessment",
            start="First day of that mission in the country, ISO 8601",
            evidenced="Mean of the evidenced stages, 1 to 5",
            asserted="Mean of the asserted stages, 1 to 5",
            change="Change of evidenced since the mission before, over the indicators rated in "
            "both; blank for the first, and where the wording is another",
            matched="Indicators rated in this mission and in the one before",
            rated="Indicators rated",
            of="Indicators there are",
            thin="1 where fewer than half of the indicators are rated",
            other_wording="1 where it was rated on another wording than the mission before",
        ),
    ),
    "consistency": (
        "How each assessor rates, so that teams can be trained alike: no judgement of anybody",
        table_columns(
            assessor="Name, as the assessor's key has it",
            rated="Indicators rated",
            capped="Share of them that evidence does not carry, 0 to 1",
            contested="How many stand beside another's answer",
            leaning="Mean difference of asserted stages from the median of the same indicator; "
            "blank where too few countries rated it",
        ),
    ),
    "needs_and_offers": (
        "Need of assistance beside who pays for it, by country and area, from the last mission",
        table_columns(
            iso3=_COUNTRY,
            country=_NAME,
            area=_AREA,
            title=_TITLE,
            called_for="1 where the stages of the country call for it",
            priority="How much its stages call for it, 0 to 4; blank where they do not",
            requested="1 where the counterpart asked for it",
            payers="Who pays for it there now, in words, apart by semicolons",
            budget_usd=_BUDGET,
            verdict="What need and offer come to",
        ),
    ),
    "donors": (
        "Who pays for what: payer by country and area, and who else pays there",
        table_columns(
            payer="Code of who pays",
            payer_name="Who pays, in words",
            iso3=_COUNTRY,
            country=_NAME,
            area=_AREA,
            title=_TITLE,
            status="How far the assistance is, in words",
            budget_usd=_BUDGET,
            needed="1 where the country's stages call for it or its counterpart asked for it",
            also="Who else pays for the same there, in words, apart by semicolons",
        ),
    ),
    "rights_watch": (
        "Indicators of rights and safeguards, by country, from the last mission",
        table_columns(
            iso3=_COUNTRY,
            country=_NAME,
            code="Code of the indicator",
            title="The indicator, in words",
            evidenced="Stage its evidence carries, 1 to 5",
            asserted="Stage the team settled on, 1 to 5",
            evidence="Code of the evidence level, as in stages",
            powers_ahead="Stages by which evidenced powers exceed evidenced safeguards, on the row "
            "of safeguards; blank elsewhere or where either has no stage",
        ),
    ),
    "legal_gaps": (
        "How far national law has what the articles ask, by country, from the last mission",
        table_columns(
            iso3=_COUNTRY,
            country=_NAME,
            question="Name of the question",
            title="The question, in words",
            articles="Articles it is about, apart by spaces: BC Budapest Convention, UNCC United "
            "Nations Convention against Cybercrime",
            value="Code of the answer; blank where there is none",
            said="The answer, in words",
            rank="Place of the answer among the choices of the form, from 0; -1 for none",
        ),
    ),
    "recommendations": (
        "Recommendations of every mission, who pays for their area, how their section moved",
        table_columns(
            iso3=_COUNTRY,
            country=_NAME,
            assessment="Identifier of the assessment that recommends it",
            start="First day of that mission in the country, ISO 8601",
            id="Identifier of the recommendation in its mission and in those that follow it",
            recommendation="The recommendation, as the team wrote it",
            section="Code of the section it answers",
            area=_AREA,
            horizon="By when, in words",
            priority="How urgent, in words",
            payers="Who pays for its area now, in words, apart by semicolons",
            then="Mean of the evidenced stages of its section at that mission, 1 to 5",
            now="The same at the last mission; blank until there is one on the same wording",
            owner="Who is to do it, as the plan says",
            begins="Planned first day, ISO 8601; blank if none is set",
            ends="Planned last day, ISO 8601; blank if none is set",
            cost="What it costs, as the plan says, in the currency beside it; blank if not set",
            funded="How much of that is paid for already",
            currency="ISO 4217",
            became="What the last mission that speaks of it says became of it",
        ),
    ),
}

TABLE_CODES = (
    ("needs_and_offers", "verdict", UNFUNDED, "It is needed, and nobody pays for it"),
    ("needs_and_offers", "verdict", MATCHED, "It is needed, and one payer pays for it"),
    ("needs_and_offers", "verdict", CROWDED, "Two payers or more pay for it"),
    ("needs_and_offers", "verdict", UNCALLED, "One payer pays for it, and nothing calls for it"),
)
"""The codes of these tables that no form has: (table, column, code, meaning)."""


def build_figure(
    name: str, rows: Iterable[tuple[Cell, ...]], notes: tuple[Reason, ...] = ()
) -> Figure:
    """Return a figure with the columns that are explained here."""
    _, columns = _TABLES[name]
    return Figure(name, tuple(column.name for column in columns), tuple(rows), notes)


def figure_table(figure: Figure) -> TidyTable:
    """Return a figure as a table whose columns are explained; KeyError for an unknown figure."""
    return TidyTable(figure.name, *_TABLES[figure.name], figure.rows, ())


def figure_codebook(figures: Iterable[Figure]) -> Figure:
    """Return the codebook of some figures: their meaning, columns and codes."""
    rows: list[tuple[Cell, ...]] = []
    for table in map(figure_table, figures):
        rows.append((table.name, "", "", table.meaning))
        rows += ((table.name, column.name, "", column.meaning) for column in table.columns)
        rows += (code for code in TABLE_CODES if code[0] == table.name)
    return Figure("codebook", ("table", "column", "code", "meaning"), tuple(rows))
