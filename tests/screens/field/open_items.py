"""Open items, with a sample mission at the end of a day."""

from __future__ import annotations

import shutil

from PySide6.QtWidgets import QWidget

from assessor.assessment.assessment import Assessment
from assessor.assessment.entries.comments import add_comment
from assessor.assessment.entries.tasks import assign_tasks
from assessor.assessment.exchange.exchange_folder import receive_files
from assessor.gui.checks.open_items_dialog import OpenItemsDialog
from assessor.parcel.keys.identity import load_identity
from tests.screens.field.desk import open_desk
from tests.screens.stage import Scene, Stage

_INV = "/data/sec_inv"


def _handed_elsewhere(stage: Stage) -> None:
    """Let a colleague assign two sections to somebody else."""
    session = stage.window.session
    session.assessment.seal()
    theirs = stage.folder / "theirs.mission"
    shutil.copy(session.assessment.path, theirs)
    with Assessment.open(theirs, identity=load_identity(stage.folder / "zoe", "Zoë")) as mission:
        assign_tasks(mission, [_INV, "/data/sec_law"], "Zoë Lind")
    session.do(lambda now: assign_tasks(now, [_INV, "/data/sec_law"], "Ben Okafor Adeyemi"))
    receive_files(session.assessment, [theirs])
    session.reload()


def _work_left(stage: Stage) -> None:
    open_desk(stage, f"{_INV}/inv_unit_women")
    session = stage.window.session
    session.answer(f"{_INV}/inv_unit_women", {"value": "4000"})
    session.answer(f"{_INV}/inv_undercover_law", {"value": "", "missing": "pending"})
    session.answer("/data/sec_thr/thr_need", {"value": ""})
    text = "اطلب السجل" if session.language == "ar" else "Ask for the register."
    session.do(lambda now: add_comment(now, f"{_INV}/inv_unit_women", text))
    session.do(lambda now: assign_tasks(now, [_INV], "Ben Okafor"))
    _handed_elsewhere(stage)


def open_items(stage: Stage) -> QWidget:
    _work_left(stage)
    return OpenItemsDialog(stage.window, stage.window.session, stage.window.doors)


def narrowed(stage: Stage) -> QWidget:
    _work_left(stage)
    shown = OpenItemsDialog(stage.window, stage.window.session, stage.window.doors)
    shown.search.setText("xyzzy")
    return shown


SCENES: dict[str, Scene] = {"open-items": open_items, "open-items-nothing-fits": narrowed}
