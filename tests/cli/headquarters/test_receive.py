"""Receiving from the command line: what it says in short, how far it is, and how it is stopped."""

from __future__ import annotations

import json
import re
import sys

import pytest

from tests.support.cli.results import check, fill
from tests.support.cli.terminal import Terminal


@pytest.fixture
def reports(run, tmp_path):
    """A folder with the parcels of two missions, a copy of one, and a note."""
    folder = tmp_path / "reports"
    folder.mkdir()
    for name in "ab":
        run("new", "small.md", "-o", f"{name}.mission", "--assessor", "Elena")
        run("fill", f"{name}.mission", fill(tmp_path, "reference,value\nreports,120\n"))
        run("export", f"{name}.mission", "-o", folder / f"{name}.assessor")
    (folder / "b (1).assessor").write_bytes((folder / "b.assessor").read_bytes())
    (folder / "c.assessor").write_bytes(b"no parcel")
    return folder


def test_many_files_are_told_in_short_too(run, reports):
    told = "4 files: 2 with something new, 1 copies of others, 1 refused"
    check(run("receive", "hq.registry", reports, "--preview", home="hq"), 1, told)
    check(run("receive", "hq.registry", reports, home="hq"), 1, "4 files: 2 with something new")
    again = run("receive", "hq.registry", reports / "a.assessor", home="hq")
    check(again, 0, "known")
    assert "files:" not in again[1]


def test_a_folder_with_nothing_in_it_says_so(run, tmp_path):
    (tmp_path / "empty").mkdir()
    code, out, _ = run("receive", "hq.registry", "empty", home="hq")
    assert code == 0 and out.startswith("There is nothing to receive") and out.count("\n") == 1
    assert not (tmp_path / "hq.registry").exists()


def test_a_terminal_is_told_how_far_it_is_and_a_file_is_not(run, reports, monkeypatch):
    seen = Terminal()
    monkeypatch.setattr(sys, "stderr", seen)
    code, out, _ = run("receive", "hq.registry", reports, "--json", home="hq")
    assert code == 1 and len(json.loads(out)) == 4
    assert "/ 4" in seen.getvalue() and seen.getvalue().endswith("\r\x1b[K")
    monkeypatch.undo()


def test_what_is_stopped_keeps_what_was_done_and_the_same_again_goes_on(run, reports, monkeypatch):
    seen = Terminal(stops=True)
    with monkeypatch.context() as there:
        there.setattr(sys, "stderr", seen)
        code, _, _ = run("receive", "hq.registry", reports, home="hq")
    assert code == 130
    assert "assessor receive: Stopped." in seen.getvalue()
    check(run("receive", "hq.registry", reports, home="hq"), 1, "4 files: ", "1 refused")
    run("receive", "other.registry", reports, home="hq")
    ours, others = (run("registry", "digest", f"{name}.registry")[1] for name in ("hq", "other"))
    assert ours == others


def test_the_receipt_names_the_form_and_whether_it_is_new(run, reports):
    """The form of the first file is new; afterwards it is known, and a preview says so too."""
    named = r"Form .+, version \S+ \([0-9a-f]{12}\): "
    for arguments in (("--preview",), ()):
        _, out, _ = run("receive", "hq.registry", reports, *arguments, home="hq")
        assert len(re.findall(rf"^{named}new here\.$", out, re.M)) == 1
    code, out, _ = run("receive", "hq.registry", reports / "a.assessor", "--json", home="hq")
    [form] = json.loads(out)[0]["forms"]
    assert code == 0 and form["title"] and len(form["digest"]) == 64 and not form["new"]
    _, out, _ = run("receive", "hq.registry", reports / "a.assessor", home="hq")
    assert re.search(rf"^{named}known here\.$", out, re.M)
