"""People and keys: one's own contact card and the known people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from assessor.assessment.base.file_writing import write_verified
from assessor.assessment.base.people import introduced_contacts
from assessor.assessment.entries.membership import vouch_anew
from assessor.errors import AssessorError
from assessor.gui.feedback.busy_dialog import run_busy
from assessor.gui.state.session import Session
from assessor.gui.state.session_dialog import SessionDialog
from assessor.gui.team.introduction_dialog import IntroductionDialog, Then
from assessor.gui.toolkit.dialogs.message_dialog import attempt, show_error
from assessor.gui.toolkit.style import basic_widgets as ui
from assessor.gui.toolkit.system.file_choice import choose_file, choose_target
from assessor.gui.toolkit.system.file_types import local_paths
from assessor.gui.toolkit.text.captions import moment
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.gui.toolkit.widgets.table_view import fill_table, table_widget
from assessor.parcel.keys.contact_card import CARD_SUFFIX, Contact, make_card
from assessor.parcel.keys.known_people import KnownPerson, forget_contact, known_people

_CARDS = f"*{CARD_SUFFIX}"
_HEADS = ("Name", "Organisation", "Key", "Met on")


class PeopleDialog(SessionDialog):
    """The own card above the known people; cards and reports may be dropped."""

    topic = "keys"

    def __init__(self, parent: QWidget, session: Session) -> None:
        super().__init__(parent, session)
        self._people: tuple[KnownPerson, ...] = ()
        self.setAcceptDrops(True)
        self.resize(760, 720)
        down = self.head(self._phrases("People and keys"), gap=8)
        down.addSpacing(8)
        self._own_card(down)
        down.addSpacing(16)
        self._known_people(down)
        down.addLayout(ui.columns(None, 1, ui.button(self, self.accept, self._phrases("Close"))))
        self._show_own()
        self._show_people()

    # own card
    def _own_card(self, down: QVBoxLayout) -> None:
        down.addWidget(ui.label(self, "heading", text=self._phrases("Your contact card")))
        card = ui.frame(self, "card")
        across = ui.columns(card, gap=24, margins=(20, 16, 20, 16))
        left = ui.rows(None, gap=4)
        self._name = self._line(left, "Your name, as it will stand beside your answers")
        self._organisation = self._line(left, "Organisation")
        left.addWidget(ui.label(card, "label", text=self._phrases("Your six words")))
        self._words, self._mark = ui.code(card, "six-words"), ui.code(card, "secondary")
        ui.fill(left, self._words, self._mark, 1)
        saves = ui.button(
            card, self._save, self._phrases("Save the card…"), role="primary", icon="save"
        )
        beneath = ui.columns(None, saves, 1)
        left.addSpacing(8)
        left.addLayout(beneath)
        self._code = QrCode(card, 220)
        self._code.setAccessibleName(self._phrases("Your contact card as a QR code"))
        ui.fill(across, (left, 1), (self._code, 0, Qt.AlignmentFlag.AlignTop))
        lead = self._phrases(
            "Send it to colleagues and headquarters before you travel, then read them your six "
            "words. It holds nothing secret."
        )
        ui.fill(down, card, ui.label(self, "secondary", text=lead, wrap=True))

    def _line(self, down: QVBoxLayout, text: str) -> ui.LineEdit:
        widget = ui.LineEdit(self)
        widget.setMaxLength(120)
        widget.editingFinished.connect(self._rename)
        ui.fill(down, ui.above(self, widget, self._phrases.say, text), widget)
        down.addSpacing(4)
        return widget

    def _show_own(self) -> None:
        mine, preferences = self._session.identity(), self._session.preferences
        self._name.setText(mine.name)
        self._organisation.setText(preferences.get("organisation"))
        self._words.setText(mine.words)
        self._mark.setText(mine.fingerprint)
        self._show_code()

    def _show_code(self) -> None:
        try:
            self._code.show_text(self._signed_card())
        except AssessorError:
            self._code.show_text(b"")  # without a name the card cannot be saved

    def _rename(self) -> None:
        preferences, name = self._session.preferences, self._name.text().strip()
        preferences.put("organisation", self._organisation.text().strip())
        if name and name != self._session.identity().name:
            self._session.rename(name)
        self._show_code()

    def _signed_card(self) -> bytes:
        return make_card(self._session.identity(), self._session.preferences.get("organisation"))

    def _save(self) -> None:
        self._rename()
        try:
            card = self._signed_card()
        except AssessorError as error:
            show_error(self, error, self._session.language)
            self._name.setFocus()
            return
        title = self._phrases("Save the card…").removesuffix("…")
        name, kinds = f"{self._session.identity().name}{CARD_SUFFIX}", {"Contact cards": _CARDS}
        chosen = choose_target(self, self._phrases, title, name, kinds)
        if chosen is None:
            return
        try:
            write_verified(card, chosen.with_suffix(CARD_SUFFIX), private=False)
        except AssessorError as error:
            show_error(self, error, self._session.language)

    # known people
    def _known_people(self, down: QVBoxLayout) -> None:
        top = ui.columns(
            None, (ui.label(self, "heading", text=self._phrases("People you have met")), 1)
        )
        self._forget_button = ui.button(
            self, self._forget, self._phrases("Trust no longer"), role="quiet", icon="trash"
        )
        adds = ui.button(self, self._add, self._phrases("From a card or report…"), icon="plus")
        ui.fill(top, self._forget_button, adds)
        self._table = table_widget(self, 1, len(_HEADS))
        self._table.setHorizontalHeaderLabels([self._phrases(head) for head in _HEADS])
        self._table.setAccessibleName(self._phrases("People you have met"))
        self._table.itemSelectionChanged.connect(self._offer)
        self._table.setMinimumHeight(140)
        self._nobody = ui.label(
            self,
            "muted",
            wrap=True,
            text=self._phrases(
                "Nobody yet. Drag a contact card or a report onto this window: you will be shown "
                "whose it is, and six words to compare. Until then their work counts as unverified."
            ),
        )
        ui.fill(down, top, (self._table, 1), (self._nobody, 1, Qt.AlignmentFlag.AlignTop))

    def _show_people(self) -> None:
        self._people = tuple(known_people(self._session.preferences.folder).values())
        fill_table(self._table, [self._row(person) for person in self._people])
        self._table.setVisible(bool(self._people))
        self._nobody.setVisible(not self._people)
        self._offer()

    def _row(self, person: KnownPerson) -> list[tuple[str, str, str] | str | int]:
        key = f"{ui.APART}{person.fingerprint}{ui.TOGETHER}"
        met = moment(datetime.fromtimestamp(person.since / 1000), self._phrases.language)
        return [(person.name, "check-circle", "ok"), person.organisation, key, met]

    def _offer(self) -> None:
        self._forget_button.setVisible(bool(self._people))
        self._forget_button.setEnabled(self._table.currentRow() >= 0)

    def _forget(self) -> None:
        row = self._table.currentRow()
        if 0 <= row < len(self._people):
            forget_contact(self._session.preferences.folder, self._people[row].public)
            if self._session.open_assessment is not None:
                attempt(self, self._session.language, partial(self._session.do, vouch_anew))
            self._session.changed.emit({"": frozenset({"people"})})
            self._show_people()

    def _add(self) -> None:
        meet_from(self, self._session, ())
        self._show_people()

    # drag and drop
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept cards and reports; say of other files why not."""
        if local_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Show the person of the file."""
        event.acceptProposedAction()
        meet_from(self, self._session, local_paths(event.mimeData())[:1])
        self._show_people()


def meet_from(
    parent: QWidget,
    session: Session,
    paths: Sequence[Path],
    *,
    then: Then | None = None,
    button_text: str = "Trust this person",
) -> None:
    """Show the person of a card or report; ask for the file if none is given."""
    phrases = Phrases(session.language)
    if not paths:
        title = phrases("From a card or report…").removesuffix("…")
        files = f"{_CARDS} *.pdf *.assessor *.age"
        kinds = {"Contact cards, reports and parcels": files, "All files": "*"}
        chosen = choose_file(parent, phrases, title, kinds)
        if chosen is None:
            return
        paths = [chosen]
    path, opens = paths[0], session.opens()
    people: tuple[Contact, ...] | None = run_busy(
        parent,
        session,
        "Reading the file",
        lambda _report_progress: introduced_contacts(path, identities=opens),
    )
    if people:
        IntroductionDialog(parent, session, people, then=then, button_text=button_text).exec()


_QUIET = 4
"""White border in modules (ISO/IEC 18004)."""


class QrCode(QWidget):
    """One text as a QR code, scaled to whole pixels."""

    def __init__(self, parent: QWidget, size: int) -> None:
        super().__init__(parent)
        self._rows: tuple[bytes, ...] = ()
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def squares(self) -> tuple[bytes, ...]:
        """The rows of the code, a byte a square; none where there is no text."""
        return self._rows

    def show_text(self, text: bytes) -> None:
        """Draw `text`, or nothing for a blank one."""
        # imported late: only this dialog draws QR codes
        from assessor.report.blocks.qr_squares import squares

        self._rows = tuple(bytes(row) for row in squares(text)) if text else ()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the requested size."""
        return QSize(self._size, self._size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint black modules on white, never mirrored."""
        if not self._rows:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        across = len(self._rows) + 2 * _QUIET
        side = max(1, min(self.width(), self.height()) // across)
        start = (min(self.width(), self.height()) - side * len(self._rows)) // 2
        for down, row in enumerate(self._rows):
            for along, dark in enumerate(row):
                if dark:
                    square = QRectF(start + along * side, start + down * side, side, side)
                    painter.fillRect(square, Qt.GlobalColor.black)
