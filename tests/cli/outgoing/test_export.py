"""A second summary from the command line."""

from __future__ import annotations

from tests.support.cli.results import check


def test_where_there_can_be_no_second_summary_is_said(run, tmp_path):
    mission = tmp_path / "a.mission"
    run("new", tmp_path / "small.md", "-o", mission, "--assessor", "Elena")
    again = ("export", mission, "--summary-language", "en", "-o")
    check(run(*again, tmp_path / "a.pdf"), 2, "English already")
    assert not (tmp_path / "a.pdf").exists()
    check(run(*again, tmp_path / "a.xlsx"), 2, "Only a PDF and a Word file have a summary")
    other = ("export", mission, "--summary-language", "zh", "-o", tmp_path / "a.pdf")
    check(run(*other), 0, "identical")
