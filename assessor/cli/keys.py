"""Verbs on keys: new, show, trust, revoke, list, recover; those on people are in contacts."""

from __future__ import annotations

import argparse
from pathlib import Path

from assessor.assessment.people import introduced
from assessor.cli import contacts, packs, say
from assessor.cli.missions import me, passphrase, passphrase_of
from assessor.errors import KeyTrouble, Refused
from assessor.parcel.carried import carried_in
from assessor.parcel.contacts import SUFFIX
from assessor.parcel.keys import assessor_home, fingerprint
from assessor.parcel.parcel import unpack
from assessor.parcel.recovery import file_key_in
from assessor.parcel.sealed import headquarters_keys, headquarters_public, new_headquarters
from assessor.registry import trust
from assessor.store.mission import Mission, now


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verbs of this module."""
    keys = verbs.add_parser("keys", help="who signs here, whom a registry trusts, how to seal")
    inner = keys.add_subparsers(dest="keys_verb", metavar="VERB", required=True)

    new = inner.add_parser("new", help="make headquarters' key; its public half goes to missions")
    new.add_argument("--headquarters", action="store_true", required=True)
    new.add_argument("-o", "--output", type=Path, metavar="HQ.pub", help="write the public half")
    new.set_defaults(run=_new)

    show = inner.add_parser("show", help="the key this laptop signs with")
    show.add_argument("--json", action="store_true")
    show.set_defaults(run=_show)

    trusts = inner.add_parser("trust", help="put a key on a registry's roster, or back on it")
    trusts.add_argument("registry", type=Path, metavar="REGISTRY")
    trusts.add_argument("key", metavar="KEY", help="64 hex digits, or a contact card")
    trusts.add_argument("--name", metavar="NAME", help="whose it is; a card says so itself")
    passphrase(trusts)
    trusts.set_defaults(run=_trust)

    revokes = inner.add_parser("revoke", help="take in nothing more that a key signed")
    revokes.add_argument("registry", type=Path, metavar="REGISTRY")
    revokes.add_argument("key", metavar="KEY")
    passphrase(revokes)
    revokes.set_defaults(run=_revoke)

    listing = inner.add_parser("list", help="the roster of a registry")
    listing.add_argument("registry", type=Path, metavar="REGISTRY")
    listing.add_argument("--json", action="store_true")
    passphrase(listing)
    listing.set_defaults(run=_list)

    recover = inner.add_parser("recover", help="give a mission a new passphrase at headquarters")
    recover.add_argument("parcel", type=Path, metavar="SEALED.pdf", help="any report sealed to us")
    recover.add_argument("file", type=Path, metavar="FILE.mission")
    passphrase(recover)
    recover.set_defaults(run=_recover)
    contacts.add_verbs(inner)
    packs.add_update(inner)


def _new(given: argparse.Namespace) -> int:
    if given.output is not None and given.output.exists():
        raise KeyTrouble("{file} exists already: choose another name.", file=given.output)
    public = new_headquarters(assessor_home())
    if given.output is not None:
        given.output.write_text(f"{public}\n", encoding="ascii")
    say.line(public)
    return 0


def _show(given: argparse.Namespace) -> int:
    mine = me()
    facts = {
        "name": mine.name,
        "public": mine.public.hex(),
        "words": mine.words,
        "fingerprint": mine.fingerprint,
        "headquarters": list(headquarters_public(assessor_home())),
    }
    if given.json:
        say.as_json(facts)
    else:
        say.table((name, fact) for name, fact in facts.items() if fact)
    return 0


def _trust(given: argparse.Namespace) -> int:
    key, name = given.key, given.name
    if Path(key).suffix.lower() == SUFFIX:
        [card] = introduced(Path(key))
        key, name = card.public, name or card.name
    if not name:
        raise Refused("Say whose key it is with --name.")
    with Mission.open(given.registry, passphrase=passphrase_of(given)) as registry:
        trust.trust(registry, key, name)
        say.line(f"{name} is trusted; {len(trust.roster(registry))} keys on the roster")
    return 0


def _revoke(given: argparse.Namespace) -> int:
    with Mission.open(given.registry, passphrase=passphrase_of(given)) as registry:
        trust.revoke(registry, given.key, now())
    say.line(f"{given.key[:16]}: revoked; what came before stays, what comes now waits")
    return 0


def _list(given: argparse.Namespace) -> int:
    with Mission.open(given.registry, passphrase=passphrase_of(given)) as registry:
        members = list(trust.roster(registry).values())
    if given.json:
        say.as_json(
            [{"public": o.public, "name": o.name, "revoked_at": o.revoked_at} for o in members]
        )
    elif not members:
        say.line("No roster: everybody's work is taken in, and counts as unverified.")
    else:
        say.table(
            (
                each.name,
                fingerprint(bytes.fromhex(each.public)),
                "revoked" if each.revoked_at else "",
            )
            for each in members
        )
    return 0


def _recover(given: argparse.Namespace) -> int:
    secret = passphrase_of(given)
    if secret is None:
        raise Refused("Say the new passphrase with --passphrase-file.")
    ours = headquarters_keys(assessor_home())
    contents = unpack(carried_in(given.parcel), identities=ours)
    if not contents.recovery:
        raise KeyTrouble(
            "{file} carries no way back: it was not sealed from a protected mission.",
            file=given.parcel.name,
        )
    key = file_key_in(contents.recovery, ours)
    with Mission.open(given.file, file_key=key) as mission:
        mission.protect(secret)
    say.line(f"{given.file}: opens with the new passphrase")
    return 0
