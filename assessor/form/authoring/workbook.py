"""The sheets of an XLSForm as tables; columns are found by meaning, not by spelling."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assessor.form.authoring.headings import Heading, headings
from assessor.form.authoring.row_types import RowType, read_type

Sheets = Mapping[str, Sequence[Mapping[str, str]]]
YES = frozenset({"yes", "true", "true()"})


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One row: its number as in a spreadsheet, and its cells by heading."""

    sheet: str
    number: int
    cells: Mapping[str, str]
    headings: Mapping[str, Heading]

    def get(self, column: str) -> str:
        """Return the first non-blank cell of a column in any language."""
        return next((text for _, text in self.each(column)), "")

    def each(self, column: str) -> Iterator[tuple[Heading, str]]:
        """Yield every cell of a column with its heading."""
        for text, cell in self.cells.items():
            heading = self.headings[text]
            if heading.column == column:
                yield heading, cell


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A sheet: headings by their text, and the rows that are not blank."""

    name: str
    headings: Mapping[str, Heading]
    rows: tuple[Row, ...]

    def has(self, column: str) -> bool:
        """Return whether the sheet has a column, in any language."""
        return any(heading.column == column for heading in self.headings.values())

    def languages(self, column: str) -> list[str]:
        """Return the languages of a column in order; blank for a heading without a language."""
        found = (each.language for each in self.headings.values() if each.column == column)
        return list(dict.fromkeys(found))


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """An effective survey row and its type, None if the type is unknown."""

    row: Row
    kind: RowType | None

    @property
    def name(self) -> str:
        """The name cell."""
        return self.row.get("name")


class Workbook:
    """An XLSForm's sheets; `items` are the survey rows that are not disabled or blank."""

    def __init__(self, sheets: Sheets, headers: Mapping[str, Sequence[str]]) -> None:
        self.names = tuple(sheets)
        self._sheets = {
            name: _sheet(name, rows, headers.get(name, ())) for name, rows in sheets.items()
        }
        self.survey = self.sheet("survey")
        self.choices = self.sheet("choices")
        self.settings = self.sheet("settings")
        self.items = tuple(_items(self.survey))
        self.lists: dict[str, list[Row]] = {}
        for row in self.choices.rows:
            if name := row.get("list_name"):
                self.lists.setdefault(name, []).append(row)

    def sheet(self, name: str) -> Sheet:
        """Return a sheet; an empty one for an unknown name."""
        return self._sheets.get(name) or Sheet(name, {}, ())

    def setting(self, column: str) -> str:
        """Return a setting, or blank."""
        return self.settings.rows[0].get(column) if self.settings.rows else ""

    def items_by_name(self) -> dict[str, list[Item]]:
        """Return the questions, groups and repeats by name: the possible targets of ${…}."""
        found: dict[str, list[Item]] = {}
        for item in self.items:
            kind = item.kind
            if item.name and not (kind and (kind.edge == "end" or kind.word == "setting")):
                found.setdefault(item.name, []).append(item)
        return found


def _sheet(name: str, rows: Sequence[Mapping[str, str]], header: Sequence[str]) -> Sheet:
    columns = headings(name, dict.fromkeys(header))
    found = (Row(name, number, row, columns) for number, row in enumerate(rows, 2) if row)
    return Sheet(name, columns, tuple(found))


def _items(survey: Sheet) -> Iterator[Item]:
    for row in survey.rows:
        if row.get("disabled").lower() in YES:
            continue
        kind = row.get("type")
        if kind or row.get("name") or row.get("label"):
            yield Item(row, read_type(kind) if kind else None)
