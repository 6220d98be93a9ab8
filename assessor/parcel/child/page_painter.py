"""Paint pages of a PDF as pixels, in a child process that may die of them."""

from __future__ import annotations

import struct
import threading
from typing import NamedTuple

from assessor.errors import ParcelError
from assessor.parcel.child.child_process import ChildProcess, child_command
from assessor.parcel.child.child_protocol import MAX_FILE_BYTES

OPEN, PAINT, TEXT = b"O", b"D", b"T"
"""The requests: open a file, paint a page, return the text of a page."""
SIZE, WISH = struct.Struct("<ff"), struct.Struct("<III")
"""A page's width and height in points; the page to paint, and its size in pixels."""
MAX_PIXELS = 16 * 2**20
COMMAND = child_command("assessor.parcel.child.painting_process")
_UNREADABLE = {
    "protected": "This PDF is protected by a password, so its pages cannot be shown here.",
    "limit": "This PDF asks for more memory or time than is allowed, so it is not shown here.",
}
_CLOSED = "This PDF is closed."
_BROKEN = "This PDF is damaged, so its pages cannot be shown here."


class PageSize(NamedTuple):
    """The size of a page in points."""

    width: float
    height: float


class PageImage(NamedTuple):
    """Rows of pixels from the top, four bytes each: blue, green, red, unused."""

    width: int
    height: int
    pixels: bytes


class PagePainter:
    """One PDF, open in a child process until `close`. For several threads, one at a time.

    The child starts with the first request. What cannot be shown, or is closed, raises ParcelError.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._lock = threading.Lock()
        self._closed = False
        self._child: ChildProcess | None = None
        self._failed_pages: set[int] = set()
        self._sizes: tuple[PageSize, ...] = ()

    def sizes(self) -> tuple[PageSize, ...]:
        """Return the size of each page."""
        with self._lock:
            self._ready()
            return self._sizes

    def paint(self, page: int, width: int) -> PageImage:
        """Paint a page, counted from 0, `width` pixels wide or less if that is too large."""
        size = self.sizes()[page]
        max_width = (MAX_PIXELS * size.width / size.height) ** 0.5
        pixel_width = max(1, min(width, int(max_width), MAX_PIXELS))
        height = round(pixel_width * size.height / size.width)
        pixel_height = max(1, min(height, MAX_PIXELS // pixel_width))
        pixels = self._ask(page, PAINT, WISH.pack(page, pixel_width, pixel_height))
        if len(pixels) != pixel_width * pixel_height * 4:
            raise ParcelError(_BROKEN)
        return PageImage(pixel_width, pixel_height, pixels)

    def text(self, page: int) -> str:
        """Return the text of a page, as far as the file contains it, for screen readers."""
        return self._ask(page, TEXT, WISH.pack(page, 0, 0)).decode("utf-8", "replace")

    def close(self) -> None:
        """End the child, also while another thread waits for a page."""
        self._closed = True
        if (child := self._child) is not None:
            child.kill()
        with self._lock:
            if (child := self._child) is not None:
                self._child = None
                child.stop()

    def _ready(self) -> None:
        """Have a child with the open file; the previous one may have died of a page."""
        if self._closed:
            raise ParcelError(_CLOSED)
        if self._child is not None:
            return
        if len(self._data) > MAX_FILE_BYTES:
            raise ParcelError(_UNREADABLE["limit"])
        child = self._start()
        (status, content), is_alive = child.ask_in_time(OPEN, self._data)
        if status != "parcel":
            self._child = None
            if is_alive:
                child.stop()
            raise ParcelError(_UNREADABLE.get(status, _BROKEN))
        self._sizes = tuple(PageSize(*size) for size in SIZE.iter_unpack(content))

    def _start(self) -> ChildProcess:
        """Return a child that is ready; do not wait if the painter was closed meanwhile."""
        self._child = child = ChildProcess(COMMAND)
        if self._closed:  # `close` may have run just before this child existed
            child.kill()
        try:
            child.ready()
        except ParcelError as error:
            self._child = None
            if self._closed:
                raise ParcelError(_CLOSED) from error
            raise
        return child

    def _ask(self, page: int, request: bytes, arguments: bytes) -> bytes:
        with self._lock:
            if page in self._failed_pages:
                raise ParcelError(_BROKEN)
            self._ready()
            assert self._child is not None
            (status, content), is_alive = self._child.ask_in_time(request, arguments)
            if not is_alive:
                self._child = None
                self._failed_pages.add(page)
        if status != "parcel":
            raise ParcelError(_UNREADABLE.get(status, _BROKEN))
        return content
