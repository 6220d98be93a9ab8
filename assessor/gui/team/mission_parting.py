"""Part a mission that was joined with the open one."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from assessor.assessment.assessment import Assessment
from assessor.assessment.mission.joined_missions import part_assessments
from assessor.gui.state.session import Session
from assessor.gui.toolkit.dialogs.message_dialog import MessageDialog, ask, attempt, show_done
from assessor.gui.toolkit.text.captions import caption
from assessor.gui.toolkit.text.phrases import Phrases


def part_mission(parent: QWidget, session: Session) -> None:
    """Ask which joined mission is parted from the open one, and do so."""
    own, phrases = session.assessment, Phrases(session.language)
    others = [uuid for uuid in own.mission.joined(own.uuid) if uuid != own.uuid]
    if not others:
        text = phrases("No other mission is joined with this one.")
        MessageDialog(parent, text, phrases, icon=("link", "accent")).exec()
        return
    names = [_name(own, uuid) for uuid in others]
    text = phrases("Which mission is not about the same thing as this one?")
    more = phrases(
        "Its answers stay in the file, and no longer count here. What was decided stays."
    )
    buttons = [name.replace("&", "&&") for name in names]
    chosen = ask(parent, text, phrases, *buttons, more=(more,), icon=("link", "accent"))
    if chosen < 0:
        return
    own.seal()
    if attempt(
        parent,
        session.language,
        lambda: part_assessments(own.mission, own.uuid, others[chosen], own.identity),
    ):
        session.reload()
        text = phrases("{mission} is parted from this mission.", mission=names[chosen])
        show_done(parent, text, phrases)


def _name(own: Assessment, uuid: str) -> str:
    """Return the name of a mission with the beginning of its id, which tells two apart."""
    other = caption(Assessment.of(own.mission, uuid, own.identity))
    return f"{other.name} ({uuid[:6]})"
