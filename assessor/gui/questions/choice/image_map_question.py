"""Choices that are parts of a drawing, chosen by click or by buttons."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize

from assessor.form.labels.styled_text import plain_text
from assessor.form.live.node import Node
from assessor.gui.questions.base.question import Question
from assessor.gui.questions.choice.select_multiple_question import SelectMultipleQuestion
from assessor.gui.questions.choice.select_one_question import SelectOneQuestion
from assessor.gui.toolkit.controls.label_media import file_name, media_of
from assessor.gui.toolkit.maps.region_picture import RegionPicture
from assessor.gui.toolkit.style.visibility import set_shown

_SMALL = QSize(216, 300)
"""Maximum size of the drawing beside a page, in pixels."""


def drawing_of(node: Node) -> str:
    """Return the file name of a label's SVG drawing, or ""."""
    name = file_name(node.media("image"))
    return name if name.lower().endswith(".svg") else ""


class _OnDrawing(Question):
    """A mixin for selects that shows the drawing above the choices."""

    def build(self) -> None:
        self.drawing = RegionPicture(self._clicked, self)
        self._drawn: tuple[object, ...] = ()
        self.editor.addWidget(self.drawing)
        super().build()

    def embed(self, name: str) -> None:
        super().embed(name)
        self.drawing.room = _SMALL

    def media_files(self, node: Node) -> tuple[tuple[str, str], ...]:
        """Leave out the drawing, which stands with the choices."""
        drawing = drawing_of(node)
        return tuple(each for each in media_of(node) if each != ("image", drawing))

    def show_value(self, node: Node) -> None:
        super().show_value(node)
        self._drawn = _draw(self.drawing, self.context.attachment, node, self._drawn)
        self.drawing.setEnabled(not self.locked)
        self.drawing.choose(node.value.split())

    def _clicked(self, value: str) -> None:
        raise NotImplementedError


class OneRegionQuestion(_OnDrawing, SelectOneQuestion):
    """One part of a drawing."""

    def _clicked(self, value: str) -> None:
        if not self.locked:
            self._chosen(value)


class RegionsQuestion(_OnDrawing, SelectMultipleQuestion):
    """Several parts of a drawing."""

    def _clicked(self, value: str) -> None:
        box = self._boxes.get(value)
        if box is not None and not self.locked:
            box.click()


def _draw(
    picture: RegionPicture,
    find: Callable[[str], bytes | None],
    node: Node,
    drawn: tuple[object, ...],
) -> tuple[object, ...]:
    """Draw the image if it or its choices changed; return the current name."""
    name = drawing_of(node)
    labels = {choice.value: plain_text(choice.label) or choice.value for choice in node.choices}
    wanted = (name, *labels.items())
    if wanted != drawn:
        content = find(name) if name else None
        set_shown(picture, content is not None and picture.draw(content, labels))
    return wanted
