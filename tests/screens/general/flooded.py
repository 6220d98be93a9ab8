"""The inbox of headquarters, which many strangers filled."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from assessor.parcel.pack.parcel_pack import pack_parcel
from assessor.registry.receive.receiver import receive_parcel
from assessor.store.write.mission import Mission
from tests.screens.stage import Scene, Stage
from tests.support.registry.floods import elena_with_answers, flood
from tests.support.screens.headquarters.headquarters import HeadquartersScreen


def headquarters_flooded(stage: Stage) -> QWidget:
    path = stage.folder / "hq.registry"
    with (
        elena_with_answers(stage.folder, count=1) as elena,
        Mission.create(path, role="registry") as registry,
    ):
        own = pack_parcel(elena.mission, [elena.uuid])
        for number, parcel in enumerate([own, *flood(elena, 12, questions=1)]):
            receive_parcel(registry, parcel, f"{number}.assessor")
    stage.window.receive(())
    stage.window.show_screen("headquarters").open_registry(path)
    HeadquartersScreen(stage.window).inbox()
    return stage.window


SCENES: dict[str, Scene] = {"headquarters-flooded": headquarters_flooded}
