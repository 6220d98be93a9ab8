"""Permissions in a registry or mission, and the reasons of denial."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from assessor.gui.files.open_mission import read_only_reason
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.store.write.mission import Mission


def denial_reason(mission: Mission, phrases: Phrases, *, keeping: bool = False) -> str:
    """Return why changes, or with `keeping` undo and roster changes, are not allowed, or blank."""
    if mission.read_only and mission.shared:
        return phrases(
            "You may read this registry, not change it. Ask its keeper for the role of an analyst."
        )
    if mission.read_only:
        return read_only_reason(mission, phrases)[1]
    if keeping and not mission.can_manage:
        return phrases("Only a keeper of this registry may do that. Ask one, or become one.")
    return ""


def enable_if_allowed(widget: QWidget, why: str, *, also: bool = True, tip: str = "") -> None:
    """Enable a control unless `why` denies it, or `also` is False (with its own `tip`)."""
    widget.setEnabled(also and not why)
    widget.setToolTip(why or tip)
    widget.setAccessibleDescription(why)
