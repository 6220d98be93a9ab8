"""Basic widgets and layouts of every screen: labels, buttons, cards, rows and columns."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

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

from assessor.gui.toolkit.style.painting import at_side
from assessor.gui.toolkit.style.theme import dress, set_role

LEFT, RIGHT = "\u200e", "\u200f"
"""Invisible marks that set the direction of a line: LRM and RLM."""

APART, TOGETHER = "\u2066", "\u2069"
"""Isolates around text that always reads left to right: LRI and PDI (UAX #9)."""

_TONES = {"primary": "on_accent", "quiet": "accent", "slim": "accent"}
"""The icon colour by button role."""

Margins = tuple[int, int, int, int]
Box = TypeVar("Box", bound=QBoxLayout)
Content = QWidget | QLayout | int | tuple[Any, ...]
"""Of a layout: a widget or a layout, alone or with stretch and alignment, or free space."""


def bind_text(text: str) -> str:
    """Bind French punctuation to the word before it with no-break spaces."""
    return re.sub(r" (?=[?!;:»](?:\s|$))", "\u00a0", text)


class Label(QLabel):
    """Plain text in the direction of the widget, that is, of the declared language.

    Qt takes the direction from the first letter, so an Arabic sentence that begins with a Latin
    name would be set from the wrong side.
    """

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._plain = ""
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show `text`."""
        self._plain = text
        mark = RIGHT if self.isRightToLeft() else LEFT
        super().setText(mark + bind_text(text) if text else "")

    def show_text(self, text: str) -> None:
        """Show `text`; hide the label if it is blank."""
        self.setText(text)
        self.setVisible(bool(text))

    def text(self) -> str:
        """Return the text without its direction mark."""
        return self._plain

    def changeEvent(self, event: QEvent) -> None:
        """Set the text again when the direction changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self.setText(self._plain)


def label(parent: QWidget, role: str = "", *, text: str = "", wrap: bool = False) -> Label:
    """Create a label with a `role` of window.qss."""
    label_widget = Label(text, parent)
    if role:
        set_role(label_widget, role)
    if wrap:
        label_widget.setWordWrap(True)  # Qt lets it follow its width until it is given a policy
        follow_width(label_widget, QSizePolicy.Policy.MinimumExpanding)
    return label_widget


def above(
    parent: QWidget,
    field: QWidget,
    say: Callable[[Callable[[str], None], str], None],
    text: str,
    *,
    role: str = "label",
) -> Label:
    """Create a label above a field, which `say` (Phrases.say) also sets as its accessible name."""
    label_widget = label(parent, role)
    label_widget.setBuddy(field)
    for setter in (label_widget.setText, field.setAccessibleName):
        say(setter, text)
    return label_widget


def code(parent: QWidget, role: str = "") -> Label:
    """Create a left-to-right label for keys and key words; it follows no change of language."""
    label_widget = label(parent, role, wrap=True)
    label_widget.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    label_widget.setAlignment(at_side(parent.isRightToLeft()))
    label_widget.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label_widget


def picture(parent: QWidget, name: str, role: str = "accent", size: int = 24) -> QLabel:
    """Create an icon label that screen readers skip."""
    icon_label = QLabel(parent)
    dress(icon_label, name, role, size)
    icon_label.setFixedSize(size, size)
    return icon_label


def button(
    parent: QWidget,
    pressed: Callable[[], object],
    text: str = "",
    *,
    role: str = "",
    icon: str = "",
    size: int = 18,
) -> QPushButton:
    """Create a push button that calls `pressed` on a click."""
    push_button = QPushButton(text, parent)
    if role:
        push_button.setProperty("role", role)
    if icon:
        dress(push_button, icon, _TONES.get(role, "ink"), size)
    push_button.clicked.connect(lambda: pressed())
    return push_button


def tool(
    parent: QWidget,
    icon: str,
    tone: str = "ink",
    text: str = "",
    pressed: Callable[[], object] | None = None,
    *,
    about: str = "",
    size: int = 18,
) -> QToolButton:
    """Create an icon-only button; `text` is its tip and, with `about`, its accessible name."""
    tool_button = QToolButton(parent)
    dress(tool_button, icon, tone, size)
    tool_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if text:
        tool_button.setToolTip(text)
        tool_button.setAccessibleName(f"{text}: {about}" if about else text)
    if pressed is not None:
        tool_button.clicked.connect(lambda: pressed())
    return tool_button


def follow_width(
    widget: QWidget, vertical: QSizePolicy.Policy = QSizePolicy.Policy.Preferred
) -> None:
    """Let the height of a widget follow from its width."""
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, vertical)
    policy.setHeightForWidth(True)
    widget.setSizePolicy(policy)


def keep_low(widget: QWidget) -> None:
    """Leave the free height to what stands above or below a widget."""
    policy = widget.sizePolicy()
    policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
    widget.setSizePolicy(policy)


def keep_room(widget: QWidget) -> None:
    """Keep the room of a widget while it is hidden."""
    policy = widget.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    widget.setSizePolicy(policy)


def named(widget: QWidget) -> Callable[[str], None]:
    """Return a setter of both tool tip and accessible name."""

    def show(text: str) -> None:
        widget.setToolTip(text)
        widget.setAccessibleName(text)

    return show


def unmarked(text: str) -> str:
    """Strip shortcut, access key and ellipsis from a menu text, such as 打开(&O)…."""
    text = text.partition("\t")[0]
    return re.sub(r"\(&\w\)|&(?!&)", "", text).removesuffix("…")


def fill(box: QBoxLayout, *contents: Content) -> None:
    """Add widgets and layouts, each with an optional stretch and alignment; a number is space."""
    for content in contents:
        if isinstance(content, int):
            box.addStretch(content)
            continue
        item, *place = content if isinstance(content, tuple) else (content,)
        if isinstance(item, QLayout):
            box.addLayout(item, *place)
        else:
            box.addWidget(item, *place)


def rows(
    parent: QWidget | None, *contents: Content, gap: int = 8, margins: Margins = (0, 0, 0, 0)
) -> QVBoxLayout:
    """Create a vertical layout of `contents` (see `fill`).

    `margins` are left, top, right, bottom in px and never mirrored; `gap` is in px, or -1 for that
    of the layout around it.
    """
    return _laid(QVBoxLayout() if parent is None else QVBoxLayout(parent), contents, gap, margins)


def columns(
    parent: QWidget | None, *contents: Content, gap: int = 8, margins: Margins = (0, 0, 0, 0)
) -> QHBoxLayout:
    """Create a horizontal layout; Qt mirrors it in right-to-left windows."""
    return _laid(QHBoxLayout() if parent is None else QHBoxLayout(parent), contents, gap, margins)


def _laid(box: Box, contents: tuple[Content, ...], gap: int, margins: Margins) -> Box:
    box.setSpacing(gap)
    box.setContentsMargins(*margins)
    fill(box, *contents)
    return box


class LineEdit(QLineEdit):
    """A line edit aligned to the start of lines in the declared direction."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._align()

    def changeEvent(self, event: QEvent) -> None:
        """Align again when the direction changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._align()

    def _align(self) -> None:
        self.setAlignment(at_side(self.isRightToLeft(), Qt.AlignmentFlag(0)))


def frame(parent: QWidget, role: str) -> QFrame:
    """Create a frame of role `card`, `paper` or `rule`."""
    new_frame = QFrame(parent)
    set_role(new_frame, role)
    return new_frame


def centred(panel: QWidget, *, narrowest: int, widest: int) -> QFrame:
    """Create a card in the middle of an empty screen, with limits of its width in px."""
    column = rows(panel, 2, margins=(32, 32, 32, 32))
    row = columns(None, 1)
    card = frame(panel, "card")
    card.setMinimumWidth(narrowest)
    card.setMaximumWidth(widest)
    fill(row, card, 1)
    fill(column, row, 3)
    return card


def with_beside(field: QWidget, beside: QWidget | None) -> QHBoxLayout:
    """Create a row of a field and an optional button after it."""
    row = columns(None, (field, 1), gap=8)
    if beside is not None:
        row.addWidget(beside)
    return row


def scrolled(parent: QWidget, inner: QWidget) -> QScrollArea:
    """Put `inner` into a borderless area that scrolls vertically."""
    area = QScrollArea(parent, widgetResizable=True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inner)
    return area


def closing(parent: QWidget, *buttons: QWidget) -> QHBoxLayout:
    """Create the last row of a dialog; the main button comes last."""
    row = columns(None, 1, gap=8, margins=(0, 8, 0, 0))
    for button_widget in buttons:
        button_widget.setParent(parent)
        row.addWidget(button_widget)
    return row


class PageStack(QWidget):
    """Pages of which one is visible. It is only as large as the visible page."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._pages: list[QWidget] = []
        self._rows = rows(self)

    def add(self, page: QWidget) -> None:
        """Add a page; the first one becomes visible."""
        self._rows.addWidget(page)
        page.setVisible(not self._pages)
        self._pages.append(page)

    def turn(self, place: int) -> None:
        """Show the page at `place`, counted from 0."""
        for index, page in enumerate(self._pages):
            page.setVisible(index == place)
        self._rows.invalidate()
        self._rows.activate()
        self.updateGeometry()

    def currentIndex(self) -> int:
        """Return the index of the visible page."""
        return next(index for index, page in enumerate(self._pages) if not page.isHidden())


def emptied(layout: QLayout) -> None:
    """Remove everything from a layout and delete its widgets."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            emptied(inner)


class ElidedLabel(Label):
    """A one-line label that elides text that does not fit; paths are elided in the middle."""

    def __init__(self, parent: QWidget, role: str = "secondary") -> None:
        super().__init__("", parent)
        self._is_path = self._at_end = False
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        set_role(self, role)

    def show_path(self, text: str) -> None:
        """Show a path, left to right; the tool tip shows all of it."""
        self._is_path = True
        self.setText(text)
        self.setToolTip(text)

    def align_end(self) -> None:
        """Align to the end of lines instead of the start."""
        self._at_end = True

    def show_line(self, text: str) -> None:
        """Show a text; the tool tip shows all of it."""
        self._is_path = False
        self.setText(text)
        self.setToolTip(text)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint what fits, from the start of lines."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        mode = Qt.TextElideMode.ElideMiddle if self._is_path else Qt.TextElideMode.ElideRight
        elided = QFontMetrics(self.font()).elidedText(self.text(), mode, self.width())
        mirrored = self.isRightToLeft()
        mark = RIGHT if mirrored and not self._is_path else LEFT
        painter.drawText(self.rect(), at_side(mirrored != self._at_end), mark + elided)
