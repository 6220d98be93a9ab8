"""What a verb is told to open, and where it may put a copy of it."""

from __future__ import annotations

import json

from tests.support.cli.results import check, fill


def test_an_assessment_of_several_is_named_by_the_beginning_of_its_id(run, tmp_path):
    ids = []
    for name in ("a", "b"):
        run("new", "small.md", "-o", f"{name}.mission", "--assessor", "Elena")
        run("fill", f"{name}.mission", fill(tmp_path, "reference,value\nreports,7\n"))
        run("export", f"{name}.mission", "-o", f"{name}.assessor")
        _, out, _ = run("receive", "hq.registry", f"{name}.assessor", "--json")
        ids += json.loads(out)[0]["assessments"]
    check(run("show", "hq.registry"), 2, "2 assessments", ids[0][:8], ids[1][:8])
    check(run("show", "hq.registry", "--assessment", "zz"), 2, "0 assessments", ids[0][:8])
    check(run("show", "hq.registry", "--assessment", ids[1][:8]), 0, "reports = 7")
    check(run("show", "hq.registry", "--assessment", ids[1]), 0, "reports = 7")


def test_a_copy_is_made_and_never_over_another_file(run, tmp_path):
    run("new", "small.md", "-o", "a.mission", "--assessor", "Elena")
    (tmp_path / "stick").mkdir()
    check(run("backup", "a.mission", "stick"), 0, "read back whole")
    check(run("show", "stick/a.mission"), 0)
    before = (tmp_path / "small.md").read_bytes()
    check(run("backup", "a.mission", "small.md"), 2, "exists already")
    assert (tmp_path / "small.md").read_bytes() == before
