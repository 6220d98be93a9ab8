"""A published answer replaces an entry without a body, and changes nothing elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.store.model.changeset import Changeset
from assessor.store.model.entry import Draft, Entry
from assessor.store.model.published_answers import PUBLISHED_KIND, publication_key, published_entry
from assessor.store.model.receipt import ParcelOrigin
from assessor.store.write.mission import Mission
from tests.support.store.laptops import ASSESSMENT, Laptop

KEY = "/data/q"
SAID = {"value": "7", "note": "heard from Mr X", "sources": ["s1"]}
GOVERNMENT, PUBLIC = {"value": "7", "evidence": "claimed"}, {"below": "9"}


@dataclass(frozen=True)
class World:
    """Ana's answer, complete and withheld; what Ben published of it; Ana's order to redact it."""

    name: str
    whole: Changeset
    bare: Changeset
    government: Changeset
    public: Changeset
    order: Changeset


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    ana, ben = (Laptop(tmp_path_factory.mktemp(name), name) for name in ("Ana", "Ben"))
    ana.say(KEY, **SAID)
    ana.seal()
    [whole] = ana.mission.changesets()
    name = f"{whole.id}:0"
    for audience, body in (("government", GOVERNMENT), ("public", PUBLIC)):
        key = publication_key(audience, name, ben.identity.public.hex())
        ben.mission.write(ASSESSMENT, [Draft(PUBLISHED_KIND, key, body, (), 1)], "Ben")
        ben.seal()
    ana.mission.redact(name, "Mr X asked", ana.identity)
    order = next(one for one in ana.mission.changesets() if one.id != whole.id)
    return World(
        name, whole, whole.without_bodies([0], outside=True), *ben.mission.changesets(), order
    )


def head(changesets: Iterable[Changeset]) -> Entry:
    """Return the displayed answer after these changesets came in this order; the file is sound."""
    with Mission.in_memory() as file:
        for one in changesets:
            file.add([one])
        assert file.check() == () and file.conflicts() == ()
        [shown] = file.joint_heads(ASSESSMENT)["answer", KEY]
        return shown


def test_a_published_answer_replaces_a_missing_body(world: World) -> None:
    assert head([world.bare]).withheld
    shown = head([world.bare, world.public])
    assert shown.body == PUBLIC and shown.name == world.name and not shown.withheld
    assert shown.published == f"{world.public.id}:0"


@given(data=st.data())
def test_the_displayed_answer_does_not_depend_on_the_order(
    world: World, data: st.DataObject
) -> None:
    """Any order, any repetition: the body if it came, else the audience with more detail."""
    came = data.draw(
        st.lists(st.sampled_from(["whole", "bare", "government", "public"]), min_size=1, max_size=6)
    )
    if not {"whole", "bare"} & set(came):
        came.append("bare")
    shown = head(getattr(world, each) for each in came)
    if "whole" in came:
        assert (shown.body, shown.published) == (SAID, "")
    elif "government" in came:
        assert (shown.body, shown.published) == (GOVERNMENT, f"{world.government.id}:0")
    elif "public" in came:
        assert (shown.body, shown.published) == (PUBLIC, f"{world.public.id}:0")
    else:
        assert shown.withheld


@given(came=st.permutations(["whole", "bare", "government", "public", "order"]))
def test_redaction_reaches_published_answers(world: World, came: list[str]) -> None:
    with Mission.in_memory() as file:
        for each in came:
            file.add([getattr(world, each)])
        assert file.check() == ()
        [shown] = file.joint_heads(ASSESSMENT)["answer", KEY]
        assert shown.withheld and not shown.published
        assert all(entry.body is None for entry in file.entries(ASSESSMENT, PUBLISHED_KIND))


def test_a_published_answer_signed_by_another_key_is_ignored(
    world: World, tmp_path: object
) -> None:
    key = publication_key("government", world.name, "ab" * 32)
    eve = Laptop(tmp_path, "Eve")  # type: ignore[arg-type]
    eve.mission.write(ASSESSMENT, [Draft(PUBLISHED_KIND, key, {"value": "1"}, (), 1)], "Eve")
    eve.seal()
    assert head([world.bare, *eve.mission.changesets()]).withheld


def test_only_texts_are_taken_from_a_published_answer(world: World, tmp_path: object) -> None:
    eve = Laptop(tmp_path, "Eve")  # type: ignore[arg-type]
    key = publication_key("public", world.name, eve.identity.public.hex())
    odd = {"value": "1", "evidence": 3, "sources": ["s9"], "decision": "mine"}
    eve.mission.write(ASSESSMENT, [Draft(PUBLISHED_KIND, key, odd, (), 1)], "Eve")
    eve.seal()
    assert head([world.bare, *eve.mission.changesets()]).body == {"value": "1"}


@pytest.mark.parametrize("key", ["", "internal x y", "public x", "public x y z", "/data/q"])
def test_an_invalid_publication_key_names_no_entry(key: str) -> None:
    assert published_entry(key) == ""
    assert published_entry(publication_key("public", "x", "y")) == "x"


def test_redaction_reaches_published_answers_set_aside(world: World) -> None:
    """An undone file is still readable in the database until it is received again."""
    with Mission.in_memory() as file:
        file.add([world.whole])
        added = file.add([world.government], receipt=ParcelOrigin("g.pdf", "ab" * 32, 1))
        assert added.receipt is not None
        file.undo(added.receipt.id)
        file.add([world.order])
        [(payloads,)] = file.connection.rows("SELECT payloads FROM aside")
        assert GOVERNMENT["evidence"] not in payloads and file.check() == ()


def test_redaction_of_an_entry_set_aside_reaches_published_answers(world: World) -> None:
    with Mission.in_memory() as file:
        added = file.add([world.whole], receipt=ParcelOrigin("a.pdf", "ab" * 32, 1))
        file.add([world.government])
        assert added.receipt is not None
        file.undo(added.receipt.id)
        file.add([world.order])
        assert all(entry.body is None for entry in file.entries(ASSESSMENT, PUBLISHED_KIND))
        assert file.check() == ()


def test_the_author_s_published_answer_comes_first(world: World, tmp_path: object) -> None:
    """Others may publish later and with more detail, but the words would appear as Ana's."""
    ana, eve = (Laptop(tmp_path / name, name) for name in ("Ana", "Eve"))  # type: ignore[operator]
    ana.say(KEY, **SAID)
    ana.seal()
    [whole] = ana.mission.changesets()
    for who, audience, at in ((ana, "public", 1), (eve, "government", 9_999_999_999_999)):
        key = publication_key(audience, f"{whole.id}:0", who.identity.public.hex())
        draft = Draft(PUBLISHED_KIND, key, {"value": f"told by {who.identity.name}"}, (), at)
        who.mission.write(ASSESSMENT, [draft], who.identity.name)
        who.seal()
    [told] = [one for one in ana.mission.changesets() if one.id != whole.id]
    [lie] = eve.mission.changesets()
    for came in ([told, lie], [lie, told]):
        assert head([whole.without_bodies([0]), *came]).body == {"value": "told by Ana"}
