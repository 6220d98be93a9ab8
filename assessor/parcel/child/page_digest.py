"""A digest of how each page of a PDF looks, the same however the file was written down.

It covers what is drawn: contents, fonts, pictures, forms, the page's boxes, and annotations.
Streams are taken as they are once decoded, dictionaries in the order of their keys, references as
what they refer to; so packing the file anew, linearising it or saving it in increments
changes nothing, and one changed letter does (ISO 32000-1, 7.3 and 7.7.3.3).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from decimal import Decimal

import pikepdf

MAX_PAGES = 2_000
_DEEPEST = 60
_BOXES = ("/MediaBox", "/CropBox", "/Rotate", "/UserUnit")
_DRAWN = ("/Resources", *_BOXES, "/Group", "/Annots")
_PACKING = frozenset({"/Length", "/Filter", "/DecodeParms", "/DL"})
_ELSEWHERE = frozenset({"/Parent", "/P", "/StructParent", "/StructParents", "/Metadata"})
_REPACKED = frozenset({"/FlateDecode", "/LZWDecode", "/ASCII85Decode", "/ASCIIHexDecode"})


def page_digests(pdf: pikepdf.Pdf) -> list[bytes]:
    """SHA-256 of each page in order. Raises ValueError for a PDF nested or paged beyond reason.

    Whatever pikepdf raises for a broken object goes through.
    """
    if len(pdf.pages) > MAX_PAGES:
        raise ValueError("more pages than a report has")
    looking = _PageDigester()
    return [looking.at_page(page) for page in pdf.pages]


class _PageDigester:
    """What has been digested already, so that a font used on every page is read once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], bytes] = {}
        self._open: list[tuple[int, int]] = []

    def at_page(self, page: pikepdf.Page) -> bytes:
        digest = hashlib.sha256()
        for part in self._contents(page):
            digest.update(part)
        for name in _DRAWN:
            value = _inherited(page.obj, name)
            digest.update(name.encode() + (b"-" if value is None else self._of(value)))
        return digest.digest()

    @staticmethod
    def _contents(page: pikepdf.Page) -> Iterator[bytes]:
        """What a page draws, in one piece or several: they are read as one."""
        contents = page.obj.get("/Contents")
        if contents is None:
            return
        parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
        for part in parts:
            yield bytes(part.read_bytes()).strip(b"\0\t\n\f\r ") + b"\n"

    def _of(self, item: object) -> bytes:
        """The digest of any object."""
        named = item.objgen if isinstance(item, pikepdf.Object) else (0, 0)
        if named == (0, 0):
            return hashlib.sha256(b"".join(self._spelled(item))).digest()
        if named in self._open:
            return b"round %d" % (len(self._open) - self._open.index(named))
        if named not in self._known:
            if len(self._open) > _DEEPEST:
                raise ValueError("nested deeper than a report is")
            self._open.append(named)
            self._known[named] = hashlib.sha256(b"".join(self._spelled(item))).digest()
            self._open.pop()
        return self._known[named]

    def _spelled(self, item: object) -> Iterator[bytes]:
        if isinstance(item, pikepdf.Stream):
            yield b"stream"
            yield from self._members(item, _PACKING)
            yield hashlib.sha256(_content(item)).digest()
        elif isinstance(item, pikepdf.Dictionary):
            if item.get("/Type") == pikepdf.Name.Page:
                yield b"page"  # where a link leads; the page itself has a digest of its own
            else:
                yield from self._members(item, frozenset())
        elif isinstance(item, pikepdf.Array):
            yield b"array"
            for member in item:
                yield self._of(member)
        else:
            yield _plain(item)

    def _members(self, item: pikepdf.Object, packing: frozenset[str]) -> Iterator[bytes]:
        yield b"dictionary"
        for name in sorted(item.keys()):
            if name not in packing and name not in _ELSEWHERE:
                yield name.encode("utf-8", "surrogateescape") + b"\0"
                yield self._of(item[name])


def _inherited(page: pikepdf.Object, name: str) -> object | None:
    """A page's attribute, its own or handed down from the tree of pages."""
    holder: pikepdf.Object | None = page
    for _ in range(_DEEPEST):
        if holder is None or (found := holder.get(name)) is not None:
            return None if holder is None else found
        holder = holder.get("/Parent")
    return None


def _content(stream: pikepdf.Stream) -> bytes:
    """A stream's bytes, unpacked where programs pack anew; pictures as they are packed."""
    filters = stream.get("/Filter")
    names = list(filters) if isinstance(filters, pikepdf.Array) else [filters]
    if all(each is None or str(each) in _REPACKED for each in names):
        return bytes(stream.read_bytes())
    return b"".join(str(each).encode() for each in names) + bytes(stream.read_raw_bytes())


def _plain(item: object) -> bytes:
    """A number, a name, a text, a truth or nothing."""
    if isinstance(item, bool) or item is None:
        return repr(item).encode()
    if isinstance(item, int | Decimal):
        return b"number %f" % item
    if isinstance(item, pikepdf.String):
        return b"text " + bytes(item)
    return b"name " + str(item).encode("utf-8", "surrogateescape")
