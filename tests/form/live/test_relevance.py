"""Nodes that are not relevant are not counted, summed or joined, and return when relevant."""

from __future__ import annotations

import pytest

from assessor.errors import FormError
from tests.support.form.form_filling import check, recompute, start, state

FORM = """
| survey |
|  | type         | name   | label | relevant        | calculation                     |
|  | integer      | shown  | Shown |                 |                                 |
|  | begin_group  | g      | G     | ${shown} != 3   |                                 |
|  | begin_repeat | person | P     | ${shown} != 2   |                                 |
|  | integer      | age    | Age   | ${shown} != 1   |                                 |
|  | end_repeat   |        |       |                 |                                 |
|  | end_group    |        |       |                 |                                 |
|  | calculate    | people |       |                 | count(${person})                |
|  | calculate    | ages   |       |                 | count(${age})                   |
|  | calculate    | old    |       |                 | count(${person}[age > 17])      |
|  | calculate    | filled |       |                 | count-non-empty(${age})         |
|  | calculate    | total  |       |                 | sum(${age})                     |
|  | calculate    | oldest |       |                 | max(${age})                     |
|  | calculate    | all    |       |                 | join(' ', ${age})               |
|  | calculate    | groups |       |                 | count(/data/g)                  |
"""
EVERYTHING = ("3", "3", "1", "2", "47", "40", "40 7 ", "1")
NO_AGES = ("3", "0", "0", "0", "0", "", "", "1")
NO_PEOPLE = ("0", "0", "0", "0", "0", "", "", "1")
NOTHING = ("0", "0", "0", "0", "0", "", "", "0")
NAMES = ("people", "ages", "old", "filled", "total", "oldest", "all", "groups")


@pytest.mark.parametrize(
    ("shown", "expected"),
    [("", EVERYTHING), ("1", NO_AGES), ("2", NO_PEOPLE), ("3", NOTHING), ("4", EVERYTHING)],
)
def test_what_is_not_relevant_is_not_there(shown: str, expected: tuple[str, ...]) -> None:
    instance = start(FORM)
    while len(instance.node("/data/g/person").children) < 3:
        instance.add_repeat("/data/g/person")
    for node, age in zip(instance.node("/data/g/person").children, ("40", "7", ""), strict=True):
        instance.set(f"{node.reference}/age", age)
    for value in ("2", "1", "3", shown):
        instance.set("/data/shown", value)
        before = state(instance)
        recompute(instance)
        assert state(instance) == before
    assert tuple(instance.node(f"/data/{name}").value for name in NAMES) == expected


def test_a_choice_list_counts_whatever_is_shown() -> None:
    text = """
    | survey |
    |  | type           | name | label | relevant | calculation                        |
    |  | select_one yn  | a    | A     | 1 = 2    |                                    |
    |  | calculate      | n    |       |          | count(instance('yn')/root/item)    |
    |  | select_one yn  | b    | B     |          |                                    |
    | choices |
    |  | list_name | name | label |
    |  | yn        | y    | Yes   |
    |  | yn        | n    | No    |
    """
    check(text, {}, {"n": "2"})


def test_a_repeat_cannot_be_relevant_by_how_many_of_it_are() -> None:
    text = """
    | survey |
    |  | type         | name | label | relevant        |
    |  | begin_repeat | r    | R     | count(${r}) < 4 |
    |  | integer      | x    | X     |                 |
    |  | end_repeat   |      |       |                 |
    """
    with pytest.raises(FormError, match="in a circle: /data/r → /data/r"):
        start(text)
