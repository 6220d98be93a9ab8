"""The hint of a passphrase's strength: cautious, and blind to repetition."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.gui.files.passphrase_fields import bits, verdict


@pytest.mark.parametrize(
    ("passphrase", "role"),
    [
        ("", "danger"),
        ("password", "danger"),
        ("abcdefghijklmnopqrstuvwxyz", "danger"),
        ("aaaaaaaaaaaaaaaaaaaaaaaa", "danger"),
        ("Tr4m-window", "warn"),
        ("orange tram window seven", "ok"),
        ("مفتاح القارب الأزرق القديم", "ok"),
    ],
)
def test_verdict(passphrase, role):
    assert verdict(passphrase)[0] == role


@given(st.text(max_size=40), st.text(max_size=5))
def test_more_is_never_weaker(passphrase, more):
    assert bits(passphrase + more) >= bits(passphrase)
