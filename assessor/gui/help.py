"""What the keys do, and which Assessor this is."""

from __future__ import annotations

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from assessor.gui.messages import Message
from assessor.gui.phrases import Phrases
from assessor.gui.pieces import button, closing, label, rows
from assessor.gui.session import Session


def show_keys(parent: QWidget, actions: dict[str, QAction], phrases: Phrases) -> None:
    """The keys of the window in one list, as the menus have them."""
    sheet = QDialog(parent)
    sheet.setWindowTitle(phrases("Keyboard"))
    sheet.setMinimumWidth(420)
    down = rows(sheet, gap=16, margins=(24, 24, 24, 16))
    down.addWidget(label(sheet, "title", text=phrases("Keyboard")))
    grid = QGridLayout()
    grid.setHorizontalSpacing(32)
    grid.setVerticalSpacing(8)
    for action in actions.values():
        if action.shortcut().isEmpty():
            continue
        row = grid.rowCount()
        name = action.text().replace("&", "").removesuffix("…")
        grid.addWidget(label(sheet, text=name), row, 0)
        keys = [key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts()]
        grid.addWidget(label(sheet, "tag", text="  ·  ".join(keys)), row, 1)
    grid.setColumnStretch(0, 1)
    down.addLayout(grid)
    closes = button(sheet, sheet.accept, role="primary")
    closes.setText(phrases("Close"))
    down.addLayout(closing(sheet, closes))
    sheet.exec()


def show_about(parent: QWidget, session: Session, phrases: Phrases) -> None:
    """What this is, which, and who signs here, so that it can be read out on the telephone."""
    from importlib.metadata import version  # late: it loads the whole of email

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
    Message(parent, f"{text}\n\n{signs}", phrases, icon=("mission", "accent")).exec()
