"""Drawn pictures: a signature, a sketch, a photograph with marks."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from assessor.errors import AssessorError
from assessor.gui.questions.media.upload_question import UploadQuestion
from assessor.gui.toolkit.controls.drawing_pad import DrawingPad
from assessor.gui.toolkit.style.theme import dress
from assessor.gui.toolkit.widgets.safe_image import decode_image

_LARGEST = QSize(1920, 1440)
"""Maximum size of an annotated photograph, in pixels."""
_ROOM = QSize(960, 640)


class DrawQuestion(UploadQuestion):
    """A sketch on white; an existing picture may be chosen instead."""

    sheet = QSize(800, 560)
    line = False

    def extra_buttons(self, parent: QWidget) -> list[QPushButton]:
        self.draw = self._button(parent, "edit", self.verb(), self._draw)
        return [self.draw]

    def verb(self) -> str:
        """The button's text."""
        return self.context.words("Draw")

    def replace_file(self) -> None:
        self._draw()

    def _draw(self) -> None:
        self.pad_on(None)

    def pad_on(self, under: QImage | None) -> None:
        """Open the pad, with a picture if there is one, and submit the result."""
        node = self.node
        if node is None or self.locked:
            return
        size = under.size() if under is not None else self.sheet
        if under is not None and (size.width() > _ROOM.width() or size.height() > _ROOM.height()):
            size = size.scaled(_ROOM, Qt.AspectRatioMode.KeepAspectRatio)
        title = self.accessibleName()
        pad = DrawingPad(self, self.context.words, title, size=size, line=self.line, under=under)
        if pad.exec() == QDialog.DialogCode.Accepted:
            super().set_file(pad.png, f"{node.name}.png")
        pad.deleteLater()


class SignatureQuestion(DrawQuestion):
    """A signature on a line."""

    sheet = QSize(640, 240)
    line = True

    def verb(self) -> str:
        return self.context.words("Sign")


class AnnotateQuestion(DrawQuestion):
    """A picture with marks drawn on it."""

    def build(self) -> None:
        """Create a picture question whose Replace button draws; Remove comes first."""
        super().build()
        self.replace.setText(self.context.words("Draw on it"))
        dress(self.replace, "edit", "accent", 16)

    def extra_buttons(self, _parent: QWidget) -> list[QPushButton]:
        """None: it begins with a picture."""
        return []

    def replace_file(self) -> None:
        """Draw more marks on the current picture."""
        try:
            found = decode_image(self._read_bytes(), _LARGEST)
        except AssessorError:
            found = None  # errors about the file stand beside its name
        if found is not None:
            self.pad_on(found)
