"""Whether a file holds anything to receive, looked at from inside: names prove nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from assessor.registry.receive.arrivals import Arrival, read_arrivals
from assessor.registry.receive.prefetch import Prefetcher


def has_content(path: Path, going_on: Callable[[], None] = lambda: None) -> bool:
    """Whether a PDF, parcel, mission, archive, mail or folder holds anything to receive.

    So does a report whose parcel was taken out or damaged: receiving it says which, and whom to
    ask. Nothing is verified, nothing written. `going_on` is called before each file. Raises
    ParcelError where foreign files cannot be taken apart just now.
    """
    untouched: Prefetcher[Arrival] = Prefetcher(lambda arrival: arrival)
    coming = read_arrivals([path], lambda _digest: None, untouched, lambda *_: going_on())
    try:
        return any(_is_ours(arrival) for arrival in coming)
    finally:
        coming.close()


def _is_ours(arrival: Arrival) -> bool:
    return arrival.refusal is None or bool(arrival.removed_parcel)
