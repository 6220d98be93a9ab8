"""A pause restores the state of the garbage collector and leaks nothing."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from assessor import garbage
from assessor.cli.main import main
from assessor.garbage import UNCOLLECTED, loading

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", autouse=True)
def nothing_frozen() -> Iterator[None]:
    """As in the program; tests/conftest freezes what stays."""
    garbage.thaw()
    yield
    garbage.freeze()


class Ring:
    """An object that only the cyclic collector can free."""

    def __init__(self) -> None:
        self.itself = self


def test_what_was_built_is_collected_once_it_is_garbage() -> None:
    with loading():
        assert not gc.isenabled()
        ring = Ring()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
    gone = weakref.ref(ring)
    del ring
    gc.collect()
    assert gone() is None


def test_what_was_frozen_stays_frozen() -> None:
    garbage.freeze()
    try:
        with loading():
            pass
        assert gc.get_freeze_count() > 0
    finally:
        garbage.thaw()


def test_a_collector_that_is_off_stays_off() -> None:
    gc.disable()
    try:
        with loading():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_load_after_load_does_not_stay_in_memory() -> None:
    with loading():
        gone = weakref.ref(Ring())
    for _ in range(UNCOLLECTED // 10_000 + 1):
        with loading():
            kept = [[] for _ in range(10_000)]
        del kept
    assert gone() is None


def test_collection_resumes_after_the_last_pause_only() -> None:
    garbage.pause()
    garbage.pause()
    garbage.resume()
    assert not gc.isenabled()
    garbage.resume()
    assert gc.isenabled()


def test_a_pause_that_begins_during_a_load_outlasts_it() -> None:
    with loading():
        garbage.pause()
    assert not gc.isenabled()
    garbage.resume()
    assert gc.isenabled()


def test_a_pause_that_ends_during_a_load_does_not_end_that_of_the_load() -> None:
    garbage.pause()
    with loading():
        garbage.resume()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_pauses_of_several_parts_may_overlap() -> None:
    garbage.pause()
    with garbage.paused():
        garbage.resume()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_verb_looks_for_garbage_rarely(capsys: pytest.CaptureFixture[str]) -> None:
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    try:
        with pytest.raises(SystemExit):
            main(["check", "--help"])
        assert gc.get_threshold() == garbage.RARELY
    finally:
        gc.set_threshold(*before)
