"""A stranger founds a mission about a country, under the name of who assessed it."""

from __future__ import annotations

import csv
import itertools
import json

import pytest

from assessor.assessment.headquarters.case_cache import CaseCache
from assessor.assessment.headquarters.case_comparison import FIGURES, compared_cases, figure_of
from assessor.assessment.headquarters.publication import read_registry
from assessor.parcel.keys.identity import load_identity
from assessor.registry.receive.receiver import receive
from assessor.registry.trust.trust_roster import trust_key
from assessor.store.write.mission import Mission
from tests.cli.conftest import run as run
from tests.support.cli.results import check
from tests.support.registry.countries import HIGH, compare_words, founded, person

NAME = "Elena Marin"


@pytest.fixture
def sent(tmp_path):
    """Elena's mission about San Verano, Ana's about Nambia, and a stranger's in Elena's name."""
    elena, ana = person(tmp_path, NAME), person(tmp_path, "Ana")
    stranger = person(tmp_path, NAME, "stranger")
    return {
        "elena": founded(tmp_path, elena, "SVE", "2025-03-01", "elena"),
        "ana": founded(tmp_path, ana, "NMB", "2025-04-01", "ana"),
        "stranger": founded(tmp_path, stranger, "SVE", "2026-03-01", "stranger", HIGH),
    }


@pytest.fixture
def hq(tmp_path):
    return load_identity(tmp_path / "hq", "Headquarters")


def registry(tmp_path, paths, name="hq"):
    mission = Mission.create(tmp_path / f"{name}.registry", role="registry")
    receive(mission, paths)
    return mission


def figures(mission, identity):
    """Return every figure of a registry, but for how it names countries of unknown people."""
    with CaseCache(mission, identity) as shelf:
        compared = compared_cases(shelf, "en")
        return {name: figure_of(compared, name).rows for name in FIGURES}, compared


def tables(mission, identity):
    return {each.name: each.rows for each in read_registry(mission, identity, "en").sheets}


def vouch_by_words(mission, identity, whom):
    compare_words(identity.home, whom)


def vouch_by_roster(mission, identity, whom):
    trust_key(mission, whom.public.hex(), whom.name)


@pytest.mark.parametrize("vouch", [vouch_by_words, vouch_by_roster])
@pytest.mark.parametrize("order", list(itertools.permutations(("elena", "ana", "stranger"))))
def test_a_stranger_who_founds_a_mission_moves_nothing(tmp_path, sent, hq, vouch, order):
    """Comparison, slopes and tables are as if it had never come, in every order, whenever somebody
    vouched for the true keys: before, or after all had come and been compared."""
    with registry(tmp_path, [sent["elena"], sent["ana"]], "without") as without:
        for name in (NAME, "Ana"):
            vouch(without, hq, person(tmp_path, name))
        want, published = figures(without, hq)[0], tables(without, hq)
    hq = load_identity(tmp_path / "hq2", "Headquarters")
    with registry(tmp_path, [sent[name] for name in order]) as mission:
        figures(mission, hq)  # the cache is filled while nobody is vouched for
        for name in (NAME, "Ana"):
            vouch(mission, hq, person(tmp_path, name))
        found, compared = figures(mission, hq)
        assert found == want and tables(mission, hq) == published
        [apart] = [str(note) for note in compared.notes if "stands apart" in str(note)]
        assert "San Verano, 2026-03-01" in apart and f"It says it is {NAME}" in apart


def test_whoever_is_vouched_for_everybody_else_stands_apart(tmp_path, sent, hq):
    """Nambia's mission, whose maker nobody compared, is told apart, too, and comes back."""
    with registry(tmp_path, sent.values()) as mission:
        compare_words(hq.home, person(tmp_path, NAME))
        found, compared = figures(mission, hq)
        assert {row[1] for row in found["heat_map"]} == {"San Verano"}
        assert sum("stands apart" in str(note) for note in compared.notes) == 2
        compare_words(hq.home, person(tmp_path, "Ana"))
        found, compared = figures(mission, hq)
        assert {row[1] for row in found["heat_map"]} == {"San Verano", "Nambia"}
        assert found["slopes"] == ()


def test_where_nobody_is_vouched_for_two_unknown_founders_cancel_out(tmp_path, sent, hq, run):
    """Neither is the newest of the other; what is alone about its country is shown, marked."""
    shown = set()
    for at, order in enumerate(itertools.permutations(sent.values())):
        with registry(tmp_path, order, f"hq{at}") as mission:
            found, compared = figures(mission, hq)
            assert {row[1] for row in found["heat_map"]} == {"Nambia (unverified)"}
            shown.add(tuple(map(str, compared.notes)))
            published = tables(mission, hq)
            assert [row[2] for row in published["assessments"]] == ["Nambia"]
    assert len(shown) == 1
    told = shown.pop()
    assert sum(f"It says it is {NAME}" in note for note in told) == 2
    assert any(note.startswith("Unverified") and "Nambia" in note for note in told)


def test_every_place_that_names_an_unverified_mission_marks_it(tmp_path, sent, hq, run):
    check(run("receive", "hq.registry", sent["ana"]), 0)
    check(run("compare", "hq.registry", "--figure", "heat_map"), 0, "Nambia (unverified)")
    told = json.loads(run("compare", "hq.registry", "--json")[1])
    rows = [row for figure in told["figures"].values() for row in figure["rows"]]
    names = {row[part] for row in rows for part in ("name", "country") if part in row}
    assert names == {"Nambia (unverified)"}
    check(run("publish", "hq.registry", "--csv", tmp_path / "t"), 0)
    with (tmp_path / "t" / "assessments.csv").open(encoding="utf-8-sig") as file:
        [row] = csv.DictReader(file)
    assert (row["country"], row["unverified"]) == ("Nambia", "1")
    check(run("publish", "hq.registry", "--geojson", tmp_path / "g"), 0)
    [feature] = json.loads((tmp_path / "g" / "countries.geojson").read_text())["features"]
    assert feature["properties"]["country"] == "Nambia (unverified)"


def test_the_receipt_and_the_inbox_say_that_two_unknown_people_speak_of_a_country(
    tmp_path, sent, hq, run
):
    check(run("receive", "hq.registry", sent["elena"], sent["ana"]), 0)
    said = "Several people whose keys nobody has compared speak of San Verano"
    for verb in (("receive", "hq.registry", sent["stranger"]), ("inbox", "hq.registry")):
        code, out, _ = run(*verb)
        assert code == 0 and out.count(said) == 1 and out.count(NAME) >= 2
        assert "none of their missions stands for the country" in out
    _, out, _ = run("inbox", "hq.registry", home="hq")
    assert "stands apart" not in out


def test_words_compared_at_the_command_line_decide(tmp_path, sent, run):
    """The whole way of a person: receive, compare the words, and the comparison follows."""
    check(run("receive", "hq.registry", *sent.values()), 0)
    code, out, _ = run("compare", "hq.registry", "--figure", "heat_map")
    assert code == 0 and "San Verano  " not in out
    words = person(tmp_path, NAME).words
    check(run("keys", "meet", sent["elena"], "--words", words), 0, "is known to you")
    _, out, _ = run("compare", "hq.registry", "--figure", "heat_map")
    assert "San Verano  " in out and "Nambia" in out and out.count("stands apart") == 2
    check(run("publish", "hq.registry", "--csv", tmp_path / "t"), 0, "stands apart")
    answers = (tmp_path / "t" / "answers.csv").read_text(encoding="utf-8-sig")
    assert answers.count("SVE") and "table.shown" not in answers


def test_one_unknown_person_with_two_rounds_is_shown_marked(tmp_path, hq):
    elena = person(tmp_path, NAME)
    rounds = [founded(tmp_path, elena, "SVE", f"202{n}-01-01", f"r{n}") for n in (3, 5)]
    with registry(tmp_path, rounds) as mission:
        found, compared = figures(mission, hq)
        assert {row[3] for row in found["slopes"]} == {"San Verano (unverified)"}
        assert not any("apart" in str(note) for note in compared.notes)


def test_headquarters_that_founded_a_mission_itself_is_known_to_itself(tmp_path, sent, hq):
    """The own key needs no vouching, and a stranger stands apart beside it."""
    own = founded(tmp_path, hq, "SVE", "2024-01-01", "own")
    with registry(tmp_path, [own, sent["stranger"], sent["ana"]]) as mission:
        found, _ = figures(mission, hq)
        names = {row[1] for row in found["heat_map"]}
        assert names == {"San Verano", "Nambia (unverified)"} and found["slopes"] == ()
