"""Help (F1): short pages on what people do, found by their words; nothing of it is on the web."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QSizePolicy, QWidget

from assessor.gui.app.help.help_pages import TOPICS, HelpPage, worded
from assessor.gui.toolkit.dialogs.dialog import Dialog
from assessor.gui.toolkit.style.basic_widgets import (
    LineEdit,
    button,
    closing,
    columns,
    label,
    rows,
    scrolled,
)
from assessor.gui.toolkit.text.phrases import Phrases


def plain_page(text: str) -> str:
    """A text as it is compared: lower case, without accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in parts if not unicodedata.combining(char))


def search_pages(wanted: str, pages: Mapping[str, Sequence[str]]) -> list[str]:
    """The names of the pages with every word of `wanted`; those that have it in their title first,
    then those that have it in the text beneath, and so on."""
    asked = plain_page(wanted).split()
    deep: dict[str, int] = {}
    for name, page in pages.items():
        for depth in range(1, len(page) + 1):
            if all(word in plain_page("\n".join(page[:depth])) for word in asked):
                deep[name] = depth
                break
    return sorted(deep, key=deep.__getitem__)


class HelpDialog(Dialog):
    """A line to search in, the pages found, and the one that is read."""

    def __init__(self, parent: QWidget, phrases: Phrases, topic: str = "") -> None:
        super().__init__(parent)
        self.pages = {name: worded(page, phrases) for name, page in TOPICS.items()}
        self.setWindowTitle(phrases("Help"))
        self.resize(880, 600)
        down = rows(self, gap=16, margins=(24, 24, 24, 16))
        self.search = LineEdit(self)
        self.search.setPlaceholderText(phrases("Search the help"))
        self.search.setAccessibleName(phrases("Search the help"))
        self.search.setClearButtonEnabled(True)
        down.addWidget(self.search)
        across = columns(None, gap=16)
        self.list = QListWidget(self)
        self.list.setAccessibleName(phrases("Pages of the help"))
        self.list.setMinimumWidth(264)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        across.addWidget(self.list, 1)
        across.addWidget(scrolled(self, self._page(phrases)), 2)
        down.addLayout(across, 1)
        self.nothing = phrases("Nothing in the help has these words. Try fewer, or others.")
        closes = button(self, self.accept, role="primary")
        closes.setText(phrases("Close"))
        closes.setAutoDefault(False)
        down.addLayout(closing(self, closes))
        self.search.textChanged.connect(self._show)
        self.search.returnPressed.connect(self.list.setFocus)
        self.list.currentItemChanged.connect(lambda item: self._read(item))
        self._show("")
        self.turn_to(topic)

    def _page(self, phrases: Phrases) -> QWidget:
        """Where a page is read: what one does, and beneath it what it means and what may fail."""
        page = QWidget(self)
        column = rows(page, gap=8)
        self.title = label(page, "title", wrap=True)
        column.addWidget(self.title)
        self.texts: list[tuple[QLabel | None, QLabel]] = []
        for heading in ("", "What it means for your data", "If something goes wrong"):
            above = label(page, "heading", text=phrases(heading)) if heading else None
            text = label(page, "lead-ink", wrap=True)
            policy = text.sizePolicy()
            policy.setVerticalPolicy(QSizePolicy.Policy.Preferred)  # as high as it is at its width
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
        """This is it."""

    def turn_to(self, topic: str) -> None:
        """Open the page of a name, if it is among those found."""
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
            self._read(None)

    def _read(self, item: QListWidgetItem | None) -> None:
        name = item.data(Qt.ItemDataRole.UserRole) if item is not None else ""
        page = self.pages.get(name, HelpPage("", self.nothing))
        self.title.setText(page.title)
        for (above, text), said in zip(self.texts, page[1:], strict=True):
            text.setText(said)
            text.setVisible(bool(said))
            if above is not None:
                above.setVisible(bool(said))
