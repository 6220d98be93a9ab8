"""The window says how a report's pages stand to what was signed, and gives that back."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton

from assessor.assessment.report.report_export import export_report
from assessor.gui.receiving.receive_from_colleagues import ReceiveFromColleaguesDialog
from tests.support.assessment.laptops import laptop, small_form
from tests.support.parcel.government import add_objects, sign_on_top
from tests.support.screens.headquarters.receiving import ReceivingScreen
from tests.support.windows.home import text_of

pytestmark = pytest.mark.window


@pytest.fixture
def signed(window, tmp_path):
    """A report of Ben's about the mission that is open in the window."""
    path = tmp_path / "mine.mission"
    window.session.preferences.put("assessor", "Ana")
    window.session.create(path, small_form(tmp_path))
    window.session.assessment.seal()
    ben = laptop(tmp_path, "Ben", hour=11)
    ben.mission.write_bytes(path.read_bytes())
    with ben.open() as his:
        his.answer("/data/police/stage", "3")
        return export_report(his, tmp_path / "ben.pdf").path


def info_of(data: bytes) -> int:
    return int(data.rsplit(b"/Info ", 1)[1].split()[0])


@pytest.mark.parametrize(
    ("change", "state", "why"),
    [
        (lambda data: data, "As signed", ""),
        (sign_on_top, "Signed on top", "Ministry of Health"),
        (
            lambda data: add_objects(data, {info_of(data): b"<< /Title (Stage 5) >>"}),
            "Changed after signing",
            "not only by a signature",
        ),
    ],
)
def test_the_state_of_the_pages_is_shown_and_what_was_signed_given_back(
    window, signed, tmp_path, qtbot, monkeypatch, when_asked, change, state, why
):
    """Somebody drops Ben's report after others had it in their hands."""
    report = signed.read_bytes()
    signed.write_bytes(change(report))
    dialog = ReceiveFromColleaguesDialog(window, window.session, [signed])
    dialog.show()
    page = ReceivingScreen(dialog.receiving)
    qtbot.waitUntil(lambda: not page.is_busy)
    assert page.files.cell(0, "Pages") == state
    assert why in page.files.cell(0, "Why").replace("\u2068", "").replace("\u2069", "")
    [save] = [
        each
        for each in dialog.findChildren(QPushButton)
        if each.text().startswith("Save the version")
    ]
    assert save.isVisible() == bool(why)
    if not why:
        return
    target, seen = tmp_path / "back.pdf", []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    when_asked(lambda shown: (seen.append(text_of(shown)), shown.accept()))
    save.click()
    qtbot.waitUntil(lambda: bool(seen))
    assert "back.pdf holds the file as Ben signed it." in seen[0]
    assert target.read_bytes() == report
