"""Uploading from the command line, to a server on this computer."""

from __future__ import annotations

import json

from tests.support.assessment.openrosa_server import PASSWORD, USER, serving
from tests.support.cli.results import check, fill


def test_a_registry_is_sent_and_known_the_second_time(run, tmp_path):
    for name in "ab":
        run("new", "small.md", "-o", f"{name}.mission", "--assessor", "Elena")
        run("fill", f"{name}.mission", fill(tmp_path, "reference,value\nreports,120\n"))
        run("export", f"{name}.mission", "-o", f"{name}.assessor")
        run("receive", "hq.registry", f"{name}.assessor", home="hq")
    (tmp_path / "secret").write_text(f"{PASSWORD}\n", encoding="utf-8")
    with serving(auth="digest") as held:
        sends = ("upload", "hq.registry", held.address)
        check(run(*sends, home="hq"), 2, "asks for a user name")
        who = ("--user", USER, "--password-file", "secret")
        check(run(*sends, *who, home="hq"), 0, ": sent, 1 posts")
        assert len(held.submissions) == 2
        code, out, _ = run(*sends, *who, "--json", home="hq")
        assert code == 0
        assert [one["outcome"] for one in json.loads(out)] == ["was there already"] * 2


def test_a_submission_is_heard_as_a_source(run, tmp_path):
    run("new", "small.md", "-o", "a.mission", "--assessor", "Elena")
    run("fill", "a.mission", fill(tmp_path, "reference,value\nreports,120\nstage,2\n"))
    run("export", "a.mission", "-o", "s.xml")
    run("new", "small.md", "-o", "b.mission", "--assessor", "Elena")
    hears = ("fill", "b.mission", "s.xml", "--as-statements", "Registry clerk")
    check(run(*hears), 0, "2 statements kept, 0 known")
    check(run(*hears), 0, "0 statements kept, 2 known")
    check(run("meeting", "list", "b.mission"), 0, "Registry clerk")
    check(run("fill", "b.mission", "answers.csv", "--as-statements", "x"), 2, ".xml")


def test_what_cannot_be_is_one_line(run, tmp_path):
    run("new", "small.md", "-o", "a.mission", "--assessor", "Elena")
    check(run("upload", "a.mission", "http://central.example"), 2, "in the clear")
    address = ("upload", "a.mission", "https://central.example")
    check(run(*address, "--password-file", "x"), 2, "--user")
    check(run(*address, "--user", "x"), 2, "--password-file")
    (tmp_path / "empty").write_text("\n", encoding="utf-8")
    (tmp_path / "bytes").write_bytes(b"\xff\xfe")
    secret = ("--user", "x", "--password-file")
    check(run(*address, *secret, "empty"), 2, "empty holds no password: its first line is empty.")
    check(run(*address, *secret, "bytes"), 2, "bytes is no text in UTF-8")
    check(run("show", "a.mission", "--passphrase-file", "empty"), 2, "holds no passphrase")
