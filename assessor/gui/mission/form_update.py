"""Sources of a newer form version: workbook, CSV folder, Markdown, XForm or pack."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.accepted_forms import load_accepted_form
from assessor.assessment.mission.form_upgrade import FormUpgrade, preview_upgrade, upgrade_form
from assessor.assessment.mission.mission_start_packs import open_pack
from assessor.errors import AssessorError, FormError
from assessor.form.parse.form_source import FormSource
from assessor.gui.feedback.busy_dialog import BusyDialog
from assessor.gui.files.open_mission import open_with_passphrase
from assessor.gui.mission.upgrade_dialog import UpgradeDialog
from assessor.gui.state.session import Session
from assessor.gui.toolkit.dialogs.message_dialog import show_error, wants_anyway
from assessor.gui.toolkit.system.background_task import ReportProgress
from assessor.gui.toolkit.system.file_choice import choose_file
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.parcel.pack.mission_pack import PACK_SUFFIX

Reading = Callable[[], FormSource]
"""Reads the newer form in a worker. Raises FormError, FileError."""

_SHEET = "survey.csv"


def choose_form_update(parent: QWidget, session: Session, path: Path | None = None) -> bool:
    """Update to the form at `path`, or a chosen one; return whether it was done."""
    path = _chosen(parent, Phrases(session.language)) if path is None else path
    if path is None:
        return False
    if path.suffix.lower() == PACK_SUFFIX:
        pack = open_with_passphrase(
            parent, path, session.language, lambda word: open_pack(path, passphrase=word)
        )
        return pack is not None and show_form_update(parent, session, FormSource.unpack(pack.form))
    place = path.parent if path.name.lower() == _SHEET else path

    def read() -> FormSource:
        from assessor.assessment.mission.form_files import (
            form_source,  # loads pyxform
        )

        return form_source(str(place))

    return _go_on(parent, session, read)


def show_form_update(parent: QWidget, session: Session, source: FormSource) -> bool:
    """Update to a form that is already read, if the person agrees; return whether it was done."""
    return _go_on(parent, session, lambda: source)


def is_newer(session: Session, source: FormSource) -> bool:
    """Return whether a form is another version of the mission's form. Raises FormError."""
    now = session.assessment
    return source.digest != now.source.digest and load_accepted_form(source)[0].id == now.form.id


def _chosen(parent: QWidget, phrases: Phrases) -> Path | None:
    """Return the chosen file; of a folder of CSV files, its survey.csv."""
    forms = f"*.xlsx *.xml *.md {_SHEET} *{PACK_SUFFIX}"
    kinds = {"Forms and mission packs": forms, "All files": "*"}
    return choose_file(parent, phrases, phrases("The newer version of the form"), kinds)


def _go_on(parent: QWidget, session: Session, read: Reading) -> bool:
    for anyway in (False, True):
        try:
            return _read_and_ask(parent, session, read, anyway)
        except FormError as error:
            if anyway or not wants_anyway(parent, error, session.language):
                return False
        except AssessorError as error:
            show_error(parent, error, session.language)
            return False
    return False


def _read_and_ask(parent: QWidget, session: Session, read: Reading, anyway: bool) -> bool:
    """Read a form and show the update. Raises FormError, and other errors that prevent use."""

    def look(own: Assessment, _report: ReportProgress) -> tuple[FormSource, FormUpgrade]:
        source = read()
        return source, preview_upgrade(own, source, anyway=anyway)

    looking = BusyDialog(parent, session, "Reading the newer version…", session.aside(look))
    if not looking.exec():
        if looking.error is not None:
            raise looking.error
        return False
    source, plan = looking.result_of_work
    asking = UpgradeDialog(parent, session, plan)
    if not asking.exec():
        return False
    renamed = asking.renamed
    session.renew(lambda now: upgrade_form(now, source, renamed=renamed, anyway=anyway))
    return True
