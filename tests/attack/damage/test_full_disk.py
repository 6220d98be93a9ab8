"""The stick fills up while something is written to it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assessor.assessment.mission.mission_rescue import rescue_mission
from assessor.assessment.report.office_export import export_office
from assessor.assessment.report.report_export import export_report
from assessor.errors import FileError
from tests.support.assessment.laptops import laptop, small_form
from tests.support.store.disk_faults import filled_mission


def fill(disk: Path, room: int) -> None:
    """Leave so many bytes on a disk."""
    (disk / "filler").write_bytes(bytes(shutil.disk_usage(disk).free - room))


@pytest.mark.parametrize("name", ["report.pdf", "parcel.assessor", "report.docx", "tables.xlsx"])
def test_a_disk_that_fills_during_an_export_has_no_half_report(
    small_disk: Path, tmp_path: Path, name: str
) -> None:
    """The name of the file still fits, and nothing of its content."""
    with laptop(tmp_path, "Ana").create(small_form(tmp_path)) as ana:
        fill(small_disk, 0)
        export = export_office if name.endswith("x") else export_report
        with pytest.raises(FileError) as raised:
            export(ana, small_disk / name)
    assert str(raised.value) == (
        f"{small_disk / name} could not be written: No space left on device. Nothing was changed; "
        "save it somewhere else."
    )
    assert [each.name for each in small_disk.iterdir()] == ["filler"]


def test_a_disk_that_fills_during_a_rescue_has_no_half_mission(
    small_disk: Path, tmp_path: Path
) -> None:
    """From no room to half of what is needed."""
    path, _ = filled_mission(tmp_path)
    for room in (0, 8192, path.stat().st_size + 40_000):
        (small_disk / "filler").unlink(missing_ok=True)
        fill(small_disk, room)
        with pytest.raises(FileError) as raised:
            rescue_mission(path, small_disk / "new.mission")
        assert str(raised.value).endswith(".") and "pace" in str(raised.value)
        assert [each.name for each in small_disk.iterdir()] == ["filler"]
