"""Somebody replaced tables of a mission: a view that never ends, a trigger, a computed column."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from assessor.assessment.assessment import Assessment
from assessor.assessment.exchange.exchange_folder import exchange
from assessor.assessment.report.report_export import export_report
from assessor.cli.main import main
from assessor.errors import Damaged
from assessor.registry.receive.receiver import receive
from assessor.store.files.connection import IN_MEMORY, Connection
from assessor.store.model.receipt import NEW, REFUSED
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import laptop, small_form

STAGE = "/data/police/stage"
MANY = "WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM r LIMIT 5000000)"
REPLACED = "ALTER TABLE {0} RENAME TO old_{0}; CREATE {1}"
EDITS = {
    "view entry": REPLACED.format("entry", f"VIEW entry AS {MANY} SELECT o.* FROM old_entry o, r"),
    "view setting": REPLACED.format(
        "setting", f"VIEW setting AS {MANY} SELECT o.* FROM old_setting o, r"
    ),
    "view _sqlite_migrations": REPLACED.format(
        "_sqlite_migrations",
        f"VIEW _sqlite_migrations AS {MANY} SELECT o.* FROM old__sqlite_migrations o, r",
    ),
    "table evidence": REPLACED.format(
        "evidence",
        "TABLE evidence(digest TEXT, content BLOB GENERATED ALWAYS AS (zeroblob(900000000)))",
    ),
    "table topic": REPLACED.format("topic", "VIRTUAL TABLE topic USING fts5(kind, key)"),
    "trigger t": "CREATE TRIGGER t AFTER UPDATE ON setting BEGIN DELETE FROM entry; END",
    "table more": "CREATE TABLE more(x)",
}
SENTENCE = (
    "false.mission holds what Assessor never makes (the {what}): somebody changed the file, and "
    "nothing in it was read. Open the newest backup, ask for a report, or copy what still "
    "verifies to a new file with the command assessor rescue."
)


@pytest.fixture
def elena(tmp_path: Path) -> Iterator[Assessment]:
    """Elena's mission with one answer; Omar is in her team."""
    laptop(tmp_path, "Omar")
    with laptop(tmp_path, "Elena").create(small_form(tmp_path)) as mission:
        mission.answer(STAGE, "1")
        mission.seal()
        yield mission


def edited(tmp_path: Path, elena: Assessment, statements: str) -> Path:
    """Return a copy of the mission that another program changed."""
    path = elena.mission.backup(tmp_path / "false.mission")
    with closing(sqlite3.connect(path)) as database:
        database.executescript(statements)
    return path


@pytest.mark.parametrize("what", EDITS)
def test_such_a_file_is_refused_and_stops_no_other(tmp_path, elena, what, capsys):
    """Headquarters receives it before a true report, and somebody opens it."""
    false = edited(tmp_path, elena, EDITS[what])
    report = export_report(elena, tmp_path / "report.assessor").path
    sentence = SENTENCE.format(what=what)
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        receipts = receive(registry, [false, report])
        assert [receipt.status for receipt in receipts] == [REFUSED, NEW]
        assert receipts[0].reason == sentence
    for verb in ("show", "check", "export"):
        more = ["-o", str(tmp_path / "out.pdf")] if verb == "export" else []
        assert main([verb, str(false), *more]) == 1
        assert sentence in capsys.readouterr().err


@pytest.mark.parametrize("what", ["view entry", "trigger t"])
def test_such_a_file_on_the_stick_stops_no_exchange(tmp_path, elena, what):
    """Omar's exchange never came to Elena's true parcel."""
    omar, stick = laptop(tmp_path, "Omar"), tmp_path / "stick"
    elena.mission.backup(omar.mission)
    elena.answer(STAGE, "2")
    stick.mkdir()
    shutil.move(edited(tmp_path, elena, EDITS[what]), stick / "false.mission")
    export_report(elena, stick / "true.assessor")
    with omar.open() as mission:
        done = exchange(mission, stick)
        assert {receipt.file: receipt.status for receipt in done.receipts} == {
            "false.mission": REFUSED,
            "true.assessor": NEW,
        }
        assert mission.answer_at(STAGE).value == "2"


def test_a_rescue_ends(tmp_path, elena, capsys):
    """The table of all answers is a view; of a file with a trigger everything is rescued."""
    false = edited(tmp_path, elena, EDITS["view entry"])
    assert main(["rescue", str(false), "-o", str(tmp_path / "new.mission")]) == 1
    assert "Nothing in false.mission can be read" in capsys.readouterr().err
    false.unlink()
    false = edited(tmp_path, elena, EDITS["trigger t"])
    assert main(["rescue", str(false), "-o", str(tmp_path / "new.mission")]) == 0
    with Mission.open(tmp_path / "new.mission") as mission:
        assert mission.check() == () and mission.size == elena.mission.size


@pytest.mark.parametrize("body", ["{", "[1]", '"text"'])
def test_a_draft_that_is_no_entry_stops_nothing(tmp_path, elena, body):
    """A draft carries no signature, so its body can be anything."""
    false = edited(
        tmp_path,
        elena,
        "INSERT INTO topic(kind, key) VALUES('evidence', 'x'); INSERT INTO draft VALUES(99, 'E');"
        "INSERT INTO entry(n, assessment, topic, at, body) SELECT -99, 1, max(topic), 1,"
        f" '{body}' FROM topic",
    )
    report = export_report(elena, tmp_path / "report.assessor").path
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        receipts = receive(registry, [false, report])
        assert receipts[1].status in ("known", NEW) and registry.check() == ()


def test_a_file_that_takes_for_ever_is_given_up():
    """Pages that refer to each other in a circle: reading ends after a time for its size."""
    with closing(Connection(IN_MEMORY, key=None, read_only=False)) as connection:
        with pytest.raises(Damaged) as raised, connection.time_limit(0.05):
            connection.value("WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT 1 FROM r)"
                             " SELECT count(*) FROM r")  # fmt: skip
        assert connection.value("SELECT 1") == 1
    assert str(raised.value) == (
        ":memory: takes far longer to read than a file of its size should: it is damaged, or "
        "somebody changed it. Nothing was taken in. Ask whoever sent it for a report."
    )
