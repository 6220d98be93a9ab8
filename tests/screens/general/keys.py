"""The screens of people, keys and locks."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from assessor.assessment.mission.form_files import form_source
from assessor.assessment.mission.mission_start_packs import open_pack, write_pack
from assessor.gui.app.auto_lock import AutoLock
from assessor.gui.export.export_dialog import ExportDialog
from assessor.gui.files.passphrase_dialogs import ChangePassphrase, ChoosePassphrase
from assessor.gui.files.registry_seal import SealForReaders
from assessor.gui.publish.pack_dialog import PackDialog
from assessor.gui.team.introduction_dialog import IntroductionDialog
from assessor.gui.team.people_dialog import PeopleDialog
from assessor.parcel.keys.age_sealing import create_headquarters_key
from assessor.parcel.keys.contact_card import Contact, make_card, read_card
from assessor.parcel.keys.identity import Identity, load_identity
from assessor.parcel.keys.known_people import confirm_contact
from assessor.registry.receive.receiver import receive
from assessor.registry.trust.trust_roster import revoke_key, trust_key
from tests.screens.general.headquarters import headquarters, made
from tests.screens.general.mission import mission
from tests.screens.stage import Scene, Stage
from tests.support.screens.headquarters.headquarters import HeadquartersScreen
from tests.support.screens.mission.new_mission import PATH, NewMissionScreen


def person(stage: Stage, name: str) -> Identity:
    """Return a person with an own laptop."""
    return load_identity(stage.folder / name, name)


def contact(stage: Stage, name: str, organisation: str) -> Contact:
    """Show a contact card."""
    return read_card(make_card(person(stage, name), organisation))


def people(stage: Stage) -> QWidget:
    for name, organisation in (("Tomás Vega", "UNODC"), ("هدى منصور", "وزارة العدل")):
        one = contact(stage, name, organisation)
        confirm_contact(stage.window.session.preferences.folder, one, one.words, 1_764_000_000_000)
    stage.window.session.preferences.put("organisation", "UNODC")
    shown = PeopleDialog(stage.window, stage.window.session)
    shown.show()
    return shown


def people_empty(stage: Stage) -> QWidget:
    shown = PeopleDialog(stage.window, stage.window.session)
    shown.show()
    return shown


def meeting(stage: Stage) -> QWidget:
    shown = IntroductionDialog(
        stage.window, stage.window.session, [contact(stage, "Tomás Vega", "UNODC")]
    )
    shown.show()
    return shown


def waiting(stage: Stage) -> QWidget:
    """Headquarters with a roster that lacks some senders."""
    headquarters(stage)
    screen = stage.window.show_screen("headquarters")
    screen.create_registry(stage.folder / "new.registry")
    fresh = screen.office.mission
    trust_key(fresh, "ab" * 32, "Tomás Vega")
    receive(fresh, [made() / "reports"])
    screen.show_registry()
    return stage.window


def history(stage: Stage) -> QWidget:
    """The inspector at a question with an answer of an unverified person."""
    mission(stage)
    stage.window.session.assessment.seal()
    desk = stage.window.show_screen("desk")
    answers = stage.window.session.assessment.mission.heads(
        stage.window.session.assessment.uuid, "answer"
    )
    reference = next(key for (_, key), tips in answers.items() if tips[0].body.get("note"))
    desk.go_to(reference)
    stage.settle()
    return desk.inspector.history


def pack(stage: Stage) -> Path:
    """A pack of an unknown headquarters."""
    office = person(stage, "UNODC Vienna")
    public = create_headquarters_key(office.home)
    path = stage.folder / "san-verano.pack"
    source = form_source("cybercrime_needs")
    write_pack(path, source, office, [public], title="San Verano 2026", country="XSV")
    return path


def new_pack(stage: Stage) -> QWidget:
    page = NewMissionScreen.anew(stage.window, pack(stage)).wait_until_ready()
    page.fill(PATH, "/home/maria/Documents/Assessor/mission-2026-11-24.mission")
    return page.part("column", QWidget)


def export_sealed(stage: Stage) -> QWidget:
    opened = open_pack(pack(stage))
    stage.window.session.begin(stage.folder / "a.mission", opened)
    shown = ExportDialog(stage.window, stage.window.session, stage.window.doors)
    shown.show()
    view = shown.preview.pane.view
    stage.wait(lambda: 0 in view.rendered)
    return shown


def locked(stage: Stage) -> QWidget:
    session = stage.window.session
    source = form_source("cybercrime_needs")
    session.create(stage.folder / "a.mission", source, passphrase="orange tram window")
    stage.window.findChild(AutoLock).lock()
    return stage.window


def passphrase_change(stage: Stage) -> QWidget:
    session = stage.window.session
    source = form_source("cybercrime_needs")
    session.create(stage.folder / "a.mission", source, passphrase="orange tram window")
    shown = ChangePassphrase(stage.window, session, session.assessment.mission)
    shown.show()
    return shown


def passphrase_choose(stage: Stage) -> QWidget:
    shown = ChoosePassphrase(stage.window, stage.window.session.language, "hq.registry")
    shown.show()
    return shown


def registry_seal(stage: Stage) -> SealForReaders:
    shown = SealForReaders(stage.window, stage.window.session.language, "")
    shown.show()
    return shown


def registry_seal_declined(stage: Stage) -> QWidget:
    shown = registry_seal(stage)
    shown.protection.box.click()
    return shown


def roster(stage: Stage) -> QWidget:
    headquarters(stage)
    screen = stage.window.show_screen("headquarters")
    registry = screen.office.mission
    for name in ("Tomás Vega", "هدى منصور", "Ruth Kaveina"):
        trust_key(registry, person(stage, name).public.hex(), name)
    revoke_key(registry, person(stage, "Ruth Kaveina").public.hex(), 1_764_000_000_000)
    screen.show_registry()
    roster_page = HeadquartersScreen(stage.window).roster()
    roster_page.table("The roster of this registry").go_to(0)
    return stage.window


def pack_make(stage: Stage) -> QWidget:
    headquarters(stage)
    screen = stage.window.show_screen("headquarters")
    shown = PackDialog(stage.window, stage.window.session, screen.office)
    shown.title.setText("San Verano 2026")
    shown.show()
    return shown


SCENES: dict[str, Scene] = {
    "people": people,
    "people-empty": people_empty,
    "meeting": meeting,
    "waiting": waiting,
    "history": history,
    "new-pack": new_pack,
    "export-sealed": export_sealed,
    "locked": locked,
    "roster": roster,
    "pack-make": pack_make,
    "passphrase-change": passphrase_change,
    "passphrase-choose": passphrase_choose,
    "registry-seal": registry_seal,
    "registry-seal-declined": registry_seal_declined,
}
