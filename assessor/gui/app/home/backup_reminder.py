"""The age of the last verified backup in the status bar, and a reminder if it is old."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from assessor.gui.state.session import Changes, Session
from assessor.gui.toolkit.style.basic_widgets import button, columns, fill, label, picture
from assessor.gui.toolkit.style.theme import dress, set_role
from assessor.gui.toolkit.text.captions import backup_words
from assessor.gui.toolkit.text.phrases import Phrases

if TYPE_CHECKING:
    from assessor.assessment.base.backup_status import BackupStatus

POLL_MS = 10 * 60 * 1000
"""Milliseconds between checks of the last backup while a mission is open."""


def backup_text(safety: BackupStatus, phrases: Phrases) -> str:
    """Return time and place of the last verified backup in words."""
    if safety.last is None:
        return backup_words(None, "", phrases)
    at = datetime.fromtimestamp(safety.last.at / 1000, UTC).astimezone()
    return backup_words(at, safety.last.path, phrases)


def backup_explanation(safety: BackupStatus, phrases: Phrases) -> str:
    """Return what this means and what to do."""
    if safety.last is None:
        return phrases("If this disk is lost, so are the answers. Click to save a copy elsewhere.")
    lines = [phrases("Verified by reading it back: {path}", path=safety.last.path)]
    if not safety.last.elsewhere:
        lines.append(phrases("It lies on the same disk as the mission: what takes one takes both."))
    newer = "There are newer answers. Click to save a copy elsewhere."
    lines.append(phrases(newer if safety.unsaved else "It holds everything said so far."))
    return "\n".join(lines)


class BackupIndicator(QPushButton):
    """A status bar button; a click makes a backup."""

    def __init__(self, parent: QWidget, phrases: Phrases, back_up: Callable[[], object]) -> None:
        super().__init__(parent)
        self._phrases = phrases
        self.is_complete = False
        set_role(self, "status")
        self.clicked.connect(lambda: back_up())
        self.hide()

    def show_safety(self, safety: BackupStatus) -> None:
        """Show how safe the mission is."""
        text = backup_text(safety, self._phrases)
        why = backup_explanation(safety, self._phrases)
        self.is_complete = not safety.unsaved
        elsewhere = safety.last is not None and safety.last.elsewhere
        calm = ("check", "ok") if elsewhere else ("copy", "muted")
        dress(self, *(("warning", "warn") if safety.due else calm), 14)
        self.setText(text)
        self.setToolTip(why)
        self.setAccessibleName(text)
        self.setAccessibleDescription(why)
        self.show()


class BackupReminder(QFrame):
    """A strip above the page while the last backup is older than a day; it can be postponed."""

    def __init__(self, parent: QWidget, phrases: Phrases, back_up: Callable[[], object]) -> None:
        super().__init__(parent)
        set_role(self, "strip-warn")
        row = columns(self, picture(self, "warning", "warn", 16), gap=12, margins=(16, 6, 16, 6))
        self._words = phrases.on(
            label(self, "", wrap=True),
            "What was said more than a day ago is only on this disk. Save a copy to a stick or "
            "another computer.",
        )
        later = phrases.on(button(self, self._put_off, role="quiet"), "Later")
        go = phrases.on(button(self, back_up, icon="save"), "Save a copy…")
        fill(row, (self._words, 1), later, go)
        self._mission = self._put_off_for = ""
        self.hide()

    def show_safety(self, safety: BackupStatus | None, mission: str) -> None:
        """Show the strip if a backup is due and was not postponed for `mission`."""
        if safety is not None and not safety.due:
            self._put_off_for = ""
        self._mission = mission
        self.setVisible(safety is not None and safety.due and self._put_off_for != mission)

    def _put_off(self) -> None:
        self._put_off_for = self._mission
        self.hide()


class BackupWatch(QObject):
    """Updates indicator and reminder after changes and with time."""

    def __init__(
        self, parent: QWidget, session: Session, phrases: Phrases, actions: dict[str, QAction]
    ) -> None:
        super().__init__(parent)
        self._session = session
        back_up = actions["backup"].trigger
        self.mark = BackupIndicator(parent, phrases, back_up)
        self.reminder = BackupReminder(parent, phrases, back_up)
        session.changed.connect(self._on_changed)
        watch = QTimer(self)
        watch.timeout.connect(self.update)
        watch.start(POLL_MS)

    def update(self) -> None:
        """Show how safe the open mission is."""
        assessment = self._session.open_assessment
        if assessment is None:
            self.reminder.show_safety(None, "")
            self.mark.hide()
            return
        from assessor.assessment.base.backup_status import backup_status  # late: window first

        now_ms, own_key = int(assessment.now().timestamp() * 1000), assessment.identity.public.hex()
        safety = backup_status(assessment.mission, own_key, now_ms)
        self.mark.show_safety(safety)
        self.reminder.show_safety(safety, str(assessment.path))

    def _on_changed(self, changes: Changes) -> None:
        events = changes.get("", frozenset())
        saved = "saved" in events and self.mark.is_complete
        if saved or events & {"opened", "closed", "language"}:
            self.update()
