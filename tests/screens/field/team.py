"""A team: the owners of sections in the outline, and the screen that assigns them."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from assessor.assessment.assessment import Assessment
from assessor.assessment.entries.tasks import add_member, assign_tasks
from assessor.assessment.exchange.exchange_folder import exchange
from assessor.gui.receiving.exchange_dialog import ExchangeDialog
from assessor.gui.team.team_dialog import TeamDialog
from assessor.parcel.keys.identity import load_identity
from tests.screens.field.desk import open_desk
from tests.screens.stage import Scene, Stage

_INV, _FOR = "/data/sec_inv", "/data/sec_for"


def _share_out(stage: Stage) -> Any:
    desk = open_desk(stage, f"{_INV}/inv_unit_women")
    session = stage.window.session
    ben, zoe = ("بن أوكافور", "زوي") if session.language == "ar" else ("Ben Okafor", "Zoë Lind")
    own = session.assessment.identity.name
    given = {"thr": own, "pol": ben, "law": zoe, "inv": own, "for": ben, "jud": zoe, "int": zoe}
    for code, person in given.items():
        session.do(lambda now, c=code, p=person: assign_tasks(now, [f"/data/sec_{c}"], p))
    session.do(
        lambda now: add_member(now, "أمينة ديالو" if session.language == "ar" else "Amina Diallo")
    )
    stage.settle()
    return desk


def outline(stage: Stage) -> QWidget:
    _share_out(stage)
    return stage.window


def only_mine(stage: Stage) -> QWidget:
    desk = _share_out(stage)
    desk.outline.only_mine.click()
    return stage.window


def _stick(stage: Stage) -> Path:
    """Return a folder with a colleague's parcel of a few answers."""
    session = stage.window.session
    session.assessment.seal()
    folder, theirs = stage.folder / "STICK", stage.folder / "theirs.mission"
    folder.mkdir()
    shutil.copy(session.assessment.path, theirs)
    name = "بن أوكافور" if session.language == "ar" else "Ben Okafor"
    ben = load_identity(stage.folder / "ben", name)
    at = datetime.now(UTC) + timedelta(hours=1)
    with Assessment.open(theirs, identity=ben, now=lambda: at) as mission:
        mission.answer(f"{_INV}/inv_unit_women", "11")
        mission.answer(f"{_INV}/inv_unit_staff", "36")
        mission.answer(f"{_INV}/inv_undercover_law", "banned")
        assign_tasks(mission, ["/data/sec_law"], name)  # both assign one section: a conflict
        exchange(mission, folder)
    session.do(lambda now: assign_tasks(now, ["/data/sec_law"], now.identity.name))
    session.answer(f"{_INV}/inv_unit_staff", {"value": "35"})
    return folder


def contested(stage: Stage) -> QWidget:
    _share_out(stage)
    session = stage.window.session
    exchange(session.assessment, _stick(stage))
    session.reload()
    stage.settle()
    return stage.window


def share_out(stage: Stage) -> QWidget:
    _share_out(stage)
    session, folder = stage.window.session, _stick(stage)
    exchange(session.assessment, folder)
    session.reload()
    session.answer(f"{_INV}/inv_undercover_law", {"value": "named"})
    dialog = TeamDialog(stage.window, session, stage.window.close)
    dialog.show()
    return dialog


def groups(stage: Stage) -> QWidget:
    _share_out(stage)
    dialog = TeamDialog(stage.window, stage.window.session, stage.window.close)
    dialog.groups.click()
    return dialog


def through_a_folder(stage: Stage) -> QWidget:
    _share_out(stage)
    dialog = ExchangeDialog(stage.window, stage.window.session, _stick(stage))
    stage.wait(dialog.goes.isEnabled)
    return dialog


def sealed(stage: Stage) -> QWidget:
    _share_out(stage)
    stage.window.session.passphrase = "orange tram window"
    dialog = ExchangeDialog(stage.window, stage.window.session, _stick(stage))
    stage.wait(dialog.goes.isEnabled)
    return dialog


def empty_folder(stage: Stage) -> QWidget:
    _share_out(stage)
    dialog = ExchangeDialog(stage.window, stage.window.session, stage.folder / "empty")
    stage.wait(lambda: not stage.window.session.busy)
    return dialog


SCENES: dict[str, Scene] = {
    "team-outline": outline,
    "team-only-mine": only_mine,
    "team-contested": contested,
    "team-shared-out": share_out,
    "team-groups": groups,
    "exchange": through_a_folder,
    "exchange-sealed": sealed,
    "exchange-no-folder": empty_folder,
}
