"""Media of a label: a picture, and buttons for sound and video."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from assessor.errors import AssessorError
from assessor.form.live.node import Node
from assessor.gui.toolkit.style.basic_widgets import columns, emptied, rows
from assessor.gui.toolkit.style.theme import dress
from assessor.gui.toolkit.viewer.pdf_dialog import open_file
from assessor.gui.toolkit.widgets.label_text import error_text
from assessor.gui.toolkit.widgets.safe_image import decode_pixmap

ReadMedia = Callable[[str], bytes | None]
MEDIA_KINDS = ("image", "audio", "video")


def media_of(node: Node) -> tuple[tuple[str, str], ...]:
    """Return the files of a label as (kind, file name)."""
    named = ((form, node.media(form)) for form in MEDIA_KINDS)
    return tuple((form, file_name(name)) for form, name in named if name)


def file_name(name: str) -> str:
    """Return the name without its folder: jr://images/a.png is a.png."""
    return name.rpartition("/")[2]


class LabelMedia(QWidget):
    """The media files of one label."""

    def __init__(
        self, words: Callable[[str], str], find: ReadMedia, language: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._words = words
        self._find = find
        self._language = language
        self._shown: tuple[tuple[str, str], ...] = ()
        self._column = rows(self, gap=6, margins=(0, 6, 0, 0))

    def show_files(self, files: tuple[tuple[str, str], ...], name: str) -> None:
        """Show these files; `name` is the accessible name of the picture."""
        if files == self._shown:
            return
        self._shown = files
        emptied(self._column)
        for form, file in files:
            content = self._find(file)
            if content is None:
                sentence = self._words("The form names {file}, which it did not bring along.")
                self._add_hint(sentence.format(file=file))
            elif form == "image":
                self._add_picture(file, content, name)
            else:
                self._add_button(form, file, content)

    def _add_picture(self, file: str, content: bytes, name: str) -> None:
        picture = decode_pixmap(content)
        if picture is None:
            sentence = self._words("{file} is no picture that can be shown.")
            self._add_hint(sentence.format(file=file))
            return
        picture_label = QLabel(self, pixmap=picture)
        picture_label.setAccessibleName(name)
        self._column.addWidget(picture_label, 0, Qt.AlignmentFlag.AlignLeading)

    def _add_button(self, form: str, file: str, content: bytes) -> None:
        words = self._words
        text = words("Listen") if form == "audio" else words("Watch")
        button = QPushButton(text, self)
        dress(button, "play", "accent", 16)
        button.setToolTip(file)
        button.setAccessibleName(f"{text}: {file}")
        button.clicked.connect(partial(self._open, file, content))
        line = QWidget(self)
        columns(line, button, 1, gap=-1)
        self._column.addWidget(line)

    def _add_hint(self, sentence: str) -> None:
        hint = QLabel(sentence, self, wordWrap=True)
        hint.setProperty("role", "hint")
        self._column.addWidget(hint)

    def _open(self, file: str, content: bytes, _checked: bool = False) -> None:
        try:
            open_file(self, file, content)
        except AssessorError as trouble:
            self._add_hint(error_text(trouble, self._language))
