"""The verbs keys card, read, meet, contacts and forget; trust, revoke and list: people's keys."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from assessor.assessment.base.file_writing import write_verified
from assessor.assessment.base.people import choose_contact, introduced_contacts
from assessor.cli.base import console
from assessor.cli.base.arguments import JSON, PASSPHRASE, REGISTRY, argument, path, text
from assessor.cli.base.options import key_and_name, open_mission, own_identity, own_keys
from assessor.cli.base.verb import verb
from assessor.errors import KeyUnusable, Refused
from assessor.names import key_fingerprint
from assessor.parcel.keys.contact_card import CARD_SUFFIX, Contact, make_card
from assessor.parcel.keys.known_people import confirm_contact, forget_contact, known_people
from assessor.parcel.keys.profile_location import profile_folder
from assessor.registry.trust import trust_roster
from assessor.store.write.mission import now_ms


@verb(
    "keys card",
    path("-o --output", "ME.card", required=True),
    argument("--name", "NAME", "your name from now on"),
    text("--organisation", "NAME"),
    examples=['keys card -o ana.card --name "Ana Ortiz" --organisation UNODC'],
)
def _card(options: Namespace) -> None:
    if options.output.suffix.lower() != CARD_SUFFIX:
        raise KeyUnusable("{file}: a contact card ends in .card.", file=options.output)
    if options.output.exists():
        raise KeyUnusable("{file} exists already: choose another name.", file=options.output)
    mine = own_identity(options.name)
    write_verified(make_card(mine, options.organisation), options.output, private=False)
    console.print_line(f"{options.output}: {mine.name}, {mine.fingerprint}")
    console.print_line(f"Read these words to whoever receives it: {mine.words}")


def _facts(one: Contact) -> dict[str, object]:
    return {
        **console.attributes(one, "name organisation public fingerprint words"),
        "known": one.public in known_people(profile_folder()),
    }


def _introduced(path: Path) -> tuple[Contact, ...]:
    return introduced_contacts(path, identities=own_keys())


@verb(
    "keys read",
    path("file", "FILE", "a card, report or parcel"),
    JSON,
    examples=["keys read ana.card"],
)
def _read(options: Namespace) -> None:
    found = [_facts(one) for one in _introduced(options.file)]
    if options.json:
        console.print_json(found)
        return
    for facts in found:
        console.print_line(f"{facts['name']}  {facts['organisation']}".rstrip())
        console.print_table((name, facts[name]) for name in ("public", "fingerprint", "words"))
        console.print_line("  known to you" if facts["known"] else "  not yet known to you")


@verb(
    "keys meet",
    path("file", "FILE", "a card, report or parcel"),
    argument(
        "--words",
        "WORDS",
        "the six words that this person reads from their own screen",
        required=True,
    ),
    argument("--key", "KEY", "the beginning of the key, if there are several"),
    examples=['keys meet ana.card --words "six words read to you"'],
)
def _meet(options: Namespace) -> None:
    contact = choose_contact(_introduced(options.file), options.key)
    met = confirm_contact(profile_folder(), contact, options.words, now_ms())
    console.print_line(f"{met.name} is known to you: what this key signs counts as verified")


@verb("keys contacts", JSON, examples=["keys contacts"])
def _contacts(options: Namespace) -> None:
    people, at = list(known_people(profile_folder()).values()), console.format_moment
    if options.json:
        console.print_json([_facts(one) | {"since": at(one.since)} for one in people])
    elif not people:
        console.print_line("You have met nobody yet: see keys meet.")
    else:
        console.print_table((p.name, p.organisation, p.fingerprint, at(p.since)) for p in people)


@verb(
    "keys forget",
    argument("key", "KEY", "the beginning of the key"),
    examples=["keys forget 3f9a1c2b"],
)
def _forget(options: Namespace) -> None:
    one = choose_contact(list(known_people(profile_folder()).values()), options.key)
    forget_contact(profile_folder(), one.public)
    console.print_line(f"{one.name}: forgotten; what this key signs counts as unverified")


@verb(
    "keys trust",
    REGISTRY,
    argument("key", "KEY", "64 hex digits, or a contact card"),
    PASSPHRASE,
    argument("--name", "NAME", "the owner; a contact card has the name"),
    examples=["keys trust hq.registry ana.card"],
)
def _trust(options: Namespace) -> None:
    key, name = key_and_name(options.key)
    name = options.name or name
    if not name:
        raise Refused("Say whose key it is with --name.")
    with open_mission(options) as registry:
        trust_roster.trust_person(registry, own_identity(), key, name)
        keys = len(trust_roster.read_roster(registry))
    console.print_line(f"{name} is trusted; keys on the roster: {keys}")


@verb(
    "keys revoke",
    REGISTRY,
    argument("key", "KEY", "64 hex digits, or a contact card"),
    PASSPHRASE,
    examples=["keys revoke hq.registry ana.card"],
)
def _revoke(options: Namespace) -> None:
    key, name = key_and_name(options.key)
    with open_mission(options) as registry:
        trust_roster.revoke_key(registry, key, now_ms())
    console.print_line(f"{name or key[:16]}: revoked; what came before stays, what comes now waits")


@verb("keys list", REGISTRY, JSON, PASSPHRASE, examples=["keys list hq.registry"])
def _list(options: Namespace) -> None:
    with open_mission(options) as registry:
        members = list(trust_roster.read_roster(registry).values())
    if options.json:
        console.print_json([console.attributes(one, "public name revoked_at") for one in members])
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
