"""The verb new: what it says of the mission that it made."""

from __future__ import annotations

from tests.support.cli.results import check


def test_a_new_mission_says_which_questions_are_asked_now(run, tmp_path):
    form = "| survey | | | | |\n| | type | name | label | relevant |\n"
    form += "| | integer | a | A | |\n| | integer | b | B | ${a} > 1 |\n"
    (tmp_path / "two.md").write_text(form, encoding="utf-8")
    new = ("new", "two.md", "-o", "t.mission", "--assessor", "Elena")
    check(run(*new), 0, "1 questions asked now, 1 more after certain answers")
