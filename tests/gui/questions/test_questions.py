"""One contract over every kind of question: silent when shown, one word when a person acts."""

from datetime import datetime

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from assessor.assessment.core.answer import Answer
from assessor.form.model.datatypes import moment_text
from assessor.gui.questions.answer_text import answer_text
from assessor.gui.questions.base.question import Context
from assessor.gui.questions.choice.choice_grid import ChoiceGrid
from assessor.gui.questions.question_kinds import kind_of
from tests.support.gui.forms import KINDS, instance
from tests.support.gui.gestures import (
    Kind,
    added,
    carried,
    cleared,
    counted,
    deleted,
    keyed,
    pressed,
    taken_away,
    ticked,
    typed,
)
from tests.support.screens.desk.questions import notice, said

pytestmark = pytest.mark.window


CASES = {
    "text": Kind("abc", typed("abc"), typed("")),
    "long": Kind("one two", typed("one two"), typed("")),
    "whole": Kind("42", typed("42"), typed("")),
    "decimal": Kind("1.5", typed("1,5"), typed("")),
    "date": Kind("2026-03-09", typed("2026-3-9"), typed("")),
    "one": Kind("no", pressed("no"), cleared, choice=True),
    "search": Kind("no", typed("No"), typed(""), choice=True),
    "stage": Kind("2", pressed("2"), cleared, choice=True),
    "need": Kind("4", pressed("4"), cleared, choice=True),
    "several": Kind("yes", ticked, ticked, choice=True),
    "table/row": Kind("no", pressed("no"), deleted, choice=True),
    "note": Kind(""),
    "url": Kind("https://example.org/a", typed("https://example.org/a"), typed("")),
    "masked": Kind("hidden", typed("hidden"), typed("")),
    "figures": Kind("0042", typed("0042"), typed("")),
    "grouped": Kind("1234567", typed("1 234 567"), typed("")),
    "bearing": Kind("271.5", typed("271,5"), typed("")),
    "month": Kind("2026-03-01", typed("2026-3"), typed("")),
    "year": Kind("2026-01-01", typed("2026"), typed("")),
    "typed_date": Kind("2026-03-09", typed("2026.3.9"), typed("")),
    "time": Kind("21:05:00.000", typed("9:05 pm"), typed("")),
    "moment": Kind(
        moment_text(datetime(2026, 3, 9, 14, 5).astimezone()), typed("2026-3-9 1405"), typed("")
    ),
    "place": Kind("33.89 -35.5 0.0 0.0", typed("33.89, -35.5"), typed("")),
    "trace": Kind("1.0 2.0 0.0 0.0; 3.0 4.0 0.0 0.0", typed("1 2\n3 4"), typed("")),
    "shape": Kind(
        "1.0 2.0 0.0 0.0; 3.0 4.0 0.0 0.0; 5.0 1.0 0.0 0.0; 1.0 2.0 0.0 0.0",
        typed("1 2\n3, 4\n5 1"),
        typed(""),
    ),
    "code": Kind("4006381333931", typed("4006381333931"), typed("")),
    "likert": Kind("no", pressed("no"), cleared, choice=True),
    "tiles": Kind("no", pressed("no"), cleared, choice=True),
    "pictures": Kind("moon", pressed("moon"), cleared, choice=True),
    "several_pictures": Kind("sun", ticked, ticked, choice=True),
    "chips": Kind("yes", added, taken_away, choice=True),
    "counter": Kind("1", counted, typed("")),
    "hidden_code": Kind("12", typed("12"), typed("")),
    "read": Kind("OK", ticked, ticked),
    "slider": Kind("10", keyed(Qt.Key.Key_End), deleted),
    "standing": Kind("-0.75", keyed(Qt.Key.Key_Up, Qt.Key.Key_Up), deleted),
    "picker": Kind("4", typed("4"), typed("")),
    "stars": Kind("3", pressed("3"), cleared),
    "rank": Kind("no yes", carried, deleted, choice=True),
}


def png() -> bytes:
    """A small picture."""
    picture = QImage(64, 48, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.darkCyan)
    held = QBuffer()
    held.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(held, "PNG")
    return bytes(held.data().data())


class Bench:
    """A question on a live instance, with what it said."""

    def __init__(self, bot, folder, name, *, language="English (en)", mirrored=False):
        self.instance = instance(KINDS, folder, language)
        self.node = self.instance.node(f"/data/{name}")
        self.said: list[str] = []
        self.ground = QWidget()
        bot.addWidget(self.ground)
        if mirrored:
            self.ground.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        context = Context(
            words=lambda text: text, right_to_left=mirrored, attachment={"sun.png": png()}.get
        )
        if name == "table/row":
            self.frame = ChoiceGrid(context, self.instance.node("/data/table/head"), self.ground)
            self.question = self.frame.add()
        else:
            self.question = self.frame = kind_of(self.node)(context, self.ground)
        self.frame.resize(700, 300)
        self.question.answered.connect(self._answered)
        self.show()
        self.ground.resize(720, 400)
        self.ground.show()
        self.ground.activateWindow()
        bot.waitUntil(self.ground.isActiveWindow)

    def show(self):
        self.question.show_node(self.node, Answer(value=self.node.value))

    def _answered(self, reference, body):
        assert reference == self.node.reference
        self.said.append(body["value"])
        self.instance.set(reference, body["value"])
        self.show()

    def set(self, reference, value):
        self.instance.set(reference, value)
        self.show()


@pytest.fixture(params=CASES)
def name(request):
    return request.param


def test_shows_in_silence_however_often(qtbot, tmp_path, name):
    bench = Bench(qtbot, tmp_path, name)
    for value in (CASES[name].value, "", CASES[name].value, CASES[name].value):
        if CASES[name].act:
            bench.set(bench.node.reference, value)
        bench.show()
        bench.question.flush()
        bench.ground.grab()
    assert bench.said == []


def test_speaks_once_and_can_be_blank_again(qtbot, tmp_path, name):
    kind = CASES[name]
    if kind.act is None or kind.blank is None:
        pytest.skip("this kind asks nothing")
    bench = Bench(qtbot, tmp_path, name)
    kind.act(qtbot, bench.question)
    bench.question.flush()
    assert bench.said == [kind.value]
    assert bench.node.value == kind.value
    kind.blank(qtbot, bench.question)
    bench.question.flush()
    assert bench.said == [kind.value, ""]


def test_a_second_of_quiet_speaks_too(qtbot, tmp_path):
    bench = Bench(qtbot, tmp_path, "text")
    qtbot.keyClicks(bench.question.edit, "abc")
    assert bench.said == []
    qtbot.waitUntil(lambda: bench.said == ["abc"], timeout=3000)


def test_leaving_speaks_at_once(qtbot, tmp_path):
    bench = Bench(qtbot, tmp_path, "text")
    bench.question.edit.setFocus()
    qtbot.keyClicks(bench.question.edit, "abc")
    bench.question.edit.clearFocus()
    assert bench.said == ["abc"]


def test_says_nothing_while_read_only(qtbot, tmp_path, name):
    kind = CASES[name]
    if kind.act is None:
        pytest.skip("this kind asks nothing")
    bench = Bench(qtbot, tmp_path, name)
    bench.set("/data/gate", "locked")
    assert bench.node.readonly
    kind.act(qtbot, bench.question)
    bench.question.flush()
    assert bench.said == []


def test_hides_while_not_relevant(qtbot, tmp_path, name):
    bench = Bench(qtbot, tmp_path, name)
    assert not bench.question.isHidden()
    bench.set("/data/gate", "off")
    assert bench.question.isHidden()
    bench.set("/data/gate", "on")
    assert not bench.question.isHidden()
    assert bench.said == []


def test_keeps_and_marks_a_stale_choice(qtbot, tmp_path, name):
    if not CASES[name].choice:
        pytest.skip("this kind has no choices")
    bench = Bench(qtbot, tmp_path, name)
    bench.set(bench.node.reference, "bygone")
    assert bench.node.outdated_values == ("bygone",)
    found = notice(bench.question, "warn")
    assert "bygone" in found.accessibleName()
    bench.question.flush()
    assert bench.said == []
    assert bench.node.value == "bygone"


def test_stands_a_long_label_and_value_in_both_directions(qtbot, tmp_path, name):
    for mirrored in (False, True):
        language = "Arabic (ar)" if mirrored else "English (en)"
        bench = Bench(qtbot, tmp_path, name, language=language, mirrored=mirrored)
        if name in ("text", "long"):
            bench.set(bench.node.reference, "long " * 1000)
        bench.question.label.say("A very long label indeed. " * 80)
        bench.frame.resize(420, 900)
        bench.ground.grab()
        assert bench.question.label.heightForWidth(300) > 200
        assert bench.said == []


def test_every_editor_has_a_name(qtbot, tmp_path, name):
    bench = Bench(qtbot, tmp_path, name)
    assert bench.question.accessibleName()
    for editor in bench.question.editors():
        assert editor.accessibleName() or editor.text()  # type: ignore[attr-defined]


def test_a_violation_stands_in_words_under_the_question(qtbot, tmp_path):
    bench = Bench(qtbot, tmp_path, "whole")
    typed("250")(qtbot, bench.question)
    assert bench.said == ["250"]
    found = notice(bench.question, "danger")
    assert found.accessibleName() == "Below a hundred, please."
    typed("25")(qtbot, bench.question)
    assert found.isHidden()


def test_what_is_no_date_is_not_said_but_said_so(qtbot, tmp_path):
    bench = Bench(qtbot, tmp_path, "date")
    typed("2026-02-31")(qtbot, bench.question)
    bench.question.edit.setFocus()
    bench.question.edit.clearFocus()
    assert bench.said == []
    assert "2026-02-31" in said(bench.question, "info")


def test_what_is_being_typed_survives_a_refresh(qtbot, tmp_path):
    bench = Bench(qtbot, tmp_path, "text")
    qtbot.keyClicks(bench.question.edit, "half")
    bench.show()
    assert bench.question.edit.text() == "half"


def test_figures_choose_a_stage_and_arrows_only_move(qtbot, tmp_path):
    bench = Bench(qtbot, tmp_path, "stage")
    cards = bench.question.options.buttons
    cards["1"].setFocus()
    qtbot.keyClick(cards["1"], Qt.Key.Key_Right)
    assert bench.said == []
    qtbot.keyClick(cards["1"], Qt.Key.Key_3)
    assert bench.said == ["3"]
    assert cards["3"].isChecked()
    qtbot.keyClick(cards["3"], Qt.Key.Key_Delete)
    assert bench.said == ["3", ""]


def test_a_range_reads_up_and_down(qtbot, tmp_path):
    bench = Bench(qtbot, tmp_path, "standing")
    slider = bench.question.slider
    assert slider.accessibleDescription() == "No answer yet"
    for key, value in (
        (Qt.Key.Key_Home, "-1"),
        (Qt.Key.Key_Up, "-0.75"),
        (Qt.Key.Key_End, "1"),
        (Qt.Key.Key_Down, "0.75"),
    ):
        keyed(key)(qtbot, bench.question)
        assert bench.node.value == value
        assert slider.accessibleDescription() == value


def test_a_slider_is_dragged_and_speaks_once_when_let_go(qtbot, tmp_path):
    for mirrored, expected in ((False, "10"), (True, "0")):
        bench = Bench(qtbot, tmp_path, "slider", mirrored=mirrored)
        slider = bench.question.slider
        middle = slider.rect().center()
        end = slider.rect().center() * 2
        qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=middle)
        qtbot.mouseMove(slider, pos=QPoint(end.x() - 1, middle.y()))
        assert bench.said == []
        qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(end.x() - 1, middle.y()))
        assert bench.said == [expected]


def test_a_line_of_a_ranking_is_dragged(qtbot, tmp_path):
    bench = Bench(qtbot, tmp_path, "rank")
    lines = bench.question.list
    first, second = (lines.visualItemRect(lines.item(row)).center() for row in (0, 1))
    qtbot.mousePress(lines.viewport(), Qt.MouseButton.LeftButton, pos=first)
    qtbot.mouseMove(lines.viewport(), pos=second)
    bench.show()
    assert bench.said == []
    qtbot.mouseRelease(lines.viewport(), Qt.MouseButton.LeftButton, pos=second)
    assert bench.said == ["no yes"]


def test_an_order_that_is_right_already_is_agreed_to(qtbot, tmp_path):
    bench = Bench(qtbot, tmp_path, "rank")
    qtbot.mouseClick(bench.question.agree, Qt.MouseButton.LeftButton)
    assert bench.said == ["yes no"]
    assert bench.question.agree.isHidden()


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("grouped", "-1234567", "-1\u202f234\u202f567"),
        ("time", "09:05:30.000+02:00", "09:05:30"),
        ("moment", "2026-03-09T14:05:00.000-05:00", "2026-03-09 14:05"),
        ("month", "2026-03-01", "2026-03"),
        ("year", "2026-01-01", "2026"),
        ("place", "33.89 -35.5 40.0 5.0", "33.89, -35.5, 40, 5"),
        (
            "shape",
            "1.0 2.0 0.0 0.0; 3.0 4.0 0.0 0.0; 5.0 1.0 0.0 0.0; 1.0 2.0 0.0 0.0",
            "1.0, 2.0\n3.0, 4.0\n5.0, 1.0",
        ),
    ],
)
def test_a_value_is_shown_as_people_write_it_and_left_whole(qtbot, tmp_path, name, value, shown):
    bench = Bench(qtbot, tmp_path, name)
    bench.set(bench.node.reference, value)
    assert bench.question.text() == shown
    bench.question.edit.setFocus()
    bench.question.edit.clearFocus()
    assert bench.said == []


@pytest.mark.parametrize(
    ("name", "text", "hint"),
    [
        ("time", "25:00", "25:00"),
        ("moment", "2026-03-09", "Write both"),
        ("month", "2026-13", "2026-13"),
        ("year", "26", "four figures"),
        ("place", "91, 0", "91, 0"),
        ("trace", "1 2", "2 places"),
        ("shape", "1 2\n3 4\nhere", "“here”"),
    ],
)
def test_what_says_nothing_yet_is_kept_on_the_page_and_told(qtbot, tmp_path, name, text, hint):
    bench = Bench(qtbot, tmp_path, name)
    typed(text)(qtbot, bench.question)
    bench.question.edit.setFocus()
    bench.question.edit.clearFocus()
    assert bench.said == []
    assert bench.question.text() == text
    assert hint in said(bench.question, "info")


def test_a_picked_day_keeps_the_time(qtbot, tmp_path):
    bench = Bench(qtbot, tmp_path, "moment")
    bench.question.set_day("2026-03-09")
    assert bench.said == []
    qtbot.keyClicks(bench.question.edit, "14:05")
    bench.question.flush()
    bench.question.set_day("2026-03-10")
    assert [said[:16] for said in bench.said] == ["2026-03-09T14:05", "2026-03-10T14:05"]


def test_a_masked_text_is_shown_only_while_asked(qtbot, tmp_path):
    bench = Bench(qtbot, tmp_path, "masked")
    bench.set(bench.node.reference, "hidden")
    assert bench.question.edit.displayText() != "hidden"
    qtbot.mouseClick(bench.question.button, Qt.MouseButton.LeftButton)
    assert bench.question.edit.displayText() == "hidden"
    assert answer_text(bench.node, "en") == "••••••"
