"""A mission begun from headquarters' pack by hand; its exports are sealed without a key typed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QToolButton

from assessor.assessment.mission.headquarters_key import headquarters_of
from assessor.assessment.mission.mission_start_packs import write_pack
from assessor.assessment.mission.passphrase_protection import (
    RECOVERY_SUFFIX,
    passphrase_declined_at,
)
from assessor.errors import ParcelError
from assessor.gui.export.export_dialog import ExportDialog
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
from tests.support.windows.home import drop, text_of
from tests.support.windows.mission_screens import press
from tests.support.windows.new_mission import begin, decline

pytestmark = pytest.mark.window


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
    screen = window.show_screen("new")
    qtbot.waitUntil(lambda: screen._create.isEnabled(), timeout=20_000)
    return screen


def export(window, qtbot, path, *, sealed=True):
    dialog = ExportDialog(window, window.session, window.doors)
    dialog.show()
    if not sealed:
        dialog._seal.box.click()
    dialog._path.setText(str(path))
    dialog._export()
    qtbot.waitUntil(lambda: dialog._work is None, timeout=20_000)
    said = text_of(dialog)
    dialog.accept()
    return said


def test_a_dropped_pack_shows_whose_it_is_and_begins_the_mission(
    window, chosen, office, qtbot, tmp_path
):
    shown = text_of(chosen)
    assert "HQ Geneva" in shown and office.identity.words in shown
    assert chosen._form.currentText() == "San Verano 2026"
    assert "HQ Geneva can give the file a new one" in shown
    chosen._pack_part.compared.click()
    begin(chosen, qtbot, tmp_path / "a.mission", secret=("orange tram", "orange tram"))
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
    decline(chosen, qtbot)
    begin(chosen, qtbot, tmp_path / "a.mission")
    assert known_people(window.session.preferences.folder) == {}
    dialog = ExportDialog(window, window.session, window.doors)
    dialog.show()
    assert "Seal the answers to HQ Geneva" in dialog._seal.box.text()
    assert passphrase_declined_at(window.session.assessment.mission) > 0
    dialog.reject()


def test_a_mission_without_a_pack_has_nobody_to_seal_to(window, qtbot, tmp_path, office):
    window.session.create(tmp_path / "a.mission", office.source)
    dialog = ExportDialog(window, window.session, window.doors)
    dialog.show()
    assert not dialog._seal.box.isVisible()
    assert (dialog._seal.recipients, dialog._seal.sealed_to, dialog._seal.includes_recovery) == (
        (),
        "",
        True,
    )
    dialog.reject()


def test_others_are_sealed_to_by_their_key_and_get_no_way_to_the_passphrase(
    window, chosen, qtbot, tmp_path, monkeypatch
):
    decline(chosen, qtbot)
    begin(chosen, qtbot, tmp_path / "a.mission")
    other = create_headquarters_key(tmp_path / "partner")
    (tmp_path / "Partner.pub").write_text(other)
    (tmp_path / "letter.txt").write_text("no key")
    dialog = ExportDialog(window, window.session, window.doors)
    seal = dialog._seal
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
    dialog.reject()


def test_a_pack_with_a_passphrase_asks_until_it_fits(window, office, qtbot, tmp_path, when_asked):
    plain = tmp_path / "plain.pack"
    write_pack(plain, office.source, office.identity, [office.public])
    office.pack_path = tmp_path / "told.pack"
    office.pack_path.write_bytes(closed(plain.read_bytes(), "orange tram"))
    asked = []

    def answer(dialog):
        assert isinstance(dialog, UnlockDialog)
        asked.append(dialog)
        dialog._field.setText("wrong" if len(asked) == 1 else "orange tram")
        if len(asked) == 1:
            when_asked(answer)
        dialog.accept()

    when_asked(answer)
    window.begin(office.pack_path)
    screen = window.show_screen("new")
    qtbot.waitUntil(lambda: screen._create.isEnabled(), timeout=20_000)
    assert len(asked) == 2 and screen._pack_part.isVisible()


def test_a_file_that_is_no_pack_is_refused_on_the_page(window, qtbot, tmp_path):
    (tmp_path / "x.pack").write_bytes(b"nothing of the kind" * 20)
    window.begin(tmp_path / "x.pack")
    screen = window.show_screen("new")
    qtbot.waitUntil(lambda: screen._trouble.isVisible())
    assert "not a mission pack" in screen._trouble.text()
    assert not screen._create.isEnabled() and not screen._pack_part.isVisible()


def test_a_pack_is_chosen_by_the_menu_and_left_again(window, office, qtbot, tmp_path, monkeypatch):
    office.pack("a")
    window.begin(None)
    screen = window.show_screen("new")
    qtbot.waitUntil(lambda: screen._create.isEnabled(), timeout=20_000)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "a.pack"), ""))
    screen._form.setCurrentIndex(screen._form.findData("other"))
    screen._form_chosen()
    qtbot.waitUntil(lambda: screen._pack_part.isVisible(), timeout=20_000)
    screen._form.setCurrentIndex(0)
    screen._form_chosen()
    qtbot.waitUntil(lambda: screen._create.isEnabled(), timeout=20_000)
    assert not screen._pack_part.isVisible() and screen._pack is None


def test_a_newer_pack_dropped_on_the_desk_brings_the_roster_up_to_date(
    window, chosen, office, qtbot, tmp_path, when_asked
):
    decline(chosen, qtbot)
    begin(chosen, qtbot, tmp_path / "a.mission")
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
    decline(chosen, qtbot)
    begin(chosen, qtbot, tmp_path / "a.mission")
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
    chosen._form.setFocus()
    reached = []
    for _ in range(12):
        qtbot.keyClick(chosen.window().focusWidget(), Qt.Key.Key_Tab)
        reached.append(chosen.window().focusWidget())
    assert chosen._pack_part.compared in reached
