"""The desk with files and comments beside a question."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from PySide6.QtWidgets import QWidget

from assessor.assessment.assessment import Assessment
from assessor.assessment.entries.comments import add_comment, comments_of, resolve_comment
from assessor.assessment.entries.evidence import attach_file
from assessor.assessment.entries.reviews import review_answer
from assessor.assessment.exchange.exchange_folder import receive_files
from assessor.assessment.report.report_export import export_report
from assessor.assessment.review.previous_mission import follow_mission
from assessor.gui.inspector.scan_dialog import ScanDialog
from assessor.parcel.keys.contact_card import Contact
from assessor.parcel.keys.identity import load_identity
from assessor.parcel.keys.known_people import confirm_contact
from assessor.registry.receive.receiver import receive
from assessor.store.write.mission import Mission
from tests.screens.field.desk import open_desk, sample_mission
from tests.screens.stage import Stage
from tests.support.assessment.photos import photo

AT = "/data/sec_thr/thr_reports_total"


def beside(stage: Stage) -> QWidget:
    desk = open_desk(stage, AT, tall=1300)
    session = stage.window.session
    session.do(lambda now: attach_file(now, AT, photo("JPEG"), name="Register of the unit.jpg"))
    session.do(
        lambda now: attach_file(
            now, AT, b"%PDF-1.7 annex", name="Annual report 2025.pdf", note="Page 12"
        )
    )
    session.do(
        lambda now: add_comment(now, AT, "The ministry counts since June only: ask for both.")
    )
    session.do(lambda now: add_comment(now, AT, "Checked against the bulletin."))
    session.do(lambda now: resolve_comment(now, comments_of(now, AT)[0].id))
    stage.settle()
    bar = desk.inspector.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    return stage.window


def followed(stage: Stage) -> QWidget:
    """Show an indicator that the previous mission rated otherwise."""
    at = "/data/sec_inv/inv_unit_criteria"
    desk = open_desk(stage, at, tall=1100)
    now = stage.window.session.assessment
    before = sample_mission(now.facts().country_code, Path(tempfile.mkdtemp(dir=stage.folder)))
    follow_mission(now, before)
    stage.window.session.answer(at, {"value": "named_officer.shown full_time.shown"})
    desk.go_to(at)
    desk.inspector.show_question(now.node(at))
    return stage.window


NOTES = {
    "en": "Per year or in all? Annex 3 says 2,310.",
    "ar": "هل العدد سنوي أم إجمالي؟ يذكر الملحق 3 العدد 2310.",
    "zh": "是按年还是总计？附件 3 写的是 2,310。",
}


def reviewed(stage: Stage) -> QWidget:
    """Show what headquarters asks, whose six words were compared."""
    office = load_identity(stage.folder / "hq", "Ivo Kranjec")
    known = Contact(office.name, "", office.public.hex())
    confirm_contact(stage.window.session.preferences.folder, known, known.words, 1)
    desk = open_desk(stage, AT, tall=1000)
    session = stage.window.session
    export_report(session.assessment, stage.folder / "out.assessor")
    registry = Mission.create(stage.folder / "hq.registry", role="registry")
    receive(registry, [stage.folder / "out.assessor"])
    with Assessment.of(registry, None, office) as about:
        review_answer(about, AT, "query", NOTES.get(session.language, NOTES["en"]))
        review_answer(
            about, "/data/sec_thr/thr_need", "redo", "The stage does not follow from the text."
        )
        export_report(about, stage.folder / "back.assessor")
    receive_files(session.assessment, [stage.folder / "back.assessor"])
    session.reload()
    stage.settle()
    desk.inspector.verticalScrollBar().setValue(0)
    return stage.window


def scanning(stage: Stage) -> QWidget:
    open_desk(stage, AT)
    (stage.folder / "dll.conf").write_text("test\n")
    os.environ["SANE_CONFIG_DIR"] = str(stage.folder)  # SANE's own test driver
    dialog = ScanDialog(stage.window, stage.window.session, "Register of reports 2025")
    dialog.show()
    stage.wait(lambda: dialog.go.isEnabled() or not dialog.trouble.isHidden())
    if dialog.go.isEnabled():
        dialog.show_pages([photo("PNG")] * 3)
    stage.settle()
    return dialog


SCENES = {"scanning": scanning, "beside": beside, "followed": followed, "reviewed": reviewed}
