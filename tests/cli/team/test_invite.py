"""The verbs invite and join: two homes, one stick."""

from __future__ import annotations

import json

from tests.support.cli.results import check


def test_a_colleague_joins_by_one_file(run, tmp_path):
    run("new", "small.md", "-o", "a.mission", "--assessor", "Elena")
    (tmp_path / "stick").mkdir()
    check(run("invite", "a.mission", "stick"), 0, "joins the team", "Elena")
    [path] = (tmp_path / "stick").iterdir()
    join = ("join", path, "-o", "b.mission", "--name", "Ben Adam")
    check(run(*join, home="ben"), 0, "b.mission", "from Elena")
    check(run(*join, home="ben"), 2, "b.mission")
    check(run("exchange", "b.mission", "stick", home="ben"), 0, "left there")
    check(run("exchange", "a.mission", "stick"), 0, "new")
    _, out, _ = run("invite", "a.mission", "--json")
    given = json.loads(out)
    assert {one["by"] for one in given} == {"Elena", "an invitation of Elena"}
    [first] = [one["public"] for one in given if one["by"] == "Elena"]
    check(run("team", "a.mission"), 0, "began the mission", "an invitation of Elena", "Ben Adam (")
    back = ("invite", "a.mission", "--take-back", first[:8])
    check(run(*back), 2, "puts Ben Adam (unverified) (", "add --sure")
    check(run(*back, "--sure"), 0, "TAKEN BACK", "Ben Adam (unverified) (")
    assert "Ben Adam (unverified)" not in run("team", "a.mission")[1]


def test_who_joins_without_a_name_is_told_the_option(run, tmp_path):
    """The home is fresh: nobody wrote a name on this laptop yet."""
    run("new", "small.md", "-o", "a.mission", "--assessor", "Elena")
    check(run("invite", "a.mission", "."), 0)
    [path] = tmp_path.glob("*.invitation")
    (tmp_path / "home" / "fresh").mkdir()
    join = ("join", path, "-o", "b.mission")
    check(run(*join, home="fresh"), 2, "add --name")
    assert not (tmp_path / "b.mission").exists()
    check(run(*join, "--name", "Ben Adam", home="fresh"), 0, "from Elena")
