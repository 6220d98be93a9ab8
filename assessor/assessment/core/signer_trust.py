"""Trust in signers: what the key of an entry means to this person in this file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from assessor.parcel.keys.identity import Identity
from assessor.parcel.keys.known_people import known_people
from assessor.registry.trust import trust_roster
from assessor.store.model.authority import Claim
from assessor.store.model.receipt import SignerCount
from assessor.store.read.authority_queries import OWN_SETTING, VOUCHED_SETTING
from assessor.store.write.mission import Mission

Translate = Callable[[str], str]
_DOUBTS = {
    Claim.NAME: trust_roster.NAMESAKE,
    Claim.INVITATION: trust_roster.INVITATION,
    Claim.NOTHING: trust_roster.NO_MEMBER,
    Claim.MANY_ANSWERS: trust_roster.MANY_ANSWERS,
}


def trust_mark(standing: str, translate: Translate = str, author: str = "") -> str:
    """Return the mark beside the name of a signer of that standing; "" if verified."""
    if standing == trust_roster.NAMESAKE and author:
        return translate("says it is {person}, with another key").format(person=author)
    if standing == trust_roster.INVITATION and author:
        return translate("the key of an invitation, in the name of {person}").format(person=author)
    return {
        trust_roster.NAMESAKE: translate("another key under the name of a member"),
        trust_roster.INVITATION: translate("the key of an invitation"),
        trust_roster.NO_MEMBER: translate("not a member of the team"),
        trust_roster.MANY_ANSWERS: translate("waits: it would replace many answers of others"),
        trust_roster.VERIFIED: "",
        trust_roster.UNVERIFIED: translate("unverified"),
        trust_roster.UNKNOWN: translate("not on the roster"),
        trust_roster.REVOKED: translate("key revoked"),
    }[standing]


def author_with_mark(author: str, standing: str, translate: Translate = str) -> str:
    """Return the name of an author, or that there is none, with the mark."""
    name, mark = author or translate("Unnamed"), trust_mark(standing, translate)
    if standing in (trust_roster.NAMESAKE, trust_roster.INVITATION):
        return trust_mark(standing, translate, author)
    return f"{name} ({mark})" if mark else name


@dataclass(frozen=True, slots=True)
class Trust:
    """The keys (64 hex) trusted now: one's own, the roster of the file, the people one has met.

    `doubts` are keys of this file whose words replace none of the team's, and members under the
    name of another member.
    """

    own: str
    roster: Mapping[str, trust_roster.RosterMember]
    known: frozenset[str]
    doubts: Mapping[str, Claim] = field(default_factory=dict)

    def of(self, signer: str) -> str:
        """Return what a key is: one of the words in trust_roster.

        A draft has no signer yet: it was written on this laptop.
        """
        if not signer or signer == self.own:
            return trust_roster.VERIFIED
        standing = trust_roster.key_standing(self.roster, signer, self.known)
        if signer in self.doubts and standing not in (
            trust_roster.VERIFIED,
            trust_roster.REVOKED,
        ):
            return _DOUBTS[self.doubts[signer]]
        return standing

    def mark(self, signer: str, translate: Translate = str, author: str = "") -> str:
        """Return the mark beside a signer's name; "" if verified."""
        return trust_mark(self.of(signer), translate, author)

    def named(self, author: str, signer: str, translate: Translate) -> str:
        """Return an author's name, with the mark in brackets if the key is not trusted."""
        return author_with_mark(author, self.of(signer), translate)

    def doubtful(self, signers: Iterable[SignerCount], translate: Translate) -> tuple[str, ...]:
        """Return the names among `signers` whose key is not trusted, each with its mark."""
        return tuple(
            self.named(each.author, each.signer, translate)
            for each in signers
            if self.mark(each.signer)
        )


def vouch_for_known(mission: Mission, identity: Identity) -> None:
    """Count the people whose six words were compared as members in this file.

    A database is shared: there only its roster counts. Raises KeyUnusable.
    """
    if identity.home is not None and not mission.read_only and not mission.shared:
        mission.vouch_for(known_people(identity.home))


def vouched_keys(mission: Mission, identity: Identity) -> tuple[frozenset[str], frozenset[str]]:
    """Return the keys (64 hex) that somebody vouches for in this file (roster, six words compared),
    and the own ones: that of `identity` and those that write in it. Raises KeyUnusable."""
    own = frozenset((mission.setting(OWN_SETTING) or "").split())
    vouched = frozenset((mission.setting(VOUCHED_SETTING) or "").split())
    vouched |= trust_roster.read_roster(mission).keys()
    if not mission.shared:
        own |= {identity.public.hex()}
        vouched |= known_people(identity.home).keys() if identity.home is not None else set()
    return vouched - own, own


OUTSIDE = (
    "You are not on the team of this mission: elsewhere what you wrote stands apart and counts "
    "nowhere. Ask a member to invite you (Team ▸ Invite a colleague, or: assessor invite)."
)
"""What somebody is told who wrote in a copy of a mission and was not let in."""


def writes_outside(mission: Mission, assessment: str, identity: Identity) -> bool:
    """Return whether a person wrote in an assessment (uuid) that others began, and that nobody let
    them into: it counts in this file alone."""
    authority, own = mission.authority(assessment), identity.public.hex()
    return (
        bool(authority.founder)
        and own not in authority.members
        and any(each.signer == own for each in mission.signers(assessment))
    )


def trust_of(mission: Mission, identity: Identity, among: Iterable[str] | None = None) -> Trust:
    """Return whom the holder of `identity` trusts in this file, or `among` some of its assessments
    (uuids). Raises KeyUnusable."""
    known = known_people(identity.home) if identity.home is not None else {}
    return Trust(
        identity.public.hex(),
        trust_roster.read_roster(mission),
        frozenset(known),
        mission.doubts(among),
    )
