"""The cache beside a registry agrees with its entries after every change."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta

import pytest

from assessor.assessment.assessment import Assessment
from assessor.assessment.entries.reviews import review_answer, reviews_of
from assessor.assessment.headquarters import case_cache as shelves
from assessor.assessment.headquarters.case_cache import CaseCache
from assessor.assessment.headquarters.case_comparison import FIGURES, compared_cases, figure_of
from assessor.assessment.mission.answer_redaction import redact_entry
from assessor.assessment.mission.joined_missions import join_assessments, part_assessments
from assessor.parcel.keys.identity import load_identity
from assessor.parcel.pack.parcel_pack import pack_parcel
from assessor.registry.receive.receiver import receive
from assessor.registry.trust.trust_roster import trust_key
from assessor.store.read import mission_reader
from assessor.store.write.cache_db import CACHE_SUFFIX
from assessor.store.write.mission import Mission
from tests.support.scoring.samples import instrument

pytestmark = pytest.mark.slow


@pytest.fixture
def registry(worked_out, registry_copy):
    with Mission.open(registry_copy) as mission:
        yield mission, worked_out[1]


def looked_at(registry, language="en"):
    """Return what the cache gives, and how many assessments it had to open."""
    mission, identity = registry
    opened = []
    with CaseCache(mission, identity) as shelf:
        found = compared_cases(shelf, language, lambda at, _of: opened.append(at))
        assert shelf.conflicts() == mission.conflicts()
        figures = tuple(figure_of(found, name, language=language) for name in FIGURES)
        return figures, shelf.heads(), len(opened)


def afresh(registry, language="en"):
    mission, _ = registry
    mission.path.with_name(mission.path.name + CACHE_SUFFIX).unlink()
    return looked_at(registry, language)[:2]


def stage(mission, identity, uuid, value):
    """Say in an assessment that its first indicator is shown to be at a stage."""
    assessment = Assessment.of(mission, uuid, identity)
    every = assessment.instance.questions()
    reference = next(node.reference for node in every if node.name.endswith("_criteria"))
    indicator = instrument().indicator_of[reference.rpartition("/")[2]]
    states = (
        f"{each.code}.{'shown' if each.stage <= value else 'no'}" for each in indicator.criteria
    )
    assessment.answer(reference, " ".join(states))
    return assessment


def test_what_is_kept_opens_nothing_and_speaks_every_language(registry):
    for language in ("en", "ar"):
        *told, opened = looked_at(registry, language)
        assert opened == 0
        assert tuple(told) == afresh(registry, language)
    names = {row["name"] for row in told[0][0].facts()}
    assert not any(name.isascii() for name in names), "the countries' names are in Arabic"


def test_only_what_changed_is_worked_out_anew(registry):
    mission, identity = registry
    before = looked_at(registry)[0]
    first, other = (row.uuid for row in mission.assessments()[:2])
    for value in (1, 5):
        stage(mission, identity, first, value).seal()
        *told, opened = looked_at(registry)
        assert opened == 1
    assert told[0] != before
    join_assessments(mission, first, other, identity, anyway=True)
    joined = looked_at(registry)
    assert joined[2] == 1 and len(joined[1]) == len(told[1]) - 1
    part_assessments(mission, first, other, identity)
    *told, opened = looked_at(registry)
    assert opened == 2  # parted, each has its own results again
    assert tuple(told) == afresh(registry)


def test_what_is_taken_back_is_gone_from_what_is_kept(registry):
    mission, _ = registry
    before = looked_at(registry)[1]
    for receipt in mission.receipts():
        if receipt.assessments == (mission.assessments()[0].uuid,):
            mission.undo(receipt.id)
    *told, opened = looked_at(registry)
    assert opened == 0 and told[1] != before
    assert tuple(told) == afresh(registry)


@pytest.mark.parametrize("harm", ["gone", "rubbish", "cut short", "of another version"])
def test_what_is_kept_can_be_thrown_away(registry, harm, monkeypatch):
    mission, _ = registry
    kept = mission.path.with_name(mission.path.name + CACHE_SUFFIX)
    before = looked_at(registry)
    if harm == "gone":
        kept.unlink()
    elif harm == "rubbish":
        kept.write_bytes(b"no database" * 1000)
    elif harm == "cut short":
        kept.write_bytes(kept.read_bytes()[:5000])
    else:
        monkeypatch.setattr(shelves, "FORMAT_VERSION", "of an Assessor to come")
    after = looked_at(registry)
    assert after[:2] == before[:2] and after[2] == len(before[1])
    assert looked_at(registry)[2] == 0


def test_it_is_as_protected_as_the_registry(registry):
    mission, _ = registry
    kept = mission.path.with_name(mission.path.name + CACHE_SUFFIX)
    looked_at(registry)
    words = b"SQLite format 3", mission.assessments()[0].uuid.encode()
    assert all(each in kept.read_bytes() for each in words)
    mission.protect("long enough to be a passphrase")
    before = looked_at(registry)
    assert before[2] == len(before[1])  # the cache without a passphrase is discarded
    assert not any(each in kept.read_bytes() for each in words)
    assert looked_at(registry)[2] == 0


def test_nothing_readable_is_left_of_it_once_the_registry_has_a_passphrase(registry):
    mission, _ = registry
    assert kept_of(mission)
    mission.protect("long enough to be a passphrase")
    assert kept_of(mission) == []


def test_what_was_worked_out_of_words_taken_back_goes_with_them(registry):
    """A redaction must also remove the cached text at once."""
    mission, identity = registry
    first = mission.assessments()[0].uuid
    assessment = stage(mission, identity, first, 5)
    assessment.seal()
    looked_at(registry)
    [entry] = [each for each in mission.entries(first) if each.signer == identity.public.hex()]
    others = [uuid for uuid in kept_of(mission) if uuid != first]
    assert first in kept_of(mission) and others
    redact_entry(assessment, entry.name, "named a person")
    assert kept_of(mission) == others


def test_what_was_worked_out_goes_as_well_when_the_order_comes_in_a_file(registry, tmp_path):
    mission, identity = registry
    first = mission.assessments()[0].uuid
    assessment = stage(mission, identity, first, 5)
    assessment.seal()
    looked_at(registry)
    [entry] = [each for each in mission.entries(first) if each.signer == identity.public.hex()]
    with Mission.create(tmp_path / "other.registry", role="registry") as other:
        other.add(mission.changesets(first))
        other.redact(entry.name, "named a person", identity)
        data = pack_parcel(other, [first], signer=identity)
    (tmp_path / "order.assessor").write_bytes(data)
    trust_key(mission, identity.public.hex(), "HQ")
    receive(mission, [tmp_path / "order.assessor"])
    assert kept_of(mission) and first not in kept_of(mission)


def kept_of(mission):
    """Return the assessments in the cache, read as anybody could."""
    path = mission.path.with_name(mission.path.name + CACHE_SUFFIX)
    if not path.exists():
        return []
    with closing(sqlite3.connect(path)) as file:
        return [uuid for (uuid,) in file.execute("SELECT assessment FROM kept ORDER BY rowid")]


def test_a_field_mission_has_nothing_beside_it(samples_received, tmp_path):
    laptop = samples_received.laptops[0]
    path = tmp_path / "one.mission"
    shutil.copy(laptop.mission, path)
    identity = load_identity(tmp_path / "me", "Me")
    with Mission.open(path, read_only=True) as mission:
        assert looked_at((mission, identity))[2] == 1
    assert [each.name for each in tmp_path.glob("one*")] == ["one.mission"]


def test_what_reads_the_clock_is_kept_for_the_day(registry, monkeypatch):
    mission, identity = registry
    monkeypatch.setattr(shelves, "depends_on_today", lambda _assessment: True)
    stage(mission, identity, mission.assessments()[0].uuid, 4).seal()
    assert [looked_at(registry)[2] for _ in range(2)] == [1, 0]
    tomorrow = datetime.now().astimezone() + timedelta(days=1)
    monkeypatch.setattr(shelves, "local_now", lambda: tomorrow)
    assert looked_at(registry)[2] == 1


def test_some_are_asked_for_alone_by_whichever_name(registry):
    mission, identity = registry
    first, other, *_ = (row.uuid for row in mission.assessments())
    join_assessments(mission, first, other, identity, anyway=True)
    with CaseCache(mission, identity) as shelf:
        assert list(shelf.heads(only=[other])) == [first]
        assert len(shelf.heads()) == len(mission.assessments()) - 1


def test_conflicts_are_those_of_the_registry_before_anything_is_worked_out(registry, monkeypatch):
    mission, identity = registry
    mission.path.with_name(mission.path.name + CACHE_SUFFIX).unlink()
    expected = mission.conflicts()
    assert len(expected) == 1
    with CaseCache(mission, identity) as shelf:
        assert shelf.conflicts() == expected
        shelf.heads()
        [taken] = expected
        assessment = Assessment.of(mission, taken.assessment, identity)
        assessment.decide(taken, take=taken.heads[0].name, note="so it is")
        assert shelf.conflicts() == ()
    monkeypatch.setattr(mission_reader, "MAX_COMPARED_SINGLY", 0)
    assert mission.conflicts_among([taken.assessment]) == mission.conflicts()


def test_what_is_reviewed_is_told_without_opening_any(registry):
    mission, identity = registry
    first, second, third = (row.uuid for row in mission.assessments()[:3])

    def told():
        opened = []
        with CaseCache(mission, identity) as shelf:
            return shelf.reviewed(lambda at, _of: opened.append(at)), len(opened)

    assert told() == ((), 0)
    for uuid, state in ((third, "accepted"), (first, "redo")):
        about = Assessment.of(mission, uuid, identity)
        where = next(node.reference for node in about.instance.questions() if node.value)
        review_answer(about, where, state, "Say more")
    assert told() == ((first, third), 2)
    assert told() == ((first, third), 0)
    with CaseCache(mission, identity) as shelf:
        kept = shelf.heads()
        assert [kept[uuid].reviews for uuid in (first, second, third)] == ["field", "", "accepted"]
    about = Assessment.of(mission, third, identity)
    review_answer(about, reviews_of(about)[0].reference, "")
    assert told() == ((first,), 1)
