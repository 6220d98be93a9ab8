"""The verbs keys card, read, meet, contacts and forget: people and their keys."""

from __future__ import annotations

import argparse
from pathlib import Path

from assessor.assessment.base.file_writing import write_verified
from assessor.assessment.base.people import choose_contact, introduced_contacts
from assessor.cli.base import console
from assessor.cli.base.options import (
    own_identity,
)
from assessor.cli.base.verb import Verb
from assessor.errors import KeyUnusable
from assessor.parcel.keys.age_sealing import headquarters_keys
from assessor.parcel.keys.contact_card import CARD_SUFFIX, Contact, make_card
from assessor.parcel.keys.known_people import confirm_contact, forget_contact, known_people
from assessor.parcel.keys.profile_location import profile_folder
from assessor.store.write.mission import now_ms


def _add_card(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-o", "--output", required=True, type=Path, metavar="ME.card")
    parser.add_argument("--name", metavar="NAME", help="your name from now on")
    parser.add_argument("--organisation", default="", metavar="NAME")


def _add_read(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a card, report or parcel")
    parser.add_argument("--json", action="store_true")


def _add_meet(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a card, report or parcel")
    parser.add_argument(
        "--words",
        required=True,
        metavar="WORDS",
        help="the six words that this person reads from their own screen",
    )
    parser.add_argument(
        "--key", metavar="KEY", help="the beginning of the key, if there are several"
    )


def _add_contacts(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true")


def _add_forget(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("key", metavar="KEY", help="the beginning of the key")


def _card(options: argparse.Namespace) -> int:
    if options.output.suffix.lower() != CARD_SUFFIX:
        raise KeyUnusable("{file}: a contact card ends in .card.", file=options.output)
    if options.output.exists():
        raise KeyUnusable("{file} exists already: choose another name.", file=options.output)
    mine = own_identity(options.name)
    card = make_card(mine, options.organisation)
    write_verified(card, options.output)
    console.print_line(f"{options.output}: {mine.name}, {mine.fingerprint}")
    console.print_line(f"Read these words to whoever receives it: {mine.words}")
    return 0


def _facts(one: Contact) -> dict[str, object]:
    return {
        "name": one.name,
        "organisation": one.organisation,
        "public": one.public,
        "fingerprint": one.fingerprint,
        "words": one.words,
        "known": one.public in known_people(profile_folder()),
    }


def _introduced(path: Path) -> tuple[Contact, ...]:
    return introduced_contacts(path, identities=headquarters_keys(profile_folder()))


def _read(options: argparse.Namespace) -> int:
    found = [_facts(one) for one in _introduced(options.file)]
    if options.json:
        console.print_json(found)
        return 0
    for facts in found:
        console.print_line(f"{facts['name']}  {facts['organisation']}".rstrip())
        console.print_table((name, facts[name]) for name in ("public", "fingerprint", "words"))
        console.print_line("  known to you" if facts["known"] else "  not yet known to you")
    return 0


def _meet(options: argparse.Namespace) -> int:
    contact = choose_contact(_introduced(options.file), options.key)
    met = confirm_contact(profile_folder(), contact, options.words, now_ms())
    console.print_line(f"{met.name} is known to you: what this key signs counts as verified")
    return 0


def _contacts(options: argparse.Namespace) -> int:
    people = list(known_people(profile_folder()).values())
    if options.json:
        console.print_json(
            [_facts(one) | {"since": console.format_moment(one.since)} for one in people]
        )
    elif not people:
        console.print_line("You have met nobody yet: see keys meet.")
    else:
        console.print_table(
            (one.name, one.organisation, one.fingerprint, console.format_moment(one.since))
            for one in people
        )
    return 0


def _forget(options: argparse.Namespace) -> int:
    one = choose_contact(list(known_people(profile_folder()).values()), options.key)
    forget_contact(profile_folder(), one.public)
    console.print_line(f"{one.name}: forgotten; what this key signs counts as unverified")
    return 0


VERBS = {
    "keys card": Verb(
        _add_card,
        _card,
        examples=('keys card -o ana.card --name "Ana Ortiz" --organisation UNODC',),
    ),
    "keys read": Verb(
        _add_read,
        _read,
        examples=("keys read ana.card",),
    ),
    "keys meet": Verb(
        _add_meet,
        _meet,
        examples=('keys meet ana.card --words "six words read to you"',),
    ),
    "keys contacts": Verb(
        _add_contacts,
        _contacts,
        examples=("keys contacts",),
    ),
    "keys forget": Verb(
        _add_forget,
        _forget,
        examples=("keys forget 3f9a1c2b",),
    ),
}
