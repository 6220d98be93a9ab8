"""A changeset cannot have an id, a body or an author that is not its own."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from assessor.store.model.changeset import MAX_BODY_LENGTH, Changeset, seal_changeset
from assessor.store.model.changeset_core import (
    DAY,
    ChangesetCore,
    CoreLine,
    NotAChangeset,
    build_core,
    read_core,
    write_core,
)
from tests.support.store.laptops import ASSESSMENT, FORM
from tests.support.store.world import identity

SIGNER = identity("Ana", 1)


def core() -> ChangesetCore:
    lines = [
        CoreLine("answer", "/d/q1", DAY - 1, (("ab" * 32, 3),)),
        CoreLine("answer", "/d/q1", DAY + 5, (("", 0),)),
    ]
    return build_core(SIGNER.public.hex(), "Ana", 1, FORM, ASSESSMENT, lines)


def sealed() -> Changeset:
    return seal_changeset(core(), ['{"value":"1"}', "null"], SIGNER)


def test_a_core_is_read_as_it_was_written():
    days = tuple(at - at % DAY for at in core().at)
    sealed_core = replace(core(), commitment="ab" * 32)
    assert read_core(write_core(sealed_core)) == replace(
        sealed_core, author="", sequence=0, at=days
    )
    assert [line.parents for line in core().lines] == [(("ab" * 32, 3),), (("", 0),)]


def test_withholding_keeps_the_id_and_the_signature():
    whole = sealed()
    part = whole.without_bodies([0], outside=True)
    assert (part.id, part.signature) == (whole.id, whole.signature)
    assert part.payloads == (None, "null") and part.header.author == ""
    assert whole.header.author == "Ana" and part.without_bodies([0]) is part
    assert (whole.header.at, whole.header.sequence) == (core().at, 1)
    assert (part.header.at, part.header.sequence) == (tuple(at - at % DAY for at in core().at), 0)
    assert whole.without_bodies([0]).header.at[1] == core().at[1]  # inside the team


@pytest.mark.parametrize(
    "changes",
    [
        {"payloads": ('{"value":"1"}',)}, {"signature": b"short"},
        {"payloads": ('{"value": "1"}', "null")}, {"proofs": (bytes(16), bytes(32))},
        {"payloads": ('{"value":"' + "x" * MAX_BODY_LENGTH + '"}', "null")},
        {"name_proof": bytes(16) + b"Ben"}, {"name_proof": bytes(16) + b"\xff"},
        {"name_proof": b"x"},
    ],
)  # fmt: skip
def test_parts_that_do_not_fit_are_refused(changes):
    whole = sealed()
    parts = {name: getattr(whole, name) for name in ("core", "signature", "payloads", "proofs")}
    with pytest.raises(NotAChangeset):
        Changeset(**{**parts, "name_proof": whole.name_proof, **changes})


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (0, 4), (0, 2), (1, "zz"), (2, "Ana"), (3, "x"), (4, "AB" * 16), (5, 2**48), (6, ["x"]),
        (7, [["a"]]), (7, [["Answer", "/d"]]), (7, [["answer", "a\nb"]]), (8, [0, 7]),
        (9, [0, -1]), (10, [[0]]), (10, [[1, 1]]), (10, [[0, [5, 0]]]),
    ],
)  # fmt: skip
def test_a_core_with_a_wrong_part_is_refused(place, value):
    parts = json.loads(sealed().core)
    parts[place] = value
    with pytest.raises(NotAChangeset):
        read_core(json.dumps(parts).encode())


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"[1.5]", b"[NaN]", b"{}", b"\xff", b"[1]", b'["\\ud800"]', b"[" * 99_999]
)
def test_what_is_no_core_is_refused(data):
    with pytest.raises(NotAChangeset):
        read_core(data)
