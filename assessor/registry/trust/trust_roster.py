"""The roster: whose changesets a file accepts; without a roster, everybody's.

A roster lists public keys with names. Entries of an unknown or revoked key wait in quarantine until
somebody trusts the key. Entries received before a revocation stay.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from assessor.errors import Reason, Refused, check_name
from assessor.names import key_fingerprint, safe_name
from assessor.parcel.keys.identity import WEAK_KEY, Identity, is_weak_key
from assessor.store.model.changeset import Changeset
from assessor.store.model.receipt import count_signers
from assessor.store.write.mission import Mission

VERIFIED, UNVERIFIED, UNKNOWN, REVOKED = "verified", "unverified", "unknown", "revoked"
NAMESAKE, NO_MEMBER = "another key", "no member"
MANY_ANSWERS, INVITATION = "many answers", "invitation"
"""Of unverified keys: one under the name of a member, one of somebody else, one that would replace
many answers of others, and that of an invitation (see store.model.authority)."""
_SETTING = "roster"


@dataclass(frozen=True, slots=True)
class RosterMember:
    """One key on the roster: `public` 64 hex; `revoked_at` ms since 1970 UTC, 0 while valid."""

    public: str
    name: str
    revoked_at: int = 0


def read_roster(mission: Mission) -> dict[str, RosterMember]:
    """Return the roster by public key; empty if there is none."""
    return _members(mission.setting(_SETTING))


def _members(text: str | None) -> dict[str, RosterMember]:
    return {
        public: RosterMember(public, safe_name(str(fields["name"])), int(fields["revoked_at"]))
        for public, fields in json.loads(text or "{}").items()
    }


def trust_key(mission: Mission, public: str, name: str) -> None:
    """Put a key (64 hex) on the roster, or make it valid again. Raises Refused."""
    public = check_key(public)
    check_name(name)
    _change(mission, lambda members: {**members, public: RosterMember(public, name)})


def trust_person(mission: Mission, own: Identity, public: str, name: str) -> None:
    """Put the key (64 hex) of somebody on the roster, and first one's own on an empty one: what
    its owner signs would wait from then on. Raises Refused."""
    check_key(public)
    check_name(name)
    if own.name and not read_roster(mission):
        trust_key(mission, own.public.hex(), own.name)
    trust_key(mission, public, name)


def check_key(text: str) -> str:
    """Return a public key as written. Raises Refused for what is no key."""
    if len(text) != 64 or not set(text) <= set("0123456789abcdef"):
        raise Refused("{key} is not a public key.", key=text[:20])
    if is_weak_key(bytes.fromhex(text)):
        raise Refused(WEAK_KEY, key=text[:16])
    return text


def revoke_key(mission: Mission, public: str, at: int) -> None:
    """Accept nothing more that this key signs. Raises Refused if it is not on the roster."""

    def revoked(members: Mapping[str, RosterMember]) -> Mapping[str, RosterMember]:
        if public not in members:
            raise Refused("The key {key} is not on the roster.", key=public[:16])
        return {**members, public: RosterMember(public, members[public].name, at)}

    _change(mission, revoked)


def write_roster(mission: Mission, members: Mapping[str, RosterMember]) -> None:
    """Replace the roster."""
    _change(mission, lambda _: members)


def _change(
    mission: Mission, change: Callable[[Mapping[str, RosterMember]], Mapping[str, RosterMember]]
) -> None:
    """Change the roster from its present state, in one transaction."""

    def revised(text: str | None) -> str:
        members = change(_members(text))
        facts = {
            public: {"name": member.name, "revoked_at": member.revoked_at}
            for public, member in members.items()
        }
        return json.dumps(facts, ensure_ascii=False, sort_keys=True)

    mission.update_setting(_SETTING, revised)


def key_standing(
    members: Mapping[str, RosterMember], signer: str, known: Collection[str] = ()
) -> str:
    """Return the standing of a key: verified, revoked, or unknown to the roster. Without a roster:
    verified if it is among the keys `known` to the person, else unverified."""
    if not members:
        return VERIFIED if signer in known else UNVERIFIED
    if signer not in members:
        return UNKNOWN
    return REVOKED if members[signer].revoked_at else VERIFIED


def admit_changesets(
    mission: Mission, changesets: Sequence[Changeset]
) -> tuple[list[Changeset], list[Changeset]]:
    """Split changesets into those that may come in (known ones always) and those that wait."""
    members = read_roster(mission)
    if not members:
        return list(changesets), []
    known = mission.known_changesets(changeset.id for changeset in changesets)
    admitted: list[Changeset] = []
    waiting: list[Changeset] = []
    for changeset in changesets:
        standing = key_standing(members, changeset.header.signer)
        is_admitted = changeset.id in known or standing == VERIFIED
        (admitted if is_admitted else waiting).append(changeset)
    return admitted, waiting


def waiting_reasons(mission: Mission, waiting: Iterable[Changeset]) -> tuple[Reason, ...]:
    """Return why changesets wait, a sentence per signer."""
    members = read_roster(mission)
    return tuple(
        Reason(
            "{count} entries wait: the key of {author} ({key}) was revoked."
            if key_standing(members, signer.signer) == REVOKED
            else "{count} entries wait: {author} ({key}) is not on the roster.",
            {
                "count": signer.entries,
                "author": signer.author or Reason("somebody not named"),
                "key": key_fingerprint(bytes.fromhex(signer.signer)),
            },
        )
        for signer in count_signers(waiting)
    )
