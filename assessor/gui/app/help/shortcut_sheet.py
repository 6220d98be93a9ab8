"""The sheet of keyboard shortcuts, and the About box."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QGridLayout, QWidget

from assessor.gui.state.session import Session
from assessor.gui.toolkit.dialogs.dialog import Dialog
from assessor.gui.toolkit.dialogs.message_dialog import MessageDialog
from assessor.gui.toolkit.style import basic_widgets as ui
from assessor.gui.toolkit.text.key_names import key_name
from assessor.gui.toolkit.text.phrases import Phrases

_QUESTION = (
    (Qt.Key.Key_Tab, "Next control"),
    (Qt.Key.Key_Right, "Among the choices"),
    (Qt.Key.Key_Delete, "Clear the answer"),
)
_TABLE = (
    (Qt.Key.Key_Insert, "Add a line"),
    (Qt.Key.Key_Return, "Open the line"),
    ("Ctrl+D", "Duplicate"),
    ("Ctrl+Up", "Move up"),
    ("Ctrl+Down", "Move down"),
    (Qt.Key.Key_Delete, "Delete"),
)
_ENTER = QKeySequence(Qt.Key.Key_Enter).toString()
Keys = list[tuple[str, str]]


def show_sheet(
    parent: QWidget, actions: Sequence[QAction], desk: Sequence[QAction], phrases: Phrases
) -> None:
    """Show the shortcuts of the window, the desk, questions and tables."""
    sheet = Dialog(parent)
    sheet.setWindowTitle(phrases("Keyboard"))
    column_layout = ui.rows(sheet, gap=16, margins=(24, 24, 24, 16))
    column_layout.addWidget(ui.label(sheet, "title", text=phrases("Keyboard")))
    page = QWidget(sheet)
    mirrored = sheet.layoutDirection() == Qt.LayoutDirection.RightToLeft
    row = ui.columns(page, gap=48, margins=(12, 0, 0, 0) if mirrored else (0, 0, 12, 0))
    left, right = ui.rows(None, gap=24), ui.rows(None, gap=24)
    desk_keys = _shortcuts(desk, phrases)
    left.addLayout(_group(page, phrases("Everywhere"), _shortcuts(actions, phrases)))
    groups = [_group(page, phrases("On the desk"), desk_keys)] if desk_keys else []
    for title, keys in ((phrases("In a question"), _QUESTION), (phrases("In a table"), _TABLE)):
        items = [
            (key_name(QKeySequence(key), phrases.language), phrases(text)) for key, text in keys
        ]
        groups.append(_group(page, title, items))
    for group in groups:  # align the keys of all groups
        group.setColumnMinimumWidth(1, max(_widest(each) for each in groups))
        right.addLayout(group)
    for column in (left, right):
        column.addStretch(1)
        row.addLayout(column, 1)
    area = ui.scrolled(sheet, page)
    area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    area.setAccessibleName(phrases("Keyboard"))
    close = ui.button(sheet, sheet.accept, phrases("Close"), role="primary")
    ui.fill(column_layout, (area, 1), ui.closing(sheet, close))
    page.setMinimumWidth(page.sizeHint().width())  # keys do not wrap
    area.setMinimumWidth(page.minimumWidth() + area.verticalScrollBar().sizeHint().width())
    sheet.resize(880, page.sizeHint().height() + 160)  # limited by the screen
    sheet.exec()


def _shortcuts(actions: Sequence[QAction], phrases: Phrases) -> Keys:
    """Return key and name of the actions that have a shortcut."""
    return [
        (_keys(each, phrases), ui.unmarked(each.text())) for each in actions if each.shortcuts()
    ]


def _keys(action: QAction, phrases: Phrases) -> str:
    """Return the keys of an action, without the number pad's Enter."""
    keys = [key.toString() for key in action.shortcuts()]
    return "  ·  ".join(
        key_name(QKeySequence(key), phrases.language) for key in keys if not key.endswith(_ENTER)
    )


def _group(parent: QWidget, title: str, keys: Keys) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(8)
    grid.addWidget(ui.label(parent, "heading", text=title), 0, 0, 1, 2)
    for row, (key, text) in enumerate(keys, 1):
        grid.addWidget(ui.label(parent, text=text), row, 0)
        grid.addWidget(ui.label(parent, "tag", text=key), row, 1, Qt.AlignmentFlag.AlignLeading)
    grid.setColumnStretch(0, 1)
    return grid


def _widest(grid: QGridLayout) -> int:
    """Return the width of the widest key of a group in px."""
    found = (grid.itemAtPosition(row, 1) for row in range(1, grid.rowCount()))
    return max((each.sizeHint().width() for each in found if each is not None), default=0)


def show_about(parent: QWidget, session: Session, phrases: Phrases) -> None:
    """Show version, name and key of this computer, to be read out on the phone."""
    from importlib.metadata import version  # late import: it loads the email package

    text = phrases(
        "Assessor {version}\nStructured country assessments, offline. Nothing leaves this laptop "
        "but the files you export.",
        version=version("assessor"),
    )
    identity = session.identity()
    signs = phrases(
        "This laptop signs as {name}.\nKey: {key}\nIn words: {words}",
        name=identity.name,
        key=identity.fingerprint,
        words=identity.words,
    )
    MessageDialog(parent, f"{text}\n\n{signs}", phrases, icon=("mission", "accent")).exec()
