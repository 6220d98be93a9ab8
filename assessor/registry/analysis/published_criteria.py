"""The criteria of every indicator as a tidy table: what is known of each, in every mission."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assessor.registry.analysis.cases import Case
from assessor.registry.analysis.figure import Cell, TidyTable, table_columns
from assessor.registry.analysis.published_tables import NOT_RELEASED
from assessor.scoring.criteria import CriterionState, read_states

_WORDS = {
    CriterionState.SHOWN: "shown",
    CriterionState.SAID: "said",
    CriterionState.UNMET: "not met",
    CriterionState.NOT_ARISING: "does not arise",
    CriterionState.UNKNOWN: "not known",
}
CRITERIA_CODES = (
    ("criteria", "state", "shown", "A document or demonstration was seen"),
    ("criteria", "state", "said", "Somebody said that it is met; nobody showed it"),
    ("criteria", "state", "not met", "It is not met"),
    ("criteria", "state", "does not arise", "There was no case in which it could show"),
    ("criteria", "state", "not known", "Nobody said anything about it"),
    ("criteria", "state", NOT_RELEASED, "Its indicator is withheld in what came here"),
)
"""The codes of the table: (table, column, code, meaning)."""


def criteria_table(cases: Iterable[Case], answers: TidyTable, language: str) -> TidyTable:
    """Return one row per criterion of each assessment, by the answers that stand (the table
    `answers`)."""
    at = [answers.head.index(name) for name in ("assessment", "question", "value")]
    said = {(row[at[0]], row[at[1]]): str(row[at[2]]) for row in answers.rows}
    return TidyTable(
        "criteria",
        "What is known of every criterion of every indicator that follows from criteria",
        table_columns(
            assessment="Identifier of the assessment",
            iso3="Country",
            indicator="Code of the indicator",
            stage="Stage that asks for it, 2 to 5",
            criterion="Code of the criterion",
            text="The criterion, in words",
            state="What is known of it",
            area="Code of the assistance area that helps to meet it",
        ),
        tuple(row for case in cases for row in _rows(case, said, language)),
        ("assessment", "indicator", "criterion"),
    )


def _rows(
    case: Case, said: dict[tuple[Cell, Cell], str], language: str
) -> Iterator[tuple[Cell, ...]]:
    for indicator in case.instrument.indicators:
        value = said.get((case.assessment, indicator.question), "")
        states = read_states(indicator.criteria, value)
        released = case.scores.indicators[indicator.code].released
        for each in indicator.criteria:
            yield (
                case.assessment, case.country, indicator.code, each.stage, each.code,
                each.texts[language],
                _WORDS[states[each.code]] if released else NOT_RELEASED, each.area,
            )  # fmt: skip
