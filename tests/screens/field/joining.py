"""Joining: the questions for a name, and strips above a mission: in a cloud, without its form."""

from __future__ import annotations

from unittest.mock import patch

from PySide6.QtWidgets import QWidget

from assessor.gui.feedback.prompts import name_prompt
from assessor.gui.team import invitation_steps
from assessor.gui.toolkit.dialogs.message_dialog import MessageDialog
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.store.write.mission import Mission
from tests.screens.general.headquarters import copied
from tests.screens.general.mission import mission
from tests.screens.stage import Scene, Stage


def name_question(stage: Stage) -> QWidget:
    return name_prompt(stage.window, Phrases(stage.window.session.language))


def joining_question(stage: Stage) -> QWidget:
    phrases = Phrases(stage.window.session.language)
    given = {"mission": "San Verano", "name": "María Núñez"}
    return name_prompt(
        stage.window, phrases, phrases("{mission}, from {name}: your name?", **given)
    )


def invited(stage: Stage) -> QWidget:
    mission(stage)
    shown = []
    folder = stage.folder / "stick"
    folder.mkdir()

    def keep(dialog: MessageDialog) -> int:
        shown.append(dialog)
        return 0

    with (
        patch.object(invitation_steps, "choose_folder", return_value=folder),
        patch.object(MessageDialog, "exec", keep),
    ):
        invitation_steps.invite_colleague(stage.window, stage.window.session)
    return shown[0]


def in_a_cloud(stage: Stage) -> QWidget:
    path = copied(stage, "field/San Verano a.mission")
    folder = stage.folder / "OneDrive - UNODC"
    folder.mkdir()
    stage.window.open_mission(path.rename(folder / path.name))
    return stage.window


def without_its_form(stage: Stage) -> QWidget:
    path = copied(stage, "field/San Verano a.mission")
    with Mission.open(path) as changed, changed.connection.transaction():
        changed.connection.execute("UPDATE form SET packed=?", (b"another form",))
    with patch.object(MessageDialog, "exec", lambda _: 0):
        stage.window.open_mission(path)
    return stage.window


SCENES: dict[str, Scene] = {
    "joining-name": name_question,
    "joining-question": joining_question,
    "joining-invited": invited,
    "joining-storage": in_a_cloud,
    "mission-without-its-form": without_its_form,
}
