"""What a file is to files received before: the same, renamed, older, or what is left of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assessor.errors import Reason
from assessor.parcel.pdf import short
from assessor.store.mission import Mission
from assessor.store.receipt import KNOWN, NEW, PREVIEW, Receipt

_RENAMED = "It came before as {file}."
_OLDER = "It is an older copy: everything in it is here, and more."
_ALIKE = "It is another copy of what is here already."


def copy_of(mission: Mission, receipt: Receipt, before: Receipt | None = None) -> Receipt:
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
        held = sum(mission.holds(uuid) for uuid in receipt.assessments)
        said = Reason(_OLDER if held > receipt.known else _ALIKE)
    else:
        return receipt
    return replace(receipt, reasons=(*receipt.reasons, said))


def told_apart(
    mission: Mission, receipt: Receipt, fingerprint: str, others: Sequence[Receipt]
) -> Receipt:
    """The receipt of a report printed anew or stripped, saying where its answers are, if known.

    `fingerprint` (16 to 64 hex) is what it says of itself; `others` came together with it.
    """
    found = [one for one in others if one.fingerprint.startswith(fingerprint)]
    found += mission.receipts_named(fingerprint)
    for one in found:
        if one.status in (NEW, KNOWN, PREVIEW):
            signers = one.signers or mission.brought(one.id)
            names = ", ".join(dict.fromkeys(each.author for each in signers))
            said = Reason(
                "The parcel {fingerprint} was taken out of {file}, and nothing is missing: its "
                "answers came in {original}, signed by {names}.",
                {
                    "file": receipt.file,
                    "original": one.file,
                    "fingerprint": short(one.fingerprint),
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
                "fingerprint": short(one.fingerprint),
            },
        )
        return replace(receipt, reasons=(said,))
    return receipt
