"""Cases read as lines give the same figures as complete cases."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.assessment.core.accepted_forms import unpack_form
from assessor.assessment.headquarters.cached_cases import CachedCases
from assessor.assessment.headquarters.case_cache import CaseCache
from assessor.assessment.headquarters.case_comparison import compared_cases
from assessor.assessment.headquarters.case_format import CaseHead
from assessor.assessment.headquarters.case_texts import form_texts
from assessor.registry.analysis.cases import (
    CaseSequence,
    latest_candidates,
    latest_cases,
    used_instruments,
)
from assessor.registry.analysis.stage_comparison import GROUPINGS, build_heat_map
from assessor.store.write.mission import Mission

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def shelf(worked_out):
    path, identity = worked_out
    with Mission.open(path, read_only=True) as mission, CaseCache(mission, identity) as found:
        yield found


@pytest.fixture(scope="module")
def wordings(samples_received):
    """Three forms; the last two have the same instrument."""
    with Mission.open(samples_received.registry, read_only=True) as mission:
        _, known, instrument = unpack_form(mission.form(mission.assessments()[0].form))
    first = form_texts(known, instrument, "en")
    other = replace(first, instrument=replace(instrument))
    return {"one": first, "two": other, "three": other}


@pytest.mark.parametrize("by", GROUPINGS)
def test_the_picture_of_a_registry_is_that_of_its_cases_one_by_one(shelf, by):
    found = compared_cases(shelf, "ar").cases
    assert isinstance(found, CaseSequence) and not isinstance(list(found), CaseSequence)
    whole = build_heat_map(found, by=by, language="ar")
    assert whole == build_heat_map(list(found), by=by, language="ar")
    for code, _ in whole.columns[:2]:
        assert build_heat_map(found, by=by, section=code) == build_heat_map(
            list(found), by=by, section=code
        )


_HEADS = st.builds(
    CaseHead,
    form=st.sampled_from(["one", "two", "three"]),
    scored=st.sampled_from(["1", "1", ""]),
    country=st.sampled_from(["", "XAA", "XBB", "XCC"]),
    country_name=st.sampled_from(["", "Same", "Other"]),
    region=st.sampled_from(["", "r", "s"]),
    region_name=st.sampled_from(["R", "S"]),
    mission=st.sampled_from(["", "M1"]),
    start=st.sampled_from(["", "2024-01-31", "2024-02-01", "2026-11-25"]),
    end=st.just(""),
    answered=st.just("1"),
    relevant=st.just("2"),
    conflicts=st.just("0"),
    sections=st.just(""),
)


def last_of_groups(cases, by):
    groups = {}
    for case in latest_candidates(cases, by):
        group = (case.region, case.region_name) if by == "region" else case.year
        groups.setdefault(group, []).append(case)
    return {group: [each.assessment for each in latest_cases(groups[group])] for group in groups}


@given(heads=st.dictionaries(st.text("0123456789abcdef", min_size=4, max_size=4), _HEADS))
def test_the_last_missions_and_the_instruments_are_those_found_one_by_one(wordings, heads):
    lines = {uuid: head.text() for uuid, head in heads.items()}
    found = CachedCases(lines, wordings.__getitem__, bytes.fromhex)
    every = list(found)
    assert [case.assessment for case in every] == [u for u, head in heads.items() if head.scored]
    assert len(found) == len(every)
    assert [each.assessment for each in latest_cases(found)] == [
        each.assessment for each in latest_cases(every)
    ]
    assert used_instruments(found) == used_instruments(every)
    for by in ("region", "year"):
        assert last_of_groups(found, by) == last_of_groups(every, by)
    if every:
        assert found[-1] is every[-1] and found[:2] == tuple(every[:2])
