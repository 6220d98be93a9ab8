"""A changeset cannot have an id, a body or an author that is not its own."""

from __future__ import annotations

import json

import pytest

from assessor.store.model.changeset import MAX_BODY_LENGTH, Changeset, seal_changeset
from assessor.store.model.changeset_core import (
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
        CoreLine("answer", "/d/q1", 1_000, (("ab" * 32, 3),)),
        CoreLine("answer", "/d/q1", 1_005, (("", 0),)),
    ]
    return build_core(SIGNER.public.hex(), "Ana", 1, FORM, ASSESSMENT, lines)


def sealed() -> Changeset:
    return seal_changeset(core(), ['{"value":"1"}', "null"], SIGNER)


def test_a_core_is_read_as_it_was_written():
    assert read_core(write_core(core())) == core()
    assert [line.parents for line in core().lines] == [(("ab" * 32, 3),), (("", 0),)]


def test_withholding_keeps_the_id_and_the_signature():
    whole = sealed()
    part = whole.without_bodies([0], name=True)
    assert (part.id, part.signature) == (whole.id, whole.signature)
    assert part.payloads == (None, "null") and part.header.author == ""
    assert whole.header.author == "Ana" and part.without_bodies([0]) is part


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
        (0, 3), (1, "zz"), (3, -1), (4, "x"), (5, "AB" * 16), (6, 2**48), (7, ["x"]), (8, [["a"]]),
        (8, [["Answer", "/d"]]), (8, [["answer", "a\nb"]]), (9, [0, 7]), (10, [0, -1]), (11, [[0]]),
        (11, [[1, 1]]), (11, [[0, [5, 0]]]),
    ],
)  # fmt: skip
def test_a_core_with_a_wrong_part_is_refused(place, value):
    parts = json.loads(write_core(core()))
    parts[place] = value
    with pytest.raises(NotAChangeset):
        read_core(json.dumps(parts).encode())


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"[1.5]", b"[NaN]", b"{}", b"\xff", b"[1]", b'["\\ud800"]', b"[" * 99_999]
)
def test_what_is_no_core_is_refused(data):
    with pytest.raises(NotAChangeset):
        read_core(data)
