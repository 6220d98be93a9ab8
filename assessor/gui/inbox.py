"""What waits for a decision at headquarters: a list that can be worked in any order."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSplitter, QWidget

from assessor.gui.decision import Decision
from assessor.gui.office import Office
from assessor.gui.phrases import Phrases
from assessor.gui.pieces import frame, label, picture, rows, scrolled
from assessor.gui.session import Session
from assessor.store.entry import Conflict


class Inbox(QWidget):
    """On one side the questions, on the other what each assessor said."""

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
        self._conflicts: tuple[Conflict, ...] = ()
        down = rows(self, margins=(0, 12, 0, 0))
        self._halves = QSplitter(Qt.Orientation.Horizontal, self)
        self._halves.setChildrenCollapsible(False)
        self._halves.setHandleWidth(1)
        self._list = QListWidget(self)
        self._list.setMinimumWidth(260)
        self._list.setWordWrap(True)
        phrases.say(self._list.setAccessibleName, "Questions to decide")
        self._list.currentRowChanged.connect(self._show_row)
        self._decision = Decision(self, session, phrases, self._decided)
        self._halves.addWidget(self._list)
        self._halves.addWidget(scrolled(self, self._decision))
        self._halves.setStretchFactor(1, 1)
        self._halves.setSizes([340, 760])
        self._none = self._nothing()
        down.addWidget(self._halves, 1)
        down.addWidget(self._none, 1)

    def _nothing(self) -> QWidget:
        face = frame(self, "plain")
        down = rows(face, gap=8)
        down.addStretch(1)
        down.addWidget(picture(face, "check-circle", "ok", 40), 0, Qt.AlignmentFlag.AlignHCenter)
        title, line = label(face, "heading"), label(face, "muted")
        self._phrases.say(title.setText, "Nothing waits for a decision")
        self._phrases.say(
            line.setText, "When two assessors answer one question differently, it appears here."
        )
        down.addWidget(title, 0, Qt.AlignmentFlag.AlignHCenter)
        down.addWidget(line, 0, Qt.AlignmentFlag.AlignHCenter)
        down.addStretch(2)
        return face

    @property
    def count(self) -> int:
        """How many questions wait."""
        return len(self._conflicts)

    def show_office(self, office: Office) -> None:
        """Show what waits in a registry, staying near the row one was on."""
        row = max(0, self._list.currentRow())
        self._office = office
        self._conflicts = office.mission.conflicts()
        self._list.clear()
        for conflict in self._conflicts:
            asked = office.asked(conflict)
            item = QListWidgetItem(f"{asked.question}\n{asked.mission}", self._list)
            item.setToolTip(asked.question)
        self._halves.setVisible(bool(self._conflicts))
        self._none.setVisible(not self._conflicts)
        if self._conflicts:
            self._list.setCurrentRow(min(row, len(self._conflicts) - 1))

    def _show_row(self, row: int) -> None:
        if self._office is not None and 0 <= row < len(self._conflicts):
            self._decision.show_conflict(self._office, self._conflicts[row])

    def _decided(self) -> None:
        self._changed()
