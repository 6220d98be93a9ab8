"""Scenes of the report before it is exported."""

from __future__ import annotations

from PySide6.QtWidgets import QRadioButton, QWidget

from assessor.gui.export_dialog import ExportDialog
from tests.screens.desk import _desk
from tests.screens.stage import Stage


def report(stage: Stage, profile: str = "internal", page: int = 0) -> ExportDialog:
    _desk(stage, "/data/sec_inv/inv_unit_women")
    shown = ExportDialog(stage.window, stage.window.session, stage.window.doors)
    shown.findChild(QRadioButton, f"profile-{profile}").click()
    shown.show()
    view = shown.preview.pane.view
    stage.wait(lambda: view.pages > 0)
    view.go_to(page)
    stage.settle()
    stage.wait(lambda: view._work is None and page in view._drawn)
    return shown


def report_page(stage: Stage) -> QWidget:
    return report(stage, page=2)


def report_left_out(stage: Stage) -> QWidget:
    shown = report(stage, "public")
    shown.preview.tabs.setCurrentIndex(1)
    return shown


SCENES = {"report": report, "report-page": report_page, "report-left-out": report_left_out}
