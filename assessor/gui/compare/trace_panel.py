"""The basis of a stage in a mission: answer, evidence, sources, statements and files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from assessor import words
from assessor.assessment.review.score_trace import ScoreTrace
from assessor.gui.toolkit.dialogs.message_dialog import attempt
from assessor.gui.toolkit.style.basic_widgets import button, emptied, frame, label, rows, scrolled
from assessor.gui.toolkit.system.open_external import can_open_external
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.gui.toolkit.viewer.pdf_dialog import open_file

Reads = Callable[[str], bytes]
"""Returns the bytes of an evidence file by id."""


class TracePanel(QWidget):
    """A card beside the heat map; hidden if empty."""

    def __init__(self, parent: QWidget, phrases: Phrases) -> None:
        super().__init__(parent)
        self._phrases = phrases
        self.setFixedWidth(360)
        inner = QWidget(self)
        card = frame(inner, "card")
        rows(inner).addWidget(card)
        self._down: QVBoxLayout = rows(card, margins=(16, 16, 16, 16))
        rows(self).addWidget(scrolled(self, inner))
        self.hide()

    def show_trace(
        self,
        mission: str,
        found: ScoreTrace,
        level: str,
        reads: Reads,
        decide: Callable[[], object],
    ) -> None:
        """Show the basis of a stage; `level` is the evidence level in words, `decide` opens the
        conflict."""
        emptied(self._down)
        self._say("overline", mission)
        self._say("heading", found.title)
        self._say("", found.said or found.missing or self._phrases("Not answered"))
        self._say("secondary", found.descriptor)
        if level:
            self._say("secondary", self._phrases("Evidence: {level}", level=level))
        if found.author:
            day = words.long_date(
                datetime.fromtimestamp(found.at / 1000, UTC).date(), self._phrases.language
            )
            self._say("secondary", self._phrases("{author}, {day}", author=found.author, day=day))
        if found.contested:
            self._say("tag-warn", self._phrases("Not agreed: several answers stand"))
            leads = button(self, decide, self._phrases("Go to the decision"), icon="conflict")
            self._down.addWidget(leads)
        self._say("", found.note)
        self._list(self._phrases("Sources cited"), found.sources)
        self._list(
            self._phrases("What sources said"),
            tuple(
                " – ".join(filter(None, (f"{statement.source}: {statement.said}", statement.note)))
                for statement in found.statements
            ),
        )
        self._list_files(found, reads)
        self._down.addStretch(1)
        self.show()

    def _list_files(self, found: ScoreTrace, reads: Reads) -> None:
        if found.files:
            self._say("overline", self._phrases("Files"))
        for file in found.files:
            opens = button(
                self, partial(self._open, file.id, file.name, reads), file.name, icon="attach"
            )
            opens.setEnabled(can_open_external(file.name))
            self._down.addWidget(opens)

    def _list(self, heading: str, lines: tuple[str, ...]) -> None:
        if lines:
            self._say("overline", heading)
        for line in lines:
            self._say("", line)

    def _say(self, role: str, text: str) -> None:
        if text:
            self._down.addWidget(label(self, role, text=text, wrap=True))

    def _open(self, file: str, name: str, reads: Reads) -> None:
        attempt(self, self._phrases.language, lambda: open_file(self, name, reads(file)))
