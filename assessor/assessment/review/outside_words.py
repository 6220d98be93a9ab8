"""What outsiders say beside answers: reviews, comments, tasks. It counts nowhere, but is shown."""

from __future__ import annotations

from assessor.assessment.core.entry_record import Record
from assessor.store.model.entry import Entry

_TEXTS = (
    "text", "note", "title", "institution", "name", "cluster", "person", "owner", "value", "state",
)  # fmt: skip
"""The parts of a body that tell what it says; the first that is not blank does."""


def outside_words(record: Record, kind: str, reference: str | None = None) -> tuple[Entry, ...]:
    """Return what waits of a kind, on one question or on all, the latest first."""
    found = [
        tip
        for (each, _), tips in record.outside_heads.items()
        if each == kind
        for tip in tips
        if tip.body is not None and reference in (None, tip.body.get("reference"))
    ]
    return tuple(sorted(found, key=lambda tip: (-tip.at, tip.name)))


def short_text(entry: Entry) -> str:
    """Return what an entry that is no answer says, in a few words."""
    body = entry.body or {}
    return next((str(body[part]) for part in _TEXTS if body.get(part)), "")
