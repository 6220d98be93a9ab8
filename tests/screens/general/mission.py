"""The screens of an open mission: the desk, export and check."""

from __future__ import annotations

import time
from datetime import timedelta
from unittest.mock import Mock, patch

from PySide6.QtWidgets import QProgressBar, QWidget

from assessor.assessment.base.progress import ProgressCallback
from assessor.assessment.entries.evidence import attach_file
from assessor.assessment.entries.sources import add_source
from assessor.assessment.report.report_export import Exported
from assessor.gui.checks.check_dialog import CheckDialog
from assessor.parcel.pack.sidecars import sidecar_path
from tests.screens.general.headquarters import copied
from tests.screens.stage import Scene, Stage
from tests.support.screens.mission.export import ExportScreen


def mission(stage: Stage) -> QWidget:
    stage.window.open_mission(copied(stage, "field/San Verano a.mission"))
    return stage.window


def mission_without_copy(stage: Stage) -> QWidget:
    mission(stage)
    now = stage.window.session.assessment
    add_source(now, institution="Police")
    real = now.now
    now.now = lambda: real() + timedelta(days=2)
    stage.window.safekeeping.update()
    return stage.window


def export(stage: Stage) -> QWidget:
    mission(stage)
    now = stage.window.session.assessment
    attach_file(now, next(iter(now.unanswered())).reference, b"%PDF-1.7", name="letter.pdf")
    shown = ExportScreen(stage.window).dialog
    view = shown.preview.pane.view
    stage.wait(lambda: 0 in view.rendered)
    return shown


def export_writing(stage: Stage) -> QWidget:
    def task(_assessment: object, report_progress: ProgressCallback) -> None:
        while True:  # until the window goes
            report_progress("Gathering the answers…", 4, 10)
            time.sleep(0.01)

    page = ExportScreen(stage.window, export(stage))
    with patch("assessor.gui.export.export_dialog.writing", return_value=task):
        page.export(stage.folder / "San Verano a.pdf")
    stage.wait(lambda: page.find("Writing the report", QProgressBar).value() == 4)
    return page.dialog


def export_done(stage: Stage) -> QWidget:
    page = ExportScreen(stage.window, export(stage))
    fingerprint = "5111ad51ffa851662a6e4894a425cd8f5461215b917c040e90c8e26cc301abc4"
    path = stage.folder / "San Verano a.pdf"
    beside = (sidecar_path(path, 1),)
    exported = Exported(path, "internal", 47, 61_820, 260, 0, 0, fingerprint, beside)
    task = Mock(return_value=exported)
    with patch("assessor.gui.export.export_dialog.writing", return_value=task):
        page.export(path)
    page.wait_until_written()
    return page.dialog


def check(stage: Stage) -> QWidget:
    mission(stage)
    shown = CheckDialog(stage.window, stage.window.session, stage.window.doors)
    stage.wait(lambda: not stage.window.session.busy)
    return shown


SCENES: dict[str, Scene] = {
    "mission": mission,
    "mission-without-copy": mission_without_copy,
    "export": export,
    "export-writing": export_writing,
    "export-done": export_done,
    "check": check,
}
