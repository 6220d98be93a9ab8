"""docs/keys.md is followed to the letter: every command of the ceremony, in its order, works."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from assessor.store.write.mission import Mission
from tests.support.cli.results import check, fill

PAGE = (Path(__file__).parents[3] / "docs" / "keys.md").read_text("utf-8")
BLOCK = re.compile(r"^```sh (\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
STEPS = [(who, line) for who, block in BLOCK.findall(PAGE) for line in block.splitlines()]


@pytest.fixture
def place(run, tmp_path):
    """The registry headquarters has already, and the passphrases people think of."""
    for number, name in enumerate(("passphrase", "new", "newer", "registry", "told")):
        fill(tmp_path, f"orange tram window {number}\n", f"{name}.txt")
    Mission.create(tmp_path / "hq.registry", role="registry").close()
    return tmp_path


def test_the_ceremony_of_the_page_works(run, place):
    assert len(STEPS) > 12 and {who for who, _ in STEPS} == {"headquarters", "ana"}

    def words(who):
        return json.loads(run("keys", "show", "--json", home=who)[1])["words"]

    for who, line in STEPS:
        # Any form will do; that the shipped one is found by its name is told in test_verbs.
        program, *arguments = shlex.split(line.replace("cybercrime_needs", "small.md"))
        assert program == "assessor"
        heard = {
            "the six words Ana reads": lambda: words("ana"),
            "the six words on the letter": lambda: words("headquarters"),
        }
        spoken = [heard[each]() if each in heard else each for each in arguments]
        check(run(*spoken, home=who), 0)
    told = run(
        "keys", "list", "hq.registry", "--passphrase-file", "registry.txt", home="headquarters"
    )
    check(told, 0, "Ana Ortiz", "revoked")
    check(run("keys", "list", "san-verano.mission", "--passphrase-file", "newer.txt"), 0, "revoked")


def test_the_page_fits_a_page():
    assert len(PAGE.splitlines()) <= 120


def test_a_wrong_word_stops_the_ceremony(run, place):
    run("keys", "card", "-o", "ana.card", "--name", "Ana", home="ana")
    met = run("keys", "meet", "ana.card", "--words", "bada " * 6, home="headquarters")
    check(met, 2, "do not trust it")
