"""A newer version of the form, gone on in from the window."""

from __future__ import annotations

import csv

import pytest
from PySide6.QtWidgets import QComboBox, QFileDialog, QTreeWidget

from assessor.assessment.exchange.exchange_folder import receive_files
from assessor.assessment.mission.form_upgrade import preview_upgrade, upgrade_form
from assessor.assessment.mission.mission_start_packs import write_pack
from assessor.assessment.report.report_export import export_report
from assessor.form.authoring.workbook_files import markdown_tables
from assessor.gui.checks.check_dialog import CheckDialog
from assessor.gui.mission.upgrade_dialog import UpgradeDialog
from assessor.gui.toolkit.dialogs.message_dialog import MessageDialog
from assessor.parcel.keys.age_sealing import create_headquarters_key
from tests.support.assessment.laptops import laptop
from tests.support.assessment.upgrading import (
    FINDING,
    FOUND,
    NEW,
    OLD,
    POLICE,
    RETIRED,
    UNIT,
    source,
)
from tests.support.windows.home import drop
from tests.support.windows.mission_screens import press

pytestmark = pytest.mark.window


@pytest.fixture
def ana(tmp_path):
    laptop(tmp_path, "Tomas", 11)  # a member of the team from the beginning
    return laptop(tmp_path, "Ana")


@pytest.fixture
def mission(window, tmp_path, ana):
    with ana.create(source(tmp_path, OLD)) as made:
        made.answer(f"{POLICE}/reports", "12")
        made.answer(f"{POLICE}/stage", "2")
        made.answer(FINDING, "Two rooms")
        made.answer(RETIRED, "Kept words")
    window.open_mission(ana.mission)
    return ana.mission


def lines(tree: QTreeWidget) -> dict[str, list[str]]:
    groups = [tree.topLevelItem(at) for at in range(tree.topLevelItemCount())]
    return {
        group.text(0): [group.child(at).text(0) for at in range(group.childCount())]
        for group in groups
    }


def test_it_is_read_first_what_a_newer_version_changes(window, qtbot, tmp_path, mission):
    now = window.session.assessment
    dialog = UpgradeDialog(window, window.session, preview_upgrade(now, source(tmp_path, NEW)))
    qtbot.addWidget(dialog)
    said = lines(dialog.tree)
    assert said["Questions that are retired"] == [
        "What we found\nAnswered “Two rooms”, kept",
        "What is no more\nAnswered “Kept words”, kept",
    ]
    assert said["Answers to look at again"] == [
        "Stage of the unit\n“Emerging” is not what is asked now"
    ]
    assert said["Questions that are added"] == ["What we found", "Staff", "Who does it"]
    assert "Reports received" in said["Questions that changed"]
    likely, other = dialog.findChildren(QComboBox)
    assert (likely.currentData(), other.currentData()) == (FOUND, "")
    assert likely.accessibleName() == "What became of “What we found”"
    assert dialog.renamed == {FINDING: FOUND}


@pytest.mark.parametrize("agrees", [True, False])
def test_the_desk_goes_on_in_the_newer_version_where_the_person_agrees(
    window, tmp_path, mission, monkeypatch, when_asked, agrees
):
    newer = tmp_path / "newer.md"
    newer.write_text(NEW, encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(newer), ""))
    wanted = "Update to the newer version" if agrees else "Stay with the present version"
    when_asked(lambda dialog: press(dialog, wanted), UpgradeDialog)
    window.menu_actions["upgrade"].trigger()
    now = window.session.assessment
    assert window.screen_name == "desk"
    assert now.form.version == ("2" if agrees else "1")
    assert now.node(FOUND if agrees else FINDING).value == "Two rooms"
    place = f"{UNIT if agrees else POLICE}/reports"
    window.show_desk(place)
    assert place in window.show_screen("desk").page.questions


def as_markdown(tmp_path, ana):
    path = tmp_path / "newer.md"
    path.write_text(NEW, encoding="utf-8")
    return path, path


def as_csv_folder(tmp_path, ana):
    folder = tmp_path / "newer"
    folder.mkdir()
    for name, table in markdown_tables(NEW).items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(table)
    return folder / "survey.csv", folder


def as_pack(tmp_path, ana):
    key = create_headquarters_key(ana.identity().home)
    path = tmp_path / "newer.pack"
    write_pack(path, source(tmp_path, NEW), ana.identity(), [key])
    return path, None  # dropped, a pack is of one's own headquarters: see test_packs


@pytest.mark.parametrize("written", [as_markdown, as_csv_folder, as_pack])
def test_a_newer_version_is_taken_however_it_is_written(
    window, qtbot, tmp_path, ana, mission, monkeypatch, when_asked, written
):
    chosen, dropped = written(tmp_path, ana)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(chosen), ""))
    when_asked(lambda dialog: press(dialog, "Stay with the present version"), UpgradeDialog)
    window.menu_actions["upgrade"].trigger()
    assert window.session.assessment.form.version == "1"
    met = when_asked(lambda dialog: press(dialog, "Update to the newer version"), UpgradeDialog)
    if dropped is None:
        window.menu_actions["upgrade"].trigger()
    else:
        drop(window, [dropped])
        qtbot.waitUntil(lambda: bool(met))
    assert met
    assert window.session.assessment.form.version == "2"


def test_what_was_answered_before_is_shown_by_its_question_not_its_path(
    window, qtbot, tmp_path, ana, mission
):
    fresh = window.session.assessment
    fresh.answer(f"{POLICE}/stage", "2")
    rest = "\n".join(line for line in NEW.splitlines() if "Stage of the unit" not in line)
    plan = preview_upgrade(fresh, source(tmp_path, rest))
    dialog = UpgradeDialog(window, window.session, plan)
    qtbot.addWidget(dialog)
    retired = lines(dialog.tree)["Questions that are retired"]
    assert "Stage\nAnswered “Emerging”, kept" in retired
    window.session.renew(lambda now: upgrade_form(now, source(tmp_path, rest)))
    look = CheckDialog(window, window.session, window.doors)
    qtbot.addWidget(look)
    qtbot.waitUntil(lambda: not window.session.busy)
    kept = lines(look.findChild(QTreeWidget))["Answers of questions that this form no longer has"]
    assert "Stage\nAnswered “Emerging” in version 1" in kept
    assert "What is no more\nAnswered “Kept words” in version 1" in kept


def test_a_form_that_is_none_is_told_and_changes_nothing(
    window, tmp_path, mission, monkeypatch, when_asked
):
    other = tmp_path / "other.md"
    other.write_text(NEW.replace("small   ", "other   "), encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(other), ""))
    met = when_asked(lambda dialog: press(dialog, "Close"), MessageDialog)
    window.menu_actions["upgrade"].trigger()
    assert "another form" in met[0].accessibleName()
    assert window.session.assessment.form.version == "1"


def test_what_a_colleague_sends_from_the_newer_version_is_gone_on_in(
    window, tmp_path, ana, mission
):
    tomas = laptop(tmp_path, "Tomas", 11)
    tomas.copy_from(ana)
    theirs = tomas.open()
    fresh = upgrade_form(theirs, source(tmp_path, NEW), renamed={FINDING: FOUND})
    export_report(fresh, tmp_path / "tomas.assessor")
    fresh.close()
    receive_files(window.session.assessment, [tmp_path / "tomas.assessor"])
    window.session.reload()
    assert window.session.assessment.form.version == "2"
    assert window.session.assessment.answer_at(FOUND).value == "Two rooms"
    assert window.screen_name == "desk"
