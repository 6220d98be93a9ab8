"""Loads leave the garbage collector as they found it, and nothing it could not take back."""

from __future__ import annotations

import gc
import weakref

from assessor.form.quiet import UNSEEN, quiet


class Ring:
    """Something only the cyclic collector can free."""

    def __init__(self) -> None:
        self.itself = self


def test_what_was_built_is_collected_once_it_is_garbage() -> None:
    with quiet():
        assert not gc.isenabled()
        ring = Ring()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
    gone = weakref.ref(ring)
    del ring
    gc.collect()
    assert gone() is None


def test_what_others_froze_stays_frozen() -> None:
    gc.freeze()
    try:
        with quiet():
            pass
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()


def test_a_collector_that_is_off_stays_off() -> None:
    gc.disable()
    try:
        with quiet():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_load_after_load_does_not_stay_in_memory() -> None:
    with quiet():
        gone = weakref.ref(Ring())
    for _ in range(UNSEEN // 10_000 + 1):
        with quiet():
            kept = [[] for _ in range(10_000)]
        del kept
    assert gone() is None
