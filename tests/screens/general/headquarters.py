"""The screens of headquarters, with received reports."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from unittest.mock import patch

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QLabel, QWidget

from assessor.assessment.entries.comments import add_comment
from assessor.assessment.entries.reviews import review_answer
from assessor.assessment.samples.demo import make_demo
from assessor.errors import FileError, NeedsPassword
from assessor.gui.conflicts.rules_dialog import RulesDialog
from assessor.gui.headquarters.open_registry_dialog import OpenRegistryDialog
from assessor.gui.headquarters.registry_connection import Password
from assessor.gui.publish.publish_dialog import PublishDialog
from assessor.gui.toolkit.dialogs.message_dialog import MessageDialog
from assessor.registry.analysis.cases import Case
from assessor.store.model.database_address import DatabaseAddress
from assessor.store.read.change_detection import ChangeToken
from tests.screens.stage import Scene, Stage
from tests.support.registry.cases import case, contested, rated, reworded
from tests.support.scoring.version_1 import instrument
from tests.support.screens.headquarters.comparison import ROWS, WHICH
from tests.support.screens.headquarters.headquarters import HeadquartersScreen
from tests.support.screens.page import Page, pick


@lru_cache(maxsize=1)
def made() -> Path:
    """Return the sample missions and their registry, made once."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    make_demo(folder / "samples")
    return folder / "samples"


def copied(stage: Stage, name: str) -> Path:
    """Return a copy of a sample for a scene."""
    return Path(shutil.copy(made() / name, stage.folder / Path(name).name))


def headquarters(stage: Stage) -> QWidget:
    registry = copied(stage, "headquarters.registry")
    stage.window.receive(())
    stage.window.show_screen("headquarters").open_registry(registry)
    return stage.window


def headquarters_decide(stage: Stage) -> QWidget:
    headquarters(stage)
    HeadquartersScreen(stage.window).inbox()
    return stage.window


def headquarters_review(stage: Stage) -> QWidget:
    headquarters(stage)
    screen = stage.window.show_screen("headquarters")
    uuid = next(iter(screen.office.captions()))
    live = screen.office.assessment(uuid)
    at = "/data/sec_thr/thr_reports_total"
    add_comment(live, at, "The ministry counts since June only.")
    review_answer(live, at, "query", "Per year or in all? Annex 3 says 2,310.")
    review_answer(
        live, "/data/sec_thr/thr_need", "redo", "The stage does not follow from the text."
    )
    review_answer(live, "/data/sec_thr/thr_statistics_criteria", "accepted")
    page = HeadquartersScreen(stage.window).review()
    page.choose("Mission reviewed", uuid)
    listed = page.table("Answers to review")
    asked = page.say("Query")
    listed.go_to(next(row for row in range(len(listed)) if asked in listed.cell(row)))
    stage.settle()
    return stage.window


def headquarters_publish(stage: Stage) -> QWidget:
    headquarters(stage)
    screen = stage.window.show_screen("headquarters")
    return PublishDialog(screen, stage.window.session, screen.office)


def headquarters_watched(stage: Stage) -> QWidget:
    stage.window.receive(())
    screen = stage.window.show_screen("headquarters")
    folder = stage.folder / "Mailbox"
    shutil.copytree(made() / "reports", folder)
    (folder / "minutes of the meeting.pdf").write_bytes(b"%PDF-1.4 nothing %%EOF")
    with patch("assessor.registry.receive.watched_folder.UNCHANGED_SECONDS", 0.0):
        screen.create_registry(stage.folder / "headquarters.registry")
        screen.watched.watch(folder)
        stage.wait(lambda: not stage.window.session.busy, 60)
    return stage.window


def headquarters_rules(stage: Stage) -> QWidget:
    headquarters_decide(stage)
    office = HeadquartersScreen(stage.window).office
    waiting = office.shelf.conflicts()
    shown = RulesDialog(stage.window, stage.window.session, office, waiting)
    shown.rules["evidence"].click()
    return shown


def headquarters_scores(stage: Stage) -> QWidget:
    headquarters(stage)
    compared = HeadquartersScreen(stage.window).comparison()
    stage.settle()
    compared.wait_until_compared()
    return stage.window


def regions(more: int = 0) -> list[Case]:
    """Return countries of two regions, and one each of `more` others; some answers are disputed."""
    found = []
    stages = (("Aldera", 1), ("Belmora", 4), ("Corvina", 3), ("Demaria", 2), ("Elun", 5))
    for at, (name, stage) in enumerate((*stages, *((f"Land {n}", 1 + n % 5) for n in range(more)))):
        region = ("cam", "Central America") if at < 3 else ("pac", "Pacific")
        every = enumerate(instrument().indicators)
        one = case(
            f"X{at:03}",
            {each.question: str(1 + (stage + n * at) % 5) for n, each in every if (n + at) % 11},
            name=name,
        )
        found.append(replace(contested(one) if at % 3 == 1 else one, region=region[0],
                             region_name=region[1]))  # fmt: skip
    return found


def headquarters_regions(stage: Stage) -> QWidget:
    """Medians with their range, and a region with too few countries."""
    headquarters_scores(stage)
    compared = HeadquartersScreen(stage.window).comparison()
    compared.show(HeadquartersScreen(stage.window).office, regions())
    compared.pick(ROWS, 1)
    compared.heat.go_to(0)
    return stage.window


def headquarters_picture(stage: Stage) -> QWidget:
    """The heat map as a saved picture."""
    headquarters_regions(stage)
    compared = HeadquartersScreen(stage.window).comparison()
    shown = QLabel(stage.window)
    shown.setPixmap(compared.root.picture())
    shown.resize(shown.sizeHint())
    return shown


def headquarters_world(stage: Stage) -> QWidget:
    """Two hundred countries, scrolled, the keyboard focus in a cell."""
    headquarters_scores(stage)
    compared = HeadquartersScreen(stage.window).comparison()
    compared.show(HeadquartersScreen(stage.window).office, regions(195))
    compared.heat.view.setFocus()
    compared.heat.go_to(120, 3)
    return stage.window


def agree(box: MessageDialog) -> int:
    """Press the second button of a message at once."""
    box.chosen = 1
    return 1


def headquarters_missions(stage: Stage) -> QWidget:
    headquarters(stage)
    missions = HeadquartersScreen(stage.window).missions()
    with patch.object(MessageDialog, "exec", agree):  # of two countries, if so
        missions.press("Join them")
    return stage.window


def headquarters_section(stage: Stage) -> QWidget:
    headquarters_scores(stage)
    compared = HeadquartersScreen(stage.window).comparison()
    compared.heat.click(2, 4)
    compared.heat.click(2, 2)
    return stage.window


def several_missions() -> list[Case]:
    """Six countries with two to five missions each: one reworded scale, one with few ratings."""
    cases = []
    names = ("Demaria", "Kelani", "Lorvania", "Nyasera", "San Verano", "Taluvea")
    for at, name in enumerate(names):
        for visit in range(2 + at % 4):
            stage = 1 + (at + visit * (1 + at % 2)) % 5
            count = 1 if (at, visit) == (2, 1) else 4
            by = reworded() if at == 3 and visit else instrument()
            start = f"{2017 + 2 * visit + at % 2}-0{1 + at}-12"
            cases.append(
                case(f"X{at}", rated(stage, count), by, name=name, start=start, assessment=start)
            )
    return cases


def headquarters_slopes(stage: Stage) -> QWidget:
    headquarters_scores(stage)
    compared = HeadquartersScreen(stage.window).comparison()
    compared.show(HeadquartersScreen(stage.window).office, several_missions())
    compared.choose(WHICH, "slopes")
    slopes = compared.slopes
    pick(slopes.sections, slopes.sections.findData("thr"))
    slopes.chart.setFocus()
    slopes.chart.go_to((3, 1))
    return stage.window


def headquarters_slope_of_one(stage: Stage) -> QWidget:
    headquarters_slopes(stage)
    compared = HeadquartersScreen(stage.window).comparison()
    pick(compared.slopes.countries, 4)
    return stage.window


def headquarters_open(stage: Stage) -> QWidget:
    """The dialog that opens a registry, with two recent ones."""
    headquarters(stage)
    session = stage.window.session
    session.preferences.remember_registry("/home/maria/Old/pilot.registry")
    session.preferences.remember_registry("postgresql://maria@db.example.org/missions")
    shown = OpenRegistryDialog(stage.window, session)
    shown.show_address(DatabaseAddress.of("missions", host="db.example.org", user="maria"))
    shown.show()
    answer = "The server answers. You may receive, decide and comment."
    with patch("assessor.gui.headquarters.open_registry_dialog.reached", return_value=answer):
        Page(shown).press("Test the connection")
    return shown


def headquarters_password(stage: Stage) -> QWidget:
    address = DatabaseAddress("postgresql://maria@db.example.org/missions", "wrong")
    why = NeedsPassword("{name} asks for a password ({said}).", name="missions", said="28P01")
    return Password(stage.window, stage.window.session.language, address, why)


def headquarters_lost(stage: Stage) -> QWidget:
    """A registry whose server is gone."""
    headquarters_decide(stage)
    page = HeadquartersScreen(stage.window)
    said = "The server of {name} cannot be reached or gave up: try again when it is back ({said})."
    gone = FileError(said, name="missions", said="server closed the connection")
    with patch.object(page.office.mission, "change_token", side_effect=gone):
        page.look_at_others()
    return stage.window


def headquarters_reading(stage: Stage) -> QWidget:
    """A read-only registry, just changed by somebody else."""
    headquarters(stage)
    screen = stage.window.show_screen("headquarters")
    screen.close_registry()
    (stage.folder / "headquarters.registry").chmod(0o400)
    with patch("os.access", lambda *_: False):
        screen.open_registry(stage.folder / "headquarters.registry")
    page = HeadquartersScreen(stage.window)
    page.inbox()
    now = page.office.mission.change_token()
    numbers = (*now.numbers[:2], now.receipts + 2, *now.numbers[3:])
    later = ChangeToken(numbers, now.settings)
    with patch.object(page.office.mission, "change_token", return_value=later):
        page.look_at_others()
    return stage.window


def figure_scene(name: str, *, table: bool = False) -> Scene:
    """Return a scene of one figure of the samples, as a picture or a table."""

    def scene(stage: Stage) -> QWidget:
        headquarters_scores(stage)
        compared = HeadquartersScreen(stage.window).comparison()
        compared.choose(WHICH, name)
        if table:
            compared.pick_form(1)
        return stage.window

    return scene


def headquarters_look(stage: Stage) -> QWidget:
    headquarters(stage)
    screen = stage.window.show_screen("headquarters")
    (stage.folder / "holiday photos.pdf").write_bytes(b"%PDF-1.4 nothing inside")
    screen.offer([made() / "reports", stage.folder / "holiday photos.pdf"])
    stage.wait(lambda: not HeadquartersScreen(stage.window).receiving.is_busy)
    return stage.window


def _mailbox(stage: Stage) -> list[Path]:
    """Return reports, among them a copy, an older report, and a letter."""
    (stage.folder / "holiday photos.pdf").write_bytes(b"%PDF-1.4 nothing inside")
    again = stage.folder / "Sahliya (1).pdf"
    shutil.copy(made() / "reports" / "Sahliya.pdf", again)
    older = made() / "field" / "Nyasera a.mission"
    return [older, made() / "reports", again, stage.folder / "holiday photos.pdf"]


def headquarters_copies(stage: Stage) -> QWidget:
    """The preview of a mailbox with copies."""
    stage.window.receive(())
    screen = stage.window.show_screen("headquarters")
    screen.create_registry(stage.folder / "new.registry")
    screen.offer(_mailbox(stage))
    stage.wait(lambda: not HeadquartersScreen(stage.window).receiving.is_busy)
    return stage.window


def headquarters_brought(stage: Stage) -> QWidget:
    """The same after receiving, with some files selected for undo."""
    headquarters_copies(stage)
    page = HeadquartersScreen(stage.window)
    page.receiving.go.click()
    page.wait_for_registry()
    table = page.received().view
    table.setCurrentIndex(table.lines.index(2, 0))
    stage.settle()
    for row in (3, 5):
        table.selectionModel().select(
            table.lines.index(row, 0),
            QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows,
        )
    return stage.window


def headquarters_joined(stage: Stage) -> QWidget:
    """The heat map with a row for two joined missions."""
    headquarters_missions(stage)
    compared = HeadquartersScreen(stage.window).comparison()
    stage.settle()
    compared.wait_until_compared()
    return stage.window


SCENES: dict[str, Scene] = {
    "headquarters": headquarters,
    "headquarters-decide": headquarters_decide,
    "headquarters-publish": headquarters_publish,
    "headquarters-watched": headquarters_watched,
    "headquarters-review": headquarters_review,
    "headquarters-compare": headquarters_scores,
    "headquarters-missions": headquarters_missions,
    "headquarters-section": headquarters_section,
    "headquarters-regions": headquarters_regions,
    "headquarters-world": headquarters_world,
    "headquarters-picture-saved": headquarters_picture,
    "headquarters-open": headquarters_open,
    "headquarters-password": headquarters_password,
    "headquarters-lost": headquarters_lost,
    "headquarters-reading": headquarters_reading,
    "headquarters-slopes": headquarters_slopes,
    "headquarters-slope-of-one": headquarters_slope_of_one,
    "headquarters-needs": figure_scene("needs_and_offers"),
    "headquarters-needs-table": figure_scene("needs_and_offers", table=True),
    "headquarters-donors": figure_scene("donors"),
    "headquarters-rights": figure_scene("rights_watch"),
    "headquarters-law": figure_scene("legal_gaps"),
    "headquarters-stages-table": figure_scene("heat_map", table=True),
    "headquarters-tracker": figure_scene("recommendations"),
    "headquarters-rules": headquarters_rules,
    "headquarters-look": headquarters_look,
    "headquarters-copies": headquarters_copies,
    "headquarters-brought": headquarters_brought,
    "headquarters-joined": headquarters_joined,
}
