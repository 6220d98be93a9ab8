"""The cache beside a registry can be lost, damaged or outdated at any time."""

from __future__ import annotations

import pytest

from assessor.store.write.cache_db import CACHE_SUFFIX, CacheDb, drop_cached
from assessor.store.write.mission import Mission
from tests.support.store.laptops import begun

ROW = ("ab" * 16, "stamp", "2026-03-09", "head", b"content")
OTHER = ("cd" * 16, "stamp", "", "head", b"other")


@pytest.fixture
def registry(tmp_path):
    with begun(tmp_path / "hq.registry", "registry") as mission:
        yield mission


def kept(mission: Mission, version: str = "1") -> list[tuple[str, str, str, str]]:
    """Return the rows of the cache of a version."""
    cache = CacheDb.open_beside(mission, version)
    try:
        return sorted(cache.heads())
    finally:
        cache.close()


def fill(mission: Mission) -> None:
    cache = CacheDb.open_beside(mission, "1")
    cache.put([ROW, OTHER])
    cache.close()


def test_rows_are_kept_replaced_and_removed(registry):
    cache = CacheDb.open_beside(registry, "1")
    cache.put([ROW, OTHER])
    cache.put([(*ROW[:4], b"new")], [OTHER[0]])
    assert cache.heads([ROW[0], OTHER[0]]) == [ROW[:4]]
    assert cache.whole(ROW[0]) == b"new" and cache.whole(OTHER[0]) is None
    cache.close()
    assert kept(registry) == [ROW[:4]]


def test_another_version_and_a_damaged_file_start_empty(registry):
    fill(registry)
    assert kept(registry, "2") == []
    fill(registry)
    registry.path.with_name(registry.path.name + CACHE_SUFFIX).write_bytes(b"damaged" * 1000)
    assert kept(registry) == []


def test_a_mission_has_a_cache_in_memory_only(tmp_path):
    with begun(tmp_path / "field.mission") as mission:
        fill(mission)
        assert kept(mission) == []
        assert not list(tmp_path.glob(f"*{CACHE_SUFFIX}"))


def test_outdated_rows_are_dropped_and_a_damaged_file_is_deleted(registry):
    drop_cached(registry)
    fill(registry)
    drop_cached(registry, {ROW[0]: "another stamp", OTHER[0]: "stamp"})
    assert kept(registry) == [OTHER[:4]]
    drop_cached(registry)
    assert kept(registry) == []
    path = registry.path.with_name(registry.path.name + CACHE_SUFFIX)
    path.write_bytes(b"damaged" * 1000)
    drop_cached(registry)
    assert not path.exists()
