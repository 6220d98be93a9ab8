"""The receipts of a registry or mission, with undo."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from PySide6.QtWidgets import QWidget

from assessor import words
from assessor.assessment.core.signer_trust import trust_of
from assessor.errors import AssessorError
from assessor.gui.files.access_rights import denial_reason, enable_if_allowed
from assessor.gui.receiving.import_summary import UndoTarget, confirm_change, undo_import
from assessor.gui.receiving.quarantine_panel import WaitingPanel
from assessor.gui.registry.registry_panel import RegistryPanel
from assessor.gui.state.session import Session
from assessor.gui.toolkit.dialogs.dialog import Dialog
from assessor.gui.toolkit.dialogs.message_dialog import ask, attempt, show_done
from assessor.gui.toolkit.style.basic_widgets import (
    button,
    closing,
    columns,
    fill,
    frame,
    label,
    rows,
)
from assessor.gui.toolkit.text import receipt_statuses
from assessor.gui.toolkit.text.captions import moment
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.gui.toolkit.widgets.empty_state import empty_state
from assessor.gui.toolkit.widgets.lazy_table import LazyTable
from assessor.gui.toolkit.widgets.table_view import TableLine
from assessor.registry.receive.bulk_undo import undoable_receipts
from assessor.registry.receive.form_naming import describe_form, stored_forms
from assessor.registry.receive.quarantine_review import retry_package
from assessor.store.model.receipt import NEW, Receipt, UnaskedChange
from assessor.store.write.mission import Mission
from assessor.words import join_list

_HEADS = ("Status", "File", "When", "New", "Known", "To decide")


class ReceiptsPanel(RegistryPanel):
    """The receipts, newest first, and details of the selected one."""

    def _build(self) -> None:
        phrases = self._phrases
        self._office: UndoTarget | None = None
        self._held: frozenset[str] = frozenset()
        self._receipts: tuple[Receipt, ...] = ()
        column = rows(self, gap=12, margins=(0, 12, 0, 0))
        self._table = LazyTable(self, 1, self._show_chosen, several=True)
        phrases.say(self._table.setAccessibleName, "Files received")
        self._empty = empty_state(
            self,
            phrases,
            "receive",
            "Nothing has come in yet",
            "Drag PDFs, mission files or whole folders onto this window, or choose Receive files.",
        )
        fill(column, (self._table, 1), (self._empty, 1), self._details())
        self._waiting = WaitingPanel(self, self._session, phrases, self._taken)
        column.addWidget(self._waiting)

    def _details(self) -> QWidget:
        """Build the details and actions of the selected file."""
        phrases = self._phrases
        self._detail = frame(self, "card")
        row = columns(self._detail, gap=16, margins=(16, 12, 16, 12))
        self._what = label(self._detail, "label", wrap=True)
        self._means = label(self._detail, "muted", wrap=True)
        self._signed = label(self._detail, "secondary", wrap=True)
        self._form = label(self._detail, "secondary", wrap=True)
        self._mark = label(self._detail, "secondary")
        texts = self._what, self._means, self._signed, self._form, self._mark
        text = rows(None, *texts, gap=2)
        self._undo = phrases.on(button(self._detail, self._take_back, icon="undo"), "Undo import")
        self._again = phrases.on(button(self._detail, self._try_again, icon="refresh"), "Try again")
        fill(row, (text, 1), self._again, self._undo)
        return self._detail

    @property
    def count(self) -> int:
        """Return the number of received files."""
        return len(self._receipts)

    def show_office(self, office: UndoTarget) -> None:
        """Show the receipts; keep the selection unless a new file arrived."""
        was = self._chosen() if office is self._office else None
        before = len(self._receipts)
        self._office = office
        self._receipts, self._held = office.mission.receipts(), office.mission.quarantined_ids()
        self._table.setVisible(bool(self._receipts))
        self._empty.setVisible(not self._receipts)
        self._detail.setVisible(bool(self._receipts))
        same = was is not None and before == len(self._receipts)
        ids = [receipt.id for receipt in self._receipts] if same else []
        row = ids.index(was.id) if was is not None and was.id in ids else 0
        heads = [self._phrases(head) for head in _HEADS]
        self._table.show_lines(heads, len(self._receipts), self._row, row)
        self._show_chosen()

    def _row(self, row: int) -> TableLine:
        receipt = self._receipts[row]
        text, token, drawn = self._in_words(receipt)
        when = datetime.fromtimestamp(receipt.at / 1000)
        return [
            (self._phrases(text), drawn, token),
            receipt.file,
            moment(when, self._phrases.language),
            *receipt_statuses.receipt_counts(receipt),
        ]

    def _in_words(self, receipt: Receipt) -> tuple[str, str, str]:
        in_part = receipt.new and receipt.id in self._held
        return (
            receipt_statuses.RECEIVED_IN_PART if in_part else receipt_statuses.status_text(receipt)
        )

    def _chosen(self) -> Receipt | None:
        row = self._table.row()
        return self._receipts[row] if 0 <= row < len(self._receipts) else None

    def _show_chosen(self) -> None:
        receipt, several = self._chosen(), self._several()
        self._mark.setVisible(not several)
        if several:
            self._show_several(several)
            return
        if receipt is None:
            return
        text, _, _ = self._in_words(receipt)
        self._what.setText(f"{receipt.file}: {self._phrases(text)}")
        reasons = self._phrases.reasons(receipt.reasons)
        means = self._phrases(receipt_statuses.status_sentence(receipt))
        self._means.setText(f"{reasons} {means} {self._taking_back(receipt)}".strip())
        mark = " ".join(receipt.fingerprint[at : at + 4] for at in range(0, 16, 4))
        self._mark.setText(self._phrases("Fingerprint {mark}", mark=mark) if mark.strip() else "")
        assert self._office is not None
        mission, phrases = self._office.mission, self._phrases
        self._undo.setText(phrases("Undo import"))
        enable_if_allowed(
            self._undo, denial_reason(mission, phrases, keeping=True), also=receipt.status == NEW
        )
        enable_if_allowed(self._again, denial_reason(mission, phrases))
        self._again.setVisible(receipt.id in self._held)
        forms = map(describe_form, stored_forms(mission, receipt.id))
        self._form.show_text(phrases.reasons(forms))
        self._show_people(receipt)

    def _several(self) -> tuple[Receipt, ...]:
        """Return the selected receipts if there are several."""
        rows = self._table.chosen_rows()
        return tuple(self._receipts[row] for row in rows) if len(rows) > 1 else ()

    def _show_several(self, chosen: tuple[Receipt, ...]) -> None:
        """Show the actions for several files."""
        assert self._office is not None
        mission, phrases = self._office.mission, self._phrases
        going = len(undoable_receipts(chosen))
        for widget in (self._signed, self._form, self._again, self._waiting):
            widget.hide()
        self._what.setText(phrases("{count} files are chosen", count=len(chosen)))
        self._means.setText(
            phrases("What only they brought is set aside; receiving them again brings it back.")
            if going
            else phrases("The import of these files cannot be undone.")
        )
        self._undo.setText(phrases("Undo import of {count} selected files", count=going))
        enable_if_allowed(
            self._undo, denial_reason(mission, phrases, keeping=True), also=bool(going)
        )

    def _show_people(self, receipt: Receipt) -> None:
        """Show the signers of the file and those the rest waits for."""
        assert self._office is not None
        mission, phrases = self._office.mission, self._phrases
        trust = trust_of(mission, self._session.identity())
        brought = mission.receipt_signers(receipt.id)
        people = dict.fromkeys((signer.author, signer.signer) for signer in brought)
        named = (str(phrases.apart(trust.named(*who, phrases))) for who in people)
        names = join_list(named, phrases.language)
        self._signed.show_text(f"{phrases('Signed by')} {names}" if names else "")
        self._waiting.show_receipt(mission, receipt.id if receipt.id in self._held else "")

    def _taken(self) -> None:
        """Update after a quarantined package was imported."""
        if self._office is not None:
            self._office.refresh()
        self._changed()

    def _taking_back(self, receipt: Receipt) -> str:
        """Return what an undo would remove, found by trying it."""
        if receipt.status != NEW or self._office is None or not self._office.mission.can_manage:
            return ""
        try:
            undone = self._office.mission.undo(receipt.id, preview=True)
        except AssessorError as error:
            return words.say(error, self._phrases.language)
        count = undone.entries
        if not undone.members:
            return self._phrases("Undoing the import sets {count} entries aside.", count=count)
        members = self._phrases.reasons(each.reason for each in undone.members)
        text = "Undoing the import sets {count} entries aside and changes who speaks for a team:"
        return f"{self._phrases(text, count=count)} {members}"

    def _try_again(self) -> None:
        receipt = self._chosen()
        if receipt is not None and self._office is not None:
            mission, opens = self._office.mission, self._session.opens()
            self._do(lambda: retry_package(mission, receipt.id, identities=opens))

    def _take_back(self) -> None:
        receipt, several = self._chosen(), undoable_receipts(self._several())
        if self._office is None:
            return
        if several:
            undo_import(self, self._session, self._office, several)
            self._changed()
        elif receipt is not None:
            mission = self._office.mission
            self._do(lambda: self._undo_one(mission, receipt.id))

    def _undo_one(self, mission: Mission, receipt: str) -> None:
        """Undo an import; ask first if somebody gains or loses authority by it."""
        try:
            mission.undo(receipt)
        except UnaskedChange as change:
            if confirm_change(self, self._session, change):
                mission.undo(receipt, accepted=change.members)

    def _do(self, deed: Callable[[], object]) -> None:
        assert self._office is not None
        if attempt(self, self._session.language, deed):
            self._office.refresh()
            self._changed()


class ReceivedFilesDialog(Dialog):
    """The receipts of a mission; imports and undone imports appear on the desk at once."""

    topic = "exchange"

    def __init__(self, parent: QWidget, session: Session) -> None:
        super().__init__(parent)
        self._session = session
        phrases = Phrases(session.language)
        self.resize(860, 560)
        column = self.head(phrases("Received from colleagues"), gap=8)
        self.receipts = ReceiptsPanel(self, session, phrases, self._show)
        closes = button(self, self.accept, phrases("Close"))
        fill(column, (self.receipts, 1), closing(self, closes))
        self._show()

    @property
    def mission(self) -> Mission:
        """The open file."""
        return self._session.assessment.mission

    def refresh(self) -> None:
        """Reload the desk."""
        self._session.reload()

    def _show(self) -> None:
        self.receipts.show_office(self)


def imported_text(
    session: Session, phrases: Phrases, receipts: Iterable[Receipt], nothing: str
) -> str:
    """Return what files brought into the open mission; `nothing` (English) if nothing new."""
    new = sum(receipt.new for receipt in receipts)
    text = phrases("{count} new entries were imported.", count=new) if new else phrases(nothing)
    conflicts = len(session.assessment.conflicts())
    if conflicts:
        text += " " + phrases(
            "{count} answers differ and wait for a decision: they are marked in the outline.",
            count=conflicts,
        )
    return text


def show_outcome(
    parent: QWidget | None, session: Session, text: str, receipts: Iterable[Receipt]
) -> None:
    """Show the outcome of receiving; offer the list of files if some of it waits for trust."""
    phrases = Phrases(session.language)
    held = session.assessment.mission.quarantined_ids()
    if not any(receipt.id in held for receipt in receipts):
        show_done(parent, text, phrases)
        return
    text += " " + phrases("Some of it waits until you trust who signed it.")
    wants_list = ask(parent, text, phrases, "See the open items", "Not now") == 0
    if wants_list and parent is not None:
        ReceivedFilesDialog(parent, session).exec()
