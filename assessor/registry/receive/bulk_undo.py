"""Undo several files, each in its own transaction; what only they brought is set aside."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from assessor.store.model.receipt import KNOWN, NEW, MemberChange, Receipt, receipt_number
from assessor.store.write.mission import Mission


def undoable_receipts(receipts: Iterable[Receipt]) -> tuple[Receipt, ...]:
    """Return the receipts that brought something that can be set aside, each once, the oldest
    first: an invitation goes before the order that takes it back."""
    by_id = {receipt.id: receipt for receipt in receipts if receipt.id and receipt.status == NEW}
    return tuple(sorted(by_id.values(), key=lambda receipt: receipt_number(receipt.id)))


def undo_receipts(
    mission: Mission,
    receipts: Iterable[str],
    report_progress: Callable[[str, int, int], None],
    accepted: Collection[MemberChange] = (),
) -> int:
    """Undo receipts by their ids; return how many were undone.

    `report_progress` gets the file, the number done and the total; an exception from it stops the
    loop, and finished ones stay undone. One that somebody else undid meanwhile is skipped. Raises
    Refused for an unknown receipt, and UnaskedChange (see Mission.undo).
    """
    ids = tuple(receipts)
    by_id = {receipt.id: receipt for receipt in mission.receipts()}
    undone = 0
    for index, receipt_id in enumerate(ids):
        receipt = by_id.get(receipt_id)
        report_progress(receipt.file if receipt else "", index, len(ids))
        if receipt is None or receipt.status in (NEW, KNOWN):
            mission.undo(receipt_id, accepted=accepted)
            undone += 1
    return undone
