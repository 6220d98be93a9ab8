"""The child process that paints pages of a PDF with pypdfium2: no files, little memory and time.

It answers in the format of child_process: first open a file, then paint its pages. Scripts in a PDF
do not run: the library has no interpreter, and forms are not filled in.
"""

from __future__ import annotations

import math
import struct
from typing import BinaryIO

import pypdfium2
import pypdfium2.raw as pdfium

from assessor.parcel.child.child_protocol import MAX_FILE_BYTES, extend_time, run_child, send_answer
from assessor.parcel.child.page_painter import MAX_PIXELS, OPEN, PAINT, SIZE, TEXT, WISH

MAX_PAINTED_PAGES = 5_000
MAX_SIDE = 14_400.0
"""Points; ISO 32000-1, annex C. A page of another size counts as A4."""
MAX_LETTERS = 200_000
A4 = (595.28, 841.89)
_PAINT_ERRORS = (pypdfium2.PdfiumError, ValueError, IndexError, struct.error)


class PaintingProcess:
    """One open file."""

    def __init__(self) -> None:
        self._pdf: pypdfium2.PdfDocument | None = None

    def open(self, data: bytes) -> tuple[bytes, bytes]:
        """Return a letter, and the size of each page."""
        try:
            self._pdf = pypdfium2.PdfDocument(data)
            pages = len(self._pdf)
            if not 0 < pages <= MAX_PAINTED_PAGES:
                return (b"L" if pages else b"B"), b""
            sizes = [_valid_size(self._pdf.get_page_size(index)) for index in range(pages)]
        except pypdfium2.PdfiumError as error:
            return (b"E" if error.err_code == pdfium.FPDF_ERR_PASSWORD else b"B"), b""
        return b"P", b"".join(SIZE.pack(*size) for size in sizes)

    def paint(self, arguments: bytes) -> tuple[bytes, bytes]:
        """Return a letter, and a page's pixels: four bytes each, blue, green, red, unused."""
        index, width, height = WISH.unpack(arguments)
        if self._pdf is None or not 0 < width * height <= MAX_PIXELS:
            return b"L", b""
        page = self._pdf[index]
        bitmap = pypdfium2.PdfBitmap.new_native(width, height, pdfium.FPDFBitmap_BGRx)
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, pdfium.FPDF_ANNOT)
        pixels = bytes(bitmap.buffer)
        bitmap.close()
        page.close()
        return b"P", pixels

    def text(self, arguments: bytes) -> tuple[bytes, bytes]:
        """Return a letter, and the text of a page."""
        if self._pdf is None:
            return b"L", b""
        page = self._pdf[WISH.unpack(arguments)[0]]
        text_page = page.get_textpage()
        text = text_page.get_text_range(0, min(text_page.count_chars(), MAX_LETTERS))
        text_page.close()
        page.close()
        return b"P", text.encode("utf-8", "replace")


def _valid_size(size: tuple[float, float]) -> tuple[float, float]:
    is_valid = all(math.isfinite(side) and 1 <= side <= MAX_SIDE for side in size)
    return size if is_valid else A4


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    """Answer requests until the parent closes the pipe."""
    process = PaintingProcess()
    handlers = {OPEN: process.open, PAINT: process.paint, TEXT: process.text}
    while len(head := source.read(9)) == 9:
        size = int.from_bytes(head[1:], "big")
        if size > MAX_FILE_BYTES:
            return
        extend_time()
        try:
            letter, content = handlers[head[:1]](source.read(size))
        except MemoryError:
            letter, content = b"L", b""
        except _PAINT_ERRORS:
            letter, content = b"B", b""
        send_answer(sink, letter, content)


def main() -> None:
    """Run the child process."""
    run_child(serve)
