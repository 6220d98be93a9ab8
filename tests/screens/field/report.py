"""The report before its export."""

from __future__ import annotations

from PySide6.QtWidgets import QRadioButton, QScrollArea, QWidget

from assessor.assessment.report.report_projection import preview_report
from assessor.gui.export.export_dialog import ExportDialog
from assessor.gui.export.seal_choice import SealChoice
from assessor.gui.toolkit.viewer.pdf_dialog import PdfDialog
from tests.screens.field.desk import open_desk
from tests.screens.stage import Stage


def report(
    stage: Stage, profile: str = "internal", page: int = 0, *, passphrase: str = ""
) -> ExportDialog:
    open_desk(stage, "/data/sec_inv/inv_unit_women")
    if passphrase:
        stage.window.session.assessment.mission.protect(passphrase)
    shown = ExportDialog(stage.window, stage.window.session, stage.window.doors)
    shown.findChild(QRadioButton, f"profile-{profile}").click()
    shown.show()
    view = shown.preview.pane.view
    stage.wait(lambda: view.pages > 0)
    view.go_to(page)
    stage.settle()
    stage.wait(lambda: view.is_painted and page in view.rendered)
    return shown


def report_page(stage: Stage) -> QWidget:
    return report(stage, page=2)


def report_left_out(stage: Stage) -> QWidget:
    shown = report(stage, "public")
    shown.preview.tabs.setCurrentIndex(1)
    return shown


def report_sealed(stage: Stage) -> QWidget:
    """The export of a protected mission: who can open the file."""
    shown = report(stage, passphrase="orange tram window")
    [area] = shown.findChildren(QScrollArea)[:1]
    area.ensureWidgetVisible(shown.findChildren(SealChoice)[0])
    stage.settle()
    return shown


def document(stage: Stage) -> QWidget:
    """A document beside an answer: here a report."""
    open_desk(stage, "/data/sec_inv/inv_unit_women")
    made = preview_report(stage.window.session.assessment, profile="public")
    shown = PdfDialog(stage.window, "Informe anual 2025.pdf", made.pages, 3)
    shown.show()
    stage.wait(lambda: shown.pane.view.page == 2 and 2 in shown.pane.view.rendered)
    return shown


SCENES = {
    "report": report,
    "report-page": report_page,
    "report-left-out": report_left_out,
    "report-sealed": report_sealed,
    "document": document,
}
