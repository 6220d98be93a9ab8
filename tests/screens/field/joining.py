"""Joining: the questions for a name, and strips above a mission: in a cloud, without its form."""

from __future__ import annotations

from collections.abc import Callable
from unittest.mock import patch

from PySide6.QtWidgets import QWidget

from assessor.assessment.assessment import Assessment
from assessor.assessment.exchange.exchange_folder import exchange
from assessor.assessment.exchange.invitation_files import (
    join_mission,
    open_invitation,
    write_invitation,
)
from assessor.assessment.exchange.team_keys import take_back, team_names
from assessor.assessment.mission.form_files import form_source
from assessor.gui.feedback.prompts import name_prompt
from assessor.gui.team import invitation_steps
from assessor.gui.team.invitations_dialog import InvitationsDialog
from assessor.gui.team.team_dialog import TeamDialog
from assessor.gui.toolkit.dialogs.message_dialog import MessageDialog
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.parcel.keys.identity import load_identity
from assessor.registry.receive.receiver import receive
from assessor.store.write.mission import Mission
from tests.screens.general.headquarters import copied
from tests.screens.stage import Scene, Stage
from tests.support.screens.page import Page


def name_question(stage: Stage) -> QWidget:
    return name_prompt(stage.window, Phrases(stage.window.session.language))


def joining_question(stage: Stage) -> QWidget:
    phrases = Phrases(stage.window.session.language)
    given = {"mission": "San Verano", "name": "María Núñez"}
    return name_prompt(
        stage.window, phrases, phrases("{mission}, from {name}: your name?", **given)
    )


def _founded(stage: Stage) -> Assessment:
    """Open a mission that the person of the scene began, and return it."""
    session, source = stage.window.session, form_source("cybercrime_needs")
    session.create(stage.folder / "San Verano.mission", source, country="XSV")
    stage.window.show_desk("")
    return session.assessment


def _told(stage: Stage, show: Callable[[], object]) -> QWidget:
    """Return the last message that is shown on the way; each is left by itself."""
    shown: list[MessageDialog] = []

    def keep(dialog: MessageDialog) -> int:
        shown.append(dialog)
        return 0

    with (
        patch.object(invitation_steps, "choose_folder", return_value=stage.folder),
        patch.object(MessageDialog, "exec", keep),
    ):
        show()
    return shown[-1]


def invited(stage: Stage) -> QWidget:
    _founded(stage)
    return _told(
        stage, lambda: invitation_steps.invite_colleague(stage.window, stage.window.session)
    )


def invitations(stage: Stage) -> InvitationsDialog:
    own = _founded(stage)
    for name in ("María Núñez", "Amal Haddad"):
        found = open_invitation(write_invitation(own, stage.folder))
        person = load_identity(stage.folder / name, name)
        with join_mission(stage.folder / f"{name}.mission", found, person) as theirs:
            receive(own.mission, [exchange(theirs, stage.folder).path])
    write_invitation(own, stage.folder)
    take_back(own, team_names(own).invitations()[-1].public)
    shown = InvitationsDialog(stage.window, stage.window.session)
    shown.show()
    return shown


def members(stage: Stage) -> TeamDialog:
    """A colleague, and a thief under the name of who began the mission."""
    own = _founded(stage)
    for number, name in enumerate(("María Núñez", own.identity.name)):
        found = open_invitation(write_invitation(own, stage.folder))
        person = load_identity(stage.folder / f"laptop {number}", name)
        with join_mission(stage.folder / f"{number}.mission", found, person) as theirs:
            receive(own.mission, [exchange(theirs, stage.folder).path])
    stage.window.session.reload()
    shown = TeamDialog(stage.window, stage.window.session, lambda: None)
    shown.show()
    return shown


def taking_back(stage: Stage) -> QWidget:
    page = Page(invitations(stage))
    page.table("Who was invited").go_to(1)
    return _told(stage, lambda: page.press("Take the invitation back…"))


def offer(stage: Stage) -> QWidget:
    _founded(stage)
    folder = stage.folder / "away"
    folder.mkdir()
    person = load_identity(folder, "María Núñez")
    source = form_source("cybercrime_needs")
    with Assessment.create(
        folder / "theirs.mission", source, identity=person, country="XSV"
    ) as theirs:
        path = exchange(theirs, folder).path
    return _told(stage, lambda: stage.window.receive_from_colleagues([path]))


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
    "joining-invitations": invitations,
    "joining-members": members,
    "joining-taking-back": taking_back,
    "joining-offer": offer,
    "joining-storage": in_a_cloud,
    "mission-without-its-form": without_its_form,
}
