"""Every kind of question, section by section, in the kitchen-sink form."""

from __future__ import annotations

import math

from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from assessor.assessment.entries.evidence import answer_with_file
from assessor.gui.toolkit.controls.calendar_dates import CalendarDates
from assessor.gui.toolkit.controls.drawing_pad import DrawingPad
from assessor.gui.toolkit.controls.month_grid import MonthGrid
from assessor.gui.toolkit.style.theme import INKS
from assessor.gui.toolkit.widgets.label_text import form_translator
from assessor.gui.toolkit.widgets.safe_image import decode_image
from tests.gui.kitchen import ANSWERS, kitchen, png
from tests.screens.stage import Scene, Stage
from tests.support.form.markdown_forms import read_markdown


def _section(name: str, *, tall: int = 1500, focus: str = "") -> Scene:
    def scene(stage: Stage) -> QWidget:
        session = stage.window.session
        session.create(stage.folder / "kitchen.mission", kitchen())
        for path, value in ANSWERS.items():
            session.assessment.answer(f"/data/{path}", value)
        photo = png(800, 600, "#0B5B66", 9)
        now = session.open_assessment
        answer_with_file(now, "/data/files/photo", photo, name="evidence room, north wall.png")
        answer_with_file(now, "/data/files/marked", photo, name="evidence room, north wall.png")
        answer_with_file(
            now, "/data/files/report", b"%PDF-1.7 ..." * 90_000, name="Report 2025.pdf"
        )
        for role, cited in (("Head of unit", "yes"), ("Prosecutor", "no"), ("", "")):
            session.assessment.add_repeat("/data/people")
            row = session.assessment.node("/data/people").children[-1].reference
            session.assessment.answer(f"{row}/role", role)
            session.assessment.answer(f"{row}/agrees", cited)
        session.speak(session.language)
        stage.window.resize(1280, tall)
        desk = stage.window.show_screen("desk")
        stage.settle()
        desk.go_to(focus or f"/data/{name}")
        stage.settle()
        desk.page.verticalScrollBar().setValue(0)
        return desk.page

    return scene


def pad(stage: Stage) -> QWidget:
    """The drawing pad, on a photograph, with a mark."""
    context = form_translator(stage.window.session.language)
    under = decode_image(png(1600, 1000, "#55626F", 8))
    shown = DrawingPad(stage.window, context, "Sketch", size=QSize(720, 450), under=under)
    shown.show()
    stage.settle()
    sheet = shown.sheet
    sheet.ink, sheet.pen_width = INKS[2], 4.0
    QTest.mousePress(sheet, Qt.MouseButton.LeftButton, pos=QPoint(300, 220))
    for step in range(1, 80):
        at = QPointF(380 + 90 * math.cos(step / 12 + math.pi), 220 + 70 * math.sin(step / 12))
        QTest.mouseMove(sheet, at.toPoint())
    QTest.mouseRelease(sheet, Qt.MouseButton.LeftButton, pos=QPoint(380, 150))
    return shown


_GRID = """
| survey | | | | |
| | type | name | label::English (en) | label::Arabic (ar) | appearance |
| | begin_group | unit | The unit | الوحدة | |
| | text | name | Name | الاسم | w2 |
| | date | founded | Founded | التأسيس | w2 |
| | integer | staff | Staff | الموظفون | w1 counter |
| | integer | women | Women | النساء | w1 |
| | select_one yn | lab | A laboratory of its own? | مختبر خاص؟ | w2 |
| | text | mandate | Its mandate | اختصاصها | multiline |
| | end_group | | | | |
| choices | | | | |
| | list_name | name | label::English (en) | label::Arabic (ar) |
| | yn | yes | Yes | نعم |
| | yn | no | No | لا |
| settings | | |
| | style | form_id |
| | theme-grid | grid |
"""


def shares(stage: Stage) -> QWidget:
    """Questions that share rows, as in Enketo's grid theme."""
    session = stage.window.session
    session.create(stage.folder / "grid.mission", read_markdown(_GRID))
    session.assessment.answer("/data/unit/name", "National Cybercrime Unit")
    session.speak(session.language)
    stage.window.resize(1280, 820)
    desk = stage.window.show_screen("desk")
    stage.settle()
    desk.go_to("/data/unit/name")
    return desk.page


def month(stage: Stage) -> QWidget:
    """A month of another calendar, to pick a day."""
    session = stage.window.session
    almanac = CalendarDates("ethiopian", form_translator(session.language), session.language)
    shown = MonthGrid(almanac, "2026-11-25", lambda _day: None, stage.window)
    shown.show()
    return shown


def signature(stage: Stage) -> QWidget:
    """The empty signature pad."""
    words = form_translator(stage.window.session.language)
    shown = DrawingPad(stage.window, words, "Signature", size=QSize(640, 240), line=True)
    shown.show()
    return shown


SCENES: dict[str, Scene] = {
    "questions-words": _section("words"),
    "questions-days": _section("days"),
    "questions-choices": _section("choices", tall=1700),
    "questions-scales": _section("scales", tall=1100),
    "questions-files": _section("files", tall=1200),
    "questions-pad": pad,
    "questions-month": month,
    "questions-shares": shares,
    "questions-signature": signature,
    "questions-people": _section("people", tall=800),
}
