"""Joining two missions of the same thing at headquarters, by clicks, and parting them again."""

import pytest

from assessor.assessment.mission.joined_missions import join_assessments
from assessor.assessment.report.report_export import export_report
from assessor.gui.toolkit.dialogs.message_dialog import MessageDialog
from assessor.parcel.keys.identity import load_identity
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import OF_COUNTRIES, SMALL, laptop, small_form
from tests.support.screens.headquarters.headquarters import HeadquartersScreen
from tests.support.screens.page import Page
from tests.support.windows.headquarters import REPORTS, STAGE

pytestmark = pytest.mark.window

MISSIONS, WHY = "The missions of this registry", "Why they are of the same thing"


@pytest.fixture
def office(window, tmp_path, qtbot):
    """A registry with what two people said of the same thing, each in a mission of their own."""
    return office_of(window, qtbot, tmp_path, {"Ana": "", "Bo": ""})


def office_of(window, qtbot, tmp_path, countries):
    page = HeadquartersScreen(window)
    page.screen.create_registry(tmp_path / "hq.registry")
    sent = []
    for name, hour, stage in (("Ana", 9, "2"), ("Bo", 11, "3")):
        person, country = laptop(tmp_path, name, hour), countries[name]
        source = small_form(tmp_path, OF_COUNTRIES if country else SMALL)
        with person.create(source, country=country) as mission:
            mission.answer(REPORTS, "12")
            mission.answer(STAGE, stage)
            sent.append(export_report(mission, tmp_path / f"{name}.assessor").path)
    page.receive(sent)
    page.missions()
    return page


def joined(tmp_path):
    with Mission.open(tmp_path / "hq.registry", read_only=True) as registry:
        one, other = (row.uuid for row in registry.assessments())
        return other in registry.joined(one), len(registry.conflicts())


def test_two_missions_are_joined_decided_and_parted(office, tmp_path):
    page = office.missions()
    assert page.table(MISSIONS).column("Assessors") == ["Ana", "Bo"]
    assert joined(tmp_path) == (False, 0)
    assert office.waiting == 0
    page.fill(WHY, "one police, two teams")
    page.press("Join them")
    assert joined(tmp_path) == (True, 1) and office.waiting == 1
    assert all(page.table(MISSIONS).column("One with"))
    assert page.can_press("Part them") and not page.shows(WHY)
    decision = office.inbox().wait_for_decision()
    assert {head.author for head in decision.root.conflict.heads} == {"Ana", "Bo"}
    decision.take("Ana")
    assert joined(tmp_path) == (True, 0) and office.waiting == 0
    office.missions().press("Part them")
    assert joined(tmp_path) == (False, 0) and page.can_press("Join them")


@pytest.mark.parametrize("pressed", ["Cancel", "Join them anyway"])
def test_missions_of_two_countries_are_joined_when_that_is_meant(
    window, tmp_path, qtbot, when_asked, pressed
):
    page = office_of(window, qtbot, tmp_path, {"Ana": "SVE", "Bo": "NMB"})

    def press(box):
        assert "San Verano" in box.accessibleName() and "Nambia" in box.accessibleName()
        Page(box).press(pressed)

    met = when_asked(press, MessageDialog)
    page.missions().press("Join them")
    assert len(met) == 1 and joined(tmp_path)[0] == (pressed != "Cancel")


def test_joined_missions_keep_their_names_and_the_picture_says_which_are_in_it(
    window, tmp_path, qtbot, registry_copy
):
    with Mission.open(registry_copy) as mission:
        one, other = (row.uuid for row in mission.assessments()[:2])
        join_assessments(mission, one, other, load_identity(tmp_path / "me", "Me"), anyway=True)
    page = HeadquartersScreen(window)
    page.screen.open_registry(registry_copy)
    before = {"Nyasera", "Sahliya", "San Verano", "Taluvea"}
    missions = page.missions().table(MISSIONS)
    names = missions.column(0)
    assert {name.removesuffix(" (fictional)") for name in names} == before
    partners = [text for text in missions.column("One with") if text]
    assert len(partners) == 2 and one[:6] in partners[1] and other[:6] in partners[0]
    compared = page.comparison()
    compared.wait_until_compared()
    marked = [row for row in range(3) if compared.heat.name_has_icon(row)]
    assert len(marked) == 1
    tip = compared.heat.name_tip(marked[0])
    assert "2 missions joined:" in tip and one[:6] in tip
    assert sum(name in tip for name in names) == 2


def test_with_one_mission_there_is_nothing_to_join(window, tmp_path, qtbot):
    page = HeadquartersScreen(window)
    page.screen.create_registry(tmp_path / "hq.registry")
    assert page.count("Missions") == 0 and not page.missions().shows("The other mission")
