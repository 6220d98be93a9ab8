"""Large evidence files are spread over sidecars within their limits."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from assessor.parcel.pack import sidecars
from assessor.parcel.pack.parcel_pack import unpack_parcel
from assessor.parcel.pack.sidecars import (
    is_sidecar,
    make_sidecar,
    plan_sidecars,
    sidecar_path,
    sidecars_beside,
)
from tests.support.store.laptops import ASSESSMENT, Laptop

SIZES = (100, 60, 50, 30, 20)


@pytest.fixture
def ana(tmp_path):
    laptop = Laptop(tmp_path, "Ana")
    for size in SIZES:
        content = bytes([size]) * size
        digest = sha256(content).hexdigest()
        laptop.mission.put_evidence(digest, content)
        laptop.say(f"{size}.bin", "", kind="evidence", sha256=digest, name=f"{size}.bin")
    return laptop


def sizes(laptop: Laptop, groups: tuple[tuple[str, ...], ...]) -> list[list[int]]:
    return [[len(laptop.mission.evidence(digest) or b"") for digest in group] for group in groups]


def test_large_files_go_and_the_rest_fits_into_the_report(ana, monkeypatch):
    assert plan_sidecars(ana.mission, [ASSESSMENT]) == ()
    assert sizes(ana, plan_sidecars(ana.mission, [ASSESSMENT], above=55)) == [[100, 60]]
    monkeypatch.setattr(sidecars, "MAX_REPORT_EVIDENCE", 60)
    monkeypatch.setattr(sidecars, "MAX_SIDECAR_EVIDENCE", 110)
    groups = plan_sidecars(ana.mission, [ASSESSMENT])
    assert sizes(ana, groups) == [[100], [60, 50]]
    assert plan_sidecars(ana.mission, [ASSESSMENT], withhold=lambda _: True) == ()


def test_a_sidecar_has_files_and_no_entries(ana):
    [group] = plan_sidecars(ana.mission, [ASSESSMENT], above=90)
    contents = unpack_parcel(make_sidecar(ana.mission, [ASSESSMENT], group, ana.identity))
    assert set(contents.evidence) == set(group) and contents.changesets == ()
    assert contents.sender == ana.identity.public.hex()


def test_sidecars_are_found_by_their_names(tmp_path):
    report = tmp_path / "b.pdf"
    paths = [sidecar_path(report, 2), sidecar_path(report, 1), sidecar_path(tmp_path / "a.pdf", 1)]
    for path in (report, *paths):
        path.touch()
    assert sidecars_beside(report) == [paths[0], paths[1], paths[2]]
    assert not is_sidecar(report.name) and is_sidecar("B.FILES-12.ASSESSOR")
    assert sidecars_beside(Path(tmp_path, "none", "b.pdf")) == []
