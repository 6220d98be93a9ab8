"""Whose keys speak for the team, who let each of them in, and taking that back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.signer_trust import Translate, Trust
from assessor.assessment.entries.membership import take_back_member
from assessor.errors import Reason, Refused
from assessor.names import key_fingerprint
from assessor.parcel.keys.identity import Identity
from assessor.store.model.authority import MEMBER_KIND, Authority, find_members
from assessor.store.model.entry import Entry
from assessor.store.write.mission import Mission


@dataclass(frozen=True, slots=True)
class TeamKey:
    """A key (64 hex) that was let into a team: of a person, or of an invitation.

    `names` are that given when it came in, and those under which it signed since. `by` are the
    keys that let it in: none for who began the mission, and whom this file vouches for. `at` is the
    moment of that (ms since 1970 UTC, 0 if unknown). `counts` is False once it was taken back.
    """

    public: str
    names: tuple[str, ...]
    by: tuple[str, ...]
    at: int
    counts: bool
    is_invitation: bool = False
    is_founder: bool = False

    @property
    def fingerprint(self) -> str:
        """Return the key's short name, as receipts and contacts print it."""
        return key_fingerprint(bytes.fromhex(self.public))


def team_keys(assessment: Assessment) -> tuple[TeamKey, ...]:
    """Return all keys that belong to the team or did: who began the mission, then in the order
    in which they were let in."""
    mission, uuid = assessment.mission, assessment.uuid
    authority = mission.authority(uuid)
    given: dict[str, list[Entry]] = {}
    for each in sorted(mission.entries(uuid, MEMBER_KIND), key=lambda each: (each.at, each.name)):
        if each.body is not None:
            given.setdefault(each.key, []).append(each)
    names: dict[str, list[str]] = {}
    for signed in mission.signers(uuid):
        names.setdefault(signed.signer, []).append(signed.author)
    ever = find_members(
        authority.founder,
        authority.members,
        [each for each in authority.orders if each.given],
    )
    alone = authority.members - given.keys()
    return tuple(
        _team_key(key, given.get(key, ()), names.get(key, ()), authority, ever)
        for key in (*sorted(alone, key=lambda key: key != authority.founder), *given)
        if key in ever[0] | ever[1]
    )


def _team_key(
    key: str,
    given: Sequence[Entry],
    names: Sequence[str],
    authority: Authority,
    ever: tuple[frozenset[str], frozenset[str]],
) -> TeamKey:
    people, invitations = ever
    counts = key in authority.members | authority.invitations
    inside = authority.members | authority.invitations if counts else people | invitations
    let_in = [each for each in given if each.signer in inside and each.signer != key]
    said = [each.author for each in let_in if each.signer in invitations]
    is_founder = key == authority.founder
    return TeamKey(
        key,
        tuple(dict.fromkeys(name for name in (*said, *names) if name)),
        () if is_founder else tuple(dict.fromkeys(each.signer for each in let_in)),
        min((each.at for each in let_in), default=0),
        counts,
        key in invitations,
        is_founder,
    )


@dataclass(frozen=True, slots=True)
class TeamNames:
    """How the keys of a team are called on screen and paper: each with its mark, if any."""

    assessment: Assessment
    keys: tuple[TeamKey, ...]
    trust: Trust
    translate: Translate = str

    def name(self, key: TeamKey) -> str:
        """Return the names of a person's key, or the beginning of the key if there is none."""
        called = [self.trust.named(name, key.public, self.translate) for name in key.names]
        return ", ".join(called) or key.fingerprint

    def path(self, key: TeamKey) -> str:
        """Return in words who let a key in."""
        if key.is_founder:
            return self.translate("began the mission")
        by = {each.public: each for each in self.keys}
        ways = [self._way(by[other]) for other in key.by if other in by]
        if not ways:
            return self.translate("vouched for in this file")
        return ", ".join(dict.fromkeys(ways))

    def _way(self, by: TeamKey) -> str:
        if not by.is_invitation:
            return self.name(by)
        inviter = next((each for each in self.keys if each.public in by.by), None)
        name = self.name(inviter) if inviter is not None else by.fingerprint
        return self.translate("an invitation of {person}").format(person=name)

    def people(self) -> tuple[TeamKey, ...]:
        """Return the keys of people who belong to the team."""
        return tuple(each for each in self.keys if each.counts and not each.is_invitation)

    def invitations(self) -> tuple[TeamKey, ...]:
        """Return the invitations, and whom members let in without one, the newest first."""
        files = {each.public for each in self.keys if each.is_invitation}
        found = [each for each in self.keys if each.by and not files.issuperset(each.by)]
        return tuple(sorted(found, key=lambda each: -each.at))

    def joined_by(self, key: TeamKey) -> tuple[TeamKey, ...]:
        """Return who came in by an invitation; a person's key stands for itself."""
        return tuple(each for each in self.keys if key.public in each.by) \
            if key.is_invitation else (key,)  # fmt: skip

    def falling_with(self, key: TeamKey) -> tuple[TeamKey, ...]:
        """Return the people who belong to the team no more once the holder of this laptop takes a
        key back."""
        assessment, own = self.assessment, self.assessment.identity.public.hex()
        fallen = assessment.mission.authority(assessment.uuid).falling_with(key.public, own)
        return tuple(each for each in self.people() if each.public in fallen)


def team_names(assessment: Assessment, translate: Translate = str) -> TeamNames:
    """Return the keys of a team with their names in words."""
    return TeamNames(assessment, team_keys(assessment), assessment.trust(), translate)


def find_key(assessment: Assessment, written: str) -> TeamKey:
    """Return the valid key that was let in and whose fingerprint or key (hex) begins so. Raises
    Refused."""
    start = written.replace(" ", "").lower()
    found = [
        each
        for each in team_keys(assessment)
        if each.counts and each.by and start
        and (each.public.startswith(start) or each.fingerprint.replace(" ", "").startswith(start))
    ]  # fmt: skip
    if len(found) != 1:
        raise Refused(
            "{count} invited keys begin with {written}.", count=len(found), written=written
        )
    return found[0]


def take_back(assessment: Assessment, public: str) -> None:
    """Take back the membership of a key (64 hex), and of all who come in by it alone. The caller
    must reload. Raises Refused."""
    assessment.seal()
    for uuid in sorted(assessment.joint):
        take_back_member(assessment.mission, uuid, public, assessment.identity, now=assessment.now)


def namesake_notices(mission: Mission, identity: Identity) -> Iterator[Reason]:
    """Yield a sentence for each two or more members whose names look alike and whose keys the
    holder of `identity` has not compared."""
    for each in mission.namesakes():
        assessment = Assessment.of(mission, each.assessment, identity)
        trust = assessment.trust()
        if any(trust.mark(key) for key in each.doubtful):
            people = (
                f"{name} ({key_fingerprint(bytes.fromhex(key))})"
                for key, name in sorted(each.names.items())
            )
            yield Reason(
                "{mission}: two keys of the team use names that look alike: {people}. Either may "
                "be somebody else under a colleague's name: compare the six words with each, and "
                "take back the invitation of whoever is no colleague.",
                {"mission": assessment.title, "people": ", ".join(people)},
            )
