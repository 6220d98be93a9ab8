"""Undo and redo: every step can be reversed, and no entry of others is lost."""

from __future__ import annotations

from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from assessor.assessment.assessment import Assessment
from assessor.assessment.core import derive
from assessor.assessment.core.undo_steps import is_restorable
from assessor.assessment.mission.answer_redaction import redact_entry
from assessor.form.parse.form_source import FormSource
from assessor.parcel.keys.identity import Identity
from assessor.registry.receive.receiver import receive
from assessor.store.model.entry import comparison_text
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import SMALL, laptop, small_form, two_who_disagree
from tests.support.form.markdown_forms import read_markdown

REPORTS, STAGE, FINDING = "/data/police/reports", "/data/police/stage", "/data/police/finding"
RECS = "/data/recs"


def words_at(mission, reference):
    """Return the value of each head on a question, the one shown first."""
    return [(head.body or {}).get("value") for head in mission.heads("answer", reference)]


def test_a_decision_is_undone_by_saying_both_again_and_what_was_before_it_still_is(tmp_path):
    with two_who_disagree(tmp_path) as ours:
        ours.answer(REPORTS, "4")
        ours.reload()
        [conflict] = ours.conflicts()
        before = ours.answer_at(STAGE).value
        other = next(head for head in conflict.heads if head.body["value"] != before)
        ours.decide(conflict, take=other.name, note="They saw more")
        ours.seal()
        assert STAGE in ours.undo()
        [again] = ours.conflicts()
        assert sorted(words_at(ours, STAGE)) == ["2", "3"]
        assert ours.answer_at(STAGE).value == ours.node(STAGE).value == before
        assert {head.parents for head in again.heads} == {again.heads[0].parents}
        assert again.id != conflict.id  # new entries of the person who undid it: none was deleted
        ours.redo()
        assert words_at(ours, STAGE) == [other.body["value"]]
        assert ours.answer_at(STAGE).decision == "They saw more"
        ours.undo()
        ours.undo()
        assert ours.node(REPORTS).value == ""
        assert sorted(words_at(ours, STAGE)) == ["2", "3"]
    with laptop(tmp_path, "Elena").open() as ours:
        assert sorted(words_at(ours, STAGE)) == ["2", "3"]


def test_a_decision_on_words_that_are_not_here_stays_and_undo_goes_past_it(tmp_path):
    """An entry without a body cannot be written again; other steps can still be undone."""
    with two_who_disagree(tmp_path) as ours:
        ours.reload()
        ours.answer(REPORTS, "4")
        theirs = next(each for each in ours.heads("answer", STAGE) if each.author == "Tomas")
        ours.mission.allow_redactions(theirs.signer)
        other = laptop(tmp_path, "Tomas", hour=12)
        with other.open() as writing:
            redact_entry(writing, theirs.name, "a name")
        receive(ours.mission, [other.mission])
        ours.reload()
        ours.answer(REPORTS, "5")
        [conflict] = ours.conflicts()
        assert not is_restorable(conflict.heads)
        ours.decide(conflict, value="2")
        ours.undo()
        assert (ours.node(REPORTS).value, words_at(ours, STAGE)) == ("4", ["2"])


def test_what_others_wrote_stands_between_only_where_they_wrote(tmp_path):
    """Steps on other questions can still be undone, in order; those on the same question cannot."""
    one, two = laptop(tmp_path, "Elena"), laptop(tmp_path, "Tomas", hour=11)
    with one.create(small_form(tmp_path)) as ours:
        ours.answer(FINDING, "Old")
    two.copy_from(one)
    with two.open() as theirs:
        theirs.answer(FINDING, "Theirs")
    with one.open() as ours:
        ours.answer(REPORTS, "4")
        row = next(iter(ours.add_repeat(RECS)))
        ours.answer(FINDING, "Ours")
        ours.answer(STAGE, "1")
        ours.answer(REPORTS, "5")
        ours.undo()
        receive(ours.mission, [two.mission])
        ours.reload()
        ours.redo()
        assert ours.node(REPORTS).value == "5"
        for _ in range(4):
            ours.undo()
        assert (ours.node(REPORTS).value, ours.node(STAGE).value) == ("", "")
        assert not derive.has_node(ours.instance, row)
        assert sorted(words_at(ours, FINDING)) == ["Ours", "Theirs"]
        assert not ours.can_undo


def test_an_instance_is_not_taken_back_from_under_what_others_wrote_in_it(tmp_path):
    one, two = laptop(tmp_path, "Elena"), laptop(tmp_path, "Tomas", hour=11)
    with one.create(small_form(tmp_path)) as ours:
        ours.answer(REPORTS, "1")
        ours.add_repeat(RECS, "7f3a9c")
        ours.seal()
        two.copy_from(one)
        with two.open() as theirs:
            theirs.answer(f"{RECS}[7f3a9c]/action", "Theirs")
        receive(ours.mission, [two.mission])
        ours.reload()
        ours.undo()
        assert ours.node(f"{RECS}[7f3a9c]/action").value == "Theirs"
        assert ours.node(REPORTS).value == ""


def test_an_answer_over_a_conflict_is_undone_by_opening_it_again(tmp_path):
    with two_who_disagree(tmp_path) as ours:
        ours.reload()
        before = ours.answer_at(STAGE).value
        ours.answer(STAGE, "1")
        ours.undo()
        assert ours.answer_at(STAGE).value == before
        assert sorted(words_at(ours, STAGE)) == ["2", "3"]
        ours.redo()
        assert words_at(ours, STAGE) == ["1"]


ROW = f"{RECS}[7f3a9c]"


def add_row(now: Assessment, value: str) -> None:
    if not derive.has_node(now.instance, ROW):
        now.add_repeat(RECS, "7f3a9c")
        now.answer(f"{ROW}/action", value)


def take_row_away(now: Assessment, _value: str) -> None:
    if derive.has_node(now.instance, ROW):
        now.remove_repeat(ROW)


def decide(now: Assessment, value: str) -> None:
    for conflict in now.conflicts()[:1]:
        now.decide(conflict, take=conflict.heads[-1].name, note=value)


DOES = {
    "answer": lambda now, value: now.answer(STAGE, value),
    "note": lambda now, value: now.annotate(STAGE, note=value),
    "row": add_row,
    "row away": take_row_away,
    "decide": decide,
    "undo": lambda now, _value: now.undo(),
    "redo": lambda now, _value: now.redo(),
}


@lru_cache(maxsize=1)
def small() -> FormSource:
    return read_markdown(SMALL)


class Two:
    """Two people at one assessment, in memory; `told` collects what one of them ever wrote."""

    def __init__(self) -> None:
        self.told: set[tuple[str, str]] = set()
        self.people = [self._person(name, number) for number, name in enumerate(("Ana", "Ben"), 1)]

    def _person(self, name: str, number: int) -> Assessment:
        key = Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32)
        mission, source = Mission.in_memory(role="mission"), small()
        mission.put_form(source.digest, source.pack())
        mission.add_assessment("aa" * 16, source.digest)
        me = Identity(name, key.public_key().public_bytes_raw(), key)
        return Assessment.of(mission, None, me)

    def do(self, who: int, deed: str, value: str) -> None:
        if deed == "meet":
            self.meet()
        else:
            self._do_and_back(who, deed, value)
        for one in self.people:
            self.told.update(
                (each.key, comparison_text(each)) for each in one.mission.entries(one.uuid)
            )

    def _do_and_back(self, who: int, deed: str, value: str) -> None:
        """Check that undo restores the state before, and redo the state after."""
        now, before = self.people[who], self.words(who)
        held = len(now.steps)
        DOES[deed](now, value)
        after, did = self.words(who), len(now.steps) - held
        for _ in range(did):
            now.undo()
        assert did <= 0 or self.words(who) == before
        for _ in range(did):
            now.redo()
        assert self.words(who) == after

    def meet(self) -> None:
        """Import everything of the other, on both sides."""
        for one in self.people:
            one.seal()
        ana, ben = self.people
        ana.mission.add(ben.mission.changesets())
        ben.mission.add(ana.mission.changesets())
        for one in self.people:
            one.reload()

    def words(self, who: int) -> dict[tuple[str, str], list[str]]:
        """Return the values of all heads by subject, without blank subjects."""
        heads = self.people[who].heads_by_subject
        found = {at: sorted({*map(comparison_text, tips)}) for at, tips in heads.items()}
        return {at: words for at, words in found.items() if words != [""]}


DEED = st.tuples(st.integers(0, 1), st.sampled_from([*DOES, "meet"]), st.sampled_from("123"))


@given(deeds=st.lists(DEED, max_size=14), sides=st.permutations([0, 1]))
def test_undo_goes_back_and_redo_forth_and_no_word_is_lost_whoever_meets_whom(deeds, sides):
    """A resolution undone is an open conflict on both laptops, in any order of events."""
    two = Two()
    two.do(0, "answer", "1")
    two.do(1, "answer", "2")
    two.do(sides[0], "meet", "")
    for deed in deeds:
        two.do(*deed)
    for who in sides:
        now, before, steps = two.people[who], two.words(who), 0
        while now.can_undo:
            now.undo()
            steps += 1
        for _ in range(steps):
            now.redo()
        assert two.words(who) == before
        fresh = Assessment.of(now.mission, None, now.identity)
        assert fresh.instance.answers() == now.instance.answers()
    two.meet()
    assert two.words(0) == two.words(1)
    assert len(two.people[0].conflicts()) == len(two.people[1].conflicts())
    for one in two.people:
        here = {(each.key, comparison_text(each)) for each in one.mission.entries(one.uuid)}
        assert here >= two.told
        assert one.mission.check() == ()
