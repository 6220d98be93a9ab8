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

from assessor.errors import KeyTrouble
from assessor.parcel.contacts import Contact
from assessor.parcel.private import write_private
from assessor.parcel.syllables import six_words

KNOWN_FILE = "contacts.json"
_LARGEST = 2**22


class _Person(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    organisation: str
    public: str
    since: int


class _Book(msgspec.Struct, forbid_unknown_fields=True):
    assessor_contacts: int
    people: list[_Person]


@dataclass(frozen=True, slots=True)
class Known(Contact):
    """A contact whose words were compared, and when: `since`, milliseconds since 1970 UTC."""

    since: int = 0


def known_people(home: Path) -> dict[str, Known]:
    """Everybody known in the profile `home`, by public key (64 hex), in the order they were met.

    Raises KeyTrouble for a file that is damaged: trust is never forgotten in silence.
    """
    path = home / KNOWN_FILE
    if not path.exists():
        return {}
    try:
        with path.open("rb") as file:
            book = msgspec.json.decode(file.read(_LARGEST), type=_Book)
        if book.assessor_contacts != 1 or not all(_is_key(one.public) for one in book.people):
            raise ValueError
    except OSError as error:
        raise KeyTrouble(
            "The contacts in {path} cannot be used: {reason}.", path=path, reason=error.strerror
        ) from error
    except (msgspec.MsgspecError, ValueError) as error:
        raise KeyTrouble(
            "The contacts in {path} are damaged: restore the file, or move it away and compare the "
            "words of your colleagues again.",
            path=path,
        ) from error
    return {
        one.public: Known(one.name, one.organisation, one.public, one.since) for one in book.people
    }


def meet(home: Path, contact: Contact, words: str, at: int) -> Known:
    """Know `contact` from now on, because `words` is what they read out from their own screen.

    Capitals, spaces and commas do not matter. Raises KeyTrouble when the words are another key's;
    nothing is kept then.
    """
    if not _is_key(contact.public):
        raise KeyTrouble("{key} is not a public key.", key=contact.public[:20])
    if _plain(words) != six_words(bytes.fromhex(contact.public)).split():
        raise KeyTrouble(
            "Those are not the six words of this key. If they were read out correctly, the card "
            "or report is not from {name}: do not trust it, and ask for it another way.",
            name=contact.name,
        )
    met = Known(contact.name, contact.organisation, contact.public, at)
    people = known_people(home)
    people.pop(met.public, None)
    _keep(home, [*people.values(), met])
    return met


def forget(home: Path, public: str) -> None:
    """Know a key (64 hex) no longer. Raises KeyTrouble if it was not known."""
    people = known_people(home)
    if people.pop(public, None) is None:
        raise KeyTrouble("The key {key} is not among your contacts.", key=public[:16])
    _keep(home, people.values())


def _plain(words: str) -> list[str]:
    return re.findall(r"[a-z]+", words.lower())


def _is_key(public: str) -> bool:
    return len(public) == 64 and set(public) <= set("0123456789abcdef")


def _keep(home: Path, people: Iterable[Known]) -> None:
    """Keep the whole book. Raises KeyTrouble when the disk refuses."""
    kept = [_Person(one.name, one.organisation, one.public, one.since) for one in people]
    path = home / KNOWN_FILE
    book = msgspec.json.format(msgspec.json.encode(_Book(1, kept)), indent=1)
    try:
        write_private(path, book + b"\n")
    except OSError as error:
        raise KeyTrouble(
            "The contacts in {path} cannot be used: {reason}.", path=path, reason=error.strerror
        ) from error
