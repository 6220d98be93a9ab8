"""A file that ends in .age is dropped on the window: only its content says what it is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyrage
import pytest
from PySide6.QtWidgets import QFileDialog

from assessor.assessment.base.classify_files import classify_files
from assessor.assessment.exchange.exchange_folder import exchange, team_keys
from assessor.assessment.exchange.invitation_files import write_invitation
from assessor.gui.app.drag_and_drop.desk_drop import apply_drop
from assessor.gui.files import storage_banner
from assessor.gui.files.passphrase_fields import UnlockDialog
from assessor.parcel.keys.age_sealing import (
    create_headquarters_key,
    derive_age_key,
    headquarters_public,
    public_age_key,
    seal_to,
)
from assessor.parcel.keys.age_sealing import seal_with_passphrase as sealed_with
from tests.support.assessment.laptops import laptop, small_form
from tests.support.screens.page import Page
from tests.support.windows.dialogs import answers

pytestmark = [pytest.mark.window, pytest.mark.usefixtures("quickly_derived", "quickly_sealed")]

WORDS = "orange tram window"
SOMEBODY_ELSE = "The file is sealed to somebody else"
EARLIER = "An earlier version of Assessor left this file"


@pytest.fixture(params=["first screen", "desk", "open"])
def give(request, window, tmp_path, monkeypatch):
    """Give a file to the window: drop it on the first screen or a mission, or open it."""
    monkeypatch.setattr(storage_banner, "documents", lambda: tmp_path / "documents")
    if request.param == "desk":
        window.session.create(tmp_path / "own.mission", small_form(tmp_path))

    def give(path: Path) -> None:
        if request.param == "desk":
            apply_drop(window, classify_files([path]))
        elif request.param == "open":
            window.open_mission(path)
        else:
            window.show_screen("home").open_files([path])

    return give


def theirs(tmp_path, **wishes):
    """María's mission, open."""
    mission = laptop(tmp_path, "María").create(small_form(tmp_path), **wishes)
    mission.answer("/data/police/reports", "7")
    return mission


def typing(when_asked, word):
    def answer(dialog):
        Page(dialog).fill("Passphrase of this mission", word)
        dialog.accept()

    return when_asked(answer, UnlockDialog)


def test_what_is_sealed_to_somebody_else_says_so(give, tmp_path, when_asked):
    """Headquarters was to get it; it was offered as something to join or to receive."""
    key = pyrage.x25519.Identity.generate()
    path = tmp_path / "something.age"
    path.write_bytes(seal_to(b"%PDF-1.7", [str(key.to_public())]))
    texts = answers(when_asked, "Close")
    give(path)
    assert SOMEBODY_ELSE in texts[0]


def test_a_backup_that_was_sealed_is_saved_to_be_opened(give, tmp_path, when_asked, monkeypatch):
    """A backup was sealed with a passphrase by another program, age itself."""
    theirs(tmp_path).close()
    path, target = tmp_path / "backup.mission.age", tmp_path / "saved.mission"
    path.write_bytes(sealed_with((tmp_path / "María" / "our.mission").read_bytes(), WORDS))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    said = []

    def unlock(dialog):
        when_asked(lambda done: (said.append(Page(done).text), done.accept()))
        Page(dialog).fill("Passphrase of this mission", WORDS)
        dialog.accept()

    when_asked(unlock, UnlockDialog)
    give(path)
    assert "held a mission file, perhaps a backup" in said[0] and "saved.mission" in said[0]
    assert target.read_bytes() == (tmp_path / "María" / "our.mission").read_bytes()
    assert target.stat().st_mode & 0o777 == 0o600


def test_an_invitation_that_was_sealed_joins_its_mission(window, tmp_path, when_asked, monkeypatch):
    """A mail program's age plug-in sealed the invitation to the key of this laptop."""
    monkeypatch.setattr(storage_banner, "documents", lambda: tmp_path / "documents")
    home = window.session.preferences.folder
    create_headquarters_key(home)
    with theirs(tmp_path) as mission:
        invitation = write_invitation(mission, tmp_path)
    path = tmp_path / "come.age"
    path.write_bytes(seal_to(invitation.read_bytes(), headquarters_public(home)))
    window.show_screen("home").open_files([path])
    now = window.session.assessment
    assert now.path.parent == tmp_path / "documents" / "Assessor"
    key = window.session.identity().public.hex()
    assert key in now.mission.authority(now.uuid).members


def test_what_an_earlier_version_left_says_how_to_join(give, tmp_path, when_asked):
    """Earlier versions sealed to a key of passphrase and assessment, unknown on a new laptop."""
    with theirs(tmp_path, passphrase=WORDS) as mission:
        keys = team_keys(mission, WORDS)
        path = exchange(mission, tmp_path, keys=keys).path
        opened = pyrage.decrypt(path.read_bytes(), [pyrage.x25519.Identity.from_str(keys[-1])])
        key = public_age_key(derive_age_key(WORDS, mission.uuid))
    path.write_bytes(seal_to(opened, [key]))
    texts = answers(when_asked, "Close")
    give(path)
    assert EARLIER in texts[0] and "ask a member of the team" in texts[0]


def test_the_mission_that_an_earlier_version_left_it_for_takes_it_in(tmp_path):
    """The other way round: an exchange on a laptop that has the mission opens it."""
    maria, noor = laptop(tmp_path, "María"), laptop(tmp_path, "Noor", hour=11)
    maria.create(small_form(tmp_path), passphrase=WORDS).close()
    shutil.copyfile(maria.mission, noor.mission)
    from assessor.assessment.assessment import Assessment

    with Assessment.open(maria.mission, identity=maria.identity(), passphrase=WORDS) as mission:
        mission.answer("/data/police/reports", "7")
        keys = team_keys(mission, WORDS)
        path = exchange(mission, tmp_path, keys=keys[:1]).path
    with Assessment.open(noor.mission, identity=noor.identity(), passphrase=WORDS) as mission:
        exchange(mission, path.parent, keys=team_keys(mission, WORDS))
        assert mission.node("/data/police/reports").value == "7"
