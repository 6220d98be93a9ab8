"""The export of a protected mission in the window: sealed, unless a person chooses otherwise."""

from __future__ import annotations

import pytest

from tests.support.assessment.laptops import laptop, small_form
from tests.support.screens.mission.export import ExportScreen
from tests.support.windows.accessibility import check

pytestmark = pytest.mark.window


@pytest.mark.parametrize("plain", [False, True])
def test_an_internal_report_is_sealed_unless_a_person_says_otherwise(window, tmp_path, plain):
    ana = laptop(tmp_path, "Ana")
    ana.create(small_form(tmp_path), passphrase="orange tram window").close()
    window.session.open(ana.mission, "orange tram window")
    page = ExportScreen(window)
    check(page.dialog)
    assert page.seal.whole.sealed.isChecked() and page.seal.whole.isVisible()
    page.choose_audience("public")
    assert not page.seal.whole.isVisible()
    page.choose_audience("internal")
    if plain:
        page.seal.whole.plain.click()
    page.export(tmp_path / "report.pdf")
    page.wait_until_written()
    assert page.shows("Whoever knows the passphrase of this mission") is not plain
    name = "report.pdf" if plain else "report.pdf.age"
    assert [path.name for path in tmp_path.glob("report*")] == [name]
    assert (tmp_path / name).read_bytes().startswith(b"%PDF") is plain
    page.close()
