"""Parts of a drawing are choices: clicked, shown as chosen, and reached by the keyboard beneath."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from assessor.assessment.core.answer import Answer
from assessor.gui.questions.base.question import Context
from assessor.gui.questions.question_kinds import kind_of
from assessor.gui.toolkit.controls.label_media import LabelMedia
from assessor.gui.toolkit.maps.region_picture import RegionPicture
from tests.gui.kitchen import DISTRICTS
from tests.support.gui.forms import instance
from tests.support.screens.page import Page

pytestmark = pytest.mark.window

FORM = """
| survey | | | | | | |
| | type | name | label | appearance | image | readonly |
| | text | gate | Gate | | | |
| | select_one region | one | Worst | image-map | map.svg | ${gate} = 'locked' |
| | select_multiple region | several | Seen | image-map | map.svg | |
| | select_one region | bare | Bare | image-map | | |
| choices | | | |
| | list_name | name | label |
| | region | north | North |
| | region | coast | Coast |
| | region | capital | The capital |
| | region | abroad | Abroad |
"""


class At:
    """A question on a live instance, with what it said."""

    def __init__(self, bot, folder, name, drawing=DISTRICTS):
        self.instance = instance(FORM, folder, "")
        self.reference = f"/data/{name}"
        self.said: list[str] = []
        self.ground = QWidget()
        bot.addWidget(self.ground)
        context = Context(words=lambda text: text, attachment={"map.svg": drawing}.get)
        self.question = kind_of(self.instance.node(self.reference))(context, self.ground)
        self.question.answered.connect(self._answered)
        self.show()
        self.question.resize(700, 700)
        self.ground.resize(720, 720)
        self.ground.show()

    def show(self):
        self.question.show_node(self.instance.node(self.reference), Answer())

    def _answered(self, reference, body):
        self.said.append(body["value"])
        self.instance.set(reference, body["value"])
        self.show()

    def click(self, x, y):
        """Click on the drawing at a place of its own 400 by 240."""
        drawing = self.question.drawing
        place = QPointF(x * drawing.width() / 400, y * drawing.height() / 240).toPoint()
        QTest.mouseClick(drawing, Qt.MouseButton.LeftButton, pos=place)


def test_a_click_on_a_part_chooses_it_and_on_none_nothing(qtbot, tmp_path):
    at = At(qtbot, tmp_path, "one")
    at.click(60, 50)
    assert at.said == ["north"]
    assert at.question.options.buttons["north"].isChecked()
    at.click(200, 150)  # the capital lies upon the coast
    at.click(8, 8)  # the sea
    assert at.said == ["north", "capital"]


def test_parts_lie_where_what_holds_them_was_moved_to(qtbot, tmp_path):
    moved = b'<g id="land" transform="translate(100 20) scale(0.5)"'
    at = At(qtbot, tmp_path, "one", DISTRICTS.replace(b'<g id="land"', moved))
    at.click(60, 50)
    assert at.said == []
    at.click(100 + 60 / 2, 20 + 50 / 2)
    assert at.said == ["north"]


def test_parts_are_ticked_and_unticked(qtbot, tmp_path):
    at = At(qtbot, tmp_path, "several")
    at.click(60, 50)
    at.click(330, 180)
    at.click(60, 50)
    assert at.said == ["north", "north coast", "coast"]
    assert not Page(at.question).button("North").isChecked()


def test_what_the_drawing_has_no_part_for_is_chosen_beneath_it(qtbot, tmp_path):
    at = At(qtbot, tmp_path, "one")
    qtbot.mouseClick(at.question.options.buttons["abroad"], Qt.MouseButton.LeftButton)
    assert at.said == ["abroad"]


def test_a_locked_question_takes_no_click(qtbot, tmp_path):
    at = At(qtbot, tmp_path, "one")
    at.instance.set("/data/gate", "locked")
    at.show()
    at.click(60, 50)
    assert at.said == []


@pytest.mark.parametrize("drawing", [None, b"<svg", b"no drawing at all", b"<svg xmlns='x'/>"])
def test_without_a_drawing_the_choices_are_there(qtbot, tmp_path, drawing):
    at = At(qtbot, tmp_path, "one", drawing)
    assert at.question.drawing.isHidden()
    assert list(at.question.options.buttons) == ["north", "coast", "capital", "abroad"]
    assert At(qtbot, tmp_path, "bare").question.drawing.isHidden()


def test_the_drawing_is_shown_once(qtbot, tmp_path):
    at = At(qtbot, tmp_path, "one")
    assert len(at.question.findChildren(RegionPicture)) == 1
    assert at.question.findChildren(LabelMedia) == []
