"""A PDF viewer with a bar to change page and zoom."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from assessor.gui.toolkit.style.basic_widgets import LineEdit, columns, fill, label, rows, tool
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.gui.toolkit.viewer.pdf_view import ZOOM_STEPS, PdfView


class PdfPane(QWidget):
    """A bar above the pages, or a message if there are none."""

    def __init__(self, parent: QWidget, language: str) -> None:
        super().__init__(parent)
        self._phrases = Phrases(language)
        self.view = PdfView(self, language, self._show_place)
        column = rows(self, self._bar(), (self.view, 1), margins=(0, 12, 0, 0))
        self.message = label(self, "muted", wrap=True)
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.message.hide()
        column.addWidget(self.message, 1)
        self._show_place()

    def show_file(self, data: bytes, page: int = 0) -> None:
        """Show a PDF at a page counted from 0."""
        self.message.hide()
        self.view.show()
        self.view.show_file(data, page, self.show_message)

    def show_message(self, text: str) -> None:
        """Show a message instead of the pages."""
        self.view.close_document()
        self.view.hide()
        self.message.setText(text)
        self.message.show()
        self._show_place()

    def close_document(self) -> None:
        """Release the file; call it before the pane is deleted."""
        self.view.close_document()

    def _bar(self) -> QHBoxLayout:
        row = columns(None, gap=4)
        view = self.view
        self.back = self._tool("arrow-up", "Page before", lambda: view.go_to(view.page - 1))
        self.on = self._tool("arrow-down", "Next page", lambda: view.go_to(view.page + 1))
        self.number = LineEdit(self)
        self.number.setAccessibleName(self._phrases("Page"))
        self.number.setFixedWidth(self.number.fontMetrics().horizontalAdvance("0000") + 24)
        self.number.editingFinished.connect(self._go_to_entered)
        self._page_validator = QIntValidator(self)
        self.number.setValidator(self._page_validator)
        self.of = label(self, "muted")
        self.smaller = self._tool("minus", "Smaller", lambda: view.zoom_by(-1))
        self.larger = self._tool("plus", "Larger", lambda: view.zoom_by(1))
        self.fits = self._tool("fit-width", "Fit the width", lambda: view.zoom_to(None))
        fill(row, self.back, self.on, self.number, self.of, 1, self.smaller, self.larger, self.fits)
        return row

    def _tool(self, icon: str, text: str, pressed: Callable[[], object]) -> QToolButton:
        return tool(self, icon, "ink", self._phrases(text), pressed)

    def _go_to_entered(self) -> None:
        if self.number.text() and int(self.number.text()) != self.view.page + 1:
            self.view.go_to(int(self.number.text()) - 1)
        self._show_place()

    def _show_place(self) -> None:
        pages, page, scale = self.view.pages, self.view.page, self.view.scale
        has_pages = pages > 0
        self.number.setText(str(page + 1) if has_pages else "")
        self.number.setEnabled(has_pages)
        self._page_validator.setRange(1, max(1, pages))
        self.of.setText(self._phrases("of {pages}", pages=pages) if has_pages else "")
        self.back.setEnabled(page > 0)
        self.on.setEnabled(page < pages - 1)
        self.smaller.setEnabled(has_pages and scale > ZOOM_STEPS[0] + 0.01)
        self.larger.setEnabled(has_pages and scale < ZOOM_STEPS[-1] - 0.01)
        self.fits.setEnabled(has_pages and self.view.zoom is not None)
