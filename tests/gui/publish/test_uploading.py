"""Uploading from the window, to a server on this computer; nothing asked is kept."""

from __future__ import annotations

import pytest

from assessor.gui.publish.upload_dialog import UploadDialog, of_mission, of_registry
from assessor.gui.toolkit.dialogs.message_dialog import MessageDialog
from tests.support.assessment.laptops import laptop, small_form
from tests.support.assessment.openrosa_server import PASSWORD, USER, serving
from tests.support.windows.accessibility import check as check_access
from tests.support.windows.headquarters import REPORTS, office, parcels

pytestmark = pytest.mark.window
__all__ = ["office", "parcels"]


def send(dialog, address, when_asked):
    """Press Upload; what was said afterwards."""
    said = []
    when_asked(lambda box: (said.append(box.accessibleName()), box.reject()), MessageDialog)
    dialog.address.setText(address)
    dialog.user.setText(USER)
    dialog.password.setText(PASSWORD)
    dialog.goes.click()
    return said


def test_the_open_mission_is_sent_once(window, tmp_path, when_asked):
    ana = laptop(tmp_path, "Ana")
    with ana.create(small_form(tmp_path)) as own:
        own.answer(REPORTS, "120")
    window.open_mission(ana.mission)
    with serving(auth="digest") as held:
        for told in ("Sent: 1.", "There already: 1."):
            dialog = UploadDialog(window, window.session, of_mission(window.session))
            assert send(dialog, held.address, when_asked) == [told]
        window.session.answer(REPORTS, {"value": "121"})
        dialog = UploadDialog(window, window.session, of_mission(window.session))
        assert send(dialog, held.address, when_asked) == ["Sent as an edit: 1."]
    assert PASSWORD not in (window.session.preferences.folder / "window.ini").read_text()


def test_a_registry_is_sent_and_what_went_wrong_is_said(office, parcels, window, qtbot, when_asked):
    office.receive(parcels)
    dialog = UploadDialog(window, window.session, of_registry(window.session, office.office))
    dialog.show()
    check_access(dialog)
    dialog.address.setText("http://central.example")
    dialog.goes.click()
    assert "in the clear" in dialog.trouble.text()
    with serving(auth="basic") as held:
        dialog.address.setText(held.address)
        dialog.goes.click()
        assert "asks for a user name" in dialog.trouble.text()
        assert send(dialog, held.address, when_asked) == ["Sent: 1."]
        assert len(held.submissions) == 1
