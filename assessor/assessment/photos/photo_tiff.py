"""Removal of metadata from TIFF: only the tags that the picture needs stay.

The file keeps its length and its pixels; removed data is overwritten with zeros. Source: TIFF 6.0
and its supplements, little- or big-endian; BigTIFF and DNG are not supported.
"""

from __future__ import annotations

import struct

HEADS = (b"II*\0", b"MM\0*")
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
"""Bytes of one value, by field type."""

_ORIENTATION = 274
_SUB, _DNG = 330, 50706
_DIRECTORY_TAGS = frozenset({34665, 34853, 40965})
"""Tags that point to directories: Exif, GPS, interoperability."""

_NEEDED = frozenset(
    {
        *range(254, 260), 262, 263, *range(264, 267), 273, _ORIENTATION, *range(277, 285),
        *range(286, 294), 296, 297, 301, 317, 318, 319, *range(320, 326), _SUB,
        *range(332, 348), *range(512, 522), *range(529, 533), 34675,
    }
)  # fmt: skip
"""Tags of layout, compression, colour and orientation of the pixels."""

_OVERWRITE_LIMIT = 4
"""Limit of bytes overwritten, in file lengths: a few tags may share a value, but not all."""


class Unreadable(ValueError):
    """The structure of a file is not what its header says."""


def strip_tiff(content: bytes) -> bytes:
    """Return the picture without other tags. Raises Unreadable, also for DNG."""
    directories = _Directories(content)
    at, visited = directories.long(4), set[int]()
    while at and at not in visited:
        visited.add(at)
        at = directories.clean(at)
    return bytes(directories.data) if directories.data != content else content


def orientation(content: bytes) -> int:
    """Return the orientation (1 to 8) in the first directory of a TIFF block; 1 if it has none."""
    try:
        directories = _Directories(content)
        for tag, kind, _, place in directories.entries(directories.long(4)):
            if tag == _ORIENTATION and kind == 3:
                found = directories.short(place + 8)
                return found if 1 <= found <= 8 else 1
    except Unreadable:
        pass
    return 1


def only_orientation(turned: int) -> bytes:
    """Return a TIFF block with the orientation only."""
    entry = struct.pack("<HHIHH", _ORIENTATION, 3, 1, turned, 0)
    return b"II*\0" + struct.pack("<IH", 8, 1) + entry + bytes(4)


class _Directories:
    """The bytes of a TIFF, and its directories of tags."""

    def __init__(self, content: bytes) -> None:
        if content[:4] not in HEADS:
            raise Unreadable("no TIFF")
        self.data = bytearray(content)
        self._order = "<" if content[:2] == b"II" else ">"
        self._depth = 0
        self._seen = set[int]()
        self._left = _OVERWRITE_LIMIT * len(content)

    def short(self, at: int) -> int:
        return self._number("H", at, 2)

    def long(self, at: int) -> int:
        return self._number("I", at, 4)

    def _number(self, form: str, at: int, size: int) -> int:
        if at < 0 or at + size > len(self.data):
            raise Unreadable("beyond the end")
        return int(struct.unpack_from(self._order + form, self.data, at)[0])

    def entries(self, at: int) -> list[tuple[int, int, int, int]]:
        """Return the tags of a directory: (tag, type, bytes of the value, place of the entry)."""
        found = []
        for each in range(self.short(at)):
            place = at + 2 + 12 * each
            kind = self.short(place + 2)
            size = _SIZES.get(kind, 1) * self.long(place + 4)
            found.append((self.short(place), kind, size, place))
        self.long(at + 2 + 12 * len(found))
        return found

    def clean(self, at: int) -> int:
        """Keep what the picture needs in a directory; return the next one's position."""
        entries = self.entries(at)
        if any(tag == _DNG for tag, *_ in entries):
            raise Unreadable("DNG")
        entries_kept = []
        for tag, _, size, place in entries:
            if tag not in _NEEDED:
                self._wipe(tag, size, place)
                continue
            entries_kept.append(bytes(self.data[place : place + 12]))
            if tag == _SUB:
                self._beneath(size, place)
        end = at + 2 + 12 * len(entries)
        after = self.long(end)
        if len(entries_kept) < len(entries):
            directory = struct.pack(self._order + "H", len(entries_kept)) + b"".join(entries_kept)
            directory += struct.pack(self._order + "I", after)
            self.data[at : end + 4] = directory.ljust(end + 4 - at, b"\0")
        return after

    def _beneath(self, size: int, place: int) -> None:
        self._depth += 1
        if self._depth > 8 or size > 4 * 64:
            raise Unreadable("too deep")
        first = place + 8 if size <= 4 else self.long(place + 8)
        for at in range(first, first + size, 4):
            inner = self.long(at)
            if inner not in self._seen:  # otherwise the same place could be reached many times
                self._seen.add(inner)
                self.clean(inner)
        self._depth -= 1

    def _wipe(self, tag: int, size: int, place: int) -> None:
        """Overwrite a value stored elsewhere, or a directory with all its content."""
        if tag in _DIRECTORY_TAGS and size == 4:
            at = self.long(place + 8)
            inner = self.entries(at)
            for each, _, length, where in inner:
                if each not in _DIRECTORY_TAGS or each > tag:
                    self._wipe(each, length, where)
            self._zero(at, 2 + 12 * len(inner) + 4)
        elif size > 4:
            self._zero(self.long(place + 8), size)

    def _zero(self, at: int, size: int) -> None:
        self._left -= size
        if at < 8 or at + size > len(self.data) or self._left < 0:
            raise Unreadable("beyond the end")
        self.data[at : at + size] = bytes(size)
