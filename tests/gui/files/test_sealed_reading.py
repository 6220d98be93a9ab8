"""A sealed report or document is opened to read, by the key of this laptop or by the passphrase."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit

from assessor.assessment.report.office_export import export_office
from assessor.assessment.report.report_export import export_report
from assessor.gui.files.passphrase_fields import UnlockDialog
from assessor.gui.toolkit.dialogs.message_dialog import MessageDialog
from assessor.gui.toolkit.viewer.pdf_dialog import PdfDialog
from assessor.parcel.keys.age_sealing import create_headquarters_key, seal_to, seal_with_passphrase
from assessor.store.files.run_folder import run_folder
from tests.support.assessment.laptops import laptop, small_form
from tests.support.screens.page import Page
from tests.support.windows.home import drop

pytestmark = pytest.mark.window

WORDS = "orange tram window"


@pytest.fixture
def protected(tmp_path):
    """A mission with a passphrase."""
    with laptop(tmp_path, "Ana").create(small_form(tmp_path), passphrase=WORDS) as mission:
        yield mission


def unlock(when_asked, word):
    """Type this passphrase when asked for one."""

    def type_it(dialog):
        QTest.keyClicks(dialog.findChild(QLineEdit), word)
        dialog.accept()

    return when_asked(type_it, UnlockDialog)


def test_a_report_sealed_to_this_laptop_opens_without_a_question(
    window, protected, tmp_path, when_asked
):
    key = create_headquarters_key(window.session.preferences.folder)
    path = export_report(protected, tmp_path / "report.pdf", to=[key]).path
    met = when_asked(lambda dialog: dialog.accept(), PdfDialog)
    window.open_mission(path)
    assert len(met) == 1 and met[0].windowTitle() == "report.pdf"
    copies = list(run_folder().rglob("*.pdf"))
    assert copies == [], "the pages are shown from memory"


def test_a_report_sealed_by_a_passphrase_asks_for_it_and_is_read(
    window, protected, tmp_path, when_asked
):
    path = export_report(protected, tmp_path / "report.pdf", passphrase=WORDS).path

    shown: list[PdfDialog] = []

    def read(dialog):
        shown.append(dialog)
        dialog.accept()

    def type_it(dialog):
        QTest.keyClicks(dialog.findChild(QLineEdit), WORDS)
        when_asked(read, PdfDialog)
        dialog.accept()

    when_asked(type_it, UnlockDialog)
    window.open_mission(path)
    assert len(shown) == 1
    assert window.session.open_assessment is None


def test_a_sealed_document_dropped_is_read_in_a_private_copy(
    window, protected, tmp_path, when_asked, monkeypatch
):
    opened = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile())) or True
    )
    path = export_office(protected, tmp_path / "report.docx", passphrase=WORDS).path
    unlock(when_asked, WORDS)
    drop(window.show_screen("home"), [path])
    [copy] = opened
    assert copy.name == "report.docx" and copy.is_relative_to(run_folder())
    assert copy.read_bytes().startswith(b"PK")


def test_sealed_tables_are_saved_where_the_person_says(window, tmp_path, when_asked, monkeypatch):
    path, target = tmp_path / "csv.zip.age", tmp_path / "chosen.zip"
    path.write_bytes(seal_with_passphrase(b"PK tables", WORDS))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    unlock(when_asked, WORDS)
    window.open_mission(path)
    assert target.read_bytes() == b"PK tables"


def test_a_report_sealed_to_somebody_else_says_what_to_do(window, tmp_path, when_asked):
    """The next step is somebody else's computer, or another copy; nothing is asked in vain."""
    with tempfile.TemporaryDirectory() as other:
        key = create_headquarters_key(Path(other))
    path = tmp_path / "report.pdf.age"
    path.write_bytes(seal_to(b"%PDF", [key]))
    texts = []

    def read(dialog):
        texts.append(Page(dialog).text)
        dialog.accept()

    when_asked(read, MessageDialog)
    window.open_mission(path)
    assert "Open it where that key is, or ask the sender for a copy sealed to you." in texts[0]
