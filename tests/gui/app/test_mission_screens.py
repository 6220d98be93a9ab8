"""A mission in the window: save mark, undo, languages, check, export, back-up, safety net."""

import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton, QTreeWidget

from assessor.assessment.entries.evidence import attach_file
from assessor.errors import FileError
from assessor.gui.app.startup import install_exception_hook
from assessor.gui.checks.check_dialog import CheckDialog
from assessor.gui.export.export_kinds import KindChoice
from assessor.parcel.pack.parcel_pack import unpack_parcel
from assessor.parcel.pdf.parcel_extraction import read_parcel
from tests.support.assessment.laptops import laptop, small_form
from tests.support.screens.mission.export import BESIDE, KIND, LANGUAGE, PATH, SUMMARY, ExportScreen
from tests.support.screens.window import header_tag
from tests.support.windows.mission_screens import press, value_in

pytestmark = pytest.mark.window

REPORTS, CASES = "/data/police/reports", "/data/police/cases"
BILINGUAL = """
| survey |         |         |                     |                    |
|        | type    | name    | label::English (en) | label::French (fr) |
|        | integer | reports | Reports             | Signalements       |
"""


@pytest.fixture
def mission(window, tmp_path):
    """The path of a small mission that is open in the window."""
    ana = laptop(tmp_path, "Ana")
    ana.create(small_form(tmp_path)).close()
    window.open_mission(ana.mission)
    return ana.mission


def test_the_save_mark_says_when_and_the_file_agrees(window, mission):
    assert window.save_indicator.accessibleName() == "All answers are on disk"
    before = datetime.now().replace(microsecond=0)
    window.session.answer(REPORTS, {"value": "12"})
    time = window.save_indicator.accessibleName().removeprefix("Saved ")
    assert datetime.strptime(time, "%H:%M:%S").time() >= before.time()
    assert value_in(mission, REPORTS) == "12"
    window.session.typing()
    assert window.save_indicator.accessibleName() == "Typing…"


def test_a_mission_whose_file_is_gone_is_not_lost(
    window, mission, tmp_path, monkeypatch, when_asked
):
    window.session.answer(REPORTS, {"value": "12"})
    mission.unlink()
    with pytest.raises(FileError):
        window.session.answer(CASES, {"value": "3"})
    assert "not on disk" in window.save_indicator.accessibleName()
    met = when_asked(lambda dialog: press(dialog, "Stay"))
    window.go_home()
    assert "save a copy" in met[0].accessibleName()
    assert window.screen_name == "desk"
    copy = tmp_path / "rescued.mission"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(copy), ""))
    when_asked(lambda dialog: press(dialog, "Save a copy…"))
    window.go_home()
    assert window.screen_name == "home"
    assert value_in(copy, REPORTS) == "12"


def test_what_the_disk_refuses_stays_on_the_page(window, qtbot, mission, when_asked):
    """Neither turning the page nor closing lets go of text that is nowhere else."""
    desk = window.show_screen("desk")
    desk.go_to(REPORTS)
    edit = desk.page.questions[REPORTS].edit
    edit.setFocus()
    qtbot.keyClicks(edit, "12")
    mission.unlink()
    desk.go_to("/data/recs")
    assert REPORTS in desk.page.questions
    assert edit.text() == "12"
    met = when_asked(lambda dialog: press(dialog, "Stay"))
    window.go_home()
    assert met
    assert (window.screen_name, edit.text()) == ("desk", "12")
    when_asked(lambda dialog: press(dialog, "Close without a copy"))
    window.go_home()


def test_closing_the_window_over_a_lost_file_asks_first(window, mission, when_asked):
    mission.unlink()
    when_asked(lambda dialog: press(dialog, "Stay"))
    assert not window.close()
    when_asked(lambda dialog: press(dialog, "Close without a copy"))
    assert window.close()


def test_undo_and_redo_are_there_when_there_is_something(window, mission):
    undo, redo = (window.menu_actions[name] for name in ("undo", "redo"))
    assert (undo.isEnabled(), redo.isEnabled()) == (False, False)
    window.session.answer(REPORTS, {"value": "12"})
    assert (undo.isEnabled(), redo.isEnabled()) == (True, False)
    undo.trigger()
    assert (undo.isEnabled(), redo.isEnabled()) == (False, True)
    assert window.session.assessment.node(REPORTS).value == ""
    redo.trigger()
    assert window.session.assessment.node(REPORTS).value == "12"


@pytest.mark.parametrize("language", ["ar", "fr", "es", "ru", "zh", "en"])
def test_the_whole_window_turns_with_the_language(window, qapp, mission, language):
    window.menu_actions[f"language-{language}"].trigger()
    mirrored = qapp.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert mirrored == (language == "ar")
    assert window.isRightToLeft() == mirrored
    assert window.menu_actions[f"language-{language}"].isChecked()
    assert window.session.preferences.get("language") == language
    window.session.speak("en")


def test_the_look_is_chosen_and_kept(window, qapp):
    window.menu_actions["look-dark"].trigger()
    assert qapp.property("dark")
    assert window.session.preferences.get("look") == "dark"
    window.menu_actions["look-light"].trigger()
    assert not qapp.property("dark")


def test_check_lists_what_is_wrong_and_goes_there(window, qtbot, mission, when_asked):
    window.session.answer(REPORTS, {"value": "1"})
    window.session.answer(CASES, {"value": "5"})
    dialog = CheckDialog(window, window.session, window.doors)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: not window.session.busy)
    assert dialog.heading.text() == "1 item needs attention"
    tree = dialog.findChild(QTreeWidget)
    violations = tree.topLevelItem(0)
    assert "Cases opened" in violations.child(0).text(0)
    tree.setCurrentItem(violations.child(0))
    qtbot.keyClick(tree, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert window.screen_name == "desk"


@pytest.mark.parametrize("profile", ["internal", "public"])
def test_export_writes_a_pdf_that_carries_the_answers(window, qtbot, tmp_path, mission, profile):
    window.session.answer(REPORTS, {"value": "12"})
    page = ExportScreen(window)
    page.choose_audience(profile)
    page.export(tmp_path / "out.pdf")
    page.wait_until_written()
    assert "The report is written" in page.text
    contents = unpack_parcel(read_parcel(tmp_path / "out.pdf"))
    assert contents.profile == profile
    assert len(contents.changesets) >= 1
    page.close()


def test_export_writes_a_workbook_when_that_is_chosen(window, qtbot, tmp_path, mission):
    page = ExportScreen(window)
    page.fill(PATH, str(tmp_path / "out.pdf"))
    page.choose(KIND, ".xlsx")
    assert page.read(PATH).endswith("out.xlsx")
    page.press("Export")
    page.wait_until_written()
    assert (tmp_path / "out.xlsx").read_bytes().startswith(b"PK")
    assert "proves nothing" in page.text
    assert page.child(KindChoice).with_suffix(tmp_path / "a") == tmp_path / "a.xlsx"
    page.close()


def test_the_name_says_for_whom_it_is_until_a_person_gives_another(window, qtbot, mission):
    page = ExportScreen(window)
    path, kinds = page.field(PATH), page.choices(KIND)
    stem = Path(path.text()).stem
    for profile, wanted in (
        ("public", " (Public)"),
        ("government", " (Government)"),
        ("internal", ""),
    ):
        page.choose_audience(profile)
        assert Path(path.text()).name == f"{stem}{wanted}.pdf"
    path.clear()
    qtbot.keyClicks(path, "/tmp/ours.docx")
    page.choose_audience("public")
    assert path.text() == "/tmp/ours.docx" and kinds.currentData() == ".docx"


def test_a_second_summary_is_in_any_language_but_the_report_s(window, qtbot, tmp_path, mission):
    ana = laptop(tmp_path, "Bilingual")
    ana.create(small_form(tmp_path, BILINGUAL)).close()
    window.open_mission(ana.mission)
    page = ExportScreen(window)
    dialog, summary, languages = page.dialog, page.choices(SUMMARY), page.choices(LANGUAGE)
    offered = [summary.itemData(at) for at in range(summary.count())]
    assert offered[0] == "" and summary.currentData() == ""
    assert set(offered[1:]) == {languages.itemData(at) for at in range(languages.count())} - {
        languages.currentData()
    }
    page.choose(SUMMARY, "ar")
    assert dialog.preview.wished[2] == "ar"
    languages.setCurrentIndex(languages.findData("zh"))
    assert summary.currentData() == "ar"
    languages.setCurrentIndex(languages.findData("ar"))
    assert summary.currentData() == ""
    page.choose(KIND, ".xlsx")
    assert not summary.isEnabled() and "Word" in summary.toolTip()
    page.close()


def test_files_too_large_for_the_report_go_beside_it(window, qtbot, tmp_path, mission):
    window.session.do(lambda now: attach_file(now, REPORTS, bytes(2_000_000), name="film.mp4"))
    page = ExportScreen(window)
    assert page.read(BESIDE) == "Larger than 5 MB"
    page.choose(BESIDE, "Larger than 1 MB")
    page.export(tmp_path / "out.pdf")
    page.wait_until_written()
    assert "out.files.assessor" in page.text
    assert list(unpack_parcel((tmp_path / "out.files.assessor").read_bytes()).evidence.values())
    page.close()


def test_a_report_takes_the_place_of_a_file_only_when_a_person_says_so(
    window, qtbot, tmp_path, mission, when_asked
):
    window.open_mission(mission)
    there = tmp_path / "letter.pdf"
    there.write_bytes(b"a letter")
    page = ExportScreen(window)
    page.fill(PATH, str(there))
    for answer in ("Leave as it is", "Replace it"):
        assert there.read_bytes() == b"a letter"
        asked = when_asked(lambda box, answer=answer: press(box, answer))
        page.press("Export")
        assert "letter.pdf" in asked[0].accessibleName()
    page.wait_until_written()
    assert there.read_bytes().startswith(b"%PDF")
    page.close()


def test_export_to_an_impossible_place_says_so_and_stays(window, qtbot, tmp_path, mission):
    page = ExportScreen(window)
    before = page.text
    page.export(tmp_path / "no such folder" / "out.pdf")
    page.wait_for_text("no such folder")
    assert page.shows(PATH) and page.text != before
    page.close()


def test_a_backup_is_whole(window, qtbot, tmp_path, mission, monkeypatch, when_asked):
    window.session.answer(REPORTS, {"value": "12"})
    (tmp_path / "stick").mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "stick"))
    asked = []

    def done(dialog):
        if dialog.accessibleName():
            asked.append(dialog.accessibleName())
            dialog.accept()
        else:
            when_asked(done)

    when_asked(done)
    assert window.safekeeping.mark.text() == "No copy elsewhere yet"
    window.safekeeping.mark.click()
    qtbot.waitUntil(lambda: bool(asked), timeout=10_000)
    assert "read back and checked" in asked[0] and "same disk" in asked[0]
    assert window.safekeeping.mark.text().endswith("in stick")
    assert "holds everything" in window.safekeeping.mark.toolTip()
    window.session.answer(REPORTS, {"value": "13"})
    assert "There are newer answers" in window.safekeeping.mark.toolTip()
    window.session.answer(REPORTS, {"value": "12"})
    [copy] = (tmp_path / "stick").iterdir()
    assert value_in(copy, REPORTS) == "12"


def test_a_day_without_a_copy_is_said_until_it_is_put_off(window, mission):
    window.session.answer(REPORTS, {"value": "12"})
    assert not window.safekeeping.reminder.isVisible()
    real = window.session.assessment.now
    window.session.assessment.now = lambda: real() + timedelta(days=2)
    window.safekeeping.update()
    assert window.safekeeping.reminder.isVisible()
    next(
        b for b in window.safekeeping.reminder.findChildren(QPushButton) if b.text() == "Later"
    ).click()
    window.safekeeping.update()
    assert not window.safekeeping.reminder.isVisible()


def test_going_home_keeps_a_card_of_the_mission(window, mission):
    window.session.answer(REPORTS, {"value": "12"})
    window.go_home()
    assert '"answered": 1' in window.session.preferences.caption(mission)


def test_the_net_says_one_sentence_and_keeps_the_details(window, tmp_path, when_asked):
    met = when_asked(lambda dialog: dialog.accept())
    try:
        raise ZeroDivisionError("secret detail")
    except ZeroDivisionError:
        install_exception_hook(window)(*sys.exc_info())
    assert "All your answers are saved" in met[0].accessibleName()
    assert "ZeroDivisionError" not in met[0].accessibleName()
    assert "secret detail" in (tmp_path / "home" / "errors.log").read_text()


def test_a_mission_open_elsewhere_is_only_read_and_says_so(window, tmp_path):
    ana = laptop(tmp_path, "Ana")
    ana.create(small_form(tmp_path)).close()
    with ana.open():
        window.open_mission(ana.mission)
        assert header_tag(window).text() == "Reading only"
        assert "has this mission open" in header_tag(window).toolTip()
        with pytest.raises(FileError):
            window.session.answer(REPORTS, {"value": "12"})
        assert "not on disk" in window.save_indicator.accessibleName()
        window.go_home()
    window.open_mission(ana.mission)
    assert not header_tag(window).isVisible()
