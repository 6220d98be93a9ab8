"""Trees with columns, and their groups."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from assessor.gui.toolkit.style.theme import icon


def tree_widget(
    parent: QWidget, name: str, *widths: int, headings: Sequence[str] = ()
) -> QTreeWidget:
    """Create a tree of this accessible name, whose first column takes the free width.

    `widths` are those of the other columns in px, 0 for that of their contents.
    """
    tree = QTreeWidget(parent, columnCount=1 + len(widths))
    tree.setAccessibleName(name)
    tree.setHeaderLabels(headings)
    tree.setHeaderHidden(not headings)
    header, modes = tree.header(), QHeaderView.ResizeMode
    header.setStretchLastSection(False)
    header.setSectionResizeMode(0, modes.Stretch)
    for column, width in enumerate(widths, 1):
        header.setSectionResizeMode(column, modes.Fixed if width else modes.ResizeToContents)
        if width:
            header.resizeSection(column, width)
    return tree


def tree_group(
    tree: QTreeWidget, picture: tuple[str, str], title: str, count: str
) -> QTreeWidgetItem:
    """Add a bold line with an icon (name and colour token)."""
    group = QTreeWidgetItem(tree, [title, count])
    group.setIcon(0, icon(*picture, 16))
    bold = group.font(0)
    bold.setBold(True)
    group.setFont(0, bold)
    return group
