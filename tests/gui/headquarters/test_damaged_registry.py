"""A registry is damaged, or its form was changed: the window says so and rescues what verifies."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QFileDialog

from assessor.assessment.report.report_export import export_report
from assessor.gui.toolkit.dialogs.message_dialog import MessageDialog
from assessor.registry.receive.receiver import receive
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import SMALL, laptop, small_form, written
from tests.support.screens.page import Page

pytestmark = pytest.mark.window
PAGE = 4096
STAGE = "/data/police/stage"
RESCUE = "Rescue what still verifies…"


@pytest.fixture
def registry(tmp_path):
    """A closed registry that received the report of one laptop."""
    path, ana = tmp_path / "hq.registry", laptop(tmp_path, "Ana")
    with ana.create(small_form(tmp_path)) as assessment:
        assessment.answer(STAGE, "2")
        export_report(assessment, tmp_path / "ours.assessor")
    with Mission.create(path, role="registry") as registry:
        receive(registry, [tmp_path / "ours.assessor"])
    return path


def rescue(window, when_asked, monkeypatch, path):
    """Open a registry, rescue it and open what was rescued; return offer, account, new file."""
    texts, new = [], path.with_name("new.registry")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(new), ""))

    def take(dialog):
        texts.append(dialog.accessibleName())
        Page(dialog).press(RESCUE)
        when_asked(close, MessageDialog)

    def close(dialog):
        texts.append(dialog.accessibleName())
        Page(dialog).press("Open the new file")

    when_asked(take, MessageDialog)
    window.open_mission(path)
    return *texts, new


def test_a_registry_without_its_first_page_is_rescued(window, registry, when_asked, monkeypatch):
    damaged = bytes(PAGE) + registry.read_bytes()[PAGE:]
    registry.write_bytes(damaged)
    offer, account, new = rescue(window, when_asked, monkeypatch, registry)
    assert "hq.registry is damaged on its first page" in offer
    assert f"What still verifies was copied to {new}:" in account
    assert window.office.path == new and window.office.mission.role == "registry"
    [row] = window.office.mission.assessments()
    assert window.office.assessment(row.uuid).node(STAGE).value == "2"
    assert registry.read_bytes() == damaged


def test_a_registry_with_changed_bytes_is_rescued(window, registry, when_asked, monkeypatch):
    content = registry.read_bytes()
    registry.write_bytes(content.replace(b"ours.assessor", b"ours.asse5sor"))
    assert registry.read_bytes() != content
    offer, _, new = rescue(window, when_asked, monkeypatch, registry)
    assert "hq.registry is not as it was when it was last closed" in offer
    assert window.office.path == new and not window.office.mission.read_only


def test_a_registry_whose_form_was_changed_says_so(window, registry, when_asked):
    """Attack: an insider falsified the labels of the form; receiving a report mends it."""
    with Mission.open(registry) as changed, changed.connection.transaction():
        evil = written(SMALL.replace("Stage of the unit", "All internal findings"))
        changed.connection.execute("UPDATE form SET packed=?", (evil.pack(),))
    texts = []

    def read(dialog):
        texts.append(dialog.accessibleName())
        dialog.reject()

    when_asked(read, MessageDialog)
    window.open_mission(registry)
    assert "is not the one that was signed" in texts[0]
    mission = window.office.mission
    receive(mission, [registry.parent / "ours.assessor"])
    assert mission.altered_form() is None and mission.check() == ()
