"""The desk with files and comments beside a question."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from assessor.assessment.following import follow
from tests.assessment.test_photos import photo
from tests.screens.desk import _desk, _mission
from tests.screens.stage import Stage

AT = "/data/sec_thr/thr_reports_total"


def beside(stage: Stage) -> QWidget:
    desk = _desk(stage, AT, tall=1300)
    session = stage.window.session
    session.do(lambda now: now.attach(AT, photo("JPEG"), name="Register of the unit.jpg"))
    session.do(
        lambda now: now.attach(AT, b"%PDF-1.7 annex", name="Annual report 2025.pdf", note="Page 12")
    )
    session.do(lambda now: now.comment(AT, "The ministry counts since June only: ask for both."))
    session.do(lambda now: now.comment(AT, "Checked against the bulletin."))
    session.do(lambda now: now.resolve_comment(now.comments(AT)[0].id))
    stage.settle()
    bar = desk.inspector.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    return stage.window


def followed(stage: Stage) -> QWidget:
    desk = _desk(stage, AT)
    now = stage.window.session.mission
    follow(now, _mission("XSV" if stage.window.session.language == "ar" else "XNY", stage.folder))
    desk.inspector.inspect(now.node(AT))
    return stage.window


SCENES = {"beside": beside, "followed": followed}
