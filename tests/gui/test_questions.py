"""One contract over every kind of question: silent when shown, one word when a person acts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from assessor.assessment.answer import Answer
from assessor.form.datatypes import moment_text
from assessor.gui.questions.grid import Grid
from assessor.gui.questions.kinds import kind_of
from assessor.gui.questions.question import Context, Question
from tests.gui.forms import KINDS, instance

pytestmark = pytest.mark.window


@dataclass
class Kind:
    """A kind: a valid value, what a person does to say it, and to say nothing again."""

    value: str
    act: Callable[[Any, Question], None] | None = None
    blank: Callable[[Any, Question], None] | None = None
    choice: bool = False


def typed(text: str) -> Callable[[Any, Question], None]:
    def act(bot: Any, question: Question) -> None:
        edit = question.editors()[0]
        edit.setFocus()
        edit.selectAll()  # type: ignore[attr-defined]
        bot.keyClick(edit, Qt.Key.Key_Delete)
        for at, line in enumerate(text.split("\n")):
            if at:
                bot.keyClick(edit, Qt.Key.Key_Return)
            bot.keyClicks(edit, line)
        question.flush()

    return act


def pressed(value: str) -> Callable[[Any, Question], None]:
    def act(bot: Any, question: Question) -> None:
        bot.mouseClick(question.options.buttons[value], Qt.MouseButton.LeftButton)  # type: ignore[attr-defined]

    return act


def ticked(bot: Any, question: Question) -> None:
    bot.mouseClick(question.editors()[0], Qt.MouseButton.LeftButton)


def cleared(bot: Any, question: Question) -> None:
    bot.mouseClick(question.clear, Qt.MouseButton.LeftButton)


def deleted(bot: Any, question: Question) -> None:
    bot.keyClick(question.editors()[0], Qt.Key.Key_Delete)


def keyed(*keys: Qt.Key) -> Callable[[Any, Question], None]:
    def act(bot: Any, question: Question) -> None:
        for key in keys:
            bot.keyClick(question.editors()[0], key)
        question.flush()

    return act


def carried(bot: Any, question: Question) -> None:
    bot.keyClick(question.editors()[0], Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)


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
    "read": Kind("OK", ticked, ticked),
    "slider": Kind("10", keyed(Qt.Key.Key_End), deleted),
    "standing": Kind("-0.75", keyed(Qt.Key.Key_Up, Qt.Key.Key_Up), deleted),
    "picker": Kind("4", typed("4"), typed("")),
    "stars": Kind("3", pressed("3"), cleared),
    "rank": Kind("no yes", carried, deleted, choice=True),
}


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
        context = Context(words=lambda text: text, right_to_left=mirrored)
        if name == "table/row":
            self.frame = Grid(context, self.instance.node("/data/table/head"), self.ground)
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
    assert bench.node.stale == ("bygone",)
    notice = bench.question._notices["warn"]
    assert not notice.isHidden()
    assert "bygone" in notice.accessibleName()
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
    notice = bench.question._notices["danger"]
    assert not notice.isHidden()
    assert notice.accessibleName() == "Below a hundred, please."
    typed("25")(qtbot, bench.question)
    assert notice.isHidden()


def test_what_is_no_date_is_not_said_but_said_so(qtbot, tmp_path):
    bench = Bench(qtbot, tmp_path, "date")
    typed("2026-02-31")(qtbot, bench.question)
    bench.question.edit.setFocus()
    bench.question.edit.clearFocus()
    assert bench.said == []
    assert "2026-02-31" in bench.question._notices["info"].accessibleName()


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
