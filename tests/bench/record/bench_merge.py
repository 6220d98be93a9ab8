"""Merging parcels into a registry, verified, against bare inserts of the same facts."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pygeodiff

from assessor.parcel.keys.identity import Identity, load_identity
from assessor.parcel.pack import parcel_pack as parcels
from assessor.registry.receive.receiver import receive
from assessor.store.files.connection import Connection
from assessor.store.model.changeset import seal_changeset
from assessor.store.model.changeset_core import CoreLine, build_core
from assessor.store.model.receipt import KNOWN, NEW
from assessor.store.write.mission import Mission
from tests.bench import Row

PARCELS, ANSWERS, RACED, GROWN = 1000, 300, 30, 10_000
FORM = "cd" * 32
KEYS = [f"/cybercrime_needs/sec_{i // 20}/grp_{i // 5}/indicator_{i}" for i in range(ANSWERS)]


def parcel(identity: Identity, number: int, dice: random.Random) -> bytes:
    """One mission's answers, as they are sent."""
    start = 1_700_000_000_000 + number * 10_000_000
    lines = [
        CoreLine("answer", key, start + place * dice.randrange(2000, 30_000), ())
        for place, key in enumerate(KEYS)
    ]
    uuid = f"{number:032x}"
    said = build_core(identity.public.hex(), identity.name, 1, FORM, uuid, lines)
    bodies = [
        f'{{"evidence":"{dice.randrange(4)}","value":"{dice.randrange(1, 6)}"}}' for _ in KEYS
    ]
    changeset = seal_changeset(said, bodies, identity)
    return parcels.build_parcel([changeset], {uuid: FORM}, {}, signer=identity)


def facts(made: list[bytes]) -> list[tuple[object, ...]]:
    """The same facts as flat rows."""
    rows: list[tuple[object, ...]] = []
    for one in made:
        for changeset in parcels.unpack_parcel(one).changesets:
            digest, said = bytes.fromhex(changeset.id), changeset.header
            uuid, signer = bytes.fromhex(said.assessment), bytes.fromhex(said.signer)
            rows += [
                (digest, place, uuid, line.kind, line.key, line.at, said.author, signer, body, salt)
                for place, (line, body, salt) in enumerate(
                    zip(said.lines, changeset.payloads, changeset.proofs, strict=True)
                )
            ]
    return rows


def floor_seconds(folder: Path, rows: list[tuple[object, ...]]) -> float:
    """The facts into one flat table without an index, one transaction, the same settings."""
    connection = Connection(folder / "floor.db", key=None, read_only=False, new=True)
    with connection.transaction():
        connection.execute("CREATE TABLE fact(c,p,a,kind,key,at,author,signer,body,salt)")
    start = time.perf_counter()
    with connection.transaction():
        connection.execute_many("INSERT INTO fact VALUES(?,?,?,?,?,?,?,?,?,?)", rows)
    taken = time.perf_counter() - start
    connection.close()
    return taken


def bare_durable_seconds(folder: Path, entries: list[tuple[object, ...]]) -> float:
    """The disk's part: as many bare rows a transaction, each durable before the next."""
    connection = Connection(folder / "bare.db", key=None, read_only=False, new=True)
    with connection.transaction():
        connection.execute("CREATE TABLE fact(c,p,a,kind,key,at,author,signer,body,salt)")
    start = time.perf_counter()
    for place in range(0, len(entries), ANSWERS):
        with connection.transaction():
            connection.execute_many(
                "INSERT INTO fact VALUES(?,?,?,?,?,?,?,?,?,?)", entries[place : place + ANSWERS]
            )
    taken = time.perf_counter() - start
    connection.close()
    return taken


def geodiff_seconds(folder: Path, made: list[bytes]) -> float:
    """The same answers merged by pygeodiff: each laptop's copy of one base rebased on the last."""
    base = folder / "base.db"
    with closing(sqlite3.connect(base)) as plain:
        plain.execute("CREATE TABLE answer(id INTEGER PRIMARY KEY, a TEXT, key TEXT, body TEXT)")
    laptops = []
    for number, one in enumerate(made):
        laptop = folder / f"laptop{number}.db"
        shutil.copy(base, laptop)
        with closing(sqlite3.connect(laptop)) as plain, plain:
            for changeset in parcels.unpack_parcel(one).changesets:
                rows = zip(changeset.header.lines, changeset.payloads, strict=True)
                plain.executemany(
                    "INSERT INTO answer(a, key, body) VALUES(?, ?, ?)",
                    [(changeset.header.assessment, line.key, body) for line, body in rows],
                )
        laptops.append(laptop)
    peer, last = pygeodiff.GeoDiff(), base
    start = time.perf_counter()
    for laptop in laptops:
        peer.rebase(str(base), str(last), str(laptop), str(folder / "conflicts.json"))
        last = laptop
    taken = time.perf_counter() - start
    with closing(sqlite3.connect(last)) as plain:
        assert plain.execute("SELECT count(*) FROM answer").fetchone() == (len(made) * ANSWERS,)
    return taken


def merged(path: Path, made: list[bytes]) -> float:
    """Everything decoded, verified and merged in one transaction."""
    with Mission.create(path, role="registry") as registry:
        start = time.perf_counter()
        registry.add(one for data in made for one in parcels.unpack_parcel(data).changesets)
        return time.perf_counter() - start


def posted(box: Path, made: list[bytes]) -> Path:
    """A folder with a file for each parcel, as they came in the post."""
    box.mkdir()
    for number, data in enumerate(made):
        (box / f"{number:05}.assessor").write_bytes(data)
    os.sync()
    return box


def received(registry: Mission, box: Path, *, status: str = NEW) -> float:
    """A folder received as people do it, a receipt a file, each durable before the next."""
    start = time.perf_counter()
    receipts = receive(registry, [box])
    taken = time.perf_counter() - start
    assert {receipt.status for receipt in receipts} == {status}
    return taken


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
    rows = facts(made)
    floor = floor_seconds(folder, rows)
    whole = merged(folder / "whole.registry", made)
    entries = PARCELS * ANSWERS
    yield Row(
        "merge 1,000 parcels × 300, one transaction", whole, floor=floor, ratio_at_most=3.0,
        note=f"{entries / whole:,.0f} entries/s; floor {entries / floor:,.0f}/s",
    )  # fmt: skip
    yield from _durable(folder, made, rows)
    del rows
    few = made[:RACED]
    peer = geodiff_seconds(folder, few)
    ours = merged(folder / "few.registry", few)
    yield Row(
        f"merge {RACED} parcels × 300; the floor is pygeodiff's rebase", ours, floor=peer,
        ratio_at_most=0.5, note="which verifies nothing and keeps one answer of a conflict",
    )  # fmt: skip
    yield _grown(folder / "grown.registry", identity, dice)


def _durable(folder: Path, made: list[bytes], rows: list[tuple[object, ...]]) -> Iterator[Row]:
    """A transaction a parcel, on the disk before the next; then all of them again."""
    path, box = folder / "each.registry", posted(folder / "box", made)
    with Mission.create(path, role="registry") as registry:
        bare = bare_durable_seconds(folder, rows)
        each = received(registry, box)
        before = digest(path)
        again = received(registry, box, status=KNOWN)
        unchanged = digest(path) == before
    with fresh_folder_in_memory() as memory, Mission.create(memory / "m") as registry:
        start = time.process_time()
        received(registry, box)
        apart_from_the_disk = time.process_time() - start
    yield Row(
        "receive one parcel, durable", each / PARCELS, floor=bare / PARCELS, at_most=1 / 200,
        note=f"{PARCELS / each:,.0f} parcels/s; bare rows here {PARCELS / bare:,.0f}/s",
    )  # fmt: skip
    yield Row(
        "receive one parcel, the processor's part", apart_from_the_disk / PARCELS, at_most=1 / 200,
        note=f"{PARCELS / apart_from_the_disk:,.0f} parcels/s",
    )  # fmt: skip
    yield Row("receive all of them again", again, floor=each, ratio_at_most=1 / 3)
    yield Row("bytes changed by that", 0 if unchanged else 1, "", at_most=0)
    size = path.stat().st_size / (PARCELS * ANSWERS)
    yield Row("an answer on the disk", size, "bytes", at_most=150)


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def fresh_folder_in_memory() -> Iterator[Path]:
    """A folder where a sync costs nothing, if the system has one."""
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="bench", dir=memory if memory.is_dir() else None))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def _grown(path: Path, identity: Identity, dice: random.Random) -> Row:
    """Ten thousand parcels, a thousand a transaction: the last thousand against the first."""
    taken = []
    with Mission.create(path, role="registry") as registry:
        for start in range(0, GROWN, PARCELS):
            made = [parcel(identity, start + number, dice) for number in range(PARCELS)]
            began = time.perf_counter()
            registry.add(one for data in made for one in parcels.unpack_parcel(data).changesets)
            taken.append(time.perf_counter() - began)
    size = path.stat().st_size
    return Row(
        "merge the last thousand of 10,000 parcels × 300",
        taken[-1],
        floor=taken[0],
        ratio_at_most=1.5,
        note=f"{GROWN * ANSWERS:,} entries in {sum(taken):.0f} s,"
        f" {size / GROWN / ANSWERS:.0f} bytes each; the floor is the first thousand",
    )
