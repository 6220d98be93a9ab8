"""Reading the cells of an instrument's sheets, noting every problem by sheet and row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from assessor.errors import Problem

Sheets = Mapping[str, Sequence[Mapping[str, str]]]
"""The sheets of a workbook: name → rows, each column → cell; blank cells are left out."""

_FIRST_ROW = 2  # the header is row 1


class SheetRow:
    """One row of a sheet; a cell that cannot be read is noted and read as blank or zero."""

    def __init__(
        self, sheet: str, number: int, cells: Mapping[str, str], problems: list[Problem]
    ) -> None:
        self.cells = cells
        self._sheet, self._number, self._problems = sheet, number, problems

    def blame(self, what: str, fix: str = "") -> None:
        """Note a problem with this row."""
        self._problems.append(Problem(what, fix, sheet=self._sheet, row=self._number))

    def text(self, column: str) -> str:
        """The cell's text, or blank."""
        return self.cells.get(column, "")

    def needed(self, column: str) -> str:
        """The cell's text; a blank one is a problem."""
        text = self.text(column)
        if not text:
            self.blame(f"The column {column} is blank.", "Fill it in.")
        return text

    def many(self, column: str, separator: str = ";") -> tuple[str, ...]:
        """The parts of a cell that lists several things."""
        return tuple(part.strip() for part in self.text(column).split(separator) if part.strip())

    def number(self, column: str, blank: float | None = None) -> float:
        """The cell as a number; a blank cell is `blank`, or a problem if there is none."""
        text = self.text(column)
        if not text and blank is not None:
            return blank
        try:
            return float(text)
        except ValueError:
            self.blame(f"The column {column} holds {text!r}.", "Write a number.")
            return 0.0

    def whole(self, column: str, blank: int | None = None) -> int:
        """The cell as a whole number; 2.0, as some spreadsheets write it, is 2."""
        number = self.number(column, blank)
        if number != int(number):
            self.blame(f"The column {column} holds {number}.", "Write a whole number.")
        return int(number)


class SheetReader:
    """The rows of each sheet, and the problems met on the way."""

    def __init__(self, sheets: Sheets) -> None:
        self._sheets = sheets
        self.problems: list[Problem] = []

    def rows(self, *names: str) -> Iterator[SheetRow]:
        """The rows of the first of the sheets named that there is; none if there is none."""
        for name in names:
            if name in self._sheets:
                for number, cells in enumerate(self._sheets[name], _FIRST_ROW):
                    yield SheetRow(name, number, cells, self.problems)
                return
