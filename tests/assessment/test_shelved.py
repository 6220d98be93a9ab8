"""Cases of which each is a line show the picture that all of them, one by one, show."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.assessment.accepting import opened
from assessor.assessment.comparing import cases_of
from assessor.assessment.keeping import Head
from assessor.assessment.lexicon import lexicon
from assessor.assessment.shelf import Shelf
from assessor.assessment.shelved import Shelved
from assessor.registry.cases import Many, instruments, last_in, latest
from assessor.registry.compare import BY, heat_map
from assessor.store.mission import Mission


@pytest.fixture(scope="module")
def shelf(worked_out):
    path, identity = worked_out
    with Mission.open(path, read_only=True) as mission, Shelf(mission, identity) as found:
        yield found


@pytest.fixture(scope="module")
def wordings(samples_received):
    """Three forms, of which the last two were read into one and the same instrument."""
    with Mission.open(samples_received.registry, read_only=True) as mission:
        _, known, instrument = opened(mission.form(mission.assessments()[0].form))
    first = lexicon(known, instrument, "en")
    other = replace(first, instrument=replace(instrument))
    return {"one": first, "two": other, "three": other}


@pytest.mark.parametrize("by", BY)
def test_the_picture_of_a_registry_is_that_of_its_cases_one_by_one(shelf, by):
    found = cases_of(shelf, "ar").cases
    assert isinstance(found, Many) and not isinstance(list(found), Many)
    whole = heat_map(found, by=by, language="ar")
    assert whole == heat_map(list(found), by=by, language="ar")
    for code, _ in whole.columns[:2]:
        assert heat_map(found, by=by, section=code) == heat_map(list(found), by=by, section=code)


_HEADS = st.builds(
    Head,
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
    for case in last_in(cases, by):
        group = (case.region, case.region_name) if by == "region" else case.year
        groups.setdefault(group, []).append(case)
    return {group: [each.assessment for each in latest(groups[group])] for group in groups}


@given(heads=st.dictionaries(st.text("0123456789abcdef", min_size=4, max_size=4), _HEADS))
def test_the_last_missions_and_the_instruments_are_those_found_one_by_one(wordings, heads):
    lines = {uuid: head.text() for uuid, head in heads.items()}
    found = Shelved(lines, wordings.__getitem__, bytes.fromhex)
    every = list(found)
    assert [case.assessment for case in every] == [u for u, head in heads.items() if head.scored]
    assert len(found) == len(every)
    assert [each.assessment for each in latest(found)] == [
        each.assessment for each in latest(every)
    ]
    assert instruments(found) == instruments(every)
    for by in ("region", "year"):
        assert last_of_groups(found, by) == last_of_groups(every, by)
    if every:
        assert found[-1] is every[-1] and found[:2] == tuple(every[:2])
