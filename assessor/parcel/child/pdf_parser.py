"""The child process that parses foreign PDFs and mails: no files, little memory and time.

It reads a request, a length and a file from standard input, again and again, and answers with one
letter, a length and bytes. Whatever kills it counts as a refused file.
"""

from __future__ import annotations

import contextlib
import re
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

import msgspec
import pikepdf

from assessor.parcel.child import child_protocol as protocol
from assessor.parcel.child.document_digest import digest_document
from assessor.parcel.child.page_digest import hide_signatures, page_digests
from assessor.parcel.child.printed_fingerprint import find_fingerprint
from assessor.parcel.child.signed_ranges import find_signatures

if TYPE_CHECKING:
    from email.message import Message

MAX_PARCEL_BYTES = 66 * 2**20
MAX_ATTACHMENTS = 1_000
_ATTACHMENT = "answers.assessor"
_PDF_ERRORS = (
    pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError, AttributeError,
)  # fmt: skip
"""The errors that pikepdf raises for an invalid PDF."""
_HYBRID_KEY = b"/XRefStm"
"""A second table of objects that only some readers use (ISO 32000-1, 7.5.8.4)."""
_MARK = b"/application#2fvnd.assessor.parcel"
_STREAM = re.compile(rb">>\s{0,4}stream\r?\n")
_LENGTH = re.compile(rb"/Length (\d{1,9})\b(?! \d)")


def find_parcel(data: bytes) -> tuple[bytes, bytes]:
    """Return a letter, and the parcel of a PDF or a hint about the parcel that was in it."""
    if b"%PDF-" not in data[:1024]:
        return b"B", b""
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            return _read_parcel(pdf, _attached(pdf)[_ATTACHMENT])
    except pikepdf.PasswordError:
        return b"E", b""
    except MemoryError:
        return b"L", b""
    except _PDF_ERRORS:
        return salvage_parcel(data)


def digest_pages(data: bytes) -> tuple[bytes, bytes]:
    """Return a letter, then PageData in MessagePack."""
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            return b"P", _page_data(data, pdf, _attached(pdf)[protocol.SEAL_FILE])
    except MemoryError:
        return b"L", b""
    except _PDF_ERRORS:
        return b"B", b""


def _page_data(data: bytes, pdf: pikepdf.Pdf, seals: list[pikepdf.Stream]) -> bytes:
    found = _read_pages(data, pdf, seals)
    found = msgspec.structs.replace(found, signatures=find_signatures(data), size=len(data))
    end = found.signatures[0].end if found.signatures else len(data)
    if end < len(data):
        first = unmarked = None
        with contextlib.suppress(SyntaxError, MemoryError, *_PDF_ERRORS):
            with pikepdf.open(BytesIO(data[:end])) as signed:
                first = _read_pages(data[:end], signed, _attached(signed)[protocol.SEAL_FILE])
            if found.pages is not None:  # a reader's warnings come once
                hide_signatures(pdf)
                unmarked = _read_pages(data, pdf, seals)
        found = msgspec.structs.replace(found, first=first, unmarked=unmarked)
    return msgspec.msgpack.encode(found)


def _read_pages(data: bytes, pdf: pikepdf.Pdf, seals: list[pikepdf.Stream]) -> protocol.PageData:
    letter, seal = (
        _read_stream(seals[0], protocol.MAX_SEAL_BYTES) if len(seals) == 1 else (b"P", b"")
    )
    drawings = page_digests(pdf)
    pages = parts = None
    with contextlib.suppress(SyntaxError, *_PDF_ERRORS):
        if _HYBRID_KEY not in data:
            pages, parts = digest_document(pdf)
    return protocol.PageData(
        seal if letter == b"P" else b"", drawings, pages, parts, size=len(data)
    )


def find_parcel_and_pages(data: bytes) -> tuple[bytes, bytes]:
    """Return as find_parcel; after the parcel's length (8 bytes) and the parcel, as digest_pages.

    Nothing follows the parcel where the pages cannot be read.
    """
    pages = b""
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            attached = _attached(pdf)
            letter, content = _read_parcel(pdf, attached[_ATTACHMENT])
            if letter == b"P":
                with contextlib.suppress(MemoryError, *_PDF_ERRORS):
                    pages = _page_data(data, pdf, attached[protocol.SEAL_FILE])
    except (pikepdf.PasswordError, MemoryError, *_PDF_ERRORS):
        letter, content = find_parcel(data)
    if letter != b"P":
        return letter, content
    return letter, len(content).to_bytes(8, "big") + content + pages


def read_attachments(data: bytes) -> tuple[bytes, bytes]:
    """Return a letter, and the files of a mail: lengths of name and file (4 and 8 bytes), both."""
    import email

    out: list[bytes] = []
    size = 0
    try:
        for part in email.message_from_bytes(data).walk():
            content = None if part.is_multipart() else part.get_payload(decode=True)
            name = _attachment_name(part)
            if not name or not isinstance(content, bytes):
                continue
            size += len(content)
            if size > protocol.MAX_FILE_BYTES or len(out) >= MAX_ATTACHMENTS:
                return b"L", b""
            encoded = name.encode("utf-8", "replace")
            sizes = len(encoded).to_bytes(4, "big") + len(content).to_bytes(8, "big")
            out.append(sizes + encoded + content)
    except MemoryError:
        return b"L", b""
    except (ValueError, LookupError, RecursionError, TypeError, AttributeError):
        return b"B", b""
    return b"P", b"".join(out)


def _attachment_name(part: Message) -> str:
    """Return the name of an attachment, in any notation (RFC 2047, RFC 2231)."""
    from email.errors import HeaderParseError
    from email.header import decode_header, make_header

    name = part.get_filename() or ""
    try:
        return str(make_header(decode_header(name)))
    except (HeaderParseError, LookupError, ValueError):
        return name


def salvage_parcel(data: bytes) -> tuple[bytes, bytes]:
    """Return the parcel of a truncated PDF: it is written first, and its signatures verify it."""
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


def _read_parcel(pdf: pikepdf.Pdf, streams: list[pikepdf.Stream]) -> tuple[bytes, bytes]:
    if pdf.is_encrypted:
        return b"E", b""
    if not streams:
        return b"N", _parcel_hint(pdf).encode("utf-8", "replace")[:500]
    if len(streams) > 1:
        return b"M", b""
    return _read_stream(streams[0], MAX_PARCEL_BYTES)


def _attached(pdf: pikepdf.Pdf) -> dict[str, list[pikepdf.Stream]]:
    """Return the embedded parcels and seals by name, listed in the name tree or not."""
    streams_by_name: dict[str, dict[object, pikepdf.Stream]] = {
        _ATTACHMENT: {},
        protocol.SEAL_FILE: {},
    }
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/EF") is not None:
            files = item.EF
            stream = files.get("/UF") or files.get("/F")
            names = {str(item.get("/UF", "")), str(item.get("/F", ""))}
            for name in names & streams_by_name.keys():
                if isinstance(stream, pikepdf.Stream):
                    streams_by_name[name][stream.objgen] = stream
    return {name: list(streams.values()) for name, streams in streams_by_name.items()}


def _parcel_hint(pdf: pikepdf.Pdf) -> str:
    """Return which parcel was in it, by the keywords or the printed pages."""
    keywords = str(pdf.docinfo.get("/Keywords", ""))
    if "assessor-parcel:" in keywords:
        return keywords
    try:
        fingerprint = find_fingerprint(pdf)
    except _PDF_ERRORS:
        return ""  # unreadable pages
    return f"assessor-parcel:{fingerprint}" if fingerprint else ""


def _read_stream(stream: pikepdf.Stream, largest: int) -> tuple[bytes, bytes]:
    """Return a stream's bytes, never unpacked beyond the limit, because of decompression bombs."""
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


_HANDLERS = {
    protocol.PARCEL: find_parcel,
    protocol.PAGES: digest_pages,
    protocol.BOTH: find_parcel_and_pages,
    protocol.MAIL: read_attachments,
}


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    """Answer requests until the parent closes the pipe."""
    while len(head := source.read(9)) == 9:
        size = int.from_bytes(head[1:], "big")
        if size > protocol.MAX_FILE_BYTES:
            return
        protocol.extend_time()
        letter, content = _HANDLERS[head[:1]](source.read(size))
        protocol.send_answer(sink, letter, content)


def main() -> None:
    """Run the child process."""
    protocol.run_child(serve)
