"""The screen that updates the form to a newer version."""

from __future__ import annotations

import re

from PySide6.QtWidgets import QTreeWidget, QWidget

from assessor.assessment.mission.form_files import form_source
from assessor.assessment.mission.form_upgrade import preview_upgrade
from assessor.assessment.mission.form_upgrade import upgrade_form as renew
from assessor.form.parse.form_source import FormSource
from assessor.gui.checks.check_dialog import CheckDialog
from assessor.gui.mission.upgrade_dialog import UpgradeDialog
from tests.screens.general.mission import mission
from tests.screens.stage import Stage
from tests.support.screens.page import Page


def newer() -> FormSource:
    """Return the shipped form as a later version: questions renamed, reworded, moved."""
    now = form_source("cybercrime_needs")
    text = now.xform.replace('"2026112402"', '"2027030101"')
    text = re.sub(r"\bpol_lead_body\b", "pol_lead_agency", text)
    text = re.sub(r"\bref_year\b", "statistics_year", text)
    for told in ("Reference year for all statistics", "Année de référence", "سنة "):
        text = text.replace(told, f"{told} …", 1)
    text = text.replace("Three-year trend", "Five-year trend").replace("خلال ثلاث", "خلال خمس")
    return FormSource(text, now.sheets, now.attachments)


def upgrade(stage: Stage) -> QWidget:
    mission(stage)
    session = stage.window.session
    dialog = UpgradeDialog(
        stage.window, session, preview_upgrade(session.assessment, newer(), anyway=True)
    )
    dialog.show()
    return dialog


def retired(stage: Stage) -> QWidget:
    """The check of a mission whose form lost answered questions."""
    mission(stage)
    session = stage.window.session
    session.renew(lambda now: renew(now, newer(), anyway=True))
    dialog = CheckDialog(stage.window, session, stage.window.doors)
    dialog.show()
    stage.wait(lambda: not session.busy)
    tree = Page(dialog).child(QTreeWidget)
    kept = tree.topLevelItem(tree.topLevelItemCount() - 1)
    tree.scrollToItem(kept, tree.ScrollHint.PositionAtTop)
    return dialog


SCENES = {"upgrade": upgrade, "check-retired": retired}
