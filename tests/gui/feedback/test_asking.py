"""What a form wants to know by itself is asked for once, and what is said reaches the file."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.mission_start import local_now
from assessor.assessment.entries.places import requested_places
from assessor.assessment.review.audit_log import audit_log
from assessor.form.parse.form_source import FormSource
from assessor.gui.feedback.prompts import Prompt
from tests.support.assessment.events import PLACES
from tests.support.gui.forms import source
from tests.support.screens.page import Page

REASONS = """
| survey |         |         |         |                                    |
|        | type    | name    | label   | parameters                         |
|        | audit   | audit   |         | track-changes-reasons=on-form-edit |
|        | integer | reports | Reports |                                    |
"""


def says(text: str):
    """What a person does with the dialog: write `text` and keep it; blank declines."""

    def answer(dialog: Prompt) -> None:
        field = dialog.findChild(QLineEdit) or dialog.findChild(QPlainTextEdit)
        field.setText(text) if isinstance(field, QLineEdit) else field.setPlainText(text)
        declines, keeps, *_aids = dialog.findChildren(QPushButton)
        (keeps if text else declines).click()
        if dialog.isVisible():  # it was no answer, and the dialog says so
            assert "That is not a place" in Page(dialog).text
            declines.click()

    return answer


def test_the_question_for_the_name_promises_nothing_that_not_now_breaks(window, when_asked):
    window.session.preferences.put("assessor", "")
    (window.session.preferences.folder / "identity.json").unlink()
    texts = []

    def decline(dialog):
        texts.append(Page(dialog).text)
        dialog.reject()

    for _ in range(2):  # it is asked again
        met = when_asked(decline, Prompt)
        window.begin(None)
        assert met
    assert "only once" not in texts[0] and "can be changed under People and keys" in texts[0]


@pytest.mark.parametrize(
    ("written", "kept"),
    [("33.5, 35.25", "33.5 35.25 0.0 0.0"), ("", ""), ("the market", "")],
)
def test_a_place_is_asked_for_once(window, qtbot, tmp_path, when_asked, written, kept):
    met = when_asked(says(written))
    window.session.create(tmp_path / "a.mission", FormSource(PLACES))
    qtbot.waitUntil(lambda: bool(met))
    qtbot.waitUntil(lambda: requested_places(window.session.assessment) == ())
    window.session.close()
    with Assessment.open(tmp_path / "a.mission", identity=window.session.identity()) as mission:
        assert mission.node("/data/here").value == kept
        assert requested_places(mission) == ()


def test_a_place_is_asked_for_when_its_question_changes(window, qtbot, tmp_path, when_asked):
    first = when_asked(says(""))
    window.session.create(tmp_path / "a.mission", FormSource(PLACES))
    qtbot.waitUntil(lambda: bool(first))
    second = when_asked(says("1, 2"))
    window.session.answer("/data/q", {"value": "x"})
    qtbot.waitUntil(lambda: bool(second))
    qtbot.waitUntil(lambda: window.session.assessment.node("/data/then").value != "")
    window.session.undo()
    window.session.undo()
    assert window.session.assessment.node("/data/q").value == ""


def changed(window, folder):
    """A mission whose answer of two hours ago was changed just now."""
    form = source(REASONS, folder)
    identity, path = window.session.identity(), folder / "a.mission"
    earlier = local_now() - timedelta(hours=2)
    with Assessment.create(path, form, identity=identity, now=lambda: earlier) as mission:
        mission.answer("/data/reports", "12")
    window.session.open(path)
    window.session.answer("/data/reports", {"value": "13"})
    return path


@pytest.mark.parametrize(("written", "owed"), [("Recounted", False), ("", True)])
def test_who_leaves_says_why_or_next_time(window, tmp_path, when_asked, written, owed):
    path = changed(window, tmp_path)
    met = when_asked(says(written))
    window.go_home()
    assert met and window.session.open_assessment is None
    with Assessment.open(path, identity=window.session.identity()) as mission:
        assert ("Recounted" in audit_log(mission).decode()) is not owed


def test_nothing_is_exported_while_a_reason_is_owed(window, tmp_path, when_asked):
    changed(window, tmp_path)
    met = when_asked(says(""))
    window.menu_actions["export"].trigger()
    [asking] = met
    assert isinstance(asking, Prompt)
    again = when_asked(says("Recounted"))
    window.go_home()
    assert again
