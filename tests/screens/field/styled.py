"""Labels with ODK's styles, in both directions and looks."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from tests.screens.stage import Scene, Stage
from tests.support.gui.forms import source

FORM = """
| survey | | | | |
| | type | name | label::English (en) | label::Arabic (ar) | hint::English (en) | hint::Arabic (ar) |
| | note | head | # Before you begin | # قبل أن تبدأ | | |
| | note | all | Read **every** question, *slowly*. Then <span style="color:red">answer</span>, or say <span style="color:#008000">why not</span>. | اقرأ **كل** سؤال *ببطء*. ثم <span style="color:red">أجب</span> أو قل <span style="color:#008000">لماذا لا</span>. | | |
| | integer | officers | Officers in the **unit** (2*3*4 counts as it is) | ضباط **الوحدة** | Not <span style="color:navy">reservists</span>; see the [law](http://x.org) | ليس <span style="color:navy">الاحتياط</span> |
| | select_one yn | ready | <p style="text-align:center">Is the unit **ready**?</p> | <p style="text-align:center">هل الوحدة **جاهزة**؟</p> | | |
| choices | | | |
| | list_name | name | label::English (en) | label::Arabic (ar) |
| | yn | yes | <span style="color:green">Yes</span> | <span style="color:green">نعم</span> |
| | yn | no | <span style="color:red">No</span> | <span style="color:red">لا</span> |
"""  # noqa: E501


def styled(stage: Stage) -> QWidget:
    session = stage.window.session
    session.create(stage.folder / "a.mission", source(FORM, stage.folder))
    session.speak(session.language)
    desk = stage.window.show_screen("desk")
    stage.settle()
    desk.go_to("/data/officers")
    return stage.window


SCENES: dict[str, Scene] = {"styled": styled}
"""The scenes of this module."""
