"""Headquarters: a registry is made, files are looked at first, refused ones change nothing."""

import pytest

from assessor.store.mission import Mission
from tests.gui.test_home import text_of

pytestmark = pytest.mark.window


@pytest.fixture
def office(window, tmp_path):
    screen = window.show_screen("headquarters")
    screen.create_registry(tmp_path / "hq.registry")
    return screen


def test_there_is_no_registry_at_first(window):
    assert "One registry for all missions" in text_of(window.show_screen("headquarters"))


def test_a_registry_is_made_and_remembered(office, window, tmp_path):
    assert office._name.text() == "hq"
    assert window.session.preferences.get("registry") == str(tmp_path / "hq.registry")
    assert office._tabs.tabText(1) == "To decide (0)"


def test_a_refused_file_says_why_and_changes_nothing(office, qtbot, tmp_path):
    (tmp_path / "letter.pdf").write_bytes(b"%PDF-1.4 nothing inside")
    office.offer([tmp_path / "letter.pdf"])
    qtbot.waitUntil(lambda: office._receiving._work is None)
    preview = office._receiving._table
    assert preview.item(0, 0).text() == "Refused"
    assert preview.item(0, 5).text()
    assert not office._receiving._go.isVisible()
    office._receiving._back.click()
    assert office._faces.currentIndex() == 1
    with Mission.open(tmp_path / "hq.registry") as registry:
        assert registry.assessments() == ()


def test_a_field_mission_is_not_a_registry(office, window, tmp_path, when_asked):
    Mission.create(tmp_path / "field.mission").close()
    met = when_asked(lambda dialog: dialog.accept())
    office.open_registry(tmp_path / "field.mission")
    assert "not a registry" in met[0].accessibleName()
    assert office._name.text() == "hq"


def test_files_wait_until_there_is_a_registry(window, qtbot, tmp_path):
    (tmp_path / "letter.pdf").write_bytes(b"%PDF-1.4 nothing inside")
    window.receive([tmp_path / "letter.pdf"])
    screen = window.show_screen("headquarters")
    assert screen._faces.currentIndex() == 0
    screen.create_registry(tmp_path / "hq.registry")
    assert screen._faces.currentIndex() == 2
    qtbot.waitUntil(lambda: screen._receiving._work is None)
