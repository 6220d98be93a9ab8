"""Merging parcels into a registry, verified, against bare inserts of the same facts."""

from __future__ import annotations

import random
import shutil
import tempfile
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

from assessor.parcel import parcel as parcels
from assessor.parcel.keys import Identity, load_identity
from assessor.registry.receive import take_parcel
from assessor.store.changeset import seal
from assessor.store.connection import Connection
from assessor.store.core import Line, core_of
from assessor.store.mission import Mission
from tests.bench import Row

PARCELS, ANSWERS = 1000, 300
FORM = "cd" * 32
KEYS = [f"/cybercrime_needs/sec_{i // 20}/grp_{i // 5}/indicator_{i}" for i in range(ANSWERS)]


def parcel(identity: Identity, number: int, dice: random.Random) -> bytes:
    """One mission's answers, as they are sent."""
    start = 1_700_000_000_000 + number * 10_000_000
    lines = [
        Line("answer", key, start + place * dice.randrange(2000, 30_000), ())
        for place, key in enumerate(KEYS)
    ]
    uuid = f"{number:032x}"
    said = core_of(identity.public.hex(), identity.name, 1, FORM, uuid, lines)
    bodies = [
        f'{{"evidence":"{dice.randrange(4)}","value":"{dice.randrange(1, 6)}"}}' for _ in KEYS
    ]
    packed = parcels._Packed(
        "internal", start, {}, {uuid: FORM},
        [parcels._pack_changeset(seal(said, bodies, identity))], {}, b"",
    )  # fmt: skip
    return parcels.wrap(zlib.compress(parcels._ENCODER.encode(packed), 6), identity)


def floor_seconds(folder: Path, made: list[bytes]) -> float:
    """The same facts into one flat table without an index, one transaction, the same settings."""
    rows: list[tuple[object, ...]] = []
    for one in made:
        for changeset in parcels.unpack(one).changesets:
            digest, said = bytes.fromhex(changeset.id), changeset.said
            uuid, signer = bytes.fromhex(said.assessment), bytes.fromhex(said.signer)
            rows += [
                (digest, place, uuid, line.kind, line.key, line.at, said.author, signer, body, salt)
                for place, (line, body, salt) in enumerate(
                    zip(said.lines, changeset.payloads, changeset.proofs, strict=True)
                )
            ]
    connection = Connection(folder / "floor.db", key=None, read_only=False, new=True)
    with connection.transaction():
        connection.execute("CREATE TABLE fact(c,p,a,kind,key,at,author,signer,body,salt)")
    start = time.perf_counter()
    with connection.transaction():
        connection.many("INSERT INTO fact VALUES(?,?,?,?,?,?,?,?,?,?)", rows)
    taken = time.perf_counter() - start
    connection.close()
    return taken


def merged(path: Path, made: list[bytes]) -> float:
    """Everything decoded, verified and merged in one transaction."""
    with Mission.create(path, role="registry") as registry:
        start = time.perf_counter()
        registry.add(one for data in made for one in parcels.unpack(data).changesets)
        return time.perf_counter() - start


def received(registry: Mission, made: list[bytes]) -> float:
    """Everything received parcel by parcel, each durable before the next."""
    start = time.perf_counter()
    for number, data in enumerate(made):
        take_parcel(registry, data, f"{number}.pdf")
    return time.perf_counter() - start


def run() -> list[Row]:
    """The table of issue C."""
    folder = Path(tempfile.mkdtemp(prefix="bench"))
    try:
        return list(_rows(folder))
    finally:
        shutil.rmtree(folder)


def _rows(folder: Path) -> Iterator[Row]:
    identity, dice = load_identity(folder / "home", "Ana"), random.Random(1)
    made = [parcel(identity, number, dice) for number in range(PARCELS)]
    floor = floor_seconds(folder, made)
    whole = merged(folder / "whole.registry", made)
    entries = PARCELS * ANSWERS
    yield Row(
        "merge 1,000 parcels × 300, one transaction", whole, floor=floor, ratio_at_most=3.0,
        note=f"{entries / whole:,.0f} entries/s; floor {entries / floor:,.0f}/s",
    )  # fmt: skip
    with Mission.create(folder / "each.registry", role="registry") as registry:
        each = received(registry, made)
        again = received(registry, made)
    yield Row(
        "receive one parcel, durable", each / PARCELS, at_most=1 / 200,
        note=f"{PARCELS / each:,.0f} parcels/s",
    )  # fmt: skip
    yield Row("receive all of them again", again, floor=each, ratio_at_most=1 / 3)
    size = (folder / "each.registry").stat().st_size / entries
    yield Row("an answer on the disk", size, "bytes", at_most=150)
    more = [parcel(identity, number, dice) for number in range(3 * PARCELS)]
    grown = merged(folder / "grown.registry", more)
    yield Row("merge 3,000 parcels, per parcel", grown / 3, floor=whole, ratio_at_most=1.2)
