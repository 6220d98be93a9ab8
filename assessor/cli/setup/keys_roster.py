"""The verbs keys trust, revoke and list: the roster of a registry."""

from __future__ import annotations

import argparse
from pathlib import Path

from assessor.assessment.base.people import introduced_contacts
from assessor.cli.base import console
from assessor.cli.base.options import (
    add_passphrase,
    add_registry,
    read_passphrase,
)
from assessor.cli.base.verb import Verb
from assessor.errors import Refused
from assessor.parcel.keys.contact_card import CARD_SUFFIX
from assessor.parcel.keys.identity import key_fingerprint
from assessor.registry.trust import trust_roster
from assessor.store.write.mission import Mission, now_ms


def _add_trust(parser: argparse.ArgumentParser) -> None:
    _add_revoke(parser)
    parser.add_argument("--name", metavar="NAME", help="the owner; a contact card has the name")


def _add_revoke(parser: argparse.ArgumentParser) -> None:
    add_registry(parser)
    parser.add_argument("key", metavar="KEY", help="64 hex digits, or a contact card")
    add_passphrase(parser)


def _add_list(parser: argparse.ArgumentParser) -> None:
    add_registry(parser)
    parser.add_argument("--json", action="store_true")
    add_passphrase(parser)


def _key_and_name(key: str) -> tuple[str, str]:
    """A key as it was options, or the key and name on a contact card."""
    if Path(key).suffix.lower() != CARD_SUFFIX:
        return key, ""
    [card] = introduced_contacts(Path(key))
    return card.public, card.name


def _trust(options: argparse.Namespace) -> int:
    key, name = _key_and_name(options.key)
    name = options.name or name
    if not name:
        raise Refused("Say whose key it is with --name.")
    with Mission.open(options.registry, passphrase=read_passphrase(options)) as registry:
        trust_roster.trust_key(registry, key, name)
        console.print_line(
            f"{name} is trusted; {len(trust_roster.read_roster(registry))} keys on the roster"
        )
    return 0


def _revoke(options: argparse.Namespace) -> int:
    key, name = _key_and_name(options.key)
    with Mission.open(options.registry, passphrase=read_passphrase(options)) as registry:
        trust_roster.revoke_key(registry, key, now_ms())
    console.print_line(f"{name or key[:16]}: revoked; what came before stays, what comes now waits")
    return 0


def _list(options: argparse.Namespace) -> int:
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
    return 0


VERBS = {
    "keys trust": Verb(
        _add_trust,
        _trust,
        examples=("keys trust hq.registry ana.card",),
    ),
    "keys revoke": Verb(
        _add_revoke,
        _revoke,
        examples=("keys revoke hq.registry ana.card",),
    ),
    "keys list": Verb(
        _add_list,
        _list,
        examples=("keys list hq.registry",),
    ),
}
