"""XPath 1.0 as libxml2 has it: over documents that stand still, and over a form being filled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.form.peers import PEERS


@pytest.mark.parametrize("what", PEERS)
@given(data=st.data())
def test_it_answers_as_libxml2(what: str, data: st.DataObject) -> None:
    """A few of each here; `python -m tests.bench fuzz` asks thousands."""
    sources, check = PEERS[what]
    check(data.draw(sources))
