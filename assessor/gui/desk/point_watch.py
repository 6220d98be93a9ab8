"""The open points of the mission on the desk, found a moment after each change."""

from __future__ import annotations

from collections import defaultdict

from PySide6.QtCore import QObject, QTimer, Signal

from assessor.assessment.review.open_points import CLAIMED, CONFLICT, open_points, unexplained
from assessor.gui.state.session import Changes, Session

SOON = 150
"""Milliseconds after a change, so that no key waits; several changes cause one search."""

_MARKED = (CONFLICT, "violation", CLAIMED)
"""Kinds that have a notice or mark of their own beside the question."""


class PointWatch(QObject):
    """Knows which points are open at each question and have no reason."""

    changed = Signal(object)
    """The references at which other points are open than before, as a set."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._kinds: dict[str, tuple[str, ...]] = {}
        self._soon = QTimer(self, singleShot=True, interval=SOON)
        self._soon.timeout.connect(self._search)
        session.changed.connect(self._on_changed)
        self._soon.start()

    def at(self, reference: str) -> tuple[str, ...]:
        """Return the kinds of the points that are open at a question."""
        return self._kinds.get(reference, ())

    def _on_changed(self, changes: Changes) -> None:
        about = changes.get("", frozenset())
        if set(changes) - {""} or about & {"saved", "opened"}:
            self._soon.start()

    def _search(self) -> None:
        mission, found = self._session.open_assessment, defaultdict[str, list[str]](list)
        if mission is None:
            return
        for point in unexplained(open_points(mission)):
            if not point.of_source and point.kind not in _MARKED:
                found[point.subject].append(point.kind)
        before, self._kinds = self._kinds, {key: tuple(kinds) for key, kinds in found.items()}
        moved = {
            key for key in before.keys() | self._kinds.keys() if self.at(key) != before.get(key, ())
        }
        if moved:
            self.changed.emit(moved)
