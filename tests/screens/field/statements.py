"""Statements in the inspector, each in the editor of its question."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from assessor.assessment.entries.sources import add_source, add_statement
from tests.gui.kitchen import kitchen
from tests.screens.field.desk import open_desk
from tests.screens.stage import Scene, Stage

_STAGE = "/data/sec_inv/inv_unit_criteria"
SAID = {
    "choices/worst": ("coast", "north"),
    "days/feast": ("2026-03-09", "2026-03-10"),
    "choices/tools": ("imaging mobile", "memory gone"),
    "choices/trust": ("4", "2"),
    "choices/order": ("law staff links lab", "lab links law staff"),
    "scales/load": ("26", "30"),
    "choices/tile": ("3", "2"),
    "days/met": ("2026-03-09T14:05:00.000+02:00", "2026-03-10T09:30:00.000+02:00"),
}
_SOURCES = {
    "en": ("Prosecutor General", "Cyber unit", "By telephone"),
    "ar": ("النيابة العامة", "وحدة الجرائم السيبرانية", "عبر الهاتف"),
    "zh": ("总检察院", "网络犯罪部门", "通过电话"),
}


def _statement(path: str, stage: Stage) -> QWidget:
    session = stage.window.session
    session.create(stage.folder / "kitchen.mission", kitchen())
    session.ask_in("Arabic (ar)" if session.language == "ar" else "English (en)")
    stage.window.resize(1280, 1100)
    first, second, note = _SOURCES.get(session.language, _SOURCES["en"])
    reference = f"/data/{path}"
    for name, value in zip((first, second), SAID[path], strict=True):
        source = add_source(session.assessment, title=name, date="2026-03-09")
        session.do(lambda now, s=source, v=value: add_statement(now, reference, v, s) and {})
    stage.window.show_desk(reference)
    stage.settle()
    voices = stage.window.show_screen("desk").inspector.statements
    voices.open_form()
    form = voices.form
    form.note.setText(note)
    if form.question is not None:
        form.answer_changed(reference, {"value": SAID[path][0]})
    stage.settle()
    stage.window.show_screen("desk").inspector.ensureWidgetVisible(form.submit_button)
    stage.settle()
    return stage.window


def _stage(stage: Stage) -> QWidget:
    """A maturity stage, with all descriptors, in the inspector at its minimum width."""
    desk = open_desk(stage, _STAGE, tall=1300)
    desk.splitter.setSizes([200, 2000, desk.inspector.minimumWidth()])
    voices = desk.inspector.statements
    voices.open_form()
    voices.form.answer_changed(_STAGE, {"value": "2"})
    stage.settle()
    desk.inspector.ensureWidgetVisible(voices.form.submit_button)
    stage.settle()
    return stage.window


SCENES: dict[str, Scene] = {
    "statement-stage": _stage,
    **{f"statement-{path.rpartition('/')[2]}": partial(_statement, path) for path in SAID},
}
