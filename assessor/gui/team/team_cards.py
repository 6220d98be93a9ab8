"""A card for each of the team: how far, when last heard of, what they lack, and all handed on."""

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
from assessor.gui.toolkit.style.basic_widgets import (
    ElidedLabel,
    columns,
    emptied,
    frame,
    label,
    rows,
    tool,
)
from assessor.gui.toolkit.style.theme import dress, set_role
from assessor.gui.toolkit.text.captions import moment
from assessor.gui.toolkit.text.phrases import Phrases

_WIDE, _PAD = 220, 16


class TeamCards(QWidget):
    """The cards beside each other; tells `passed` from whom and to whom all is handed on, `parted`
    who is taken off the team."""

    def __init__(
        self,
        parent: QWidget,
        phrases: Phrases,
        passed: Callable[[str, str], object],
        parted: Callable[[str], object],
    ) -> None:
        super().__init__(parent)
        self._phrases, self._passed, self._parted = phrases, passed, parted
        self._across = columns(self, gap=12)
        self.cards: dict[str, QFrame] = {}

    def show_people(self, people: Sequence[Member], *, locked: bool) -> None:
        """Show everybody, oneself first."""
        emptied(self._across)
        names = [one.name for one in people]
        self.cards = {one.name: self._card(one, names, locked) for one in people}
        for card in self.cards.values():
            self._across.addWidget(card)
        self._across.addStretch(1)

    def _card(self, one: Member, names: Sequence[str], locked: bool) -> QFrame:
        card = frame(self, "card")
        card.setFixedWidth(_WIDE)
        down = rows(card, gap=6, margins=(_PAD, 12, _PAD, 12))
        across = columns(None, gap=8)
        name = ElidedLabel(card, "heading")
        name.show_line(one.name)
        across.addWidget(name, 1)
        if one.only_added and not locked:
            across.addWidget(self._takes_off(card, one))
        if one.own:
            across.addWidget(label(card, "tag-accent", text=self._phrases("You")))
        down.addLayout(across)
        bar = QProgressBar(card)
        bar.setTextVisible(False)
        bar.setValue(one.progress.percent if one.progress.relevant else 0)
        done = self._done(one)
        bar.setAccessibleName(f"{one.name}: {done}")
        down.addWidget(bar)
        told = [self._heard(one), self._lacks(one)]
        for text in filter(None, (done, *told)):
            down.addWidget(_line(card, text))
        down.addStretch(1)
        if one.progress.relevant and not locked:
            last = columns(None, gap=0, margins=(0, 2, 0, 0))
            last.addWidget(self._hands_on(card, one, names))
            last.addStretch(1)
            down.addLayout(last)
        card.setAccessibleName(". ".join(part for part in (one.name, done, *told) if part))
        return card

    def _done(self, one: Member) -> str:
        if not one.progress.relevant:
            return self._phrases("Holds no section")
        return self._phrases(
            "{answered} of {relevant} answered",
            answered=one.progress.answered,
            relevant=one.progress.relevant,
        )

    def _heard(self, one: Member) -> str:
        """When anything of theirs last came in."""
        if one.own:
            return ""
        at = one.came or one.said
        if not at:
            return self._phrases("Nothing of theirs is here yet")
        when = moment(datetime.fromtimestamp(at / 1000), self._phrases.language)
        if one.came:
            return self._phrases("Last came in {when}", when=when)
        return self._phrases("Last said here {when}", when=when)

    def _lacks(self, one: Member) -> str:
        """What is here and was not in their last parcel."""
        if one.lacks is None:
            return ""
        if not one.lacks:
            return self._phrases("Their last parcel held everything that is here")
        return self._phrases("Entries not in their last parcel: {count}", count=one.lacks)

    def _takes_off(self, card: QWidget, one: Member) -> QToolButton:
        made = tool(card, "close", "muted")
        dress(made, "close", "muted", 14)
        made.setFixedSize(22, 22)
        text = self._phrases("Take off the team")
        made.setToolTip(text)
        made.setAccessibleName(f"{text}: {one.name}")
        made.clicked.connect(partial(self._part, one.name))
        return made

    def _part(self, person: str, _checked: bool = False) -> None:
        self._parted(person)

    def _hands_on(self, card: QWidget, one: Member, names: Sequence[str]) -> QPushButton:
        made = QPushButton(self._phrases("Hand everything on"), card)
        made.setAccessibleName(f"{made.text()}: {one.name}")
        set_role(made, "slim")
        dress(made, "users", "accent", 14)
        made.setAutoDefault(False)
        menu = QMenu(made)
        for name in (*(each for each in names if each != one.name), ""):
            text = self._phrases("To {person}", person=name) if name else self._phrases("To nobody")
            menu.addAction(text).triggered.connect(partial(self._pass, one.name, name))
        made.setMenu(menu)
        return made

    def _pass(self, person: str, to: str, _checked: bool = False) -> None:
        self._passed(person, to)


def _line(card: QWidget, text: str) -> QWidget:
    """A few words on as many lines as they need: left to itself Qt keeps room for one word each."""
    made = label(card, "secondary", text=text, wrap=True)
    made.ensurePolished()
    wide = _WIDE - 2 * _PAD
    made.setFixedSize(wide, made.heightForWidth(wide))
    return made


class HorizontalScroll(QScrollArea):
    """As tall as what is in it, and scrolled sideways where that is wider."""

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
        """The height of what is in it, and of the bar if there is one."""
        least = self._inner.minimumSizeHint()
        bar = self.horizontalScrollBar().sizeHint().height() if least.width() > self.width() else 0
        return QSize(super().sizeHint().width(), self._inner.sizeHint().height() + bar)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What is in it wants another height."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The bar comes and goes with the width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()
