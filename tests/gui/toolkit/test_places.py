"""A place picked on the map that is on this laptop: by pointer, by key, by the name of a town."""

import gzip
import math
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from assessor.assessment.assessment import Assessment
from assessor.gui.feedback.prompts import ask_place
from assessor.gui.questions.typed.place_question import place
from assessor.gui.toolkit.maps import atlas
from assessor.gui.toolkit.maps.place_picker import PlacePicker, in_minutes
from assessor.gui.toolkit.maps.world_map import MAX_SCALE
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.parcel.keys.identity import load_identity
from assessor.shipped import RESOURCES_FOLDER
from assessor.words import LANGUAGES
from tests.gui.kitchen import kitchen
from tests.support.gui.desks import At
from tests.support.screens.page import Page
from tests.support.windows.desk_accessibility import check_told, controls

pytestmark = pytest.mark.window
BEIRUT = (33.8933, 35.5016)


@pytest.fixture
def picker(qtbot):
    ground = QWidget()
    qtbot.addWidget(ground)
    made = PlacePicker(ground, "en", current="", country="LBN")
    made.show()
    QApplication.processEvents()
    yield made
    made.reject()


def near(found, wanted, within):
    return all(abs(one - other) <= within for one, other in zip(found, wanted, strict=True))


def marked(picker):
    """The place as it would be answered: latitude, longitude, altitude, accuracy."""
    return [float(part) for part in place(picker.place).split()]


# The atlas


@pytest.mark.parametrize(
    ("text", "country", "name", "of"),
    [
        ("beirut", "", "Beirut", "LBN"),
        ("BEYROUTH", "", "Beirut", "LBN"),
        ("بيروت", "", "Beirut", "LBN"),
        ("бейрут", "", "Beirut", "LBN"),
        ("北京", "", "Beijing", "CHN"),
        ("sao paulo", "", "São Paulo", "BRA"),
        ("tripoli", "", "Tripoli", "LBY"),
        ("tripoli", "LBN", "Tripoli", "LBN"),
        ("san jo", "CRI", "San José", "CRI"),
    ],
)
def test_towns_are_found_in_any_script_those_of_the_country_first(text, country, name, of):
    first = atlas.find_towns(text, country)[0]
    assert (first.name, first.country) == (name, of)


def test_nothing_is_found_by_nothing_and_no_more_than_asked():
    assert atlas.find_towns("  ") == () and atlas.find_towns("no such town at all") == ()
    assert len(atlas.find_towns("a", most=7)) == 7


def test_a_town_is_called_as_it_was_searched():
    beirut = atlas.find_towns("beirut")[0]
    for searched, called in (("beir", "Beirut"), ("بيروت", "بيروت"), ("beyrou", "Beyrouth")):
        assert beirut.called(searched) == called


def test_a_country_across_the_line_of_180_degrees_is_not_the_whole_world():
    for country in ("FJI", "NZL", "RUS"):
        west, south, east, north = atlas.country_extent(country)
        assert 0 < east - west < 180 and 0 < north - south < 90
    assert atlas.country_extent("XSV") is None


@pytest.mark.parametrize("latitude", [-84.0, -33.9, 0.0, 33.8933, 71.2, 84.9])
def test_the_map_and_the_globe_agree(latitude):
    assert math.isclose(atlas.latitude_at(atlas.mercator(latitude)), latitude, abs_tol=1e-9)


def test_outlines_are_closed_run_nowhere_across_the_world_and_know_no_border():
    for land in atlas.lands():
        for ring in land.rings:
            round_the_pole = ring[-1][1] > 180
            assert round_the_pole or ring[0] == pytest.approx(ring[-1], abs=1e-6)
            steps = pairwise(ring)
            assert all(abs(a[0] - b[0]) < 90 or (a[1] > 180 < b[1]) for a, b in steps)
    whole = atlas.lands()[0].box
    assert whole[0] < -10 and whole[2] > 100  # Africa, Europe and Asia are one land


def test_what_ships_is_small_and_says_where_it_is_from():
    folder = RESOURCES_FOLDER / "atlas"
    assert sum(each.stat().st_size for each in folder.iterdir()) < 1_500_000
    licence = (folder / "LICENCE.txt").read_text("utf-8")
    for each in folder.glob("*.gz"):
        assert each.name in licence and gzip.decompress(each.read_bytes())


# The map


def test_it_begins_at_the_country_of_the_mission(picker):
    assert near(picker.map.middle, (33.8, 35.8), 0.3)
    assert picker.map.scale > 100 and not picker.accept_button.isEnabled()
    assert picker.accept_button.toolTip() == "Mark a place on the map first."


def test_a_click_marks_what_is_under_it_no_finer_than_a_pixel(picker, qtbot):
    picker.map.show_place(*BEIRUT)
    picker.map.mark = None
    middle = QPoint(picker.map.width() // 2, picker.map.height() // 2)
    qtbot.mouseClick(picker.map, Qt.MouseButton.LeftButton, pos=middle)
    assert near(marked(picker)[:2], BEIRUT, 1.5 / picker.map.scale)
    assert marked(picker)[2:] == [0.0, 0.0]
    assert all(
        len(part.partition(".")[2]) <= picker.map.digits for part in picker.place.split(", ")
    )
    assert picker.accept_button.isEnabled()


def test_dragging_moves_and_marks_nothing(picker):
    before = picker.map.middle
    start = QPoint(300, 200)
    QTest.mousePress(picker.map, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(picker.map, start - QPoint(50, 0))
    QTest.mouseMove(picker.map, start - QPoint(100, 0))
    QTest.mouseRelease(picker.map, Qt.MouseButton.LeftButton, pos=start - QPoint(100, 0))
    moved = (picker.map.middle[1] - before[1]) * picker.map.scale
    assert moved == pytest.approx(100, abs=1) and picker.place == ""


def test_the_wheel_zooms_and_what_is_under_it_stays(picker):
    at = QPointF(100, 80)
    before, scale = picker.map.world_at(at), picker.map.scale
    turned = QWheelEvent(
        at, at, QPoint(), QPoint(0, 240), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(picker.map, turned)
    assert picker.map.scale > scale
    after = picker.map.world_at(at)
    assert near((after.x(), after.y()), (before.x(), before.y()), 1e-6)


def test_all_of_it_by_keyboard(picker):
    QTest.keyClicks(picker.search, "tripoli")
    QTest.keyClick(picker.search, Qt.Key.Key_Down)
    QTest.keyClick(picker.search, Qt.Key.Key_Up)
    QTest.keyClick(picker.search, Qt.Key.Key_Return)
    assert near(marked(picker)[:2], (34.4335, 35.8441), 1e-4) and picker.isVisible()
    picker.map.setFocus()
    scale = picker.map.scale
    QTest.keyClick(picker.map, Qt.Key.Key_Plus)
    assert picker.map.scale > scale
    at = picker.map.middle
    QTest.keyClick(picker.map, Qt.Key.Key_Right)
    QTest.keyClick(picker.map, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert picker.map.middle[1] > at[1] and picker.map.middle[0] > at[0]
    QTest.keyClick(picker.map, Qt.Key.Key_Return)
    assert near(marked(picker)[:2], picker.map.middle, 10**-picker.map.digits)
    QTest.keyClick(picker.map, Qt.Key.Key_0)
    assert picker.map.scale < 10
    QTest.keyClick(picker.map, Qt.Key.Key_Home)
    assert near(picker.map.middle, (33.8, 35.8), 0.3)


def test_it_can_be_moved_and_zoomed_nowhere_without_a_map(picker):
    for _ in range(60):
        QTest.keyClick(picker.map, Qt.Key.Key_Minus)
        QTest.keyClick(picker.map, Qt.Key.Key_Up)
        QTest.keyClick(picker.map, Qt.Key.Key_Left)
    picker.map.grab()
    latitude, longitude = picker.map.middle
    assert -atlas.MAX_LATITUDE < latitude < atlas.MAX_LATITUDE and -180 <= longitude < 180
    for _ in range(60):
        QTest.keyClick(picker.map, Qt.Key.Key_Plus)
    picker.map.grab()
    assert picker.map.scale == MAX_SCALE
    QTest.keyClick(picker.map, Qt.Key.Key_Space)
    assert place(picker.place)


def test_coordinates_are_copied_and_told_both_ways(picker):
    picker.map.put_mark(*BEIRUT)
    picker.copy.click()
    assert QGuiApplication.clipboard().text() == picker.place
    assert picker.sexagesimal.text().startswith("33°53′")
    assert picker.decimal.text() == picker.place
    assert picker.place in picker.map.accessibleDescription()


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (BEIRUT, "33°53′36″N 35°30′6″E"),
        ((-33.8688, -70.5), "33°52′8″S 70°30′0″W"),
        ((0.0, 59.9999), "0°0′0″N 60°0′0″E"),
    ],
)
def test_degrees_minutes_and_seconds(at, said):
    assert in_minutes(*at) == said
    assert near([float(each) for each in place(said).split()[:2]], at, 0.0002)


def test_it_fits_a_small_screen_at_200_percent(qtbot):
    ground = QWidget()
    qtbot.addWidget(ground)
    for language in LANGUAGES:
        made = PlacePicker(ground, language, current="", country="")
        assert made.minimumSizeHint().width() <= 683, language
        made.reject()


def test_every_control_tells_itself(picker):
    QAccessible.setActive(True)
    QTest.keyClicks(picker.search, "tripoli")
    for each in controls(picker):
        check_told(each, "the map")


# The question


@pytest.fixture
def kitchen_at(qtbot, tmp_path):
    path = tmp_path / "kitchen.mission"
    Assessment.create(path, kitchen(), identity=load_identity(tmp_path, "Noor")).close()
    made = At(qtbot, tmp_path, path)
    made.value = lambda: made.session.assessment.answer_at("/data/days/office").value
    yield made
    made.session.close()


def test_the_place_picked_is_the_answer_as_if_it_were_typed(kitchen_at, when_asked):
    at = kitchen_at
    at.desk.go_to("/data/days/office")
    question = at.desk.page.questions["/data/days/office"]

    def mark(dialog):
        dialog.map.put_mark(*BEIRUT)
        dialog.accept()

    met = when_asked(mark, PlacePicker)
    question.pick.click()
    assert met and near([float(each) for each in at.value().split()], (*BEIRUT, 0.0, 0.0), 0.06)
    at.session.undo()
    assert at.value() == ""


def test_a_line_gets_a_place_more_with_each_picked(kitchen_at, when_asked):
    at = kitchen_at
    at.desk.go_to("/data/days/road")
    question = at.desk.page.questions["/data/days/road"]
    for where in (BEIRUT, (34.4335, 35.8441)):

        def mark(dialog, where=where):
            dialog.map.show_place(*where)
            dialog.map.put_mark(*where)
            dialog.accept()

        when_asked(mark, PlacePicker)
        question.pick.click()
    said = at.session.assessment.answer_at("/data/days/road").value.split(";")
    assert [
        near([float(each) for each in one.split()[:2]], where, 0.01)
        for one, where in zip(said, (BEIRUT, (34.4335, 35.8441)), strict=True)
    ] == [True, True]


def test_a_place_the_form_asks_for_is_picked_there_too(qtbot, when_asked):
    ground = QWidget()
    qtbot.addWidget(ground)
    asking = ask_place(ground, Phrases("en"), "Where are you?", "LBN")
    asking.show()

    def mark(dialog):
        dialog.map.put_mark(*BEIRUT)
        dialog.accept()

    when_asked(mark, PlacePicker)
    next(each for each in asking.findChildren(QPushButton) if "map" in each.text()).click()
    Page(asking).press("Keep")
    assert near([float(each) for each in asking.answer.split()[:2]], BEIRUT, 0.06)


def test_leaving_the_map_as_it_was_keeps_altitude_and_accuracy(kitchen_at, when_asked):
    at = kitchen_at
    at.session.answer("/data/days/office", {"value": "33.8938 35.5018 40 5"})
    kept = at.value()
    at.desk.go_to("/data/days/office")
    question = at.desk.page.questions["/data/days/office"]
    for leave in (lambda dialog: dialog.accept(), lambda dialog: dialog.reject()):
        when_asked(leave, PlacePicker)
        question.pick.click()
        assert at.value() == kept
