"""Starting: a profile that cannot be written is said in a sentence; nothing heavy is loaded."""

import subprocess
import sys

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.statements import statements_of
from assessor.gui.app.startup import run_application
from assessor.gui.desk.desk_page import DeskPage
from assessor.parcel.keys.identity import load_identity
from tests.support.gui.forms import source
from tests.support.windows.app import type_a_statement

pytestmark = pytest.mark.window

HEAVY = ("pyxform", "reportlab", "pikepdf", "lxml", "sqlite_utils", "cryptography", "babel")


def test_a_profile_that_cannot_be_made_is_said(qtbot, tmp_path, monkeypatch, when_asked):
    (tmp_path / "file").touch()
    monkeypatch.setenv("ASSESSOR_HOME", str(tmp_path / "file" / "home"))
    met = when_asked(lambda dialog: dialog.accept())
    assert run_application([]) == 1
    assert "Set ASSESSOR_HOME" in met[0].accessibleName()


def test_nothing_heavy_is_loaded_before_the_window_shows(tmp_path):
    script = (
        "import sys; from pathlib import Path; from assessor.gui.app.startup import create_window;"
        "window = create_window(Path(sys.argv[1])); window.show();"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


TWO = "| survey | | | |\n| | type | name | label |\n| | text | name | Name |"


def test_what_is_typed_is_kept_when_the_program_is_told_to_end(qtbot, tmp_path, monkeypatch):
    """Ctrl+C in the terminal ends Qt's loop without a word to the window."""
    for name in ("ASSESSOR_HOME", "XDG_CONFIG_HOME", "HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    path = tmp_path / "a.mission"
    identity = load_identity(tmp_path, "Noor")
    Assessment.create(path, source(TWO, tmp_path), identity=identity).close()

    def end():
        [window] = [each for each in QApplication.topLevelWidgets() if each.findChild(DeskPage)]
        type_a_statement(window.findChild(DeskPage))
        QApplication.exit(130)

    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    QTimer.singleShot(0, end)
    assert run_application([path]) == 130
    with Assessment.open(path, identity=identity) as again:
        assert [told["value"] for told in statements_of(again).values()] == ["Amal"]


def test_python_may_end_while_a_statement_is_typed(tmp_path, monkeypatch):
    monkeypatch.setenv("ASSESSOR_HOME", str(tmp_path))
    path = tmp_path / "a.mission"
    Assessment.create(path, source(TWO, tmp_path), identity=load_identity(tmp_path, "Noor")).close()
    script = (
        "import sys; from pathlib import Path; from assessor.gui.app.startup import create_window;"
        "from tests.support.windows.app import type_a_statement;"
        "window = create_window(Path(sys.argv[1])); window.show();"
        "window.session.open(Path(sys.argv[2])); window.activateWindow();"
        "from PySide6.QtWidgets import QApplication; QApplication.processEvents();"
        "type_a_statement(window.show_screen('desk')); QApplication.processEvents()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path), str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
