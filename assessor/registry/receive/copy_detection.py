"""What a file is to files received before or with it: the same, renamed, older, or a remainder."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import Enum

from assessor.errors import Reason
from assessor.parcel.pdf.pdf_extraction import short_fingerprint
from assessor.store.model.receipt import KNOWN, NEW, PREVIEW, QUARANTINED, REFUSED, Receipt
from assessor.store.write.mission import Mission

_RENAMED = "It came before as {file}."
_OLDER = "It is an older copy: everything in it is here, and more."
_ALIKE = "It is another copy of what is here already."
SAME_FILE = "The same as {file}."
NOTHING_NEW = "Nothing is in it that other files here do not bring."
_OLDER_OF = "An older copy of {file}: everything in it is there, and more."
_ALIKE_OF = "Another copy of {file}: the same answers are in both."
_VAGUE = frozenset((_OLDER, _ALIKE, NOTHING_NEW))
"""What is said where the other copy is not known by name."""
_COPIES = frozenset((SAME_FILE, NOTHING_NEW, _OLDER_OF, _ALIKE_OF))


class FileOutcome(Enum):
    """What a file is among those received or looked at together."""

    FRESH = "brings something new"
    COPY = "a copy of another of them, or an older one"
    KNOWN = "brings nothing new"
    WAITING = "waits until its signers are trusted"
    REFUSED = "refused"


def file_outcome(receipt: Receipt) -> FileOutcome:
    """What a file is among those its receipt was told with (see `among`)."""
    if receipt.status == REFUSED:
        return FileOutcome.REFUSED
    if receipt.status == QUARANTINED:
        return FileOutcome.WAITING
    if any(one.message in _COPIES for one in receipt.reasons):
        return FileOutcome.COPY
    fresh = receipt.status in (NEW, PREVIEW) and (receipt.new or receipt.files)
    return FileOutcome.FRESH if fresh else FileOutcome.KNOWN


def mark_copies(receipts: Sequence[Receipt]) -> tuple[Receipt, ...]:
    """The receipts of files that came together, where one is a copy of another or an older one
    with a word on that, whichever of the two came first.

    What each brought is as it was: the first of two copies brings what is in both.
    """
    receipts = _same(receipts)
    holding: defaultdict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(receipts):
        for name in one.contents:
            holding[name].append(at)
    return tuple(
        _beside(at, one, receipts, holding) if one.contents else one
        for at, one in enumerate(receipts)
    )


def _same(receipts: Sequence[Receipt]) -> list[Receipt]:
    """The receipts, where one is of the very parcel of one before it with a word on that."""
    first: dict[str, str] = {}
    found = []
    for one in receipts:
        before = first.get(one.fingerprint)
        if before is not None:
            kept = (each for each in one.reasons if each.message not in (_RENAMED, SAME_FILE))
            found.append(replace(one, reasons=(*kept, Reason(SAME_FILE, {"file": before}))))
            continue
        if one.fingerprint and one.status in (NEW, KNOWN, PREVIEW):
            first[one.fingerprint] = one.file
        found.append(one)
    return found


def _beside(
    at: int, one: Receipt, receipts: Sequence[Receipt], holding: Mapping[str, Sequence[int]]
) -> Receipt:
    """The receipt of one file among others, `holding` what is in them."""
    rarest = min(one.contents, key=lambda name: len(holding[name]))
    others = [
        other
        for other in holding[rarest]
        if other != at
        and receipts[other].fingerprint != one.fingerprint
        and _within(one.contents, receipts[other].contents)
    ]
    newer = [other for other in others if not _within(receipts[other].contents, one.contents)]
    alike = [other for other in others if other < at]
    if newer:
        most = max(newer, key=lambda other: (len(receipts[other].contents), -other))
        said = Reason(_OLDER_OF, {"file": receipts[most].file})
    elif alike:
        said = Reason(_ALIKE_OF, {"file": receipts[alike[0]].file})
    else:
        return one
    kept = tuple(reason for reason in one.reasons if reason.message not in _VAGUE)
    return replace(one, reasons=(*kept, said))


def _within(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether everything in one file is in another, with nothing more withheld there."""
    return len(one) <= len(other) and all(
        other.get(name) in ("", withheld) for name, withheld in one.items()
    )


def mark_copy(mission: Mission, receipt: Receipt, before: Receipt | None = None) -> Receipt:
    """The receipt with a word on which copy it is, if it brings nothing new.

    `before` is the receipt of the very same parcel.
    """
    if receipt.new or receipt.files or not receipt.known:
        return receipt
    if before is not None:
        if before.file == receipt.file:
            return receipt
        said = Reason(_RENAMED, {"file": before.file})
    elif receipt.status in (KNOWN, PREVIEW):
        held = sum(mission.entry_count(uuid) for uuid in receipt.assessments)
        said = Reason(_OLDER if held > receipt.known else _ALIKE)
    else:
        return receipt
    return replace(receipt, reasons=(*receipt.reasons, said))


def explain_missing_parcel(
    mission: Mission, receipt: Receipt, fingerprint: str, others: Sequence[Receipt]
) -> Receipt:
    """The receipt of a report printed anew or stripped, saying where its answers are, if known.

    `fingerprint` (16 to 64 hex) is what it says of itself; `others` came together with it.
    """
    found = [one for one in others if one.fingerprint.startswith(fingerprint)]
    found += mission.find_receipts(fingerprint)
    for one in found:
        if one.status in (NEW, KNOWN, PREVIEW):
            signers = one.signers or mission.receipt_signers(one.id)
            names = ", ".join(dict.fromkeys(each.author for each in signers))
            said = Reason(
                "The parcel {fingerprint} was taken out of {file}, and nothing is missing: its "
                "answers came in {original}, signed by {names}.",
                {
                    "file": receipt.file,
                    "original": one.file,
                    "fingerprint": short_fingerprint(one.fingerprint),
                    "names": names or "–",
                },
            )
            return replace(receipt, reasons=(said,))
    for one in found:
        said = Reason(
            "The parcel {fingerprint} was taken out of {file}. It came in {original} and was not "
            "taken in: see there.",
            {
                "file": receipt.file,
                "original": one.file,
                "fingerprint": short_fingerprint(one.fingerprint),
            },
        )
        return replace(receipt, reasons=(said,))
    return receipt
