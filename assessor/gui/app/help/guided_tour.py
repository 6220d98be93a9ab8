"""The guided tour: four steps over the desk, each highlighting a part of the window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from assessor.gui.toolkit.style.basic_widgets import button, columns, fill, frame, label, rows
from assessor.gui.toolkit.style.painting import smooth_painter
from assessor.gui.toolkit.style.theme import tokens
from assessor.gui.toolkit.text.phrases import Phrases

_WIDTH, _GAP = 360, 16


class TourStep(NamedTuple):
    """A part of the window and its description in English."""

    part: QWidget
    title: str
    text: str


def tour_steps(
    outline: QWidget, page: QWidget, inspector: QWidget, header: QWidget
) -> list[TourStep]:
    """Return the four steps over the parts of a desk."""
    return [
        TourStep(
            outline,
            "Find your way around",
            "Every section with how far it is, and marks where something differs or needs a look.",
        ),
        TourStep(
            page,
            "Answer",
            "Each answer is on disk the moment you leave the field. You can leave anything blank "
            "and go on.",
        ),
        TourStep(
            inspector,
            "Give the evidence",
            "Who said so, how well it is supported, files, notes and history of the question you "
            "are in.",
        ),
        TourStep(
            header,
            "Reassign",
            "Check what is left, then export the report: one PDF to read, with the signed answers "
            "inside. F1 has help on everything.",
        ),
    ]


class Tour(QWidget):
    """Covers a window until the tour ends or Escape is pressed."""

    def __init__(self, window: QWidget, steps: Sequence[TourStep], phrases: Phrases) -> None:
        super().__init__(window)
        self._window = window
        self.steps = [step for step in steps if step.part.isVisible()]
        self.at = 0
        self._phrases = phrases
        self.card = frame(self, "card")
        self.card.setFixedWidth(_WIDTH)
        self._column = column = rows(self.card, margins=(24, 20, 24, 16))
        self.count = label(self.card, "secondary")
        self.title = label(self.card, "heading", wrap=True)
        self.text = label(self.card, wrap=True)
        self.skip = button(self.card, self.leave, phrases("Skip the tour"), role="quiet")
        self.back = button(self.card, lambda: self.step_by(-1), phrases("Back"))
        self.next = button(self.card, lambda: self.step_by(1), role="primary")
        row = columns(None, self.skip, 1, self.back, self.next, margins=(0, 8, 0, 0))
        fill(column, self.count, self.title, self.text, row)
        for watched in (window, *(step.part for step in self.steps)):
            watched.installEventFilter(self)
        self.setGeometry(window.rect())
        self.raise_()
        self.show()
        self._show()

    def step_by(self, by: int) -> None:
        """Go to the next or previous step; the tour ends after the last."""
        if self.at + by >= len(self.steps):
            self.leave()
            return
        self.at = max(0, self.at + by)
        self._show()

    def leave(self) -> None:
        """End the tour and focus the last part."""
        for watched in (self._window, *(step.part for step in self.steps)):
            watched.removeEventFilter(self)
        part = self.steps[self.at].part
        if part.isVisible():
            part.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()
        self.deleteLater()

    def _show(self) -> None:
        step = self.steps[self.at]
        title, text = self._phrases(step.title), self._phrases(step.text)
        self.count.setText(
            self._phrases("{number} of {count}", number=self.at + 1, count=len(self.steps))
        )
        self.title.setText(title)
        self.text.setText(text)
        last = self.at + 1 == len(self.steps)
        self.next.setText(self._phrases("Done") if last else self._phrases("Next"))
        self.next.setAccessibleDescription(f"{title}. {text}")
        self.back.setVisible(self.at > 0)
        self.skip.setVisible(not last)
        self._place()
        self.next.setFocus(Qt.FocusReason.OtherFocusReason)

    def highlighted(self) -> QRect:
        """Return the rectangle of the highlighted part in the window."""
        part = self.steps[self.at].part
        return QRect(part.mapTo(self._window, QPoint(0, 0)), part.size()).adjusted(2, 2, -2, -2)

    def _place(self) -> None:
        """Place the card beside its part if there is room, else over it."""
        part = self.highlighted()
        self.card.setFixedHeight(self._column.totalHeightForWidth(_WIDTH))
        width, height = self.card.width(), self.card.height()
        area = self.rect().adjusted(_GAP, _GAP, -_GAP, -_GAP)
        if part.right() + _GAP + width <= area.right():
            left, top = part.right() + _GAP, part.top() + _GAP
        elif part.left() - _GAP - width >= area.left():
            left, top = part.left() - _GAP - width, part.top() + _GAP
        else:
            left, top = part.center().x() - width // 2, part.bottom() + _GAP
        left = max(area.left(), min(left, area.right() - width))
        top = max(area.top(), min(top, area.bottom() - height))
        self.card.move(left, top)
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the window; end when the highlighted part is hidden."""
        was_hidden = event.type() == QEvent.Type.Hide and not event.spontaneous()
        if was_hidden and watched is not self._window:
            self.leave()
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
            self._place()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """End on Escape; other keys are ignored."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keep Tab on the card during the tour."""
        stops = [each for each in (self.skip, self.back, self.next) if each.isVisible()]
        if not stops:
            return False
        current = next((index for index, each in enumerate(stops) if each.hasFocus()), 0)
        stops[(current + (1 if forward else -1)) % len(stops)].setFocus(
            Qt.FocusReason.TabFocusReason
        )
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Darken everything except the highlighted part."""
        painter = smooth_painter(self)
        shade, hole = QPainterPath(), QPainterPath()
        shade.addRect(QRectF(self.rect()))
        hole.addRoundedRect(QRectF(self.highlighted()), 8, 8)
        colour = QColor(tokens().ink if tokens().paper == "#FFFFFF" else tokens().ground)
        colour.setAlpha(170)
        painter.fillPath(shade.subtracted(hole), colour)
        painter.setPen(QPen(QColor(tokens().accent), 2))
        painter.drawPath(hole)
        painter.end()
