"""View a PDF in the window; open other files in their own program."""

from __future__ import annotations

import re

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from assessor.errors import AssessorError
from assessor.gui.toolkit.dialogs.dialog import Dialog
from assessor.gui.toolkit.dialogs.message_dialog import show_error
from assessor.gui.toolkit.style.app_language import app_language
from assessor.gui.toolkit.style.basic_widgets import ElidedLabel, button, closing, rows
from assessor.gui.toolkit.system.open_external import open_external
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.gui.toolkit.viewer.pdf_pane import PdfPane

_WORDS = "pp?|pages?|págs?|páginas?|стр|с|s|صفحة|ص|第"
_NAMED_PAGE = re.compile(rf"(?<![^\W\d_])(?:{_WORDS})\.?\s*(\d{{1,4}})", re.IGNORECASE)
_NUMBER_ONLY = re.compile(r"\s*(\d{1,4})\s*(?:[-–,;].*)?")


def initial_page(note: str) -> int:
    """Return the page a note names, from 1: `p. 12`, `第 3 页`, `12–14`; 0 for none."""
    match = _NAMED_PAGE.search(note) or _NUMBER_ONLY.fullmatch(note)
    return int(match[1]) if match else 0


def open_file(parent: QWidget, name: str, content: bytes, note: str = "") -> None:
    """Show a file to the user. Raises as open_external does for files not shown here."""
    if name.lower().endswith(".pdf"):
        PdfDialog(parent.window(), name, content, initial_page(note)).exec()
    else:
        open_external(name, content)


class PdfDialog(Dialog):
    """One document, with a button that opens it in another program."""

    topic = "support"

    def __init__(self, parent: QWidget, name: str, content: bytes, page: int = 0) -> None:
        """Open at `page`, counted from 1; 0 for the beginning."""
        super().__init__(parent)
        self._name, self._content = name, content
        self._phrases = Phrases(app_language())
        self.setWindowTitle(name)
        self.resize(900, 780)
        title = ElidedLabel(self, "heading")
        title.show_path(name)
        self.pane = PdfPane(self, app_language())
        elsewhere = button(
            self, self._open_external, self._phrases("Open in another program"), icon="external"
        )
        buttons = closing(self, button(self, self.accept, self._phrases("Close"), role="primary"))
        buttons.insertWidget(0, elsewhere)
        rows(self, title, (self.pane, 1), buttons, gap=4, margins=(24, 16, 24, 16))
        self._page = max(0, page - 1)

    def showEvent(self, event: QShowEvent) -> None:
        """Open the document."""
        super().showEvent(event)
        self.pane.show_file(self._content, self._page)
        self.pane.view.setFocus()

    def _open_external(self) -> None:
        try:
            open_external(self._name, self._content)
        except AssessorError as error:
            show_error(self, error, self._phrases.language)

    def done(self, result: int) -> None:
        """Release the document."""
        self.pane.close_document()
        super().done(result)
