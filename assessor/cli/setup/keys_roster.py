"""The verbs keys trust, revoke and list: the roster of a registry."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from assessor.assessment.base.people import introduced_contacts
from assessor.cli.base import console
from assessor.cli.base.arguments import JSON, PASSPHRASE, REGISTRY, argument
from assessor.cli.base.options import read_passphrase
from assessor.cli.base.verb import verb
from assessor.errors import Refused
from assessor.parcel.keys.contact_card import CARD_SUFFIX
from assessor.parcel.keys.identity import key_fingerprint
from assessor.registry.trust import trust_roster
from assessor.store.write.mission import Mission, now_ms


def _key_and_name(key: str) -> tuple[str, str]:
    """A key as it was options, or the key and name on a contact card."""
    if Path(key).suffix.lower() != CARD_SUFFIX:
        return key, ""
    [card] = introduced_contacts(Path(key))
    return card.public, card.name


@verb(
    "keys trust",
    REGISTRY,
    argument("key", "KEY", "64 hex digits, or a contact card"),
    PASSPHRASE,
    argument("--name", "NAME", "the owner; a contact card has the name"),
    examples=["keys trust hq.registry ana.card"],
)
def _trust(options: Namespace) -> None:
    key, name = _key_and_name(options.key)
    name = options.name or name
    if not name:
        raise Refused("Say whose key it is with --name.")
    with Mission.open(options.registry, passphrase=read_passphrase(options)) as registry:
        trust_roster.trust_key(registry, key, name)
        console.print_line(
            f"{name} is trusted; {len(trust_roster.read_roster(registry))} keys on the roster"
        )


@verb(
    "keys revoke",
    REGISTRY,
    argument("key", "KEY", "64 hex digits, or a contact card"),
    PASSPHRASE,
    examples=["keys revoke hq.registry ana.card"],
)
def _revoke(options: Namespace) -> None:
    key, name = _key_and_name(options.key)
    with Mission.open(options.registry, passphrase=read_passphrase(options)) as registry:
        trust_roster.revoke_key(registry, key, now_ms())
    console.print_line(f"{name or key[:16]}: revoked; what came before stays, what comes now waits")


@verb("keys list", REGISTRY, JSON, PASSPHRASE, examples=["keys list hq.registry"])
def _list(options: Namespace) -> None:
    with Mission.open(options.registry, passphrase=read_passphrase(options)) as registry:
        members = list(trust_roster.read_roster(registry).values())
    if options.json:
        console.print_json(
            [{"public": o.public, "name": o.name, "revoked_at": o.revoked_at} for o in members]
        )
    elif not members:
        console.print_line("No roster: everybody's work is taken in, and counts as unverified.")
    else:
        console.print_table(
            (
                each.name,
                key_fingerprint(bytes.fromhex(each.public)),
                "revoked" if each.revoked_at else "",
            )
            for each in members
        )
