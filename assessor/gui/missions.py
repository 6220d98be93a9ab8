"""The missions a registry holds, and which of them are of the same thing: joined or parted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QComboBox, QWidget

from assessor import words
from assessor.errors import AssessorError
from assessor.gui.caption import Caption
from assessor.gui.listing import fill, table
from assessor.gui.messages import Message, show_error
from assessor.gui.office import Office
from assessor.gui.phrases import Phrases
from assessor.gui.pieces import Line, button, columns, frame, label, rows
from assessor.gui.rights import allow, why_not
from assessor.gui.session import Session

_HEADS = ("Mission", "Assessors", "Answered", "One with")


class Missions(QWidget):
    """One line for each assessment; beneath it, with which other the chosen one is one."""

    topic = "join"

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
        self._captions: dict[str, Caption] = {}
        down = rows(self, gap=12, margins=(0, 12, 0, 0))
        lead = label(self, "muted", wrap=True)
        phrases.say(
            lead.setText,
            "Two missions that assessed the same thing apart can be joined: what differs waits for "
            "a decision, the rest is one. They can be parted again.",
        )
        down.addWidget(lead)
        self._table = table(self, 3, len(_HEADS))
        phrases.say(self._table.setAccessibleName, "The missions of this registry")
        self._table.itemSelectionChanged.connect(self._offer)
        down.addWidget(self._table, 1)
        self._card = frame(self, "card")
        down.addWidget(self._card)
        self._fill_card()

    def _fill_card(self) -> None:
        inside = rows(self._card, gap=8, margins=(16, 12, 16, 12))
        self._which = label(self._card, "label", wrap=True)
        inside.addWidget(self._which)
        across = columns(None, gap=8)
        self.others = QComboBox(self._card)
        self._phrases.say(self.others.setAccessibleName, "The other mission")
        self.others.currentIndexChanged.connect(self._name_deed)
        self._note = Line(self._card)
        for show in (self._note.setAccessibleName, self._note.setPlaceholderText):
            self._phrases.say(show, "Why they are of the same thing")
        self.deed = button(self._card, self._join_or_part, icon="link")
        self._phrases.say(self.deed.setText, "Join them")
        across.addWidget(self.others, 1)
        across.addWidget(self._note, 1)
        across.addWidget(self.deed)
        inside.addLayout(across)

    @property
    def count(self) -> int:
        """How many assessments the registry holds."""
        return len(self._captions)

    def show_office(self, office: Office) -> None:
        """Show the assessments of a registry, in the order they came, staying on the chosen row."""
        row = max(0, self._table.currentRow())
        self._office, self._captions = office, office.captions()
        self._table.setHorizontalHeaderLabels([self._phrases(head) for head in _HEADS])
        fill(self._table, [self._line(uuid) for uuid in self._captions])
        self._card.setVisible(len(self._captions) > 1)
        if self._captions:
            self._table.setCurrentCell(min(row, len(self._captions) - 1), 0)
        self._offer()

    def _line(self, uuid: str) -> list[tuple[str, str, str] | str | int]:
        assert self._office is not None
        caption = self._captions[uuid]
        who = dict.fromkeys(one.author for one in self._office.mission.signers(uuid) if one.author)
        partners = [self._captions[other].name for other in self._joined(uuid)]
        mark = "link" if partners else ""
        return [
            (caption.name, mark, "accent"),
            ", ".join(who),
            f"{caption.percent} %",
            ", ".join(partners),
        ]

    def _joined(self, uuid: str) -> tuple[str, ...]:
        assert self._office is not None
        return self._office.mission.joined(uuid)[1:]

    def _chosen(self) -> str | None:
        row = self._table.currentRow()
        return list(self._captions)[row] if 0 <= row < len(self._captions) else None

    def _offer(self) -> None:
        """Offer the other missions for the chosen one, those it is one with first."""
        uuid = self._chosen()
        if uuid is None or self._office is None:
            return
        self._which.setText(
            self._phrases("{mission} is of the same thing as", mission=self._of(uuid))
        )
        joined = self._joined(uuid)
        rest = [other for other in self._captions if other not in joined and other != uuid]
        self.others.clear()
        for other in (*joined, *rest):
            self.others.addItem(self._of(other), other)
        self._name_deed()

    def _of(self, uuid: str) -> str:
        """A mission by name and the beginning of its id: two of one country are told apart."""
        return f"{self._captions[uuid].name} ({uuid[:6]})"

    def _name_deed(self) -> None:
        uuid, other = self._chosen(), self.others.currentData()
        one = uuid is not None and other in self._joined(uuid)
        self.deed.setText(self._phrases("Part them") if one else self._phrases("Join them"))
        why = why_not(self._office.mission, self._phrases) if self._office is not None else ""
        allow(self.deed, why, also=other is not None)
        self._note.setVisible(not one)

    def _join_or_part(self) -> None:
        from assessor.assessment.joining import OfTwoCountries, join, part

        uuid, other = self._chosen(), self.others.currentData()
        if uuid is None or other is None or self._office is None:
            return
        mission, identity = self._office.mission, self._session.identity()
        try:
            if other in self._joined(uuid):
                part(mission, uuid, other, identity)
            else:
                note = self._note.text().strip()
                try:
                    join(mission, uuid, other, identity, note=note)
                except OfTwoCountries as doubt:
                    if not self._meant(doubt):
                        return
                    join(mission, uuid, other, identity, note=note, anyway=True)
        except AssessorError as error:
            show_error(self, error, self._session.language)
            return
        self._note.clear()
        self._office.refresh()
        self._changed()

    def _meant(self, doubt: AssessorError) -> bool:
        """Whether missions of two countries are to be joined all the same."""
        text = words.say(doubt, self._session.language)
        box = Message(self, text, self._phrases, choices=("Cancel", "Join them anyway"))
        box.exec()
        return box.chosen == 1
