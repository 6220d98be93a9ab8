"""What a screen may ask the window to do: go somewhere, open something."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assessor.store.model.database_address import RegistryLocation


@dataclass(frozen=True, slots=True)
class Navigation:
    """The ways out of a screen; the window gives one set to all of them.

    home()                   close the mission, back to the first screen
    new(form or None)        the new-mission screen, with that XLSForm chosen
    open(path or None)       open a mission (ask for the file if None)
    registry(path)           headquarters, with that registry open
    receive(paths)           headquarters, with these files to receive
    samples()                make the sample missions and show them
    desk(reference or "")    the open mission, at that question
    meet(path)               whom that contact card introduces
    team()                   who of the team fills what in the open mission
    """

    home: Callable[[], object]
    new: Callable[[Path | None], object]
    open: Callable[[RegistryLocation | None], object]
    registry: Callable[[RegistryLocation], object]
    receive: Callable[[Sequence[Path]], object]
    samples: Callable[[], object]
    desk: Callable[[str], object]
    meet: Callable[[Path], object]
    team: Callable[[], object]
