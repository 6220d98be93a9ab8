"""docs/parcel-format.md is sufficient: a second reader, written from it alone, agrees."""

from __future__ import annotations

import hashlib
import json
import zlib
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from assessor.parcel.pack.parcel_pack import unpack_parcel
from assessor.parcel.pdf.parcel_extraction import read_parcel
from assessor.store.write.mission import Mission
from tests.support.paths import TEST_DATA


def read_by_the_page(parcel: bytes) -> dict[str, dict[str, Any]]:
    """Return name of entry → content, by sections 2 to 6."""
    assert parcel[:18] in [b"ASSESSOR PARCEL %d\n" % version for version in (1, 2, 3)]
    assert hashlib.sha256(parcel[50:]).digest() == parcel[18:50]
    key, signature, compressed = parcel[50:82], parcel[82:146], parcel[146:]
    if any(key):
        signed = b"assessor-parcel-signature/1\0" + hashlib.sha256(compressed).digest()
        Ed25519PublicKey.from_public_bytes(key).verify(signature, signed)
    content = msgspec.msgpack.decode(zlib.decompress(compressed))
    for digest, form in content["forms"].items():
        assert hashlib.sha256(form).hexdigest() == digest
    found = {}
    for changeset in content["changesets"]:
        found.update(changeset_by_the_page(changeset))
    return found


def changeset_by_the_page(changeset: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Parse a changeset by sections 4 and 5."""
    core = json.loads(changeset["core"])
    commitments, proofs = b"", changeset["proofs"]
    bodies = changeset["bodies"].split("\n")
    sizes = changeset.get("sizes") or [16 if body else 32 for body in bodies]
    moments = []
    for body, size in zip(bodies, sizes, strict=True):
        proof, proofs = proofs[:size], proofs[size:]
        moments.append(int.from_bytes(proof[16:], "big") if size == 20 else 0)
        salt = hashlib.sha256(b"assessor-moment/1\0" + proof).digest() if size == 20 else proof
        commitments += hashlib.sha256(salt + body.encode()).digest() if body else proof
    size = len(changeset["core"]).to_bytes(8, "big")
    hashed = hashlib.sha256(b"assessor-changeset/1\0" + size + changeset["core"] + commitments)
    digest = hashed.hexdigest()
    Ed25519PublicKey.from_public_bytes(bytes.fromhex(core[1])).verify(
        changeset["signature"], b"assessor-changeset-signature/1\0" + hashed.digest()
    )
    author, unit = core[2], 86_400_000 if core[0] == 3 else 1
    if core[0] > 1:
        salted = changeset["author"]
        assert not salted or hashlib.sha256(salted).hexdigest() == author
        author = salted[24 if core[0] == 3 else 16 :].decode()
    if core[0] == 3:
        core.insert(3, None)  # from here on the numbers of format 2
    parents = {row[0]: row[1:] for row in core[11]}
    found = {}
    for place, body in enumerate(bodies):
        kind, subject = core[8][core[9][place]]
        found[f"{digest}:{place}"] = {
            "assessment": core[5],
            "kind": kind,
            "key": subject,
            "at": (core[6] + core[10][place]) * unit + moments[place],
            "author": author,
            "body": json.loads(body) if body else "withheld",
            "parents": {
                f"{core[7][one[0]]}:{one[1]}" if isinstance(one, list) else f"{digest}:{one}"
                for one in parents.get(place, ())
            },
        }
    return found


@pytest.mark.parametrize(
    "name",
    [
        "parcel-1.assessor",
        "parcel-1-public.assessor",
        "parcel-2.assessor",
        "parcel-2-public.assessor",
        "parcel-3.assessor",
        "parcel-3-public.assessor",
    ],
)
def test_both_readers_agree_on_a_parcel_of_every_version(tmp_path: Path, name: str) -> None:
    parcel = (TEST_DATA / name).read_bytes()
    by_the_page = read_by_the_page(parcel)
    with Mission.create(tmp_path / "a.registry", role="registry") as registry:
        contents = unpack_parcel(parcel)
        registry.add(contents.changesets)
        entries = [entry for uuid in contents.assessments for entry in registry.entries(uuid)]
        assert registry.check() == ()
    assert by_the_page == {
        entry.name: {
            "assessment": entry.assessment,
            "kind": entry.kind,
            "key": entry.key,
            "at": entry.at,
            "author": entry.author,
            "body": "withheld" if entry.withheld else entry.body,
            "parents": set(entry.parents),
        }
        for entry in entries
    }
    assert len(entries) == 9


@pytest.mark.parametrize("version", [1, 2, 3])
def test_a_pdf_of_every_version_is_readable(version: int) -> None:
    parcel = TEST_DATA / f"parcel-{version}.assessor"
    assert read_parcel(parcel.with_suffix(".pdf")) == parcel.read_bytes()


def test_a_public_parcel_of_this_version_names_nobody() -> None:
    data = (TEST_DATA / "parcel-3-public.assessor").read_bytes()
    assert b"Ana" not in zlib.decompress(data[18 + 128 :])
    found = read_by_the_page(data).values()
    assert {entry["at"] % 86_400_000 for entry in found} == {0}
    assert unpack_parcel(data).signers and {
        name for (name,) in unpack_parcel(data).signers.values()
    } == {""}
