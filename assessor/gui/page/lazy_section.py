"""Questions of a long section that are built when they come near; until then room is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QVBoxLayout, QWidget

from assessor.form.live.node import Node
from assessor.gui.toolkit.style.visibility import tab_after, tab_stops

AT_ONCE = 40
"""Questions built when a section opens; more than a tall window shows."""
PIECE = 16
"""Questions built together later."""
_TALL = 84
"""The room kept for a question, in px, about that of one with a line to type in."""
_ANY = 16777215


class LazySection(QWidget):
    """Room for some questions, and the questions themselves once `make` was called."""

    keeps_room = True
    """Tab passes here, though nothing takes the keyboard yet."""

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
        """Keep room for those that are asked now."""
        if not self.made:
            self.setFixedHeight(_TALL * sum(node.relevant for node in self.nodes))

    def make(self) -> None:
        """Build the questions, and let Tab come to them here rather than after all else."""
        self.made = True
        inner = QWidget(self)
        inner.hide()  # shown when all is there: laid out once
        column, own = QVBoxLayout(inner), QVBoxLayout(self)
        for layout in (column, own):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        self._build(column, inner)
        self.setMinimumHeight(0)
        self.setMaximumHeight(_ANY)
        own.addWidget(inner)
        inner.show()
        tab_after(self, tab_stops(self))


class LazySections:
    """The questions of a page that are not built yet."""

    def __init__(self, page: QScrollArea) -> None:
        self._page = page
        self._rooms: dict[str, LazySection] = {}
        self._spent = 0
        self._building = False

    def clear(self) -> None:
        """Another section opens."""
        self._rooms.clear()
        self._spent = 0

    def put_off(self, nodes: Sequence[Node]) -> bool:
        """Whether these questions may wait; those at the top of a section do not."""
        self._spent += len(nodes)
        return self._spent > AT_ONCE

    def add(self, room: LazySection) -> None:
        """Build this room when it comes near."""
        self._rooms.update({node.reference: room for node in room.nodes})

    def forget(self, gone: Callable[[str], bool]) -> None:
        """Questions that are no more need no room."""
        for key in [key for key in self._rooms if gone(key)]:
            del self._rooms[key]

    def make(self, reference: str) -> bool:
        """Build the room a question waits in; whether it waited."""
        room = self._rooms.get(reference)
        if room is None:
            return False
        self.forget({node.reference for node in room.nodes}.__contains__)
        room.make()
        return True

    def settle(self) -> None:
        """Some questions came or went."""
        for room in set(self._rooms.values()):
            room.settle()

    def make_near(self, lay_out: Callable[[], None]) -> None:
        """Build what comes near; what is above must not move what the person looks at."""
        if self._building:
            return  # building makes the page scroll, and scrolling asks for more
        self._building = True
        try:
            while room := next(self._near(), None):
                above = room.mapTo(self._page.viewport(), room.rect().bottomLeft()).y() < 0
                kept = room.height()
                self.make(room.nodes[0].reference)
                lay_out()
                if above:
                    bar = self._page.verticalScrollBar()
                    bar.setValue(bar.value() + room.height() - kept)
        finally:
            self._building = False

    def _near(self) -> Iterator[LazySection]:
        """The rooms within a window's height of what is seen."""
        view = self._page.viewport()
        tall = view.height()
        for room in dict.fromkeys(self._rooms.values()):
            top = room.mapTo(view, QPoint(0, 0)).y()
            if room.isVisible() and top < 2 * tall and top + room.height() > -tall:
                yield room


@contextmanager
def is_lazy(layouts: Sequence[QLayout]) -> Iterator[None]:
    """Let many widgets come and go, and lay them out once: Qt would for each one shown."""
    for layout in layouts:
        layout.setEnabled(False)
    try:
        yield
    finally:
        for layout in layouts:
            layout.setEnabled(True)
            layout.invalidate()
