"""A document is scanned, page by page, and kept as one PDF beside the question."""

from __future__ import annotations

import shutil
from io import BytesIO

import pikepdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from assessor.assessment.entries.evidence import file_bytes, files_of
from assessor.assessment.entries.scanner import PROGRAM
from assessor.gui.inspector.scan_dialog import ScanDialog
from tests.support.screens.page import Page
from tests.support.windows.accessibility import check

pytestmark = pytest.mark.window

REPORTS = "/data/police/reports"


@pytest.fixture
def bed(tmp_path, monkeypatch):
    """SANE's test driver stands for the scanner."""
    if not shutil.which(PROGRAM):
        pytest.skip("scanimage is not installed here: ./setup.sh tests installs it")
    (tmp_path / "sane").mkdir()
    (tmp_path / "sane" / "dll.conf").write_text("test\n")
    monkeypatch.setenv("SANE_CONFIG_DIR", str(tmp_path / "sane"))


def pages_of(data: bytes) -> int:
    with pikepdf.open(BytesIO(data)) as pdf:
        return len(pdf.pages)


def test_two_pages_of_three_are_kept_as_one_pdf_and_undo_takes_it_back(
    window, qtbot, inspector, bed, when_asked
):
    def people_scan(dialog):
        if not isinstance(dialog, ScanDialog):
            return
        qtbot.waitUntil(dialog.go.isEnabled)
        assert not dialog.keep_button.isEnabled()
        assert dialog.go.text() == "Scan"
        for _ in range(3):
            dialog.go.click()
        assert dialog.go.text() == "Scan another page"
        check(dialog)
        outs = [
            each for each in dialog.findChildren(QToolButton)
            if each.accessibleName() == "Remove page 2"
        ]  # fmt: skip
        outs[0].click()
        dialog.called.setText("Decree 12")
        qtbot.keyClick(dialog.called, Qt.Key.Key_Return)

    when_asked(people_scan)
    inspector.files.scan.click()
    [found] = files_of(window.session.assessment, REPORTS)
    assert (found.name, found.media_type) == ("Decree 12.pdf", "application/pdf")
    assert pages_of(file_bytes(window.session.assessment, found.id)) == 2
    window.session.undo()
    assert files_of(window.session.assessment, REPORTS) == ()


def test_the_feeder_is_emptied_at_once(window, qtbot, bed):
    dialog = ScanDialog(window, window.session, "Register")
    qtbot.waitUntil(dialog.go.isEnabled)
    dialog.sources.setCurrentIndex(1)
    assert dialog.sources.itemText(0) == "Glass"
    dialog.go.click()
    dialog.keep_button.click()
    assert dialog.name == "Register.pdf"
    assert pages_of(dialog.content) == 10
    dialog.deleteLater()


@pytest.mark.parametrize(
    ("program", "said"),
    [("", "drop or paste the file here"), ("#!/bin/sh\n", "No scanner was found")],
    ids=["no SANE", "no scanner"],
)
def test_where_there_is_no_scanner_it_says_what_to_do_and_looks_again(
    window, qtbot, tmp_path, monkeypatch, program, said
):
    place = tmp_path / "bin"
    place.mkdir()
    if program:
        (place / PROGRAM).write_text(program)
        (place / PROGRAM).chmod(0o755)
    monkeypatch.setenv("PATH", str(place))
    dialog = ScanDialog(window, window.session, "Register")
    dialog.show()
    qtbot.waitUntil(lambda: said in dialog.trouble.text())
    assert not dialog.go.isEnabled()
    check(dialog)
    Page(dialog).press("Look for scanners again")
    qtbot.waitUntil(lambda: said in dialog.trouble.text() and not dialog.trouble.isHidden())
    dialog.deleteLater()
