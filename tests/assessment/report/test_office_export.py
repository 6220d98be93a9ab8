"""Word and Excel files are written completely, beside the mission, and refused elsewhere."""

from __future__ import annotations

from zipfile import ZipFile

import pytest

from assessor.assessment.report.office_export import export_office
from assessor.errors import FileError, Refused
from tests.support.assessment.laptops import laptop, small_form


def test_both_are_written_and_carry_the_answer(tmp_path):
    person = laptop(tmp_path, "Elena")
    with person.create(small_form(tmp_path)) as mission:
        node = next(mission.instance.questions())
        assert node is not None
        for name, part in (("a.docx", "word/document.xml"), ("a.XLSX", "xl/workbook.xml")):
            stages: list[str] = []
            done = export_office(
                mission,
                tmp_path / name,
                report_progress=lambda stage, *_, into=stages: into.append(stage),
            )
            assert stages[-1] == "proving the file"
            with ZipFile(done.path) as archive:
                assert part in archive.namelist()


def test_another_suffix_and_another_place_are_refused(tmp_path):
    person = laptop(tmp_path, "Elena")
    with person.create(small_form(tmp_path)) as mission:
        with pytest.raises(Refused):
            export_office(mission, tmp_path / "a.pdf")
        with pytest.raises(FileError):
            export_office(mission, tmp_path / "nowhere" / "a.xlsx")
    assert not list(tmp_path.glob("*.pdf"))
