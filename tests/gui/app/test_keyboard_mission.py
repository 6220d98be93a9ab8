"""A mission by keyboard alone, led by what a screen reader is told and by nothing else.

Here a section of each kind; `python -m tests.bench robot` fills all of them, in both languages.
"""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.statements import running_meeting, statements_of
from assessor.assessment.entries.evidence import files_of
from assessor.assessment.entries.meetings import meetings_of
from assessor.assessment.review.mission_check import check_assessment
from assessor.gui.checks.open_items_dialog import OpenItemsDialog
from assessor.parcel.keys.identity import load_identity
from assessor.parcel.pack.parcel_pack import unpack_parcel
from assessor.parcel.pdf.parcel_extraction import read_parcel
from tests.support.gui.by_keyboard import WHO, KeyboardMission
from tests.support.gui.hands import CTRL

pytestmark = pytest.mark.window

INSTITUTION = "الشرطة"


def fill_a_section_of_each_kind(me):
    """Lines and dates, cards and boxes, a table of lines; taken back, and said again."""
    mission, hands = me.window.session.assessment, me.hands
    me.supports = 0.3
    me.fill(1)
    me.skip_to("/data/closing")
    me.fill(1)
    assert me.out_of_order == []
    given = mission.instance.answers()
    assert len(given) >= 12
    assert len(mission.node("/data/closing/recs").children) >= 2
    hands.press(Qt.Key.Key_Z, CTRL)
    assert mission.instance.answers() != given
    hands.press(Qt.Key.Key_Y, CTRL)
    assert mission.instance.answers() == given
    me.correct()
    return mission.instance.answers()


def end_the_day(me):
    """Put a picture beside an answer, end the meeting, and look at the open items."""
    hands = me.hands
    QApplication.clipboard().setImage(QImage(40, 30, QImage.Format.Format_RGB32))
    hands.press(Qt.Key.Key_F8)
    hands.press(Qt.Key.Key_F6)
    hands.choose("Paste a file or picture")
    me.take_leave()
    assert running_meeting(me.window.session.assessment) is None
    hands.press(Qt.Key.Key_T, CTRL)
    hands.until(me.window.findChild(OpenItemsDialog).isActiveWindow)
    assert hands.heard.name
    hands.press(Qt.Key.Key_Escape)


def is_all_there(again, given):
    """What the file says: the answers, cited and kept as statements, the picture."""
    assert again.instance.answers() == given
    assert check_assessment(again).problems == ()
    assert {entry.author for entry in again.mission.entries(again.uuid)} == {WHO}
    [source] = meetings_of(again)
    assert source.institution == INSTITUTION
    said = {told["reference"] for told in statements_of(again).values()}
    assert len(said) >= 8
    assert all(source.id in again.answer_at(reference).sources for reference in said)
    assert len(files_of(again)) == 1


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_mission_by_keyboard_alone(window, tmp_path, language):
    window.session.speak(language)
    window.resize(1400, 900)
    me = KeyboardMission(window, language)
    me.begin()
    path = Path(window.session.assessment.path)
    me.meet(INSTITUTION)
    given = fill_a_section_of_each_kind(me)
    end_the_day(me)
    if language == "ar":
        assert unpack_parcel(read_parcel(me.export())).changesets
    else:
        me.look_at(Qt.Key.Key_F7)
        me.hands.press(Qt.Key.Key_W, CTRL)
    assert window.session.open_assessment is None
    with Assessment.open(path, identity=load_identity(tmp_path / "home", "Noor")) as again:
        is_all_there(again, given)
    window.session.speak("en")
