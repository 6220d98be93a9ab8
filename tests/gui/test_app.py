"""Starting: a profile that cannot be written is said in a sentence; nothing heavy is loaded."""

import subprocess
import sys

import pytest

from assessor.gui.app import run

pytestmark = pytest.mark.window

HEAVY = ("pyxform", "reportlab", "pikepdf", "lxml", "sqlite_utils", "cryptography", "babel")


def test_a_profile_that_cannot_be_made_is_said(qtbot, tmp_path, monkeypatch, when_asked):
    (tmp_path / "file").touch()
    monkeypatch.setenv("ASSESSOR_HOME", str(tmp_path / "file" / "home"))
    met = when_asked(lambda dialog: dialog.accept())
    assert run([]) == 1
    assert "Set ASSESSOR_HOME" in met[0].accessibleName()


def test_nothing_heavy_is_loaded_before_the_window_shows(tmp_path):
    script = (
        "import sys; from pathlib import Path; from assessor.gui.app import build;"
        "window = build(Path(sys.argv[1])); window.show();"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
