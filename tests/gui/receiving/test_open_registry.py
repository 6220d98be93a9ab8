"""Headquarters with a registry without passphrase gets the report of a protected mission."""

from __future__ import annotations

import pytest

from assessor.assessment.report.report_export import export_report
from assessor.gui.files.passphrase_dialogs import ChangePassphrase
from assessor.gui.registry.registry_session import RegistrySession
from assessor.gui.toolkit.dialogs.message_dialog import MessageDialog
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import laptop, small_form
from tests.support.screens.headquarters.headquarters import HeadquartersScreen
from tests.support.screens.page import Page
from tests.support.windows.dialogs import answers
from tests.support.windows.mission_screens import press

pytestmark = pytest.mark.window

WORDS, READABLE = "orange tram window", "Readable by anybody who gets the registry"


@pytest.fixture
def office(window, tmp_path):
    """Headquarters with an empty registry that the command line made, without a passphrase."""
    page, path = HeadquartersScreen(window), tmp_path / "hq.registry"
    Mission.create(path, role="registry").close()
    page.screen.take(RegistrySession(path, None, window.session))
    return page


@pytest.fixture
def report(tmp_path, window):
    """A sealed report of Ana; its passphrase was typed for another file before."""
    with laptop(tmp_path, "Ana").create(small_form(tmp_path), passphrase=WORDS) as mission:
        mission.answer("/data/police/stage", "2")
        window.session.remember_passphrase(WORDS)
        return export_report(mission, tmp_path / "report.pdf", passphrase=WORDS).path


def test_a_person_says_that_anybody_may_read_it(office, report, when_asked):
    """They are asked once: the second report comes in without a question."""
    texts = answers(when_asked, READABLE)
    page = office.look_at([report])
    assert "report.pdf.age" in texts[0]
    assert "the registry hq.registry has no passphrase" in texts[0]
    page.go.click()
    office.wait_for_registry()
    assert len(office.office.mission.assessments()) == 1


def test_a_person_protects_the_registry_first(office, report, when_asked):
    """The same dialog opens as under Mission, Change the passphrase."""

    def protect(dialog):
        when_asked(lambda done: done.accept(), MessageDialog)
        dialog.protection.first.setText(WORDS)
        dialog.protection.again.setText(WORDS)
        press(dialog, "Set a passphrase")

    def choose(dialog):
        when_asked(protect, ChangePassphrase)
        Page(dialog).press("Set a passphrase…")

    when_asked(choose, MessageDialog)
    page = office.look_at([report])
    assert office.office.mission.encrypted
    page.go.click()
    office.wait_for_registry()
    assert len(office.office.mission.assessments()) == 1


def test_a_person_who_leaves_the_question_takes_nothing_in(office, report, when_asked):
    """The list of files says why."""
    texts = answers(when_asked, "")
    page = office.look_at([report])
    assert len(texts) == 1
    [why] = page.files.column("Why")
    assert why.startswith("It comes from a protected mission")
    assert office.office.mission.assessments() == ()
