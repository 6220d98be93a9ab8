"""Words, colours and icons for the status of a received file."""

from __future__ import annotations

from assessor.parcel.pdf.page_seal import ALTERED, COUNTERSIGNED, DRAWN, SIGNED, UNSEALED
from assessor.registry.receive.copy_detection import FileOutcome, file_outcome
from assessor.store.model.receipt import KNOWN, NEW, PREVIEW, QUARANTINED, REFUSED, UNDONE, Receipt

STATUS_WORDS = {
    NEW: ("Received", "ok", "check-circle"),
    PREVIEW: ("Will be received", "ok", "receive"),
    KNOWN: ("Nothing new", "muted", "copy"),
    REFUSED: ("Refused", "danger", "danger"),
    QUARANTINED: ("Set aside", "warn", "warning"),
    UNDONE: ("Import undone", "muted", "undo"),
}

RECEIVED_IN_PART = ("Received in part", "warn", "warning")
"""For a file of which the rest waits for trust in its signer."""

PAGE_WORDS = {
    SIGNED: ("As signed", "ok", "check-circle"),
    COUNTERSIGNED: ("Signed on top", "ok", "check-circle"),
    ALTERED: ("Changed after signing", "danger", "danger"),
    DRAWN: ("Only the drawing is sealed", "warn", "warning"),
    UNSEALED: ("No seal", "warn", "warning"),
}
"""For the state of a report's pages."""


def status_text(receipt: Receipt) -> tuple[str, str, str]:
    """Return words (English source text), colour token and icon of a receipt or preview."""
    if receipt.status == PREVIEW and not (receipt.new or receipt.files):
        return STATUS_WORDS[KNOWN]
    return STATUS_WORDS[receipt.status]


def status_in_list(receipt: Receipt) -> tuple[str, str, str]:
    """Return the same for a file previewed with others, of which it may be a copy."""
    return (
        ("Copy", "muted", "copy")
        if file_outcome(receipt) is FileOutcome.COPY
        else status_text(receipt)
    )


def status_sentence(receipt: Receipt) -> str:
    """Return what the status means and what to do, as an English source text."""
    if receipt.status == REFUSED:
        return "Nothing was imported. Ask the sender to export and send it again."
    if receipt.status == QUARANTINED:
        return "It waits until its signature is trusted; nothing of it counts yet."
    if receipt.status == UNDONE:
        return "What only this file had brought is set aside. Receiving it again brings it back."
    if not receipt.new and receipt.status == NEW:
        return "It brought files that belong to answers received before."
    if not receipt.new:
        return "Everything in it was imported before, from the same or another copy."
    if receipt.missing_changesets:
        return "It refers to earlier answers that have not come yet; they fall into place later."
    return "Everything in it is kept, signed by those who wrote it."


def receipt_counts(receipt: Receipt) -> tuple[int | str, int | str, int | str]:
    """Return the numbers of new and known entries and of conflicts; dashes if nothing came in."""
    if receipt.status in (REFUSED, QUARANTINED):
        return "–", "–", "–"
    return receipt.new, receipt.known, receipt.conflicts


def pages_text(receipt: Receipt) -> tuple[str, str, str] | None:
    """Return the same for the pages of a received file; None if it has none."""
    return PAGE_WORDS.get(receipt.pages)
