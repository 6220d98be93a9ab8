"""Pictures made by hand: a signature, a sketch, a photograph with marks on it."""

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
"""A photograph is marked at this size at most."""
_ROOM = QSize(960, 640)


class DrawQuestion(UploadQuestion):
    """A sketch on a white sheet; a picture drawn elsewhere may be chosen instead."""

    sheet = QSize(800, 560)
    line = False

    def more_ways(self, parent: QWidget) -> list[QPushButton]:
        """The pad."""
        self.draw = self._button(parent, "edit", self.verb(), self._draw)
        return [self.draw]

    def verb(self) -> str:
        """What the button says."""
        return self.context.words("Draw")

    def again(self) -> None:
        """A new drawing in place of this one."""
        self._draw()

    def _draw(self) -> None:
        self.pad_on(None)

    def pad_on(self, under: QImage | None) -> None:
        """Open the pad, over a picture if there is one, and answer with what is kept."""
        node = self.node
        if node is None or self.locked:
            return
        size = under.size() if under is not None else self.sheet
        if under is not None and (size.width() > _ROOM.width() or size.height() > _ROOM.height()):
            size = size.scaled(_ROOM, Qt.AspectRatioMode.KeepAspectRatio)
        title = self.accessibleName()
        pad = DrawingPad(self, self.context.words, title, size=size, line=self.line, under=under)
        if pad.exec() == QDialog.DialogCode.Accepted:
            super().take(pad.png, f"{node.name}.png")
        pad.deleteLater()


class SignatureQuestion(DrawQuestion):
    """A signature on a line."""

    sheet = QSize(640, 240)
    line = True

    def verb(self) -> str:
        """What the button says."""
        return self.context.words("Sign")


class AnnotateQuestion(DrawQuestion):
    """A picture with marks drawn on it: the picture first, then the marks."""

    def build(self) -> None:
        """As any picture; Replace gives way to drawing on it, since Remove comes first then."""
        super().build()
        self.replace.setText(self.context.words("Draw on it"))
        dress(self.replace, "edit", "accent", 16)

    def more_ways(self, _parent: QWidget) -> list[QPushButton]:
        """None: it begins with a picture."""
        return []

    def again(self) -> None:
        """More marks on the picture that is there."""
        try:
            found = decode_image(self._bytes(), _LARGEST)
        except AssessorError:
            found = None  # what is wrong with the file stands beside its name
        if found is not None:
            self.pad_on(found)
