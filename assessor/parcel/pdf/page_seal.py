"""The seal of a report's pages: their parcel and the appearance of each, signed.

The pages print the fingerprint of the parcel, so the parcel cannot contain a digest of the pages:
the seal is a separate attachment, signed by the same key. Pages without a seal are never called
unaltered.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec

from assessor.errors import ParcelError
from assessor.parcel.child.child_protocol import MAX_SEAL_BYTES
from assessor.parcel.pack.envelope import Envelope
from assessor.store.model.changeset import Signer

MEDIA_TYPE = "application/vnd.assessor.pages"
SIGNED, ALTERED, UNSEALED = "as signed", "altered", "not sealed"
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
)


class _PageSealData(msgspec.Struct, forbid_unknown_fields=True):
    parcel: str
    pages: list[bytes]


@dataclass(frozen=True, slots=True)
class PageCheck:
    """The state of a report's pages: SIGNED, ALTERED or UNSEALED.

    `count` is their number; `altered` are page numbers, from 1, if the count is still the signed
    one; `why` is one sentence, or empty.
    """

    state: str
    count: int
    altered: tuple[int, ...] = ()
    why: str = ""


def page_ranges(numbers: Iterable[int]) -> str:
    """Return ascending page numbers as a person lists them: "2, 4–7"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)


def make_page_seal(parcel: str, digests: Iterable[bytes], signer: Signer) -> bytes:
    """Return the seal of pages with these digests, for a parcel's fingerprint (64 hex)."""
    content = msgspec.msgpack.encode(_PageSealData(parcel, list(digests)))
    return _ENVELOPE.wrap(zlib.compress(content, 6), signer)


def check_pages(seal: bytes, digests: Sequence[bytes], *, parcel: str, sender: str) -> PageCheck:
    """Compare pages with their seal; `sender` is the key (64 hex) of the parcel."""
    if not seal:
        why = "The pages carry no seal: nothing tells whether they are as they were signed."
        return PageCheck(UNSEALED, len(digests), why=why)
    try:
        signer, content = _ENVELOPE.unwrap(seal)
        sealed = msgspec.msgpack.decode(content, type=_PageSealData)
    except (ParcelError, msgspec.MsgspecError):
        return PageCheck(ALTERED, len(digests), why="The seal of the pages was damaged or changed.")
    if not sender or signer != sender or sealed.parcel != parcel:
        return PageCheck(ALTERED, len(digests), why="The pages are those of another report.")
    if len(sealed.pages) != len(digests):
        return PageCheck(ALTERED, len(digests), why="Pages were added or taken out.")
    pairs = zip(sealed.pages, digests, strict=True)
    altered = tuple(number for number, (old, new) in enumerate(pairs, 1) if old != new)
    if altered:
        why = "Pages were altered after they were signed."
        return PageCheck(ALTERED, len(digests), altered, why)
    return PageCheck(SIGNED, len(digests))
