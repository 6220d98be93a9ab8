"""Every control of every screen around the desk has a name, and the keyboard reaches it."""

import pytest
from PySide6.QtCore import Qt

from assessor.gui.checks.check_dialog import CheckDialog
from assessor.gui.export.export_dialog import ExportDialog
from assessor.gui.files.passphrase_fields import UnlockDialog
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import laptop, small_form
from tests.support.windows.accessibility import check

pytestmark = pytest.mark.window


@pytest.mark.parametrize("name", ["home", "new", "headquarters"])
def test_screens(window, qtbot, name):
    window.show_screen(name)
    qtbot.waitExposed(window)
    check(window.current_screen)


def test_the_registry(window, tmp_path):
    Mission.create(tmp_path / "hq.registry", role="registry").close()
    window.open_registry(tmp_path / "hq.registry")
    check(window.current_screen)


def test_dialogs(window, qtbot, tmp_path):
    ana = laptop(tmp_path, "Ana")
    ana.create(small_form(tmp_path)).close()
    window.open_mission(ana.mission)
    check(window._header)
    for dialog in (
        ExportDialog(window, window.session, window.doors),
        CheckDialog(window, window.session, window.doors),
        UnlockDialog(window, "a.mission", "en", again=True),
    ):
        dialog.show()
        if isinstance(dialog, CheckDialog):
            qtbot.waitUntil(lambda check=dialog: check._work is None)
        check(dialog)
        dialog.reject()


def test_tab_goes_through_the_new_mission_page_in_order(window, qtbot):
    window.begin(None)
    page = window.show_screen("new")
    qtbot.waitUntil(page._create.isEnabled, timeout=20_000)
    order = [page._form, page._language, page._country, page._assessor, page._path]
    page._form.setFocus()
    reached = [page._form]
    for _ in range(12):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        reached.append(window.focusWidget())
    places = [reached.index(field) for field in order]
    assert places == sorted(places)
    assert page._create in reached or page._passphrase in reached
