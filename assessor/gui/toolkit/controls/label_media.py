"""What a label shows beside its words: a picture, and buttons for sound and film."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from assessor.errors import AssessorError
from assessor.form.live.node import Node
from assessor.gui.toolkit.style.theme import dress
from assessor.gui.toolkit.style.visibility import clear
from assessor.gui.toolkit.viewer.pdf_dialog import open_file
from assessor.gui.toolkit.widgets.label_text import spoken_text
from assessor.gui.toolkit.widgets.safe_image import picture_of

Find = Callable[[str], bytes | None]
FORMS = ("image", "audio", "video")


def media_of(node: Node) -> tuple[tuple[str, str], ...]:
    """The files of a label, as (form, file name), those it has."""
    named = ((form, node.media(form)) for form in FORMS)
    return tuple((form, bare(name)) for form, name in named if name)


def bare(name: str) -> str:
    """The file's own name: jr://images/a.png is a.png."""
    return name.rpartition("/")[2]


class LabelMedia(QWidget):
    """The files of one label."""

    def __init__(
        self, words: Callable[[str], str], find: Find, language: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._words = words
        self._find = find
        self._language = language
        self._shown: tuple[tuple[str, str], ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 6, 0, 0)
        self._column.setSpacing(6)

    def say(self, files: tuple[tuple[str, str], ...], name: str) -> None:
        """Show these files; `name` is what a screen reader calls the picture."""
        if files == self._shown:
            return
        self._shown = files
        clear(self._column)
        for form, file in files:
            content = self._find(file)
            if content is None:
                sentence = self._words("The form names {file}, which it did not bring along.")
                self._tell(sentence.format(file=file))
            elif form == "image":
                self._picture(file, content, name)
            else:
                self._button(form, file, content)

    def _picture(self, file: str, content: bytes, name: str) -> None:
        picture = picture_of(content)
        if picture is None:
            sentence = self._words("{file} is no picture that can be shown.")
            self._tell(sentence.format(file=file))
            return
        shown = QLabel(self)
        shown.setPixmap(picture)
        shown.setAccessibleName(name)
        self._column.addWidget(shown, 0, Qt.AlignmentFlag.AlignLeading)

    def _button(self, form: str, file: str, content: bytes) -> None:
        words = self._words
        text = words("Listen") if form == "audio" else words("Watch")
        button = QPushButton(text, self)
        dress(button, "play", "accent", 16)
        button.setToolTip(file)
        button.setAccessibleName(f"{text}: {file}")
        button.clicked.connect(partial(self._open, file, content))
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(button)
        row.addStretch(1)
        self._column.addWidget(line)

    def _tell(self, sentence: str) -> None:
        said = QLabel(sentence, self)
        said.setWordWrap(True)
        said.setProperty("role", "hint")
        self._column.addWidget(said)

    def _open(self, file: str, content: bytes, _checked: bool = False) -> None:
        try:
            open_file(self, file, content)
        except AssessorError as trouble:
            self._tell(spoken_text(trouble, self._language))
