"""Open points at the command line: listed, explained, and what a final report waits for."""

from __future__ import annotations

import json

import pytest

from tests.support.cli.results import check

REASON = "The register burned."


@pytest.fixture
def mission(run, tmp_path):
    """A mission whose one rule is broken and one answer is only claimed."""
    made = tmp_path / "a.mission"
    run("new", tmp_path / "small.md", "-o", made, "--assessor", "Elena")
    (tmp_path / "said.csv").write_text(
        "reference,value,evidence\nreports,3,claimed\ncases,9,documented\n", "utf-8"
    )
    check(run("fill", made, "said.csv"), 0)
    return made


def test_open_points_are_listed_and_explained(run, mission):
    check(
        run("explain", mission),
        0,
        "violation /data/police/cases",
        "claimed",
        "open points here: 2, without a reason: 2",
        "in the whole mission: 2",
    )
    check(run("explain", mission, "--reason", REASON), 2, "Say which points")
    check(run("explain", mission, "--at", "stage", "--reason", REASON), 2, "No open point matches")
    check(run("explain", mission, "--at", "reports", "--reason", REASON), 0, f"reason: {REASON}")
    _, told, _ = run("explain", mission, "--json")
    assert [(each["kind"], each["reason"]) for each in json.loads(told)] == [
        ("violation", ""),
        ("claimed", REASON),
    ]
    check(
        run("explain", mission, "--kind", "claimed", "--reason", ""),
        0,
        "without a reason: 1; in the whole",
    )
    check(run("check", mission), 1, "POINT     claimed /data/police/reports", "open points: 2")


def test_a_final_report_waits_for_every_reason(run, mission, tmp_path):
    final = ("export", mission, "-o", tmp_path / "r.pdf", "--final")
    code, told, why = run(*final)
    assert code == 2 and not (tmp_path / "r.pdf").exists()
    assert "violation /data/police/cases" in told and "claimed /data/police/reports" in told
    assert f"assessor explain {mission} --at SUBJECT --reason TEXT" in told
    assert "open points without a reason: 2" in why
    check(run("export", mission, "-o", tmp_path / "r.pdf"), 0, "claimed", "identical")
    for kind in ("violation", "claimed"):
        check(run("explain", mission, "--kind", kind, "--reason", REASON), 0)
    check(run(*final, "--docx"), 0, "identical")
