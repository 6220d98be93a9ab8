"""What came in at headquarters: every file with its fate, and a way to take it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QHeaderView, QWidget

from assessor import words
from assessor.errors import AssessorError
from assessor.gui.caption import moment
from assessor.gui.listing import fill, table
from assessor.gui.messages import show_error
from assessor.gui.office import Office
from assessor.gui.phrases import Phrases
from assessor.gui.pieces import button, columns, frame, label, rows
from assessor.gui.session import Session
from assessor.gui.statuses import counts, in_words, sentence
from assessor.store.receipt import NEW, Receipt

_HEADS = ("Status", "File", "When", "New", "Known", "To decide")


class Receipts(QWidget):
    """The list, newest first, and beneath it what the chosen one means."""

    def __init__(
        self,
        parent: QWidget,
        session: Session,
        phrases: Phrases,
        changed: Callable[[], object],
    ) -> None:
        super().__init__(parent)
        self._session, self._phrases, self._changed = session, phrases, changed
        self._office: Office | None = None
        self._receipts: tuple[Receipt, ...] = ()
        down = rows(self, gap=12, margins=(0, 12, 0, 0))
        self._table = table(self, 1, len(_HEADS))
        self._table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        phrases.say(self._table.setAccessibleName, "Files received")
        self._table.itemSelectionChanged.connect(self._show_chosen)
        down.addWidget(self._table, 1)
        self._empty = label(self, "muted", wrap=True)
        phrases.say(
            self._empty.setText,
            "Nothing has come in yet. Drag PDFs, mission files or whole folders onto this window.",
        )
        down.addWidget(self._empty)
        self._detail = frame(self, "card")
        across = columns(self._detail, gap=16, margins=(16, 12, 16, 12))
        text = rows(None, gap=2)
        self._what = label(self._detail, "label", wrap=True)
        self._means = label(self._detail, "muted", wrap=True)
        self._mark = label(self._detail, "secondary")
        for line in (self._what, self._means, self._mark):
            text.addWidget(line)
        across.addLayout(text, 1)
        self._undo = button(self._detail, self._take_back, icon="undo")
        phrases.say(self._undo.setText, "Take back")
        across.addWidget(self._undo)
        down.addWidget(self._detail)

    def show_office(self, office: Office) -> None:
        """Show the receipts of a registry."""
        self._office = office
        self._receipts = office.mission.receipts()
        self._table.setHorizontalHeaderLabels([self._phrases(head) for head in _HEADS])
        fill(self._table, [self._line(receipt) for receipt in self._receipts])
        self._table.setVisible(bool(self._receipts))
        self._empty.setVisible(not self._receipts)
        self._detail.setVisible(bool(self._receipts))
        if self._receipts:
            self._table.selectRow(0)
        self._show_chosen()

    def _line(self, receipt: Receipt) -> list[tuple[str, str, str] | str | int]:
        text, token, drawn = in_words(receipt)
        when = datetime.fromtimestamp(receipt.at / 1000)
        return [
            (self._phrases(text), drawn, token),
            receipt.file,
            moment(when, self._phrases.language),
            *counts(receipt),
        ]

    def _chosen(self) -> Receipt | None:
        row = self._table.currentRow()
        return self._receipts[row] if 0 <= row < len(self._receipts) else None

    def _show_chosen(self) -> None:
        receipt = self._chosen()
        if receipt is None:
            return
        text, _, _ = in_words(receipt)
        self._what.setText(f"{receipt.file}: {self._phrases(text)}")
        reasons = self._phrases.reasons(receipt.reasons)
        means = self._phrases(sentence(receipt))
        self._means.setText(f"{reasons} {means} {self._taking_back(receipt)}".strip())
        mark = " ".join(receipt.fingerprint[at : at + 4] for at in range(0, 16, 4))
        self._mark.setText(self._phrases("Fingerprint {mark}", mark=mark) if mark.strip() else "")
        self._undo.setEnabled(receipt.status == NEW)

    def _taking_back(self, receipt: Receipt) -> str:
        """What would go if it were taken back: tried, and undone at once."""
        if receipt.status != NEW or self._office is None or self._office.mission.read_only:
            return ""
        try:
            undone = self._office.mission.undo(receipt.id, preview=True)
        except AssessorError as error:
            return words.say(error, self._phrases.language)
        return self._phrases("Taking it back sets {count} entries aside.", count=undone.entries)

    def _take_back(self) -> None:
        receipt = self._chosen()
        if receipt is None or self._office is None:
            return
        try:
            self._office.mission.undo(receipt.id)
        except AssessorError as error:
            show_error(self, error, self._session.language)
            return
        self._office.refresh()
        self._changed()
