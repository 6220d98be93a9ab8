"""Preview of files to receive, before anything is imported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QHeaderView, QProgressBar, QWidget

from assessor import words
from assessor.assessment.core.signer_trust import Trust
from assessor.errors import AssessorError
from assessor.gui.files.registry_seal import let_protected_in
from assessor.gui.files.sealed_files import SealedFiles
from assessor.gui.receiving.signed_version import added_to, save_signed_version
from assessor.gui.state.session import Session
from assessor.gui.toolkit.style.basic_widgets import button, columns, fill, label, rows
from assessor.gui.toolkit.style.theme import dress, set_role
from assessor.gui.toolkit.system.background_task import BackgroundTask, Cancelled, ReportProgress
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.gui.toolkit.text.receipt_statuses import pages_text, receipt_counts, status_in_list
from assessor.gui.toolkit.widgets.table_view import (
    EMPTY_CELL,
    Cell,
    TableLine,
    fill_table,
    table_widget,
)
from assessor.registry.receive.copy_detection import FileOutcome, file_outcome
from assessor.registry.receive.form_naming import describe_form
from assessor.store.model.receipt import REFUSED, Receipt
from assessor.store.write.mission import Mission

_HEADS = ("What would happen", "File", "New", "Known", "To decide", "Pages", "Why")


_WOULD = {
    FileOutcome.REFUSED: "{count} would be refused.",
    FileOutcome.WAITING: "{count} would wait until their signers are trusted.",
    FileOutcome.COPY: "Copies of others here: {count}.",
    FileOutcome.KNOWN: "Known already: {count}.",
}
_DID = {
    FileOutcome.FRESH: "Files that brought something new: {count}.",
    FileOutcome.COPY: "Copies of others here: {count}.",
    FileOutcome.KNOWN: "Files that brought nothing new: {count}.",
    FileOutcome.WAITING: "Files that wait until their signers are trusted: {count}.",
    FileOutcome.REFUSED: "Files refused: {count}.",
}


class ReceiveTarget(Protocol):
    """What receives files: a registry or the open mission."""

    def receiving(
        self, paths: Sequence[Path], *, preview: bool
    ) -> Callable[[ReportProgress], tuple[Receipt, ...]]:
        """Return a task for Session.run that receives or previews files."""
        ...

    @property
    def mission(self) -> Mission:
        """The file that receives."""
        ...

    def trust(self) -> Trust:
        """Return the trusted keys."""
        ...

    def refresh(self) -> None:
        """Reread the file; called when such a task has ended."""
        ...


class ReceiveDialog(QWidget):
    """Previews, then receives; `finished` gets the outcome at the end."""

    def __init__(
        self,
        parent: QWidget,
        session: Session,
        phrases: Phrases,
        finished: Callable[[str, Sequence[Receipt]], object],
    ) -> None:
        super().__init__(parent)
        self._session, self._phrases, self._finished = session, phrases, finished
        self._into: ReceiveTarget | None = None
        self._paths: tuple[Path, ...] = ()
        self._work: BackgroundTask | None = None
        self._taking = False
        self._listed: list[Receipt] = []
        self._sealed = SealedFiles(self, session)
        column = rows(self, gap=12, margins=(24, 16, 24, 16))
        self._title = label(self, "title")
        self._lead = label(self, "muted", wrap=True)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._table = table_widget(self, 6, len(_HEADS))
        self._table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Interactive)
        self._table.setColumnWidth(1, 280)
        phrases.say(self._table.setAccessibleName, "What receiving these files would do")
        self._back = button(self, self.leave)
        self._go = button(self, self._receive, role="primary", icon="receive")
        self._back.setObjectName("leave")
        self._go.setObjectName("receive")
        self._back.setText(phrases("Cancel"))
        self._go.setText(phrases("Receive"))
        self._version = button(self, self._save_signed_version, icon="save")
        self._version.setText(phrases("Save the version that was signed…"))
        self._version.hide()
        self._table.currentCellChanged.connect(self._offer_signed_version)
        row = columns(None, self._version, 1, self._back, self._go)
        fill(column, self._title, self._lead, self._bar, (self._table, 1), row)

    def look(self, into: ReceiveTarget, paths: Sequence[Path]) -> None:
        """Preview receiving `paths`; ask for the passphrases of sealed files."""
        self._into, self._paths = into, tuple(paths)
        self._sealed = SealedFiles(self, self._session)
        self._table.setRowCount(0)
        self._table.setHorizontalHeaderLabels([self._phrases(head) for head in _HEADS])
        self._preview()

    def _preview(self) -> None:
        self._begin("Looking at the files…", preview=True, done=self._looked)

    def take_in(self, into: ReceiveTarget, paths: Sequence[Path]) -> None:
        """Receive `paths` that were previewed before."""
        self._into, self._paths = into, tuple(paths)
        self._table.setRowCount(0)
        self._receive()

    def _begin(self, title: str, *, preview: bool, done: Callable[..., None]) -> None:
        assert self._into is not None
        self._title.setText(self._phrases(title))
        self._lead.setText("")
        self._back.setText(self._phrases("Cancel"))
        self._go.setText(self._phrases("Receive"))
        self._go.setEnabled(False)
        self._go.show()
        self._version.hide()
        self._taking = not preview
        self._bar.setRange(0, 0)
        self._bar.show()
        self._work = self._session.run(
            self._into.receiving(self._paths, preview=preview),
            done=done,
            failed=self._fail,
            progress=self._show_progress,
        )

    def _show_progress(self, file: str, done: int, of: int) -> None:
        self._bar.setRange(0, of)
        self._bar.setValue(done)
        self._lead.setText(
            self._phrases("{done} of {of}: {file}", done=done, of=of, file=file) if file else ""
        )

    def _looked(self, receipts: tuple[Receipt, ...]) -> None:
        """Show what was found; look again with a passphrase that was asked for."""
        self._end()
        assert self._into is not None
        if self._sealed.ask(receipts) or let_protected_in(
            self, self._session, self._into.mission, receipts
        ):
            self._preview()
        else:
            self._show(receipts)

    def _show(self, receipts: tuple[Receipt, ...]) -> None:
        self._bar.hide()
        lots = Counter(map(file_outcome, receipts))
        fresh = lots[FileOutcome.FRESH]
        if not receipts:
            title = "No reports or missions were found there"
        elif lots[FileOutcome.REFUSED] == len(receipts):
            title = "None of these files can be received"
        elif fresh:
            title = "{fresh} of {count} files bring something new"
        else:
            title = "These files bring nothing new"
        self._title.setText(self._phrases(title, fresh=fresh, count=len(receipts)))
        nothing = self._phrases("Nothing has been imported yet.")
        self._lead.setText(" ".join((nothing, *self._counts(receipts, _WOULD))))
        self._list(receipts)
        set_role(self._go, "primary" if fresh else "")
        dress(self._go, "receive", "on_accent" if fresh else "ink")
        useful = sum(receipt.status != REFUSED or bool(receipt.fingerprint) for receipt in receipts)
        self._go.setEnabled(bool(useful))
        self._go.setVisible(bool(useful))
        self._go.setText(self._offer(fresh, useful))
        self._back.setText(self._phrases("Not now") if useful else self._phrases("Back"))
        (self._go if useful else self._back).setFocus()

    def _offer(self, fresh: int, useful: int) -> str:
        """Set the button text: the number of files with something new, if not all."""
        if not fresh:
            return self._phrases("Receive them anyway")
        if fresh == useful > 1:
            return self._phrases("Receive {count} files", count=useful)
        return self._phrases("Receive {count} new", count=fresh)

    def _list(self, receipts: Sequence[Receipt]) -> None:
        """Sort the files: refused, with conflicts, others, copies."""

        def weight(receipt: Receipt) -> int:
            where = file_outcome(receipt)
            if where in (FileOutcome.COPY, FileOutcome.KNOWN):
                return 4 if where is FileOutcome.COPY else 5
            if where is FileOutcome.REFUSED:
                return 0
            return 1 if receipt.conflicts else 2 if receipt.reasons else 3

        self._listed = sorted(receipts, key=weight)
        fill_table(self._table, [self._line(receipt) for receipt in self._listed])
        self._table.scrollToTop()
        changed = (row for row, each in enumerate(self._listed) if added_to(each, self._paths))
        self._table.setCurrentCell(next(changed, 0), 0)
        self._offer_signed_version()

    def _line(self, receipt: Receipt) -> TableLine:
        text, token, drawn = status_in_list(receipt)
        why = self._why(receipt)
        status = (self._phrases(text), drawn, token)
        return [status, receipt.file, *receipt_counts(receipt), self._pages(receipt), why]

    def _pages(self, receipt: Receipt) -> Cell | str:
        words = pages_text(receipt)
        return (self._phrases(words[0]), words[2], words[1]) if words else EMPTY_CELL

    def _offer_signed_version(self) -> None:
        """Show the button that saves what was signed, for a file that others added to."""
        self._version.setVisible(self._added_to() is not None)

    def _added_to(self) -> Path | None:
        row = self._table.currentRow()
        receipt = self._listed[row] if 0 <= row < len(self._listed) else None
        return added_to(receipt, self._paths)

    def _save_signed_version(self) -> None:
        path = self._added_to()
        if path is not None:
            save_signed_version(self, self._session, path)

    def _why(self, receipt: Receipt) -> str:
        """Return why a file is refused or waits, notes on its pages, new forms, untrusted signers
        and missing sidecar files."""
        new = [describe_form(form) for form in receipt.forms if form.new]
        reasons = self._phrases.reasons([*receipt.reasons, *new])
        if (
            file_outcome(receipt) in (FileOutcome.COPY, FileOutcome.REFUSED)
            or self._into is None
            or receipt.id
        ):
            return reasons
        doubtful = ", ".join(self._into.trust().doubtful(receipt.signers, self._phrases))
        doubtful = " ".join(part for part in (reasons, doubtful) if part)
        if not receipt.missing:
            return doubtful
        missing = self._phrases(
            "Still to come: {names}. Receive the report's sidecar (.files.assessor).",
            names=", ".join(receipt.missing),
        )
        return f"{doubtful}. {missing}" if doubtful else missing

    def _receive(self) -> None:
        self._begin("Receiving…", preview=False, done=self._done)

    def _done(self, receipts: tuple[Receipt, ...]) -> None:
        self._end()
        self._finished(" ".join(self._counts(receipts, _DID)), receipts)

    def _counts(
        self, receipts: tuple[Receipt, ...], texts: Mapping[FileOutcome, str]
    ) -> Iterator[str]:
        lots = Counter(map(file_outcome, receipts))
        for outcome, text in texts.items():
            if lots[outcome]:
                yield self._phrases(text, count=lots[outcome])

    @property
    def busy(self) -> bool:
        """Whether files are being previewed or received."""
        return self._work is not None

    def leave(self) -> None:
        """Cancel running work, else finish."""
        if self._work is not None:
            self._work.cancel()
        else:
            self._finished("", ())

    def _end(self) -> None:
        self._work = None
        if self._into is not None:
            self._into.refresh()

    def _fail(self, error: AssessorError) -> None:
        self._end()
        self._bar.hide()
        if self._taking and isinstance(error, Cancelled) and error.done:
            self._title.setText(self._phrases("Receiving was stopped"))
            text = "Files imported before that, and kept: {count}. Receive the others again."
            self._lead.setText(self._phrases(text, count=error.done))
            self._go.setText(self._phrases("Receive the rest"))
            self._go.setEnabled(True)
        else:
            self._go.hide()
            self._title.setText(self._phrases("Not received"))
            self._lead.setText(words.say(error, self._session.language))
        self._back.setText(self._phrases("Back"))
