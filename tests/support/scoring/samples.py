"""The shipped instrument and its four sample missions as scoring input."""

from __future__ import annotations

import csv
from functools import cached_property, lru_cache
from pathlib import Path

from assessor.scoring.instrument import Instrument
from assessor.scoring.instrument_sheets import Sheets
from assessor.scoring.stage_scores import AnswerLookup, RatedAnswer
from assessor.shipped import FORMS_FOLDER

COUNTRIES = ("XSV", "XSH", "XTL", "XNY")


class SampleSheets:
    """The sheets of an instrument in a folder, with its sample missions."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rows = lru_cache(self._read)

    def _read(self, name: str) -> tuple[dict[str, str], ...]:
        with (self.folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return tuple({k: v for k, v in row.items() if v} for row in csv.DictReader(file))

    @cached_property
    def sheets(self) -> Sheets:
        return {path.stem: self.rows(path.stem) for path in self.folder.glob("*.csv")}

    @cached_property
    def _instrument(self) -> Instrument:
        built = Instrument.from_sheets(self.sheets)
        assert built
        return built

    def instrument(self) -> Instrument:
        return self._instrument

    def answers(self, iso3: str, **changed: RatedAnswer) -> AnswerLookup:
        """Return a sample mission's answers, some of them changed."""
        by_question = {
            row["question"]: RatedAnswer(
                row.get("value", ""), row.get("evidence", ""), row.get("missing", "")
            )
            for row in self.rows("samples/answers")
            if row["iso3"] == iso3 and "repeat_no" not in row
        } | changed
        return lambda question: by_question.get(question, RatedAnswer())


SHIPPED = SampleSheets(FORMS_FOLDER / "cybercrime_needs")
FOLDER, rows, instrument, answers = (
    SHIPPED.folder,
    SHIPPED.rows,
    SHIPPED.instrument,
    SHIPPED.answers,
)
