"""Exchange parcels with colleagues through a folder: preview, then import and export at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHeaderView,
    QLayout,
    QProgressBar,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)

from assessor import words
from assessor.assessment.assessment import Assessment
from assessor.assessment.exchange import exchange_folder
from assessor.assessment.exchange.import_diff import ImportedChange, ImportPreview, preview_import
from assessor.errors import AssessorError, Refused
from assessor.gui.feedback.prompts import ask_missing_reasons
from assessor.gui.questions.answer_text import value_text
from assessor.gui.receiving.receipts_panel import imported_text, show_outcome
from assessor.gui.state.session import Session
from assessor.gui.state.session_dialog import SessionDialog
from assessor.gui.toolkit.dialogs.message_dialog import show_error
from assessor.gui.toolkit.style import basic_widgets as ui
from assessor.gui.toolkit.style.theme import set_role
from assessor.gui.toolkit.system.background_task import BackgroundTask, ReportProgress
from assessor.gui.toolkit.system.file_choice import choose_folder
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.gui.toolkit.text.receipt_statuses import receipt_counts, status_text
from assessor.gui.toolkit.widgets.table_view import Cell, TableLine, fill_table, table_widget
from assessor.store.model.receipt import Receipt
from assessor.store.read.evidence_reader import explain_damaged_files


@dataclass(frozen=True, slots=True)
class _Look:
    """The preview of a folder: receipts, and the answers that would change."""

    receipts: tuple[Receipt, ...]
    coming: ImportPreview


def exchange_files(parent: QWidget, session: Session) -> None:
    """Preview the mission's folder; ask for one if it has none or it is missing."""
    if session.assessment.mission.read_only:
        error = Refused("This mission can only be read here: it cannot take anything in.")
        show_error(parent, error, session.language)
        return
    if not ask_missing_reasons(parent, session, leaving=False):
        return
    folder = exchange_folder.exchange_state(session.assessment.mission).folder
    if folder is None or not folder.is_dir():
        folder = choose_exchange_folder(parent, session, folder)
    if folder is not None:
        ExchangeDialog(parent, session, folder).exec()


def choose_exchange_folder(parent: QWidget, session: Session, before: Path | None) -> Path | None:
    """Ask for a folder; return None if cancelled."""
    title = Phrases(session.language)("Choose the folder or USB stick you exchange through")
    start = before.parent if before is not None and before.parent.is_dir() else Path()
    return choose_folder(parent, title, start if before else "")


class ExchangeDialog(SessionDialog):
    """The parcels of colleagues, the answers they change, and one button for both ways."""

    topic = "exchange"

    def __init__(self, parent: QWidget, session: Session, folder: Path) -> None:
        super().__init__(parent, session)
        self._folder = folder
        self._work: BackgroundTask | None = None
        self._through = self._again = self._leaves = False
        self.resize(960, 680)
        column = self.head(self._phrases("Exchange with colleagues"))
        column.addLayout(self._place())
        self._stage = ui.label(self, "muted", text=" ")
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self._phrases("Exchange with colleagues"))
        ui.fill(column, self._stage, self._bar)
        heads: tuple[str, ...] = ("File", "What would happen", "New", "Known", "To decide", "Why")
        self._files_head, self.files = self._part(column, heads, 5, {0: 290})
        heads = ("Question", "Now", "Then", "Said by")
        width = {1: 150, 2: 150, 3: 220}
        self._answers_head, self.answers = self._part(column, heads, 0, width)
        self._rest = QWidget(self)
        self._told = ui.label(self._rest, wrap=True)
        ui.rows(self._rest, self._told, 1, gap=0)
        column.addWidget(self._rest, 1)
        self._sealing(column)
        self._stops = ui.button(self, self.reject)
        self.goes = ui.button(self, self._go, role="primary", icon="refresh")
        for each in (self._stops, self.goes):
            each.setAutoDefault(False)
        column.addLayout(ui.closing(self, self._stops, self.goes))
        self._look()

    def _place(self) -> QLayout:
        row = ui.columns(None, ui.picture(self, "folder", "muted", 18))
        self._where = ui.ElidedLabel(self, "label")
        self.elsewhere = ui.button(
            self, self._choose, self._phrases("Another folder…"), icon="folder-open"
        )
        self.elsewhere.setAutoDefault(False)
        ui.fill(row, (self._where, 1), self.elsewhere)
        return row

    def _part(
        self,
        column_layout: QVBoxLayout,
        heads: tuple[str, ...],
        stretched: int,
        full_width: Mapping[int, int],
    ) -> tuple[ui.Label, QTableWidget]:
        """Build a heading with a table; `full_width` gives column widths in px."""
        head = ui.label(self, "heading", wrap=True)
        column_layout.addWidget(head)
        made = table_widget(self, stretched, len(heads))
        made.setHorizontalHeaderLabels([self._phrases(each) for each in heads])
        made.setWordWrap(False)
        for column, width in full_width.items():
            made.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            made.setColumnWidth(column, width)
        column_layout.addWidget(made, 1)
        return head, made

    def _sealing(self, column: QVBoxLayout) -> None:
        self.seals = QCheckBox(self._phrases("Seal it with this mission's passphrase"), self)
        self.seals.setChecked(bool(self._session.passphrase))
        self.seals.setVisible(bool(self._session.passphrase))
        self.seals.clicked.connect(self._say_how)
        self._how = ui.label(self, "muted", wrap=True)
        ui.fill(column, self._how, self.seals)
        self._say_how()

    def _say_how(self) -> None:
        """Explain how the own parcel is written."""
        text = (
            "Your own parcel, with everything said so far, is left there for the others. Whoever "
            "opens this mission with the same passphrase can take it in, and nobody else."
            if self.seals.isChecked()
            else "Your own parcel, with everything said so far, is left there for the others. It "
            "is not sealed: anybody who gets the stick can read it."
        )
        self._how.setText(self._phrases(text))

    # Preview

    def _choose(self) -> None:
        found = choose_exchange_folder(self, self._session, self._folder)
        if found is not None:
            self._folder = found
            self._look()

    def _look(self) -> None:
        folder, secret = self._folder, self._session.passphrase
        known = self._session.opens()
        self._where.show_path(str(folder))

        def task(own: Assessment, report_progress: ReportProgress) -> _Look:
            opens = (*known, *exchange_folder.team_keys(own, secret))
            paths = exchange_folder.files_of_others(own, folder, identities=opens)
            receipts = exchange_folder.receive_files(
                own,
                paths,
                preview=True,
                progress=lambda done, of, name: report_progress(name, done, of),
                identities=opens,
            )
            return _Look(
                exchange_folder.relevant_receipts(receipts),
                preview_import(own, paths, identities=opens),
            )

        self._begin("Looking at the files…", self._session.aside(task), self._show)

    def _begin(
        self, stage: str, task: Callable[[ReportProgress], Any], done: Callable[[Any], None]
    ) -> None:
        self._stage.setText(self._phrases(stage))
        self._bar.setRange(0, 0)
        self._stage.show()
        self._bar.show()
        for part in (self._files_head, self.files, self._answers_head, self.answers):
            part.hide()
        self._say("")
        self._again = self._leaves = False
        self.goes.setText(self._phrases("Exchange"))
        for control in (self.goes, self.elsewhere, self.seals):
            control.setEnabled(False)
        self._stops.setText(self._phrases("Cancel"))
        self._work = self._session.run(
            task, done=done, failed=self._fail, progress=self._show_progress
        )

    def _say(self, text: str, role: str = "muted") -> None:
        """Show a message in place of the changed answers."""
        self._told.show_text(text)
        set_role(self._told, role)
        self._rest.show()

    def _show_progress(self, stage: str, done: int, of: int) -> None:
        self._bar.setRange(0, of)
        self._bar.setValue(done)
        self._stage.setText(self._phrases(stage) if stage else "")

    def _end(self) -> None:
        self._work = None
        self._stage.hide()
        self._bar.hide()
        for control in (self.goes, self.elsewhere, self.seals):
            control.setEnabled(True)
        self._stops.setText(self._phrases("Not now"))

    def _show(self, found: _Look) -> None:
        self._end()
        if self._leaves:  # the preview ended before the cancellation
            super().reject()
            return
        answers = found.coming.answers
        title = self._phrases("What colleagues left there")
        self._list(
            self._files_head, self.files, title, [self._file(each) for each in found.receipts]
        )
        self.files.setMaximumHeight(44 + 36 * min(4, len(found.receipts)) + 8)
        changing = self._phrases("Answers that would change: {count}", count=len(answers))
        changes = [self._answer(each) for each in answers]
        self._list(self._answers_head, self.answers, changing, changes)
        self._say(self._nothing(found))
        self._rest.setVisible(not answers)
        self.goes.setFocus()

    @staticmethod
    def _list(head: ui.Label, table: QTableWidget, text: str, lines: Sequence[TableLine]) -> None:
        head.setText(text)
        table.setAccessibleName(text)
        fill_table(table, lines)
        for part in (head, table):
            part.setVisible(bool(lines))

    def _nothing(self, found: _Look) -> str:
        """Return the message if no answer would change."""
        if not found.receipts:
            return self._phrases("No colleague has left anything there yet.")
        if any(each.new for each in found.receipts):
            return self._phrases("No answer would change; whatever else is new would be taken in.")
        return self._phrases("What colleagues left brings nothing new.")

    def _file(self, receipt: Receipt) -> list[Cell | str | int]:
        text, token, drawn = status_text(receipt)
        trust = self._session.assessment.trust()
        doubtful = words.join_list(
            trust.doubtful(receipt.signers, self._phrases), self._phrases.language
        )
        why = self._phrases.reasons(receipt.reasons) or doubtful
        file = self._file_name(receipt.file)
        return [file, (self._phrases(text), drawn, token), *receipt_counts(receipt), why]

    def _file_name(self, name: str) -> str:
        """Return a file name left to right, so that person, day and key keep their order."""
        if not words.is_right_to_left(self._session.language):
            return name
        return f"{ui.APART}{re.sub(r' (?=[0-9])', f' {ui.LEFT}', name)}{ui.TOGETHER}"

    def _answer(self, imported_change: ImportedChange) -> list[Cell | str | int]:
        node = self._session.assessment.node(imported_change.reference)
        blank = self._phrases("Blank")
        question: Cell | str = imported_change.label
        if imported_change.disputed:
            question = (imported_change.label, "conflict", "conflict")
        by = imported_change.named(self._phrases)
        if imported_change.disputed:
            by = self._phrases("{person}; both would stand", person=by)
        language = self._session.language
        now, then = (
            value_text(node, each, language) or blank
            for each in (imported_change.before, imported_change.after)
        )
        return [question, now, then, by]

    def _go(self) -> None:
        """Exchange, or preview again after an error."""
        (self._look if self._again else self._exchange)()

    def _exchange(self) -> None:
        folder, secret, sealed = self._folder, self._session.passphrase, self.seals.isChecked()
        known = self._session.opens()
        self._through = True

        def task(own: Assessment, report_progress: ReportProgress) -> exchange_folder.Exchanged:
            keys = exchange_folder.team_keys(own, secret)
            return exchange_folder.exchange(
                own,
                folder,
                report_progress=report_progress,
                identities=(*known, *keys),
                keys=keys if sealed else (),
            )

        self._begin("Exchanging…", self._session.aside(task), self._done)

    def _done(self, done: exchange_folder.Exchanged) -> None:
        self._end()
        self._session.reload()
        self.accept()
        nothing = "Nothing new was imported."
        taken = imported_text(self._session, self._phrases, done.receipts, nothing)
        left = (
            "Your parcel was left there and read back: {file}"
            if done.written
            else "Your parcel there holds everything already: {file}"
        )
        text = f"{taken}\n\n{self._phrases(left, file=self._file_name(done.path.name))}"
        if done.damaged:
            text += f"\n\n{self._phrases.reasons([explain_damaged_files(done.damaged)])}"
        show_outcome(self.parentWidget(), self._session, text, done.receipts)

    def _fail(self, error: AssessorError) -> None:
        through, self._through = self._through, False
        self._end()
        if self._leaves and not through:
            super().reject()  # only a preview was cancelled
            return
        if through:
            self._session.reload()  # imports before the error are stored
        self._say(words.say(error, self._session.language), "danger")
        self._again = True
        self.goes.setText(self._phrases("Try again"))
        self._stops.setText(self._phrases("Close"))

    def reject(self) -> None:
        """Cancel running work, else close."""
        if self._work is not None:
            self._stage.setText(self._phrases("Stopping…"))
            self._leaves = True
            self._work.cancel()
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stay open until the work has stopped."""
        if self._work is not None:
            event.ignore()
            self.reject()
        else:
            super().closeEvent(event)
