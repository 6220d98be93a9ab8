"""State of the backup: the last verified copy, and whether a new one is due."""

from __future__ import annotations

from dataclasses import dataclass

from assessor.store.files.file_backup import BackupRecord
from assessor.store.write.mission import Mission

DAY = 24 * 60 * 60 * 1000
"""Milliseconds after which a copy is old if anything was written since."""


@dataclass(frozen=True, slots=True)
class BackupStatus:
    """How well a mission is backed up. `last` is its last verified copy, or None.

    `unsaved` is whether the file holds anything that the copy does not; `due` whether that has been
    so for more than a day.
    """

    last: BackupRecord | None
    unsaved: bool
    due: bool


def backup_status(mission: Mission, signer: str, now: int) -> BackupStatus:
    """Return the backup status of what the key `signer` (64 hex) wrote, at `now` (ms since 1970
    UTC).

    Entries of others are on their laptops, too, and need no copy.
    """
    last = mission.last_backup()
    if last is not None:
        unsaved = mission.size != last.entries
        return BackupStatus(last, unsaved, unsaved and now - last.at > DAY)
    entries, first = mission.entries_by_signer(signer)
    return BackupStatus(None, entries > 0, entries > 0 and now - first > DAY)
