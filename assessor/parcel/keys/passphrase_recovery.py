"""Recovery of a lost passphrase: the file's key, sealed to headquarters.

A recovery file is created with the mission and travels in its sealed parcels; only headquarters'
key opens it. Without it a lost passphrase cannot be recovered.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from assessor.errors import KeyUnusable, ParcelError, Refused
from assessor.parcel.keys.age_sealing import is_sealed, open_sealed, seal_to
from assessor.store.write.mission import Mission


class _RecoveryData(msgspec.Struct, forbid_unknown_fields=True):
    assessor_recovery: int
    mission: str
    file_key: str
    assessments: list[str]


def make_recovery(mission: Mission, recipients: Iterable[str]) -> bytes:
    """Return the recovery file of a mission with a passphrase. Raises Refused without one."""
    if mission.file_key is None:
        raise Refused("{name} has no passphrase that could be lost.", name=mission.path.name)
    uuids = [row.uuid for row in mission.assessments()]
    content = _RecoveryData(1, mission.path.name, mission.file_key, uuids)
    return seal_to(msgspec.json.encode(content), recipients)


def recover_file_key(recovery: bytes, identities: Iterable[str]) -> str:
    """Return the file key (96 hex) in a recovery file. Raises ParcelError or KeyUnusable."""
    if not is_sealed(recovery):
        raise ParcelError("This is not a recovery file.")
    try:
        content = msgspec.json.decode(open_sealed(recovery, identities), type=_RecoveryData)
    except msgspec.MsgspecError as error:
        raise ParcelError("This is not a recovery file.") from error
    if content.assessor_recovery != 1:
        raise ParcelError("This recovery file was made by a newer Assessor.")
    if len(content.file_key) != 96:
        raise KeyUnusable("The recovery file of {name} holds no key.", name=content.mission)
    return content.file_key
