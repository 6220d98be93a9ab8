"""Copies of evidence that other programs show."""

from __future__ import annotations

import os
import stat

import pytest

from assessor.store.files.run_folder import run_folder, viewing_folder
from tests.support.assessment.laptops import laptop, small_form

pytestmark = pytest.mark.window


def test_copies_for_viewing_are_private_and_go_with_the_mission(window, tmp_path):
    """Another user lists the temporary folder; later the laptop is left with the window open."""
    ana = laptop(tmp_path, "Ana")
    ana.create(small_form(tmp_path)).close()
    window.open_mission(ana.mission)
    copy = viewing_folder() / "contract.txt"
    copy.write_text("The source is Mr Quetzal")
    if os.name == "posix":
        assert stat.S_IMODE(run_folder().stat().st_mode) == 0o700
        assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700
    window.session.close()
    assert not copy.exists()
