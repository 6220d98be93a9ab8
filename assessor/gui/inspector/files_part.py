"""The evidence files of an answer: add, view, and state the relevant page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QFrame, QToolButton, QWidget

from assessor.assessment.core.answer import Answer
from assessor.assessment.entries import evidence
from assessor.errors import AssessorError
from assessor.form.labels.styled_text import plain_text
from assessor.form.live.node import Node
from assessor.gui.feedback.busy_dialog import BusyDialog
from assessor.gui.inspector.inspector_part import SessionPart
from assessor.gui.questions.answer_text import question_label
from assessor.gui.questions.base.question import Context
from assessor.gui.questions.media.upload_question import (
    AWAITED,
    DAMAGED,
    MAY_TELL,
    in_words,
    save_copy,
)
from assessor.gui.state.session import Session
from assessor.gui.toolkit.controls.thumbnail import Thumbnail
from assessor.gui.toolkit.style.basic_widgets import LineEdit, columns, emptied, fill, rows, tool
from assessor.gui.toolkit.system.background_task import Cancelled, ReportProgress
from assessor.gui.toolkit.system.drop_box import DropBox
from assessor.gui.toolkit.system.open_external import can_open_external, documents
from assessor.gui.toolkit.viewer.pdf_dialog import open_file
from assessor.gui.toolkit.widgets.label_text import FormLabel, error_text, isolate


class FilesPart(SessionPart):
    """All files of a question except its answer, and an area to add one."""

    def __init__(self, session: Session, context: Context, parent: QWidget) -> None:
        words = context.words
        super().__init__(session, context, words("Files"), parent)
        self._rows = rows(None, gap=12)
        self.column.addLayout(self._rows)
        self._listed: list[tuple[evidence.Evidence, tuple[evidence.Evidence, ...]]] = []
        self.page_fields: dict[str, LineEdit] = {}
        self.box = DropBox(self.attach, self, self.attach_all)
        across = columns(self.box, gap=-1, margins=(12, 8, 8, 8))
        asked = FormLabel("hint", self.box, words("Drop a file here, or choose one."))
        self.paste = self._tool(self.box, "copy", words("Paste a file or picture"), self._paste)
        self.choose = self._tool(self.box, "folder-open", words("Choose a file"), self._choose)
        self.scan = self._tool(self.box, "scan", words("Scan a document"), self._scan)
        fill(across, (asked, 1), self.scan, self.paste, self.choose)
        self.trouble = FormLabel("hint-warn", self)
        fill(self.column, self.box, self.trouble)
        keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self.box)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self._paste)

    def show_node(self, node: Node, atom: Answer) -> None:
        if self.node is None or self.node.reference != node.reference:
            self.trouble.say("")
        self.node, self.atom = node, atom
        beside = [
            each
            for each in evidence.files_of(self.assessment, node.reference)
            if not each.is_answer
        ]
        wanted = [(each, evidence.copies_of_file(self.assessment, each.id)[:2]) for each in beside]
        if wanted != self._listed:
            self._listed = wanted
            self.page_fields = {}
            emptied(self._rows)
            for found, copies in wanted:
                self._rows.addWidget(self._row(found, copies))
        self.box.setVisible(not self.locked)

    def discard(self) -> None:
        super().discard()
        self._listed, self.page_fields = [], {}
        emptied(self._rows)

    def flush(self) -> None:
        if self.session.open_assessment is None or self.locked:
            return
        for file_id, line in list(self.page_fields.items()):
            if line.isModified():
                line.setModified(False)
                self._submit_page(file_id, line.text())

    def _submit_page(self, file_id: str, text: str) -> None:
        self.session.do(lambda now: evidence.note_file(now, file_id, text))

    def attach(self, source: Path | bytes, name: str) -> None:
        """Attach a file, given by its path or content."""
        node = self.node
        if node is None or self.locked:
            return
        self.flush()  # the rows are created again
        called = name or (source.name if isinstance(source, Path) else f"{node.name}.png")
        self._try(
            lambda: self.session.do(
                lambda now: evidence.attach_file(now, node.reference, source, name=called)
            )
        )

    def attach_all(self, paths: Sequence[Path]) -> evidence.StoredFiles | None:
        """Attach several files as one step; return the result, or None."""
        node = self.node
        if node is None or self.locked:
            return None
        self.flush()
        result: list[evidence.StoredFiles | None] = []
        self._try(lambda: result.append(attach_files(self, self.session, node.reference, paths)))
        kept = result[0] if result else None
        if kept is not None and kept.troubles:
            self.trouble.say(
                "\n".join(error_text(each, self.context.language) for each in kept.troubles)
            )
        return kept

    # One file

    def _row(self, found: evidence.Evidence, copies: Sequence[evidence.Evidence]) -> QWidget:
        words = self.context.words
        room = QFrame(self)
        down = rows(room, gap=4)
        across = columns(None, gap=12)
        if found.media_type.startswith("image/"):
            small = Thumbnail(room)
            read = (lambda: self._bytes(found)) if found.here else None
            small.show_file(found.sha256, found.media_type, read)
            across.addWidget(small, 0, Qt.AlignmentFlag.AlignTop)
        column = rows(None, FormLabel("file-name", room, isolate(found.name)), gap=2)
        for text, role in self._facts(found, copies):
            column.addWidget(FormLabel(role, room, text))
        deeds = columns(None, *self._action_buttons(room, found), gap=0)
        deeds.addStretch(1)
        column.addLayout(deeds)
        across.addLayout(column, 1)
        page = LineEdit(room)
        page.setText(found.note)
        page.setPlaceholderText(words("Page or section, or what it shows"))
        page.setAccessibleName(words("Page or section of {file}").format(file=found.name))
        page.setReadOnly(self.locked)
        page.editingFinished.connect(self.flush)
        page.textEdited.connect(lambda _text: self.context.typing())
        self.page_fields[found.id] = page
        fill(down, across, page)
        return room

    def _facts(
        self, found: evidence.Evidence, copies: Sequence[evidence.Evidence]
    ) -> list[tuple[str, str]]:
        words = self.context.words
        told = [(isolate(in_words(found.size)), "hint")]
        if not found.here:
            told.append((words(DAMAGED if found.damaged else AWAITED), "hint-warn"))
        if found.stripped:
            told.append((words("Place and device were taken out of the photograph."), "hint"))
        if found.may_tell:
            told.append((words(MAY_TELL), "hint-warn"))
        for other in copies:
            asked = question_label(self.assessment, other.reference)
            told.append((words("The same file is here: {question}").format(question=asked), "hint"))
        return told

    def _action_buttons(self, room: QWidget, found: evidence.Evidence) -> list[QToolButton]:
        words = self.context.words
        opens = self._tool(room, "eye", words("Open"), lambda: self._view_file(found), found)
        opens.setEnabled(found.here and can_open_external(found.name))
        if found.here and not opens.isEnabled():
            opens.setToolTip(words("Files of this kind are not opened from here: save a copy."))
        saves = self._tool(room, "save", words("Save a copy"), lambda: self._save(found), found)
        saves.setEnabled(found.here)
        goes = self._tool(
            room, "trash", words("Remove"),
            lambda: self.session.do(lambda now: evidence.remove_file(now, found.id)), found,
        )  # fmt: skip
        goes.setVisible(not self.locked)
        return [opens, saves, goes]

    def _tool(
        self,
        parent: QWidget,
        icon: str,
        text: str,
        does: Callable[[], object],
        about: evidence.Evidence | None = None,
    ) -> QToolButton:
        name = about.name if about is not None else ""
        return tool(parent, icon, "accent", text, lambda: self._try(does), about=name)

    def _view_file(self, found: evidence.Evidence) -> None:
        """Show a document at the stated page, other files in their own program."""
        line = self.page_fields.get(found.id)
        open_file(self, found.name, self._bytes(found), line.text() if line else found.note)

    def _bytes(self, found: evidence.Evidence) -> bytes:
        content: bytes = evidence.file_bytes(self.assessment, found.id)
        return content

    # Actions of the person

    def _choose(self) -> None:
        title = self.context.words("Choose a file")
        chosen, _ = QFileDialog.getOpenFileName(self, title, str(documents()))
        if chosen:
            self.attach(Path(chosen), "")

    def _paste(self) -> None:
        data = QGuiApplication.clipboard().mimeData()
        if self.locked or (data is not None and self.box.take_data(data)):
            return
        words = self.context.words
        self.trouble.say(words("There is no file or picture to paste: copy one first."))

    def _scan(self) -> None:
        if self.node is None or self.locked:
            return
        from assessor.gui.inspector.scan_dialog import (
            ScanDialog,  # imported late: scanners are seldom used
        )

        made = ScanDialog(self, self.session, plain_text(self.node.label)[:60] or self.node.name)
        if made.exec():
            self.attach(made.content, made.name)

    def _save(self, found: evidence.Evidence) -> None:
        title = self.context.words("Save a copy")
        chosen, _ = QFileDialog.getSaveFileName(self, title, str(documents() / found.name))
        if chosen:
            save_copy(self, self.assessment, found.id, Path(chosen), self.context.language)

    def _try(self, does: Callable[[], object]) -> None:
        self.trouble.say("")
        try:
            does()
        except AssessorError as trouble:
            self.trouble.say(error_text(trouble, self.context.language))


if TYPE_CHECKING:
    from assessor.assessment.assessment import Assessment

_AT_ONCE = 4 * 2**20
"""Larger sets, in bytes, are read with a progress dialog."""


def attach_files(
    parent: QWidget, session: Session, reference: str, paths: Sequence[Path]
) -> evidence.StoredFiles | None:
    """Attach the files; return those kept and the errors, None if cancelled. Raises FileError."""
    now = session.assessment
    if sum(map(_size, paths)) <= _AT_ONCE:
        kept = evidence.store_files(now, reference, paths)
    else:
        task = session.aside(partial(_attach_all, reference, paths))
        busy = BusyDialog(parent, session, "Attaching the files…", task)
        busy.exec()
        if isinstance(busy.error, Cancelled) or (busy.result_of_work is None and not busy.error):
            return None
        if busy.error is not None:
            raise busy.error
        kept = busy.result_of_work
    session.do(lambda now: evidence.attach_stored(now, kept))
    return kept


def _attach_all(
    reference: str, paths: Sequence[Path], own: Assessment, report_progress: ReportProgress
) -> evidence.StoredFiles:
    return evidence.store_files(own, reference, paths, report_progress)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0  # the reader reports the error
