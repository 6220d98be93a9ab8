"""A picture of a figure is whole under its name, or what stood there before still stands."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QWidget

from assessor.assessment.mission.outgoing_seal import UNSEALED
from assessor.gui.compare.save_figure import save_picture
from assessor.gui.toolkit.dialogs.message_dialog import MessageDialog
from assessor.gui.toolkit.style.basic_widgets import Label
from assessor.gui.toolkit.text.phrases import Phrases

pytestmark = pytest.mark.window


@contextmanager
def full_disk() -> Iterator[None]:
    """No file of this process may grow beyond 100 bytes, until the test writes its result."""
    was = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, was[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, was)


def test_a_full_disk_leaves_the_picture_that_was_there(qtbot, tmp_path, monkeypatch, when_asked):
    path = tmp_path / "map.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    face, picture = QWidget(), QPixmap(300, 200)
    qtbot.addWidget(face)
    picture.fill("red")
    save_picture(face, Phrases("en"), "map", picture, lambda: UNSEALED)
    before = path.read_bytes()
    said = []
    when_asked(lambda box: (said.append(box.findChild(Label).text()), box.accept()), MessageDialog)
    with full_disk():
        save_picture(face, Phrases("en"), "map", picture, lambda: UNSEALED)
    assert path.read_bytes() == before and list(tmp_path.iterdir()) == [path]
    assert "could not be written" in said[0]
