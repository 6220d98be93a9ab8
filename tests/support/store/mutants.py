"""Bugs planted one at a time in the merge code, and whether the tests catch them.

`python -m tests.support.store.mutants [NAME…]` plants each in its own process, runs the laws and
the other tests of the record, and prints what caught it; exit status 1 if one survived.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from tests.support.memory_folder import lay_files_in_memory
from tests.support.paths import ROOT
from tests.support.store.authority_bugs import AUTHORITY_MUTANTS
from tests.support.store.planted_bugs import MERGE_MUTANTS, Mutant

MUTANTS = [*MERGE_MUTANTS, *AUTHORITY_MUTANTS]
EXAMPLES = 600


class _Plant(importlib.abc.MetaPathFinder, importlib.abc.SourceLoader):
    """Loads one module with the bug in it."""

    def __init__(self, mutant: Mutant) -> None:
        self._mutant, self._name = mutant, mutant.module

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,
        target: ModuleType | None = None,
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self._name:
            return None
        return importlib.util.spec_from_loader(fullname, self)

    def get_filename(self, fullname: str) -> str:
        return str(path_of(self._mutant))

    def get_data(self, path: str | bytes) -> bytes:
        return planted(self._mutant).encode()


def path_of(mutant: Mutant) -> Path:
    """Return the file that gets the bug."""
    return ROOT.joinpath(*mutant.module.split(".")).with_suffix(".py")


def planted(mutant: Mutant) -> str:
    """Return the module's text with the bug. Raises LookupError unless its place occurs once."""
    text = path_of(mutant).read_text(encoding="utf-8")
    if text.count(mutant.old) != 1:
        raise LookupError(f"{mutant.name}: {text.count(mutant.old)} places in {mutant.module}")
    return text.replace(mutant.old, mutant.new)


def run(name: str) -> int:
    """Plant one bug (or none, "") and run the tests; 0 if it survived, 1 if caught."""
    for mutant in MUTANTS:
        if mutant.name == name:
            sys.meta_path.insert(0, _Plant(mutant))
    lay_files_in_memory()
    from hypothesis import HealthCheck, Phase, settings
    from hypothesis.stateful import run_state_machine_as_test

    from tests.support.store.merge_laws import Laws

    if any(mutant.name == name for mutant in AUTHORITY_MUTANTS) and _run_tests(
        "store/write/test_authority_orders.py",
        "store/write/test_undo_authority.py",
        "attack/authority/test_authority.py",
        "attack/authority/test_published.py",
        "attack/members/test_invitation_keys.py",
        "attack/members/test_founder_left_out.py",
    ):
        sys.stderr.write("an order of arrival\n")
        return 1
    how = settings(
        max_examples=EXAMPLES, stateful_step_count=25, deadline=None, derandomize=True,
        database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck),
        print_blob=False, report_multiple_bugs=False,
    )  # fmt: skip
    try:
        run_state_machine_as_test(Laws, settings=how)
    except Exception as error:  # noqa: BLE001  whatever the bug broke, it was caught
        sys.stderr.write(f"the laws: {type(error).__name__}\n")
        return 1
    result = _run_tests("attack", "store", "parcel", "registry")
    if result == 1:
        sys.stderr.write("an example\n")
    return result


def _run_tests(*places: str) -> int:
    """Run the tests in these folders or files, but for the laws; return pytest's exit code."""
    import pytest

    # Hypothesis is in use already, and its plugin would refuse to start.
    others = ["-k", "not laws and not mutant", "-x", "-q", "-p", "no:cacheprovider"]
    others += ["-p", "no:hypothesispytest"]
    others += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
    return int(pytest.main([*others, *(str(ROOT / "tests" / place) for place in places)]))


def hunt(mutant: Mutant | None) -> tuple[bool, str, float]:
    """Plant one bug (or none) in its own process; return (caught, by what, seconds)."""
    start = time.perf_counter()
    name = mutant.name if mutant else ""
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.store.mutants", "--run", name],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{name}: the tests could not run\n{done.stdout}{done.stderr}")
    lines = done.stderr.strip().splitlines()
    return done.returncode == 1, lines[-1] if lines else "", time.perf_counter() - start


def main(wanted: list[str]) -> int:
    """Hunt the named mutants, or all; return the exit status."""
    survivors = 0
    if not wanted:  # if the tests fail by themselves, they catch nothing
        failed, by, _ = hunt(None)
        if failed:
            sys.stdout.write(f"Without a bug the tests fail: {by}\n")
            return 1
    for mutant in MUTANTS:
        if not wanted or mutant.name in wanted:
            caught, by, seconds = hunt(mutant)
            survivors += not caught
            verdict = "caught by" if caught else "SURVIVED"
            sys.stdout.write(f"{mutant.name:52} {verdict} {by[:60]} ({seconds:.0f} s)\n")
            sys.stdout.flush()
    sys.stdout.write(f"{len(wanted or MUTANTS)} mutants, {survivors} survived\n")
    return 1 if survivors else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        sys.exit(run(sys.argv[2]))
    sys.exit(main(sys.argv[1:]))
