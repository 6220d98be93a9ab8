"""Passphrases: declined on record, changed with the old one, recovered; nothing leaks."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from assessor.assessment.assessment import Assessment
from assessor.assessment.entries.sources import add_source
from assessor.assessment.exchange.exchange_folder import receive_files
from assessor.assessment.mission.passphrase_protection import (
    RECOVERY_SUFFIX,
    change_passphrase,
    decline_passphrase,
    passphrase_declined_at,
    write_recovery,
)
from assessor.assessment.report.report_export import export_report
from assessor.errors import Refused, WrongPassphrase
from assessor.parcel.keys.passphrase_recovery import recover_file_key
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import laptop, small_form
from tests.support.assessment.packs import Office, start

REPORTS, FINDING = "/data/police/reports", "/data/police/finding"
CANARY = "canary of the ministry"


@pytest.fixture
def office(tmp_path):
    made = Office(tmp_path)
    yield made
    made.registry.close()


def opens(path: Path, passphrase: str | None) -> bool:
    try:
        Mission.open(path, passphrase=passphrase).close()
    except WrongPassphrase:
        return False
    return True


def test_going_without_is_kept_on_record(tmp_path):
    ana = laptop(tmp_path, "Ana")
    with ana.create(small_form(tmp_path)) as mine:
        assert passphrase_declined_at(mine.mission) == 0
        decline_passphrase(mine.mission)
        assert passphrase_declined_at(mine.mission) > 1_700_000_000_000
        change_passphrase(mine.mission, "orange tram")
        assert passphrase_declined_at(mine.mission) == 0
    with Assessment.open(ana.mission, identity=ana.identity(), passphrase="orange tram") as mine:
        change_passphrase(mine.mission, None, old="orange tram")
        assert passphrase_declined_at(mine.mission) > 0
    assert opens(ana.mission, None)


def test_the_old_passphrase_is_asked_for_and_the_new_one_cannot_be_empty(tmp_path):
    ana = laptop(tmp_path, "Ana")
    with ana.create(small_form(tmp_path), passphrase="old one") as mine:
        for wrong in (None, "", "new one", "old one "):
            with pytest.raises(WrongPassphrase):
                change_passphrase(mine.mission, "new one", old=wrong)
        with pytest.raises(Refused):
            change_passphrase(mine.mission, "", old="old one")
        assert mine.mission.accepts_passphrase("old one")
        mine.answer(REPORTS, "5")
        change_passphrase(mine.mission, "new one", old="old one")
        assert mine.mission.accepts_passphrase("new one") and not mine.mission.accepts_passphrase(
            "old one"
        )
        mine.answer(FINDING, "and the work goes on")
    assert opens(ana.mission, "new one") and not opens(ana.mission, "old one")


def test_without_headquarters_there_is_no_way_back_and_none_is_pretended(tmp_path):
    ana = laptop(tmp_path, "Ana")
    with ana.create(small_form(tmp_path), passphrase="old one") as mine:
        assert write_recovery(mine.mission) is None
        assert change_passphrase(mine.mission, "new one", old="old one") is None
    assert not ana.mission.with_suffix(RECOVERY_SUFFIX).exists()


def test_the_way_back_lies_beside_from_the_first_day_and_follows_every_change(office, tmp_path):
    ana = laptop(tmp_path, "Ana")
    path = ana.mission.with_suffix(RECOVERY_SUFFIX)
    with start(ana, office.pack(), passphrase="old one") as mine:
        first = path.read_bytes()
        assert recover_file_key(first, office.keys) == mine.mission.file_key
        assert change_passphrase(mine.mission, "new one", old="old one") == path
        assert path.read_bytes() != first
    key = recover_file_key(path.read_bytes(), office.keys)
    with Mission.open(ana.mission, file_key=key) as mission:
        mission.protect("from headquarters")
    assert opens(ana.mission, "from headquarters")
    with start(laptop(tmp_path, "Ben"), office.pack("b")) as his:
        assert write_recovery(his.mission) is None  # nothing to recover
        change_passphrase(his.mission, "x")
        assert his.mission.path.with_suffix(RECOVERY_SUFFIX).exists()
        change_passphrase(his.mission, None, old="x")
        assert not his.mission.path.with_suffix(RECOVERY_SUFFIX).exists()


def leaks(*folders: Path) -> list[str]:
    """Return the files under these folders that contain any answer in plain text."""
    needles = [text.encode(coding) for text in (CANARY, "Registrar Quill") for coding in
               ("utf-8", "utf-16-le")]  # fmt: skip
    return [
        str(path)
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and any(needle in path.read_bytes() for needle in needles)
    ]


def test_nothing_said_can_be_read_anywhere_from_the_first_write(office, tmp_path, monkeypatch):
    """Includes the journal during a write, files beside it, and temporary files."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    for name in ("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(temporary))
    ana, ben = laptop(tmp_path, "Ana"), laptop(tmp_path, "Ben")
    watched = (ana.folder, temporary)
    with start(ana, office.pack(), passphrase="orange tram window") as mine:
        assert leaks(*watched) == []
        mine.answer(FINDING, CANARY, note="Registrar Quill " * 50)
        assert leaks(*watched) == []
        connection = mine.mission.connection
        with connection.transaction():  # as a kill during a write would leave it
            connection.execute("PRAGMA cache_size=1")
            connection.execute("UPDATE entry SET at=at+1 WHERE n<0")
            journal = ana.mission.with_name(f"{ana.mission.name}-journal")
            assert journal.stat().st_size > 512 and leaks(*watched) == []
        mine.seal()
        add_source(mine, title="Registrar Quill")
        mine.undo()
        ben.mission.write_bytes(ana.mission.read_bytes())
        his = Assessment.open(
            ben.mission, identity=ben.identity(), passphrase="orange tram window", now=ben.clock
        )
        with his:
            his.answer(FINDING, f"{CANARY} as Ben sees it")
            sent = export_report(his, tmp_path / "ben.assessor", to=()).path
        receive_files(mine, [sent])
        mine.reload()
        mine.mission.backup(ana.folder / "copy.mission")
        export_report(mine, ana.folder / "sealed.assessor")
        change_passphrase(mine.mission, "another one", old="orange tram window")
        mine.answer(FINDING, f"{CANARY} once more")
        assert leaks(*watched) == []
    assert leaks(*watched) == [] and leaks(ben.folder) == []
    with laptop(tmp_path, "Cleo").create(
        small_form(tmp_path)
    ) as plain:  # the search does find them in plain files
        plain.answer(FINDING, CANARY)
        assert leaks(tmp_path / "Cleo") == [str(plain.path)]
