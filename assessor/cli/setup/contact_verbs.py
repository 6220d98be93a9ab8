"""Verbs on people: keys card, keys read, keys meet, keys contacts, keys forget."""

from __future__ import annotations

import argparse
from pathlib import Path

from assessor.assessment.base.file_writing import put
from assessor.assessment.base.people import chosen, introduced
from assessor.cli.base import console
from assessor.cli.base.options import me
from assessor.errors import KeyUnusable
from assessor.parcel.keys.age_sealing import headquarters_keys
from assessor.parcel.keys.contact_card import CARD_SUFFIX, Contact, make_card
from assessor.parcel.keys.identity import profile_folder
from assessor.parcel.keys.known_people import confirm_contact, forget_contact, known_people
from assessor.store.write.mission import now_ms


def add_verbs(keys: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verbs of this module under `keys`."""
    card = keys.add_parser("card", help="write your contact card, to send to colleagues")
    card.add_argument("-o", "--output", required=True, type=Path, metavar="ME.card")
    card.add_argument("--name", metavar="NAME", help="who you are, from now on")
    card.add_argument("--organisation", default="", metavar="NAME")
    card.set_defaults(run=_card)

    reads = keys.add_parser("read", help="whom a card or report introduces; trusts nobody")
    reads.add_argument("file", type=Path, metavar="FILE", help="a card, report or parcel")
    reads.add_argument("--json", action="store_true")
    reads.set_defaults(run=_read)

    meets = keys.add_parser("meet", help="trust a person whose six words you have heard")
    meets.add_argument("file", type=Path, metavar="FILE", help="a card, report or parcel")
    meets.add_argument(
        "--words",
        required=True,
        metavar="WORDS",
        help="the six words, as read from their own screen",
    )
    meets.add_argument("--key", metavar="KEY", help="which of several, by how the key begins")
    meets.set_defaults(run=_meet)

    people = keys.add_parser("contacts", help="the people you have met")
    people.add_argument("--json", action="store_true")
    people.set_defaults(run=_contacts)

    forgets = keys.add_parser("forget", help="trust somebody no longer")
    forgets.add_argument("key", metavar="KEY", help="how the key begins")
    forgets.set_defaults(run=_forget)


def _card(given: argparse.Namespace) -> int:
    if given.output.suffix.lower() != CARD_SUFFIX:
        raise KeyUnusable("{file}: a contact card ends in .card.", file=given.output)
    if given.output.exists():
        raise KeyUnusable("{file} exists already: choose another name.", file=given.output)
    mine = me(given.name)
    card = make_card(mine, given.organisation)
    put(card, given.output)
    console.line(f"{given.output}: {mine.name}, {mine.fingerprint}")
    console.line(f"Read these words to whoever receives it: {mine.words}")
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
    return introduced(path, identities=headquarters_keys(profile_folder()))


def _read(given: argparse.Namespace) -> int:
    found = [_facts(one) for one in _introduced(given.file)]
    if given.json:
        console.as_json(found)
        return 0
    for facts in found:
        console.line(f"{facts['name']}  {facts['organisation']}".rstrip())
        console.table((name, facts[name]) for name in ("public", "fingerprint", "words"))
        console.line("  known to you" if facts["known"] else "  not yet known to you")
    return 0


def _meet(given: argparse.Namespace) -> int:
    contact = chosen(_introduced(given.file), given.key)
    met = confirm_contact(profile_folder(), contact, given.words, now_ms())
    console.line(f"{met.name} is known to you: what this key signs counts as verified")
    return 0


def _contacts(given: argparse.Namespace) -> int:
    people = list(known_people(profile_folder()).values())
    if given.json:
        console.as_json([_facts(one) | {"since": console.moment(one.since)} for one in people])
    elif not people:
        console.line("You have met nobody yet: see keys meet.")
    else:
        console.table(
            (one.name, one.organisation, one.fingerprint, console.moment(one.since))
            for one in people
        )
    return 0


def _forget(given: argparse.Namespace) -> int:
    one = chosen(list(known_people(profile_folder()).values()), given.key)
    forget_contact(profile_folder(), one.public)
    console.line(f"{one.name}: forgotten; what this key signs counts as unverified")
    return 0
