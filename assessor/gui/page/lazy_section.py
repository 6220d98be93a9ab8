"""Placeholders for questions of a long section, which are built when they scroll near."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QVBoxLayout, QWidget

from assessor.form.live.node import Node
from assessor.gui.toolkit.style.basic_widgets import rows
from assessor.gui.toolkit.style.visibility import tab_after, tab_stops

AT_ONCE = 40
"""Questions built when a section opens; more than a large window shows."""
PIECE = 16
"""Questions of one placeholder, built together."""
_QUESTION_HEIGHT = 84
"""Height reserved for a question in px, about that of a text question."""
_UNLIMITED = 16777215


class LazySection(QWidget):
    """A placeholder for some questions, and the questions themselves after `make`."""

    keeps_room = True
    """Marks a place in the tab order, though nothing takes the focus yet."""

    def __init__(
        self, nodes: Sequence[Node], build: Callable[[QVBoxLayout, QWidget], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.nodes = tuple(nodes)
        self.made = False
        self._build = build
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.settle()

    def settle(self) -> None:
        """Reserve the height of the relevant questions."""
        if not self.made:
            self.setFixedHeight(_QUESTION_HEIGHT * sum(node.relevant for node in self.nodes))

    def make(self) -> None:
        """Build the questions, and put them into the tab order at this place."""
        self.made = True
        inner = QWidget(self)
        inner.hide()  # shown when complete, so that Qt lays it out once
        column, own = rows(inner, gap=0), rows(self, gap=0)
        self._build(column, inner)
        self.setMinimumHeight(0)
        self.setMaximumHeight(_UNLIMITED)
        own.addWidget(inner)
        inner.show()
        tab_after(self, tab_stops(self))


class LazySections:
    """The placeholders of a page."""

    def __init__(self, page: QScrollArea) -> None:
        self._page = page
        self._placeholders: dict[str, LazySection] = {}
        self._counted = 0
        self._building = False

    def clear(self) -> None:
        """Forget all placeholders: another section opens."""
        self._placeholders.clear()
        self._counted = 0

    def defers(self, nodes: Sequence[Node]) -> bool:
        """Count these questions; return whether they are built later."""
        self._counted += len(nodes)
        return self._counted > AT_ONCE

    def add(self, room: LazySection) -> None:
        """Add a placeholder."""
        self._placeholders.update({node.reference: room for node in room.nodes})

    def forget(self, gone: Callable[[str], bool]) -> None:
        """Forget the questions for which `gone` is true."""
        for key in [key for key in self._placeholders if gone(key)]:
            del self._placeholders[key]

    def make(self, reference: str) -> bool:
        """Build the placeholder of a question; return whether there was one."""
        room = self._placeholders.get(reference)
        if room is None:
            return False
        self.forget({node.reference for node in room.nodes}.__contains__)
        room.make()
        return True

    def settle(self) -> None:
        """Update the reserved heights after questions appeared or disappeared."""
        for room in set(self._placeholders.values()):
            room.settle()

    def make_near(self, lay_out: Callable[[], None]) -> None:
        """Build the placeholders near the visible part, without moving what is visible."""
        if self._building:
            return  # building scrolls the page, which calls this again
        self._building = True
        try:
            while room := next(self._near(), None):
                above = room.mapTo(self._page.viewport(), room.rect().bottomLeft()).y() < 0
                height_before = room.height()
                self.make(room.nodes[0].reference)
                lay_out()
                if above:
                    bar = self._page.verticalScrollBar()
                    bar.setValue(bar.value() + room.height() - height_before)
        finally:
            self._building = False

    def _near(self) -> Iterator[LazySection]:
        """Yield the placeholders within one window height of the visible part."""
        view = self._page.viewport()
        tall = view.height()
        for room in dict.fromkeys(self._placeholders.values()):
            top = room.mapTo(view, QPoint(0, 0)).y()
            if room.isVisible() and top < 2 * tall and top + room.height() > -tall:
                yield room


@contextmanager
def suspended(layouts: Sequence[QLayout]) -> Iterator[None]:
    """Suspend layouts while many widgets are shown or hidden; then lay out once."""
    for layout in layouts:
        layout.setEnabled(False)
    try:
        yield
    finally:
        for layout in layouts:
            layout.setEnabled(True)
            layout.invalidate()
