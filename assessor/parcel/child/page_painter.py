"""Pages of a PDF as pixels, ours or foreign: painted by a child process that may die of them."""

from __future__ import annotations

import struct
import threading
from typing import NamedTuple

from assessor.errors import ParcelError
from assessor.parcel.child.child_process import ChildProcess, child_command
from assessor.parcel.child.process_limits import MAX_FILE_BYTES

OPEN, PAINT, TEXT = b"O", b"D", b"T"
"""What the child may be asked: to open a file, to paint a page, what is written on one."""
SIZE, WISH = struct.Struct("<ff"), struct.Struct("<III")
"""A page's width and height in points; which page to paint, and in how many pixels."""
MAX_PIXELS = 16 * 2**20
_COMMAND = child_command("assessor.parcel.child.painting_process")
_UNREADABLE = {
    "protected": "This PDF is protected by a password, so its pages cannot be shown here.",
    "limit": "This PDF asks for more memory or time than is allowed, so it is not shown here.",
}
_CLOSED = "This PDF is closed."
_BROKEN = "This PDF is damaged, so its pages cannot be shown here."


class PageSize(NamedTuple):
    """How large a page is, in points."""

    width: float
    height: float


class PageImage(NamedTuple):
    """Rows of pixels from above, four bytes each: blue, green, red, one that says nothing."""

    width: int
    height: int
    pixels: bytes


class PagePainter:
    """One PDF, open in a child of its own until `close`. For several threads, one at a time.

    Nothing happens until something is asked of it; what cannot be shown raises ParcelError, each
    time and saying why, and so does everything once it is closed.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._lock = threading.Lock()
        self._closed = False
        self._child: ChildProcess | None = None
        self._bad: set[int] = set()
        self._sizes: tuple[PageSize, ...] = ()

    def sizes(self) -> tuple[PageSize, ...]:
        """The size of each page."""
        with self._lock:
            self._ready()
            return self._sizes

    def paint(self, page: int, width: int) -> PageImage:
        """A page, counted from 0, `width` pixels wide; less where that is too many."""
        size = self.sizes()[page]
        most = (MAX_PIXELS * size.width / size.height) ** 0.5
        wide = max(1, min(width, int(most), MAX_PIXELS))
        high = max(1, min(round(wide * size.height / size.width), MAX_PIXELS // wide))
        pixels = self._ask(page, PAINT, WISH.pack(page, wide, high))
        if len(pixels) != wide * high * 4:
            raise ParcelError(_BROKEN)
        return PageImage(wide, high, pixels)

    def text(self, page: int) -> str:
        """What is written on a page, as far as the file tells: for those who listen to it."""
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
        """Have a child that has opened the file; the one before may have died of a page."""
        if self._closed:
            raise ParcelError(_CLOSED)
        if self._child is not None:
            return
        if len(self._data) > MAX_FILE_BYTES:
            raise ParcelError(_UNREADABLE["limit"])
        child = self._start()
        (status, told), lives = child.ask_in_time(OPEN, self._data)
        if status != "parcel":
            self._child = None
            if lives:
                child.stop()
            raise ParcelError(_UNREADABLE.get(status, _BROKEN))
        self._sizes = tuple(PageSize(*each) for each in SIZE.iter_unpack(told))

    def _start(self) -> ChildProcess:
        """A child that is ready; where this was closed meanwhile, it is not waited for."""
        self._child = child = ChildProcess(_COMMAND)
        if self._closed:  # `close` may have looked for a child to end just before there was one
            child.kill()
        try:
            child.ready()
        except ParcelError as error:
            self._child = None
            if self._closed:
                raise ParcelError(_CLOSED) from error
            raise
        return child

    def _ask(self, page: int, what: bytes, asked: bytes) -> bytes:
        with self._lock:
            if page in self._bad:
                raise ParcelError(_BROKEN)
            self._ready()
            assert self._child is not None
            (status, content), lives = self._child.ask_in_time(what, asked)
            if not lives:
                self._child = None
                self._bad.add(page)
        if status != "parcel":
            raise ParcelError(_UNREADABLE.get(status, _BROKEN))
        return content
