"""The shipped instrument and its four sample missions as scoring input."""

from __future__ import annotations

import csv
from functools import cache

from assessor.scoring.instrument import Instrument
from assessor.scoring.instrument_sheets import Sheets
from assessor.scoring.stage_scores import AnswerLookup, RatedAnswer
from assessor.shipped import FORMS_FOLDER

FOLDER = FORMS_FOLDER / "cybercrime_needs"
COUNTRIES = ("XSV", "XSH", "XTL", "XNY")


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple({k: v for k, v in row.items() if v} for row in csv.DictReader(file))


@cache
def sheets() -> Sheets:
    return {path.stem: rows(path.stem) for path in FOLDER.glob("*.csv")}


@cache
def instrument() -> Instrument:
    built = Instrument.from_sheets(sheets())
    assert built
    return built


def answers(iso3: str, **changed: RatedAnswer) -> AnswerLookup:
    """Return a sample mission's answers, some of them changed."""
    by_question = {
        row["question"]: RatedAnswer(row.get("value", ""), row.get("evidence", ""))
        for row in rows("samples/answers")
        if row["iso3"] == iso3 and "repeat_no" not in row
    } | changed
    return lambda question: by_question.get(question, RatedAnswer())
