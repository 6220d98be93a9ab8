"""Parcels in which one fact about a changeset differs from what was signed."""

from __future__ import annotations

import json
import zlib
from typing import Any

import msgspec

from assessor.parcel.pack import parcel_pack as parcels
from assessor.store.model.changeset import Changeset

KINDS = [
    "value",
    "author",
    "name",
    "day",
    "moment",
    "parents",
    "row",
    "signature",
    "body",
    "salt",
]


def forge(changeset: Changeset, kind: str) -> bytes | None:
    """Return a parcel with one forged fact; None if the changeset has no such fact."""
    core = json.loads(changeset.core)
    bodies = list(changeset.payloads)
    proofs, signature = list(changeset.proofs), changeset.signature
    if (kind in ("value", "body", "salt", "moment") and bodies[0] is None) or (
        kind == "row" and len(core[8]) < 2
    ):
        return None
    if kind == "value":
        bodies[0] = '{"value":"forged"}'
    elif kind == "body":
        bodies[0] = "null" if bodies[0] != "null" else "{}"
    elif kind == "salt":
        proofs[0] = bytes(len(proofs[0]))
    elif kind == "moment":
        proofs[0] = proofs[0][:-1] + bytes([proofs[0][-1] ^ 1])
    elif kind == "signature":
        signature = signature[:-1] + bytes([signature[-1] ^ 1])
    elif kind == "row":
        for column in (core[8], core[9], bodies, proofs):
            column.pop()
        core[10] = [row for row in core[10] if row[0] < len(bodies)]
    else:
        _forge_core(core, kind)
    text = json.dumps(core, ensure_ascii=False, separators=(",", ":"))
    part = parcels.ChangesetData(
        text.encode(),
        signature,
        "\n".join(body or "" for body in bodies),
        b"".join(proofs),
        b"Mallory" * 4 if kind == "name" else changeset.name_proof,
        bytes(map(len, proofs)),
    )
    packed = parcels.ParcelData(
        "internal", 0, {}, {changeset.header.assessment: changeset.header.form}, [part], {}, b""
    )
    return parcels.PARCEL_ENVELOPE.wrap(zlib.compress(msgspec.msgpack.encode(packed)), None)


def _forge_core(core: list[Any], kind: str) -> None:
    if kind == "author":
        core[2] = "ab" * 32
    elif kind == "name":
        return
    elif kind == "day":
        core[9][0] += 1
    else:
        core[6] = core[6] or ["ee" * 32]
        core[10] = [] if core[10] else [[len(core[8]) - 1, [0, 3]]]
