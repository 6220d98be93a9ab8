"""Two halves lie within their splitter, whichever side lines begin on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from assessor.gui.toolkit.widgets.split_view import GAP, split_view


@pytest.mark.parametrize("way", list(Qt.LayoutDirection)[:2])
def test_both_halves_lie_whole_in_the_splitter_with_room_between(
    qtbot: object, way: Qt.LayoutDirection
) -> None:
    window = QWidget()
    window.setLayoutDirection(way)
    side, shown = QLineEdit(window), QLineEdit(window)
    both = split_view(window, side, shown)
    both.resize(900, 60)
    window.show()
    assert both.rect().contains(side.geometry()) and both.rect().contains(shown.geometry())
    first, last = sorted((side.geometry(), shown.geometry()), key=lambda each: each.left())
    assert last.left() - first.right() - 1 == GAP
    assert side.width() < shown.width()
    mirrored = way == Qt.LayoutDirection.RightToLeft
    assert (side.x() > shown.x()) == mirrored
