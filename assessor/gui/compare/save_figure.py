"""Save figures as CSV, as a picture, or all as one report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QTableWidget, QWidget

from assessor.assessment.mission.outgoing_seal import OutgoingSeal
from assessor.gui.state.session import Session
from assessor.gui.toolkit.dialogs.message_dialog import attempt
from assessor.gui.toolkit.style.basic_widgets import fill, label, rows
from assessor.gui.toolkit.style.theme import set_role
from assessor.gui.toolkit.system.background_task import ReportProgress
from assessor.gui.toolkit.system.drop_box import as_png
from assessor.gui.toolkit.system.file_choice import choose_target
from assessor.gui.toolkit.system.open_external import documents
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.registry.analysis.figure import Figure

if TYPE_CHECKING:
    from assessor.assessment.headquarters.case_comparison import ComparedCases

ChooseSeal = Callable[[], OutgoingSeal | None]
"""Asks how a file is sealed; None if the person cancelled."""


_EDGE = 8
"""Px of a table beyond its headings and rows."""
_TALLEST = 24_000
"""Maximum px of rows in a picture; further rows are left out with a note."""


def save_table(parent: QWidget, phrases: Phrases, figure: Figure, choose_seal: ChooseSeal) -> None:
    """Ask for a path and write a figure as CSV."""
    from assessor.assessment.headquarters.case_comparison import figure_csv

    path = _where(parent, phrases, figure.name, ".csv")
    if path is not None:
        _put(parent, phrases, figure_csv(figure), path, choose_seal)


def save_picture(
    parent: QWidget,
    phrases: Phrases,
    name: str,
    picture: QPixmap,
    choose_seal: ChooseSeal,
) -> None:
    """Ask for a path and write a picture as PNG."""
    path = _where(parent, phrases, name, ".png")
    if path is not None:
        _put(parent, phrases, as_png(picture.toImage()), path, choose_seal)


def _put(
    parent: QWidget, phrases: Phrases, content: bytes, path: Path, choose_seal: ChooseSeal
) -> None:
    from assessor.assessment.base.file_writing import write_verified

    seal = choose_seal()
    if seal is not None:
        sealed, path = seal.seal_file(content), seal.name_file(path)
        attempt(parent, phrases.language, lambda: write_verified(sealed, path))


def save_report(
    parent: QWidget,
    session: Session,
    compared: ComparedCases,
    by: str,
    choose_seal: ChooseSeal,
) -> None:
    """Ask for a path and write all comparisons as PDF with progress; `by` region or year."""
    from assessor.assessment.headquarters.regional_figures import regional_report
    from assessor.gui.feedback.busy_dialog import run_busy

    phrases = Phrases(session.language)
    path = _where(parent, phrases, phrases("Regional report"), ".pdf")
    seal = choose_seal() if path is not None else None
    if path is None or seal is None:
        return
    language = session.language

    def write(report_progress: ReportProgress) -> Path:
        on = date.today()
        return regional_report(
            compared,
            path,
            on=on,
            by=by,
            language=language,
            seal=seal,
            report_progress=report_progress,
        )

    run_busy(parent, session, "Writing the regional report", write)


def _where(parent: QWidget, phrases: Phrases, name: str, suffix: str) -> Path | None:
    title, start = phrases("Save the figure"), documents() / f"{name}{suffix}"
    chosen = choose_target(parent, phrases, title, start, {"": f"*{suffix}"})
    return chosen.with_suffix(suffix) if chosen else None


def read_aside(make: Callable[[], Figure]) -> Callable[[ReportProgress], Figure]:
    """Return a task for Session.run that makes a figure and reports progress."""

    def task(report_progress: ReportProgress) -> Figure:
        from assessor.assessment.headquarters.cached_cases import reporting_reads

        with reporting_reads(lambda done, of: report_progress("", done, of)):
            return make()

    return task


def picture(
    parent: QWidget,
    phrases: Phrases,
    width: int,
    title: str,
    table_widget: QTableWidget,
    items: Sequence[str],
) -> QPixmap:
    """Draw a whole table between its title and its legend.

    `width` is the minimum in px; `table_widget` is deleted afterwards.
    """
    items = [*items, _shorten(table_widget, phrases)]
    sheet = QWidget(parent)
    set_role(sheet, "ground")
    column = rows(sheet, gap=12, margins=(16, 16, 16, 16))
    fill(column, label(sheet, "heading", text=title), table_widget)
    for text in items:
        if text:
            column.addWidget(label(sheet, "secondary", text=text, wrap=True))
    table_widget.resize(width, 100)
    table_widget.ensurePolished()
    head, names = table_widget.horizontalHeader(), table_widget.verticalHeader()
    beside = 0 if names.isHidden() else min(names.maximumWidth(), names.sizeHint().width())
    width = max(width, head.length() + beside + _EDGE)
    table_widget.setFixedSize(width, head.sizeHint().height() + names.length() + _EDGE)
    column.activate()
    sheet.resize(sheet.sizeHint())
    sheet.resize(sheet.width(), max(sheet.height(), column.totalHeightForWidth(sheet.width())))
    found = sheet.grab()
    sheet.deleteLater()
    return found


def _shorten(table_widget: QTableWidget, phrases: Phrases) -> str:
    """Remove rows beyond the maximum height; return a note."""
    names, whole = table_widget.verticalHeader(), table_widget.rowCount()
    if names.length() <= _TALLEST:
        return ""
    kept = max(1, names.logicalIndexAt(_TALLEST))
    table_widget.setRowCount(kept)
    return phrases(
        "Shown are {shown} of {all} rows; the table that is saved has all.", shown=kept, all=whole
    )
