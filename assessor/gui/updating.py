"""A newer mission pack of the same headquarters, taken over into the open mission; and its form."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from assessor.assessment.packs import bring_up_to_date, open_pack
from assessor.errors import AssessorError
from assessor.form.source import FormSource
from assessor.gui.messages import show_done, show_error
from assessor.gui.newer_form import is_newer, offer_form
from assessor.gui.opening import opened
from assessor.gui.phrases import Phrases
from assessor.gui.session import Session


def update_from(parent: QWidget, session: Session, path: Path) -> None:
    """Take over the roster and keys of a pack, asking for its passphrase as needed; where it has
    another version of the form, what that would change is shown, and left to the person."""
    language = session.language
    pack = opened(parent, path, language, lambda word: open_pack(path, passphrase=word))
    if pack is None:
        return
    mission = session.mission
    try:
        bring_up_to_date(mission.mission, pack, mission.identity)
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
        offer_form(parent, session, source)
