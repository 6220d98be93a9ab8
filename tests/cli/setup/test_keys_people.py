"""Two people meet: a card goes out, six words are compared, and only then is a key known."""

from __future__ import annotations

import json

import pytest

from tests.support.cli.results import check, fill


@pytest.fixture
def words(run):
    """The six words of a person's key, from their own screen."""
    return lambda home: json.loads(run("keys", "show", "--json", home=home)[1])["words"]


def test_a_card_introduces_and_the_words_decide(run, words):
    card = run("keys", "card", "-o", "ana.card", "--name", "Ana", "--organisation", "UN", home="a")
    check(card, 0, "Ana", words("a"))
    check(run("keys", "read", "ana.card", home="b"), 0, "Ana  UN", words("a"), "not yet known")
    wrong = run("keys", "meet", "ana.card", "--words", words("b"), home="b")
    check(wrong, 2, "not the six words", "do not trust it")
    check(run("keys", "contacts", home="b"), 0, "met nobody")
    check(run("keys", "meet", "ana.card", "--words", words("a"), home="b"), 0, "known to you")
    _, out, _ = run("keys", "contacts", "--json", home="b")
    [one] = json.loads(out)
    assert (one["name"], one["organisation"], one["known"]) == ("Ana", "UN", True)
    check(run("keys", "forget", one["fingerprint"][:9], home="b"), 0, "forgotten")
    check(run("keys", "contacts", home="b"), 0, "met nobody")


def test_a_report_introduces_whoever_signed_it(run, words, tmp_path):
    run("new", "small.md", "-o", "a.mission", "--assessor", "Ana", home="a")
    run("fill", "a.mission", fill(tmp_path, "reference,value\nreports,120\n"), home="a")
    run("export", "a.mission", "-o", "a.assessor", home="a")
    code, out, _ = run("keys", "read", "a.assessor", "--json", home="b")
    [one] = json.loads(out)
    assert (code, one["name"], one["words"]) == (0, "Ana", words("a"))
    check(
        run("keys", "meet", "a.assessor", "--words", words("a"), "--key", "zz", home="b"),
        2,
        "No key here",
    )
    check(run("keys", "meet", "a.assessor", "--words", words("a"), home="b"), 0, "Ana is known")


def test_a_card_is_enough_for_a_roster(run):
    run("keys", "card", "-o", "ana.card", "--name", "Ana", home="a")
    run("receive", "hq.registry", "none", home="hq")
    run("new", "small.md", "-o", "a.mission", "--assessor", "Ana", home="a")
    run("receive", "hq.registry", "a.mission", home="hq")
    check(run("keys", "trust", "hq.registry", "ana.card", home="hq"), 0, "Ana is trusted")
    check(run("keys", "list", "hq.registry", home="hq"), 0, "Ana")
    check(run("keys", "trust", "hq.registry", "ab" * 32, home="hq"), 2, "--name")


def test_a_card_is_never_written_over_another_file(run, tmp_path):
    (tmp_path / "x.card").write_text("mine")
    check(run("keys", "card", "-o", "x.card", "--name", "Ana"), 2, "exists already")
    check(run("keys", "card", "-o", "x.pdf", "--name", "Ana"), 2, "ends in .card")
    (tmp_path / "home" / "nobody").mkdir()
    check(run("keys", "card", "-o", "y.card", home="nobody"), 2, "needs a name")
    check(run("keys", "read", "x.card"), 1, "not a contact card")


def test_words_of_an_unverified_signer_are_marked(run, words, tmp_path):
    run("new", "small.md", "-o", "a.mission", "--assessor", "Ana", home="a")
    run("fill", "a.mission", fill(tmp_path, "reference,value\nreports,120\n"), home="a")
    run("export", "a.mission", "-o", "a.assessor", home="a")
    check(run("inspect", "a.assessor", home="b"), 0, "Ana", "unverified")
    check(run("receive", "hq.registry", "a.assessor", home="b"), 0, "Ana (unverified)")
    history = ("show", "hq.registry", "--reference", "reports", "--history")
    check(run(*history, home="b"), 0, "Ana (unverified)")
    run("keys", "meet", "a.assessor", "--words", words("a"), home="b")
    for verb in (history, ("inspect", "a.assessor"), ("check", "hq.registry")):
        code, out, _ = run(*verb, home="b")
        assert code in (0, 1) and "unverified" not in out
    check(run("check", "hq.registry", home="c"), 0, "SIGNER", "Ana", "unverified")
