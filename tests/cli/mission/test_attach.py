"""Files beside answers from the command line."""

from __future__ import annotations

import json

from tests.support.cli.results import check


def test_a_file_goes_in_and_comes_out(run, tmp_path):
    mission, letter = tmp_path / "a.mission", tmp_path / "letter.pdf"
    letter.write_bytes(b"%PDF-1.7 letter")
    run("new", tmp_path / "small.md", "-o", mission, "--assessor", "Elena")
    run("attach", mission, "reports", letter, "--note", "Page 2")
    [found] = json.loads(run("files", mission, "--json")[1])
    assert (found["name"], found["note"], found["here"]) == ("letter.pdf", "Page 2", True)
    out = tmp_path / "out.assessor"
    done = json.loads(run("export", mission, "-o", out, "--sidecar-above", "1B", "--json")[1])
    assert done["sidecars"] == [str(tmp_path / "out.files.assessor")]
    registry = tmp_path / "hq.registry"
    (tmp_path / "out.files.assessor").rename(tmp_path / "later.assessor")
    check(run("receive", registry, out), 0, "out.assessor lacks letter.pdf")
    run("receive", registry, tmp_path / "later.assessor")
    saved = tmp_path / "saved.pdf"
    run("files", registry, "--save", found["id"], saved)
    assert saved.read_bytes() == letter.read_bytes()
    run("files", mission, "--remove", found["id"])
    assert json.loads(run("files", mission, "--json")[1]) == []


def test_what_is_wrong_is_said(run, tmp_path):
    mission = tmp_path / "a.mission"
    run("new", tmp_path / "small.md", "-o", mission, "--assessor", "Elena")
    check(run("attach", mission, "nothing", mission), 2)
    check(run("attach", mission, "reports", tmp_path / "none.pdf"), 2)
    check(run("files", mission, "--save", "none", tmp_path), 2)
