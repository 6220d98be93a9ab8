"""A digest of the appearance of each page of a PDF, independent of how the file is written.

It covers contents, fonts, pictures, forms, the page's boxes and annotations. Streams are decoded,
dictionaries sorted by key, references resolved; so repacking, linearising or incremental saving
changes nothing, and one changed letter does (ISO 32000-1, 7.3 and 7.7.3.3).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from decimal import Decimal

import pikepdf

MAX_PAGES = 2_000
_MAX_DEPTH = 60
_BOXES = ("/MediaBox", "/CropBox", "/Rotate", "/UserUnit")
_DRAWN_KEYS = ("/Resources", *_BOXES, "/Group", "/Annots")
PACKING_KEYS = frozenset({"/Length", "/Filter", "/DecodeParms", "/DL"})
_IGNORED_KEYS = frozenset({"/Parent", "/P", "/StructParent", "/StructParents", "/Metadata"})
_SIGNATURE_KEYS = frozenset(
    {"/Type", "/Subtype", "/FT", "/T", "/F", "/Ff", "/P", "/Rect", "/V", "/AP", "/Lock", "/SV"}
)
"""All that a signature field needs; with another key, such as an action, it is none."""
_FIELD_KEYS = frozenset({"/FT", "/T", "/Ff", "/V", "/Kids", "/Lock", "/SV"})
_WIDGET_KEYS = frozenset({"/Type", "/Subtype", "/F", "/P", "/Rect", "/AP", "/Parent"})
"""The same where the field and what it shows on a page are two objects."""
_MARK_KEYS = frozenset({"/MK", "/DA", "/Border", "/BS"})
"""What else a signature field that shows a mark may have."""
_DECODED_FILTERS = frozenset({"/FlateDecode", "/LZWDecode", "/ASCII85Decode", "/ASCIIHexDecode"})


def page_digests(pdf: pikepdf.Pdf) -> list[bytes]:
    """Return the SHA-256 of each page. Raises ValueError for excessive nesting or page counts.

    Errors of pikepdf for a broken object pass through.
    """
    if len(pdf.pages) > MAX_PAGES:
        raise ValueError("more pages than a report has")
    digester = _PageDigester()
    return [digester.digest_page(page) for page in pdf.pages]


class _PageDigester:
    """Remembers digests, so that a font used on every page is read once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], bytes] = {}
        self._open: list[tuple[int, int]] = []

    def digest_page(self, page: pikepdf.Page) -> bytes:
        digest = hashlib.sha256()
        for part in page_contents(page):
            digest.update(bytes(part.read_bytes()).strip(b"\0\t\n\f\r ") + b"\n")
        for name in _DRAWN_KEYS:
            value = _inherited(page.obj, name)
            if name == "/Annots" and isinstance(value, pikepdf.Array):
                seen = [each for each in value if not is_silent_signature(each)]
                value = pikepdf.Array(seen) if seen else None
            digest.update(name.encode() + (b"-" if value is None else self._digest(value)))
        return digest.digest()

    def _digest(self, item: object) -> bytes:
        """Return the digest of any object."""
        object_id = item.objgen if isinstance(item, pikepdf.Object) else (0, 0)
        if object_id == (0, 0):
            return hashlib.sha256(b"".join(self._serialise(item))).digest()
        if object_id in self._open:
            return b"round %d" % (len(self._open) - self._open.index(object_id))
        if object_id not in self._known:
            if len(self._open) > _MAX_DEPTH:
                raise ValueError("nested deeper than a report is")
            self._open.append(object_id)
            self._known[object_id] = hashlib.sha256(b"".join(self._serialise(item))).digest()
            self._open.pop()
        return self._known[object_id]

    def _serialise(self, item: object) -> Iterator[bytes]:
        if isinstance(item, pikepdf.Stream):
            yield b"stream"
            yield from self._members(item, PACKING_KEYS)
            yield hashlib.sha256(stream_content(item)).digest()
        elif isinstance(item, pikepdf.Dictionary):
            if item.get("/Type") == pikepdf.Name.Page:
                yield b"page"  # a link target; the page has its own digest
            else:
                yield from self._members(item, frozenset())
        elif isinstance(item, pikepdf.Array):
            yield b"array"
            for member in item:
                yield self._digest(member)
        else:
            yield serialise_scalar(item)

    def _members(self, item: pikepdf.Object, packing: frozenset[str]) -> Iterator[bytes]:
        yield b"dictionary"
        for name in sorted(item.keys()):
            if name not in packing and name not in _IGNORED_KEYS:
                yield name.encode("utf-8", "surrogateescape") + b"\0"
                yield self._digest(item[name])


def page_contents(page: pikepdf.Page) -> list[pikepdf.Object]:
    """Return what a page draws, in one piece or several that are read as one."""
    contents = page.obj.get("/Contents")
    if contents is None:
        return []
    return list(contents) if isinstance(contents, pikepdf.Array) else [contents]


def is_silent_signature(item: object) -> bool:
    """Return whether an object is a field of a signature that shows nothing and does nothing, or
    the only widget of such a field."""
    field, widget = _signature_parts(item)
    if field is None or widget is None or widget.get("/Subtype") != pikepdf.Name.Widget:
        return False
    is_one = field is widget and not field.keys() - _SIGNATURE_KEYS
    are_two = not field.keys() - _FIELD_KEYS and not widget.keys() - _WIDGET_KEYS
    left, low, right, high = widget.get("/Rect", [0, 0, 1, 1])
    return (is_one or are_two) and bool(left == right and low == high)


def _signature_parts(item: object) -> tuple[pikepdf.Object | None, pikepdf.Object | None]:
    """Return the field of a signature and its widget, of which `item` is one or both; or None."""
    if not isinstance(item, pikepdf.Dictionary):
        return None, None
    field = item.get("/Parent", item)
    if not isinstance(field, pikepdf.Dictionary) or field.get("/FT") != pikepdf.Name.Sig:
        return None, None
    if "/Kids" not in field:
        return (field, field) if field is item else (None, None)
    kids = field.Kids
    if not isinstance(kids, pikepdf.Array) or len(kids) != 1:
        return None, None
    widget = kids[0]
    if not isinstance(widget, pikepdf.Dictionary) or (0, 0) in (field.objgen, widget.objgen):
        return None, None
    is_pair = widget.get("/Parent", widget).objgen == field.objgen != widget.objgen
    return (
        (field, widget)
        if is_pair and item.objgen in (field.objgen, widget.objgen)
        else (None, None)
    )


def hide_signatures(pdf: pikepdf.Pdf) -> None:
    """Make every field of a signature silent that does nothing but show a mark on its page."""
    for page in pdf.pages:
        for each in page.obj.get("/Annots", []):
            field, widget = _signature_parts(each)
            if field is not None and widget is not None:
                widget.Rect = [0, 0, 0, 0]
                for part in (field, widget):
                    for name in part.keys() & _MARK_KEYS:
                        del part[name]


def _inherited(page: pikepdf.Object, name: str) -> object | None:
    """Return a page's attribute, its own or inherited from the page tree."""
    holder: pikepdf.Object | None = page
    for _ in range(_MAX_DEPTH):
        if holder is None or (value := holder.get(name)) is not None:
            return None if holder is None else value
        holder = holder.get("/Parent")
    return None


def stream_content(stream: pikepdf.Stream) -> bytes:
    """Return a stream's bytes, decoded unless it is a picture."""
    filters = stream.get("/Filter")
    names = list(filters) if isinstance(filters, pikepdf.Array) else [filters]
    if all(name is None or str(name) in _DECODED_FILTERS for name in names):
        return bytes(stream.read_bytes())
    return b"".join(str(name).encode() for name in names) + bytes(stream.read_raw_bytes())


def serialise_scalar(item: object) -> bytes:
    """Return the bytes of a number, name, text, boolean or null."""
    if isinstance(item, bool) or item is None:
        return repr(item).encode()
    if isinstance(item, int | Decimal):
        return b"number %f" % item
    if isinstance(item, pikepdf.String):
        return b"text " + bytes(item)
    return b"name " + str(item).encode("utf-8", "surrogateescape")
