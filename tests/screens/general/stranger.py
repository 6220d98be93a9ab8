"""What a stranger says where no member of the team says anything: on the desk, and in the inbox."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from assessor.parcel.keys.identity import load_identity
from assessor.registry.receive.receiver import receive
from assessor.store.write.mission import Mission
from tests.screens.stage import Scene, Stage
from tests.support.assessment.laptops import Laptop, laptop, small_form
from tests.support.parcel.parcel_files import stranger_entries
from tests.support.screens.headquarters.headquarters import HeadquartersScreen

CASES = "/data/police/cases"
SAID: dict[tuple[str, str], dict[str, object] | None] = {
    ("answer", CASES): {"value": "9", "evidence": "verified"},
    ("review", "r1"): {"reference": CASES, "state": "redo", "note": "Headquarters asks for 5."},
    ("comment", "c1"): {"reference": CASES, "text": "The ministry counts otherwise."},
    ("statement", "t1"): {"reference": CASES, "source": "s1", "value": "5"},
}


def _told(stage: Stage) -> tuple[Laptop, Path]:
    elena = laptop(stage.folder, "Elena")
    with elena.create(small_form(stage.folder)) as mission:
        mission.answer("/data/police/reports", "120")
        mission.seal()
        stranger = load_identity(stage.folder / "stranger", "Headquarters")
        parcel = stranger_entries(stage.folder, mission.mission, stranger, SAID)
        receive(mission.mission, [parcel])
    return elena, parcel


def stranger_on_the_desk(stage: Stage) -> QWidget:
    elena, _ = _told(stage)
    stage.window.open_mission(elena.mission)
    desk = stage.window.show_screen("desk")
    desk.go_to(CASES)
    desk.inspector.show_question(stage.window.session.assessment.node(CASES))
    stage.settle()
    return stage.window


def stranger_in_the_inbox(stage: Stage) -> QWidget:
    _, parcel = _told(stage)
    path = stage.folder / "hq.registry"
    with Mission.create(path, role="registry") as registry:
        receive(registry, [parcel])
    stage.window.show_screen("headquarters").open_registry(path)
    HeadquartersScreen(stage.window).inbox()
    return stage.window


SCENES: dict[str, Scene] = {
    "stranger-desk": stranger_on_the_desk,
    "stranger-inbox": stranger_in_the_inbox,
}
