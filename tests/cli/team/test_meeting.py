"""Meetings on the command line."""

from __future__ import annotations

import json

import pytest

from tests.support.cli.results import check, fill


@pytest.fixture
def mission(run, tmp_path):
    path = tmp_path / "a.mission"
    run("new", tmp_path / "small.md", "-o", path, "--assessor", "Elena")
    return path


def test_a_meeting_from_beginning_to_settled(run, mission):
    for institution, value in (("Police", 12), ("Courts", 20)):
        check(run("meeting", "start", mission, "--institution", institution, "--consent"), 0)
        check(run("fill", mission, fill(mission.parent, f"reference,value\nreports,{value}\n")), 0)
    told = json.loads(run("meeting", "list", mission, "--json")[1])
    assert [(one["institution"], one["running"]) for one in told] == [
        ("Courts", True),
        ("Police", False),
    ]
    check(run("meeting", "end", mission), 0)
    check(run("meeting", "disagreements", mission), 1, "OPEN", "Police: 12", "Courts: 20")
    check(run("meeting", "settle", mission, "reports", "12", "--reason", "Register seen."), 0)
    check(run("meeting", "disagreements", mission), 0, "SETTLED")
    check(run("show", mission, "--reference", "reports"), 0, "12", "Register seen.")


def test_what_cannot_be_is_one_line(run, mission):
    check(run("meeting", "end", mission), 2, "No meeting")
    check(run("meeting", "start", mission, "--cluster", "moon"), 2, "moon")
    check(run("meeting", "settle", mission, "reports", "many"), 2, "many")
    check(run("meeting", "settle", mission, "nothing", "1"), 2, "nothing")


def test_tonight_lists_what_waits(run, mission):
    check(
        run("fill", mission, fill(mission.parent, "reference,value,evidence\nreports,4,claimed\n")),
        0,
    )
    check(run("tonight", mission), 0, "CLAIMED", "1 claimed", "unanswered")
    told = json.loads(run("tonight", mission, "--kind", "claimed", "--json")[1])
    assert [(one["kind"], one["reference"]) for one in told] == [
        ("claimed", "/data/police/reports")
    ]
