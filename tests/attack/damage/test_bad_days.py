"""What can go wrong around a mission, or is done by another user of the same computer."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assessor.assessment.base.file_writing import write_verified
from assessor.assessment.report.office_export import export_office
from assessor.assessment.report.report_export import export_report
from assessor.errors import Refused
from assessor.parcel.keys.identity import KEY_FILE
from assessor.store.files.connection import Connection
from assessor.store.files.file_opening import change_passphrase
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import Clock, Laptop, laptop, small_form

CLOCK_OF_1960 = "The clock of this computer says 1960-01-01: set its date and time, then try again."


@pytest.fixture
def wide_open() -> Iterator[None]:
    """Let new files be readable and writable by everybody, as on a shared computer."""
    if sys.platform == "win32":
        pytest.skip("files there have the rights of their folder")
    before = os.umask(0)
    yield
    os.umask(before)


def others_may(path: Path) -> int:
    """Return what others than the owner may do."""
    return stat.S_IMODE(path.stat().st_mode) & 0o077


@pytest.mark.usefixtures("wide_open", "quickly_derived")
def test_another_user_of_the_computer_reads_no_file(tmp_path: Path) -> None:
    """The missions, backups and reports of a laptop were listed and copied by another user."""
    ana = laptop(tmp_path, "Ana").create(small_form(tmp_path))
    mission = ana.mission
    made = [laptop(tmp_path, "Ana").mission, tmp_path / "hq.registry", tmp_path / "locked.mission"]
    Mission.create(made[1], role="registry").close()
    Mission.create(made[2], passphrase="a few plain words").close()
    made.append(mission.backup(tmp_path / "backup.mission"))
    for name in ("report.pdf", "parcel.assessor"):
        made.append(export_report(ana, tmp_path / name).path)
    for name in ("report.docx", "tables.xlsx"):
        made.append(export_office(ana, tmp_path / name).path)
    made += list(tmp_path.rglob(KEY_FILE))
    assert len(made) > 8
    assert {path.name: others_may(path) for path in made if others_may(path)} == {}
    public = export_report(ana, tmp_path / "public.pdf", profile="public").path
    assert others_may(public), "a public report is for everybody"


@pytest.mark.usefixtures("wide_open", "quickly_derived")
def test_another_passphrase_leaves_the_file_to_its_owner(tmp_path: Path) -> None:
    """The copy under another passphrase, unprotected even, was readable by everybody."""
    path = tmp_path / "a.mission"
    Mission.create(path).close()
    for passphrase in ("a few plain words", None):
        path.chmod(0o666)
        with Mission.open(path, passphrase=None if passphrase else "a few plain words") as mission:
            changed: Connection = change_passphrase(mission.connection, passphrase)
        changed.close()
        assert not others_may(path)


def test_a_clock_in_1960_is_refused_before_the_first_word(tmp_path: Path) -> None:
    """The battery of the clock is empty: answers of before 1970 could never be sealed."""
    ana = Laptop("Ana", tmp_path, Clock(datetime(1960, 1, 1, tzinfo=UTC)))
    with pytest.raises(Refused) as raised:
        ana.create(small_form(tmp_path))
    assert str(raised.value) == CLOCK_OF_1960
    assert not ana.mission.exists()
    Laptop("Ana", tmp_path, Clock(datetime(2026, 3, 9, tzinfo=UTC))).create(
        small_form(tmp_path)
    ).close()
    with ana.open() as assessment:
        before = assessment.mission.entries(assessment.uuid)
        with pytest.raises(Refused) as raised:
            assessment.answer("/data/police/stage", "2")
        assert str(raised.value) == CLOCK_OF_1960
        assert assessment.mission.entries(assessment.uuid) == before


def test_two_exports_at_once_leave_one_whole_report(tmp_path: Path) -> None:
    """Two windows export to one path at the same moment."""
    path = tmp_path / "one.docx"
    content = [bytes([letter]) * 3_000_000 for letter in b"ab"]
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda data: write_verified(data, path), content * 8))
    assert path.read_bytes() in content
    assert not list(tmp_path.glob("*.part")) and not list(tmp_path.glob(".*.part"))
