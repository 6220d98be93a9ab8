"""Read the cells and texts of an instrument's sheets; note every problem by sheet and row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from assessor.errors import Problem
from assessor.words import language_code

Sheets = Mapping[str, Sequence[Mapping[str, str]]]
"""The sheets of a workbook: name → rows, each column → cell. Blank cells are absent."""

_FIRST_ROW = 2  # the header is row 1


class SheetRow:
    """One row of a sheet. An unreadable cell is noted and reads as blank or zero."""

    def __init__(
        self, sheet: str, number: int, cells: Mapping[str, str], problems: list[Problem]
    ) -> None:
        self.cells = cells
        self._sheet, self._number, self._problems = sheet, number, problems

    def blame(self, problem: str, fix: str = "") -> None:
        """Note a problem with this row."""
        self._problems.append(Problem(problem, fix, sheet=self._sheet, row=self._number))

    def text(self, column: str) -> str:
        """Return the cell's text, or blank."""
        return self.cells.get(column, "")

    def needed(self, column: str) -> str:
        """Return the cell's text; a blank cell is a problem."""
        text = self.text(column)
        if not text:
            self.blame(f"The column {column} is blank.", "Fill it in.")
        return text

    def many(self, column: str, separator: str = ";") -> tuple[str, ...]:
        """Return the parts of a cell that holds a list."""
        return tuple(part.strip() for part in self.text(column).split(separator) if part.strip())

    def number(self, column: str, blank: float | None = None) -> float:
        """Return the cell as a number, or `blank` for a blank cell (a problem if None)."""
        text = self.text(column)
        if not text and blank is not None:
            return blank
        try:
            return float(text)
        except ValueError:
            self.blame(f"The column {column} holds {text!r}.", "Write a number.")
            return 0.0

    def whole(self, column: str, blank: int | None = None) -> int:
        """Return the cell as a whole number. Some spreadsheets write 2 as 2.0."""
        number = self.number(column, blank)
        if number != int(number):
            self.blame(f"The column {column} holds {number}.", "Write a whole number.")
        return int(number)


class SheetReader:
    """Reads the rows of sheets and collects problems."""

    def __init__(self, sheets: Sheets) -> None:
        self._sheets = sheets
        self.problems: list[Problem] = []

    def rows(self, *names: str) -> Iterator[SheetRow]:
        """Yield the rows of the first existing sheet among `names`."""
        for name in names:
            if name in self._sheets:
                for number, cells in enumerate(self._sheets[name], _FIRST_ROW):
                    yield SheetRow(name, number, cells, self.problems)
                return


FALLBACK_LANGUAGE = "en"


class Wording(Mapping[str, str]):
    """Texts by language code; a missing language gives the English text. A key is a code (`fr`) or
    a form's language name (`French (fr)`). `in` and iteration see only the languages that exist."""

    __slots__ = ("_texts",)

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = dict(texts)

    @classmethod
    def joined(cls, parts: Sequence[Wording], separator: str = " ") -> Wording:
        """Join texts to one, in every language that one of them has."""
        languages = dict.fromkeys(language for part in parts for language in part)
        return cls({each: separator.join(part[each] for part in parts) for each in languages})

    def __getitem__(self, language: str) -> str:
        return self._texts.get(language_code(language), self._texts.get(FALLBACK_LANGUAGE, ""))

    def __contains__(self, language: object) -> bool:
        return isinstance(language, str) and language_code(language) in self._texts

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def __repr__(self) -> str:
        return f"Wording({self._texts!r})"

    def __hash__(self) -> int:
        return hash(frozenset(self._texts.items()))


def read_wording(row: Mapping[str, str], stem: str) -> Wording:
    """Read the texts of a row in the columns `stem` (English), `stem_en`, `stem_fr`, `stem_ar`…"""
    pattern = re.compile(re.escape(stem) + r"_([a-z]{2,3})")
    texts = {FALLBACK_LANGUAGE: row[stem]} if stem in row else {}
    for column, text in row.items():
        if match := pattern.fullmatch(column):
            texts[match.group(1)] = text
    return Wording(texts)
