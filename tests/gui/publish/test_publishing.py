"""Publishing from the window: what is in it is said, it is marked, and the files are there."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QFileDialog

from assessor.assessment.headquarters.publication import INTERNAL
from assessor.gui.publish.publish_dialog import PublishDialog
from assessor.gui.toolkit.dialogs.message_dialog import MessageDialog
from tests.support.windows.accessibility import check as check_access
from tests.support.windows.headquarters import office, parcels
from tests.support.windows.home import text_of

pytestmark = pytest.mark.window
__all__ = ["office", "parcels"]


def test_the_tables_are_written_and_marked(
    office, parcels, window, qtbot, tmp_path, monkeypatch, when_asked
):
    office.receive(parcels)
    dialog = PublishDialog(office.screen, window.session, office.office)
    dialog.show()
    check_access(dialog)
    for part in (INTERNAL, "Notes, sources and statements stay here", "codebook"):
        assert part in text_of(dialog)
    dialog.kinds["odk"].setChecked(True)
    place = tmp_path / "out"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(place))
    met = when_asked(lambda box: box.reject(), MessageDialog)
    dialog.goes.click()
    assert met
    assert (place / "csv" / "answers.csv").is_file()
    assert (place / "csv" / "codebook.csv").is_file()
    assert (place / "csv" / "INTERNAL.txt").read_text(encoding="utf-8") == f"{INTERNAL}\n"
    [submission] = (place / "odk").glob("*/submission.xml")
    assert submission.is_file()
    assert not (place / "xlsx").exists()


def test_nothing_chosen_and_nothing_there_say_so(office, parcels, window, qtbot):
    empty = PublishDialog(office.screen, window.session, office.office)
    assert not empty.goes.isEnabled() and "receive a report first" in empty.told.text()
    office.receive(parcels)
    dialog = PublishDialog(office.screen, window.session, office.office)
    assert dialog.goes.isEnabled() and dialog.chosen() == ["csv"]
    dialog.kinds["csv"].setChecked(False)
    assert not dialog.goes.isEnabled() and dialog.goes.toolTip() == "Choose at least one format."
