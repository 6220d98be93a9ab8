"""What holds for all tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from assessor import garbage
from tests.support.memory_folder import lay_files_in_memory
from tests.support.postgres_server import Server, programs, serving
from tests.support.shared_setup import scheduler

if TYPE_CHECKING:
    from assessor.assessment.samples.demo import Demo
    from assessor.parcel.keys.identity import Identity

# The same few examples each time: what is green is green everywhere. HYPOTHESIS=random explores,
# and `python -m tests.bench laws` takes many, of every law that says no number of its own.
settings.register_profile("same", derandomize=True, deadline=None, max_examples=12)
settings.register_profile(
    "many", derandomize=True, deadline=None, max_examples=500,
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip
settings.register_profile("random", print_blob=True, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS", "same"))


def pytest_configure() -> None:
    garbage.collect_rarely()
    lay_files_in_memory()


def pytest_collection_finish() -> None:
    """Keep modules and tests, a million objects that all stay, from the garbage collector."""
    garbage.freeze()


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Do not import files that are left out as a whole: those of the window, or slow ones."""
    wanted = config.getoption("markexpr")
    if not wanted.startswith("not window") or collection_path.suffix != ".py":
        return None
    text = collection_path.read_text("utf-8")
    left_out = [mark for mark in ("window", "slow") if f"not {mark}" in wanted]
    return any(f"\npytestmark = pytest.mark.{mark}\n" in text for mark in left_out) or None


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """With `--dist loadfile`, as `make` says it; any other wish is xdist's own affair."""
    return scheduler(config, log) if config.getoption("dist") == "loadfile" else None


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 1 MB."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("a small disk can only be mounted by root on Linux")
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let a small disk be mounted")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.fixture
def quickly_derived(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests of what happens to the file: what slows a guesser down is another test's.

    That one is test_sqlciphers_own_tools_open_it_with_the_passphrase, in tests/store.
    """
    from assessor.parcel.keys import age_sealing
    from assessor.store.files import file_opening

    monkeypatch.setattr(file_opening, "KEY_ROUNDS", 1000)
    monkeypatch.setattr(age_sealing, "SCRYPT_COST", 2**8)


@pytest.fixture
def quickly_sealed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seal with a passphrase at a low cost; tests of age_sealing use the full one."""
    from tests.support.parcel.age_files import closed

    monkeypatch.setattr("pyrage.passphrase.encrypt", closed)


@pytest.fixture(scope="session")
def samples_received(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The sample missions in one registry, made once: whoever changes it works on a copy."""
    from assessor.assessment.samples.demo import make_demo

    return make_demo(tmp_path_factory.mktemp("samples") / "all", suffix=".assessor")


@pytest.fixture(scope="session")
def worked_out(
    samples_received: Demo, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Identity]:
    """That registry with all of it kept beside it, and who looks: to be copied, or only read."""
    from assessor.assessment.headquarters.case_cache import CaseCache
    from assessor.parcel.keys.identity import load_identity
    from assessor.store.write.mission import Mission

    path = Path(shutil.copy(samples_received.registry, tmp_path_factory.mktemp("kept")))
    identity = load_identity(samples_received.folder / "keys" / "hq", "HQ")
    with Mission.open(path) as mission, CaseCache(mission, identity) as shelf:
        shelf.heads()
    return path, identity


@pytest.fixture
def registry_copy(worked_out: tuple[Path, Identity], tmp_path: Path) -> Path:
    """That registry with all of it kept beside it, to be changed."""
    from assessor.store.write.cache_db import CACHE_SUFFIX

    path, _ = worked_out
    for name in (path.name, path.name + CACHE_SUFFIX):
        shutil.copy(path.with_name(name), tmp_path / name)
    return tmp_path / path.name


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server, started once for those who ask."""
    if programs() is None:
        pytest.skip("PostgreSQL is not installed here")
    pytest.importorskip("psycopg", reason="the extra assessor[postgres] is not installed here")
    with serving() as server:
        yield server
