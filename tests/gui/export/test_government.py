"""The government's comments in the window: the table out and in, the answer to each."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QPushButton

from assessor.assessment.entries.comments import comments_of
from assessor.assessment.entries.remarks import remarks_of, responses_to
from assessor.gui.export.government_dialog import GovernmentDialog
from assessor.gui.toolkit.dialogs.message_dialog import MessageDialog
from tests.support.assessment.government import fill as fill_in
from tests.support.assessment.laptops import laptop, small_form
from tests.support.assessment.matrices import FORM, REPORTS
from tests.support.windows.accessibility import check as check_access

pytestmark = pytest.mark.window


@pytest.fixture
def dialog(window, tmp_path):
    ana = laptop(tmp_path, "Ana")
    with ana.create(small_form(tmp_path, FORM)) as own:
        own.answer(REPORTS, "120")
    window.open_mission(ana.mission)
    return GovernmentDialog(window, window.session, window.doors)


def said(part) -> str:
    found = (each for each in part.findChildren(QLabel) if not each.isHidden())
    return "\n".join(each.plain for each in found if hasattr(each, "plain"))


def test_the_table_goes_out_is_filled_and_stands_beside_the_question(
    window, dialog, tmp_path, qtbot, monkeypatch, when_asked
):
    path = tmp_path / "matrix.xlsx"
    assert not dialog.goes.isEnabled() and "not commented" in dialog.goes.toolTip()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), "(*.xlsx)"))
    when_asked(lambda box: box.reject(), MessageDialog)
    dialog.writes.click()
    fill_in(path, "We counted 180.")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    dialog.takes.click()
    assert dialog.message.text() == "New comments: 1; new answers: 0; known already: 0."
    dialog.show()
    check_access(dialog)
    cells = [dialog.list.item(0, column).text() for column in range(4)]
    assert cells == ["Reports received", "We counted 180.", "–", "No"]
    dialog.list.itemActivated.emit(dialog.list.item(0, 0))
    desk = window.show_screen("desk")
    part = desk.inspector.comments
    qtbot.waitUntil(lambda: "We counted 180." in said(part))
    assert "The government" in said(part)
    qtbot.keyClicks(part.line, "E-mails are among them.")
    [replies] = [each for each in part.findChildren(QPushButton) if each.text() == "Reply"]
    [taken] = part.findChildren(QComboBox)
    taken.setCurrentIndex(taken.findData("partly"))
    replies.click()
    qtbot.waitUntil(lambda: "↳ Accepted in part: E-mails are among them." in said(part))
    [one] = remarks_of(window.session.assessment)
    found = [(each.text, each.verdict) for each in responses_to(window.session.assessment, one)]
    assert found == [("E-mails are among them.", "partly")]


def test_a_table_that_was_spoiled_says_why(window, dialog, tmp_path, monkeypatch, when_asked):
    load = tmp_path / "matrix.xlsx"
    from assessor.assessment.report.government_comments import export_matrix

    export_matrix(window.session.assessment, load)
    book = load_workbook(load)
    book.worksheets[0].delete_cols(2)
    book.save(load)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(load), ""))
    seen = []
    when_asked(lambda box: (seen.append(box.accessibleName()), box.reject()), MessageDialog)
    dialog.takes.click()
    assert "columns are not where they were" in seen[0]
    assert comments_of(window.session.assessment) == ()
