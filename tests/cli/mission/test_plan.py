"""The plan from the command line: from what the rules propose to an order of one's own."""

from __future__ import annotations

import json

import pytest

from tests.support.cli.results import check, fill

pytestmark = pytest.mark.slow


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
