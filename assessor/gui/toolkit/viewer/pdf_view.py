"""Pages of a PDF in one column, painted when they become visible."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from PySide6 import QtGui
from PySide6.QtCore import QCoreApplication, QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QWidget
from shiboken6 import isValid

from assessor import words
from assessor.errors import AssessorError
from assessor.gui.toolkit.style.theme import INKS, SHEET, set_role, tokens
from assessor.gui.toolkit.system.background_task import BackgroundTask, ReportProgress
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.parcel.child.page_painter import PageImage, PagePainter, PageSize

_GAP = 16
_PX_PER_POINT = 96 / 72
"""Pixels per point at 100 %."""
ZOOM_STEPS = (0.25, 0.33, 0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
_CACHED_PAGES = 12
"""Number of cached pages, those nearest to the current one."""


class _RenderedPage(NamedTuple):
    width_px: int
    image: QtGui.QImage | None
    text: str


class PdfView(QAbstractScrollArea):
    """Shows one PDF; `turned` is called when the current page changes.

    A child process paints one page at a time, the current one first; other pages are blank until
    then. PgUp, PgDn and arrows scroll, Ctrl+PgUp and Ctrl+PgDn change the page, Home and End go to
    the first and last, Ctrl with +, − and 0 zooms.
    """

    def __init__(
        self, parent: QWidget, language: str, on_page_change: Callable[[], object]
    ) -> None:
        super().__init__(parent)
        self._language, self._on_page_change = language, on_page_change
        self._phrases = Phrases(language)
        self._painter: PagePainter | None = None
        self._task: BackgroundTask | None = None
        self._sizes: tuple[PageSize, ...] = ()
        self.rendered: dict[int, _RenderedPage] = {}
        self._tops: list[int] = [0]
        self._first_page = 0
        self.zoom: float | None = None
        """Zoom factor, 1 for actual size; None fits the width."""
        self.page = 0
        """The current page, counted from 0."""
        set_role(self, "pages")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self._phrases("Pages"))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().setSingleStep(40)
        self.verticalScrollBar().valueChanged.connect(lambda _: self._scrolled())
        self.horizontalScrollBar().setSingleStep(40)

    @property
    def pages(self) -> int:
        """The number of pages."""
        return len(self._sizes)

    @property
    def scale(self) -> float:
        """The current zoom factor, 1 for actual size."""
        return self._scale() / _PX_PER_POINT

    @property
    def is_painted(self) -> bool:
        """Whether every visible page is painted."""
        return self._task is None

    def text(self, page: int) -> str:
        """Return the text of a page, counted from 0."""
        return self._painter.text(page) if self._painter is not None else ""

    def show_file(
        self, data: bytes, page: int = 0, failed: Callable[[str], object] | None = None
    ) -> None:
        """Show a PDF at a page counted from 0; `failed` gets the reason if it cannot be shown."""
        self.close_document()
        painter = self._painter = PagePainter(data)
        self._first_page = page

        def opened(sizes: Any) -> None:
            if self._is_shown(painter):
                self._show_document(sizes)

        def refused(error: AssessorError) -> None:
            if self._is_shown(painter):
                self._task = None
                if failed is not None:
                    failed(words.say(error, self._language))

        self._run(partial(_page_sizes, painter), opened, refused)

    def close_document(self) -> None:
        """Show nothing and end the child process; call it before the view is deleted."""
        painter, self._painter = self._painter, None
        task, self._task = self._task, None
        if painter is not None:
            painter.close()
        if task is not None and isValid(task):
            task.wait()
        self.rendered, self._sizes, self._tops, self.page = {}, (), [0], 0

    def _run(
        self,
        task: Callable[[Any], Any],
        done: Callable[[Any], None],
        failed: Callable[[AssessorError], None],
    ) -> None:
        """Run a task in the background, independent of the session."""
        application = QCoreApplication.instance()
        assert application is not None
        self._task = BackgroundTask(task, done=done, failed=failed, parent=application)
        self._task.start()

    def _is_shown(self, painter: PagePainter) -> bool:
        return isValid(self) and self._painter is painter

    def _show_document(self, sizes: tuple[PageSize, ...]) -> None:
        self._task = None
        self._sizes, self.rendered = sizes, {}
        self._arrange()
        self.go_to(max(0, min(self._first_page, len(sizes) - 1)))
        self._on_page_change()
        self.viewport().update()

    # Geometry
    def _scale(self) -> float:
        """Return pixels per point."""
        if self.zoom is not None:
            return self.zoom * _PX_PER_POINT
        widest = max((size.width for size in self._sizes), default=1.0)
        return max(0.05, (self.viewport().width() - 2 * _GAP) / widest)

    def size_of(self, page: int) -> tuple[int, int]:
        """Width and height of a page in pixels, as it is shown."""
        size, scale = self._sizes[page], self._scale()
        return max(1, round(size.width * scale)), max(1, round(size.height * scale))

    def _arrange(self) -> None:
        self._tops = [_GAP]
        for page in range(len(self._sizes)):
            self._tops.append(self._tops[-1] + self.size_of(page)[1] + _GAP)
        widest = max((self.size_of(page)[0] for page in range(len(self._sizes))), default=0)
        viewport = self.viewport().size()
        vertical, horizontal = self.verticalScrollBar(), self.horizontalScrollBar()
        vertical.setRange(0, max(0, self._tops[-1] - viewport.height()))
        vertical.setPageStep(viewport.height())
        horizontal.setRange(0, max(0, widest + 2 * _GAP - viewport.width()))
        horizontal.setPageStep(viewport.width())

    def _place_of(self, page: int) -> QRect:
        width, height = self.size_of(page)
        bar, viewport_width = self.horizontalScrollBar(), self.viewport().width()
        offset = bar.value()
        if self.isRightToLeft():
            offset = bar.maximum() - offset
        left = _GAP - offset if bar.maximum() else (viewport_width - width) // 2
        return QRect(left, self._tops[page] - self.verticalScrollBar().value(), width, height)

    def _page_at(self, height: int) -> int:
        """Return the page at a height of the whole document."""
        return max(0, min(bisect_right(self._tops, height) - 1, len(self._sizes) - 1))

    def _visible_pages(self) -> range:
        if not self._sizes:
            return range(0)
        top = self.verticalScrollBar().value()
        return range(self._page_at(top), self._page_at(top + self.viewport().height()) + 1)

    # Navigation
    def go_to(self, page: int) -> None:
        """Scroll a page, counted from 0, to the top."""
        if self._sizes:
            page = max(0, min(page, len(self._sizes) - 1))
            self.verticalScrollBar().setValue(self._tops[page] - _GAP // 2)
            self._set_current(page)

    def zoom_to(self, zoom: float | None) -> None:
        """Set the zoom factor, None to fit the width; the reading position stays."""
        page, scroll_bar = self.page, self.verticalScrollBar()
        page_height = self.size_of(page)[1] if self._sizes else 1
        fraction = (scroll_bar.value() - self._tops[page]) / page_height if self._sizes else 0.0
        self.zoom = zoom
        self._arrange()
        if self._sizes:
            scroll_bar.setValue(self._tops[page] + round(fraction * self.size_of(page)[1]))
            self._set_current(page)
        self._on_page_change()
        self.viewport().update()

    def zoom_by(self, steps: int) -> None:
        """Zoom one step in or out."""
        current = self.scale
        larger = [step for step in ZOOM_STEPS if step > current + 0.01]
        smaller = [step for step in ZOOM_STEPS if step < current - 0.01]
        if steps > 0 and larger:
            self.zoom_to(larger[0])
        elif steps < 0 and smaller:
            self.zoom_to(smaller[-1])

    def _scrolled(self) -> None:
        if self._sizes:
            middle = self.verticalScrollBar().value() + self.viewport().height() // 3
            self._set_current(self._page_at(middle))
        self.viewport().update()

    def _set_current(self, page: int) -> None:
        if page != self.page:
            self.page = page
            self._on_page_change()
        self._describe()

    def _describe(self) -> None:
        rendered = self.rendered.get(self.page)
        position = self._phrases("Page {page} of {pages}", page=self.page + 1, pages=self.pages)
        self.setAccessibleDescription(f"{position}\n{rendered.text if rendered else ''}".strip())

    # Painting
    def _paint_next(self) -> None:
        """Paint the next visible page that is missing or has another size."""
        painter = self._painter
        if painter is None or self._task is not None:
            return
        ratio = self.devicePixelRatioF()
        visible = self._visible_pages()
        for page in (*visible, *range(visible.stop, min(visible.stop + 1, len(self._sizes)))):
            width_px = round(self.size_of(page)[0] * ratio)
            if page not in self.rendered or self.rendered[page].width_px != width_px:
                self._paint(painter, page, width_px)
                return

    def _paint(self, painter: PagePainter, page: int, width_px: int) -> None:
        previous = self.rendered.get(page)

        def done(result: tuple[PageImage, str]) -> None:
            if self._is_shown(painter):
                (width, height, pixels), text = result
                image = QtGui.QImage(
                    pixels, width, height, width * 4, QtGui.QImage.Format.Format_RGB32
                ).copy()
                self._store(page, _RenderedPage(width_px, image, text))

        def failed(error: AssessorError) -> None:
            if self._is_shown(painter):
                self._store(page, _RenderedPage(width_px, None, words.say(error, self._language)))

        task = partial(_paint_page, painter, page, width_px, previous.text if previous else None)
        self._run(task, done, failed)

    def _store(self, page: int, rendered: _RenderedPage) -> None:
        self._task = None
        self.rendered[page] = rendered
        if len(self.rendered) > _CACHED_PAGES:
            del self.rendered[max(self.rendered, key=lambda number: abs(number - self.page))]
        if page == self.page:
            self._describe()
        self.viewport().update()

    def paintEvent(self, _event: QtGui.QPaintEvent) -> None:
        """Paint the visible pages, white in dark mode too."""
        colours = tokens()
        painter = QtGui.QPainter(self.viewport())
        painter.setRenderHint(QtGui.QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.viewport().rect(), QtGui.QColor(colours.ground))
        for page in self._visible_pages():
            rectangle, rendered = self._place_of(page), self.rendered.get(page)
            painter.fillRect(rectangle, QtGui.QColor(SHEET))
            if rendered is not None and rendered.image is not None:
                painter.drawImage(rectangle, rendered.image)
            elif rendered is not None:
                painter.setPen(QtGui.QColor(INKS[2]))
                text_box = rectangle.adjusted(_GAP, _GAP, -_GAP, -_GAP)
                painter.drawText(text_box, Qt.TextFlag.TextWordWrap, rendered.text)
            painter.setPen(QtGui.QColor(colours.line))
            painter.drawRect(rectangle.adjusted(-1, -1, 0, 0))
        if self.hasFocus():
            painter.setPen(QtGui.QColor(colours.accent))
            painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))
        self._paint_next()

    # Events
    def focusInEvent(self, event: QtGui.QFocusEvent) -> None:
        """Paint the focus ring."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QtGui.QFocusEvent) -> None:
        """Remove the focus ring."""
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        """Fit the width again; the current page stays."""
        super().resizeEvent(event)
        self.zoom_to(self.zoom)

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        """Change page and zoom; see the class."""
        with_control, page = event.modifiers() & Qt.KeyboardModifier.ControlModifier, self.page
        key, bar = event.key(), self.verticalScrollBar()
        keys = Qt.Key
        actions: dict[Any, Callable[[], object]] = {
            keys.Key_PageDown: lambda: bar.setValue(bar.value() + bar.pageStep() - 40),
            keys.Key_PageUp: lambda: bar.setValue(bar.value() - bar.pageStep() + 40),
            keys.Key_Home: lambda: self.go_to(0),
            keys.Key_End: lambda: self.go_to(self.pages - 1),
        }
        if with_control:
            actions = {
                keys.Key_PageDown: lambda: self.go_to(page + 1),
                keys.Key_PageUp: lambda: self.go_to(page - 1),
                keys.Key_Plus: lambda: self.zoom_by(1),
                keys.Key_Equal: lambda: self.zoom_by(1),
                keys.Key_Minus: lambda: self.zoom_by(-1),
                keys.Key_0: lambda: self.zoom_to(None),
            }
        if key in actions:
            actions[key]()
            event.accept()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QtGui.QWheelEvent) -> None:
        """Scroll, or zoom with Ctrl."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            delta: QPoint = event.angleDelta()
            self.zoom_by(1 if delta.y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)


def _page_sizes(painter: PagePainter, _tell: ReportProgress) -> tuple[PageSize, ...]:
    return painter.sizes()


def _paint_page(
    painter: PagePainter, page: int, width: int, text: str | None, _tell: ReportProgress
) -> tuple[PageImage, str]:
    """The pixels of a page and its text, which is read unless it is known."""
    return painter.paint(page, width), painter.text(page) if text is None else text
