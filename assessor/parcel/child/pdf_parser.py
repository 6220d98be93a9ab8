"""The child process that parses foreign PDFs and mails: no files, little memory, little time.

It reads what is wanted, a length and a file from standard input, again and again, and answers on
standard output with one letter, a length and bytes. Whatever kills it is a refused file to its
parent.
"""

from __future__ import annotations

import re
import sys
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

import pikepdf

from assessor.parcel.child.page_digest import page_digests
from assessor.parcel.child.parser_protocol import (
    BOTH,
    MAIL,
    MAX_SEAL_BYTES,
    PAGES,
    PARCEL,
    SEAL_FILE,
)
from assessor.parcel.child.printed_fingerprint import find_fingerprint
from assessor.parcel.child.process_limits import MAX_FILE_BYTES, READY, extend_time, limit_process

if TYPE_CHECKING:
    from email.message import Message

MAX_PARCEL_BYTES = 66 * 2**20
MAX_ATTACHMENTS = 1_000
_ATTACHMENT = "answers.assessor"
_TROUBLE = (
    pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError, AttributeError,
)  # fmt: skip
"""What pikepdf raises for a PDF that is not what it says."""
_MARK = b"/application#2fvnd.assessor.parcel"
_STREAM = re.compile(rb">>\s{0,4}stream\r?\n")
_LENGTH = re.compile(rb"/Length (\d{1,9})\b(?! \d)")


def find_parcel(data: bytes) -> tuple[bytes, bytes]:
    """One letter, and the parcel of a PDF or a hint of which parcel was in it."""
    if b"%PDF-" not in data[:1024]:
        return b"B", b""
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            return _look(pdf, _attached(pdf)[_ATTACHMENT])
    except pikepdf.PasswordError:
        return b"E", b""
    except MemoryError:
        return b"L", b""
    except _TROUBLE:
        return salvage_parcel(data)


def digest_pages(data: bytes) -> tuple[bytes, bytes]:
    """One letter; then the length of the pages' seal in 4 bytes, the seal, a digest a page."""
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            return b"P", _looks(pdf, _attached(pdf)[SEAL_FILE])
    except MemoryError:
        return b"L", b""
    except _TROUBLE:
        return b"B", b""


def _looks(pdf: pikepdf.Pdf, seals: list[pikepdf.Stream]) -> bytes:
    letter, seal = _read(seals[0], MAX_SEAL_BYTES) if len(seals) == 1 else (b"P", b"")
    seal = seal if letter == b"P" else b""
    return len(seal).to_bytes(4, "big") + seal + b"".join(page_digests(pdf))


def find_parcel_and_pages(data: bytes) -> tuple[bytes, bytes]:
    """As take_out; after the length of the parcel in 8 bytes and the parcel, as look_at_pages.

    Nothing is there after the parcel where the pages cannot be read.
    """
    looks = b""
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            attached = _attached(pdf)
            letter, content = _look(pdf, attached[_ATTACHMENT])
            if letter == b"P":
                looks = _looks_or_none(pdf, attached[SEAL_FILE])
    except (pikepdf.PasswordError, MemoryError, *_TROUBLE):
        letter, content = find_parcel(data)
    if letter != b"P":
        return letter, content
    return letter, len(content).to_bytes(8, "big") + content + looks


def _looks_or_none(pdf: pikepdf.Pdf, seals: list[pikepdf.Stream]) -> bytes:
    try:
        return _looks(pdf, seals)
    except (MemoryError, *_TROUBLE):
        return b""


def read_attachments(data: bytes) -> tuple[bytes, bytes]:
    """One letter, and the files of a mail: the lengths of name and file in 4 and 8 bytes, both."""
    import email

    out: list[bytes] = []
    size = 0
    try:
        for part in email.message_from_bytes(data).walk():
            content = None if part.is_multipart() else part.get_payload(decode=True)
            name = _name_of(part)
            if not name or not isinstance(content, bytes):
                continue
            size += len(content)
            if size > MAX_FILE_BYTES or len(out) >= MAX_ATTACHMENTS:
                return b"L", b""
            named = name.encode("utf-8", "replace")
            out.append(len(named).to_bytes(4, "big") + len(content).to_bytes(8, "big"))
            out[-1] += named + content
    except MemoryError:
        return b"L", b""
    except (ValueError, LookupError, RecursionError, TypeError, AttributeError):
        return b"B", b""
    return b"P", b"".join(out)


def _name_of(part: Message) -> str:
    """What an attached file is called, whichever way its name was written (RFC 2047, RFC 2231)."""
    from email.errors import HeaderParseError
    from email.header import decode_header, make_header

    name = part.get_filename() or ""
    try:
        return str(make_header(decode_header(name)))
    except (HeaderParseError, LookupError, ValueError):
        return name


def salvage_parcel(data: bytes) -> tuple[bytes, bytes]:
    """The parcel of a PDF cut short: it is written first, and its own signatures prove it whole."""
    mark = data.find(_MARK)
    begin = _STREAM.search(data, mark, mark + 2000)
    if mark < 0 or begin is None or data.find(_MARK, begin.end()) >= 0:
        return b"B", b""
    head = data[data.rfind(b" obj", max(0, mark - 2000), mark) : begin.end()]
    length = _LENGTH.search(head)
    if length is None:
        return b"B", b""
    content = data[begin.end() : begin.end() + int(length[1])]
    return _unpack(content, b"/FlateDecode" in head)


def _look(pdf: pikepdf.Pdf, found: list[pikepdf.Stream]) -> tuple[bytes, bytes]:
    if pdf.is_encrypted:
        return b"E", b""
    if not found:
        return b"N", _hint(pdf).encode("utf-8", "replace")[:500]
    if len(found) > 1:
        return b"M", b""
    return _read(found[0], MAX_PARCEL_BYTES)


def _attached(pdf: pikepdf.Pdf) -> dict[str, list[pikepdf.Stream]]:
    """The embedded parcels and seals by name, whether or not the tree of names lists them."""
    found: dict[str, dict[object, pikepdf.Stream]] = {_ATTACHMENT: {}, SEAL_FILE: {}}
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/EF") is not None:
            files = item.EF
            stream = files.get("/UF") or files.get("/F")
            for name in {str(item.get("/UF", "")), str(item.get("/F", ""))} & found.keys():
                if isinstance(stream, pikepdf.Stream):
                    found[name][stream.objgen] = stream
    return {name: list(streams.values()) for name, streams in found.items()}


def _hint(pdf: pikepdf.Pdf) -> str:
    """Which parcel was in it once, by the keywords or by what is printed on its pages."""
    keywords = str(pdf.docinfo.get("/Keywords", ""))
    if "assessor-parcel:" in keywords:
        return keywords
    try:
        printed = find_fingerprint(pdf)
    except _TROUBLE:
        return ""  # pages nobody can read name nothing
    return f"assessor-parcel:{printed}" if printed else ""


def _read(stream: pikepdf.Stream, largest: int) -> tuple[bytes, bytes]:
    """A stream's bytes, never unpacked beyond the limit: the way of bombs is closed here."""
    filters = str(stream.get("/Filter", ""))
    if filters not in ("", "/FlateDecode", "[/FlateDecode]") or "/DecodeParms" in stream:
        return b"B", b""
    return _unpack(stream.read_raw_bytes(), bool(filters), largest)


def _unpack(content: bytes, packed: bool, largest: int = MAX_PARCEL_BYTES) -> tuple[bytes, bytes]:
    if packed:
        unpacker = zlib.decompressobj()
        try:
            content = unpacker.decompress(content, largest + 1)
        except zlib.error:
            return b"B", b""
    return (b"P", content) if len(content) <= largest else (b"L", b"")


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    """Answer until the parent closes its end."""
    ways = {
        PARCEL: find_parcel,
        PAGES: digest_pages,
        BOTH: find_parcel_and_pages,
        MAIL: read_attachments,
    }
    while len(head := source.read(9)) == 9:
        size = int.from_bytes(head[1:], "big")
        if size > MAX_FILE_BYTES:
            return
        extend_time()
        letter, content = ways[head[:1]](source.read(size))
        sink.write(letter + len(content).to_bytes(8, "big") + content)
        sink.flush()


def main() -> None:
    """What the child process does."""
    limit_process()
    sys.stdout.buffer.write(READY)
    sys.stdout.buffer.flush()
    serve(sys.stdin.buffer, sys.stdout.buffer)
