"""Detect copies: how a file relates to files received before or with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import Enum

from assessor.errors import Reason
from assessor.names import short_fingerprint
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
"""Remarks that do not name the other copy."""
_COPIES = frozenset((SAME_FILE, NOTHING_NEW, _OLDER_OF, _ALIKE_OF))


class FileOutcome(Enum):
    """What a file is among those received or previewed together."""

    FRESH = "brings something new"
    COPY = "a copy of another of them, or an older one"
    KNOWN = "brings nothing new"
    WAITING = "waits until its signers are trusted"
    REFUSED = "refused"


def file_outcome(receipt: Receipt) -> FileOutcome:
    """Return the outcome of a file by its receipt (see `mark_copies`)."""
    if receipt.status == REFUSED:
        return FileOutcome.REFUSED
    if receipt.status == QUARANTINED:
        return FileOutcome.WAITING
    if any(reason.message in _COPIES for reason in receipt.reasons):
        return FileOutcome.COPY
    brings_news = receipt.status in (NEW, PREVIEW) and (receipt.new or receipt.files)
    return FileOutcome.FRESH if brings_news else FileOutcome.KNOWN


def mark_copies(receipts: Sequence[Receipt]) -> tuple[Receipt, ...]:
    """Return the receipts of files that came together, with remarks on copies among them. The
    counts stay as they were: the first of two copies brings what both contain."""
    receipts = _mark_same(receipts)
    holding: defaultdict[str, list[int]] = defaultdict(list)
    for index, receipt in enumerate(receipts):
        for name in receipt.contents:
            holding[name].append(index)
    return tuple(
        _mark_among(index, receipt, receipts, holding) if receipt.contents else receipt
        for index, receipt in enumerate(receipts)
    )


def _mark_same(receipts: Sequence[Receipt]) -> list[Receipt]:
    """Add a remark to each receipt whose parcel equals an earlier one."""
    first: dict[str, str] = {}
    marked = []
    for receipt in receipts:
        original = first.get(receipt.fingerprint)
        if original is not None:
            remarks = (
                remark for remark in receipt.reasons if remark.message not in (_RENAMED, SAME_FILE)
            )
            marked.append(
                replace(receipt, reasons=(*remarks, Reason(SAME_FILE, {"file": original})))
            )
            continue
        if receipt.fingerprint and receipt.status in (NEW, KNOWN, PREVIEW):
            first[receipt.fingerprint] = receipt.file
        marked.append(receipt)
    return marked


def _mark_among(
    index: int, receipt: Receipt, receipts: Sequence[Receipt], holding: Mapping[str, Sequence[int]]
) -> Receipt:
    """Return the receipt of one file among others; `holding` maps content to files."""
    rarest = min(receipt.contents, key=lambda name: len(holding[name]))
    others = [
        other
        for other in holding[rarest]
        if other != index
        and receipts[other].fingerprint != receipt.fingerprint
        and _is_contained(receipt.contents, receipts[other].contents)
    ]
    larger = [
        other for other in others if not _is_contained(receipts[other].contents, receipt.contents)
    ]
    alike = [other for other in others if other < index]
    if larger:
        largest = max(larger, key=lambda other: (len(receipts[other].contents), -other))
        remark = Reason(_OLDER_OF, {"file": receipts[largest].file})
    elif alike:
        remark = Reason(_ALIKE_OF, {"file": receipts[alike[0]].file})
    else:
        return receipt
    remarks = tuple(reason for reason in receipt.reasons if reason.message not in _VAGUE)
    return replace(receipt, reasons=(*remarks, remark))


def _is_contained(contents: Mapping[str, str], other_contents: Mapping[str, str]) -> bool:
    """Return whether all of one file is in another, with nothing more withheld there."""
    return len(contents) <= len(other_contents) and all(
        other_contents.get(name) in ("", withheld) for name, withheld in contents.items()
    )


def mark_copy(mission: Mission, receipt: Receipt, before: Receipt | None = None) -> Receipt:
    """Add to a receipt without news which copy the file is. `before` is the receipt of the same
    parcel."""
    if receipt.new or receipt.files or not receipt.known:
        return receipt
    if before is not None:
        if before.file == receipt.file:
            return receipt
        remark = Reason(_RENAMED, {"file": before.file})
    elif receipt.status in (KNOWN, PREVIEW):
        entries = sum(mission.entry_count(uuid) for uuid in receipt.assessments)
        remark = Reason(_OLDER if entries > receipt.known else _ALIKE)
    else:
        return receipt
    return replace(receipt, reasons=(*receipt.reasons, remark))


def explain_missing_parcel(
    mission: Mission, receipt: Receipt, fingerprint: str, others: Sequence[Receipt]
) -> Receipt:
    """Say in the receipt of a report without its parcel where its answers are. `fingerprint` (16 to
    64 hex) is what the report states; `others` came together with it."""
    originals = [original for original in others if original.fingerprint.startswith(fingerprint)]
    originals += mission.find_receipts(fingerprint)
    received = [each for each in originals if each.status in (NEW, KNOWN, PREVIEW)]
    for original in received or originals:
        details = {
            "file": receipt.file,
            "original": original.file,
            "fingerprint": short_fingerprint(original.fingerprint),
        }
        if not received:
            remark = Reason(
                "The parcel {fingerprint} was taken out of {file}. It came in {original} and was "
                "not taken in: see there.",
                details,
            )
        else:
            signers = original.signers or mission.receipt_signers(original.id)
            names = ", ".join(dict.fromkeys(signer.author for signer in signers))
            remark = Reason(
                "The parcel {fingerprint} was taken out of {file}, and nothing is missing: its "
                "answers came in {original}, signed by {names}.",
                details | {"names": names or "–"},
            )
        return replace(receipt, reasons=(remark,))
    return receipt
