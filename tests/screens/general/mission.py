"""The screens of an open mission: the desk, export and check."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtWidgets import QWidget

from assessor.assessment.entries.evidence import attach_file
from assessor.assessment.entries.sources import add_source
from assessor.assessment.report.report_export import Exported
from assessor.gui.checks.check_dialog import CheckDialog
from assessor.gui.export.export_dialog import ExportDialog
from assessor.parcel.pack.sidecars import sidecar_path
from tests.screens.general.headquarters import copied
from tests.screens.stage import Scene, Stage


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
    shown = ExportDialog(stage.window, stage.window.session, stage.window.doors)
    shown.show()
    view = shown.preview.pane.view
    stage.wait(lambda: 0 in view.rendered)
    return shown


def export_writing(stage: Stage) -> QWidget:
    shown = export(stage)
    shown._stage.setText(shown._phrases("Gathering the answers…"))
    shown._bar.setRange(0, 10)
    shown._bar.setValue(4)
    shown._faces.turn(1)
    return shown


def export_done(stage: Stage) -> QWidget:
    shown = export(stage)
    fingerprint = "5111ad51ffa851662a6e4894a425cd8f5461215b917c040e90c8e26cc301abc4"
    path = stage.folder / "San Verano a.pdf"
    shown._done(
        Exported(path, "internal", 47, 61_820, 260, 0, fingerprint, (sidecar_path(path, 1),))
    )
    return shown


def check(stage: Stage) -> QWidget:
    mission(stage)
    shown = CheckDialog(stage.window, stage.window.session, stage.window.doors)
    stage.wait(lambda: shown._work is None)
    return shown


SCENES: dict[str, Scene] = {
    "mission": mission,
    "mission-without-copy": mission_without_copy,
    "export": export,
    "export-writing": export_writing,
    "export-done": export_done,
    "check": check,
}
