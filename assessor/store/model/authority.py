"""Authority: whose entries may supersede whose. Pure functions of keys, names and signed entries.

A signature proves which key signed, not that the key may speak for the team. The id of an
assessment commits to the key of its founder; members are keys that the founder or another member
invited by a signed entry, and keys that this file vouches for. See docs/security.md.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cache, lru_cache
from hashlib import sha256

FOUNDER_KIND, MEMBER_KIND = "founder", "member"
"""Kinds of entries: the key of `founder` is the nonce of the assessment's id (32 hex), the key of
`member` is the public key (64 hex) that its signer invites, or without a body takes back: where a
body was withheld too, so that nobody gains authority by leaving one out."""
AUTHORITY_KINDS = frozenset({FOUNDER_KIND, MEMBER_KIND})
MAX_SUPERSEDED = 20
"""The most answers of others that a changeset of somebody who is no member may supersede."""
TRUSTED, OUTSIDER, WAITING = 0, 1, 2
"""Standing of a changeset. OUTSIDER: it supersedes no words of members and is displayed after
them. WAITING: besides, its answers wait for a person even where nobody else answered."""


class Claim(Enum):
    """What a signer claims whose changesets are not trusted: the NAME of a member, the right to
    replace MANY_ANSWERS of others where no member is known, or NOTHING but an answer."""

    NAME = auto()
    MANY_ANSWERS = auto()
    NOTHING = auto()


_ID_DOMAIN = b"assessor-assessment/1\0"


def assessment_id(public: str, nonce: str) -> str:
    """Return the id (32 hex) of an assessment founded by a key (64 hex) with a nonce (32 hex)."""
    return sha256(_ID_DOMAIN + bytes.fromhex(public) + bytes.fromhex(nonce)).hexdigest()[:32]


def is_founder(assessment: str, public: str, nonce: str) -> bool:
    """Return whether the id of an assessment commits to this key and nonce."""
    try:
        return assessment_id(public, nonce) == assessment
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Authority:
    """The keys (64 hex) of one assessment and what they may do in this file.

    `own` are keys that write in this file itself, `founder` is "" where the id commits to nobody,
    `names` the skeletons of the names that each signer uses.
    """

    founder: str = ""
    members: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    names: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def is_trusted(self, signer: str) -> bool:
        """Return whether a key may speak for the team: all may while no member is known."""
        return not self.members or signer in self.members or signer in self.own

    def may_order(self, signer: str) -> bool:
        """Return whether a key may change the form or join assessments."""
        alone = not self.members and len(self.names) < 2
        return alone or signer in self.members or signer in self.own

    def standing(self, signer: str, superseded: int) -> int:
        """Return the standing of a changeset that supersedes so many answers of others."""
        if signer in self.members or signer in self.own:
            return TRUSTED
        if superseded > MAX_SUPERSEDED:
            return WAITING
        if not self.members:
            return TRUSTED
        return WAITING if self.founder else OUTSIDER

    def may_supersede(self, child: str, parent: str) -> bool:
        """Return whether entries of the key `child` may supersede entries of `parent`."""
        if child in (parent, "") or child in self.own or child in self.members:
            return True
        if self.members and (parent in self.own or parent in self.members):
            return False
        return self.names.get(child, frozenset()).isdisjoint(self.names.get(parent, frozenset()))

    def counts(self, by: str, standing: int, of: str, of_standing: int) -> bool:
        """Return whether what a key `by` says in a changeset of that standing counts where a key
        `of` spoke: whether it supersedes that, or is what was published of it."""
        if standing and by != of and not of_standing:
            return False
        return self.may_supersede(by, of)


def find_members(
    founder: str,
    invitations: Iterable[tuple[str, str]],
    vouched: Iterable[str],
    taken_back: Iterable[tuple[str, str]] = (),
) -> frozenset[str]:
    """Return the founder, the vouched keys, and all that they invited, directly or not.

    `invitations` are pairs (signer, invited key). Those in `taken_back` count no more, in whatever
    order they came: a signer takes back what they gave, the founder also what others gave.
    """
    gone = set(taken_back)
    pairs = {(by, key) for by, key in invitations if gone.isdisjoint({(by, key), (founder, key)})}
    members = {key for key in (founder, *vouched) if key}
    while found := {invited for signer, invited in pairs if signer in members} - members:
        members |= found
    return frozenset(members)


@lru_cache(maxsize=1024)
def name_skeleton(name: str) -> str:
    """Return a text that is equal for names that look alike (Unicode TS 39, skeleton).

    Beyond the standard, case, accents, spaces and the order of words do not count.
    """
    text = _skeleton(_skeleton(name).casefold())
    return " ".join(sorted(text.split()))


def _skeleton(text: str) -> str:
    prototypes = _prototypes()
    found = (prototypes.get(each, each) for each in unicodedata.normalize("NFKD", text))
    return "".join(
        each
        for each in unicodedata.normalize("NFD", "".join(found))
        if unicodedata.category(each) not in ("Mn", "Cf", "Cc")
    )


@cache
def _prototypes() -> Mapping[str, str]:
    """Return the prototype of each confusable character.

    The library lists pairs in both directions; a prototype is the member with more pairs.
    """
    from confusable_homoglyphs.confusables import confusables_data

    pairs = {each: [pair["c"] for pair in found] for each, found in confusables_data.items()}
    return {
        each: found[0]
        for each, found in pairs.items()
        if len(each) == 1 and len(found) == 1 and len(pairs.get(found[0], ())) >= len(found)
    }
