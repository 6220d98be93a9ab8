"""A box for several lines is as tall as its lines are, whatever letters they are written in."""

import pytest

from assessor.gui.toolkit.widgets.growing_edit import GrowingEdit

pytestmark = pytest.mark.window


@pytest.mark.parametrize(
    "text",
    ["one\ntwo\nthree", "الأول\nالثاني\nالثالث", "第一\n第二\n第三"],
    ids=["latin", "arabic", "chinese"],
)
def test_three_lines_are_seen_without_scrolling(qtbot, qapp, text):
    edit = GrowingEdit(None, fewest=3)
    qtbot.addWidget(edit)
    edit.resize(300, edit.height())
    edit.show()
    edit.setPlainText(text)
    qapp.processEvents()
    assert edit.verticalScrollBar().maximum() == 0
    lines = [edit.cursorRect(edit.textCursor())]
    edit.moveCursor(edit.textCursor().MoveOperation.End)
    lines.append(edit.cursorRect(edit.textCursor()))
    assert edit.viewport().rect().contains(lines[1]) and lines[0].top() < lines[1].top()
