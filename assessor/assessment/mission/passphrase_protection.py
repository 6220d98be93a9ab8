"""Passphrase of a mission: set, declined or changed, and recovery of a lost one."""

from __future__ import annotations

from pathlib import Path

from assessor.assessment.base.file_writing import write_verified
from assessor.assessment.mission.headquarters_key import recipients_of
from assessor.errors import Refused, Unprotected, WrongPassphrase
from assessor.parcel.keys.passphrase_recovery import make_recovery
from assessor.registry.receive.clear_storage import DECLINED
from assessor.store.write.mission import Mission, now_ms

RECOVERY_SUFFIX = ".recovery"


def decline_passphrase(mission: Mission) -> None:
    """Note that the person who created the file declined a passphrase."""
    mission.set_setting(DECLINED, str(now_ms()))


def passphrase_declined_at(mission: Mission) -> int:
    """Return when a passphrase was declined (ms since 1970 UTC); 0 if there is or was one."""
    return 0 if mission.encrypted else int(mission.setting(DECLINED) or 0)


def refuse_readable(protected: str, name: str, *, allowed: bool) -> None:
    """Raise Unprotected if the mission file `name` would take in what a file `protected` held (""
    if none did), unless that is `allowed`: it has a passphrase, or a person chose so."""
    if protected and not allowed:
        raise Unprotected(
            "{file} is sealed, and {name} has no passphrase: what the file brings would lie in "
            "{name} readable by anybody who gets that. Give {name} a passphrase first, or choose "
            "that anybody may read it.",
            file=protected,
            name=name,
        )


def write_recovery(mission: Mission) -> Path | None:
    """Write the recovery file of a lost passphrase beside a mission; return its path.

    Only the headquarters whose pack the mission began from can open it. None without headquarters
    or passphrase. Raises FileError.
    """
    recipients = recipients_of(mission)
    if not recipients or not mission.encrypted:
        return None
    data = make_recovery(mission, recipients)
    path = mission.path.with_suffix(RECOVERY_SUFFIX)
    write_verified(data, path)
    return path


def change_passphrase(mission: Mission, new: str | None, *, old: str | None = None) -> Path | None:
    """Change the passphrase of an open file, set its first, or remove it with None.

    `old` is the present one, if any. The recovery file is written again, because the key has
    changed; its path is returned, or None as by write_recovery. Raises WrongPassphrase for a wrong
    `old`, Refused for an empty new one, FileError.
    """
    if new == "":
        raise Refused("A passphrase cannot be empty.")
    if mission.encrypted and not mission.accepts_passphrase(old or ""):
        raise WrongPassphrase("The passphrase does not open {name}.", name=mission.path.name)
    mission.protect(new)
    if new is None:
        decline_passphrase(mission)
        mission.path.with_suffix(RECOVERY_SUFFIX).unlink(missing_ok=True)
        return None
    return write_recovery(mission)
