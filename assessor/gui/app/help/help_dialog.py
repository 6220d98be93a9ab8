"""The help (F1): short searchable pages, all offline."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QSizePolicy, QWidget

from assessor.gui.app.help.help_pages import TOPICS, HelpPage, translate_page
from assessor.gui.toolkit.dialogs.dialog import Dialog
from assessor.gui.toolkit.style import basic_widgets as ui
from assessor.gui.toolkit.text.phrases import Phrases


def normalise(text: str) -> str:
    """Return a text in lower case without accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in parts if not unicodedata.combining(char))


def search_pages(wanted: str, pages: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the pages with every word of `wanted`; matches in the title first, then by depth."""
    words = normalise(wanted).split()
    depths: dict[str, int] = {}
    for name, page in pages.items():
        for depth in range(1, len(page) + 1):
            if all(word in normalise("\n".join(page[:depth])) for word in words):
                depths[name] = depth
                break
    return sorted(depths, key=depths.__getitem__)


class HelpDialog(Dialog):
    """A search line, the matching pages and the selected one."""

    def __init__(self, parent: QWidget, phrases: Phrases, topic: str = "") -> None:
        super().__init__(parent)
        self.pages = {name: translate_page(page, phrases) for name, page in TOPICS.items()}
        self.setWindowTitle(phrases("Help"))
        self.resize(880, 600)
        column = ui.rows(self, gap=16, margins=(24, 24, 24, 16))
        self.search = ui.LineEdit(self)
        self.search.setPlaceholderText(phrases("Search the help"))
        self.search.setAccessibleName(phrases("Search the help"))
        self.search.setClearButtonEnabled(True)
        self.list = QListWidget(self)
        self.list.setAccessibleName(phrases("Pages of the help"))
        self.list.setMinimumWidth(264)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        row = ui.columns(None, (self.list, 1), (ui.scrolled(self, self._page(phrases)), 2), gap=16)
        self.nothing = phrases("No help page has these words. Try fewer, or others.")
        close = ui.button(self, self.accept, phrases("Close"), role="primary")
        close.setAutoDefault(False)
        ui.fill(column, self.search, (row, 1), ui.closing(self, close))
        self.search.textChanged.connect(self._show)
        self.search.returnPressed.connect(self.list.setFocus)
        self.list.currentItemChanged.connect(lambda item: self._show_page(item))
        self._show("")
        self.open_page(topic)

    def _page(self, phrases: Phrases) -> QWidget:
        """Build the view of a page: what to do, what it means, what may fail."""
        page = QWidget(self)
        self.title = ui.label(page, "title", wrap=True)
        column = ui.rows(page, self.title)
        self.texts: list[tuple[QLabel | None, QLabel]] = []
        for heading in ("", "What it means for your data", "If something goes wrong"):
            above = ui.label(page, "heading", text=phrases(heading)) if heading else None
            text = ui.label(page, "lead-ink", wrap=True)
            policy = text.sizePolicy()
            policy.setVerticalPolicy(
                QSizePolicy.Policy.Preferred
            )  # the height follows from the width
            text.setSizePolicy(policy)
            text.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            if above is not None:
                column.addSpacing(12)
                column.addWidget(above)
            column.addWidget(text)
            self.texts.append((above, text))
        column.addStretch(1)
        return page

    def help(self) -> None:
        """Do nothing: this is the help."""

    def open_page(self, topic: str) -> None:
        """Open a page by name if it is listed."""
        for row in range(self.list.count()):
            if self.list.item(row).data(Qt.ItemDataRole.UserRole) == topic:
                self.list.setCurrentRow(row)

    def _show(self, wanted: str) -> None:
        self.list.clear()
        for name in search_pages(wanted, self.pages):
            item = QListWidgetItem(self.pages[name][0], self.list)
            item.setData(Qt.ItemDataRole.UserRole, name)
            item.setToolTip(item.text())
        self.list.setCurrentRow(0)
        if not self.list.count():
            self._show_page(None)

    def _show_page(self, item: QListWidgetItem | None) -> None:
        name = item.data(Qt.ItemDataRole.UserRole) if item is not None else ""
        page = self.pages.get(name, HelpPage("", self.nothing))
        self.title.setText(page.title)
        for (above, text), text_ in zip(self.texts, page[1:], strict=True):
            text.setText(text_)
            text.setVisible(bool(text_))
            if above is not None:
                above.setVisible(bool(text_))
