"""The few small parts every screen is built of: a lettered label, a button, a card, a row."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from assessor.gui.toolkit.style.theme import dress, set_role

LEFT, RIGHT = "\u200e", "\u200f"
"""Marks that no one sees and that set the direction of a line."""

APART, TOGETHER = "\u2066", "\u2069"
"""Around what is read from the left whatever stands around it: LRI and PDI of UAX #9."""

_TONES = {"primary": "on_accent", "quiet": "accent", "slim": "accent"}
"""The colours of icons on buttons, by the button's role."""

Margins = tuple[int, int, int, int]
Box = TypeVar("Box", bound=QBoxLayout)


def bind_text(text: str) -> str:
    """A text with its French marks bound to the word before them: none begins a line alone.

    Whoever writes a space before one means one that does not break; few keyboards have it.
    """
    return re.sub(r" (?=[?!;:»](?:\s|$))", "\u00a0", text)


class Label(QLabel):
    """Plain text set in the direction of the widget, which is that of the declared language.

    Left to itself Qt takes the direction of a text from its first letter, so that an Arabic
    sentence beginning with a Latin name is set from the wrong side.
    """

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._plain = ""
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show `text`."""
        self._plain = text
        mark = RIGHT if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else LEFT
        super().setText(mark + bind_text(text) if text else "")

    def text(self) -> str:
        """What is shown, without the mark that sets its direction."""
        return self._plain

    def changeEvent(self, event: QEvent) -> None:
        """Set the text again when the direction turns."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self.setText(self._plain)


def label(parent: QWidget, role: str = "", *, text: str = "", wrap: bool = False) -> Label:
    """A label with its place in the hierarchy (a `role` of window.qss)."""
    made = Label(text, parent)
    if role:
        set_role(made, role)
    if wrap:
        made.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)
        policy.setHeightForWidth(True)  # as Qt has it for what wraps, until it is given a policy
        made.setSizePolicy(policy)
    return made


def above(
    parent: QWidget,
    field: QWidget,
    say: Callable[[Callable[[str], None], str], None],
    text: str,
    *,
    role: str = "label",
) -> Label:
    """A label for what stands above a field, and the field's name aloud: `say` (Phrases.say) shows
    `text` as both."""
    made = label(parent, role)
    made.setBuddy(field)
    for show in (made.setText, field.setAccessibleName):
        say(show, text)
    return made


def code(parent: QWidget, role: str = "") -> Label:
    """A label for keys and the words of keys: read from the left, standing where lines begin.

    For dialogs, which are made afresh in each language.
    """
    made = label(parent, role, wrap=True)
    mirrored = parent.layoutDirection() == Qt.LayoutDirection.RightToLeft
    made.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
    made.setAlignment(side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def picture(parent: QWidget, name: str, role: str = "accent", size: int = 24) -> QLabel:
    """An icon that stands by itself and is silent to a screen reader."""
    made = QLabel(parent)
    dress(made, name, role, size)
    made.setFixedSize(size, size)
    return made


def button(
    parent: QWidget, pressed: Callable[[], object], *, role: str = "", icon: str = ""
) -> QPushButton:
    """A push button that calls `pressed` when a person clicks it."""
    made = QPushButton(parent)
    if role:
        set_role(made, role)
    if icon:
        dress(made, icon, _TONES.get(role, "ink"))
    made.clicked.connect(lambda: pressed())
    return made


def tool(parent: QWidget, icon: str, role: str = "ink") -> QToolButton:
    """A small button that is only an icon; give it a tip and an accessible name by `named`."""
    made = QToolButton(parent)
    dress(made, icon, role)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made


def named(widget: QWidget) -> Callable[[str], None]:
    """A setter that gives a widget its tip and its accessible name at once."""

    def show(text: str) -> None:
        widget.setToolTip(text)
        widget.setAccessibleName(text)

    return show


def unmarked(text: str) -> str:
    """A menu's text without its keys: those behind a tab, and the access key: 打开(&O)…"""
    text = text.partition("\t")[0]
    return re.sub(r"\(&\w\)|&(?!&)", "", text).removesuffix("…")


def rows(parent: QWidget | None, *, gap: int = 8, margins: Margins = (0, 0, 0, 0)) -> QVBoxLayout:
    """A vertical layout; `margins` are left, top, right, bottom in px and never mirror."""
    return _laid(QVBoxLayout() if parent is None else QVBoxLayout(parent), gap, margins)


def columns(
    parent: QWidget | None, *, gap: int = 8, margins: Margins = (0, 0, 0, 0)
) -> QHBoxLayout:
    """A horizontal layout that mirrors by itself in right-to-left windows."""
    return _laid(QHBoxLayout() if parent is None else QHBoxLayout(parent), gap, margins)


def _laid(box: Box, gap: int, margins: Margins) -> Box:
    box.setSpacing(gap)
    box.setContentsMargins(*margins)
    return box


class LineEdit(QLineEdit):
    """A line to type in whose text stands at the start of lines of the declared direction."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._turn()

    def changeEvent(self, event: QEvent) -> None:
        """Turn round with the window."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._turn()

    def _turn(self) -> None:
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        start = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        self.setAlignment(start | Qt.AlignmentFlag.AlignAbsolute)


def frame(parent: QWidget, role: str) -> QFrame:
    """A frame that is only a surface: `card`, `paper` or `rule`."""
    made = QFrame(parent)
    set_role(made, role)
    return made


def centred(face: QWidget, *, narrowest: int, widest: int) -> QFrame:
    """A card in the middle of an empty screen, between two widths in px, a little above centre."""
    down = rows(face, margins=(32, 32, 32, 32))
    down.addStretch(2)
    across = columns(None)
    across.addStretch(1)
    card = frame(face, "card")
    card.setMinimumWidth(narrowest)
    card.setMaximumWidth(widest)
    across.addWidget(card)
    across.addStretch(1)
    down.addLayout(across)
    down.addStretch(3)
    return card


def with_beside(field: QWidget, beside: QWidget | None) -> QHBoxLayout:
    """A field that takes what room there is, and what stands after it, such as a way to browse."""
    across = columns(None, gap=8)
    across.addWidget(field, 1)
    if beside is not None:
        across.addWidget(beside)
    return across


def scrolled(parent: QWidget, inner: QWidget) -> QScrollArea:
    """`inner` in an area that scrolls down only and has no border."""
    area = QScrollArea(parent)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inner)
    return area


def closing(parent: QWidget, *buttons: QWidget) -> QHBoxLayout:
    """The last row of a dialog: the buttons at its end, the one that does it last."""
    across = columns(None, gap=8, margins=(0, 8, 0, 0))
    across.addStretch(1)
    for one in buttons:
        one.setParent(parent)
        across.addWidget(one)
    return across


class PageStack(QWidget):
    """Several faces of which one is seen; unlike a stack it is no larger than that one needs."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._faces: list[QWidget] = []
        self._rows = rows(self)

    def add(self, face: QWidget) -> None:
        """Add a face; the first is seen."""
        self._rows.addWidget(face)
        face.setVisible(not self._faces)
        self._faces.append(face)

    def turn(self, place: int) -> None:
        """Show the face added at `place`, counted from 0."""
        for at, face in enumerate(self._faces):
            face.setVisible(at == place)
        self._rows.invalidate()
        self._rows.activate()
        self.updateGeometry()

    def currentIndex(self) -> int:
        """The place of the face that is seen."""
        return next(at for at, face in enumerate(self._faces) if not face.isHidden())


def emptied(layout: QLayout) -> None:
    """Take everything out of a layout and let Qt delete the widgets."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            emptied(inner)


class ElidedLabel(Label):
    """One line that gives way when there is not room for all of it: a path in its middle."""

    def __init__(self, parent: QWidget, role: str = "secondary") -> None:
        super().__init__("", parent)
        self._is_path = self._at_end = False
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        set_role(self, role)

    def show_path(self, text: str) -> None:
        """Show a path, which keeps its own left-to-right direction; all of it is in the tip."""
        self._is_path = True
        self.setText(text)
        self.setToolTip(text)

    def lies_at_end(self) -> None:
        """Stand where lines end instead of where they begin."""
        self._at_end = True

    def show_line(self, text: str) -> None:
        """Show a few words; all of them are in the tip."""
        self._is_path = False
        self.setText(text)
        self.setToolTip(text)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw what fits, from the side where lines begin in this window."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        mode = Qt.TextElideMode.ElideMiddle if self._is_path else Qt.TextElideMode.ElideRight
        shown = QFontMetrics(self.font()).elidedText(self.text(), mode, self.width())
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        right = mirrored != self._at_end
        start = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        mark = RIGHT if mirrored and not self._is_path else LEFT
        painter.drawText(
            self.rect(),
            start | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute,
            mark + shown,
        )
