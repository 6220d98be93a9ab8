"""A language is named as the form does, or by its code; one it lacks is refused by name."""

import pytest

from assessor.assessment.languages import language_of
from assessor.errors import Refused
from assessor.form.parse import parse
from tests.assessment.laptops import laptop, small_form

TWO = """
| survey |         |       |                      |                      |
|        | type    | name  | label::English (en)  | label::Arabic (ar)   |
|        | integer | cases | Cases                | القضايا              |
"""


@pytest.mark.parametrize(
    ("wished", "found"),
    [("ar", "Arabic (ar)"), ("Arabic (ar)", "Arabic (ar)"), ("en", "English (en)")],
)
def test_by_code_or_by_name(tmp_path, wished, found):
    assert language_of(parse(small_form(tmp_path, TWO)), wished) == found


def test_one_it_does_not_speak_is_refused(tmp_path):
    with pytest.raises(Refused, match="Arabic"):
        language_of(parse(small_form(tmp_path, TWO)), "fr")


def test_a_mission_opens_in_the_language_it_was_left_in(tmp_path):
    person = laptop(tmp_path, "Layla")
    with person.create(small_form(tmp_path, TWO), language="ar") as mission:
        assert mission.node("/data/cases").label == "القضايا"
        mission.language = "en"
    with person.open() as mission:
        assert mission.node("/data/cases").label == "Cases"
