"""What a file must show of founders, members and strangers, by definition only.

It knows no marks, queries or Unicode tables.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from hypothesis import strategies as st

from assessor.parcel.pack.parcel_pack import build_parcel
from assessor.store.model.authority import INVITATION_BODY, MAX_SUPERSEDED, assessment_id
from assessor.store.model.changeset import Changeset
from assessor.store.model.entry import Draft, Entry
from assessor.store.model.published_answers import PUBLISHED_KIND, publication_key, published_entry
from assessor.store.model.receipt import UndoResult
from assessor.store.write.mission import Mission
from tests.support.store.oracle import DAY
from tests.support.store.world import identity

NAMES = ("Elena Robles", "Еlena Rоbles", "Ben Akol", "ROBLES Elena", "Tomas Vik")
"""The second has two Cyrillic letters."""
LOOKS = (0, 0, 1, 0, 2)
"""Names that look alike have the same number."""
PEOPLE = [identity(name, number) for number, name in enumerate(NAMES)]
KEYS = [person.public.hex() for person in PEOPLE]
NONCE, OTHER = "0f" * 16, "aa" * 16
FORMS = ("cd" * 32, "ef" * 32)
QUESTIONS = [f"/d/q{number}" for number in range(MAX_SUPERSEDED + 1)]
WHO = st.integers(0, len(NAMES) - 1)
VALUED = ("answer", "many", "withheld", "published")
VALUES: tuple[str | None, ...] = ("1", "2", "", None)
Subject = tuple[str, str]
Body = dict[str, str] | dict[str, bool]


@dataclass(frozen=True)
class Said:
    """One entry as its author knows it; `name` is that in every file."""

    name: str
    writer: int
    subject: Subject
    body: Body | None
    parents: frozenset[str]
    at: int
    bare: bool = False

    @property
    def text(self) -> str:
        if self.bare:
            return self.name
        return "" if self.body is None or self.body == {"value": ""} else repr(self.body)

    @property
    def changeset(self) -> str:
        return self.name.partition(":")[0]


@dataclass
class History:
    """All that was ever said about one assessment, and the changesets that carry it."""

    founded: bool
    said: list[Said] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.uuid = assessment_id(KEYS[0], NONCE) if self.founded else "ab" * 16
        self._pen = Mission.in_memory(role="mission")
        self._pen.add_assessment(self.uuid, FORMS[0])
        self._clock = itertools.count(1_700_000_000_000, 1000)
        if self.founded:
            self.write(0, [("founder", NONCE)], {})

    def write(
        self, writer: int, subjects: Sequence[Subject], body: Body | None, *,
        bare: bool = False,
    ) -> None:  # fmt: skip
        """Write one changeset that supersedes all that was said about its subjects; a `bare` one
        travels without bodies."""
        seen = [
            tuple(one.name for one in self.said if one.subject == subject) for subject in subjects
        ]
        drafts = [
            Draft(kind, key, body, parents, next(self._clock))
            for (kind, key), parents in zip(subjects, seen, strict=True)
        ]
        self._pen.add_assessment(self.uuid, FORMS[len(self.said) % 2])
        self._pen.write(self.uuid, drafts, NAMES[writer])
        [changeset] = self._pen.seal(self.uuid, PEOPLE[writer])
        entries = [self._pen.entry(f"{changeset}:{place}") for place in range(len(drafts))]
        self.said += [
            Said(one.name, writer, one.subject, body, frozenset(one.parents), one.at, bare)
            for one in entries
        ]

    @cached_property
    def changesets(self) -> tuple[Changeset, ...]:
        bare = {one.changeset for one in self.said if one.bare}
        return tuple(
            each.without_bodies(range(len(each.payloads))) if each.id in bare else each
            for each in self._pen.changesets()
        )

    def publish(self, writer: int, question: str, body: Body | None) -> None:
        """Write what a report disclosed of the latest answer to a question, if there is one."""
        answers = [one.name for one in self.said if one.subject == ("answer", question)]
        if answers:
            key = publication_key("public", answers[-1], KEYS[writer])
            self.write(writer, [(PUBLISHED_KIND, key)], body)


@dataclass(frozen=True)
class Expectation:
    """What a file must show that has these entries and vouches for these people."""

    history: History
    here: Sequence[Said]
    vouched: frozenset[int]

    @cached_property
    def members(self) -> frozenset[int]:
        founder = {
            one.writer
            for one in self.here
            if self.history.founded and one.subject == ("founder", NONCE) and one.writer == 0
        }
        known = {one.writer for one in self.here} | {whom for _, whom, _ in self._orders(True)}
        return self._let_in(frozenset(founder | (self.vouched & known)))

    def _orders(self, given: bool) -> frozenset[tuple[int, int, bool]]:
        """Return who let in whom, and whether as the key of an invitation; or took that back."""
        return frozenset(
            (one.writer, KEYS.index(one.subject[1]), one.body == INVITATION_BODY)
            for one in self.here
            if one.subject[0] == "member" and (one.body is not None) == given
        )

    def _let_in(self, first: frozenset[int]) -> frozenset[int]:
        """Return whom these people let in, directly or through others and their invitations."""
        back = {(by, whom) for by, whom, _ in self._orders(False)}
        founder = {0} & {one.writer for one in self._founders if self.history.founded}
        found = set(first)
        for _ in NAMES:
            for by, whom, as_invitation in self._orders(True):
                if any((boss, whom) in back for boss in founder):
                    continue
                by_member = by in found and (by, whom) not in back
                by_invitation = by in self.doors(found) and by != whom and not as_invitation
                if (by_member and not as_invitation) or by_invitation:
                    found.add(whom)
        return frozenset(found)

    def doors(self, members: Collection[int]) -> frozenset[int]:
        """Return the keys of invitations of these members."""
        back = {(by, whom) for by, whom, _ in self._orders(False)}
        founder = {0} & {one.writer for one in self._founders if self.history.founded}
        return frozenset(
            whom
            for by, whom, as_invitation in self._orders(True)
            if as_invitation and by in members and (by, whom) not in back
            and not any((boss, whom) in back for boss in founder)
        )  # fmt: skip

    @property
    def _awaits_founder(self) -> bool:
        return self.history.founded and not {0} & {one.writer for one in self._founders}

    def standing(self, said: Said) -> int:
        """Return 0 for words of the team, 1 for those of nobody it knows, 2 for too many."""
        if said.writer in self.members:
            return 0
        if said.subject[0] == "member" and said.writer in self.doors(self.members):
            return 0
        if self.members:
            return 1
        return 2 if said.changeset in self._many else 0

    @cached_property
    def _founders(self) -> list[Said]:
        return [one for one in self.here if one.subject == ("founder", NONCE)]

    @cached_property
    def _many(self) -> frozenset[str]:
        by_name = {one.name: one for one in self.here}
        replaced: dict[str, set[str]] = defaultdict(set)
        for one in self.here:
            for parent in one.parents & by_name.keys():
                if one.subject[0] == "answer" and by_name[parent].writer != one.writer:
                    replaced[one.changeset].add(parent)
        writers = {one.changeset: one.writer for one in self.here}
        by_writer: dict[int, set[str]] = defaultdict(set)
        for each, found in replaced.items():
            by_writer[writers[each]] |= found
        return frozenset(each for each in replaced if len(by_writer[writers[each]]) > 20)

    @property
    def form(self) -> str:
        """Return the form: the founder's latest, or that of whoever signed first."""
        here = {one.changeset: one for one in self.here}
        rows = [
            (each.header.sequence, each.id, KEYS.index(each.header.signer), each.header.form)
            for each in self.history.changesets
            if each.id in here
        ]
        rows = [row for row in rows if not self.standing(here[row[1]])] or rows
        founder = {0} & {one.writer for one in self._founders if self.history.founded}
        _, _, signer, _ = min(rows, key=lambda row: (row[2] not in founder, row))
        return max(row for row in rows if row[2] == signer)[-1]

    def replaces(self, said: Said, parent: Said) -> bool:
        """Return whether an entry supersedes its parent."""
        return said.subject == parent.subject and self.counts(said, parent)

    def counts(self, said: Said, parent: Said) -> bool:
        """Return whether what somebody says counts where somebody else spoke."""
        if said.writer == parent.writer:
            return True
        if self.standing(said) and not self.standing(parent):
            return False
        if said.writer in self.members:
            return True
        if self._awaits_founder or parent.writer in self.members:
            return False
        return LOOKS[said.writer] != LOOKS[parent.writer]

    def heads(self) -> dict[Subject, list[Said]]:
        """Return the heads of each subject, the displayed one first."""
        by_name = {one.name: one for one in self.here}
        gone = {
            parent
            for one in self.here
            for parent in one.parents & by_name.keys()
            if self.replaces(one, by_name[parent])
        }
        found: dict[Subject, list[Said]] = defaultdict(list)
        for one in sorted(self.here, key=self._rank, reverse=True):
            if one.name not in gone:
                found[one.subject].append(one)
        return dict(found)

    def publications(self, answer: Said) -> tuple[list[Said], list[Said]]:
        """Return what was published of a withheld answer: what counts, and what does not."""
        found = [
            one
            for (kind, key), heads in self.heads().items()
            if kind == PUBLISHED_KIND and answer.bare and published_entry(key) == answer.name
            for one in heads
            if one.body is not None
        ]
        valid = [one for one in found if self.counts(one, answer)]
        bodies = [one.body for one in valid]
        return valid, [one for one in found if one not in valid and one.body not in bodies]

    def shown(self, answer: Said) -> Body | None:
        """Return the body of an answer, or what was published of it."""
        valid, _ = self.publications(answer)
        best = max(
            valid, key=lambda one: (one.writer == answer.writer, self._rank(one)), default=None
        )
        return best.body if best else None if answer.bare else answer.body

    def _rank(self, said: Said, claim: bool = False) -> tuple[bool, int, int, str]:
        fullness = 0 if said.body is None else 1 if said.body == {"value": ""} else 3
        fullness, at = (2, said.at - said.at % DAY) if said.bare else (fullness, said.at)
        if claim:
            return False, fullness, at, said.name
        return not self.standing(said), fullness, at, said.name

    def conflicts(self) -> dict[Subject, list[str]]:
        """Return what waits for a person."""
        found: dict[Subject, list[str]] = {}
        for subject, heads in self.heads().items():
            told = {head.text for head in heads if not self.standing(head)}
            waits = {head.text for head in heads if self.standing(head)} - told - {""}
            is_answer = subject[0] == "answer" and bool(waits)
            claims = [one for head in heads for one in self.publications(head)[1]]
            if subject[0] == "answer" and claims:
                ranks = {one.name: self._rank(one, claim=True) for one in claims}
                ranks |= {head.name: self._rank(head) for head in heads}
                found[subject] = sorted(ranks, key=ranks.__getitem__, reverse=True)
                continue
            is_order = subject[0] in ("founder", "member")
            if is_answer or (not is_order and len({head.text for head in heads}) > 1):
                found[subject] = [head.name for head in heads]
        return found


def show(mission: Mission, uuid: str) -> tuple[tuple[Entry, ...], dict[Subject, list[str]]]:
    """Return the content of a file and the heads that it shows, in their order."""
    entries = tuple(sorted(mission.entries(uuid), key=lambda entry: entry.name))
    heads = mission.heads(uuid).items()
    return entries, {subject: [head.name for head in found] for subject, found in heads}


def pack(history: History, part: Iterable[Changeset]) -> bytes:
    carried = list(part)
    return build_parcel(carried, {history.uuid: carried[0].header.form}, {})


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("answer"), WHO, st.integers(0, 3), st.sampled_from(VALUES)),
        st.tuples(st.just("withheld"), WHO, st.integers(0, 1), st.sampled_from(VALUES)),
        st.tuples(st.just("published"), WHO, st.integers(0, 1), st.sampled_from(VALUES)),
        st.tuples(st.just("member"), WHO, WHO, st.sampled_from(("1", "1", "1", None))),
        st.tuples(st.just("invitation"), WHO, WHO, st.just("1")),
        st.tuples(st.just("founder"), WHO, st.just(0), st.just("1")),
        st.tuples(st.just("alias"), WHO, st.just(0), st.sampled_from(("1", "1", None))),
        st.tuples(st.just("many"), WHO, st.sampled_from((20, 21)), st.sampled_from(VALUES)),
    ),
    min_size=2,
    max_size=9,
)
VOUCHED = st.frozensets(WHO, max_size=2)


def told(founded: bool, steps: Iterable[tuple[str, int, int, str | None]]) -> History:
    """Return the history in which these people did these things."""
    history = History(founded)
    for kind, who, number, value in steps:
        body: Body | None = None if value is None else {}
        if value is not None and kind in VALUED:
            body = {"value": value}
        elif kind == "invitation":
            body = dict(INVITATION_BODY)
        if kind == "published":
            history.publish(who, QUESTIONS[number], body)
            continue
        subjects = {
            "withheld": [("answer", QUESTIONS[number % len(QUESTIONS)])],
            "answer": [("answer", QUESTIONS[number % len(QUESTIONS)])],
            "member": [("member", KEYS[number % len(KEYS)])],
            "invitation": [("member", KEYS[number % len(KEYS)])],
            "founder": [("founder", NONCE)],
            "alias": [("alias", OTHER)],
            "many": [("answer", key) for key in QUESTIONS[:number]],
        }[kind]
        history.write(who, subjects, body, bare=kind == "withheld")
    return history


def undo_anyway(mission: Mission, receipt_id: str) -> UndoResult:
    """Undo an import, whoever gains or loses authority by it."""
    return mission.undo(receipt_id, accepted=mission.undo(receipt_id, preview=True).members)
