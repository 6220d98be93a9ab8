"""The desk with files and comments beside a question."""

from __future__ import annotations

import os

from PySide6.QtWidgets import QWidget

from assessor.assessment.assessment import Assessment
from assessor.assessment.review.previous_mission import follow
from assessor.gui.inspector.scan_dialog import ScanDialog
from assessor.parcel.keys.identity import load_identity
from assessor.registry.receive.receiver import receive
from assessor.store.write.mission import Mission
from tests.screens.field.desk import _desk, _mission
from tests.screens.stage import Stage
from tests.support.assessment.photos import photo

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
    before = "XNY" if now.path.stem.startswith("San Verano") else "XSV"
    follow(now, _mission(before, stage.folder))
    desk.inspector.inspect(now.node(AT))
    return stage.window


NOTES = {
    "en": "Per year or in all? Annex 3 says 2,310.",
    "ar": "هل العدد سنوي أم إجمالي؟ يذكر الملحق 3 العدد 2310.",
    "zh": "是按年还是总计？附件 3 写的是 2,310。",
}


def reviewed(stage: Stage) -> QWidget:
    desk = _desk(stage, AT, tall=1000)
    session = stage.window.session
    session.mission.export(stage.folder / "out.assessor")
    registry = Mission.create(stage.folder / "hq.registry", role="registry")
    receive(registry, [stage.folder / "out.assessor"])
    with Assessment.of(registry, None, load_identity(stage.folder / "hq", "Ivo Kranjec")) as about:
        about.review(AT, "query", NOTES.get(session.language, NOTES["en"]))
        about.review("/data/sec_thr/thr_need", "redo", "The stage does not follow from the text.")
        about.export(stage.folder / "back.assessor")
    session.mission.receive([stage.folder / "back.assessor"])
    session.reload()
    stage.settle()
    desk.inspector.verticalScrollBar().setValue(0)
    return stage.window


def scanning(stage: Stage) -> QWidget:
    _desk(stage, AT)
    (stage.folder / "dll.conf").write_text("test\n")
    os.environ["SANE_CONFIG_DIR"] = str(stage.folder)  # SANE's own test driver
    dialog = ScanDialog(stage.window, stage.window.session, "Register of reports 2025")
    dialog.show()
    stage.wait(lambda: dialog.go.isEnabled() or not dialog.trouble.isHidden())
    if dialog.go.isEnabled():
        dialog._pages = [photo("PNG")] * 3
        dialog._show_pages()
    stage.settle()
    return dialog


SCENES = {"scanning": scanning, "beside": beside, "followed": followed, "reviewed": reviewed}
