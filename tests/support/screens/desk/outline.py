"""The outline of the desk: its rows by the references of what they stand for."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt

from assessor.gui.desk.desk_page import DeskPage
from assessor.gui.desk.outline_panel import OutlinePanel
from assessor.gui.desk.outline_row import FACE, REFERENCE, RowAppearance


def rows(outline: OutlinePanel) -> dict[str, QModelIndex]:
    """Every row of an outline by its reference, those of folded parts, too."""
    model, found, waiting = outline.tree.model(), {}, [QModelIndex()]
    while waiting:
        parent = waiting.pop()
        for at in range(model.rowCount(parent)):
            index = model.index(at, 0, parent)
            found[str(index.data(REFERENCE))] = index
            waiting.append(index)
    return found


def row(desk: DeskPage, reference: str) -> QModelIndex:
    """The row of a section, a table or a line."""
    return rows(desk.outline)[reference]


def face(desk: DeskPage, reference: str) -> RowAppearance:
    """What a row shows: how much is answered, what is wrong, whose it is."""
    found = row(desk, reference).data(FACE)
    assert isinstance(found, RowAppearance)
    return found


def spoken(desk: DeskPage, reference: str) -> str:
    """What a screen reader says of a row."""
    return str(row(desk, reference).data(Qt.ItemDataRole.AccessibleTextRole) or "")


def is_hidden(desk: DeskPage, reference: str) -> bool:
    """Whether a row is left out."""
    found = row(desk, reference)
    return desk.outline.tree.isRowHidden(found.row(), found.parent())
