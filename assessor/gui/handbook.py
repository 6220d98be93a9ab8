"""Help (F1): short pages on what people do, found by their words; nothing of it is on the web."""

from __future__ import annotations

import unicodedata
from string import Formatter

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from assessor.gui.bar import way_to
from assessor.gui.dialog import Dialog
from assessor.gui.phrases import Phrases
from assessor.gui.pieces import Line, button, closing, columns, label, rows, scrolled

TOPICS: dict[str, tuple[str, str]] = {
    "home": (
        "Begin a mission",
        "A mission is one file that holds everything. Choose New mission and a form, or drop "
        "the mission pack from headquarters onto the first screen and compare its six words "
        "with your mission letter. Choose the country and say your name; it stands beside every "
        "answer.",
    ),
    "desk": (
        "Answer questions",
        "Type, or choose: the answer is on disk the moment you leave the field, and the status "
        "bar says so. Required questions never keep you from going on. Ctrl+Z takes back "
        "anything, also a deleted line of a table. What breaks a rule of the form is said in "
        "place.",
    ),
    "support": (
        "Support an answer",
        "The panel beside the page belongs to the question you are in. Say there who told you, "
        "how well it is supported and on what it rests, put files beside it, write a note. A "
        "stage counts only as far as its evidence supports it. History restores any earlier "
        "answer.",
    ),
    "meeting": (
        "Hold a meeting",
        "Start it under {meetings}, with the institution or its group, and read the "
        "words on consent out. While it runs, only that group's questions show and each answer "
        "cites the meeting by itself. Where two sources differ, both stay, and you settle the "
        "finding.",
    ),
    "paper": (
        "Prepare paper for a meeting",
        "{print} writes the questions as a PDF with room to write: all "
        "of them, a section, or only what one group is asked, which is the agenda of the meeting, "
        "in any language of the form. In Meetings, Print the agenda does it for the group chosen.",
    ),
    "check": (
        "Look over the day",
        "{check} lists what is unanswered, breaks a rule, or waits for a decision; Enter "
        "goes to the question. Exporting is never held back by it.",
    ),
    "tonight": (
        "Find what waits",
        "{tonight} lists what is unanswered, only claimed, promised, disputed or to be "
        "corrected. Narrow it by kind, by whom to ask, or by words; Enter goes to the question. "
        "Ctrl+K finds any question, answer, source or action, in every language of the form.",
    ),
    "before": (
        "Follow up an earlier mission",
        "{previous} takes the report of last time: its answers then stand "
        "beside yours. Where one is still true, Ctrl+Shift+Enter says so again as of today. What "
        "changed since is listed there.",
    ),
    "undo": (
        "Undo and redo",
        "Undo (Ctrl+Z) takes back the last thing said, redo (Ctrl+Y) says it again: answers, "
        "notes, comments, statements, meetings, files, lines of a table, the plan and who holds "
        "what. Nothing is deleted by it: History keeps every answer. Undoing a decision between "
        "two laptops says both answers again, so that it is open once more.",
    ),
    "team": (
        "Work with colleagues",
        "Under {team}, hand out the sections. Under {exchange}, "
        "choose a folder or stick once: it takes in what the others left there and leaves what "
        "you have. Or send each other reports and drop them onto the open mission. You see first "
        "what would change. Order does not matter, nothing is lost, and what two laptops "
        "answered differently stands side by side for you to decide.",
    ),
    "export": (
        "Export the report",
        "The report is a PDF to read that carries the answers inside. Choose for whom it is: "
        "what its readers may not see is not in the file. Keep the file as it is; printing or "
        "converting it removes the answers.",
    ),
    "safe": (
        "Keep it safe",
        "Back up a copy to a stick each evening: it is read back and checked. A passphrase of "
        "four or five unrelated words protects the file if the laptop is lost. Ctrl+L locks the "
        "window.",
    ),
    "keys": (
        "Know who signed",
        "Every laptop signs what is said on it. Under People and keys, send your contact card "
        "and let others read you their six words on the telephone: if every word is the same, "
        "their work counts as verified. Trust nothing whose words differ.",
    ),
    "headquarters": (
        "Receive at headquarters",
        "Drop reports onto Headquarters. All go into one registry, where nothing is overwritten "
        "and whatever came in can be taken back. Decide there between answers that differ, see "
        "the scores, and send the decisions back to the field.",
    ),
    "look": (
        "Make it easier to see",
        "{look} has light, dark and high contrast. {language} turns the whole window, and the "
        "questions if the form speaks it. The window follows the size of text set in your "
        "system, up to twice as large.",
    ),
}
"""The pages by name: a title and what it says, in English; {names} are actions of the menus."""


def worded(text: str, phrases: Phrases) -> str:
    """What a page says, in the present language, with the ways through the menus it names."""
    named = {name for _, name, _, _ in Formatter().parse(text) if name}
    return phrases(text, **{name: way_to(name, phrases) for name in named})


def plain(text: str) -> str:
    """A text as it is compared: lower case, without accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in parts if not unicodedata.combining(char))


def found(wanted: str, pages: dict[str, tuple[str, str]]) -> list[str]:
    """The names of the pages (title, text) with every word of `wanted`, titles' words first."""
    asked = plain(wanted).split()
    matching = [
        name
        for name, page in pages.items()
        if all(word in plain("\n".join(page)) for word in asked)
    ]
    return sorted(
        matching, key=lambda name: not all(word in plain(pages[name][0]) for word in asked)
    )


class Handbook(Dialog):
    """A line to search in, the pages found, and the one that is read."""

    def __init__(self, parent: QWidget, phrases: Phrases, topic: str = "") -> None:
        super().__init__(parent)
        self.pages = {
            name: (phrases(title), worded(text, phrases)) for name, (title, text) in TOPICS.items()
        }
        self.setWindowTitle(phrases("Help"))
        self.resize(760, 480)
        down = rows(self, gap=16, margins=(24, 24, 24, 16))
        self.search = Line(self)
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
        page = QWidget(self)
        column = rows(page, gap=8)
        self.title = label(page, "title", wrap=True)
        self.text = label(page, "lead-ink", wrap=True)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        column.addWidget(self.title)
        column.addWidget(self.text)
        column.addStretch(1)
        across.addWidget(scrolled(self, page), 2)
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

    def help(self) -> None:
        """This is it."""

    def turn_to(self, topic: str) -> None:
        """Open the page of a name, if it is among those found."""
        for row in range(self.list.count()):
            if self.list.item(row).data(Qt.ItemDataRole.UserRole) == topic:
                self.list.setCurrentRow(row)

    def _show(self, wanted: str) -> None:
        self.list.clear()
        for name in found(wanted, self.pages):
            item = QListWidgetItem(self.pages[name][0], self.list)
            item.setData(Qt.ItemDataRole.UserRole, name)
            item.setToolTip(item.text())
        self.list.setCurrentRow(0)
        if not self.list.count():
            self._read(None)

    def _read(self, item: QListWidgetItem | None) -> None:
        name = item.data(Qt.ItemDataRole.UserRole) if item is not None else ""
        title, text = self.pages.get(name, ("", self.nothing))
        self.title.setText(title)
        self.text.setText(text)
