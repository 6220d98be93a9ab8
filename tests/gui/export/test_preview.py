"""Pages in the window: turned, zoomed, listened to; the report before it is exported."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QRadioButton

from assessor.assessment.entries.evidence import attach_file
from assessor.gui.toolkit.viewer.pdf_dialog import PdfDialog, initial_page
from assessor.gui.toolkit.viewer.pdf_pane import PdfPane
from tests.support.assessment.laptops import laptop, small_form
from tests.support.parcel.sample_pdf import pages
from tests.support.screens.mission.export import ExportScreen
from tests.support.windows.accessibility import check
from tests.support.windows.inspector import tool

pytestmark = pytest.mark.window

REPORTS = "/data/reports"
FORM = """
| survey |         |         |                  |                       |
|        | type    | name    | label            | bind::asr:sensitivity |
|        | integer | reports | Reports received | public                |
|        | text    | finding | What we found    | internal              |
| settings |                                |
|          | namespaces                     |
|          | asr="urn:assessor:bind:1"      |
"""


@pytest.fixture
def pane(window, qtbot):
    """A pane that shows three pages, the first painted."""
    made = PdfPane(window, "en")
    made.resize(500, 400)
    made.show()
    made.show_file(pages(3, "wetlands"))
    qtbot.waitUntil(lambda: 0 in made.view.rendered, timeout=20_000)
    yield made
    made.close_document()


def test_pages_are_turned_by_keys_and_by_number(pane, qtbot):
    view = pane.view
    view.setFocus()
    assert pane.of.text() == "of 3" and not pane.back.isEnabled()
    qtbot.keyClick(view, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert view.page == 1 and pane.number.text() == "2"
    qtbot.waitUntil(lambda: "Page 2 of San Verano" in view.accessibleDescription(), timeout=20_000)
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.page == 2 and not pane.on.isEnabled()
    pane.number.setText("2")
    pane.number.editingFinished.emit()
    assert view.page == 1
    qtbot.keyClick(view, Qt.Key.Key_Home)
    before = view.verticalScrollBar().value()
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    assert view.verticalScrollBar().value() > before
    check(pane)


def test_pages_are_zoomed_and_fit_the_width_again(pane, qtbot):
    view = pane.view
    view.setFocus()
    fits = view.scale
    assert not pane.fits.isEnabled() and view.horizontalScrollBar().maximum() == 0
    for _ in range(3):
        qtbot.keyClick(view, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert view.scale > fits and view.horizontalScrollBar().maximum() > 0
    wished = round(view.size_of(0)[0] * view.devicePixelRatioF())
    qtbot.waitUntil(lambda: view.rendered[0].width_px == wished, timeout=20_000)
    pane.smaller.click()
    qtbot.keyClick(view, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom is None and view.scale == fits


def test_a_file_opens_at_the_page_that_is_meant_however_long_the_one_before(pane, qtbot):
    out = BytesIO()
    with pikepdf.open(BytesIO(pages(2))) as pdf:
        pdf.pages[0].obj.MediaBox = pikepdf.Array([0, 0, 10, 14_000])
        pdf.save(out)
    pane.show_file(out.getvalue(), 1)
    qtbot.waitUntil(lambda: 1 in pane.view.rendered, timeout=20_000)
    assert pane.view.page == 1 and pane.view.rendered[1].image is not None


def test_what_is_no_pdf_is_told_in_place_of_its_pages(pane, qtbot):
    pane.show_file(b"nothing of the kind")
    qtbot.waitUntil(pane.message.isVisible, timeout=20_000)
    assert "damaged" in pane.message.text() and not pane.view.isVisible()
    assert not pane.on.isEnabled() and pane.number.text() == ""


@pytest.fixture
def dialog(window, qtbot, tmp_path):
    """The report of a mission with one public and one internal answer, its preview made."""
    ana = laptop(tmp_path, "Ana")
    ana.create(small_form(tmp_path, FORM)).close()
    window.open_mission(ana.mission)
    window.session.answer(REPORTS, {"value": "120"})
    window.session.answer("/data/finding", {"value": "A secret of the ministry"})
    made = ExportScreen(window).dialog
    qtbot.waitUntil(lambda: 0 in made.preview.pane.view.rendered, timeout=20_000)
    yield made
    made.done(0)


def test_the_preview_shows_what_the_audience_reads_and_writes_nothing(dialog, window, qtbot):
    preview, sealed = dialog.preview, len(list(window.session.assessment.mission.changesets()))
    view = preview.pane.view

    def read() -> str:
        return "\n".join(view.text(page) for page in range(view.pages))

    assert "secret of the ministry" in " ".join(read().split())
    assert preview.tabs.tabText(1) == "Left out"
    dialog.findChild(QRadioButton, "profile-government").click()
    qtbot.waitUntil(lambda: preview.tabs.tabText(1) == "Left out (1)", timeout=20_000)
    qtbot.waitUntil(lambda: 0 in view.rendered, timeout=20_000)
    assert "secret" not in read() and "120" in read()
    assert len(list(window.session.assessment.mission.changesets())) == sealed


def test_the_keyboard_begins_at_the_choices(dialog, qtbot):
    assert dialog.focusWidget().objectName() == "profile-internal"
    for _ in range(20):
        dialog.focusNextChild()
        if dialog.focusWidget() is dialog.preview.pane.view:
            return
    raise AssertionError("Tab does not come to the pages")


def test_what_is_left_out_leads_to_its_question(dialog, window, qtbot):
    dialog.findChild(QRadioButton, "profile-public").click()
    found = dialog.preview.left_out
    qtbot.waitUntil(lambda: found.tree.topLevelItemCount() > 0, timeout=20_000)
    reason = found.tree.topLevelItem(0)
    assert reason.text(0).startswith("Internal") and reason.text(1) == "1"
    assert [reason.child(0).text(column) for column in (0, 1)] == ["What we found", "Withheld"]
    assert "3 answers in the mission: 1 printed" in found.accounts.text()
    found.tree.itemActivated.emit(reason.child(0), 0)
    assert not dialog.isVisible() and window.place() == "/data/finding"


def test_a_preview_that_is_stopped_says_how_to_go_on(dialog, qtbot):
    preview = dialog.preview
    dialog.findChild(QRadioButton, "profile-public").click()
    preview.stop()
    qtbot.waitUntil(preview.pane.message.isVisible, timeout=20_000)
    assert "Choose again" in preview.pane.message.text()
    dialog.findChild(QRadioButton, "profile-public").click()
    qtbot.waitUntil(lambda: preview.pane.view.pages > 0, timeout=20_000)


def test_after_the_export_the_pages_are_those_of_the_file(dialog, window, qtbot, tmp_path):
    page = ExportScreen(window, dialog)
    page.export(tmp_path / "out.pdf")
    page.wait_until_written()
    view = dialog.preview.pane.view
    qtbot.waitUntil(lambda: view.pages > 0, timeout=20_000)
    told = dialog.written.facts.itemAtPosition(4, 1).widget().text()
    assert told[:19] in view.text(0)


@pytest.mark.parametrize(
    ("note", "page"),
    [
        ("p. 12", 12), ("pp. 12-14", 12), ("12", 12), ("12–14, table 3", 12), ("P3", 3),
        ("Article 5, page 7", 7), ("стр. 4", 4), ("ص. 9", 9), ("صفحة ٩", 9), ("第 3 页", 3),
        ("section 4", 0), ("Article 5", 0), ("", 0), ("the whole of it", 0), ("step 12", 0),
    ],
)  # fmt: skip
def test_the_page_that_is_meant_is_read_from_the_note(note, page):
    assert initial_page(note) == page


def test_a_document_beside_an_answer_opens_at_the_page_that_is_meant(
    window, qtbot, tmp_path, when_asked
):
    ana = laptop(tmp_path, "Ana")
    ana.create(small_form(tmp_path, FORM)).close()
    window.open_mission(ana.mission)
    session = window.session
    session.do(lambda now: attach_file(now, REPORTS, pages(3), name="law.pdf", note="p. 2"))
    inspector = window.show_screen("desk").inspector
    inspector.show_question(session.assessment.node(REPORTS))

    def look(dialog):
        qtbot.waitUntil(lambda: dialog.pane.view.page == 1, timeout=20_000)
        check(dialog)
        dialog.accept()

    met = when_asked(look, PdfDialog)
    tool(inspector.files, "Open").click()
    assert met and "law.pdf" in met[0].windowTitle()
