"""Joining two missions of the same thing at headquarters, by clicks, and parting them again."""

import pytest
from PySide6.QtWidgets import QPushButton

from assessor.assessment.joining import join
from assessor.gui.messages import Message
from assessor.parcel.keys import load_identity
from assessor.store.mission import Mission
from tests.assessment.laptops import OF_COUNTRIES, SMALL, laptop, small_form
from tests.support.windows.headquarters import REPORTS, STAGE, column, receive

pytestmark = pytest.mark.window


@pytest.fixture
def office(window, tmp_path, qtbot):
    """A registry with what two people said of the same thing, each in a mission of their own."""
    return office_of(window, qtbot, tmp_path, {"Ana": "", "Bo": ""})


def office_of(window, qtbot, tmp_path, countries):
    screen = window.show_screen("headquarters")
    screen.create_registry(tmp_path / "hq.registry")
    sent = []
    for name, hour, stage in (("Ana", 9, "2"), ("Bo", 11, "3")):
        person, country = laptop(tmp_path, name, hour), countries[name]
        source = small_form(tmp_path, OF_COUNTRIES if country else SMALL)
        with person.create(source, country=country) as mission:
            mission.answer(REPORTS, "12")
            mission.answer(STAGE, stage)
            sent.append(mission.export(tmp_path / f"{name}.assessor").path)
    receive(screen, qtbot, sent)
    screen._tabs.setCurrentWidget(screen._missions)
    return screen


def joined(tmp_path):
    with Mission.open(tmp_path / "hq.registry", read_only=True) as registry:
        one, other = (row.uuid for row in registry.assessments())
        return other in registry.joined(one), len(registry.conflicts())


def test_two_missions_are_joined_decided_and_parted(office, tmp_path):
    screen = office._missions
    assert column(screen._table, 2) == ["Ana", "Bo"] and joined(tmp_path) == (False, 0)
    assert screen.deed.text() == "Join them" and office._inbox.count == 0
    screen._note.setText("one police, two teams")
    screen.deed.click()
    assert joined(tmp_path) == (True, 1) and office._inbox.count == 1
    assert all(column(screen._table, 5))
    assert screen.deed.text() == "Part them" and not screen._note.isVisible()
    conflict = office._inbox._conflicts[0]
    assert {head.author for head in conflict.heads} == {"Ana", "Bo"}
    office._inbox._decision._take(conflict.heads[0])
    assert joined(tmp_path) == (True, 0) and office._inbox.count == 0
    screen.deed.click()
    assert joined(tmp_path) == (False, 0) and screen.deed.text() == "Join them"


@pytest.mark.parametrize("pressed", ["Cancel", "Join them anyway"])
def test_missions_of_two_countries_are_joined_when_that_is_meant(
    window, tmp_path, qtbot, when_asked, pressed
):
    screen = office_of(window, qtbot, tmp_path, {"Ana": "SVE", "Bo": "NMB"})

    def press(box):
        assert "San Verano" in box.accessibleName() and "Nambia" in box.accessibleName()
        [button] = [each for each in box.findChildren(QPushButton) if each.text() == pressed]
        button.click()

    met = when_asked(press, Message)
    screen._missions.deed.click()
    assert len(met) == 1 and joined(tmp_path)[0] == (pressed != "Cancel")


def test_joined_missions_keep_their_names_and_the_picture_says_which_are_in_it(
    window, tmp_path, qtbot, samples_received
):
    registry = tmp_path / "hq.registry"
    registry.write_bytes(samples_received.registry.read_bytes())
    with Mission.open(registry) as mission:
        one, other = (row.uuid for row in mission.assessments()[:2])
        join(mission, one, other, load_identity(tmp_path / "me", "Me"), anyway=True)
    screen = window.show_screen("headquarters")
    screen.open_registry(registry)
    before = {"Nyasera", "Sahliya", "San Verano", "Taluvea"}
    screen._tabs.setCurrentWidget(screen._missions)
    names = column(screen._missions._table, 0)
    assert {name.removesuffix(" (fictional)") for name in names} == before
    partners = [text for text in column(screen._missions._table, 5) if text]
    assert len(partners) == 2 and one[:6] in partners[1] and other[:6] in partners[0]
    compared = screen._comparison
    screen._tabs.setCurrentWidget(compared)
    qtbot.waitUntil(lambda: compared._compared is not None, timeout=20_000)
    heads = [compared._heat.verticalHeaderItem(row) for row in range(3)]
    [marked] = [head for head in heads if not head.icon().isNull()]
    assert "2 missions joined:" in marked.toolTip() and one[:6] in marked.toolTip()
    assert sum(name in marked.toolTip() for name in names) == 2


def test_with_one_mission_there_is_nothing_to_join(window, tmp_path, qtbot):
    screen = window.show_screen("headquarters")
    screen.create_registry(tmp_path / "hq.registry")
    assert screen._missions.count == 0 and not screen._missions._card.isVisibleTo(screen._missions)
