"""A constraint gives the total that an answer must not exceed."""

from __future__ import annotations

import pytest

from assessor.form.model.bounds import bounds_of
from assessor.form.model.xpath_parser import parse_expression


@pytest.mark.parametrize(
    ("constraint", "bounds"),
    [
        (". <= /data/all", ("/data/all",)),
        ("/data/all >= . and . > 0", ("/data/all",)),
        (". >= 0 and (string(/data/all) = '' or . < /data/all)", ("/data/all",)),
        (". <= /data/a and . <= /data/b and . <= /data/a", ("/data/a", "/data/b")),
        (". <= 120", ()),
        (". >= /data/least", ()),
        (". * 2 <= /data/all", ()),
        (". <= /data/all + 1", ()),
        ("not(. <= /data/all)", ()),
        ("/data/other <= /data/all", ()),
    ],
)
def test_what_an_answer_may_not_exceed_is_read_from_its_constraint(constraint, bounds):
    assert bounds_of(parse_expression(constraint)) == bounds
