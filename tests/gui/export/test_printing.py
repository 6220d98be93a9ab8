"""The blank questionnaire from the window: what is chosen is what is on the paper."""

from __future__ import annotations

import pypdfium2
import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QFileDialog

from assessor.gui.export.print_dialog import PrintDialog
from assessor.gui.team.meetings_dialog import MeetingsDialog
from assessor.gui.toolkit.dialogs.message_dialog import MessageDialog
from tests.support.assessment.laptops import laptop
from tests.support.assessment.meetings import CLUSTERED
from tests.support.gui.forms import source
from tests.support.windows.accessibility import check
from tests.support.windows.mission_screens import press

pytestmark = pytest.mark.window


@pytest.fixture
def opened(window, tmp_path):
    ana = laptop(tmp_path, "Ana")
    ana.create(source(CLUSTERED, tmp_path)).close()
    window.open_mission(ana.mission)
    return window


def choose(box: QComboBox, data: str) -> None:
    box.setCurrentIndex(box.findData(data))
    box.activated.emit(box.currentIndex())


def read(path) -> str:
    with pypdfium2.PdfDocument(path) as pdf:
        return "".join(page.get_textpage().get_text_bounded() for page in pdf)


def test_the_agenda_of_a_group_is_written_and_opened(opened, tmp_path, monkeypatch, when_asked):
    out = tmp_path / "agenda"  # the ending is seen to
    handed = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: handed.append(url.toLocalFile()))

    def ask(dialog):
        choose(dialog.clusters, "pro")
        assert dialog.count_label.text() == "Questions printed: 1"
        when_asked(lambda box: press(box, "Open"), MessageDialog)
        press(dialog, "Write the PDF…")

    when_asked(ask, PrintDialog)
    opened.menu_actions["print"].trigger()
    written = tmp_path / "agenda.pdf"
    assert handed == [str(written)]
    text = read(written)
    assert "Reports received" in text
    assert "Stage" not in text


def test_a_group_that_a_section_asks_nothing_is_told_so(opened, qtbot):
    dialog = PrintDialog(opened, opened.session, "civ")
    qtbot.addWidget(dialog)
    assert dialog.clusters.currentData() == ""  # no question names civil society
    choose(dialog.sections, "police")
    assert dialog.count_label.text() == "Questions printed: 3"
    choose(dialog.clusters, "pol")
    assert dialog.count_label.text() == "Questions printed: 2"
    dialog.show()
    check(dialog)


def test_a_meeting_prints_the_agenda_of_its_group(opened, when_asked):
    met = []

    def agenda(dialog):
        met.append(dialog.part.cluster)
        dialog.reject()

    def ask(dialog):
        dialog.form.cluster.setCurrentIndex(dialog.form.cluster.findData("pol"))
        when_asked(agenda, PrintDialog)
        press(dialog, "Print the agenda…")
        dialog.reject()

    when_asked(ask, MeetingsDialog)
    opened.menu_actions["meetings"].trigger()
    assert met == ["pol"]


def test_nothing_is_left_where_it_cannot_be_written(opened, tmp_path, monkeypatch, when_asked):
    out = tmp_path / "gone" / "agenda.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    told = []

    def tell(box):
        told.append(box.accessibleName())
        press(box, "Close")

    def ask(dialog):
        when_asked(tell, MessageDialog)
        press(dialog, "Write the PDF…")
        dialog.reject()

    when_asked(ask, PrintDialog)
    opened.menu_actions["print"].trigger()
    assert "agenda.pdf" in told[0]
    assert not out.parent.exists()
