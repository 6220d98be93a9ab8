"""The window's language and that of the questions, where the form does not speak the window's."""

import pytest

from assessor.assessment.base.form_languages import nearest_language
from assessor.form.parse.form_parser import parse_form
from tests.support.assessment.laptops import laptop, small_form
from tests.support.screens.window import header_tag

pytestmark = pytest.mark.window

THREE = """
| survey |         |       |                     |                    |                     |
|        | type    | name  | label::English (en) | label::Arabic (ar) | label::Spanish (es) |
|        | integer | cases | Cases               | القضايا            | Casos               |
"""
ONE = """
| survey |         |       |       |
|        | type    | name  | label |
|        | integer | cases | Cases |
"""


@pytest.mark.parametrize(
    ("text", "code", "found"),
    [
        (THREE, "ar", "Arabic (ar)"),
        (THREE, "ru", "English (en)"),
        (THREE.replace("English (en)", "French (fr)"), "zh", "French (fr)"),
        (ONE, "zh", None),
    ],
)
def test_the_nearest_language(tmp_path, text, code, found):
    form = parse_form(small_form(tmp_path, text))
    assert nearest_language(form, code) == (form.default_language if found is None else found)


@pytest.fixture
def opened(window, tmp_path):
    ana = laptop(tmp_path, "Ana")
    ana.create(small_form(tmp_path, THREE), language="ar").close()
    window.session.speak("ar")
    window.open_mission(ana.mission)
    return window


def test_questions_that_followed_the_window_go_on_in_the_nearest_and_it_is_said(opened):
    notice = header_tag(opened)
    assert not notice.isVisible()
    opened.session.speak("zh")
    assert opened.session.assessment.language == "English (en)"
    assert notice.text() == "问题语言：English"
    assert "Español" in notice.toolTip()
    opened.session.speak("es")
    assert opened.session.assessment.language == "Spanish (es)"
    assert not notice.isVisible()


def test_a_language_chosen_for_the_questions_stays_and_is_named(opened):
    opened.session.ask_in("Spanish (es)")
    opened.session.speak("ru")
    assert opened.session.assessment.language == "Spanish (es)"
    assert header_tag(opened).text() == "Вопросы: Español"
    opened.session.ask_in("Arabic (ar)")
    assert "العربية" in header_tag(opened).text()


def test_a_form_of_one_language_has_none_to_name(window, tmp_path):
    ana = laptop(tmp_path, "Ana")
    ana.create(small_form(tmp_path, ONE)).close()
    window.session.speak("zh")
    window.open_mission(ana.mission)
    assert not header_tag(window).isVisible()


def test_what_the_window_says_of_a_day_is_in_its_own_language(window, tmp_path):
    form = "| survey | | | | |\n| | type | name | label::English (en) | appearance |\n"
    form += "| | date | fiscal | Fiscal year | ethiopian |\n"
    ana = laptop(tmp_path, "Ana")
    with ana.create(small_form(tmp_path, form)) as mission:
        mission.answer("/data/fiscal", "2026-07-08")
    window.session.speak("zh")
    window.open_mission(ana.mission)
    window.show_desk("/data/fiscal")
    told = window.show_screen("desk").page.questions["/data/fiscal"].other.plain
    assert told == "\u20682018年哈姆莱月1日\u2069 = \u20682026年7月8日\u2069"
