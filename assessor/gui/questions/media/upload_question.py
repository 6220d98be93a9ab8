"""A file as an answer: chosen, dropped or pasted; with thumbnail, open, save and remove."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QWidget

from assessor.assessment.assessment import Assessment
from assessor.assessment.base.filenames import media_type
from assessor.assessment.entries.evidence import Evidence, file_bytes, files_of, save_file
from assessor.errors import AssessorError
from assessor.form.live.node import Node
from assessor.gui.questions.base.question import Question
from assessor.gui.toolkit.controls.thumbnail import Thumbnail
from assessor.gui.toolkit.dialogs.message_dialog import unless_unprotected
from assessor.gui.toolkit.style.basic_widgets import fill, picture, rows
from assessor.gui.toolkit.style.theme import dress
from assessor.gui.toolkit.style.visibility import set_shown
from assessor.gui.toolkit.system.drop_box import DropBox
from assessor.gui.toolkit.system.open_external import can_open_external, documents
from assessor.gui.toolkit.viewer.pdf_dialog import open_file
from assessor.gui.toolkit.widgets.flow_layout import FlowPanel
from assessor.gui.toolkit.widgets.label_text import FormLabel, error_text, isolate

_PATTERNS = {
    "image": "*.png *.jpg *.jpeg *.gif *.webp *.bmp *.tif *.tiff *.heic *.heif *.avif",
    "audio": "*.mp3 *.m4a *.wav *.ogg *.oga *.opus *.flac *.aac *.amr",
    "video": "*.mp4 *.m4v *.mov *.webm *.mkv *.avi *.3gp",
}
"""The file suffixes that the dialog offers first, by media type."""

_HEAD = 4096

MAY_TELL = "It may still say where and with what it was taken: that could not be taken out."
"""Shown beside videos and unreadable pictures."""
AWAITED = "The file has not been received yet; its name and size have."
DAMAGED = "The file is damaged in this mission: ask who added it for it again."


def in_words(size: int) -> str:
    """Return a size in bytes in words: 12 kB, 3.4 MB (powers of ten, like file managers)."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB"
    return f"{size / 1_000_000:.1f} MB"


class UploadQuestion(Question):
    """One file. Its content goes to the mission file and is read from there."""

    def build(self) -> None:
        """Create both states: empty with ways to add a file, and the file with its actions."""
        self.box = DropBox(self.set_file, self)
        self.editor.addWidget(self.box)
        self._empty, self._filled = QWidget(self.box), QWidget(self.box)
        self._build_empty(QHBoxLayout(self._empty))
        self._build_filled(QHBoxLayout(self._filled))
        rows(self.box, self._empty, self._filled, margins=(16, 12, 16, 12))
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paste.activated.connect(self._paste)

    def _build_empty(self, row: QHBoxLayout) -> None:
        words = self.context.words
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(picture(self._empty, "attach", "accent", 20))
        self._wanted = FormLabel("hint", self._empty)
        self.paste = self._button(self._empty, "copy", words("Paste"), self._paste)
        self.choose = self._button(self._empty, "folder-open", words("Choose a file"), self._choose)
        fill(row, (self._wanted, 1), *self.extra_buttons(self._empty), self.paste, self.choose)

    def _build_filled(self, row: QHBoxLayout) -> None:
        words = self.context.words
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        self.thumbnail = Thumbnail(self._filled)
        column = rows(None, gap=4)
        fill(row, (self.thumbnail, 0, Qt.AlignmentFlag.AlignTop), (column, 1))
        self.name = FormLabel("file-name", self._filled)
        self.details = FormLabel("hint", self._filled)
        self.warned = FormLabel("hint-warn", self._filled)
        deeds = FlowPanel(self._filled, gap=0)
        fill(column, self.name, self.details, self.warned, 1, deeds)
        self.open = self._button(self._filled, "eye", words("Open"), self._open)
        self.save = self._button(self._filled, "save", words("Save a copy"), self._save)
        self.replace = self._button(self._filled, "refresh", words("Replace"), self.replace_file)
        self.remove = self._button(self._filled, "trash", words("Remove"), self._remove, "danger")
        for button in (self.open, self.save, self.replace, self.remove):
            deeds.add(button)

    def _button(
        self,
        parent: QWidget,
        icon: str,
        text: str,
        does: Callable[[], None],
        colour: str = "accent",
    ) -> QPushButton:
        button = QPushButton(text, parent)
        button.setProperty("role", "slim")
        dress(button, icon, colour, 16)
        button.clicked.connect(lambda: does())
        return button

    def extra_buttons(self, _parent: QWidget) -> list[QPushButton]:
        """Return further buttons to make a file."""
        return []

    def replace_file(self) -> None:
        """Replace the file."""
        self._choose()

    def editors(self) -> list[QWidget]:
        if self._filled.isHidden():
            ways = self._empty.findChildren(QPushButton)
            return [way for way in ways if not way.isHidden()]
        return [self.open, self.save, self.replace, self.remove]

    # Showing

    def file(self) -> Evidence | None:
        """Return the file of the answer; None without one, or if only its name is known."""
        assessment, node = self.context.assessment, self.node
        if assessment is None or node is None or not node.value:
            return None
        return next((each for each in files_of(assessment, node.reference) if each.is_answer), None)

    def show_value(self, node: Node) -> None:
        filled = bool(node.value)
        self._wanted.say(self._invitation(node))
        set_shown(self.paste, wanted(node) in ("image", ""))
        for button in self._empty.findChildren(QPushButton):
            button.setEnabled(not self.locked)
        self.box.setEnabled(True)
        self.box.setAcceptDrops(not self.locked)
        self.box.dashed = not filled
        self._empty.setVisible(not filled)
        self._filled.setVisible(filled)
        self.box.update()
        if filled:
            self._show_file(node, self.file())

    def _show_file(self, node: Node, found: Evidence | None) -> None:
        words = self.context.words
        self.name.say(found.name if found else node.value)
        here = found is not None and found.here
        if found is None:
            self.details.say(
                words("Only its name is known: the file itself was never put in here.")
            )
        elif not here:
            self.details.say(words(DAMAGED if found.damaged else AWAITED))
        else:
            self.details.say(isolate(in_words(found.size)))
        self.warned.say(words(MAY_TELL) if found is not None and found.may_tell else "")
        digest, kind = (found.sha256, found.media_type) if found else ("", "")
        self.thumbnail.show_file(digest, kind, self._read_bytes if here else None)
        self.save.setEnabled(here)
        self.open.setEnabled(here and found is not None and can_open_external(found.name))
        self.open.setToolTip(
            ""
            if self.open.isEnabled()
            else words("Files of this kind are not opened from here: save a copy.")
        )
        self.replace.setEnabled(not self.locked)
        self.remove.setEnabled(not self.locked)
        for button in (self.open, self.save, self.replace, self.remove):
            button.setAccessibleName(f"{button.text()}: {self.name.plain}")

    def _invitation(self, node: Node) -> str:
        words = self.context.words
        return {
            "image": words("Drop a picture here, paste one, or choose a file."),
            "audio": words("Drop a recording here, or choose a file."),
            "video": words("Drop a film here, or choose a file."),
        }.get(wanted(node), words("Drop a file here, or choose one."))

    # Actions of the person

    def set_file(self, source: Path | bytes, name: str) -> None:
        """Answer with a file, given by its path or content; without a name it gets one."""
        node = self.node
        if node is None or self.locked:
            return
        called = name or (source.name if isinstance(source, Path) else f"{node.name}.png")
        if trouble := self._rejection(source, called):
            self.show_notice("info", trouble)
            return
        self.show_notice("info", "")
        self.answered.emit(node.reference, {"file": source, "name": called})

    def _rejection(self, source: Path | bytes, called: str) -> str:
        """Return why a file does not fit the question; "" if it does or cannot be read."""
        node = self.node
        kind = wanted(node) if node is not None else ""
        if not kind:
            return ""
        try:
            head = _head(source)
        except OSError:
            return ""  # the assessment reports the error
        if media_type(head, called).startswith(f"{kind}/"):
            return ""
        words = self.context.words
        sentence = {
            "image": words("{name} is no picture, so it is not kept. Choose a picture."),
            "audio": words("{name} is no recording, so it is not kept. Choose a recording."),
            "video": words("{name} is no film, so it is not kept. Choose a film."),
        }[kind]
        return sentence.format(name=called)

    def _choose(self) -> None:
        words = self.context.words
        kind = wanted(self.node) if self.node is not None else ""
        every = words("All files") + " (*)"
        names = {"image": words("Pictures"), "audio": words("Recordings"), "video": words("Films")}
        first = f"{names[kind]} ({_PATTERNS[kind]});;{every}" if kind else every
        title = words("Choose a file")
        chosen, _ = QFileDialog.getOpenFileName(self, title, str(documents()), first)
        if chosen:
            self.set_file(Path(chosen), "")

    def _paste(self) -> None:
        data = QGuiApplication.clipboard().mimeData()
        if self.locked or (data is not None and self.box.take_data(data)):
            return
        words = self.context.words
        self.show_notice("info", words("There is no file or picture to paste: copy one first."))

    def _read_bytes(self) -> bytes:
        found, assessment = self.file(), self.context.assessment
        return (
            file_bytes(assessment, found.id)
            if found is not None and assessment is not None
            else b""
        )

    def _open(self) -> None:
        found = self.file()
        if found is not None:
            self._try(lambda: open_file(self, found.name, self._read_bytes()))

    def _save(self) -> None:
        found, assessment = self.file(), self.context.assessment
        if found is None or assessment is None:
            return
        title = self.context.words("Save a copy")
        chosen, _ = QFileDialog.getSaveFileName(self, title, str(documents() / found.name))
        if chosen:
            language = self.context.language
            self._try(lambda: save_copy(self, assessment, found.id, Path(chosen), language))

    def _try(self, does: Callable[[], object]) -> None:
        try:
            does()
            self.show_notice("info", "")
        except AssessorError as trouble:
            self.show_notice("info", error_text(trouble, self.context.language))

    def _remove(self) -> None:
        found, node = self.file(), self.node
        if node is None or self.locked:
            return
        body = {"take_away": found.id} if found is not None else {"value": ""}
        self.answered.emit(node.reference, body)
        self.take_focus()


def save_copy(
    parent: QWidget, assessment: Assessment, file_id: str, path: Path, language: str
) -> None:
    """Save a copy of a file; of a protected mission only if the person wants it readable."""
    unless_unprotected(
        parent,
        language,
        lambda readable: save_file(assessment, file_id, path, readable=readable),
    )


def _head(source: Path | bytes) -> bytes:
    """Return the first bytes of a file. Raises OSError."""
    if isinstance(source, bytes):
        return source[:_HEAD]
    with source.open("rb") as file:
        return file.read(_HEAD)


def wanted(node: Node) -> str:
    """Return the requested media type: `image`, `audio`, `video`, or "" for any file."""
    kind = node.settings.get("mediatype", "").partition("/")[0]
    return kind if kind in _PATTERNS else ""
