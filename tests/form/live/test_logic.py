"""Relevance, constraints, calculations and choices, on small forms."""

from __future__ import annotations

import pytest

from tests.support.form.form_filling import check, filled, recompute, start

FORM = """
| survey |
|        | type               | name    | label           | relevant     | constraint     | constraint_message | required | calculation          | choice_filter  | readonly |
|        | integer            | age     | Age             |              | . >= 0         | Not negative.      | yes      |                      |                |          |
|        | begin_group        | grown   | Grown up        | ${age} >= 18 |                |                    |          |                      |                |          |
|        | text               | job     | Job of ${age}   |              |                |                    |          |                      |                |          |
|        | calculate          | next    |                 |              |                |                    |          | ${age} + 1           |                |          |
|        | end_group          |         |                 |              |                |                    |          |                      |                |          |
|        | calculate          | copy    |                 |              |                |                    |          | ${job}               |                |          |
|        | select_one state   | state   | State           |              |                |                    |          |                      |                |          |
|        | select_multiple c  | city    | City            |              |                |                    |          |                      | state=${state} |          |
|        | note               | total   | All: ${copy}    |              |                |                    |          |                      |                |          |
| choices |
|        | list_name | name | label | state |
|        | state     | a    | A     |       |
|        | state     | b    | B     |       |
|        | c         | a1   | One   | a     |
|        | c         | a2   | Two   | a     |
|        | c         | b1   | Three | b     |
"""


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, {"grown.relevant": False, "age.violation": "required", "age.required": True}),
        ({"age": "18"}, {"grown.relevant": True, "grown/next": "19", "age.violation": None}),
        ({"age": "-1"}, {"age": "-1", "age.violation": "constraint"}),
        ({"age": "20", "grown/job": "cook"}, {"copy": "cook", "grown/job.label": "Job of 20"}),
        (
            {"age": "20", "grown/job": "cook", "/data/age": "9"},
            {"copy": "", "grown/job": "cook", "grown/job.relevant": False},
        ),
        ({"state": "a"}, {"city.choices": ["a1", "a2"]}),
        ({"state": "a", "city": "a2 a1"}, {"city": "a1 a2", "city.outdated_values": ()}),
        (
            {"state": "a", "city": "a2", "/data/state": "b"},
            {"city": "a2", "city.outdated_values": ("a2",)},
        ),
        ({"age": "30", "grown/job": "x"}, {"total.label": "All: x", "total.control": "note"}),
    ],
)
def test_logic(answers, expected) -> None:
    check(FORM, answers, expected)


def test_changes_name_what_changed() -> None:
    instance = filled(FORM, {"age": "20", "grown/job": "cook"})
    changes = instance.set("/data/age", "9")
    assert changes["/data/grown"] == {"relevant"}
    assert changes["/data/grown/job"] == {"relevant", "label"}
    assert changes["/data/copy"] == {"value"}
    assert instance.set("/data/age", "9") == {}


def test_messages() -> None:
    violation = filled(FORM, {"age": "-3"}).node("/data/age").violation
    assert violation is not None and violation.message == "Not negative."
    missing = start(FORM).violations()
    assert [each.reference for each in missing] == ["/data/age"]


def test_a_value_that_is_none_of_the_type_is_refused() -> None:
    with pytest.raises(ValueError, match="whole number"):
        start(FORM).set("/data/age", "many")


REPEAT = """
| survey |
|  | type         | name  | label | calculation                 | relevant      | repeat_count |
|  | integer      | n     | N     |                             |               |              |
|  | begin_repeat | r     | R     |                             |               |              |
|  | integer      | x     | X     |                             |               |              |
|  | calculate    | place |       | position(..)                |               |              |
|  | calculate    | twice |       | ${x} * 2                    |               |              |
|  | calculate    | share |       | ${x} div sum(../../r/x)      |               |              |
|  | end_repeat   |       |       |                             |               |              |
|  | calculate    | total |       | sum(${twice})               |               |              |
|  | calculate    | count |       | count(${r})                 |               |              |
|  | begin_repeat | fix   | Fix   |                             |               | ${n}         |
|  | text         | t     | T     |                             |               |              |
|  | end_repeat   |       |       |                             |               |              |
"""


def test_repeats_are_counted_summed_and_numbered() -> None:
    instance = start(REPEAT)
    for _ in range(2):
        instance.add_repeat("/data/r")
    first, second, third = instance.repeats()
    for number, reference in enumerate((first, second, third), 1):
        instance.set(f"{reference}/x", str(number))
    assert instance.node("/data/total").value == "12"
    assert instance.node("/data/count").value == "3"
    assert instance.node(f"{third}/place").value == "3"
    assert instance.node(f"{third}/share").value == "0.5"
    instance.remove_repeat(first)
    assert instance.node(f"{third}/place").value == "2"
    assert instance.node(f"{third}/share").value == "0.6"
    assert instance.node("/data/total").value == "10"
    assert not recompute(instance)


def test_a_counted_repeat_follows_its_count() -> None:
    instance = start(REPEAT)
    fix = instance.node("/data/fix")
    assert not fix.can_add and not fix.children
    instance.set("/data/n", "3")
    assert len(fix.children) == 3
    instance.set("/data/n", "1")
    assert len(fix.children) == 1
    instance.set("/data/n", "")
    assert len(fix.children) == 1
    instance.set("/data/n", "0")
    assert not fix.children


SPOKEN = """
| survey |
|        | type           | name  | label::English (en) | label::French (fr) | choice_filter  |
|        | text           | who   | Who                 | Qui                |                |
|        | select_one s   | state | State               | Région             |                |
|        | select_one c   | city  | City                | Ville              | state=${state} |
| choices |
|        | list_name | name | label::English (en) | label::French (fr) | state |
|        | s         | a    | A                   | A                  |       |
|        | s         | b    | B                   | B                  |       |
|        | c         | a1   | Home of ${who}      | Chez ${who}        | a     |
|        | c         | a2   | Two                 | Deux               | a     |
"""


def test_labels_of_choices_follow_language_and_answers() -> None:
    instance = filled(SPOKEN, {"who": "Ana", "state": "a"})
    city = instance.node("/data/city")
    assert [each.label for each in city.choices] == ["Home of Ana", "Two"]
    assert instance.set("/data/who", "Bo")["/data/city"] == {"choices"}
    assert [each.label for each in city.choices] == ["Home of Bo", "Two"]
    instance.set_language("French (fr)")
    assert [each.label for each in city.choices] == ["Chez Bo", "Deux"]
    check(SPOKEN, {"who": "Ana", "state": "a", "/data/who": "Bo"}, {"city.choices": ["a1", "a2"]})
