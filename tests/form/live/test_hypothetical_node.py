"""A hypothetical value is checked and rendered like an answer."""

import pytest

from assessor.form.live.hypothetical_node import HypotheticalNode
from tests.support.gui.forms import instance

FORM = """
| survey | | | | | |
| | type | name | label | constraint | constraint_message |
| | integer | most | At most | | |
| | integer | cases | Cases | . <= ${most} | No more than ${most}. |
| | begin repeat | units | Units | | |
| | integer | staff | Staff | . > 0 and . < ${most} | |
| | end repeat | | | | |
| | select_multiple yn | several | Several | count-selected(.) < 2 | One, please. |
| | text | free | Free | | |
| choices | | | |
| | list_name | name | label |
| | yn | yes | Yes |
| | yn | no | No |
"""


@pytest.fixture
def form(tmp_path):
    made = instance(FORM, tmp_path, "default")
    made.set("/data/most", "10")
    made.add_repeat("/data/units", "a1")
    return made


@pytest.mark.parametrize(
    ("path", "value", "wrong"),
    [
        ("cases", "10", ""),
        ("cases", "11", "No more than 10."),
        ("cases", "", ""),
        ("units[a1]/staff", "9", ""),
        ("units[a1]/staff", "0", "This answer is outside what the question allows."),
        ("several", "yes", ""),
        ("several", "yes no", "One, please."),
        ("free", "anything", ""),
    ],
)
def test_it_is_judged_as_an_answer_would_be_and_nothing_is_answered(form, path, value, wrong):
    node = form.node(f"/data/{path}")
    supposed = HypotheticalNode(node, value)
    before = dict(form.answers())
    found = supposed.violation
    assert (found.message if found else "") == wrong
    assert form.answers() == before and form.violations() == []
    form.set(node.reference, value)
    assert (node.violation.message if node.violation else "") == wrong


def test_choices_no_longer_offered_are_told_of_the_value_supposed(form):
    node = form.node("/data/several")
    assert HypotheticalNode(node, "yes gone").outdated_values == ("gone",)
    assert node.outdated_values == () and node.value == ""


def test_what_is_not_asked_now_may_still_be_supposed(form):
    supposed = HypotheticalNode(form.node("/data/cases"), "3")
    assert (supposed.value, supposed.relevant, supposed.readonly) == ("3", True, False)
