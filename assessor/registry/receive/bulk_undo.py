"""Taking many files back: each by a transaction of its own, what only they brought is set aside."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from assessor.store.model.receipt import KNOWN, NEW, Receipt
from assessor.store.write.mission import Mission


def undoable_receipts(receipts: Iterable[Receipt]) -> tuple[Receipt, ...]:
    """Those of some receipts that brought something that can be set aside, each once."""
    found = {one.id: one for one in receipts if one.id and one.status == NEW}
    return tuple(found.values())


def undo_receipts(
    mission: Mission, receipts: Iterable[str], tell: Callable[[str, int, int], None]
) -> int:
    """Undo receipts by their ids, as if none of these files had come; how many were undone.

    `tell` hears of the file, how many are done and of how many; what it raises ends it, and those
    done stay undone. One that somebody else took back meanwhile is passed over. Raises Refused for
    a receipt there is none of.
    """
    wanted = tuple(receipts)
    standing = {one.id: one for one in mission.receipts()}
    undone = 0
    for at, key in enumerate(wanted):
        known = standing.get(key)
        tell(known.file if known else "", at, len(wanted))
        if known is None or known.status in (NEW, KNOWN):
            mission.undo(key)
            undone += 1
    return undone
