"""Tests of profiles: an audience gets nothing it may not see, and nothing is lost."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessor.report.projection.audience import REASONS, SENSITIVITY_LEVELS, Audience, Source
from assessor.report.projection.node_reader import questions_below
from assessor.report.projection.projection import Visibility
from assessor.report.projection.projector import omitted_answers
from tests.support.report import samples
from tests.support.report.pdf_text import read
from tests.support.report.profiles import (
    base,
    changed,
    interferes,
    projected,
    saids,
    seen,
    shared_instance,
    suppressed,
    texts,
    withheld,
)
from tests.support.report.proofs import pages, report

pytestmark = pytest.mark.slow

SHARED = ("government", "public")


@pytest.mark.parametrize("iso3", samples.COUNTRIES)
@pytest.mark.parametrize("profile", ["internal", "government", "public"])
def test_every_answer_is_printed_as_accounted(iso3, profile):
    projection = projected(iso3, profile)
    counts = projection.accounting
    fates = {said.reference: said.visibility for said in saids(projection)}
    full = sum(shown is Visibility.FULL for shown in fates.values())
    part = sum(shown is Visibility.PART for shown in fates.values())
    none = sum(shown is Visibility.NONE for shown in fates.values())
    assert (full, part, none) == (counts.printed, counts.in_part, counts.withheld)
    assert counts.in_file == len([kind for kind, _ in base(iso3) if kind == "answer"])


@pytest.mark.parametrize("iso3", samples.COUNTRIES)
def test_the_team_sees_everything(iso3):
    projection = projected(iso3, "internal")
    assert projection.accounting.printed == projection.accounting.in_file
    assert not projection.withheld
    assert projection.releases("anything")


@pytest.mark.parametrize("iso3", samples.COUNTRIES)
@pytest.mark.parametrize("profile", ["internal", *SHARED])
def test_omitted_answers_match_the_accounting_and_have_reasons(iso3, profile):
    counts = projected(iso3, profile).accounting
    found = omitted_answers(
        shared_instance(iso3), base(iso3), facts=samples.facts(), profile=profile,
        instrument=samples.instrument(),
    )  # fmt: skip
    fates = Counter(each.visibility for each in found)
    assert (fates[Visibility.PART], fates[Visibility.NONE]) == (counts.in_part, counts.withheld)
    assert all(each.why in (*REASONS, *SENSITIVITY_LEVELS) for each in found)
    order = [node.reference for node in questions_below(shared_instance(iso3).root)]
    places = [order.index(each.reference) for each in found]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("profile", "question", "body", "why"),
    [
        ("government", "thr_statistics_criteria", {"sensitivity": "restricted"}, "restricted"),
        ("public", "thr_statistics_criteria", {"sensitivity": "gov"}, "stage"),
        ("government", "thr_statistics_criteria", {"sources": ["nobody"]}, "background"),
        ("government", "inv_unit_women", {"sensitivity": "restricted"}, "figure"),
        ("public", "jud_convictions", {"value": "3"}, "small"),
    ],
)
def test_each_reason_has_its_name(profile, question, body, why):
    heads = changed("XSV", **{question: body})
    found = omitted_answers(
        shared_instance("XSV"), heads, facts=samples.facts(), profile=profile,
        instrument=samples.instrument(),
    )  # fmt: skip
    reasons = {each.reference.rpartition("/")[2]: each.why for each in found}
    assert reasons[question] == why


@pytest.mark.parametrize("iso3", samples.COUNTRIES)
@pytest.mark.parametrize("profile", SHARED)
def test_no_suppressed_text_reaches_the_projection(iso3, profile):
    projection = samples.carried(projected(iso3, profile))
    hidden = suppressed(iso3, projection)
    assert len(hidden) > 10
    every = "\n".join(texts(projection))
    assert not {text for text in hidden if text in every}


@pytest.mark.parametrize(
    ("made", "case"), [(pages, ("XTL", "en", "government")), (report, ("XNY", "zh", "public"))]
)
def test_no_suppressed_text_reaches_the_page(made, case):
    """Of one sample whole and of one in short; `python -m tests.bench leaks` searches all in every
    format.
    """
    page = "".join(read(made(*case)).split())
    hidden = suppressed(case[0], samples.sample(*case))
    assert len(hidden) > 10
    assert not {text for text in hidden if "".join(text.split()) in page}


@pytest.mark.parametrize("profile", SHARED)
def test_withheld_answers_do_not_change_visible_ones(profile):
    """Non-interference: all withheld answers at once, and every twentieth alone.

    `python -m tests.bench leaks` changes each alone, in every sample.
    """
    hidden = withheld("XSH", profile)
    assert any(reference.endswith("_criteria") for reference in hidden)
    assert not interferes("XSH", profile, *hidden)
    assert [each for each in hidden[::20] if interferes("XSH", profile, each)] == []


def test_nobody_learns_whether_a_hidden_indicator_is_rated():
    """It is open here; the count of rated indicators of its section told when it is not."""
    assert not interferes("XTL", "public", "/data/sec_inv/inv_darknet_criteria")


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(note=st.text(max_size=30), evidence=st.sampled_from(["none", "claimed", "verified", ""]))
def test_a_bare_stage_has_no_note_or_evidence(note, evidence):
    value = "objective_written.shown lead_named.shown strategy_in_force.said measures_funded.no"
    stage = {"value": value, "note": note, "evidence": evidence, "sources": ["s01"]}
    projection = projected("XSV", "public", changed("XSV", pol_strategy_criteria=stage))
    said = next(s for s in saids(projection) if s.name == "pol_strategy_criteria")
    assert said.codes == ("objective_written.shown", "lead_named.shown")
    assert said.note == said.evidence == ""
    assert not said.sources
    line = projection.sections[1].indicators[0]
    assert line.evidenced == line.asserted == 2  # which stage was only asserted is not told


def test_an_answer_can_only_be_stricter_than_its_question():
    strict = projected("XSV", "government", changed("XSV", pol_budget={"sensitivity": "internal"}))
    open_ = {"sensitivity": "public", "cleared": ""}
    loose = projected("XSV", "government", changed("XSV", thr_finding=open_))
    assert next(s for s in saids(strict) if s.name == "pol_budget").visibility is Visibility.NONE
    assert next(s for s in saids(loose) if s.name == "thr_finding").visibility is Visibility.NONE


def test_the_government_sees_only_the_cleared_wording():
    heads = changed("XSV", thr_finding={"value": "Names and all", "cleared": "Reports grow."})
    found = {
        profile: next(s for s in saids(projected("XSV", profile, heads)) if s.name == "thr_finding")
        for profile in ("internal", *SHARED)
    }
    assert (found["internal"].text, found["internal"].cleared) == ("Names and all", "Reports grow.")
    assert (found["government"].text, found["government"].cleared) == ("Reports grow.", "")
    assert found["government"].visibility is Visibility.PART  # its body stays behind
    assert found["public"].visibility is Visibility.NONE
    again = changed("XSV", thr_finding={"value": "Other names", "cleared": "Reports grow."})
    assert seen(projected("XSV", "government", again)) == seen(
        projected("XSV", "government", heads)
    )


@pytest.mark.parametrize("iso3", samples.COUNTRIES)
def test_the_public_is_not_told_which_bodies_claim_the_lead(iso3):
    told = {said.name: said for said in saids(projected(iso3, "public"))}
    for name in ("pol_lead_body", "pol_lead_status"):
        assert told[name].values == told[name].codes == ()
    team = next(s for s in saids(projected(iso3, "internal")) if s.name == "pol_lead_body")
    assert team.text and team.text not in "\n".join(texts(projected(iso3, "public")))


def test_restricted_answers_and_choices_cannot_be_cleared():
    bodies = {"sensitivity": "restricted", "cleared": "A wording"}
    stage = {"sensitivity": "internal", "cleared": "A wording"}
    heads = changed("XSV", thr_finding=bodies, pol_strategy_criteria=stage)
    found = {said.name: said for said in saids(projected("XSV", "government", heads))}
    assert (
        found["thr_finding"].visibility
        is found["pol_strategy_criteria"].visibility
        is Visibility.NONE
    )


@pytest.mark.parametrize("profile", SHARED)
def test_small_counts_of_children_are_hidden(profile):
    received = {"ocs_tips_office": {"value": "named"}, "ocs_tips_received": {"value": "2"}}
    heads = changed("XTL", ocs_cases={"value": "3"}, **received)
    found = {s.name: s for s in saids(projected("XTL", profile, heads))}
    assert found["ocs_cases"].text == "fewer than 5"
    assert found["ocs_tips_received"].text in ("", "fewer than 5")
    assert found["ocs_victims_band"].codes == ()
    assert not {"2", "3"} & set(found["ocs_cases"].codes + found["ocs_tips_received"].codes)


def test_small_counts_are_hidden_from_the_public():
    """Three people prosecuted and one convicted in a small State are persons, not figures."""
    projection = projected("XTL", "public")
    found = {said.name: said for said in saids(projection)}
    assert found["jud_convictions"].text == found["jud_prosecutions"].text == "fewer than 5"
    counts = [said for said in saids(projection) if said.type == "int" and said.codes]
    assert not [said for said in counts if said.codes[0] in ("1", "2", "3", "4")]
    assert [count for _, count, _ in projection.sections[0].funnel] == [38, 9]


def test_background_sources_and_their_evidence_are_removed():
    heads = dict(base("XSV"))
    entry = heads["source", "s02"][0]
    quiet = dict(entry.body or {}) | {"attribution": "background"}
    heads["source", "s02"] = (samples.entry("source", "s02", quiet),)
    two = {"evidence": "corroborated", "sources": ["s01", "s02"]}
    heads |= {
        ("answer", samples.paths()[name]): value
        for (kind, key), value in changed("XSV", pol_budget=two).items()
        if kind == "answer" and (name := key.rsplit("/", 1)[-1]) == "pol_budget"
    }
    found = {s.name: s for s in saids(projected("XSV", "government", heads))}
    assert found["thr_reports_total"].visibility is Visibility.NONE  # only s02 said so
    assert found["pol_budget"].evidence == "claimed"
    assert found["pol_budget"].sources == ("Government policy makers",)


def heard(*groups: tuple[str, int]) -> frozenset[str]:
    """The groups put together for the government, of so many people each."""
    sources = {
        name: Source(name, name, f"Office of {name}", "", "cluster", people)
        for name, people in groups
    }
    return Audience("government", sources, "several").merged


def test_small_groups_are_merged():
    assert heard(("gov", 11), ("pol", 9)) == frozenset()
    assert heard(("gov", 11), ("pol", 3), ("jud", 2)) == {"pol", "jud"}
    assert heard(("gov", 11), ("civ", 7), ("pol", 3)) == {"pol", "civ"}  # one alone would be told
    assert heard(("gov", 11), ("civ", 7), ("pol", 1), ("jud", 2)) == {"pol", "jud", "civ"}
    assert heard(("law", 0), ("gov", 6)) == frozenset()  # only read, nobody heard
    assert heard(("pol", 2)) == {"pol"}


def test_a_group_of_one_person_is_not_cited():
    projection = projected("XTL", "government")
    told = {line.cluster: line.people for line in projection.sources}
    assert told["Several groups, put together"] == "23"
    assert "Police and investigators" not in told
    cited = {name for said in saids(projection) for name in said.sources}
    cited |= {
        voice for section in projection.sections for d in section.disagreements
        for voice, _, _ in d.voices
    }  # fmt: skip
    assert cited <= set(told)


def test_the_public_sees_no_sources_notes_or_documents():
    projection = projected("XSV", "public")
    assert not projection.sources
    assert not projection.files
    assert not any(said.note or said.sources for said in saids(projection))
    assert not any(section.disagreements for section in projection.sections)


@pytest.mark.parametrize("profile", SHARED)
@pytest.mark.parametrize("iso3", samples.COUNTRIES)
def test_only_fully_printed_answers_travel(iso3, profile):
    projection = projected(iso3, profile)
    whole = {said.reference for said in saids(projection) if said.visibility is Visibility.FULL}
    whole -= {  # what no page tells: which source it was, why a conflict was settled so
        key
        for (kind, key), (entry,) in base(iso3).items()
        if kind == "answer" and {"sources", "decision"} & set(entry.body or {})
    }
    for (kind, key), (entry,) in base(iso3).items():
        expected = key in whole if kind == "answer" else kind == "repeat"
        assert projection.releases(entry.name) == expected, (kind, key)
    answers = {key for kind, key in base(iso3) if kind == "answer"}
    assert projection.withheld == answers - whole


def test_the_teams_scores_are_the_instruments():
    expected = {row["dimension"]: row for row in samples.rows("expected", "XSV")}
    for section in projected("XSV", "internal").sections:
        assert section.score is not None
        row = expected[section.code]
        assert section.score.evidenced == float(row["evidenced_score"])
        assert section.score.asserted == float(row["asserted_score"])


def test_conflicts_are_visible_to_the_team_only():
    key = ("answer", samples.paths()["inv_unit_criteria"])
    one = base("XSV")[key][0]
    other = samples.entry("answer", key[1], dict(one.body or {}) | {"value": "named_officer.no"})
    heads = dict(base("XSV")) | {key: (one, other)}
    for profile, wanted in (("internal", True), ("public", False)):
        said = next(
            s for s in saids(projected("XSV", profile, heads)) if s.name == "inv_unit_criteria"
        )
        assert said.contested is wanted


def test_an_unknown_profile_is_rejected():
    with pytest.raises(ValueError, match="no profile"):
        projected("XSV", "friends")


def test_every_question_of_the_form_is_in_the_report():
    found = {said.reference for said in saids(projected("XSV", "internal"))}
    asked = {
        node.reference
        for node in questions_below(shared_instance("XSV").root)
        if node.control != "note" and node.meta.get("kind") != "layout"
    }
    assert asked == found
