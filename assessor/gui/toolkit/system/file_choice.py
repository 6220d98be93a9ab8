"""Ask for a file to open, a place to save to, or a folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from assessor.gui.toolkit.text.phrases import Phrases

Kinds = Mapping[str, str]
"""Patterns of files by the name of their kind (an English source text)."""
RECEIVABLE: Kinds = {
    "Reports and missions": "*.pdf *.assessor *.age *.mission *.registry *.zip *.eml",
    "All files": "*",
}
"""What can be received."""


def choose_file(
    parent: QWidget, phrases: Phrases, title: str, kinds: Kinds, start: Path | str = ""
) -> Path | None:
    """Ask for a file; `title` is translated, `start` a folder."""
    chosen, _ = QFileDialog.getOpenFileName(parent, title, str(start), _filter(kinds, phrases))
    return Path(chosen) if chosen else None


def choose_files(
    parent: QWidget, phrases: Phrases, title: str, kinds: Kinds, start: Path | str = ""
) -> list[Path]:
    """Ask for files; empty if cancelled."""
    chosen, _ = QFileDialog.getOpenFileNames(parent, title, str(start), _filter(kinds, phrases))
    return [Path(path) for path in chosen]


def choose_target(
    parent: QWidget, phrases: Phrases, title: str, start: Path | str, kinds: Kinds
) -> Path | None:
    """Ask where to save; `start` is the name or path offered."""
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(start), _filter(kinds, phrases))
    return Path(chosen) if chosen else None


def choose_folder(parent: QWidget, title: str, start: Path | str = "") -> Path | None:
    """Ask for a folder."""
    chosen = QFileDialog.getExistingDirectory(parent, title, str(start))
    return Path(chosen) if chosen else None


def _filter(kinds: Kinds, phrases: Phrases) -> str:
    named = [
        f"{phrases(name)} ({patterns})" if name else patterns for name, patterns in kinds.items()
    ]
    return ";;".join(named)
