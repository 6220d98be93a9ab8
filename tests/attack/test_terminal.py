"""Texts of others are written to command the terminal that prints them."""

from __future__ import annotations

import csv
import io
import json
import re
import sys

import pytest

from assessor.assessment.assessment import Assessment
from assessor.assessment.entries.comments import add_comment
from assessor.parcel.keys.identity import load_identity
from tests.cli.conftest import run as run
from tests.support.cli.results import fill, meet
from tests.support.cli.terminal import Terminal

HOSTILE = "seen\x1b[2J\x1b]0;owned\x07\x9b31m\u202etxt\x7f\nACCEPTED  131 entries"
SHOWN = "seen [2J ]0;owned 31mtxt ACCEPTED 131 entries"
FILE_NAME = HOSTILE + ".assessor"
QUESTION = "/data/police/finding"
_COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]")
_OWN_COMMANDS = "\r\x1b[K"


def commands_in(text: str) -> list[str]:
    """Return the characters of a text that a terminal obeys, and lines that it forges."""
    return _COMMANDS.findall(text) + re.findall("(?m)^ACCEPTED", text)


def assert_harmless(result: tuple[int, str, str], code: int, shown: str) -> None:
    """Assert a verb's exit code, and that its output shows the text and obeys nothing."""
    found, out, err = result
    assert found == code, (out, err)
    assert " ".join(shown.split()) in " ".join(out.split())
    assert commands_in(out + err) == []


@pytest.fixture
def mission(run, tmp_path):
    """Elena's mission with a hostile answer."""
    run("new", "small.md", "-o", "a.mission", "--assessor", "Elena")
    rows = io.StringIO()
    csv.writer(rows).writerows([("reference", "value"), ("finding", HOSTILE), ("reports", "3")])
    assert run("fill", "a.mission", fill(tmp_path, rows.getvalue()))[0] == 0
    return "a.mission"


@pytest.fixture
def parcel(run, mission):
    """A parcel with a hostile file name."""
    assert_harmless(run("export", mission, "-o", FILE_NAME), 0, SHOWN)
    return FILE_NAME


def test_a_value(run, mission):
    """An answer repaints the terminal and forges a line."""
    assert_harmless(run("show", mission), 0, f"{QUESTION} = {SHOWN}")
    told = run("show", mission, "--json")[1]
    assert commands_in(told) == []
    assert HOSTILE in [each["value"] for each in json.loads(told)["answers"]]


def test_a_review_note(run, parcel):
    """A note of headquarters does, where it is written, listed and waits for an answer."""
    run("receive", "hq.registry", parcel, home="hq")
    asking = ("--question", "finding", "--state", "query", "--note", HOSTILE)
    assert_harmless(run("review", "hq.registry", *asking, home="hq"), 0, f": {SHOWN}")
    assert_harmless(run("review", "hq.registry", home="hq"), 0, f": {SHOWN}")
    run("export", "hq.registry", "-o", "back.assessor", home="hq")
    run("receive", "a.mission", "back.assessor")
    told = run("review", "a.mission")
    assert_harmless(told, 0, f": {SHOWN}")
    assert "NOT COUNTED" in told[1]
    meet(run, "hq")
    assert_harmless(run("tonight", "a.mission", "--kind", "query"), 0, f"{QUESTION}: {SHOWN}")


def test_a_comment(run, mission, tmp_path):
    """A comment of a colleague does."""
    identity = load_identity(tmp_path / "home" / "elena", "Elena")
    with Assessment.open(tmp_path / mission, identity=identity) as opened:
        add_comment(opened, QUESTION, HOSTILE)
    assert_harmless(run("comments", mission), 0, SHOWN)
    assert_harmless(run("tonight", mission), 0, "")


def test_a_person(run, mission):
    """The name of who holds a section does, where it is no signer's."""
    assert_harmless(run("team", mission, "--give", "police", "--to", HOSTILE), 0, SHOWN)
    assert_harmless(run("team", mission), 0, SHOWN)


def test_a_file_name(run, parcel):
    """A file is named so, and looked into or received."""
    assert_harmless(run("inspect", parcel), 0, SHOWN)
    assert_harmless(run("receive", "hq.registry", parcel, home="hq"), 0, SHOWN)


def test_a_file_name_while_it_is_received(run, parcel, monkeypatch):
    """The line of progress names the file."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    run("receive", "hq.registry", parcel, home="hq")
    shown = terminal.getvalue().replace(_OWN_COMMANDS, "")
    assert "seen [2J" in shown and commands_in(shown) == []
