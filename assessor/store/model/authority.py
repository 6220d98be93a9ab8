"""Authority: whose entries may supersede whose. Pure functions of keys, names and signed entries.

A signature proves which key signed, not that the key may speak for the team. The id of an
assessment commits to the key of its founder; members are keys that the founder or another member
invited by a signed entry, and keys that this file vouches for. See docs/security.md.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cache, lru_cache
from hashlib import sha256

FOUNDER_KIND, MEMBER_KIND = "founder", "member"
"""Kinds of entries: the key of `founder` is the nonce of the assessment's id (32 hex), the key of
`member` is the public key (64 hex) that its signer invites, or without a body takes back: where a
body was withheld too, so that nobody gains authority by leaving one out."""
AUTHORITY_KINDS = frozenset({FOUNDER_KIND, MEMBER_KIND})
INVITATION_BODY = {"invitation": True}
"""The body of a `member` entry whose key is that of an invitation: it only lets people in."""
MAX_SUPERSEDED = 20
"""The most answers of others that somebody who is no member may supersede in an assessment."""
TRUSTED, OUTSIDER, WAITING = 0, 1, 2
"""Standing of a changeset. OUTSIDER: members are known, and its signer is none; what it says
counts nowhere and waits for a person. WAITING: no member is known, and it would replace many
answers of others; it supersedes none, and its answers wait, but are displayed where nobody else
answered."""


class Claim(Enum):
    """What a signer claims whose changesets are not trusted: the NAME of a member, the right to
    replace MANY_ANSWERS of others where no member is known, or NOTHING but an answer. The key of
    an INVITATION is nobody's: it bears the name of who made the invitation."""

    NAME = auto()
    INVITATION = auto()
    MANY_ANSWERS = auto()
    NOTHING = auto()


FOUNDER_MISSING = (
    "The first entries of who began this mission are not here yet, so nobody can be verified: "
    "until they come, what one key says replaces nothing of another. Ask for the complete report."
)
"""The sentence about an assessment whose founder has not spoken here."""
_ID_DOMAIN = b"assessor-assessment/1\0"
_ID_END = "f0c0de"
"""How the id of an assessment ends that commits to its founder. One in 16 million random ids, which
earlier versions made, ends so, too."""


def assessment_id(public: str, nonce: str) -> str:
    """Return the id (32 hex) of an assessment founded by a key (64 hex) with a nonce (32 hex)."""
    return _id_digest(public, nonce)[: -len(_ID_END)] + _ID_END


def _id_digest(public: str, nonce: str) -> str:
    """Return the id as the first version with founders made it."""
    return sha256(_ID_DOMAIN + bytes.fromhex(public) + bytes.fromhex(nonce)).hexdigest()[:32]


def is_founder(assessment: str, public: str, nonce: str) -> bool:
    """Return whether the id of an assessment commits to this key and nonce."""
    try:
        return assessment in (assessment_id(public, nonce), _id_digest(public, nonce))
    except ValueError:
        return False


def has_founder(assessment: str) -> bool:
    """Return whether the id of an assessment says that it commits to its founder."""
    return assessment.endswith(_ID_END)


@dataclass(frozen=True, slots=True)
class Admission:
    """An order about a member: `by` (64 hex) admits a key, as that of an invitation if `invites`,
    or takes that back if not `given`."""

    by: str
    key: str
    given: bool = True
    invites: bool = False


@dataclass(frozen=True, slots=True)
class Authority:
    """The keys (64 hex) of one assessment and what they may do in this file.

    `own` are keys that write in this file itself, `founder` is "" where the id commits to nobody,
    `invitations` are keys of invitation files, `names` the skeletons of the names that each signer
    uses. `is_headless` says that the id commits to a founder who has not spoken here. `vouched` and
    `orders` are what members follow from (see find_members).
    """

    founder: str = ""
    members: frozenset[str] = frozenset()
    invitations: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    names: Mapping[str, frozenset[str]] = field(default_factory=dict)
    is_headless: bool = False
    vouched: frozenset[str] = frozenset()
    orders: tuple[Admission, ...] = ()

    def is_trusted(self, signer: str) -> bool:
        """Return whether a key may speak for the team: all may while no member is known."""
        return not self.members or signer in self.members or signer in self.own

    def may_order(self, signer: str) -> bool:
        """Return whether a key may change the form or join assessments."""
        alone = not self.members and len(self.names) < 2
        return alone or signer in self.members or signer in self.own

    def may_invite(self, signer: str) -> bool:
        """Return whether a key makes others members."""
        return self.is_trusted(signer) or signer in self.invitations

    def standing(self, signer: str, superseded: int, *, lets_in: bool = False) -> int:
        """Return the standing of a changeset whose signer supersedes so many answers of others, if
        it is about answers; it `lets_in` if all its entries are about members."""
        if signer in self.members or signer in self.own:
            return TRUSTED
        if lets_in and signer in self.invitations:
            return TRUSTED
        if self.members:
            return OUTSIDER
        return WAITING if superseded > MAX_SUPERSEDED else TRUSTED

    def falling_with(self, key: str, by: str) -> frozenset[str]:
        """Return the keys, of people and invitations, that belong to the team no more once the key
        `by` takes `key` back."""
        orders = (*self.orders, Admission(by, key, given=False))
        members, invitations = find_members(self.founder, self.vouched, orders)
        return (self.members | self.invitations) - members - invitations

    def may_supersede(self, child: str, parent: str) -> bool:
        """Return whether entries of the key `child` may supersede entries of `parent`."""
        if child in (parent, "") or child in self.own or child in self.members:
            return True
        if self.is_headless:
            return False
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
    founder: str, vouched: Iterable[str], orders: Collection[Admission]
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the founder, the vouched keys, and all that they admitted, directly or not; and the
    keys of invitations.

    What was taken back counts no more, in whatever order it came: a member takes back what they
    gave, the founder also what others gave. The key of an invitation only admits others than
    itself, and takes nothing back. Whom several admitted stays while one of them counts.
    """
    gone = {(each.by, each.key) for each in orders if not each.given}
    given = [each for each in orders if each.given and (founder, each.key) not in gone]
    members, invitations = {key for key in (founder, *vouched) if key}, set[str]()

    def admits(order: Admission) -> bool:
        if order.by in members and (order.by, order.key) not in gone:
            return True
        return order.by in invitations and order.by != order.key and not order.invites

    while found := {
        order
        for order in given
        if admits(order) and order.key not in (invitations if order.invites else members)
    }:
        members |= {order.key for order in found if not order.invites}
        invitations |= {order.key for order in found if order.invites}
    return frozenset(members), frozenset(invitations - members)


_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}|<[^<>]*>")
_BETWEEN = re.compile(r"[\W_]+")
_TITLES = (
    "dr", "prof", "mr", "mrs", "ms", "miss", "sir", "m", "mme", "mlle", "me", "sr", "sra", "srta",
    "dra", "don", "doña", "lic", "ing", "eng", "phd", "md", "hon", "judge", "др", "проф", "г", "د",
    "أ", "م", "السيد", "السيدة", "الدكتور", "الدكتورة", "博士", "教授", "先生", "女士",
)  # fmt: skip
"""What stands before or after a name and makes nobody another person."""


@lru_cache(maxsize=65_536)
def name_skeleton(name: str) -> str:
    """Return a text that is equal for names that look alike (Unicode TS 39, skeleton).

    Beyond the standard, case, accents, punctuation, remarks in brackets, titles and the order of
    words do not count; so i is l, as a large I looks like l.
    """
    text = unicodedata.normalize("NFKC", name)
    words = _words(_BRACKETS.sub(" ", text)) or _words(text) or {text}
    return " ".join(sorted(words - _titles() or words))


def _words(text: str) -> frozenset[str]:
    """Return the skeletons of the words of a text, whatever stands between them."""
    alike = _skeleton(_skeleton(text).casefold()).replace("i", "l")
    return frozenset(_BETWEEN.sub(" ", alike).split())


@cache
def _titles() -> frozenset[str]:
    return frozenset().union(*map(_words, _TITLES))


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
