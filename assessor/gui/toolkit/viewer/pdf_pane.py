"""A PDF to be read in the window: its pages, and a bar to turn and to zoom them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from assessor.gui.toolkit.style.basic_widgets import LineEdit, columns, label, named, rows, tool
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.gui.toolkit.viewer.pdf_view import STEPS, PdfView


class PdfPane(QWidget):
    """The bar over the pages; in their place, why there are none."""

    def __init__(self, parent: QWidget, language: str) -> None:
        super().__init__(parent)
        self._phrases = Phrases(language)
        down = rows(self, gap=8, margins=(0, 12, 0, 0))
        self.view = PdfView(self, language, self._show_place)
        down.addLayout(self._bar())
        down.addWidget(self.view, 1)
        self._told = label(self, "muted", wrap=True)
        self._told.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._told.hide()
        down.addWidget(self._told, 1)
        self._show_place()

    def show_file(self, data: bytes, page: int = 0) -> None:
        """Show a PDF, at a page counted from 0."""
        self._told.hide()
        self.view.show()
        self.view.show_file(data, page, self.tell)

    def tell(self, text: str) -> None:
        """Say in place of the pages why there are none."""
        self.view.shut()
        self.view.hide()
        self._told.setText(text)
        self._told.show()
        self._show_place()

    def shut(self) -> None:
        """Let go of the file; to be called before the pane goes."""
        self.view.shut()

    def _bar(self) -> QHBoxLayout:
        across = columns(None, gap=4)
        view = self.view
        self.back = self._tool("arrow-up", "Page before", lambda: view.go_to(view.page - 1))
        self.on = self._tool("arrow-down", "Next page", lambda: view.go_to(view.page + 1))
        self.number = LineEdit(self)
        self.number.setAccessibleName(self._phrases("Page"))
        self.number.setFixedWidth(self.number.fontMetrics().horizontalAdvance("0000") + 24)
        self.number.editingFinished.connect(self._go)
        self._only = QIntValidator(self)
        self.number.setValidator(self._only)
        self.of = label(self, "muted")
        self.smaller = self._tool("minus", "Smaller", lambda: view.zoom_by(-1))
        self.larger = self._tool("plus", "Larger", lambda: view.zoom_by(1))
        self.fits = self._tool("fit-width", "Fit the width", lambda: view.zoom_to(None))
        for each in (self.back, self.on, self.number, self.of):
            across.addWidget(each)
        across.addStretch(1)
        for each in (self.smaller, self.larger, self.fits):
            across.addWidget(each)
        return across

    def _tool(self, icon: str, text: str, does: Callable[[], object]) -> QToolButton:
        made = tool(self, icon)
        named(made)(self._phrases(text))
        made.clicked.connect(lambda: does())
        return made

    def _go(self) -> None:
        if self.number.text() and int(self.number.text()) != self.view.page + 1:
            self.view.go_to(int(self.number.text()) - 1)
        self._show_place()

    def _show_place(self) -> None:
        """The page being read, and what can be done from it."""
        pages, page, scale = self.view.pages, self.view.page, self.view.scale
        there = pages > 0
        self.number.setText(str(page + 1) if there else "")
        self.number.setEnabled(there)
        self._only.setRange(1, max(1, pages))
        self.of.setText(self._phrases("of {pages}", pages=pages) if there else "")
        self.back.setEnabled(page > 0)
        self.on.setEnabled(page < pages - 1)
        self.smaller.setEnabled(there and scale > STEPS[0] + 0.01)
        self.larger.setEnabled(there and scale < STEPS[-1] - 0.01)
        self.fits.setEnabled(there and self.view.zoom is not None)
