"""Parcels as files: what a member of the team signed, and what a stranger did."""

from __future__ import annotations

from pathlib import Path

from assessor.parcel.keys.identity import Identity
from assessor.parcel.pack.parcel_pack import pack_parcel
from assessor.store.model.entry import Draft
from assessor.store.write.mission import Mission
from tests.support.store.laptops import ASSESSMENT


def stranger_parcel(
    tmp_path: Path, mission: Mission, identity: Identity, bodies: dict[str, object]
) -> Path:
    """Return a parcel in which `identity` replaces answers of a copy of the mission."""
    path = tmp_path / "copy.mission"
    mission.backup(path)
    with Mission.open(path) as copy:
        [row] = copy.assessments()
        for at, (key, value) in enumerate(bodies.items()):
            heads = copy.heads(row.uuid, "answer").get(("answer", key), ())
            body = None if value is None else {"value": value}
            parents = tuple(head.name for head in heads)
            draft = Draft("answer", key, body, parents, 1_900_000_000_000 + at)
            copy.write(row.uuid, [draft], identity.name)
        parcel = tmp_path / f"{identity.name}.assessor"
        parcel.write_bytes(pack_parcel(copy, [row.uuid], signer=identity))
    path.unlink()
    return parcel


def genuine_parcel(tmp_path: Path, mission: Mission, identity: Identity) -> Path:
    """Return the parcel of an assessment of tests, signed."""
    path = tmp_path / "genuine.assessor"
    path.write_bytes(pack_parcel(mission, [ASSESSMENT], signer=identity))
    return path
