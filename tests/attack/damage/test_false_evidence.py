"""Somebody exchanged the bytes of a file beside an answer: its signed digest tells."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import permutations
from pathlib import Path

import pytest

from assessor.assessment.assessment import Assessment
from assessor.assessment.entries.evidence import attach_file, file_bytes, files_of
from assessor.assessment.exchange.exchange_folder import exchange
from assessor.assessment.report.report_export import export_report
from assessor.cli.main import main
from assessor.errors import FileError
from assessor.parcel.keys.identity import load_identity
from assessor.parcel.pack.parcel_pack import build_parcel
from assessor.registry.receive.receiver import receive
from assessor.store.model.entry import named_evidence
from assessor.store.model.receipt import KNOWN, NEW
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import Laptop, laptop, small_form

STAGE = "/data/police/stage"
TRUE, FALSE = b"The ministry confirms 120 cases.\n", b"The ministry confirms 9999 cases.\n"
LEFT_OUT = (
    "Files in it are not the ones that were signed (letter.txt): somebody changed them, or a disk "
    "is damaged. They are left out, everything else is received. Ask the sender for the report "
    "again: that brings the true files."
)
DAMAGED = (
    "Files that are not as they were signed are left out (letter.txt): somebody changed them, or "
    "the disk is damaged. Receive a report that has them (assessor receive): that brings them back."
)


def exchange_bytes(path: Path, content: bytes = FALSE) -> Path:
    """Change the bytes of every evidence file in a closed mission, as a program with SQL does."""
    with closing(sqlite3.connect(path)) as database, database:
        assert database.execute("UPDATE evidence SET content=?", (content,)).rowcount
    return path


@pytest.fixture
def elena(tmp_path: Path) -> Iterator[Assessment]:
    """Elena's mission with one answer and a letter beside it; Omar is in her team."""
    laptop(tmp_path, "Omar")
    with laptop(tmp_path, "Elena").create(small_form(tmp_path)) as mission:
        mission.answer(STAGE, "1")
        attach_file(mission, STAGE, TRUE, name="letter.txt")
        mission.seal()
        yield mission


@pytest.fixture
def files(tmp_path: Path, elena: Assessment) -> dict[str, Path]:
    """Her report, her report with the letter beside it, her mission, and a false copy of that."""
    report = export_report(elena, tmp_path / "report.assessor").path
    beside = export_report(elena, tmp_path / "beside.assessor", sidecar_above=0)
    copy = elena.mission.backup(tmp_path / "copy.mission")
    false = exchange_bytes(elena.mission.backup(tmp_path / "false.mission"))
    return {"report": report, "beside": beside.path, "copy": copy, "false": false}


def registry_with(tmp_path: Path, *paths: Path) -> Path:
    path = tmp_path / "hq.registry"
    with Mission.create(path, role="registry") as registry:
        for each in paths:
            receive(registry, [each])
    return path


def letter(path: Path) -> bytes | None:
    """Return the stored letter of a closed file, whatever the program thinks of it."""
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute("SELECT content FROM evidence").fetchall()
    return rows[0][0] if rows else None


def first(path: Path, folder: Path) -> Assessment:
    """Open the only assessment of a file."""
    return Assessment.open(path, identity=load_identity(folder / "office", "Office"))


@pytest.mark.parametrize("true", ["report", "beside", "copy"])
@pytest.mark.parametrize("order", list(permutations((0, 1))))
def test_in_every_order_the_signed_bytes_stand(tmp_path, files, true, order):
    """A copied mission with other bytes was received before, or after, the true file."""
    both = files["false"], files[true]
    path = registry_with(tmp_path, *(both[number] for number in order))
    assert letter(path) == TRUE
    with Mission.open(path) as registry:
        assert registry.check() == ()


def test_false_bytes_are_left_out_and_all_else_comes_in(tmp_path, files, elena):
    """Only the false copy arrived: its answers count, its file is missing, and work goes on."""
    path = registry_with(tmp_path)
    with Mission.open(path) as registry:
        [receipt] = receive(registry, [files["false"]])
        assert (receipt.status, receipt.reason, receipt.files) == (NEW, LEFT_OUT, 0)
        assert receipt.new == len(elena.mission.entries(elena.uuid))
        assert list(registry.missing_files([elena.uuid]).values()) == ["letter.txt"]
    assert letter(path) is None
    assert main(["export", str(path), "-o", str(tmp_path / "out.assessor")]) == 0
    assert main(["backup", str(path), str(tmp_path / "copy.registry")]) == 0
    with Mission.open(path) as registry:
        [receipt] = receive(registry, [files["report"]])
        assert (receipt.status, receipt.files) == (NEW, 1)
    assert letter(path) == TRUE


def false_parcel(tmp_path: Path, elena: Assessment) -> Path:
    """Return her parcel with other bytes under the digest of the letter, whole in all else; no
    sidecar is beside it."""
    [digest] = named_evidence(elena.mission.changesets())
    path, source = tmp_path / "mail" / "false.assessor", elena.source
    path.parent.mkdir()
    parcel = build_parcel(
        elena.mission.changesets(), {elena.uuid: source.digest}, {source.digest: source.pack()},
        evidence={digest: FALSE}, signer=elena.identity,
    )  # fmt: skip
    path.write_bytes(parcel)
    return path


def test_a_parcel_with_false_bytes_is_received_without_them(tmp_path, elena, files, capsys):
    """It was refused whole: now its answers count, and the true letter comes later."""
    false = false_parcel(tmp_path, elena)
    with Mission.open(registry_with(tmp_path)) as registry:
        [looked] = receive(registry, [false], preview=True)
        [receipt] = receive(registry, [false])
        assert (looked.reason, receipt.reason, receipt.files) == (LEFT_OUT, LEFT_OUT, 0)
        assert receipt.new == len(elena.mission.entries(elena.uuid)) and registry.check() == ()
        assert receipt.missing == ("letter.txt",)
        receive(registry, [files["report"]])
        assert list(registry.missing_files([elena.uuid])) == []
    assert main(["inspect", str(false)]) == 1
    assert "are not those that were signed: letter.txt" in capsys.readouterr().out


def test_a_file_beside_a_report_with_false_bytes_is_not_the_letter(tmp_path, elena, files):
    """The sidecar was exchanged: the report comes in, and lacks the letter."""
    [digest] = named_evidence(elena.mission.changesets())
    form = {elena.uuid: elena.source.digest}
    [beside] = (path for path in tmp_path.iterdir() if ".files" in path.name)
    beside.write_bytes(build_parcel((), form, {}, evidence={digest: FALSE}))
    with Mission.open(registry_with(tmp_path)) as registry:
        report, sidecar = receive(registry, [files["beside"], beside])
        assert (report.status, report.missing) == (NEW, ("letter.txt",))
        assert (sidecar.files, sidecar.reason) == (0, LEFT_OUT) and registry.check() == ()


def test_the_preview_says_it_too(tmp_path, files):
    """Before a person takes the file in, it says which file is false."""
    with Mission.open(registry_with(tmp_path)) as registry:
        [receipt] = receive(registry, [files["false"]], preview=True)
    assert (receipt.reason, receipt.files) == (LEFT_OUT, 0)


@pytest.mark.parametrize("true", ["report", "beside", "copy"])
def test_a_registry_that_holds_false_bytes_heals(tmp_path, files, true):
    """An earlier version stored the false bytes, or a disk damaged them: the same file again, byte
    for byte, was "known" and healed nothing."""
    path = registry_with(tmp_path, files[true])
    exchange_bytes(path)
    with Mission.open(path) as registry:
        receipts = receive(registry, [files[true]])
        assert sum(receipt.files for receipt in receipts) == 1
        assert registry.check() == ()
        again = receive(registry, [files[true]])
        assert {receipt.status for receipt in again} == {KNOWN} and not again[0].missing
    assert letter(path) == TRUE


def test_a_file_that_is_gone_comes_back(tmp_path, files):
    """A program with SQL deleted the file: the same report again was "known"."""
    path = registry_with(tmp_path, files["report"])
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("DELETE FROM evidence")
    with Mission.open(path) as registry:
        [receipt] = receive(registry, [files["report"]])
        assert (receipt.status, receipt.files) == (NEW, 1)
    assert letter(path) == TRUE


def test_what_is_damaged_stops_no_export_and_no_backup(tmp_path, files, capsys):
    """One letter was damaged, and nothing left the registry any more: now everything else leaves,
    and the file is named."""
    path = exchange_bytes(registry_with(tmp_path, files["report"]))
    out = tmp_path / "out.pdf"
    assert main(["export", str(path), "-o", str(out)]) == 0
    assert DAMAGED in capsys.readouterr().out
    assert main(["export", str(path), "-o", str(out), "--sidecar-above", "0"]) == 0
    assert main(["backup", str(path), str(tmp_path / "copy.registry")]) == 0
    printed = capsys.readouterr().out
    assert "copied and read back" in printed and "read back whole" not in printed
    assert "letter.txt" in printed
    assert main(["check", str(path)]) == 1
    assert "The evidence " in capsys.readouterr().out
    with Mission.open(tmp_path / "copy.registry") as copy:
        receive(copy, [files["report"]])
        assert copy.check() == ()


def test_a_reader_is_shown_no_false_bytes(tmp_path, files):
    """Somebody opens the letter of a damaged file."""
    path = exchange_bytes(registry_with(tmp_path, files["report"]))
    with first(path, tmp_path) as assessment:
        [found] = files_of(assessment)
        assert not found.here and assessment.mission.evidence(found.sha256) is None
        with pytest.raises(FileError) as raised:
            file_bytes(assessment, found.id)
    assert str(raised.value) == (
        "letter.txt is damaged in this mission file: ask whoever attached it for it again."
    )


@pytest.mark.parametrize("names", [("a.mission", "b.assessor"), ("b.mission", "a.assessor")])
def test_a_stick_with_false_bytes_harms_no_colleague(tmp_path, files, elena, names):
    """The false copy lay on the stick, before or after the true parcel."""
    omar: Laptop = laptop(tmp_path, "Omar")
    elena.mission.backup(omar.mission)
    with closing(sqlite3.connect(omar.mission)) as database, database:
        database.execute("DELETE FROM evidence")
    stick = tmp_path / "stick"
    stick.mkdir()
    files["false"].rename(stick / names[0])
    files["report"].rename(stick / names[1])
    with omar.open() as mission:
        exchange(mission, stick)
        assert mission.mission.missing_files([mission.uuid]) == {}
        assert mission.mission.check() == ()


def test_a_damaged_file_stops_no_exchange(tmp_path, files, elena):
    """Omar's own mission holds false bytes: he exchanges, and Elena's parcel heals it."""
    omar: Laptop = laptop(tmp_path, "Omar")
    elena.mission.backup(omar.mission)
    exchange_bytes(omar.mission)
    stick = tmp_path / "stick"
    stick.mkdir()
    with omar.open() as mission:
        done = exchange(mission, stick)
        assert done.written and done.damaged == ("letter.txt",)
        files["report"].rename(stick / "from Elena.assessor")
        done = exchange(mission, stick)
        assert done.written and done.damaged == () and mission.mission.check() == ()
    assert letter(omar.mission) == TRUE


def test_the_same_file_attached_again_heals_it(tmp_path, files):
    """Whoever has the letter attaches it once more."""
    path = exchange_bytes(registry_with(tmp_path, files["report"]))
    with first(path, tmp_path) as assessment:
        attach_file(assessment, STAGE, TRUE, name="letter.txt")
    assert letter(path) == TRUE
