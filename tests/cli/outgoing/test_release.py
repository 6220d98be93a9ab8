"""To whom a stage is told, at the command line."""

from __future__ import annotations

import json

import pytest

from tests.support.cli.results import check, fill

pytestmark = pytest.mark.slow

RIGHTS = ("--indicator", "pol_rights")


def told(run, *wanted):
    _, out, _ = run("release", "a.mission", "--json", *wanted)
    return [(each["code"], each["readers"], each["reason"]) for each in json.loads(out)]


def test_who_is_told_is_listed_and_decided(run, shipped):
    readers = {code: to for code, to, _ in told(run)}
    assert len(readers) == 51
    assert readers["pol_rights"] == "gov" and readers["thr_statistics"] == "public"
    hide = ("release", "a.mission", *RIGHTS, "--to", "internal")
    check(run(*hide), 2, "Say why it is told to other readers than usual")
    check(run(*hide, "--reason", "A trial runs."), 0, "internal", "A trial runs.")
    check(run("release", "a.mission", *RIGHTS, "--to", "usual"), 0, "gov")
    assert told(run, *RIGHTS, "--to", "usual") == [("pol_rights", "gov", "")]


def test_a_small_count_is_told_by_a_decision(run, shipped, tmp_path):
    counted = "reference,value\njud_prosecutions,3\njud_convictions,3\n"
    check(run("fill", "a.mission", fill(tmp_path, counted)), 0)
    count = ("--indicator", "jud_convictions")
    assert ("jud_convictions", "internal", "") in told(run)
    public = "The court published it."
    check(run("release", "a.mission", *count, "--to", "public", "--reason", public), 0, public)
    assert ("jud_convictions", "public", public) in told(run)


def test_what_is_not_said_well_is_refused(run, shipped):
    check(run("release", "a.mission", *RIGHTS), 2, "Say both")
    unknown = ("release", "a.mission", "--indicator", "moon", "--to", "gov")
    check(run(*unknown), 2, "no indicator or small count moon")
