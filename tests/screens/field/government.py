"""Exports and imports: the government's comments, an upload."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from assessor.assessment.entries.remarks import GovernmentRemark, remarks_of, respond_to_remark
from assessor.assessment.report.government_comments import import_lines
from assessor.gui.export.government_dialog import GovernmentDialog
from assessor.gui.publish.upload_dialog import UploadDialog, of_mission
from tests.screens.field.beside import AT
from tests.screens.field.desk import open_desk
from tests.screens.stage import Scene, Stage

SAID = (
    GovernmentRemark(
        AT, "Our bulletin of January counts 7,480: the platform's reports are missing here."
    ),
    GovernmentRemark(
        "/data/sec_thr/thr_finding",
        "We ask you to add that the national channel was opened in March.",
        "Added, with the decree as its source.",
    ),
)


def government_none(stage: Stage) -> QWidget:
    open_desk(stage, AT)
    return GovernmentDialog(stage.window, stage.window.session, stage.window.doors)


def government(stage: Stage) -> QWidget:
    open_desk(stage, AT)
    session = stage.window.session
    import_lines(session.assessment, SAID)
    session.assessment.answer(AT, "7480")
    return GovernmentDialog(stage.window, session, stage.window.doors)


def government_beside(stage: Stage) -> QWidget:
    desk = open_desk(stage, AT, tall=1300)
    import_lines(stage.window.session.assessment, SAID)
    mission = stage.window.session.assessment
    answer = "The bulletin counts them twice; see annex 3."
    respond_to_remark(mission, remarks_of(mission, AT)[0].id, answer, "partly")
    desk.inspector.show_question(mission.node(AT))
    stage.settle()
    bar = desk.inspector.verticalScrollBar()
    bar.setValue(bar.maximum())
    return stage.window


def upload(stage: Stage) -> QWidget:
    open_desk(stage, AT)
    session = stage.window.session
    shown = UploadDialog(stage.window, session, of_mission(session))
    shown.address.setText("http://central.example.org/v1/projects/1")
    shown.show()
    shown.goes.click()
    return shown


SCENES: dict[str, Scene] = {
    "upload": upload,
    "government-none": government_none,
    "government": government,
    "government-beside": government_beside,
}
