"""Questions that share a row, where a form declares the grid theme."""

import pytest
from PySide6.QtWidgets import QApplication

from assessor.form.parse.form_parser import parse_form
from assessor.gui.page.grid_rows import rows_of
from tests.support.assessment.laptops import laptop
from tests.support.gui.forms import instance, source

pytestmark = pytest.mark.window

FORM = """
| survey | | | | |
| | type | name | label | appearance | relevant |
| | begin_group | g | Group | | |
| | text | a | A | w1 | |
| | text | b | B | w3 | ${a} != 'off' |
| | text | c | C | w2 | |
| | text | d | D | w3 | |
| | text | e | E | | |
| | text | f | F | w12 | |
| | end_group | | | | |
| | begin_group | h | Wider | w6 | |
| | text | x | X | w3 | |
| | text | y | Y | w3 | |
| | end_group | | | | |
| settings | | |
| | style | form_id |
| | theme-grid pages | shares |
"""


def names(folder, text, group):
    form = parse_form(source(text, folder))
    nodes = instance(text, folder, "").node(f"/data/{group}").children
    return [[(node.name, share) for node, share in row] for row in rows_of(nodes, form)]


def test_rows_are_filled_by_shares(tmp_path):
    assert names(tmp_path, FORM, "g") == [
        [("a", 1), ("b", 3)],
        [("c", 2)],  # no room for d
        [("d", 3)],
        [("e", 4)],
        [("f", 4)],
    ]
    assert names(tmp_path, FORM, "h") == [[("x", 3), ("y", 3)]]


def test_without_the_theme_each_question_has_a_row(tmp_path):
    plain = FORM.replace("theme-grid ", "")
    assert names(tmp_path, plain, "h") == [[("x", 1)], [("y", 1)]]


@pytest.fixture
def page(window, tmp_path):
    ana = laptop(tmp_path, "Ana")
    ana.create(source(FORM, tmp_path)).close()
    window.open_mission(ana.mission)
    window.show_desk("/data/g/a")
    return window.show_screen("desk").page


def place(page, name):
    QApplication.processEvents()
    question = page.questions[f"/data/g/{name}"]
    return question.mapTo(page, question.rect().topLeft())


def test_questions_share_the_width(page):
    a, b = place(page, "a"), place(page, "b")
    assert a.y() == b.y()
    assert a.x() < b.x()
    wide = [page.questions[f"/data/g/{name}"].width() for name in "ab"]
    assert wide[0] * 3 == pytest.approx(wide[1], abs=6)
    assert place(page, "c").y() > b.y()


def test_hidden_questions_leave_no_gap(page):
    question = page.questions["/data/g/a"]
    before = question.width()
    page.session.answer("/data/g/a", {"value": "off"})
    QApplication.processEvents()
    assert page.questions["/data/g/b"].isHidden()
    assert question.width() == pytest.approx(before * 4, abs=6)


def test_a_narrow_page_wraps_the_row(page):
    for name in "ab":
        page.questions[f"/data/g/{name}"].setMinimumWidth(500)
    QApplication.processEvents()
    assert place(page, "a").y() < place(page, "b").y()
    assert place(page, "a").x() == place(page, "b").x()
    for name in "ab":
        question = page.questions[f"/data/g/{name}"]
        assert question.height() >= question.heightForWidth(question.width())
