"""A team: whose each section is in the outline, and the screen that shares them out."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from tests.screens.desk import _desk
from tests.screens.stage import Scene, Stage

_INV, _FOR = "/data/sec_inv", "/data/sec_for"


def _share_out(stage: Stage) -> Any:
    desk = _desk(stage, f"{_INV}/inv_unit_women")
    session = stage.window.session
    ben, zoe = ("بن أوكافور", "زوي") if session.language == "ar" else ("Ben Okafor", "Zoë Lind")
    own = session.mission.identity.name
    given = {"thr": own, "pol": ben, "law": zoe, "inv": own, "for": ben, "jud": zoe, "int": zoe}
    for code, person in given.items():
        session.do(lambda now, c=code, p=person: now.give([f"/data/sec_{c}"], p))
    stage.settle()
    return desk


def outline(stage: Stage) -> QWidget:
    _share_out(stage)
    return stage.window


def only_mine(stage: Stage) -> QWidget:
    desk = _share_out(stage)
    desk.outline.only_mine.click()
    return stage.window


SCENES: dict[str, Scene] = {"team-outline": outline, "team-only-mine": only_mine}
