"""Update the open mission from a newer mission pack of its headquarters."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from assessor.assessment.mission.mission_start_packs import open_pack, renew_from_pack
from assessor.errors import AssessorError
from assessor.form.parse.form_source import FormSource
from assessor.gui.files.open_mission import open_with_passphrase
from assessor.gui.mission.form_update import is_newer, show_form_update
from assessor.gui.state.session import Session
from assessor.gui.toolkit.dialogs.message_dialog import show_done, show_error
from assessor.gui.toolkit.text.phrases import Phrases


def update_from_pack(parent: QWidget, session: Session, path: Path) -> None:
    """Import roster and keys of a pack; if its form differs, show the form update."""
    language = session.language
    pack = open_with_passphrase(
        parent, path, language, lambda word: open_pack(path, passphrase=word)
    )
    if pack is None:
        return
    mission = session.assessment
    try:
        renew_from_pack(mission.mission, pack, mission.identity)
    except AssessorError as error:
        show_error(parent, error, language)
        return
    session.changed.emit({"": frozenset({"people"})})
    phrases = Phrases(language)
    text = phrases(
        "The keys of {headquarters} and its roster of {count} people are taken over.",
        headquarters=pack.headquarters,
        count=len(pack.roster),
    )
    show_done(parent, text, phrases)
    source = FormSource.unpack(pack.form)
    try:
        newer = is_newer(session, source)
    except AssessorError as error:
        show_error(parent, error, language)
        return
    if newer:
        show_form_update(parent, session, source)
