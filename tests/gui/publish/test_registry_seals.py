"""What leaves a protected registry by the window is sealed, unless a person says otherwise."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QFileDialog

from assessor.gui.files.registry_seal import SealForReaders
from assessor.gui.publish.publish_dialog import PublishDialog
from assessor.gui.registry.registry_session import RegistrySession
from assessor.gui.toolkit.dialogs.message_dialog import MessageDialog
from assessor.parcel.keys.age_sealing import open_sealed, passphrase_identity
from assessor.registry.receive.receiver import receive
from assessor.store.write.mission import Mission
from tests.support.registry.countries import founded, person
from tests.support.screens.headquarters.headquarters import HeadquartersScreen
from tests.support.windows.accessibility import check as check_access

pytestmark = pytest.mark.window

WORDS = "words for the readers"
COUNTRIES = "SVE", "NMB"


@pytest.fixture
def office(window, tmp_path, monkeypatch, quickly_derived, quickly_sealed):
    """Headquarters with two missions in a protected registry; a folder is chosen: out."""
    page, path = HeadquartersScreen(window), tmp_path / "hq.registry"
    ana = person(tmp_path, "Ana")
    sent = [founded(tmp_path, ana, country, "2026-01-01", country) for country in COUNTRIES]
    with Mission.create(path, role="registry") as registry:
        receive(registry, sent)
        registry.protect("of the registry")
    page.screen.take(RegistrySession(path, "of the registry", window.session))
    out = tmp_path / "out"
    out.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(out))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out / "figure.csv"), ""))
    return page


def send_back(office, window):
    office.screen.run_action("send-back")


def publish(office, window):
    PublishDialog(office.screen, window.session, office.office).goes.click()


def save_table(office, window):
    page = office.comparison()
    page.wait_until_compared()
    page.press("Save the table…")


WAYS_OUT = pytest.mark.parametrize("leaves", [send_back, publish, save_table])


@WAYS_OUT
def test_it_is_sealed_with_the_words_that_were_chosen(office, window, tmp_path, when_asked, leaves):
    def choose(dialog):
        check_access(dialog)
        dialog.go.click()
        assert dialog.isVisible(), "without words nothing leaves"
        dialog.protection.first.setText(WORDS)
        dialog.protection.again.setText(WORDS)
        if leaves is not save_table:
            when_asked(lambda box: box.accept(), MessageDialog)
        dialog.go.click()

    met = when_asked(choose, SealForReaders)
    leaves(office, window)
    assert met
    written = list((tmp_path / "out").iterdir())
    assert len(written) == (len(COUNTRIES) if leaves is send_back else 1)
    for path in written:
        assert path.read_bytes().startswith(b"age-encryption.org/v1")
        assert open_sealed(path.read_bytes(), [passphrase_identity(WORDS)])


@WAYS_OUT
def test_who_goes_back_writes_nothing(office, window, tmp_path, when_asked, leaves):
    met = when_asked(lambda dialog: dialog.reject(), SealForReaders)
    leaves(office, window)
    assert met and not list((tmp_path / "out").iterdir())


@WAYS_OUT
def test_readable_files_are_chosen_by_their_name(office, window, tmp_path, when_asked, leaves):
    def choose(dialog):
        dialog.protection.box.click()
        if leaves is not save_table:
            when_asked(lambda box: box.accept(), MessageDialog)
        dialog.go.click()

    when_asked(choose, SealForReaders)
    leaves(office, window)
    written = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert written and not any(path.read_bytes().startswith(b"age-") for path in written)
