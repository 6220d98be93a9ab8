"""Repeat instances by id: insert, find and forget."""

from __future__ import annotations

import pytest

from assessor.form.live.instance import Instance
from tests.support.form.form_filling import start

NESTED = """
| survey |
|  | type         | name  | label |
|  | begin repeat | outer | O     |
|  | text         | said  | S     |
|  | begin repeat | inner | I     |
|  | text         | more  | M     |
|  | end repeat   |       |       |
|  | end repeat   |       |       |
"""


def empty() -> Instance:
    """Return an instance without the initial repeat instance."""
    instance = start(NESTED)
    instance.remove_repeat("/data/outer[aaaaa1]")
    return instance


def test_an_instance_is_put_before_another() -> None:
    instance = empty()
    for name, before in (("a1", None), ("b2", "a1"), ("c3", "a1")):
        instance.add_repeat("/data/outer", name, before=before)
    assert instance.repeats() == ["/data/outer[b2]", "/data/outer[c3]", "/data/outer[a1]"]


@pytest.mark.parametrize(
    ("id_", "before", "why"),
    [("a1", None, "already"), ("b2", "zz", "no repeat instance"), ("B 2", None, "lower-case")],
)
def test_ids_that_cannot_be(id_: str, before: str | None, why: str) -> None:
    instance = empty()
    instance.add_repeat("/data/outer", "a1")
    with pytest.raises(ValueError, match=why):
        instance.add_repeat("/data/outer", id_, before=before)


def test_what_stood_in_a_removed_instance_is_forgotten_and_its_id_free() -> None:
    instance = empty()
    for outer in ("a1", "a10"):
        instance.add_repeat("/data/outer", outer)
        instance.add_repeat(f"/data/outer[{outer}]/inner", "i1")
    instance.remove_repeat("/data/outer[a1]")
    assert instance.repeats() == ["/data/outer[a10]", "/data/outer[a10]/inner[i1]"]
    with pytest.raises(KeyError):
        instance.node("/data/outer[a1]/inner[i1]")
    assert instance.node("/data/outer[a10]/inner[i1]").id == "i1"
    instance.add_repeat("/data/outer", "a1")
    instance.add_repeat("/data/outer[a1]/inner", "i1")
    assert "/data/outer[a1]/inner[i1]" in instance.repeats()
