"""Every function of the specifications exists, with the specified arguments."""

from __future__ import annotations

import pytest

from assessor.form.xpath.calls import arity
from assessor.form.xpath.functions.function_table import FUNCTIONS
from assessor.form.xpath.static_types import SPECIAL_FUNCTIONS
from tests.conformance.spec import ARGUMENTS


@pytest.mark.parametrize("name", ARGUMENTS)
def test_a_function_takes_what_the_specification_says(name: str) -> None:
    assert arity(name) == ARGUMENTS[name]


def test_there_are_no_others() -> None:
    assert {*FUNCTIONS, *SPECIAL_FUNCTIONS} == set(ARGUMENTS)
