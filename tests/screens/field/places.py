"""A question for a place, and the map to pick it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from assessor.gui.toolkit.maps.place_picker import PlacePicker
from tests.gui.kitchen import ANSWERS, kitchen
from tests.screens.stage import Scene, Stage


def _picker(stage: Stage, *, shown: str = "", country: str = "LBN") -> PlacePicker:
    made = PlacePicker(stage.window, stage.window.session.language, current=shown, country=country)
    made.show()
    stage.settle()
    return made


def empty(stage: Stage) -> QWidget:
    """The whole world: the mission's country is unknown."""
    return _picker(stage, country="")


def found(stage: Stage) -> QWidget:
    """A town found and marked, among towns of the same name."""
    picker = _picker(stage)
    picker.search.setText(
        {"ar": "طرابلس", "zh": "的黎波里"}.get(stage.window.session.language, "tripoli")
    )
    picker.search.returnPressed.emit()
    picker.map.zoom_by(0.5)
    stage.settle()
    return picker


def country(stage: Stage) -> QWidget:
    """The mission's country, no result, the keyboard focus on the map."""
    picker = _picker(stage)
    picker.search.setText("zzz")
    picker.map.setFocus()
    stage.settle()
    return picker


def asked(stage: Stage) -> QWidget:
    """The answered question."""
    session = stage.window.session
    session.create(stage.folder / "kitchen.mission", kitchen())
    session.ask_in("Arabic (ar)" if session.language == "ar" else "English (en)")
    session.answer("/data/days/office", {"value": ANSWERS["days/office"]})
    stage.window.show_desk("/data/days/office")
    stage.settle()
    stage.window.show_screen("desk").page.reveal("/data/days/area")
    stage.settle()
    return stage.window


SCENES: dict[str, Scene] = {
    "place-empty": empty,
    "place-found": found,
    "place-country": country,
    "place-asked": asked,
}
