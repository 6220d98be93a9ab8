"""XPath 1.0 compared with libxml2, on fixed documents and on a live form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.form.peers import PEERS


@pytest.mark.parametrize("what", PEERS)
@given(data=st.data())
def test_it_answers_as_libxml2(what: str, data: st.DataObject) -> None:
    """A small sample; `python -m tests.bench fuzz` tries thousands."""
    sources, check = PEERS[what]
    check(data.draw(sources))
