"""Cards of the team members: progress, last parcel, missing entries, handing over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QMenu,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from assessor.assessment.exchange.team_progress import Member
from assessor.gui.toolkit.style import basic_widgets as ui
from assessor.gui.toolkit.style.theme import dress, set_role
from assessor.gui.toolkit.text.captions import moment
from assessor.gui.toolkit.text.phrases import Phrases

_WIDE, _PAD = 220, 16


class TeamCards(QWidget):
    """The cards side by side, to hand over all sections of a person or to remove one."""

    def __init__(
        self,
        parent: QWidget,
        phrases: Phrases,
        passed: Callable[[str, str], object],
        parted: Callable[[str], object],
    ) -> None:
        super().__init__(parent)
        self._phrases, self._passed, self._parted = phrases, passed, parted
        self._across = ui.columns(self, gap=12)
        self.cards: dict[str, QFrame] = {}

    def show_people(self, people: Sequence[Member], *, locked: bool) -> None:
        """Show everyone, oneself first."""
        ui.emptied(self._across)
        names = [member.name for member in people]
        self.cards = {member.name: self._card(member, names, locked) for member in people}
        ui.fill(self._across, *self.cards.values())
        self._across.addStretch(1)

    def _card(self, member: Member, names: Sequence[str], locked: bool) -> QFrame:
        card = ui.frame(self, "card")
        card.setFixedWidth(_WIDE)
        down = ui.rows(card, gap=6, margins=(_PAD, 12, _PAD, 12))
        name = ui.ElidedLabel(card, "heading")
        name.show_line(member.name)
        across = ui.columns(None, (name, 1))
        if member.only_added and not locked:
            across.addWidget(self._remove_button(card, member))
        if member.own:
            across.addWidget(ui.label(card, "tag-accent", text=self._phrases("You")))
        bar = QProgressBar(card)
        bar.setTextVisible(False)
        bar.setValue(member.progress.percent if member.progress.relevant else 0)
        done = self._done(member)
        bar.setAccessibleName(f"{member.name}: {done}")
        ui.fill(down, across, bar)
        details = [self._last_heard(member), self._missing_entries(member)]
        for text in filter(None, (done, *details)):
            down.addWidget(_line(card, text))
        down.addStretch(1)
        if member.progress.relevant and not locked:
            last = ui.columns(None, gap=0, margins=(0, 2, 0, 0))
            ui.fill(last, self._hand_over_button(card, member, names), 1)
            down.addLayout(last)
        card.setAccessibleName(". ".join(part for part in (member.name, done, *details) if part))
        return card

    def _done(self, member: Member) -> str:
        if not member.progress.relevant:
            return self._phrases("Holds no section")
        return self._phrases(
            "{answered} of {relevant} answered",
            answered=member.progress.answered,
            relevant=member.progress.relevant,
        )

    def _last_heard(self, member: Member) -> str:
        if member.own:
            return ""
        at = member.came or member.said
        if not at:
            return self._phrases("Nothing of theirs is here yet")
        when = moment(datetime.fromtimestamp(at / 1000), self._phrases.language)
        if member.came:
            return self._phrases("Last received {when}", when=when)
        return self._phrases("Last entry here {when}", when=when)

    def _missing_entries(self, member: Member) -> str:
        if member.lacks is None:
            return ""
        if not member.lacks:
            return self._phrases("Their last parcel held everything that is here")
        return self._phrases("Entries not in their last parcel: {count}", count=member.lacks)

    def _remove_button(self, card: QWidget, member: Member) -> QToolButton:
        text, remove = self._phrases("Remove from the team"), partial(self._parted, member.name)
        widget = ui.tool(card, "close", "muted", text, remove, about=member.name, size=14)
        widget.setFixedSize(22, 22)
        return widget

    def _hand_over_button(self, card: QWidget, member: Member, names: Sequence[str]) -> QPushButton:
        widget = QPushButton(self._phrases("Reassign everything"), card)
        widget.setAccessibleName(f"{widget.text()}: {member.name}")
        set_role(widget, "slim")
        dress(widget, "users", "accent", 14)
        widget.setAutoDefault(False)
        menu = QMenu(widget)
        for name in (*(each for each in names if each != member.name), ""):
            text = self._phrases("To {person}", person=name) if name else self._phrases("To nobody")
            menu.addAction(text).triggered.connect(partial(self._hand_over, member.name, name))
        widget.setMenu(menu)
        return widget

    def _hand_over(self, person: str, to: str, _checked: bool = False) -> None:
        self._passed(person, to)


def _line(card: QWidget, text: str) -> QWidget:
    """Return a wrapping label; by default Qt would reserve one line per word."""
    widget = ui.label(card, "secondary", text=text, wrap=True)
    widget.ensurePolished()
    wide = _WIDE - 2 * _PAD
    widget.setFixedSize(wide, widget.heightForWidth(wide))
    return widget


class HorizontalScroll(QScrollArea):
    """A horizontal scroll area as tall as its content."""

    def __init__(self, parent: QWidget, inner: QWidget) -> None:
        super().__init__(parent)
        self._inner = inner
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setWidget(inner)
        inner.installEventFilter(self)

    def sizeHint(self) -> QSize:
        """Return the height of the content and of the scroll bar."""
        least = self._inner.minimumSizeHint()
        bar = self.horizontalScrollBar().sizeHint().height() if least.width() > self.width() else 0
        return QSize(super().sizeHint().width(), self._inner.sizeHint().height() + bar)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Update the height when the content changes."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Update the height, since the scroll bar may appear."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()
