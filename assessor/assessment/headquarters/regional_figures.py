"""The regional report as a PDF: the comparison of a registry, for planning assistance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from assessor.assessment.base.file_writing import write_verified
from assessor.assessment.base.progress import ProgressCallback, no_progress
from assessor.assessment.headquarters.case_comparison import ComparedCases, figure_of
from assessor.assessment.mission.outgoing_seal import OutgoingSeal
from assessor.errors import Refused
from assessor.registry.analysis import codebook, stage_comparison
from assessor.registry.analysis.figure import Cell, Figure
from assessor.report.output.regional_report import (
    PlainTable,
    RegionalPart,
    RegionalReport,
    ShadedCell,
    SlopeFigure,
    StageMatrix,
    nearest_stage,
    render_regional,
)
from assessor.words import format_number, language_code, long_date, say, translator


def regional_report(
    compared: ComparedCases,
    path: Path,
    *,
    on: date,
    seal: OutgoingSeal,
    by: str = "region",
    language: str = "en",
    report_progress: ProgressCallback = no_progress,
) -> Path:
    """Write a comparison to `path` (.pdf) as of a day, without the figure on assessors; return
    the path, which ends in .age if the `seal` is of the whole file.

    It shows countries, and with `by` regions or years. Raises Refused for another suffix and if
    nothing has scores, FileError if it cannot be written; what `report_progress` raises stops it.
    """
    if path.suffix.lower() != ".pdf":
        raise Refused("{file}: a regional report ends in .pdf.", file=path)
    if not compared.cases:
        raise Refused("There is no mission with scores to report on.")
    report = _Reporting(compared, by, language).report(on)
    data = render_regional(report, partial(report_progress, "laying out the pages"))
    path = seal.name_file(path)
    write_verified(seal.seal_file(data), path)
    return path


class _Reporting:
    """Makes the regional report in one language."""

    def __init__(self, compared: ComparedCases, by: str, language: str) -> None:
        self._compared, self._by, self._language = compared, by, language
        self._ = translator(language)

    def report(self, on: date) -> RegionalReport:
        """Return the report."""
        say_ = self._
        countries = len({case.place for case in self._compared.cases})
        lead = (
            say_("{missions} missions in {countries} countries, as of {day}.").format(
                missions=len(self._compared.cases),
                countries=countries,
                day=long_date(on, language_code(self._language)),
            ),
            say_(
                "Stages run from 1 to 5 and are those the evidence carries. Countries stand by "
                "name: they are not ranked."
            ),
            *(say(note, self._language) for note in self._compared.notes),
        )
        maps = ["country"] if self._by == "country" else ["country", self._by]
        parts = [self._stages(by) for by in maps]
        parts += [self._slopes(), self._needs(), self._rights(), self._law(), self._advice()]
        title = say_("Regional report")
        return RegionalReport(title, lead, tuple(parts), self._language, say_("Internal version"))

    def _figure(self, name: str) -> Figure:
        return figure_of(self._compared, name, language=self._language)

    def _notes(self, found: Figure | stage_comparison.HeatMap) -> tuple[str, ...]:
        return tuple(say(note, self._language) for note in found.notes)

    def _stages(self, by: str) -> RegionalPart:
        found = stage_comparison.build_heat_map(
            self._compared.cases, by=by, language=self._language
        )
        matrix = StageMatrix(
            tuple(code for code, _ in found.columns),
            tuple(row for line in found.lines for row in self._line(found.columns, line)),
        )
        legend = "   ".join(f"{code} {title}" for code, title in found.columns)
        marks = self._(
            "Hatched and *: fewer than half of the indicators are rated. ◆: not agreed yet, a "
            "decision may move the stage. ≠: another wording, in no median. n=: fewer than three "
            "countries, no median is told. –: nothing is rated."
        )
        titles = {
            "country": self._("Stages by country"),
            "region": self._("Stages by region"),
            "year": self._("Stages by year"),
        }
        return RegionalPart(titles[by], self._notes(found), matrix, legend=(legend, marks))

    def _line(
        self, columns: Sequence[tuple[str, str]], line: stage_comparison.HeatMapRow
    ) -> Iterator[tuple[str, tuple[ShadedCell, ...]]]:
        squares = line.squares
        titles = [title for _, title in columns]
        shades = map(self._square, titles, squares)
        yield line.name or self._("Not stated"), tuple(shades)
        if any(cell.low is not None for cell in squares):
            for name, values in (
                (self._("Lowest"), [self._number(cell.low) for cell in squares]),
                (self._("Highest"), [self._number(cell.high) for cell in squares]),
                (self._("Countries"), [format_number(cell.n, self._language) for cell in squares]),
            ):
                yield (
                    name,
                    tuple(
                        ShadedCell(value, spoken=f"{title}: {name} {value}")
                        for title, value in zip(titles, values, strict=True)
                    ),
                )

    def _square(self, title: str, cell: stage_comparison.HeatMapCell) -> ShadedCell:
        contested = "◆" if cell.contested else ""
        disagreement = f" {self._('Not agreed')}: {cell.contested}." if cell.contested else ""
        if cell.suppressed:
            return ShadedCell(
                f"n={cell.n}{contested}", spoken=f"{title}: n={cell.n}.{disagreement}"
            )
        text = self._number(cell.evidenced)
        thin = cell.thin and bool(cell.n)
        text += ("*" if thin else "") + ("≠" if cell.other else "")
        spread = ""
        if cell.low is not None:
            spread = f" ({self._number(cell.low)}–{self._number(cell.high)}, n={cell.n})"
        description = f"{title}: {text}{spread}.{disagreement}"
        return ShadedCell(text + contested, nearest_stage(cell.evidenced), thin, description)

    def _slopes(self) -> RegionalPart:
        found = self._figure("slopes")
        moved: dict[str, dict[str, list[tuple[str, float]]]] = {}
        for row in found.facts():
            if row["start"]:
                lines = moved.setdefault(str(row["title"]), {})
                points = lines.setdefault(str(row["country"]), [])
                points.append((str(row["start"]), float(row["evidenced"])))
        slopes = tuple(
            SlopeFigure(title, lines_shown)
            for title, lines in moved.items()
            if (lines_shown := tuple((name, tuple(p)) for name, p in lines.items() if len(p) > 1))
        )
        nothing = self._("No country has had a second mission yet.")
        return RegionalPart(
            self._("From mission to mission"), self._notes(found), slopes=slopes, nothing=nothing
        )

    def _needs(self) -> RegionalPart:
        rows = self._figure("needs_and_offers").facts()
        verdicts = {
            codebook.UNFUNDED: ("!", 5, self._("Needed and unfunded")),
            codebook.CROWDED: ("=", 3, self._("Crowded")),
            codebook.MATCHED: ("+", 2, self._("Matched")),
            codebook.UNCALLED: ("?", 1, self._("Funded without need")),
        }
        names = list(dict.fromkeys(str(row["country"]) for row in rows))
        verdict_by_cell = {
            (row["title"], row["country"]): verdicts[str(row["verdict"])] for row in rows
        }
        lines = tuple(
            (
                title,
                tuple(
                    ShadedCell(mark[0], mark[1], spoken=f"{name}: {mark[2]}")
                    if (mark := verdict_by_cell.get((title, name)))
                    else ShadedCell("–", spoken=f"{name}: –")
                    for name in names
                ),
            )
            for title in dict.fromkeys(str(row["title"]) for row in rows)
        )
        fields = {
            "country": self._("Country"), "title": self._("Area"), "payers": self._("Who pays"),
            "budget_usd": self._("US dollars"), "verdict": self._("Need and offer"),
        }  # fmt: skip
        paid = [
            {**row, "verdict": verdicts[str(row["verdict"])][2]} for row in rows if row["payers"]
        ]
        return RegionalPart(
            self._("Needs and offers"),
            matrix=StageMatrix(tuple(names), lines),
            table=self._table(paid, fields, (0.2, 0.26, 0.24, 0.12, 0.18)),
            legend=("   ".join(f"{mark} {text}" for mark, _, text in verdicts.values()),),
            nothing=self._("No need and no offer is known yet."),
        )

    def _rights(self) -> RegionalPart:
        fields = {
            "country": self._("Country"), "title": self._("Indicator"),
            "evidenced": self._("Evidenced"), "asserted": self._("Asserted"),
            "powers_ahead": self._("Powers ahead by"),
        }  # fmt: skip
        table = self._table(
            self._figure("rights_watch").facts(), fields, (0.22, 0.4, 0.12, 0.12, 0.14)
        )
        nothing = self._("Nothing is rated.")
        return RegionalPart(self._("Rights"), table=table, nothing=nothing)

    def _law(self) -> RegionalPart:
        rows = self._figure("legal_gaps").facts()
        names = list(dict.fromkeys(str(row["country"]) for row in rows))
        titles = dict.fromkeys((str(row["title"]), str(row["articles"])) for row in rows)
        row_by_cell = {(row["title"], row["articles"], row["country"]): row for row in rows}
        labels: dict[int, dict[str, None]] = {}
        lines = []
        for title, articles in titles:
            cells = []
            for name in names:
                row = row_by_cell.get((title, articles, name))
                rank = -1 if row is None else int(row["rank"])
                if row is None or rank < 0:
                    cells.append(ShadedCell("–", spoken=f"{name}: –"))
                    continue
                labels.setdefault(rank, {})[str(row["said"])] = None
                shade = max(1, 5 - rank)  # the form lists the most complete answer first
                cells.append(ShadedCell(str(rank + 1), shade, spoken=f"{name}: {row['said']}"))
            cited = " · ".join(articles.split()).replace(":", "\u00a0")
            lines.append((f"{title}\n{cited}" if cited else title, tuple(cells)))
        legend = "   ".join(f"{rank + 1}: {' / '.join(labels[rank])}" for rank in sorted(labels))
        note = self._("The number is the place of the answer among those the form offers.")
        return RegionalPart(
            self._("Gaps in law"),
            matrix=StageMatrix(tuple(names), tuple(lines)),
            legend=(legend, note),
            nothing=self._("The forms ask nothing about articles."),
        )

    def _advice(self) -> RegionalPart:
        fates = {
            "open": self._("Not begun"),
            "under way": self._("Under way"),
            "done": self._("Done already"),
            "dropped": self._("Dropped"),
        }
        rows = [
            {**row, "became": fates.get(str(row["became"]), ""), "start": self._day(row["start"])}
            for row in self._figure("recommendations").facts()
        ]
        fields = {
            "country": self._("Country"), "start": self._("Mission began"),
            "recommendation": self._("Recommendation"), "owner": self._("Owner"),
            "payers": self._("Who pays"), "became": self._("What became of it"),
            "then": self._("Stage then"), "now": self._("Stage now"),
        }  # fmt: skip
        shares = dict(zip(fields, (0.13, 0.12, 0.27, 0.12, 0.11, 0.11, 0.07, 0.07), strict=True))
        blank = [field for field in fields if all(row[field] in ("", None) for row in rows)]
        columns = {field: title for field, title in fields.items() if field not in blank}
        shares["recommendation"] += sum(shares[field] for field in blank)
        unsaid = "; ".join(fields[field] for field in blank)
        note = self._("Not stated for any: {what}").format(what=unsaid)
        return RegionalPart(
            self._("Recommendations"),
            notes=(note,) if unsaid and rows else (),
            table=self._table(rows, columns, tuple(shares[field] for field in columns)),
            nothing=self._("Nothing has been recommended yet."),
        )

    def _day(self, value: Cell) -> str:
        try:
            return long_date(date.fromisoformat(str(value)), language_code(self._language))
        except ValueError:
            return str(value or "")

    def _table(
        self,
        rows: Sequence[Mapping[str, Cell]],
        fields: Mapping[str, str],
        shares: tuple[float, ...],
    ) -> PlainTable:
        cells = tuple(tuple(self._cell(row[field]) for field in fields) for row in rows)
        return PlainTable(tuple(fields.values()), shares, cells)

    def _cell(self, value: Cell) -> str:
        if isinstance(value, bool):
            return self._("Yes") if value else "–"
        if isinstance(value, int | float):
            return self._number(value)
        return value or "–"

    def _number(self, value: float | None) -> str:
        if value is None:
            return "–"
        whole_ = value == int(value) and abs(value) >= 10
        return format_number(
            value, language_code(self._language), 0 if whole_ or isinstance(value, int) else 2
        )
