"""The people whose six words this person compared, stored in the profile by key.

A known person is proof that a key is theirs, nothing else: the roster decides what comes in.
Without a roster it distinguishes verified from unverified names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import msgspec

from assessor.errors import KeyUnusable
from assessor.parcel.keys.contact_card import Contact
from assessor.parcel.keys.identity import WEAK_KEY, is_hex, is_weak_key, refuse_os_errors, six_words
from assessor.store.files.durable_files import write_private

KNOWN_FILE = "contacts.json"
_MAX_BYTES = 2**22
_UNUSABLE = "The contacts in {path} cannot be used: {reason}."


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
    """A contact whose words were compared at `since`, milliseconds since 1970 UTC."""

    since: int = 0


def known_people(home: Path) -> dict[str, KnownPerson]:
    """Return everybody known in a profile, by public key (64 hex), in the order they were added.

    Raises KeyUnusable for a damaged file: trust is never dropped silently.
    """
    path = home / KNOWN_FILE
    if not path.exists():
        return {}
    try:
        with refuse_os_errors(_UNUSABLE, path), path.open("rb") as file:
            book = msgspec.json.decode(file.read(_MAX_BYTES), type=_BookData)
        if book.assessor_contacts != 1 or not all(is_hex(one.public, 64) for one in book.people):
            raise ValueError
    except (msgspec.MsgspecError, ValueError) as error:
        raise KeyUnusable(
            "The contacts in {path} are damaged: restore the file, or move it away and compare the "
            "words of your colleagues again.",
            path=path,
        ) from error
    return {one.public: KnownPerson(**msgspec.structs.asdict(one)) for one in book.people}


def confirm_contact(home: Path, contact: Contact, words: str, time: int) -> KnownPerson:
    """Add `contact` to the known people if `words` are the words of their key.

    Capitals, spaces and commas do not matter. Raises KeyUnusable for the words of another key;
    nothing is stored then.
    """
    if not is_hex(contact.public, 64):
        raise KeyUnusable("{key} is not a public key.", key=contact.public[:20])
    if is_weak_key(bytes.fromhex(contact.public)):
        raise KeyUnusable(WEAK_KEY, key=contact.public[:16])
    if re.findall(r"[a-z]+", words.lower()) != six_words(bytes.fromhex(contact.public)).split():
        raise KeyUnusable(
            "Those are not the six words of this key. If they were read out correctly, the card "
            "or report is not from {name}: do not trust it, and ask for it another way.",
            name=contact.name,
        )
    person = KnownPerson(contact.name, contact.organisation, contact.public, time)
    people = known_people(home)
    people.pop(person.public, None)
    _store(home, [*people.values(), person])
    return person


def forget_contact(home: Path, public: str) -> None:
    """Remove a key (64 hex). Raises KeyUnusable if it is not known."""
    people = known_people(home)
    if people.pop(public, None) is None:
        raise KeyUnusable("The key {key} is not among your contacts.", key=public[:16])
    _store(home, people.values())


def _store(home: Path, people: Iterable[KnownPerson]) -> None:
    """Write the whole file. Raises KeyUnusable when the disk refuses."""
    rows = [_PersonData(**asdict(person)) for person in people]
    path = home / KNOWN_FILE
    book = msgspec.json.format(msgspec.json.encode(_BookData(1, rows)), indent=1)
    with refuse_os_errors(_UNUSABLE, path):
        write_private(path, book + b"\n")
