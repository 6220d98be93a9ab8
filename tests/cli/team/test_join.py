"""Another mission, another passphrase, sealed to somebody else: three sentences, each with what to
do next, whichever verb meets the file."""

from __future__ import annotations

import re

import pytest

from assessor.parcel.keys.age_sealing import create_headquarters_key
from tests.support.assessment.laptops import OF_COUNTRIES
from tests.support.cli.results import check

pytestmark = pytest.mark.slow

ANOTHER_MISSION = "It is of another mission, and nothing was taken in."
ANOTHER_PASSPHRASE = "sealed with another passphrase than the one given"
NEEDS_PASSPHRASE = "sealed with a passphrase, that of a mission"
SOMEBODY_ELSE = "sealed to somebody else"
NOT_HERE = "sealed with a passphrase this mission does not have now"
SENTENCES = (NOT_HERE, ANOTHER_MISSION, ANOTHER_PASSPHRASE, NEEDS_PASSPHRASE, SOMEBODY_ELSE)


@pytest.fixture
def two(run, tmp_path):
    """Pia's protected mission left files on a stick; Juan has a mission of his own."""
    (tmp_path / "land.md").write_text(OF_COUNTRIES, encoding="utf-8")
    for name, word in (("right", "orange tram"), ("wrong", "green boat")):
        (tmp_path / name).write_text(word, encoding="utf-8")
    new = ("new", "land.md", "--country", "SVE", "-o")
    run(*new, "p.mission", "--assessor", "Pia", "--passphrase-file", "right", home="pia")
    run(*new, "j.mission", "--assessor", "Juan", home="juan")
    (tmp_path / "stick").mkdir()
    check(run("exchange", "p.mission", "stick", "--passphrase-file", "right", home="pia"), 0)
    check(run("invite", "p.mission", "stick", "--passphrase-file", "right", home="pia"), 0)
    recipient = create_headquarters_key(tmp_path / "home" / "pia")
    export = ("export", "p.mission", "--passphrase-file", "right", "-o")
    check(run(*export, "team.pdf", home="pia"), 0)
    check(run(*export, "open.assessor", "--plain", home="pia"), 0)
    (tmp_path / "hq.pub").write_text(recipient, encoding="utf-8")
    check(run(*export, "hq.pdf", "--to", "hq.pub", home="pia"), 0)


def only(result, sentence):
    """Assert that of the sentences this one alone was printed."""
    text = re.sub(r"\s+", " ", result[1] + result[2])
    assert [each for each in SENTENCES if each in text] == [sentence], text
    assert "Traceback" not in text


def parcel(tmp_path):
    [path] = (tmp_path / "stick").glob("*.age")
    return path


def test_a_file_of_another_mission_is_not_taken_in(run, two, tmp_path):
    run("new", "land.md", "-o", "k.mission", "--assessor", "Kim", home="kim")
    for file in ("open.assessor", "k.mission"):
        result = run("receive", "j.mission", file, home="juan")
        only(result, ANOTHER_MISSION)
        check(result, 1, "combine", "assessor join")
    only(run("exchange", "j.mission", "stick", home="juan"), NOT_HERE)
    (tmp_path / "stick" / "open.assessor").write_bytes((tmp_path / "open.assessor").read_bytes())
    parcel(tmp_path).unlink()
    only(run("exchange", "j.mission", "stick", home="juan"), ANOTHER_MISSION)
    assert len(run("combine", "j.mission", home="juan")[1].splitlines()) == 1


def test_two_missions_about_the_same_country_are_combined(run, two, tmp_path):
    result = run("combine", "j.mission", "--with", parcel(tmp_path), home="juan")
    only(result, NEEDS_PASSPHRASE)
    files = (parcel(tmp_path), "--sealed-passphrase-file", "right")
    check(run("combine", "j.mission", "--with", *files, home="juan"), 2, "has no passphrase")
    joins = "combine", "j.mission", "--with", *files, "--plain"
    check(run(*joins, home="juan"), 0, " + ", "conflicts")
    listed = run("combine", "j.mission", home="juan")[1].splitlines()
    assert len(listed) == 2
    check(run("combine", "j.mission", "--with", *files, home="juan"), 2, "joined already")
    run("new", "land.md", "-o", "n.mission", "--assessor", "Ned", "--country", "NMB", home="ned")
    result = run("combine", "j.mission", "--with", "n.mission", home="juan")
    check(result, 2, "San Verano and Nambia", "add --anyway")
    check(run("combine", "j.mission", home="juan"), 0)
    assert run("combine", "j.mission", home="juan")[1].splitlines() == listed
    check(run("combine", "j.mission", "--with", "n.mission", "--anyway", home="juan"), 0)


@pytest.mark.parametrize("file", ["team.pdf.age", "exchange"])
def test_a_file_of_the_team_wants_the_passphrase_of_the_team(run, two, tmp_path, file):
    path = parcel(tmp_path) if file == "exchange" else file
    receive, join = ("receive", "j.mission", path), ("join", path, "-o", "n.mission")
    only(run(*receive, home="juan"), NEEDS_PASSPHRASE)
    only(run(*receive, "--sealed-passphrase-file", "wrong", home="juan"), ANOTHER_PASSPHRASE)
    only(run(*receive, "--sealed-passphrase-file", "right", home="juan"), ANOTHER_MISSION)
    only(run(*join, home="nora"), NEEDS_PASSPHRASE)
    only(run(*join, "--passphrase-file", "wrong", home="nora"), ANOTHER_PASSPHRASE)
    assert not (tmp_path / "n.mission").exists()
    check(run(*join, "--passphrase-file", "right", home="nora"), 0, "San Verano", "from Pia")
    check(run("show", "n.mission", home="nora"), 1, "its passphrase is needed")


def test_an_invitation_wants_the_passphrase_of_the_team(run, two, tmp_path):
    [path] = (tmp_path / "stick").glob("*.invitation")
    join = ("join", path, "-o", "n.mission")
    only(run(*join, home="nora"), NEEDS_PASSPHRASE)
    only(run(*join, "--passphrase-file", "wrong", home="nora"), ANOTHER_PASSPHRASE)
    check(run("receive", "j.mission", path, home="juan"), 1, "is an invitation", "assessor join")


def test_what_is_sealed_to_headquarters_opens_for_nobody_else(run, two):
    only(run("receive", "j.mission", "hq.pdf.age", home="juan"), SOMEBODY_ELSE)
    passphrase = ("--sealed-passphrase-file", "right")
    only(run("receive", "j.mission", "hq.pdf.age", *passphrase, home="juan"), SOMEBODY_ELSE)
    only(run("join", "hq.pdf.age", "-o", "n.mission", home="nora"), SOMEBODY_ELSE)


@pytest.mark.parametrize("name", ["x.bin", "x.txt", "x.pdf", "x.assessor", "x.invitation"])
@pytest.mark.parametrize("content", [b"nothing", b"ASSESSOR INVITATION nothing", b"\0" * 5000])
def test_what_is_no_invitation_is_called_so(run, tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    result = run("join", name, "-o", "b.mission")
    check(result, 1, "This is no invitation, report or parcel of Assessor")
    assert "another version" not in result[2]


def test_a_mission_file_is_opened_not_joined(run, tmp_path):
    run("new", "small.md", "-o", "a.mission", "--assessor", "Elena")
    check(run("join", "a.mission", "-o", "b.mission"), 1, "a.mission is a mission file")


def test_an_invitation_that_is_inspected_says_what_it_is(run, two, tmp_path):
    [invitation] = (tmp_path / "stick").glob("*.invitation")
    code, out, _ = run("inspect", str(invitation), home="juan")
    assert code == 0 and "is an invitation: whoever opens it joins its mission" in out
