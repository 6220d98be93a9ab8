"""Scan paper, page by page or from a feeder, to one PDF."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QComboBox, QFormLayout, QFrame, QWidget

from assessor.assessment.entries.scanner import (
    COLOUR,
    GLASS,
    GREY,
    LINES,
    Scanner,
    ScannerOptions,
    ScanSettings,
    as_pdf,
    list_scanners,
    scan,
    scanner_options,
)
from assessor.errors import AssessorError
from assessor.gui.feedback.busy_dialog import BusyDialog
from assessor.gui.state.session import Session
from assessor.gui.state.session_dialog import SessionDialog
from assessor.gui.toolkit.controls.thumbnail import Thumbnail
from assessor.gui.toolkit.style import basic_widgets as ui
from assessor.gui.toolkit.system.background_task import ReportProgress
from assessor.gui.toolkit.widgets.flow_layout import FlowPanel
from assessor.gui.toolkit.widgets.label_text import error_text

MODES = {COLOUR: "Colour", GREY: "Grey", LINES: "Black and white"}
"""Names of SANE's modes."""


class ScanDialog(SessionDialog):
    """Scanner, settings, pages and file name; then `content` is the PDF and `name` its name."""

    topic = "support"

    def __init__(self, parent: QWidget, session: Session, name: str) -> None:
        super().__init__(parent, session)
        phrases = self._phrases
        self.content = b""
        self._pages: list[bytes] = []
        self.resize(680, 620)
        lead = phrases(
            "Put the paper on the glass or into the feeder. All pages become one PDF beside the "
            "question."
        )
        down = self.head(phrases("Scan a document"), lead)
        down.addLayout(self._choices())
        self.trouble = ui.label(self, "hint-warn", wrap=True)
        self.trouble.hide()
        down.addWidget(self.trouble)
        self._strip = QWidget(self)
        self._laid = ui.rows(self._strip)
        ui.fill(
            down,
            (ui.scrolled(self, self._strip), 1),
            ui.label(self, text=phrases("Name of the file")),
        )
        self.called = ui.LineEdit(self)
        self.called.setText(name)
        self.called.setAccessibleName(phrases("Name of the file"))
        self.called.textChanged.connect(self._update_buttons)
        closes = ui.button(self, self.reject, phrases("Cancel"))
        self.go = ui.button(self, self._scan, icon="scan")
        self.keep_button = ui.button(
            self, self._finish, phrases("Attach to the question"), role="primary", icon="check"
        )
        ui.fill(down, self.called, ui.closing(self, closes, self.go, self.keep_button))
        self.show_pages(self._pages)
        self._find_scanners()

    def _choices(self) -> QFormLayout:
        grid = QFormLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.devices = self._box("Scanner")
        self.devices.activated.connect(self._read_options)
        text = self._phrases("Look for scanners again")
        self._again = ui.tool(self, "refresh", "accent", text, lambda: self._find_scanners())
        across = ui.columns(None, (self.devices, 1), self._again)
        grid.addRow(ui.label(self, text=self._phrases("Scanner")), across)
        self.sources = self._box("Paper from", grid)
        self.modes = self._box("Colours", grid)
        self.resolutions = self._box("Sharpness", grid)
        return grid

    def _box(self, words: str, grid: QFormLayout | None = None) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(self._phrases(words))
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        if grid is not None:
            grid.addRow(ui.label(self, text=self._phrases(words)), box)
        return box

    @property
    def name(self) -> str:
        """The file name."""
        typed = self.called.text().strip()
        return typed if typed.lower().endswith(".pdf") else f"{typed}.pdf"

    @property
    def settings(self) -> ScanSettings:
        """The chosen scan settings."""
        return ScanSettings(
            str(self.modes.currentData() or ""),
            str(self.sources.currentData() or ""),
            int(self.resolutions.currentData() or 0),
        )

    # The scanner

    def _find_scanners(self) -> None:
        self.devices.clear()
        self.devices.addItem(self._phrases("Looking for scanners…"))
        self._enable_choices(False)
        self._run(lambda _report_progress: list_scanners(), self._found)

    def _found(self, found: tuple[Scanner, ...]) -> None:
        self.devices.clear()
        for each in found:
            self.devices.addItem(each.name, each)
        if found:
            self._read_options()
            return
        self._fail(
            self._phrases(
                "No scanner was found. See that it is on and connected, then look again; or scan "
                "with its own program and drop the file."
            )
        )

    def _read_options(self) -> None:
        scanner = self.devices.currentData()
        self._enable_choices(False)
        self._run(lambda _report_progress: scanner_options(scanner), self._offer)

    def _offer(self, found: ScannerOptions) -> None:
        phrases = self._phrases
        for each in found.sources:
            self.sources.addItem(phrases("Glass") if each == GLASS else each, each)
        for each in found.modes:
            self.modes.addItem(phrases(MODES[each]) if each in MODES else each, each)
        for dots in found.resolutions:
            self.resolutions.addItem(phrases("{dots} dots per inch", dots=dots), dots)
        self.modes.setCurrentIndex(self.modes.findData(found.mode))
        self.resolutions.setCurrentIndex(self.resolutions.findData(found.resolution))
        self._enable_choices(True)
        self.go.setFocus()

    def _run(self, task: Callable[[ReportProgress], Any], done: Callable[[Any], None]) -> None:
        self.trouble.hide()
        self._session.run(task, done=done, failed=self._refused)

    def _refused(self, trouble: AssessorError) -> None:
        if self.devices.currentData() is None:
            self.devices.clear()
        self._fail(error_text(trouble, self._session.language))

    def _fail(self, text: str) -> None:
        self.trouble.setText(text)
        self.trouble.show()
        self._again.setEnabled(True)

    def _enable_choices(self, ready: bool) -> None:
        boxes = (self.sources, self.modes, self.resolutions)
        for box in boxes:
            if not ready:
                box.clear()
            box.setEnabled(ready and bool(box.count()))
        self.devices.setEnabled(ready)
        self._again.setEnabled(ready)
        self.go.setEnabled(ready)

    # The pages

    def _scan(self) -> None:
        scanner, wish = self.devices.currentData(), self.settings
        self.trouble.hide()
        busy = BusyDialog(
            self,
            self._session,
            "Scanning",
            lambda report_progress: scan(scanner, wish, report_progress),
        )
        if busy.exec():
            self._pages += busy.result_of_work
            self.show_pages(self._pages)
        elif busy.error is not None:
            self._fail(error_text(busy.error, self._session.language))

    def _take_out(self, place: int) -> None:
        del self._pages[place]
        self.show_pages(self._pages)
        self.go.setFocus()

    def show_pages(self, pages: list[bytes]) -> None:
        """Show the pages that were scanned so far, each as a picture file."""
        self._pages = pages
        ui.emptied(self._laid)
        if self._pages:
            flow = FlowPanel(self._strip, gap=12)
            for place, page in enumerate(self._pages):
                flow.add(self._page(flow, place, page))
            self._laid.addWidget(flow)
        else:
            text = self._phrases("No page yet.")
            self._laid.addWidget(ui.label(self._strip, "muted", text=text))
        self._laid.addStretch(1)
        self._update_buttons()

    def _page(self, parent: QWidget, place: int, page: bytes) -> QWidget:
        room = QFrame(parent)
        small = Thumbnail(room)
        small.show_file(f"{id(page)}", "image/png", lambda: page)
        small.setAccessibleName(self._phrases("Page {number}", number=place + 1))
        down = ui.rows(room, small, gap=4)
        across = ui.columns(None)
        across.addWidget(
            ui.label(room, text=self._phrases("Page {number}", number=place + 1)), 1,
        )  # fmt: skip
        text = self._phrases("Remove page {number}", number=place + 1)
        across.addWidget(ui.tool(room, "trash", "accent", text, partial(self._take_out, place)))
        down.addLayout(across)
        return room

    def _update_buttons(self) -> None:
        self.go.setText(self._phrases("Scan another page" if self._pages else "Scan"))
        self.keep_button.setEnabled(bool(self._pages) and bool(self.called.text().strip()))
        (self.keep_button if self._pages else self.go).setDefault(True)

    def _finish(self) -> None:
        pages, dots = list(self._pages), self.settings.resolution
        busy = BusyDialog(
            self, self._session, "Making one PDF", lambda _report_progress: as_pdf(pages, dots)
        )
        if busy.exec():
            self.content = busy.result_of_work
            self.accept()
        elif busy.error is not None:
            self._fail(error_text(busy.error, self._session.language))
