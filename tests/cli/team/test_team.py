"""The team on the command line: handing out, exchanging, previewing."""

from __future__ import annotations

import json
import shutil

import pytest

from tests.support.cli.results import check, fill


@pytest.fixture
def both(run, tmp_path):
    """Elena's mission and Ben's copy of it, in which he is a member, and a stick."""
    own, other, stick = tmp_path / "a.mission", tmp_path / "b.mission", tmp_path / "stick"
    run("new", tmp_path / "small.md", "-o", own, "--assessor", "Elena")
    run("keys", "card", "-o", "ben.card", home="ben")
    assert run("team", own, "--member", "ben.card")[0] == 0
    shutil.copyfile(own, other)
    stick.mkdir()
    run("new", tmp_path / "small.md", "-o", tmp_path / "x.mission", "--assessor", "Ben", home="ben")
    return own, other, stick


def test_handing_out_and_who_holds_what(run, both):
    own, *_ = both
    check(run("team", own, "--give", "police", "--to", "Ben"), 0, "Ben", "0/4")
    told = json.loads(run("team", own, "--json")[1])
    assert [(one["label"], one["person"]) for one in told["parts"]] == [
        ("Police", "Ben"),
        ("Recommendation", ""),
    ]
    assert [(one["name"], one["own"]) for one in told["people"]] == [
        ("Elena", True),
        ("Ben", False),
    ]
    check(run("team", own, "--pass-on", "ben", "--to", "Cléo"), 0, "Cléo")
    check(run("team", own, "--give", "police", "--to", ""), 0, "nobody's")
    assert json.loads(run("team", own, "--json")[1])["parts"][0]["person"] == ""


def test_a_colleague_is_added_before_they_hold_anything_and_taken_off_again(run, both):
    own, *_ = both
    check(run("team", own, "--add", " Ben  Okafor "), 0, "Ben Okafor")
    check(run("team", own), 0, "Ben Okafor")
    check(run("team", own, "--take-off", "ben okafor"), 0)
    assert [one["name"] for one in json.loads(run("team", own, "--json")[1])["people"]] == ["Elena"]


def test_what_cannot_be_handed_out_is_one_line(run, both):
    own, *_ = both
    check(run("team", own, "--give", "moon", "--to", "Ben"), 2, "moon")
    check(run("team", own, "--give", "police"), 2, "--to")
    check(run("team", own, "--to", "Ben"), 2, "--give")
    check(run("exchange", own), 2, "Name the folder")
    check(run("exchange", own, own.parent / "nowhere"), 2, "nowhere")


def test_two_laptops_exchange_through_a_folder(run, both):
    own, other, stick = both
    check(run("team", own, "--give", "police", "--to", "Ben"), 0)
    check(run("exchange", own, stick), 0, "data 2", "left there", "not sealed")
    assert not [each for each in stick.iterdir() if "Elena" in each.name]
    check(run("fill", other, fill(own.parent, "reference,value\nreports,12\n"), home="ben"), 0)
    check(run("exchange", other, stick, home="ben"), 0, "new")
    check(
        run("exchange", own, "--preview"), 0,
        "/data/police/reports: (blank) → 12 (Ben)", "nothing was changed",
    )  # fmt: skip
    told = json.loads(run("exchange", own, "--preview", "--json")[1])
    assert [one["after"] for one in told["answers"]] == ["12"]
    done = json.loads(run("exchange", own, "--json")[1])
    assert done["written"] and done["receipts"][0]["new"] > 0
    check(run("show", own, "--reference", "reports"), 0, "12")
    told = json.loads(run("team", own, "--json")[1])
    assert told["unsent"] == 0
    ben = next(one for one in told["people"] if one["name"] == "Ben")
    assert (ben["answered"], ben["lacks"]) == (1, 0)
    assert ben["came"]
    check(run("undo", own, done["receipts"][0]["id"]), 0, "set aside")


def test_a_broken_file_on_the_stick_is_named_and_the_rest_goes_on(run, both):
    own, _, stick = both
    (stick / "broken.assessor").write_bytes(b"nothing of ours")
    check(run("exchange", own, stick), 1, "broken.assessor", "refused", "left there")
