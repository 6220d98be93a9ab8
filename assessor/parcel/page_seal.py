"""The seal of a report's pages: which parcel they belong to and how each looks, signed.

The pages print the fingerprint of the parcel, so the parcel cannot hold a digest of the pages: the
seal stands beside it in the PDF, signed by the same key. Taken out, it proves nothing any more, and
what nothing proves is never called unaltered.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec

from assessor.errors import ParcelError
from assessor.parcel.envelope import Envelope
from assessor.parcel.page_digest import LARGEST_SEAL
from assessor.store.changeset import Signer

MEDIA_TYPE = "application/vnd.assessor.pages"
SIGNED, ALTERED, UNSEALED = "as signed", "altered", "not sealed"
_CHANGED = "The seal of the pages was changed after it was made ({what})."
_ENVELOPE = Envelope(
    magic=b"ASSESSOR PAGES ",
    domain=b"assessor-pages-signature/1\0",
    largest=LARGEST_SEAL,
    largest_content=LARGEST_SEAL,
    not_one="This is no seal of pages.",
    newer="The pages were sealed by another version of Assessor: update to check them.",
    changed=_CHANGED,
    too_large="The seal of the pages is larger than {limit} MB.",
    too_full="The seal of the pages holds more than {limit} MB.",
)


class _Sealed(msgspec.Struct, forbid_unknown_fields=True):
    parcel: str
    pages: list[bytes]


@dataclass(frozen=True, slots=True)
class Pages:
    """How a report's pages stand to what was signed: SIGNED, ALTERED or UNSEALED.

    `count` is how many there are; `altered` are their numbers, from 1, where the count is still
    the one signed; `why` says in one sentence what is wrong, and is empty if nothing is.
    """

    state: str
    count: int
    altered: tuple[int, ...] = ()
    why: str = ""


def in_runs(numbers: Iterable[int]) -> str:
    """Numbers of pages, ascending, as a person lists them: "2, 4–7"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)


def make_seal(parcel: str, digests: Iterable[bytes], signer: Signer) -> bytes:
    """The seal of pages with these digests, for the parcel of that fingerprint (64 hex)."""
    content = msgspec.msgpack.encode(_Sealed(parcel, list(digests)))
    return _ENVELOPE.wrap(zlib.compress(content, 6), signer)


def compare(seal: bytes, digests: Sequence[bytes], *, parcel: str, sender: str) -> Pages:
    """Hold the pages there are against the seal; `sender` is the key (64 hex) of the parcel."""
    if not seal:
        why = "The pages carry no seal: nothing tells whether they are as they were signed."
        return Pages(UNSEALED, len(digests), why=why)
    try:
        signer, content = _ENVELOPE.unwrap(seal)
        said = msgspec.msgpack.decode(content, type=_Sealed)
    except (ParcelError, msgspec.MsgspecError):
        return Pages(ALTERED, len(digests), why="The seal of the pages was damaged or changed.")
    if not sender or signer != sender or said.parcel != parcel:
        return Pages(ALTERED, len(digests), why="The pages are those of another report.")
    if len(said.pages) != len(digests):
        return Pages(ALTERED, len(digests), why="Pages were added or taken out.")
    both = zip(said.pages, digests, strict=True)
    altered = tuple(number for number, (then, now) in enumerate(both, 1) if then != now)
    if altered:
        return Pages(ALTERED, len(digests), altered, "Pages were altered after they were signed.")
    return Pages(SIGNED, len(digests))
