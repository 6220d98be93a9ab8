"""A government searches everything it receives for words that were withheld from it."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest

from assessor.assessment.entries.tasks import add_member, holders_of, remove_member
from assessor.assessment.report.report_export import export_report
from tests.bench.report.bench_leaks import rows_of
from tests.support.assessment.laptops import laptop, small_form
from tests.support.report.canaries import Canaries, canaries_in
from tests.support.report.canary_form import FORM, fill


@pytest.mark.slow
def test_no_canary_is_found_in_any_format(tmp_path: Path) -> None:
    """They unpack objects, streams, archives, tables and the parcel, also with other programs.

    `python -m tests.bench leaks` does it with the whole instrument.
    """
    canaries = Canaries()
    ana = laptop(tmp_path, canaries.new("an assessor"))
    with ana.create(small_form(tmp_path, FORM)) as mission:
        fill(mission)
        rows = list(rows_of(mission, canaries, tmp_path, every=1))
    assert rows[0].value >= 80
    assert [(row.name, row.note) for row in rows if not row.passed] == []


@pytest.mark.parametrize("profile", ["government", "public"])
def test_a_government_reads_who_is_on_the_team(tmp_path: Path, profile: str) -> None:
    """The leader adds a colleague who has no work yet: a subject of the signed core."""
    with laptop(tmp_path, "Elena").create(small_form(tmp_path)) as mission:
        add_member(mission, "zqmemberqz")
        path = export_report(mission, tmp_path / "report.assessor", profile=profile).path
        assert canaries_in(path) == set()
        assert canaries_in(export_report(mission, tmp_path / "team.assessor").path)


def test_two_laptops_add_the_same_colleague(tmp_path: Path) -> None:
    """Their entries have keys of their own now; the person is shown once and removed once."""
    one, two = laptop(tmp_path, "Elena"), laptop(tmp_path, "Tomas", hour=11)
    one.create(small_form(tmp_path)).close()
    two.copy_from(one)
    names = count()
    for each in (one, two):
        with each.open() as mission:
            add_member(mission, ("Ben Okafor", "ben  okafor")[next(names)])
            mission.seal()
    with one.open() as ours, two.open() as theirs:
        ours.mission.add(theirs.mission.changesets())
    with one.open() as ours:
        assert holders_of(ours).members == ("Ben Okafor",)
        remove_member(ours, "BEN OKAFOR")
        assert holders_of(ours).members == () and ours.conflicts() == ()
