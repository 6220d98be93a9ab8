"""The desk, with the sample missions."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from assessor.assessment.assessment import Assessment
from assessor.assessment.base.classify_files import classify_files
from assessor.assessment.exchange.exchange_folder import receive_files
from assessor.assessment.samples.samples import make_missions
from assessor.gui.app.drag_and_drop.desk_drop import apply_drop
from assessor.gui.app.drag_and_drop.drag_controller import DragController
from assessor.parcel.keys.identity import load_identity
from tests.screens.stage import Scene, Stage
from tests.support.screens.desk.questions import repeat_of

_COUNTRY = {"ar": "XSH", "en": "XSV", "es": "XSV", "fr": "XNY"}


@lru_cache(maxsize=1)
def _folder() -> tempfile.TemporaryDirectory[str]:
    """Return the sample missions, made once; two laptops of one country have a conflict."""
    place = tempfile.TemporaryDirectory()
    laptops = make_missions(Path(place.name))
    a, b = (each for each in laptops if each.country == "XSV")
    with Assessment.open(a.mission, identity=load_identity(a.home)) as mission:
        receive_files(mission, [b.mission])
    return place


def sample_mission(country: str, into: Path) -> Path:
    laptops = {path.name: path for path in Path(_folder().name).glob("*.mission")}
    name = {"XSV": "San Verano a", "XSH": "Sahliya", "XNY": "Nyasera a"}[country]
    return Path(shutil.copy(laptops[f"{name}.mission"], into / f"{name}.mission"))


def open_desk(
    stage: Stage, reference: str, *, wide: int = 1440, tall: int = 900, country: str = ""
) -> Any:
    """Open the desk at a question, in the window's language."""
    session = stage.window.session
    session.open(sample_mission(country or _COUNTRY.get(session.language, "XSV"), stage.folder))
    session.speak(session.language)
    stage.window.resize(wide, tall)
    desk: Any = stage.window.show_screen("desk")
    stage.settle()
    desk.go_to(reference)
    return desk


def at(reference: str, *, wide: int = 1440, tall: int = 900) -> Scene:
    """Return a scene: the desk at a reference."""

    def scene(stage: Stage) -> QWidget:
        open_desk(stage, reference, wide=wide, tall=tall)
        return stage.window

    return scene


def _with(reference: str, then: Callable[[Any], None]) -> Scene:
    def scene(stage: Stage) -> QWidget:
        desk = open_desk(stage, reference)
        stage.settle()
        then(desk)
        return stage.window

    return scene


def _open_first(desk: Any) -> None:
    repeat = repeat_of(desk, "/data/closing/recs")
    repeat.open_row(0)
    desk.page.verticalScrollBar().setValue(0)


def _violate(desk: Any) -> None:
    desk.session.answer("/data/sec_inv/inv_unit_women", {"value": "4000"})
    desk.session.answer("/data/sec_inv/inv_undercover_law", {"value": "bygone"})


def disputed(stage: Stage) -> QWidget:
    """A decision that was reverted: both answers are current again, with their authors."""
    desk = open_desk(stage, "", country="XSV", tall=1000)
    session = desk.session
    conflict = next(one for one in session.assessment.conflicts() if one.kind == "answer")
    session.do(lambda now: now.decide(conflict, take=conflict.heads[1].name, note="Read later"))
    session.undo()
    desk.go_to(conflict.key)
    desk.show_inspector(True)
    return stage.window


def hovering(*names: str) -> Scene:
    """Files dragged over the desk: a report, a law, a photograph."""

    def scene(stage: Stage) -> QWidget:
        desk = open_desk(stage, f"{_INV}/inv_unit_criteria")
        stage.settle()
        paths = [stage.folder / name for name in names]
        for path in paths:
            path.write_bytes(b"a file")
        drops = stage.window.findChild(DragController)
        assert drops is not None
        drops.hover(paths)
        stage.wait(lambda: drops.is_classified)
        if not desk.inspector.reference:
            raise RuntimeError("no question is in focus")
        return stage.window

    return scene


def attached(stage: Stage) -> QWidget:
    """The message after files were dropped."""
    open_desk(stage, f"{_INV}/inv_unit_criteria")
    stage.settle()
    path = stage.folder / "Ordinance 14 of 2021.txt"
    path.write_text("Article 1")
    apply_drop(stage.window, classify_files([path]))
    stage.settle()
    return stage.window


_INV = "/data/sec_inv"
SCENES: dict[str, Scene] = {
    "desk-mission": at("/data/mission/mission_code"),
    "desk-facts": _with(f"{_INV}/inv_unit_women", _violate),
    "desk-stage": at(f"{_INV}/inv_unit_criteria"),
    "desk-law": at("/data/sec_law/law_table/law_csam"),
    "desk-offers": at("/data/sec_cap/ta_offers"),
    "desk-recs": _with("/data/closing/recs", _open_first),
    "desk-disputed": disputed,
    "desk-hover": hovering("Ordinance 14 of 2021.txt"),
    "desk-hover-mixed": hovering("San Verano.mission", "Ordinance 14.txt", "door.jpg"),
    "desk-attached": attached,
    "desk-narrow": at(f"{_INV}/inv_unit_criteria", wide=900, tall=760),
    "desk-narrow-law": at("/data/sec_law/law_table/law_csam", wide=900, tall=760),
    "desk-wide": at("/data/sec_thr/thr_need", wide=1920, tall=1080),
}
