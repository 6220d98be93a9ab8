"""Reviews from the command line: said in the registry, sent back, answered in the field."""

from __future__ import annotations

import json

import pytest

from tests.support.cli.results import check, fill, meet


@pytest.fixture
def registry(run, tmp_path):
    run("new", "small.md", "-o", "a.mission", "--assessor", "Elena")
    run("fill", "a.mission", fill(tmp_path, "reference,value\nreports,120\ncases,7\n"))
    run("export", "a.mission", "-o", "a.assessor")
    run("receive", "hq.registry", "a.assessor", home="hq")
    return "hq.registry"


def test_a_review_goes_out_and_its_answer_comes_back(run, registry):
    asking = ("review", registry, "--question", "reports", "--state", "query", "--note", "A year?")
    check(run(*asking, home="hq"), 0, "QUERY", "A year?", "waits for the field")
    run("export", registry, "-o", "back.assessor", home="hq")
    meet(run, "hq")
    check(run("receive", "a.mission", "back.assessor"), 0)
    check(run("tonight", "a.mission", "--kind", "query"), 0, "QUERY", "A year?", "1 query")
    answering = ("review", "a.mission", "--question", "reports", "--answer", "In 2025")
    check(run(*answering), 0, "In 2025", "waits for headquarters")
    run("export", "a.mission", "-o", "b.assessor")
    run("receive", registry, "b.assessor", home="hq")
    code, out, _ = run("review", registry, "--json", home="hq")
    [one] = json.loads(out)
    assert code == 0
    assert (one["state"], one["waits_for"], one["value"]) == ("query", "office", "120")
    assert [each["text"] for each in one["answers"]] == ["In 2025"]
    check(run(*asking[:4], "--withdraw", home="hq"), 0)
    check(run("review", registry, home="hq"), 0, "0 reviews")


def test_what_cannot_be_is_one_line(run, registry):
    check(run("review", registry, "--state", "accepted", home="hq"), 2, "--question")
    check(run("review", registry, "--note", "x", home="hq"), 2, "--state")
    check(run("review", "a.mission", "--question", "cases", "--state", "accepted"), 2, "registry")
    check(run("review", "a.mission", "--question", "cases", "--answer", "x"), 2, "asks nothing")
    check(run("review", registry, "--question", "moon", "--state", "accepted"), 2, "moon")
    path = ("review", registry, "--question", "/data/moon", "--state", "accepted")
    check(run(*path, home="hq"), 2, "/data/moon")
