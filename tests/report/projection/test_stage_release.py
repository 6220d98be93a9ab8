"""One set of numbers: every audience is told the team's scores, or that they are not released."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessor.report.projection.projection import IndicatorLine, Projection, Visibility
from assessor.scoring.criteria import CriterionState
from assessor.scoring.stage_scores import calculate_scores
from tests.support.report import samples
from tests.support.report.profiles import changed, projected, seen
from tests.support.scoring.samples import answers, instrument

pytestmark = pytest.mark.slow

SHARED = ("government", "public")
RIGHTS = "pol_rights"
"""An indicator whose answer the government may not read."""


def line(projection: Projection, code: str) -> IndicatorLine:
    found = projection.indicator(code)
    assert found
    return found


@pytest.mark.parametrize("iso3", samples.COUNTRIES)
@pytest.mark.parametrize("profile", SHARED)
def test_a_number_is_the_teams_or_is_not_released(iso3, profile):
    full = calculate_scores(instrument(), answers(iso3))
    told = 0
    for section in projected(iso3, profile).sections:
        ours = full.dimensions[section.code]
        assert section.score.released == all(each.released for each in section.indicators)
        numbers = (section.score.evidenced, section.score.lowest)
        wanted = (ours.evidenced, ours.lowest) if section.score.released else (None, None)
        assert numbers == wanted
        for each in section.indicators:
            stage = full.indicators[each.code].evidenced
            assert each.evidenced == (stage if each.released else None)
            told += each.evidenced is not None
    assert told > 20


def test_the_government_is_told_the_stages_of_rights_and_child_protection():
    projection = projected("XSV", "government")
    hidden = [
        each
        for section in projection.sections
        for each in section.indicators
        if each.answer.visibility is Visibility.NONE
    ]
    assert len(hidden) > 5
    assert all(each.released and each.evidenced for each in hidden)
    assert all(each.score.released for each in projection.sections)


def test_the_team_says_which_stage_is_not_told():
    strict = changed("XSV", pol_rights_criteria={"sensitivity": "restricted"})
    projection = projected("XSV", "government", strict)
    assert not line(projection, RIGHTS).released
    (hidden,) = [each for each in projection.sections if not each.score.released]
    assert hidden.code == "pol"
    assert (hidden.score.evidenced, hidden.score.priority, hidden.score.weakest) == (None, None, ())


@pytest.mark.parametrize("profile", SHARED)
def test_what_is_not_told_changes_nothing(profile):
    """Neither of a stage that is withheld, nor of the words behind one that is told."""
    strict = {"sensitivity": "restricted"}
    criteria = instrument().indicator[RIGHTS].criteria
    every, none = (
        " ".join(f"{each.code}.{state}" for each in criteria) for state in ("shown", "no")
    )
    one, other = (
        projected("XSV", profile, changed("XSV", pol_rights_criteria={**strict, "value": value}))
        for value in (every, none)
    )
    assert seen(one) == seen(other)
    noted = {"note": "said by the only judge", "sources": ["s01"]}
    same_stage = changed("XSV", pol_rights_criteria=noted)
    if profile == "government":
        assert seen(projected("XSV", profile, same_stage)) == seen(projected("XSV", profile))


@pytest.mark.parametrize("iso3", samples.COUNTRIES)
def test_an_area_has_one_priority_everywhere(iso3):
    internal = {each.code: each.priority for each in projected(iso3, "internal").proposals}
    proposals = projected(iso3, "government").proposals
    assert len(proposals) > 5
    for each in proposals:
        assert each.priority == (internal[each.code] if each.released else None)
    assert all(each.released for each in projected(iso3, "internal").proposals)


def test_a_hidden_priority_and_its_place_follow_from_what_is_printed_alone():
    """With need and stage printed, "–" beside an area told that a withheld criterion is not met."""
    law, care = (
        changed("XSV", ocs_support_criteria={"value": f"interview_room.shown {states}"})
        for states in (
            "first_service.said protected_testimony.no compensation_law.shown",
            "first_service.no protected_testimony.said compensation_law.shown",
        )
    )
    one, other = (projected("XSV", "government", heads) for heads in (law, care))
    assert seen(one) == seen(other)
    assert [each.code for each in one.proposals if not each.released]
    ours, theirs = (
        {each.code: each.priority for each in projected("XSV", "internal", heads).proposals}
        for heads in (law, care)
    )
    assert ours != theirs


@pytest.mark.parametrize("iso3", samples.COUNTRIES)
@pytest.mark.parametrize("profile", ["internal", *SHARED])
def test_nothing_is_suggested_that_is_in_place(iso3, profile):
    """A laboratory that is open, a channel that is a strength."""
    states = {
        (line.code, each.text): each.state
        for section in projected(iso3, "internal").sections
        for line in section.indicators
        for each in line.criteria
    }
    by_action = {
        criterion.actions["en"]: (code, criterion.texts["en"])
        for code, indicator in instrument().indicator.items()
        for criterion in indicator.criteria
    }
    facts = {each.activities["en"] for each in instrument().areas}
    actions = [each.text for area in projected(iso3, profile).proposals for each in area.actions]
    assert actions
    for each in actions:
        assert each in facts or states[by_action[each]] is CriterionState.UNMET
    assert profile == "public" or sum(each in by_action for each in actions) > 20


def test_the_public_is_told_no_word_of_what_was_not_shown():
    for section in projected("XNY", "public").sections:
        for each in section.indicators:
            assert {criterion.state for criterion in each.criteria} <= {CriterionState.SHOWN, None}
            assert each.asks == each.to_show == ""
            assert each.asserted == each.evidenced


def decided(iso3: str, code: str, told_to: str, heads=None):
    """The sample with the team's decision to whom a stage is told."""
    reference = samples.paths()[f"{code}_criteria"]
    body = {"reference": reference, "told_to": told_to, "reason": "Agreed with the ministry."}
    entry = samples.entry("release", reference, body)
    return dict(heads or changed(iso3)) | {("release", reference): (entry,)}


@pytest.mark.parametrize(
    ("told_to", "government", "public"),
    [("internal", False, False), ("gov", True, False), ("public", True, True)],
)
def test_the_team_decides_to_whom_a_stage_is_told(told_to, government, public):
    heads = decided("XSV", RIGHTS, told_to)
    for profile, told in (("government", government), ("public", public)):
        projection = projected("XSV", profile, heads)
        assert line(projection, RIGHTS).released == told
        assert (line(projection, RIGHTS).evidenced is not None) == told


def test_a_decision_is_apart_from_who_may_read_the_words():
    strict = changed("XSV", pol_rights_criteria={"sensitivity": "restricted", "note": "Quiet."})
    told = line(projected("XSV", "government", decided("XSV", RIGHTS, "gov", strict)), RIGHTS)
    assert told.released and told.answer.visibility is Visibility.NONE
    assert told.answer.note == ""


def test_what_is_not_told_cannot_be_read_from_the_criteria():
    heads = decided("XSV", "thr_statistics", "internal")
    projection = projected("XSV", "government", heads)
    hidden = line(projection, "thr_statistics")
    assert hidden.answer.visibility is Visibility.NONE and not hidden.answer.codes
    assert "police_count." not in str(seen(projection))
    assert {each.state for each in hidden.criteria} == {None}
    kept = {entries[0].name for (kind, key), entries in heads.items() if kind == "release"}
    kept.add(heads["answer", samples.paths()["thr_statistics_criteria"]][0].name)
    assert not any(map(projection.releases, kept)), "neither the answer nor the reason travels"


def test_while_people_disagree_about_it_a_stage_is_not_told():
    heads = decided("XSV", RIGHTS, "public")
    [key] = [each for each in heads if each[0] == "release"]
    other = samples.entry("release", key[1], {"reference": key[1], "told_to": "gov"})
    heads[key] = (*heads[key], replace(other, name="~2"))
    assert not line(projected("XSV", "government", heads), RIGHTS).released


def test_what_background_sources_alone_gave_is_never_told():
    [background] = [
        key
        for (kind, key), entries in changed("XSH").items()
        if kind == "source" and (entries[0].body or {}).get("attribution") == "background"
    ]
    heads = decided(
        "XSH", RIGHTS, "public", changed("XSH", pol_rights_criteria={"sources": [background]})
    )
    assert not line(projected("XSH", "government", heads), RIGHTS).released


def test_a_decision_that_is_not_in_the_file_tells_nobody():
    heads = decided("XSV", RIGHTS, "public")
    [key] = [each for each in heads if each[0] == "release"]
    heads[key] = (replace(heads[key][0], body=None, commitment="ab" * 32),)
    assert not line(projected("XSV", "government", heads), RIGHTS).released
    heads[key] = (replace(heads[key][0], commitment="", is_tombstone=True),)
    assert line(projected("XSV", "government", heads), RIGHTS).released
