"""Laws of recalculation, over random forms and random edits.

A small sample; `python -m tests.bench fuzz` tries thousands.
"""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.support.form.laws import LAWS, QUICK
from tests.support.form.random_forms import edits, forms


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
@QUICK
@given(xform=forms(), steps=edits)
def test_a_law_holds(law, xform, steps) -> None:
    law(xform, steps)
