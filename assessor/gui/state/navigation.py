"""Callbacks by which a screen asks the window to go somewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assessor.store.model.database_address import RegistryLocation


@dataclass(frozen=True, slots=True)
class Navigation:
    """The callbacks of a screen to the window.

    home(): close the mission and show the first screen; new(form or None): the new-mission screen
    with that form; open(path or None): open a mission, asking for the file if None; registry(path):
    headquarters with that registry; join(path): the mission of that report; receive(paths):
    headquarters with these files; samples(): create and show the sample missions; desk(reference or
    ""): the open mission at that question; meet(path): the person of that contact card; team(): the
    team of the open mission; source(id): that meeting or other source of it; bring(paths): files
    received into it.
    """

    home: Callable[[], object]
    new: Callable[[Path | None], object]
    open: Callable[[RegistryLocation | None], object]
    registry: Callable[[RegistryLocation], object]
    join: Callable[[Path], object]
    receive: Callable[[Sequence[Path]], object]
    samples: Callable[[], object]
    desk: Callable[[str], object]
    meet: Callable[[Path], object]
    team: Callable[[], object]
    source: Callable[[str], object]
    bring: Callable[[Sequence[Path]], object]
