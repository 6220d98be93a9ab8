"""A stick that forgets: copies of one report and one mission on it, each damaged differently."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from assessor.assessment.assessment import Assessment
from assessor.assessment.entries.evidence import attach_file
from assessor.assessment.exchange.exchange_folder import exchange
from assessor.assessment.report.report_export import export_report
from assessor.registry.receive.receiver import receive
from assessor.store.model.receipt import KNOWN, NEW, REFUSED
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import laptop, small_form
from tests.support.store.disk_faults import flip

pytestmark = pytest.mark.slow

STAGE = "/data/police/stage"
ODD = (
    None, "", 0, -(2**63), 1.5, "{", "[]", '"a"', '{"sha256":5}', "a" * 64, b"", b"\0" * 64,
    "\u202e\x1b[31m", '{"value":1e999}', "9" * 400,
)  # fmt: skip


@pytest.fixture
def elena(tmp_path: Path) -> Iterator[Assessment]:
    """Elena's mission: an answer, a file and a draft; Omar is in her team."""
    laptop(tmp_path, "Omar")
    with laptop(tmp_path, "Elena").create(small_form(tmp_path)) as mission:
        mission.answer(STAGE, "2")
        attach_file(mission, STAGE, b"a letter", name="letter.txt")
        mission.seal()
        yield mission


def damaged(whole: bytes, dice: random.Random) -> bytes:
    """Cut a file, turn over a bit, or overwrite some bytes."""
    match dice.randrange(3):
        case 0:
            return whole[: dice.randrange(len(whole))]
        case 1:
            return flip(whole, dice.randrange(8 * len(whole)))
        case _:
            content = bytearray(whole)
            for _ in range(20):
                content[dice.randrange(len(content))] = dice.randrange(256)
            return bytes(content)


@pytest.mark.parametrize("seed", range(3))
def test_damaged_copies_stop_no_exchange(tmp_path, elena, seed):
    """Cut and flipped parcels and missions lie beside the true parcel: it comes in, they harm
    nothing, and each that cannot be read is refused by a sentence."""
    omar, stick, dice = laptop(tmp_path, "Omar"), tmp_path / "stick", random.Random(seed)
    elena.mission.backup(omar.mission)
    elena.answer(STAGE, "3")
    stick.mkdir()
    true = export_report(elena, stick / "true.assessor").path.read_bytes()
    copy = elena.mission.backup(tmp_path / "copy.mission").read_bytes()
    for number in range(15):
        (stick / f"{number}.assessor").write_bytes(damaged(true, dice))
        (stick / f"{number}.mission").write_bytes(damaged(copy, dice))
    with omar.open() as mission:
        done = exchange(mission, stick)
        states = {receipt.file: receipt.status for receipt in done.receipts}
        assert states["true.assessor"] in (NEW, KNOWN)
        assert {states[f"{number}.assessor"] for number in range(15)} <= {REFUSED, KNOWN}
        assert all(one.reason.endswith(".") for one in done.receipts if one.status == REFUSED)
        assert mission.answer_at(STAGE).value == "3" and mission.mission.check() == ()
        assert mission.mission.missing_files([mission.uuid]) == {}


@pytest.mark.parametrize("seed", range(4))
def test_odd_values_in_any_column_stop_nothing(tmp_path, elena, seed):
    """A program with SQL wrote anything anywhere: nothing of it is believed, and the true report
    behind it is received."""
    report = export_report(elena, tmp_path / "report.assessor").path
    whole = elena.mission.backup(tmp_path / "copy.mission")
    with closing(sqlite3.connect(whole)) as database:
        columns = database.execute(
            "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c"
            " WHERE m.type='table' AND m.name NOT LIKE 'sqlite_%'"
        ).fetchall()
    content, dice, path = whole.read_bytes(), random.Random(seed), tmp_path / "odd.mission"
    true = {(one.kind, one.key, str(one.body)) for one in elena.mission.entries(elena.uuid)}
    for _ in range(40):
        path.write_bytes(content)
        table, column = dice.choice(columns)
        with closing(sqlite3.connect(path)) as database, database:
            database.execute("PRAGMA ignore_check_constraints=ON")
            where = dice.choice(["", " WHERE rowid=1"])
            statement = f"UPDATE OR REPLACE {table} SET {column}=?"
            for sql in (statement + where, statement):  # some tables have no rowid
                try:
                    database.execute(sql, (dice.choice(ODD),))
                except sqlite3.Error:
                    continue
                break
        with Mission.in_memory() as registry:
            receipts = receive(registry, [path, report])
            assert receipts[-1].status in (NEW, KNOWN), (table, column)
            found = registry.entries(elena.uuid)
            assert {(one.kind, one.key, str(one.body)) for one in found} == true
            assert registry.check() == () and not registry.missing_files([elena.uuid])
