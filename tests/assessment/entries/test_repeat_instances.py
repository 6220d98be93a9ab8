"""Duplicate and reorder repeat instances: one step, the same on every laptop."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessor.assessment.core.derive import longest_rising
from assessor.assessment.entries.evidence import answer_with_file
from assessor.assessment.entries.repeat_instances import duplicate_repeat, move_repeat
from assessor.errors import Refused
from tests.support.assessment.laptops import laptop, written

NESTED = """
| survey | | | | |
| | type | name | label | calculation |
| | begin_repeat | outer | Outer | |
| | text | name | Name | |
| | calculate | length | | string-length(${name}) |
| | image | photo | Photo | |
| | begin_group | more | More | |
| | text | note | Note | |
| | end_group | | | |
| | begin_repeat | inner | Inner | |
| | text | item | Item | |
| | end_repeat | | | |
| | end_repeat | | | |
| | integer | many | Many | |
| | begin_repeat | counted | Counted | |
| | text | line | Line | |
| | end_repeat | | | |
"""
OUTER = "/data/outer"


@pytest.fixture
def mission(tmp_path):
    with laptop(tmp_path, "Elena").create(written(NESTED)) as made:
        yield made


def names(mission):
    return [mission.node(f"{each.reference}/name").value for each in rows(mission)]


def rows(mission):
    return list(mission.node(OUTER).children)


def fill(mission, *said):
    first = len(rows(mission))
    for name in said:
        mission.add_repeat(OUTER)
        mission.answer(f"{rows(mission)[-1].reference}/name", name)
    return [each.reference for each in rows(mission)[first:]]


def clear(mission):
    for each in rows(mission):
        mission.remove_repeat(each.reference)


def test_a_duplicate_says_what_was_said_in_one_step(mission):
    clear(mission)
    (first,) = fill(mission, "Ana")
    mission.answer(f"{first}/more/note", "met twice", evidence="verified")
    answer_with_file(mission, f"{first}/photo", b"%PDF-1.7", name="a.pdf")
    inner = mission.node(f"{first}/inner").children
    for each in inner[1:]:
        mission.remove_repeat(each.reference)
    if not inner:
        mission.add_repeat(f"{first}/inner")
    item = mission.node(f"{first}/inner").children[0].reference
    mission.answer(f"{item}/item", "laptop")
    before = len(mission.mission.entries(mission.uuid))
    changes = duplicate_repeat(mission, first)
    added = len(mission.mission.entries(mission.uuid)) - before
    second = rows(mission)[-1].reference
    assert "added" in changes[second]
    assert names(mission) == ["Ana", "Ana"]
    assert mission.node(f"{second}/more/note").value == "met twice"
    assert mission.answer_at(f"{second}/more/note").evidence == ""
    assert mission.node(f"{second}/photo").value == ""
    copied = mission.node(f"{second}/inner").children
    assert [mission.node(f"{each.reference}/item").value for each in copied] == ["laptop"]
    assert copied[0].reference != item
    assert added >= 5
    mission.undo()
    assert names(mission) == ["Ana"]
    mission.redo()
    assert names(mission) == ["Ana", "Ana"]
    mission.undo()
    mission.undo()
    assert mission.node(f"{item}/item").value == ""


def test_moving_and_undoing_and_reopening(mission, tmp_path):
    clear(mission)
    a, b, c = fill(mission, "a", "b", "c")
    for reference, to, order in (
        (c, 0, "cab"),
        (a, 2, "cba"),
        (b, 0, "bca"),
        (b, 99, "cab"),
        (c, -5, "cab"),
    ):
        move_repeat(mission, reference, to)
        assert "".join(names(mission)) == order
    mission.undo()
    assert "".join(names(mission)) == "bca"
    mission.redo()
    assert "".join(names(mission)) == "cab"
    assert [each.position for each in rows(mission)] == [1, 2, 3]
    mission.reload()
    assert "".join(names(mission)) == "cab"


def test_a_form_that_counts_its_instances_orders_them_itself(tmp_path):
    form = NESTED.replace(
        "| label | calculation |", "| label | calculation | repeat_count |"
    ).replace(
        "| begin_repeat | counted | Counted | |", "| begin_repeat | counted | Counted | | ${many} |"
    )
    with laptop(tmp_path, "Elena").create(written(form)) as mission:
        mission.answer("/data/many", "2")
        one = mission.node("/data/counted").children[0].reference
        for call in (lambda: duplicate_repeat(mission, one), lambda: move_repeat(mission, one, 1)):
            with pytest.raises(Refused):
                call()


def test_instances_added_in_one_millisecond_keep_their_order(tmp_path):
    person = laptop(tmp_path, "Elena")
    with person.create(written(NESTED)) as mission:
        at = mission.now()
        mission.now = lambda: at
        clear(mission)
        fill(mission, *"abcdefgh")
    with person.open() as mission:
        assert "".join(names(mission)) == "abcdefgh"


def test_neighbours_without_room_between_them_make_some(tmp_path):
    with laptop(tmp_path, "Elena").create(written(NESTED)) as mission:
        at = mission.now()
        mission.now = lambda: at  # all instances are added in the same millisecond
        clear(mission)
        fill(mission, *"abcdefgh")
        order = names(mission)
        last = rows(mission)[-1].reference
        for to in (0, 3, 1, 6, 2):
            move_repeat(mission, last, to)
            moved = order.pop(order.index(mission.node(f"{last}/name").value))
            order.insert(to, moved)
            assert names(mission) == order
        mission.reload()
        assert names(mission) == order


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(moves=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.booleans()), max_size=12))
def test_any_sequence_of_moves_is_what_a_list_does_and_what_a_fresh_look_sees(mission, moves):
    clear(mission)
    fill(mission, *"abcdef")
    order = list("abcdef")
    for which, to, undone in moves:
        reference = rows(mission)[which].reference
        held = list(order)
        order.insert(to, order.pop(which))
        changed = move_repeat(mission, reference, to)
        assert bool(changed) == (order != held)
        if undone and changed:
            mission.undo()
            order = held
        assert names(mission) == order
    fresh = mission.in_language(mission.language)
    seen = [fresh.node(f"{each.reference}/name").value for each in fresh.node(OUTER).children]
    assert seen == order


@given(st.permutations(range(8)))
def test_as_few_move_as_may_be(order):
    kept = longest_rising(list(order))
    run = [number for place, number in enumerate(order) if place in kept]
    assert run == sorted(run)
    longest = [1] * len(order)
    for at, number in enumerate(order):
        longest[at] += max((longest[b] for b in range(at) if order[b] < number), default=0)
    assert len(run) == max(longest)
