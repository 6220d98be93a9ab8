"""Every planted bug still fits the code, and one is caught in every run.

`python -m tests.support.store.mutants` hunts all of them; so does `make bench`.
"""

from __future__ import annotations

import pytest

from tests.support.store.authority_bugs import AUTHORITY_MUTANTS
from tests.support.store.mutants import MUTANTS, Mutant, hunt, planted

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_every_bug_still_fits_the_code(mutant: Mutant) -> None:
    compile(planted(mutant), mutant.module, "exec")


def test_there_are_at_least_forty_each_with_its_own_name() -> None:
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS) >= 40
    assert len(AUTHORITY_MUTANTS) >= 10


def test_one_is_caught() -> None:
    [mutant] = [one for one in MUTANTS if one.name == "last writer wins"]
    caught, by, _ = hunt(mutant)
    assert caught and by, by
