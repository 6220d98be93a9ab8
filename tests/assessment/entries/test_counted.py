"""Repeats counted by the form: the same instances on every laptop, nothing lost."""

from __future__ import annotations

import pytest

from assessor.errors import Refused
from assessor.registry.receive.receiver import receive
from tests.support.assessment.laptops import laptop, small_form

COUNTED = """
| survey |              |         |          |              |
|        | type         | name    | label    | repeat_count |
|        | integer      | units   | Units    |              |
|        | begin_repeat | unit    | Unit     | ${units}     |
|        | text         | town    | Town     |              |
|        | end_repeat   |         |          |              |
"""
UNITS, UNIT = "/data/units", "/data/unit"


def towns(mission):
    return [next(n for n in row.children if n.name == "town").value
            for row in mission.node(UNIT).children]  # fmt: skip


def name(mission, place, town):
    row = mission.node(UNIT).children[place].reference
    mission.answer(f"{row}/town", town)


def test_two_laptops_mean_the_same_instance_by_its_position(tmp_path):
    one, two = laptop(tmp_path, "Elena"), laptop(tmp_path, "Tomas", hour=11)
    with one.create(small_form(tmp_path, COUNTED)) as ours:
        ours.answer(UNITS, "3")
    two.copy_from(one)
    with two.open() as theirs:
        name(theirs, 2, "Costa Norte")
        name(theirs, 0, "Capital")
    with one.open() as ours:
        name(ours, 0, "The capital")
        receive(ours.mission, [two.mission])
        ours.reload()
        assert towns(ours)[1:] == ["", "Costa Norte"]
        [conflict] = ours.conflicts()
        assert {head.body["value"] for head in conflict.heads} == {"Capital", "The capital"}
    with one.open() as ours:
        assert towns(ours)[1:] == ["", "Costa Norte"]


def test_counting_down_and_up_again_loses_nothing(tmp_path):
    with laptop(tmp_path, "Elena").create(small_form(tmp_path, COUNTED)) as mission:
        mission.answer(UNITS, "2")
        name(mission, 1, "Costa Norte")
        mission.answer(UNITS, "1")
        assert towns(mission) == [""]
        mission.reload()
        mission.answer(UNITS, "2")
        assert towns(mission) == ["", "Costa Norte"]
        mission.undo()
        mission.undo()
        assert towns(mission) == ["", "Costa Norte"]


def test_the_form_decides_how_many(tmp_path):
    with laptop(tmp_path, "Elena").create(small_form(tmp_path, COUNTED)) as mission:
        mission.answer(UNITS, "1")
        with pytest.raises(Refused):
            mission.add_repeat(UNIT)
        with pytest.raises(Refused):
            mission.remove_repeat(mission.node(UNIT).children[0].reference)
        assert towns(mission) == [""]
