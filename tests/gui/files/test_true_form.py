"""A form that somebody changed in a mission is put back from the message that says so."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QFileDialog

from assessor.assessment.mission.form_recovery import put_form_back
from assessor.assessment.report.report_export import export_report
from assessor.errors import Refused
from assessor.gui.toolkit.dialogs.message_dialog import MessageDialog
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import SMALL, laptop, small_form, written
from tests.support.screens.page import Page

pytestmark = pytest.mark.window
STAGE = "/data/police/stage"
PUT_BACK, RESCUE = "Put the true form back…", "Rescue what still verifies…"
EVIL = SMALL.replace("Stage of the unit", "All internal findings")


@pytest.fixture
def mission(tmp_path):
    """A closed mission whose form was changed in the file; its report and backup were not."""
    ana = laptop(tmp_path, "Ana")
    with ana.create(small_form(tmp_path)) as assessment:
        assessment.answer(STAGE, "2")
        export_report(assessment, tmp_path / "ours.pdf")
        assessment.mission.backup(tmp_path / "copy.mission")
    change_form(ana.mission, written(EVIL).pack())
    return ana.mission


def change_form(path, packed):
    with Mission.open(path) as changed, changed.connection.transaction():
        changed.connection.execute("UPDATE form SET packed=?", (packed,))


def offer(window, when_asked, path, monkeypatch, source):
    """Open a mission, take the offer and choose a file; return the message."""
    texts = []
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(source), ""))

    def take(dialog):
        texts.append(dialog.accessibleName())
        Page(dialog).press(PUT_BACK)

    when_asked(take, MessageDialog)
    window.open_mission(path)
    return texts[0]


@pytest.mark.parametrize("source", ["ours.pdf", "copy.mission"])
def test_the_true_form_is_put_back(window, mission, when_asked, monkeypatch, tmp_path, source):
    message = offer(window, when_asked, mission, monkeypatch, tmp_path / source)
    assert "is not the one that was signed" in message
    assert window.screen_name == "desk"
    assert window.session.assessment.node(STAGE).label == "Stage of the unit"
    assert not window.session.assessment.mission.read_only


def test_answers_are_read_by_path_until_it_is_put_back(
    window, mission, when_asked, monkeypatch, tmp_path
):
    """The message was closed: the answers stand there, without a false label, on every page."""
    when_asked(lambda dialog: Page(dialog).press("Close"), MessageDialog)
    window.open_mission(mission)
    page, session = Page(window), window.session
    assert window.screen_name == "desk" and session.assessment.mission.read_only
    assert session.assessment.node(STAGE).label == "police/stage"
    assert session.assessment.node(STAGE).value == "2"
    assert "labels of a changed form may be false" in page.text
    assert "1 answers, read without their form" in page.text
    assert "1 of 1" not in page.text and "1/1" not in page.text
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "ours.pdf"), ""))
    when_asked(lambda dialog: Page(dialog).press(PUT_BACK), MessageDialog)
    page.press(PUT_BACK)
    assert session.assessment.node(STAGE).label == "Stage of the unit"
    assert not session.assessment.mission.read_only
    assert "labels of a changed form" not in page.text


def test_another_form_is_not_taken(mission, tmp_path):
    """Attack: the file that is offered holds the changed form under the name of the signed one."""
    copy = tmp_path / "copy.mission"
    change_form(copy, written(EVIL).pack())
    before = mission.read_bytes()
    with pytest.raises(Refused, match="does not hold the form"):
        put_form_back(mission, copy)
    other = laptop(tmp_path, "Ben")
    with other.create(written(EVIL)) as assessment:
        export_report(assessment, tmp_path / "other.assessor")
    with pytest.raises(Refused, match="Nothing was changed"):
        put_form_back(mission, tmp_path / "other.assessor")
    assert mission.read_bytes() == before


def test_a_form_that_is_missing_is_put_back(window, mission, when_asked, monkeypatch, tmp_path):
    """A rescued file has no form where only a changed one was left."""
    with Mission.open(mission) as changed, changed.connection.transaction():
        changed.connection.execute("DELETE FROM form")
    message = offer(window, when_asked, mission, monkeypatch, tmp_path / "ours.pdf")
    assert "is not in this file" in message
    assert window.session.assessment.node(STAGE).label == "Stage of the unit"
