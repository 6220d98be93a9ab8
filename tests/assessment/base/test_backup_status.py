"""The backup status of a mission: an entry without a verified copy for a day is noticed."""

from __future__ import annotations

import pytest

from assessor.assessment.base.backup_status import DAY, backup_status
from assessor.assessment.core.mission_start import milliseconds
from assessor.store.files.file_backup import BackupRecord, parse_backup
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import laptop, small_form

REPORTS = "/data/police/reports"


@pytest.fixture
def mission(tmp_path):
    with laptop(tmp_path, "Elena").create(small_form(tmp_path)) as mission:
        mission.answer(REPORTS, "12")
        yield mission


def check(mission, days, *, unsaved, due):
    """Check the backup status some days after the clock of the laptop."""
    own = mission.identity.public.hex()
    found = backup_status(mission.mission, own, milliseconds(mission.now()) + int(days * DAY))
    assert (found.unsaved, found.due) == (unsaved, due)
    return found


def test_without_a_copy_a_day_is_given(mission):
    assert check(mission, 0.5, unsaved=True, due=False).last is None
    check(mission, 1.5, unsaved=True, due=True)


def test_what_others_said_asks_for_no_copy(mission, tmp_path):
    mission.seal()
    ben = laptop(tmp_path, "Ben")
    with Mission.open(mission.path) as read:
        found = backup_status(
            read, ben.identity().public.hex(), milliseconds(ben.clock()) + 9 * DAY
        )
    assert (found.unsaved, found.due) == (False, False)


def test_a_copy_that_holds_everything_is_never_old(mission, tmp_path):
    mission.mission.backup(tmp_path)
    last = check(mission, 40_000, unsaved=False, due=False).last
    assert last.path == str(tmp_path / "our.mission") and not last.elsewhere
    mission.seal()
    check(mission, 40_000, unsaved=False, due=False)
    mission.answer(REPORTS, "13")
    check(mission, 0, unsaved=True, due=False)
    check(mission, 40_000, unsaved=True, due=True)
    mission.mission.backup(tmp_path)
    check(mission, 40_000, unsaved=False, due=False)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (None, None),
        ("", None),
        (
            "1700000000000 /media/a b/our.mission",
            BackupRecord("/media/a b/our.mission", 1700000000000),
        ),
        (BackupRecord("/é/x", 5, 7, True).text(), BackupRecord("/é/x", 5, 7, True)),
    ],
)
def test_what_older_files_kept_of_a_copy_is_read(text, found):
    assert parse_backup(text) == found
