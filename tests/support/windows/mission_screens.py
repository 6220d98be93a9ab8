"""Builders and checks about mission screens that several tests share."""

from pathlib import Path

from PySide6.QtWidgets import QPushButton

from assessor.store.write.mission import Mission


def press(dialog, text: str) -> None:
    next(b for b in dialog.findChildren(QPushButton) if b.text() == text).click()


def value_in(path: Path, reference: str) -> str:
    with Mission.open(path, read_only=True) as file:
        [row] = file.assessments()
        return file.heads(row.uuid)["answer", reference][0].body["value"]
