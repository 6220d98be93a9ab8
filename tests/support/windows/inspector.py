"""Builders and checks about inspector that several tests share."""

from __future__ import annotations

from PySide6.QtWidgets import QToolButton


def tool(part, name: str) -> QToolButton:
    return next(
        each for each in part.findChildren(QToolButton) if each.accessibleName().startswith(name)
    )
