"""To whom a stage is told, at the command line."""

from __future__ import annotations

import json

import pytest

from tests.support.cli.results import check

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
    check(run(*hide), 2, "Say why this stage is told to other readers than usual")
    check(run(*hide, "--reason", "A trial runs."), 0, "internal", "A trial runs.")
    check(run("release", "a.mission", *RIGHTS, "--to", "usual"), 0, "gov")
    assert told(run, *RIGHTS, "--to", "usual") == [("pol_rights", "gov", "")]


def test_what_is_not_said_well_is_refused(run, shipped):
    check(run("release", "a.mission", *RIGHTS), 2, "Say both")
    unknown = ("release", "a.mission", "--indicator", "moon", "--to", "gov")
    check(run(*unknown), 2, "no indicator moon")
