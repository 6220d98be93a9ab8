"""The planted bugs still have their places, and a handful are caught in every run.

All of them are hunted by `python -m tests.store.mutants`, also a row of `make bench`.
"""

from __future__ import annotations

import pytest

from tests.store.mutants import MUTANTS, Mutant, hunt, planted

A_HANDFUL = ("last writer wins", "delete wins", "whitespace is stripped")


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_bug_still_has_its_place(mutant: Mutant) -> None:
    compile(planted(mutant), mutant.module, "exec")


def test_there_are_at_least_forty_each_with_its_own_name() -> None:
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS) >= 40


@pytest.mark.parametrize("name", A_HANDFUL)
def test_a_handful_is_caught(name: str) -> None:
    [mutant] = [one for one in MUTANTS if one.name == name]
    caught, by, _ = hunt(mutant)
    assert caught and by, by
