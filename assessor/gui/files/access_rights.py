"""What a person may do in a registry or mission, and why not, said on the controls themselves."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from assessor.gui.files.open_mission import read_only_reason
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.store.write.mission import Mission


def denial_reason(mission: Mission, phrases: Phrases, *, keeping: bool = False) -> str:
    """Why nothing may be changed there, or with `keeping` nothing be taken back and nobody be put
    on the roster; blank where it may."""
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
    """Let a control be used unless `why` says why not, or it has nothing to do (`also`, with its
    own `tip`)."""
    widget.setEnabled(also and not why)
    widget.setToolTip(why or tip)
    widget.setAccessibleDescription(why)
