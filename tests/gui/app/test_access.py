"""Every control of every screen around the desk has a name, and the keyboard reaches it."""

import pytest

from assessor.gui.app.header_bar import HeaderBar
from assessor.gui.checks.check_dialog import CheckDialog
from assessor.gui.export.export_dialog import ExportDialog
from assessor.gui.files.passphrase_fields import UnlockDialog
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import laptop, small_form
from tests.support.screens.mission.new_mission import (
    BEGIN,
    COUNTRY,
    FORM,
    LANGUAGE,
    NAME,
    PASSPHRASE,
    PATH,
    NewMissionScreen,
)
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
    check(window.findChild(HeaderBar))
    for dialog in (
        ExportDialog(window, window.session, window.doors),
        CheckDialog(window, window.session, window.doors),
        UnlockDialog(window, "a.mission", "en", again=True),
    ):
        dialog.show()
        if isinstance(dialog, CheckDialog):
            qtbot.waitUntil(lambda: not window.session.busy)
        check(dialog)
        dialog.reject()


def test_tab_goes_through_the_new_mission_page_in_order(window, qtbot):
    page = NewMissionScreen.anew(window).wait_until_ready()
    order = [page.choices(name) for name in (FORM, LANGUAGE, COUNTRY)]
    order += [page.field(name) for name in (NAME, PATH)]
    page.choices(FORM).setFocus()
    reached = page.reached_by_tab(12)
    places = [reached.index(field) for field in order]
    assert places == sorted(places)
    assert page.button(BEGIN) in reached or page.field(PASSPHRASE) in reached
