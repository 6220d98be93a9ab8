"""Every kind of question, section by section, on the kitchen-sink form."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from tests.gui.kitchen import ANSWERS, kitchen
from tests.screens.stage import Scene, Stage


def _section(name: str, *, tall: int = 1500, focus: str = "") -> Scene:
    def scene(stage: Stage) -> QWidget:
        session = stage.window.session
        session.create(stage.folder / "kitchen.mission", kitchen())
        for path, value in ANSWERS.items():
            session.assessment.answer(f"/data/{path}", value)
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


SCENES: dict[str, Scene] = {
    "questions-words": _section("words"),
    "questions-days": _section("days"),
    "questions-choices": _section("choices", tall=1700),
    "questions-scales": _section("scales", tall=1100),
    "questions-files": _section("files", tall=1200),
    "questions-people": _section("people", tall=800),
}
