"""A mission begun from headquarters' pack by hand; its exports are sealed without a key typed."""

import pytest
from PySide6.QtWidgets import QFileDialog, QToolButton

from assessor.assessment.mission.headquarters_key import headquarters_of
from assessor.assessment.mission.mission_start_packs import write_pack
from assessor.assessment.mission.passphrase_protection import (
    RECOVERY_SUFFIX,
    passphrase_declined_at,
)
from assessor.errors import ParcelError
from assessor.gui.files.passphrase_fields import UnlockDialog
from assessor.gui.mission.upgrade_dialog import UpgradeDialog
from assessor.gui.toolkit.dialogs.message_dialog import MessageDialog
from assessor.parcel.keys.age_sealing import create_headquarters_key
from assessor.parcel.keys.known_people import known_people
from assessor.parcel.pack.parcel_pack import unpack_parcel
from assessor.registry.trust.trust_roster import read_roster
from tests.support.assessment.laptops import SMALL, laptop, small_form
from tests.support.assessment.packs import Office
from tests.support.parcel.age_files import closed
from tests.support.screens.mission.export import ExportScreen
from tests.support.screens.mission.new_mission import FORM, NewMissionScreen
from tests.support.screens.page import Page, wait_until
from tests.support.windows.home import drop
from tests.support.windows.mission_screens import press

pytestmark = pytest.mark.window

COMPARED = "The same six words stand on my mission letter"
UNLOCK = "Passphrase of this mission"


@pytest.fixture
def office(tmp_path):
    made = Office(tmp_path)
    made.trust(laptop(tmp_path, "Ana"))
    yield made
    made.registry.close()


@pytest.fixture
def chosen(window, office, tmp_path, qtbot):
    """The new-mission screen with a pack dropped on the first screen."""
    office.pack("a", title="San Verano 2026", headquarters="HQ Geneva")
    assert "begin a mission from this pack" in drop(
        window.show_screen("home"), [tmp_path / "a.pack"]
    )
    return NewMissionScreen(window).wait_until_ready()


def export(window, qtbot, path, *, sealed=True):
    page = ExportScreen(window)
    if not sealed:
        page.seal.whole.plain.click()
    page.export(path)
    page.wait_until_written()
    said = page.text
    page.close()
    return said


def test_a_dropped_pack_shows_whose_it_is_and_begins_the_mission(
    window, chosen, office, qtbot, tmp_path
):
    shown = chosen.text
    assert "HQ Geneva" in shown and office.identity.words in shown
    assert chosen.read(FORM) == "San Verano 2026"
    assert "HQ Geneva can give the file a new one" in shown
    chosen.press(COMPARED)
    chosen.begin(tmp_path / "a.mission", secret=("orange tram", "orange tram"))
    mission = window.session.assessment.mission
    assert headquarters_of(mission).name == "HQ Geneva" and mission.encrypted
    assert len(read_roster(mission)) == 3
    assert (tmp_path / "a.mission").with_suffix(RECOVERY_SUFFIX).exists()
    known = known_people(window.session.preferences.folder)
    assert [one.public for one in known.values()] == [office.identity.public.hex()]
    window.session.assessment.answer("/data/police/reports", "3")
    said = export(window, qtbot, tmp_path / "a.assessor")
    assert "Sealed to" in said and "HQ Geneva" in said
    with pytest.raises(ParcelError):
        unpack_parcel((tmp_path / "a.assessor").read_bytes())
    assert unpack_parcel((tmp_path / "a.assessor").read_bytes(), identities=office.keys).recovery
    export(window, qtbot, tmp_path / "open.assessor", sealed=False)
    assert unpack_parcel((tmp_path / "open.assessor").read_bytes()).entries


def test_words_not_compared_leave_headquarters_unverified(window, chosen, qtbot, tmp_path):
    chosen.decline()
    chosen.begin(tmp_path / "a.mission")
    assert known_people(window.session.preferences.folder) == {}
    page = ExportScreen(window)
    assert page.shows("Seal the answers to HQ Geneva")
    assert passphrase_declined_at(window.session.assessment.mission) > 0
    page.close()


def test_a_mission_without_a_pack_has_nobody_to_seal_to(window, qtbot, tmp_path, office):
    window.session.create(tmp_path / "a.mission", office.source)
    page = ExportScreen(window)
    assert not page.seal.box.isVisible()
    assert (page.seal.recipients, page.seal.sealed_to) == ((), "")
    assert page.seal.includes_recovery
    page.close()


def test_others_are_sealed_to_by_their_key_and_get_no_way_to_the_passphrase(
    window, chosen, qtbot, tmp_path, monkeypatch
):
    chosen.decline()
    chosen.begin(tmp_path / "a.mission")
    other = create_headquarters_key(tmp_path / "partner")
    (tmp_path / "Partner.pub").write_text(other)
    (tmp_path / "letter.txt").write_text("no key")
    page = ExportScreen(window)
    seal = page.seal
    files = [str(tmp_path / name) for name in ("letter.txt", "Partner.pub")]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (files, ""))
    seal.more.click()
    assert seal.trouble.text()
    assert seal.sealed_to == "HQ Geneva, Partner"
    assert other in seal.recipients and len(seal.recipients) == 2
    assert not seal.includes_recovery
    seal.box.click()
    assert seal.recipients == (other,)
    [out] = [one for one in seal.findChildren(QToolButton) if "Partner" in one.accessibleName()]
    out.click()
    assert (seal.recipients, seal.includes_recovery) == ((), True)
    page.close()


def test_a_pack_with_a_passphrase_asks_until_it_fits(window, office, qtbot, tmp_path, when_asked):
    plain = tmp_path / "plain.pack"
    write_pack(plain, office.source, office.identity, [office.public])
    office.pack_path = tmp_path / "told.pack"
    office.pack_path.write_bytes(closed(plain.read_bytes(), "orange tram"))
    asked = []

    def answer(dialog):
        assert isinstance(dialog, UnlockDialog)
        asked.append(dialog)
        Page(dialog).fill(UNLOCK, "wrong" if len(asked) == 1 else "orange tram")
        if len(asked) == 1:
            when_asked(answer)
        dialog.accept()

    when_asked(answer)
    page = NewMissionScreen.anew(window, office.pack_path).wait_until_ready()
    assert len(asked) == 2 and page.shows_pack


def test_a_file_that_is_no_pack_is_refused_on_the_page(window, qtbot, tmp_path):
    (tmp_path / "x.pack").write_bytes(b"nothing of the kind" * 20)
    page = NewMissionScreen.anew(window, tmp_path / "x.pack")
    page.wait_for_text("not a mission pack")
    assert not page.is_ready and not page.shows_pack


def test_a_pack_is_chosen_by_the_menu_and_left_again(window, office, qtbot, tmp_path, monkeypatch):
    office.pack("a")
    page = NewMissionScreen.anew(window).wait_until_ready()
    shipped = page.options(FORM)[0]
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "a.pack"), ""))
    page.choose(FORM, "other")
    wait_until(lambda: page.shows_pack)
    page.choose(FORM, shipped)
    page.wait_until_ready()
    assert not page.shows_pack and " questions, some only" in page.text


def test_a_newer_pack_dropped_on_the_desk_brings_the_roster_up_to_date(
    window, chosen, office, qtbot, tmp_path, when_asked
):
    chosen.decline()
    chosen.begin(tmp_path / "a.mission")
    office.trust(laptop(tmp_path, "Ben"))
    office.pack("b")
    said = []

    def answer(dialog):
        said.append(dialog.accessibleName())
        dialog.accept()

    when_asked(answer, MessageDialog)
    drop(window, [tmp_path / "b.pack"])
    qtbot.waitUntil(lambda: len(said) == 1)
    assert "roster of 3 people" in said[0]
    assert "Ben" in {one.name for one in read_roster(window.session.assessment.mission).values()}
    when_asked(answer, MessageDialog)
    drop(window, [tmp_path / "a.pack"])
    qtbot.waitUntil(lambda: len(said) == 2)
    assert "newer one already" in said[1]


def test_the_form_of_a_newer_pack_is_offered_and_left_to_the_person(
    window, chosen, office, qtbot, tmp_path, when_asked
):
    chosen.decline()
    chosen.begin(tmp_path / "a.mission")
    newer = SMALL.replace("Cases opened", "Cases begun")
    office.source = small_form(tmp_path, f"{newer}| settings | | |\n| | version |\n| | 2 |\n")
    office.pack("b")

    def told(dialog):
        when_asked(lambda asked: press(asked, "Update to the newer version"), UpgradeDialog)
        dialog.accept()

    when_asked(told, MessageDialog)
    drop(window, [tmp_path / "b.pack"])
    qtbot.waitUntil(lambda: window.session.assessment.form.version == "2")
    assert window.session.assessment.form.version == "2"


def test_the_parts_of_a_pack_are_named_and_reached_by_tab(chosen, qtbot):
    chosen.choices(FORM).setFocus()
    assert chosen.button(COMPARED) in chosen.reached_by_tab(12)
