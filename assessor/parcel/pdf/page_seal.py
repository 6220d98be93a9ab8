"""The seal of a report's document: its parcel, each page and everything else it has, signed.

The pages print the fingerprint of the parcel, so the parcel cannot contain a digest of the pages:
the seal is a separate attachment, signed by the same key. Pages without a seal are never called
unaltered.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import msgspec

from assessor.errors import ParcelError
from assessor.parcel.child.child_protocol import MAX_SEAL_BYTES, PageData
from assessor.parcel.pack.envelope import Envelope
from assessor.parcel.pdf.pdf_signature import EXTENDED, WHOLE, FileCheck, check_file
from assessor.store.model.changeset import Signer

MEDIA_TYPE = "application/vnd.assessor.pages"
SIGNED, ALTERED, UNSEALED = "as signed", "altered", "not sealed"
DRAWN = "drawing as signed"
"""Sealed by an earlier version of Assessor: nothing tells about the rest of the file."""
COUNTERSIGNED = "signed on top"
"""As signed, and somebody else signed that; nothing else was added."""
SIGNATURE, MARK, CHANGE = "a signature", "a signature with a mark", "a change"
"""What was added after the sender signed: a signature may show a mark on a page."""
_CHANGED = "The seal of the pages was changed after it was made ({what})."
_ENVELOPE = Envelope(
    magic=b"ASSESSOR PAGES ",
    domain=b"assessor-pages-signature/1\0",
    largest=MAX_SEAL_BYTES,
    largest_content=MAX_SEAL_BYTES,
    not_one="This is no seal of pages.",
    newer="The pages were sealed by another version of Assessor: update to check them.",
    changed=_CHANGED,
    too_large="The seal of the pages is larger than {limit} MB.",
    too_full="The seal of the pages holds more than {limit} MB.",
    version=2,
)


_UNSOUND = (
    "The file was changed after it was signed: programs may show other pages than those signed."
)
_PAGES_ALTERED = "Pages were altered after they were signed."
_ALTERED = (
    "The title, links, scripts, attachments or the text that is read aloud were altered after they "
    "were signed."
)
ONLY_DRAWN = (
    "An earlier version of Assessor sealed only what the pages draw: nothing tells whether title, "
    "links, scripts or the text that is read aloud are as they were signed."
)


class _PageSealData(msgspec.Struct, forbid_unknown_fields=True):
    """`parts` are from version 2 on; a page's digest covers only its drawing before."""

    parcel: str
    pages: list[bytes]
    parts: dict[str, bytes] | None = None


@dataclass(frozen=True, slots=True)
class PageCheck:
    """The state of a report's pages: SIGNED, DRAWN, ALTERED or UNSEALED.

    `count` is their number; `altered` are page numbers, from 1, if the count is still the signed
    one; `parts` are other altered parts by their name in PDF; `why` is one sentence, or empty.
    `file` is about the file's bytes; None before version 2 of the seal, when nobody signed them.
    `is_whole` tells that the file begins with all that was signed, sealed as it should be; `added`
    is SIGNATURE, MARK or CHANGE where more follows that, or "" if it has no effect.
    """

    state: str
    count: int
    altered: tuple[int, ...] = ()
    why: str = ""
    parts: tuple[str, ...] = ()
    file: FileCheck | None = field(default=None, compare=False)
    is_whole: bool = field(default=False, compare=False)
    added: str = field(default="", compare=False)

    @property
    def standing(self) -> str:
        """Return the state, or COUNTERSIGNED."""
        return COUNTERSIGNED if self.added == SIGNATURE else self.state

    @property
    def where(self) -> str:
        """Return the altered pages and parts for people: "2, 4–7, /Info"."""
        return ", ".join((*([page_ranges(self.altered)] if self.altered else []), *self.parts))


def page_ranges(numbers: Iterable[int]) -> str:
    """Return ascending page numbers as a person lists them: "2, 4–7"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)


def _join(drawings: Iterable[bytes], pages: Iterable[bytes]) -> list[bytes]:
    """Return one digest for each page from that of its drawing and that of the rest."""
    pairs = zip(drawings, pages, strict=True)
    return [hashlib.sha256(drawing + rest).digest() for drawing, rest in pairs]


def make_page_seal(
    parcel: str,
    drawings: Iterable[bytes],
    pages: Iterable[bytes],
    parts: Mapping[str, bytes],
    signer: Signer,
) -> bytes:
    """Return the seal of a document with these digests, for a parcel's fingerprint (64 hex)."""
    sealed = _PageSealData(parcel, _join(drawings, pages), dict(parts))
    return _ENVELOPE.wrap(zlib.compress(msgspec.msgpack.encode(sealed), 6), signer)


def check_pages(data: PageData, *, parcel: str, sender: str) -> PageCheck:
    """Compare a document with its seal; `sender` is the key (64 hex) of the parcel."""
    found = _check_seal(data, parcel, sender)
    if not sender or found.state == DRAWN:
        return found
    file = check_file(data.signatures, data.size, sender)
    if file.state == WHOLE:
        return replace(found, file=file, is_whole=found.state == SIGNED)
    if file.state != EXTENDED or data.first is None or data.first.size != file.signed:
        return replace(found, file=file)
    first = _check_seal(data.first, parcel, sender)
    unmarked = _check_seal(data.unmarked, parcel, sender) if data.unmarked else None
    added = _what_was_added(found, file, unmarked)
    return replace(found, file=file, is_whole=first.state == SIGNED, added=added)


def _what_was_added(found: PageCheck, file: FileCheck, unmarked: PageCheck | None) -> str:
    """Return what follows the signed bytes; `unmarked` is without the marks of signatures."""
    if found.state == SIGNED:
        return SIGNATURE if file.on_top else ""
    only_marks = file.on_top and unmarked is not None and unmarked.state == SIGNED
    return MARK if only_marks else CHANGE


def _check_seal(data: PageData, parcel: str, sender: str) -> PageCheck:
    count = len(data.drawings)
    if not data.seal:
        why = "The pages carry no seal: nothing tells whether they are as they were signed."
        return PageCheck(UNSEALED, count, why=why)
    try:
        signer, content = _ENVELOPE.unwrap(data.seal)
        sealed = msgspec.msgpack.decode(content, type=_PageSealData)
    except (ParcelError, msgspec.MsgspecError):
        return PageCheck(ALTERED, count, why="The seal of the pages was damaged or changed.")
    if not sender or signer != sender or sealed.parcel != parcel:
        return PageCheck(ALTERED, count, why="The pages are those of another report.")
    if len(sealed.pages) != count:
        return PageCheck(ALTERED, count, why="Pages were added or taken out.")
    if data.pages is None or data.parts is None:
        return PageCheck(ALTERED, count, why=_UNSOUND)
    is_drawing = sealed.parts is None
    found = data.drawings if is_drawing else _join(data.drawings, data.pages)
    pairs = zip(sealed.pages, found, strict=True)
    altered = tuple(number for number, (old, new) in enumerate(pairs, 1) if old != new)
    parts = () if sealed.parts is None else _different(sealed.parts, data.parts)
    if altered or parts:
        return PageCheck(ALTERED, count, altered, _PAGES_ALTERED if altered else _ALTERED, parts)
    return PageCheck(DRAWN, count, why=ONLY_DRAWN) if is_drawing else PageCheck(SIGNED, count)


def _different(then: Mapping[str, bytes], now: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return the names of the parts that changed, came or went, in order."""
    names = sorted(then.keys() | now.keys())
    return tuple(name for name in names if then.get(name) != now.get(name))
