"""The people this person knows: whose six words were compared, kept in the profile by key.

Knowing somebody says that a key is theirs, nothing else: it lets nothing in and keeps nothing
out, which is a roster's business. Without a roster it is what tells *unverified* from not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from assessor.errors import KeyUnusable
from assessor.parcel.keys.contact_card import Contact
from assessor.parcel.keys.key_words import six_words
from assessor.parcel.keys.private_files import write_private

KNOWN_FILE = "contacts.json"
_LARGEST = 2**22


class _PersonData(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    organisation: str
    public: str
    since: int


class _BookData(msgspec.Struct, forbid_unknown_fields=True):
    assessor_contacts: int
    people: list[_PersonData]


@dataclass(frozen=True, slots=True)
class KnownPerson(Contact):
    """A contact whose words were compared, and when: `since`, milliseconds since 1970 UTC."""

    since: int = 0


def known_people(home: Path) -> dict[str, KnownPerson]:
    """Everybody known in the profile `home`, by public key (64 hex), in the order they were met.

    Raises KeyTrouble for a file that is damaged: trust is never forgotten in silence.
    """
    path = home / KNOWN_FILE
    if not path.exists():
        return {}
    try:
        with path.open("rb") as file:
            book = msgspec.json.decode(file.read(_LARGEST), type=_BookData)
        if book.assessor_contacts != 1 or not all(_is_key(one.public) for one in book.people):
            raise ValueError
    except OSError as error:
        raise KeyUnusable(
            "The contacts in {path} cannot be used: {reason}.", path=path, reason=error.strerror
        ) from error
    except (msgspec.MsgspecError, ValueError) as error:
        raise KeyUnusable(
            "The contacts in {path} are damaged: restore the file, or move it away and compare the "
            "words of your colleagues again.",
            path=path,
        ) from error
    return {
        one.public: KnownPerson(one.name, one.organisation, one.public, one.since)
        for one in book.people
    }


def confirm_contact(home: Path, contact: Contact, words: str, at: int) -> KnownPerson:
    """Know `contact` from now on, because `words` is what they read out from their own screen.

    Capitals, spaces and commas do not matter. Raises KeyTrouble when the words are another key's;
    nothing is kept then.
    """
    if not _is_key(contact.public):
        raise KeyUnusable("{key} is not a public key.", key=contact.public[:20])
    if _plain(words) != six_words(bytes.fromhex(contact.public)).split():
        raise KeyUnusable(
            "Those are not the six words of this key. If they were read out correctly, the card "
            "or report is not from {name}: do not trust it, and ask for it another way.",
            name=contact.name,
        )
    met = KnownPerson(contact.name, contact.organisation, contact.public, at)
    people = known_people(home)
    people.pop(met.public, None)
    _keep(home, [*people.values(), met])
    return met


def forget_contact(home: Path, public: str) -> None:
    """Know a key (64 hex) no longer. Raises KeyTrouble if it was not known."""
    people = known_people(home)
    if people.pop(public, None) is None:
        raise KeyUnusable("The key {key} is not among your contacts.", key=public[:16])
    _keep(home, people.values())


def _plain(words: str) -> list[str]:
    return re.findall(r"[a-z]+", words.lower())


def _is_key(public: str) -> bool:
    return len(public) == 64 and set(public) <= set("0123456789abcdef")


def _keep(home: Path, people: Iterable[KnownPerson]) -> None:
    """Keep the whole book. Raises KeyTrouble when the disk refuses."""
    kept = [_PersonData(one.name, one.organisation, one.public, one.since) for one in people]
    path = home / KNOWN_FILE
    book = msgspec.json.format(msgspec.json.encode(_BookData(1, kept)), indent=1)
    try:
        write_private(path, book + b"\n")
    except OSError as error:
        raise KeyUnusable(
            "The contacts in {path} cannot be used: {reason}.", path=path, reason=error.strerror
        ) from error
