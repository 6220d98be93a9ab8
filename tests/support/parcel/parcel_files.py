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
    said = {
        ("answer", key): None if value is None else {"value": value}
        for key, value in bodies.items()
    }
    return stranger_entries(tmp_path, mission, identity, said)


def stranger_entries(
    tmp_path: Path,
    mission: Mission,
    identity: Identity,
    bodies: dict[tuple[str, str], dict[str, object] | None],
    *,
    at: int = 1_900_000_000_000,
    sees: bool = True,
) -> Path:
    """Return a parcel in which `identity` says this, by kind and key, of a copy of the mission; as
    if nobody had spoken unless it `sees` what others say."""
    path = tmp_path / "copy.mission"
    mission.backup(path)
    with Mission.open(path) as copy:
        [row] = copy.assessments()
        for moment, ((kind, key), body) in enumerate(bodies.items(), at):
            heads = copy.heads(row.uuid, kind).get((kind, key), ()) if sees else ()
            parents = tuple(head.name for head in heads)
            draft = Draft(kind, key, body, parents, moment)
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
