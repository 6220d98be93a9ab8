"""Conflicts are settled by a rule from the command line, looked at first."""

from __future__ import annotations

import json
import shutil

from tests.support.cli.results import check, fill


def test_blanks_give_way_to_an_answer_and_nothing_else_does(run, tmp_path):
    run("new", "small.md", "-o", "a.mission", "--assessor", "Elena")
    run("fill", "a.mission", fill(tmp_path, "reference,value\nreports,120\ncases,7\n"))
    shutil.copyfile("a.mission", "b.mission")
    run("fill", "a.mission", fill(tmp_path, "reference,value\nreports,130\ncases,8\n"))
    run("fill", "b.mission", fill(tmp_path, "reference,value\nreports,\ncases,9\n"), home="tomas")
    for name, home in (("a", "elena"), ("b", "tomas")):
        run("export", f"{name}.mission", "-o", f"{name}.assessor", home=home)
    run("receive", "hq.registry", "a.assessor", "b.assessor", home="hq")
    rule = ("settle", "hq.registry", "--rule", "answered")
    check(run(*rule, "--preview", home="hq"), 0, "1 conflicts would be settled", "1 wait")
    code, out, _ = run(*rule, "--json", home="hq")
    facts = json.loads(out)
    assert code == 0 and facts["left"] == 1
    [taken] = facts["taken"]
    assert (taken["value"], taken["author"], taken["label"]) == ("130", "Elena", "Reports received")
    _, out, _ = run("show", "hq.registry", "--reference", "reports", "--json", home="hq")
    assert "left it blank" in json.loads(out)["decision"]
    check(run(*rule, home="hq"), 0, "0 conflicts settled; 1 wait for a person")
    check(run("settle", "hq.registry", "--rule", "latest", home="hq"), 2, "invalid choice")


def test_the_weaker_answer_is_taken_with_a_reason_only(run, tmp_path):
    run("new", "small.md", "-o", "a.mission", "--assessor", "Elena")
    run("fill", "a.mission", fill(tmp_path, "reference,value\nreports,120\n"))
    shutil.copyfile("a.mission", "b.mission")
    run("fill", "a.mission", fill(tmp_path, "reference,value\nreports,130\n"))
    run("fill", "b.mission", fill(tmp_path, "reference,value\nreports,\n"), home="tomas")
    for name, home in (("a", "elena"), ("b", "tomas")):
        run("export", f"{name}.mission", "-o", f"{name}.assessor", home=home)
    run("receive", "hq.registry", "a.assessor", "b.assessor", home="hq")
    _, out, _ = run("inbox", "hq.registry", "--json", home="hq")
    [conflict] = json.loads(out)
    [blank] = [head["entry"] for head in conflict["heads"] if not head["value"]]
    taking = ("decide", "hq.registry", conflict["conflict"], "--take", blank)
    for weaker in (taking, (*taking[:-2], "--value", "")):
        check(run(*weaker, home="hq"), 2, "give way to a blank: say why", "--note")
    assert json.loads(run("inbox", "hq.registry", "--json", home="hq")[1]) == [conflict]
    check(run(*taking, "--note", "No register is kept", home="hq"), 0, "0 conflicts left")


def test_a_value_the_form_speaks_against_is_kept_and_said(run, tmp_path):
    run("new", "small.md", "-o", "a.mission", "--assessor", "Elena")
    run("fill", "a.mission", fill(tmp_path, "reference,value\nreports,120\n"))
    shutil.copyfile("a.mission", "b.mission")
    for name, value in (("a", 130), ("b", 140)):
        run("fill", f"{name}.mission", fill(tmp_path, f"reference,value\nreports,{value}\n"))
        run("export", f"{name}.mission", "-o", f"{name}.assessor")
    run("receive", "hq.registry", "a.assessor", "b.assessor", home="hq")
    _, out, _ = run("inbox", "hq.registry", "--json", home="hq")
    [conflict] = json.loads(out)
    own = ("decide", "hq.registry", conflict["conflict"], "--value")
    check(run(*own, "many", "--note", "Counted", home="hq"), 2, "whole number")
    said = run(*own, "-5", "--note", "Counted", home="hq")
    check(said, 0, "0 conflicts left", "VIOLATION /data/police/reports")
    history = ("show", "hq.registry", "--reference", "reports", "--history")
    check(run(*history, home="hq"), 0, "Hq", "decided because", "Counted")
