"""The card of an indicator by criteria, as a person uses it: by keys and by clicks."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from assessor.assessment.core.answer import Answer
from assessor.form.live.instance import Instance
from assessor.form.parse.form_parser import parse_form
from assessor.gui.questions.base.question import Context
from assessor.gui.questions.question_kinds import kind_of
from assessor.gui.toolkit.controls.rating_scale import scale_of
from tests.support.scoring.criteria_form import instrument, source

pytestmark = pytest.mark.window


class Card:
    """The card of one question of the small form, in a shown window; it keeps what is answered."""

    def __init__(
        self,
        bot,
        name="cnt_criteria",
        *,
        width=760,
        language="en",
        read_only=False,
        rules=True,
        previous="",
    ):
        self.instance = Instance(
            parse_form(source()),
            now=lambda: datetime(2026, 3, 9, tzinfo=UTC),
            new_id=lambda: "abcdef",
        )
        self.reference = f"/data/{name}"
        scale = scale_of(instrument() if rules else None, language, str)
        node = self.instance.node(self.reference)
        context = Context(
            words=str,
            scale=scale,
            language=language,
            read_only=read_only,
            previous=lambda _: Answer(value=previous) if previous else None,
        )
        self.window = QWidget()
        bot.addWidget(self.window)
        if language == "ar":
            self.window.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.question = kind_of(node)(context, self.window)
        self.question.answered.connect(self.take)
        self.answers = []
        self.show()
        self.question.resize(width, self.question.heightForWidth(width))
        self.window.resize(width, 900)
        self.window.show()
        self.window.activateWindow()
        bot.waitUntil(self.window.isActiveWindow)

    def take(self, reference, part):
        self.answers.append(part["value"])
        self.instance.set(reference, part["value"])
        self.show()

    def show(self):
        self.question.show_node(self.instance.node(self.reference), Answer())

    @property
    def value(self):
        return self.answers[-1]

    def press(self, *keys):
        for key in keys:
            if isinstance(key, str):
                QTest.keyClicks(QApplication.focusWidget(), key)
            else:
                QTest.keyClick(QApplication.focusWidget(), key)

    def button(self, state, criterion):
        return next(
            each
            for each in self.question.findChildren(QAbstractButton)
            if each.accessibleName() == state and criterion in each.accessibleDescription()
        )

    def says(self, text):
        return any(text in each.text() for each in self.question.findChildren(QLabel))


@pytest.fixture
def card(qtbot):
    made = Card(qtbot)
    made.question.take_focus()
    return made


def test_one_key_says_a_stage_and_a_second_shows_it(card):
    card.press("3")
    assert card.value == "police.said office.said table.said"
    assert card.says("Stage 3 said, 1 shown")
    assert card.says("Criteria: 3 said, 0 shown, 0 not met, 3 not known.")
    assert card.says("It counts as stage 1 until more is shown.")
    card.press("3")
    assert card.value == "police.shown office.shown table.shown"
    assert card.says("Stage 3 said, 3 shown")
    assert not card.says("until more is shown")


def test_beside_each_criterion_stands_what_was_known_at_the_previous_mission(qtbot):
    card = Card(qtbot, previous="police.shown office.no")
    assert card.says("Police count cases.\nPrevious mission: Shown")
    assert card.says("An office compiles.\nPrevious mission: Not met")
    assert not card.says("A table combines all.\n")
    assert "Previous mission: Shown" in card.button("Said", "Police count").accessibleDescription()
    card.button("Said", "Police count").click()
    assert card.says("Police count cases.\nPrevious mission: Shown")


def test_each_key_tells_at_once_what_is_said_and_shown(card):
    told = []
    for key in ("4", "2", "2", Qt.Key.Key_Delete):
        card.press(key)
        face = QAccessible.queryAccessibleInterface(card.question)
        told.append(face.text(QAccessible.Text.Description).rpartition(". ")[2])
    assert told == [
        "Stage 4 said, 1 shown",
        "Stage 2 said, 1 shown",
        "Stage 2 said, 2 shown",
        "Too little is known for a stage.",
    ]


def test_the_lowest_stage_is_said_by_its_key(card):
    card.press("1")
    assert card.value == "police.no office.no"


def test_a_state_key_goes_on_to_the_next_criterion(card):
    card.press(Qt.Key.Key_Tab, "+", ".", "-", Qt.Key.Key_Delete)
    assert card.value == "police.shown office.said table.no"
    assert "Courts send outcomes." in QApplication.focusWidget().accessibleDescription()


def test_an_indicator_is_answered_by_ten_keys(card):
    card.press("5", Qt.Key.Key_Tab, *"+++-.-")
    assert card.value == "police.shown office.shown table.shown court.no public.said check.no"


def test_a_click_on_the_state_of_a_criterion_takes_it_away(card):
    said = card.button("Said", "Police count cases.")
    QTest.mouseClick(said, Qt.MouseButton.LeftButton)
    assert card.value == "police.said"
    QTest.mouseClick(said, Qt.MouseButton.LeftButton)
    assert card.value == ""
    assert card.says("Too little is known for a stage.")


def test_arrows_move_and_up_leads_back_to_the_stages(card):
    card.press(Qt.Key.Key_Tab, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Return)
    assert card.value == "office.said"
    card.press(Qt.Key.Key_Up, Qt.Key.Key_Up, "2")
    assert card.value == "police.said office.said"


def test_arrows_follow_the_reading_direction(qtbot):
    card = Card(qtbot, language="ar")
    card.question.take_focus()
    card.press(Qt.Key.Key_Tab, Qt.Key.Key_Left, Qt.Key.Key_Return)
    assert card.value == "police.said"


def test_what_does_not_arise_is_offered_only_where_it_may(qtbot):
    card = Card(qtbot, "aid_criteria")
    names = [each.accessibleName() for each in card.question.editors()]
    assert names.count("Does not arise") == 3
    QTest.mouseClick(
        card.button("Does not arise", "Requests take ten days."), Qt.MouseButton.LeftButton
    )
    assert card.value == "days.na"


def test_clearing_takes_all_states_away(card):
    card.press("4")
    QTest.mouseClick(card.question.clear, Qt.MouseButton.LeftButton)
    assert card.value == ""


def test_nothing_changes_where_one_may_only_read(qtbot):
    card = Card(qtbot, read_only=True)
    assert not any(each.isEnabled() for each in card.question.editors())


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [320, 480, 760, 1100])
def test_every_word_has_its_room_and_nothing_overlaps(qtbot, width, language):
    card = Card(qtbot, "aid_criteria", width=width, language=language)
    table = card.button("Said" if language == "en" else "مذكور", "").parentWidget()
    children = [each for each in table.findChildren(QWidget) if each.isVisible()]
    for each in children:
        need = each.heightForWidth(each.width()) if each.hasHeightForWidth() else 0
        assert each.height() >= max(need, 1) and table.rect().contains(each.geometry())
        assert not [
            other
            for other in children
            if other is not each and other.geometry().intersects(each.geometry())
        ]


def test_a_form_without_its_sheets_asks_the_criteria_of_its_choices(qtbot):
    card = Card(qtbot, rules=False)
    QTest.mouseClick(card.button("Shown", "Police count cases."), Qt.MouseButton.LeftButton)
    assert card.value == "police.shown"
    card.question.take_focus()
    card.press("2")
    assert card.value == ("police.shown office.said table.said court.said public.said check.said")


def test_a_stage_says_its_question_and_how_much_of_it_is_met(card):
    card.press("2")
    focus = QApplication.focusWidget()
    assert [focus.accessibleName(), focus.accessibleDescription()] == [
        "2",
        "Crime is counted. 2 of 2 met",
    ]
