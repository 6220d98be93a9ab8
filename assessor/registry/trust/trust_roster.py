"""Whose changesets a file takes in: everybody's while there is no roster, else the roster's.

A roster lists public keys with names. With one, what an unknown or revoked key signed waits in
quarantine, visible, until somebody trusts the key; what was taken in before a revocation stays.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from assessor.errors import Reason, Refused
from assessor.parcel.keys.identity import key_fingerprint
from assessor.store.model.changeset import Changeset
from assessor.store.model.receipt import count_signers
from assessor.store.write.mission import Mission

VERIFIED, UNVERIFIED, UNKNOWN, REVOKED = "verified", "unverified", "unknown", "revoked"
_SETTING = "roster"


@dataclass(frozen=True, slots=True)
class RosterMember:
    """One key on the roster: `public` 64 hex; `revoked_at` ms since 1970 UTC, 0 while in force."""

    public: str
    name: str
    revoked_at: int = 0


def read_roster(mission: Mission) -> dict[str, RosterMember]:
    """The roster by public key; empty where there is none and everybody is taken in."""
    return _members(mission.setting(_SETTING))


def _members(kept: str | None) -> dict[str, RosterMember]:
    return {
        public: RosterMember(public, str(one["name"]), int(one["revoked_at"]))
        for public, one in json.loads(kept or "{}").items()
    }


def trust_key(mission: Mission, public: str, name: str) -> None:
    """Put a key (64 hex) on the roster, or back in force. Raises Refused for what is no key."""
    public = check_key(public)
    _change(mission, lambda members: {**members, public: RosterMember(public, name)})


def check_key(written: str) -> str:
    """A public key as it is written. Raises Refused for what is no key."""
    if len(written) != 64 or not set(written) <= set("0123456789abcdef"):
        raise Refused("{key} is not a public key.", key=written[:20])
    return written


def revoke_key(mission: Mission, public: str, at: int) -> None:
    """From now on, take in nothing more that this key signed. Raises Refused if it is not there."""

    def revoked(members: Mapping[str, RosterMember]) -> Mapping[str, RosterMember]:
        if public not in members:
            raise Refused("The key {key} is not on the roster.", key=public[:16])
        return {**members, public: RosterMember(public, members[public].name, at)}

    _change(mission, revoked)


def write_roster(mission: Mission, members: Mapping[str, RosterMember]) -> None:
    """Make these keys the roster."""
    _change(mission, lambda _: members)


def _change(
    mission: Mission, changed: Callable[[Mapping[str, RosterMember]], Mapping[str, RosterMember]]
) -> None:
    """Change the roster from what it is now, whoever else changes it."""

    def revised(kept: str | None) -> str:
        members = changed(_members(kept))
        facts = {
            public: {"name": one.name, "revoked_at": one.revoked_at}
            for public, one in members.items()
        }
        return json.dumps(facts, ensure_ascii=False, sort_keys=True)

    mission.update_setting(_SETTING, revised)


def key_standing(
    members: Mapping[str, RosterMember], signer: str, known: Collection[str] = ()
) -> str:
    """What a key is here: verified, revoked, or unknown to the roster.

    Without a roster it is verified if it is among the keys `known` to the person, else unverified.
    """
    if not members:
        return VERIFIED if signer in known else UNVERIFIED
    if signer not in members:
        return UNKNOWN
    return REVOKED if members[signer].revoked_at else VERIFIED


def admit_changesets(
    mission: Mission, changesets: Sequence[Changeset]
) -> tuple[list[Changeset], list[Changeset]]:
    """Those that may come in (known ones always), and those that wait for trust."""
    members = read_roster(mission)
    if not members:
        return list(changesets), []
    known = mission.known_changesets(one.id for one in changesets)
    welcome = [
        one.id in known or key_standing(members, one.header.signer) == VERIFIED
        for one in changesets
    ]
    return (
        [one for one, comes in zip(changesets, welcome, strict=True) if comes],
        [one for one, comes in zip(changesets, welcome, strict=True) if not comes],
    )


def waiting_reasons(mission: Mission, waiting: Iterable[Changeset]) -> tuple[Reason, ...]:
    """Why changesets wait, a sentence for each who signed some of them."""
    members = read_roster(mission)
    return tuple(
        Reason(
            "{count} entries wait: the key of {author} ({key}) was revoked."
            if key_standing(members, one.signer) == REVOKED
            else "{count} entries wait: {author} ({key}) is not on the roster.",
            {
                "count": one.entries,
                "author": one.author or Reason("somebody not named"),
                "key": key_fingerprint(bytes.fromhex(one.signer)),
            },
        )
        for one in count_signers(waiting)
    )
