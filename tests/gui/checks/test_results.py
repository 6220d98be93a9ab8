"""Results lead to the answers behind them; the plan is made, ordered and edited in place."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from assessor.assessment.entries.recommendation_plan import (
    accept_suggestion,
    plan_of,
    previous_actions,
    proposed_areas,
    target_checks,
)
from assessor.assessment.exchange.exchange_folder import receive_files
from assessor.assessment.mission.mission_start_packs import previous_parcel
from assessor.gui.checks.radar_view import RadarView
from assessor.gui.checks.results_dialog import ResultsDialog
from assessor.gui.checks.score_strip import STRIP
from assessor.gui.feedback.return_bar import ReturnBar
from assessor.gui.plan.plan_dialog import PlanDialog
from assessor.gui.toolkit.style.basic_widgets import Label
from tests.support.assessment.laptops import laptop, small_form, version_1
from tests.support.assessment.packs import Office, start
from tests.support.windows.accessibility import check

pytestmark = pytest.mark.window

STATISTICS = "/data/sec_thr/thr_statistics_stage"


@pytest.fixture
def person(window, tmp_path):
    ana = laptop(tmp_path, "Ana")
    with ana.create(version_1()) as made:
        named = {node.name: node.reference for node in made.instance.questions()}
        made.answer(named["thr_statistics_stage"], "4", evidence="claimed")
        made.answer(named["thr_need"], "4")
        made.answer(named["int_budapest"], "signed")
    window.open_mission(ana.mission)
    return ana


def in_file(person):
    with person.open() as now:
        return plan_of(now)


def test_a_click_on_an_indicator_goes_to_its_question(window, person, when_asked):
    window.show_screen("desk")

    def follow(dialog):
        assert isinstance(dialog, ResultsDialog)
        section = dialog.tree.topLevelItem(0)
        assert section.text(1) == "2.00"
        assert section.data(3, STRIP)[:2] == (2.0, 4.0)
        dialog.tree.itemActivated.emit(section, 0)
        assert section.isExpanded()
        dialog.tree.itemActivated.emit(section.child(0), 0)

    when_asked(follow)
    window.menu_actions["results"].trigger()
    assert window.place().endswith("/thr_statistics_stage")


def test_the_lowest_indicator_the_whole_and_what_is_not_agreed_are_told(window, tmp_path, qtbot):
    one, two = laptop(tmp_path, "Ana"), laptop(tmp_path, "Bo", hour=11)
    with one.create(version_1()) as made:
        made.answer("/data/sec_thr/thr_reporting_stage", "3", evidence="verified")
    two.copy_from(one)
    with two.open() as theirs:
        theirs.answer(STATISTICS, "2", evidence="verified")
    with one.open() as made:
        made.answer(STATISTICS, "4", evidence="claimed")
        receive_files(made, [two.mission])
    window.open_mission(one.mission)
    dialog = ResultsDialog(window, window.session, window.doors)
    qtbot.addWidget(dialog)
    section = dialog.tree.topLevelItem(0)
    assert (section.text(4), section.toolTip(4)) == ("2", "National cybercrime statistics")
    assert section.child(0).text(5).startswith("Not agreed")
    assert not section.child(1).text(5).startswith("Not agreed")
    said = [each.text() for each in dialog.findChildren(Label)]
    scores = window.session.assessment.scores()
    assert said[said.index("All sections") + 2] == f"{scores.overall_evidenced:.2f}"


def test_a_form_without_scores_says_so(window, tmp_path, qtbot):
    ana = laptop(tmp_path, "Bea")
    ana.create(small_form(tmp_path)).close()
    window.open_mission(ana.mission)
    dialog = ResultsDialog(window, window.session, window.doors)
    assert (
        "scores" in dialog.findChildren(QPushButton)[0].parent().layout().itemAt(2).widget().text()
    )
    plan = PlanDialog(window, window.session)
    assert plan.list.count() == 0


def test_a_plan_is_made_in_the_window(window, person, qtbot):
    dialog = PlanDialog(window, window.session)
    dialog.show()

    def offered(title):
        name = f"Add to the plan: {title} – "
        found = (each for each in dialog.findChildren(QPushButton) if each.isVisible())
        return [each for each in found if each.accessibleName().startswith(name)]

    def take(title):
        qtbot.waitUntil(lambda: len(offered(title)) == 1)
        offered(title)[0].click()

    take("Crime statistics")
    take("Treaty accession advice")
    assert [each.area for each in plan_of(window.session.assessment)] == ["stats", "treaty"]
    dialog.list.setCurrentRow(1)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    dialog.list.setCurrentRow(0)
    dialog.form.lines["owner"].setText("Ministry of Justice")
    dialog.form.lines["owner"].editingFinished.emit()
    dialog.form.cost.setCurrentIndex(dialog.form.cost.findData("low"))
    dialog.form.cost.activated.emit(dialog.form.cost.currentIndex())
    horizon = dialog.form.choices["horizon"]
    horizon.setCurrentIndex(horizon.findData("short"))
    horizon.activated.emit(horizon.currentIndex())
    dialog.form.text.setPlainText("Accede to the treaty")
    dialog.reject()
    first = plan_of(window.session.assessment)[0]
    assert (first.area, first.owner, first.cost) == ("treaty", "Ministry of Justice", "low")
    window.go_home()
    first, second = in_file(person)
    assert (first.text, first.horizon) == ("Accede to the treaty", "short")
    assert second.area == "stats"


def test_what_it_builds_on_and_what_it_should_move_are_picked(window, person, qtbot):
    mission = window.session.assessment
    for _ in range(2):
        window.session.do(lambda now: accept_suggestion(now, proposed_areas(now)[0].suggestions[0]))
    first, second = plan_of(mission)
    dialog = PlanDialog(window, window.session)
    dialog.show()
    dialog.list.setCurrentRow(1)
    form = dialog.form
    form.after.line.activated.emit(form.after.line.findData(first.id))
    assert plan_of(mission)[1].after == (first.id,) and form.after.keys == (first.id,)
    before = form.meets.keys
    code = form.meets.line.itemData(0)
    form.meets.line.activated.emit(0)
    assert plan_of(mission)[1].meets == (*before, code)
    shown = form.standing.text().splitlines()
    checked = target_checks(mission, plan_of(mission)[1])
    assert [each.target.code for each in checked] == [*before, code]
    for line, each in zip(shown, checked, strict=True):
        assert line.startswith(each.target.indicator.title("en"))
        assert each.asks is None or each.asks["en"] in line
        assert each.shown_by["en"] in line
    chips = [each for each in form.meets.findChildren(QPushButton) if each.isVisible()]
    chips[-1].click()
    assert plan_of(mission)[1].meets == before
    dialog.list.setCurrentRow(0)
    assert form.after.line.findData(second.id) < 0  # it builds on this one
    assert form.partners.text() == "No partner yet"
    check(dialog)
    window.session.undo()
    assert plan_of(mission)[1].meets == (*before, code)


def test_a_recommendation_is_taken_out_and_undo_brings_it_back(window, person):
    mission = window.session.assessment
    window.session.do(lambda now: accept_suggestion(now, proposed_areas(now)[0].suggestions[0]))
    dialog = PlanDialog(window, window.session)
    dialog.form.away.click()
    assert plan_of(mission) == ()
    window.session.undo()
    assert len(plan_of(mission)) == 1


def test_the_mission_before_is_followed_up(window, person, tmp_path):
    window.go_home()
    with person.open() as then:
        accept_suggestion(then, proposed_areas(then)[0].suggestions[0])
        key = plan_of(then)[0].id
    office = Office(tmp_path)
    office.source = version_1()
    pack = office.pack(previous=previous_parcel(person.mission, office.identity))
    office.registry.close()
    ben = laptop(tmp_path, "Ben")
    start(ben, pack).close()
    window.open_mission(ben.mission)
    dialog = PlanDialog(window, window.session)
    box = dialog.previous_recommendations.states[key]
    box.setCurrentIndex(box.findData("done"))
    box.activated.emit(box.currentIndex())
    assert [each.status for each in previous_actions(window.session.assessment)] == ["done"]
    reopened = PlanDialog(window, window.session).previous_recommendations
    assert reopened.states[key].currentData() == "done"


@pytest.mark.parametrize(("language", "side"), [("ar", "right"), ("en", "left")])
def test_what_is_written_stands_where_lines_begin(window, person, language, side):
    window.session.speak(language)
    window.session.do(lambda now: accept_suggestion(now, proposed_areas(now)[0].suggestions[0]))
    dialog = PlanDialog(window, window.session)
    dialog.show()
    edit = dialog.form.text
    edit.setPlainText("نص")
    line = edit.document().firstBlock().layout().lineAt(0).naturalTextRect()
    assert (line.center().x() > edit.width() / 2) is (side == "right")


def test_a_section_without_a_stage_leaves_a_gap_in_the_radar(window):
    def middle(stages):
        radar = RadarView(window, 5)
        radar.resize(300, 300)
        radar.show_axes([(f"{at}", stage, stage) for at, stage in enumerate(stages)], "a radar")
        image = radar.grab().toImage()
        radar.deleteLater()
        half, shrink = image.width() // 2, image.width() / 300
        return image.pixelColor(half, round(half - 30 * shrink))

    empty = middle([None] * 4)
    assert middle([4.0, None, 4.0, None]) == empty
    assert middle([4.0, 4.0, 4.0, None]) != empty


def test_one_comes_back_to_the_results_as_they_were_left(window, qtbot, person, when_asked):
    def follow(dialog):
        dialog.tree.topLevelItem(1).setExpanded(True)
        dialog.tree.itemActivated.emit(dialog.tree.topLevelItem(0).child(0), 0)

    when_asked(follow)
    window.menu_actions["results"].trigger()
    way = window.findChild(ReturnBar)
    assert way.isVisible() and way.back.text() == "Back to the results"
    window.session.answer(window.place(), {"value": "3"})
    assert way.isVisible()  # one came to answer
    seen = []

    def read(dialog):
        at = dialog.tree.currentItem()
        sections = [dialog.tree.topLevelItem(place).isExpanded() for place in range(3)]
        seen.extend([sections, at.parent() is dialog.tree.topLevelItem(0), at.text(2)])
        dialog.reject()

    when_asked(read)
    qtbot.mouseClick(way.back, Qt.MouseButton.LeftButton)
    assert seen == [[True, True, False], True, "3"]
    assert not way.isVisible()


def test_the_way_back_ends_with_the_mission(window, person, when_asked):
    when_asked(
        lambda dialog: dialog.tree.itemActivated.emit(dialog.tree.topLevelItem(0).child(0), 0)
    )
    window.menu_actions["results"].trigger()
    assert window.findChild(ReturnBar).isVisible()
    window.go_home()
    assert not window.findChild(ReturnBar).isVisible()
