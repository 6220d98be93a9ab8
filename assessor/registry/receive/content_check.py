"""Check whether a file contains anything to receive, by its content and not by its name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from assessor.registry.receive.arrivals import Arrival, read_arrivals
from assessor.registry.receive.prefetch import Prefetcher


def has_content(path: Path, going_on: Callable[[], None] = lambda: None) -> bool:
    """Return whether a PDF, parcel, mission, archive, mail or folder has anything to receive.

    A report whose parcel was removed or damaged counts: receiving it says which parcel and whom to
    ask. Nothing is verified or written. `going_on` is called before each file. Raises ParcelError
    where foreign files cannot be parsed now.
    """
    prefetcher: Prefetcher[Arrival] = Prefetcher(lambda arrival: arrival)
    arrivals = read_arrivals([path], lambda _digest: None, prefetcher, lambda *_: going_on())
    try:
        return any(_is_ours(arrival) for arrival in arrivals)
    finally:
        arrivals.close()


def _is_ours(arrival: Arrival) -> bool:
    return arrival.refusal is None or bool(arrival.removed_parcel)
