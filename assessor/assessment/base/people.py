"""People whom a file introduces: by a contact card, or as signers of a report or parcel."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assessor.errors import KeyUnusable
from assessor.names import safe_name
from assessor.parcel.keys.contact_card import CARD_SUFFIX, Contact, read_card
from assessor.parcel.pack.parcel_pack import unpack_parcel
from assessor.parcel.pdf.parcel_extraction import read_file, read_parcel


def introduced_contacts(path: Path, *, identities: Sequence[str] = ()) -> tuple[Contact, ...]:
    """Return everybody whom a file introduces, its sender first; this trusts nobody.

    A parcel is verified completely first, so these keys did sign it; their names are their own
    claim. `identities` open a sealed file. Raises FileError, ParcelError, or KeyUnusable for a
    parcel without signature.
    """
    data = read_file(path)
    if path.suffix.lower() == CARD_SUFFIX or data.lstrip().startswith(b"{"):
        return (read_card(data),)
    contents = unpack_parcel(read_parcel(path, identities), identities=identities)
    found = {key: Contact(safe_name(names[-1]), "", key) for key, names in contents.signers.items()}
    sender = contents.sender
    first = {sender: found.get(sender, Contact("", "", sender))} if sender else {}
    if not first and not found:
        raise KeyUnusable("{file} was signed by nobody.", file=path.name)
    return tuple((first | found).values())


def choose_contact(people: Sequence[Contact], key: str | None) -> Contact:
    """Return the person whose key begins with `key`, or the first. Raises KeyUnusable."""
    if key is None:
        return people[0]
    prefix = key.replace(" ", "").lower()
    found = [person for person in people if prefix and _begins(person, prefix)]
    if len(found) != 1:
        raise KeyUnusable("No key here, or more than one, begins with {key}.", key=key)
    return found[0]


def _begins(person: Contact, prefix: str) -> bool:
    fingerprint = person.fingerprint.replace(" ", "")
    return person.public.startswith(prefix) or fingerprint.startswith(prefix)
