"""Pages of a PDF one below the other, painted as they come into sight, at the screen's scale."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from typing import Any, NamedTuple

from PySide6.QtCore import QCoreApplication, QPoint, QRect, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget
from shiboken6 import isValid

from assessor import words
from assessor.errors import AssessorError
from assessor.gui.toolkit.style.theme import INKS, SHEET, set_role, tokens
from assessor.gui.toolkit.system.background_task import BackgroundTask
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.parcel.child.page_painter import PagePainter, PageSize

_GAP = 16
_POINT = 96 / 72
"""Pixels of a point at 100 %."""
STEPS = (0.25, 0.33, 0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
_KEPT = 12
"""How many painted pages are kept; those nearest to the one that is read."""


class _Drawn(NamedTuple):
    wished: int
    image: QImage | None
    text: str


class PdfView(QAbstractScrollArea):
    """Shows one PDF at a time; `turned` is called when another page is the one being read.

    Pages are painted by a child process, one at a time, the one being read first; until they are
    there, their place is blank. PgUp, PgDn and the arrows scroll, Ctrl+PgUp and Ctrl+PgDn turn the
    page, Home and End go to the first and the last, Ctrl with +, − and 0 zooms.
    """

    def __init__(self, parent: QWidget, language: str, turned: Callable[[], object]) -> None:
        super().__init__(parent)
        self._language, self._turned = language, turned
        self._phrases = Phrases(language)
        self._painter: PagePainter | None = None
        self._work: BackgroundTask | None = None
        self._sizes: tuple[PageSize, ...] = ()
        self._drawn: dict[int, _Drawn] = {}
        self._tops: list[int] = [0]
        self._first = 0
        self.zoom: float | None = None
        """How large, 1 for life size; None fits the width."""
        self.page = 0
        """The page being read, counted from 0."""
        set_role(self, "pages")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self._phrases("Pages"))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().setSingleStep(40)
        self.verticalScrollBar().valueChanged.connect(lambda _: self._moved())
        self.horizontalScrollBar().setSingleStep(40)

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self._sizes)

    @property
    def scale(self) -> float:
        """How large pages are shown now, 1 for life size."""
        return self._scale() / _POINT

    def show_file(
        self, data: bytes, page: int = 0, failed: Callable[[str], object] | None = None
    ) -> None:
        """Show a PDF, at a page counted from 0; `failed` is told why it cannot be shown."""
        self.shut()
        painter = self._painter = PagePainter(data)
        self._first = page

        def opened(sizes: Any) -> None:
            if self._is_shown(painter):
                self._open(sizes)

        def refused(error: AssessorError) -> None:
            if self._is_shown(painter):
                self._work = None
                if failed is not None:
                    failed(words.say(error, self._language))

        self._run(lambda _tell: painter.sizes(), opened, refused)

    def shut(self) -> None:
        """Show nothing; the child that painted ends. To be called before the view goes."""
        painter, self._painter = self._painter, None
        work, self._work = self._work, None
        if painter is not None:
            painter.close()
        if work is not None and isValid(work):
            work.wait()
        self._drawn, self._sizes, self._tops, self.page = {}, (), [0], 0

    def _run(
        self,
        task: Callable[[Any], Any],
        done: Callable[[Any], None],
        failed: Callable[[AssessorError], None],
    ) -> None:
        """Have something done in the background: not by the session, which it does not touch."""
        application = QCoreApplication.instance()
        assert application is not None
        self._work = BackgroundTask(task, done=done, failed=failed, parent=application)
        self._work.start()

    def _is_shown(self, painter: PagePainter) -> bool:
        return isValid(self) and self._painter is painter

    def _open(self, sizes: tuple[PageSize, ...]) -> None:
        self._work = None
        self._sizes, self._drawn = sizes, {}
        self._arrange()
        self.go_to(max(0, min(self._first, len(sizes) - 1)))
        self._turned()
        self.viewport().update()

    # where pages are
    def _scale(self) -> float:
        """Pixels of a point."""
        if self.zoom is not None:
            return self.zoom * _POINT
        widest = max((size.width for size in self._sizes), default=1.0)
        return max(0.05, (self.viewport().width() - 2 * _GAP) / widest)

    def _size_of(self, page: int) -> tuple[int, int]:
        size, scale = self._sizes[page], self._scale()
        return max(1, round(size.width * scale)), max(1, round(size.height * scale))

    def _arrange(self) -> None:
        """Put the pages below each other and set what can be scrolled."""
        self._tops = [_GAP]
        for page in range(len(self._sizes)):
            self._tops.append(self._tops[-1] + self._size_of(page)[1] + _GAP)
        widest = max((self._size_of(page)[0] for page in range(len(self._sizes))), default=0)
        room = self.viewport().size()
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        down.setRange(0, max(0, self._tops[-1] - room.height()))
        down.setPageStep(room.height())
        across.setRange(0, max(0, widest + 2 * _GAP - room.width()))
        across.setPageStep(room.width())

    def _place_of(self, page: int) -> QRect:
        """Where a page lies in the viewport."""
        wide, high = self._size_of(page)
        across, room = self.horizontalScrollBar(), self.viewport().width()
        moved = across.value()
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            moved = across.maximum() - moved
        left = _GAP - moved if across.maximum() else (room - wide) // 2
        return QRect(left, self._tops[page] - self.verticalScrollBar().value(), wide, high)

    def _at(self, height: int) -> int:
        """The page at a height of the whole."""
        return max(0, min(bisect_right(self._tops, height) - 1, len(self._sizes) - 1))

    def _in_sight(self) -> range:
        if not self._sizes:
            return range(0)
        top = self.verticalScrollBar().value()
        return range(self._at(top), self._at(top + self.viewport().height()) + 1)

    # going
    def go_to(self, page: int) -> None:
        """Bring a page, counted from 0, to the top."""
        if self._sizes:
            page = max(0, min(page, len(self._sizes) - 1))
            self.verticalScrollBar().setValue(self._tops[page] - _GAP // 2)
            self._read(page)

    def zoom_to(self, zoom: float | None) -> None:
        """Show pages so large, None as wide as there is room; what is read stays in sight."""
        page, bar = self.page, self.verticalScrollBar()
        high = self._size_of(page)[1] if self._sizes else 1
        share = (bar.value() - self._tops[page]) / high if self._sizes else 0.0
        self.zoom = zoom
        self._arrange()
        if self._sizes:
            bar.setValue(self._tops[page] + round(share * self._size_of(page)[1]))
            self._read(page)
        self._turned()
        self.viewport().update()

    def zoom_by(self, steps: int) -> None:
        """One step larger or smaller."""
        now = self.scale
        larger = [step for step in STEPS if step > now + 0.01]
        smaller = [step for step in STEPS if step < now - 0.01]
        if steps > 0 and larger:
            self.zoom_to(larger[0])
        elif steps < 0 and smaller:
            self.zoom_to(smaller[-1])

    def _moved(self) -> None:
        if self._sizes:
            middle = self.verticalScrollBar().value() + self.viewport().height() // 3
            self._read(self._at(middle))
        self.viewport().update()

    def _read(self, page: int) -> None:
        if page != self.page:
            self.page = page
            self._turned()
        self._describe()

    def _describe(self) -> None:
        """Say to a screen reader which page it is and what is on it."""
        drawn = self._drawn.get(self.page)
        where = self._phrases("Page {page} of {pages}", page=self.page + 1, pages=self.pages)
        self.setAccessibleDescription(f"{where}\n{drawn.text if drawn else ''}".strip())

    # painting
    def _fetch(self) -> None:
        """Have the next page in sight painted, if one is missing or of another size."""
        painter = self._painter
        if painter is None or self._work is not None:
            return
        ratio = self.devicePixelRatioF()
        sight = self._in_sight()
        for page in (*sight, *range(sight.stop, min(sight.stop + 1, len(self._sizes)))):
            wished = round(self._size_of(page)[0] * ratio)
            if page not in self._drawn or self._drawn[page].wished != wished:
                self._paint(painter, page, wished)
                return

    def _paint(self, painter: PagePainter, page: int, wished: int) -> None:
        def task(_tell: Any) -> _Drawn:
            wide, high, pixels = painter.paint(page, wished)
            whole = QImage(pixels, wide, high, wide * 4, QImage.Format.Format_RGB32).copy()
            known = self._drawn.get(page)
            return _Drawn(wished, whole, known.text if known else painter.text(page))

        def done(drawn: Any) -> None:
            if self._is_shown(painter):
                self._keep(page, drawn)

        def failed(error: AssessorError) -> None:
            if self._is_shown(painter):
                self._keep(page, _Drawn(wished, None, words.say(error, self._language)))

        self._run(task, done, failed)

    def _keep(self, page: int, drawn: _Drawn) -> None:
        self._work = None
        self._drawn[page] = drawn
        if len(self._drawn) > _KEPT:
            del self._drawn[max(self._drawn, key=lambda each: abs(each - self.page))]
        if page == self.page:
            self._describe()
        self.viewport().update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The pages in sight, each on its sheet: white also in the dark, as it will be printed."""
        colours = tokens()
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.viewport().rect(), QColor(colours.ground))
        for page in self._in_sight():
            place, drawn = self._place_of(page), self._drawn.get(page)
            painter.fillRect(place, QColor(SHEET))
            if drawn is not None and drawn.image is not None:
                painter.drawImage(place, drawn.image)
            elif drawn is not None:
                painter.setPen(QColor(INKS[2]))
                inside = place.adjusted(_GAP, _GAP, -_GAP, -_GAP)
                painter.drawText(inside, Qt.TextFlag.TextWordWrap, drawn.text)
            painter.setPen(QColor(colours.line))
            painter.drawRect(place.adjusted(-1, -1, 0, 0))
        if self.hasFocus():
            painter.setPen(QColor(colours.accent))
            painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))
        self._fetch()

    # what people do
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the width again; the page that is read stays."""
        super().resizeEvent(event)
        self.zoom_to(self.zoom)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn pages and zoom; see the class."""
        turns, page = event.modifiers() & Qt.KeyboardModifier.ControlModifier, self.page
        key, bar = event.key(), self.verticalScrollBar()
        keys = Qt.Key
        ways: dict[Any, Callable[[], object]] = {
            keys.Key_PageDown: lambda: bar.setValue(bar.value() + bar.pageStep() - 40),
            keys.Key_PageUp: lambda: bar.setValue(bar.value() - bar.pageStep() + 40),
            keys.Key_Home: lambda: self.go_to(0),
            keys.Key_End: lambda: self.go_to(self.pages - 1),
        }
        if turns:
            ways = {
                keys.Key_PageDown: lambda: self.go_to(page + 1),
                keys.Key_PageUp: lambda: self.go_to(page - 1),
                keys.Key_Plus: lambda: self.zoom_by(1),
                keys.Key_Equal: lambda: self.zoom_by(1),
                keys.Key_Minus: lambda: self.zoom_by(-1),
                keys.Key_0: lambda: self.zoom_to(None),
            }
        if key in ways:
            ways[key]()
            event.accept()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl, zoom."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            turned: QPoint = event.angleDelta()
            self.zoom_by(1 if turned.y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)
