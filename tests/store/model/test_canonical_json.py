"""A value has one canonical spelling, or none; texts of others must be in it."""

from __future__ import annotations

import pytest

from assessor.store.model.canonical_json import (
    LARGEST_INTEGER,
    MAX_DEPTH,
    NotCanonical,
    check_bodies,
    encode_canonical,
)

DEEP: object = None
for _ in range(MAX_DEPTH + 1):
    DEEP = [DEEP]


def test_keys_are_sorted_and_nothing_is_escaped_or_spaced():
    text = encode_canonical({"b": [1, True, None], "a": "é", "c": ("x",)})
    assert text == '{"a":"é","b":[1,true,null],"c":["x"]}'


@pytest.mark.parametrize(
    "value", [1.5, {1: "x"}, LARGEST_INTEGER, -LARGEST_INTEGER, DEEP, "\ud800", {"a": b"x"}]
)
def test_some_values_have_no_spelling(value):
    with pytest.raises(NotCanonical):
        encode_canonical(value)


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1}', '{"b":1,"a":2}', '{"a":1.0}', '{"a":NaN}', '{"a":9007199254740992}',
        '{"a":123456789012345678}', "[1]", "1", '"x"', "{", '{"a":1},{"b":2}', '{"a":"\\ud800"}',
        '{"a":' + "[" * 9 + "]" * 9 + "}", '{"a":' + "[" * 99_999 + "]" * 99_999 + "}",
    ],
)  # fmt: skip
def test_foreign_texts_must_be_canonical_bodies(text):
    with pytest.raises(NotCanonical):
        check_bodies(["null", text, '{"a":1}'])


def test_canonical_bodies_pass():
    check_bodies([])
    check_bodies(["null", '{"a":[[],{"b":{}}]}', '{"a":1}'])
