"""The plan from the command line: from what the rules propose to an order of one's own."""

from __future__ import annotations

import json

import pytest

from tests.support.assessment.plan_form import PLAN_FORM
from tests.support.cli.results import check, fill

pytestmark = pytest.mark.slow


def test_what_became_of_a_recommendation_is_said_by_its_number(run, tmp_path):
    """The help's own example was refused: the number is not in the table, and was no id."""
    (tmp_path / "plan.md").write_text(PLAN_FORM, encoding="utf-8")
    for name in ("then", "now"):
        run("new", "plan.md", "-o", f"{name}.mission", "--assessor", "Elena")
        said = f"reference,value\n/data/end/recs[1]/rec_text,{name}\n"
        run("fill", f"{name}.mission", fill(tmp_path, said))
    check(run("follow", "now.mission", "then.mission"), 0)
    listed = ("plan", "list", "now.mission")
    check(run(*listed), 0, "not known")
    [before] = json.loads(run(*listed, "--json")[1])["before"]
    for name, status in (("1", "under way"), (before["id"][:6], "done")):
        check(run("plan", "follow", "now.mission", name, status), 0, f"{before['id']}: {status}")
        [after] = json.loads(run(*listed, "--json")[1])["before"]
        assert after["status"] == status
    check(run("plan", "follow", "now.mission", "2", "done"), 2, "no recommendation 2")
    dated = ("--owner", "Ministry", "--start", "2027-01-01", "--amount", "25000")
    check(run("plan", "set", "now.mission", "1", *dated), 0)
    check(run(*listed), 0, "2027-01-01", "25000")


def test_a_plan_is_made_from_what_the_rules_propose(run, tmp_path, shipped):
    offer = "/data/sec_cap/ta_offers[1]/ta_"
    answers = (
        "reference,value,evidence\nthr_need,4,\n"
        "thr_statistics_criteria,police_count.shown compiling_office.shown offence_list.no,\n"
        f"{offer}area,stats,\n{offer}donor,gb,\n{offer}status,ongoing,\n"
    )
    run("fill", "a.mission", fill(tmp_path, answers))
    check(run("plan", "list", "a.mission"), 0, "stats", "United Kingdom")
    check(run("plan", "accept", "a.mission", "stats"), 0, "one written offence list")
    check(run("plan", "accept", "a.mission", "nothing"), 2, "nothing")
    more = ("--owner", "Ministry", "--cost", "low", "--horizon", "short")
    check(run("plan", "set", "a.mission", "1", *more), 0, "kept")
    check(run("plan", "move", "a.mission", "1", "1"), 0, "number 1 of 1")
    code, out, _ = run("plan", "list", "a.mission", "--json")
    [action] = json.loads(out)["plan"]
    assert (code, action["owner"], action["horizon"]) == (0, "Ministry", "short")
    check(run("plan", "list", "a.mission"), 0, "in the plan", "Ministry")
    check(run("plan", "follow", "a.mission", "x", "done"), 2, "x")
