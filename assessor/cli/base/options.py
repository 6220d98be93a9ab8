"""What options name: files, registries, passphrases, the user's own keys."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from assessor.errors import FileError, Refused

if TYPE_CHECKING:
    from assessor.assessment.assessment import Assessment
    from assessor.assessment.mission.outgoing_seal import OutgoingSeal
    from assessor.parcel.keys.identity import Identity
    from assessor.store.write.mission import Mission

_INTERNAL = "internal"


def read_passphrase(options: argparse.Namespace) -> str | None:
    """Read the passphrase from the file named on the command line, if there is one."""
    return read_first_line(options.passphrase_file)


def read_first_line(path: Path | None) -> str | None:
    """Read a passphrase from a file, if one is named. Raises FileError; Refused if it is empty."""
    if path is None:
        return None
    return read_secret(path, "{file} holds no passphrase: its first line is empty.")


def read_secret(path: Path, empty: str) -> str:
    """Read the first line of a file. Raises FileError; Refused with `empty` if it is blank."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise FileError("{file} cannot be read: {why}.", file=path, why=error.strerror) from error
    except UnicodeDecodeError as error:
        raise FileError("{file} is no text in UTF-8: save it as such.", file=path) from error
    first = text.splitlines()[0] if text else ""
    if not first:
        raise Refused(empty, file=path)
    return first


def read_seal_passphrase(options: argparse.Namespace, mission: Mission) -> str | None:
    """Read what seals files without a key: the passphrase of the mission, or the one that was
    chosen for what leaves a protected registry. Raises Refused where that would seal nothing."""
    chosen = read_first_line(options.sealed_passphrase_file)
    is_registry = mission.role == "registry"
    internal = getattr(options, "profile", _INTERNAL) == _INTERNAL
    if chosen and not (is_registry and mission.encrypted and internal):
        raise Refused(
            "{name} is no protected registry, or the file is not for internal use: it is not "
            "sealed with a passphrase of its own. Leave out --sealed-passphrase-file.",
            name=mission.path.name,
        )
    return chosen if is_registry else read_passphrase(options)


def read_seal(options: argparse.Namespace, mission: Mission) -> OutgoingSeal:
    """Return the seal of internal files that leave a mission or registry. Raises Refused."""
    from assessor.assessment.mission.outgoing_seal import choose_seal

    to, passphrase = () if options.plain else None, read_seal_passphrase(options, mission)
    return choose_seal(mission, _INTERNAL, to=to, passphrase=passphrase)


def own_identity(name: str | None = None) -> Identity:
    """The identity of this laptop's user; `name` renames it."""
    from assessor.parcel.keys.identity import load_identity
    from assessor.parcel.keys.profile_location import profile_folder

    return load_identity(profile_folder(), name)


def own_keys(sealed_with: Path | None = None) -> tuple[str, ...]:
    """What opens sealed files: headquarters' secret keys on this laptop (none elsewhere), and the
    passphrase in the file `sealed_with`. Raises FileError; Refused if it is empty."""
    from assessor.parcel.keys.age_sealing import headquarters_keys, passphrase_identity
    from assessor.parcel.keys.profile_location import profile_folder

    passphrase = read_first_line(sealed_with)
    own = headquarters_keys(profile_folder())
    return own if passphrase is None else (*own, passphrase_identity(passphrase))


def known_keys() -> tuple[str, ...]:
    """The public keys (64 hex) of this laptop's user and of the people they know."""
    from assessor.parcel.keys.known_people import known_people
    from assessor.parcel.keys.profile_location import profile_folder

    return (own_identity().public.hex(), *known_people(profile_folder()))


def open_assessment(options: argparse.Namespace, *, by_path: bool = False) -> Assessment:
    """Open the assessment in the file named on the command line (`by_path`: see Assessment)."""
    from assessor.assessment.assessment import Assessment

    return Assessment.open(
        options.file,
        identity=own_identity(),
        assessment=options.assessment,
        passphrase=read_passphrase(options),
        by_path=by_path,
    )


def key_and_name(key: str) -> tuple[str, str]:
    """Return a key as it was written, or the key and name on a contact card."""
    from assessor.assessment.base.people import introduced_contacts
    from assessor.parcel.keys.contact_card import CARD_SUFFIX

    if Path(key).suffix.lower() != CARD_SUFFIX:
        return key, ""
    [card] = introduced_contacts(Path(key))
    return card.public, card.name


def open_mission(options: argparse.Namespace, *, read_only: bool = False) -> Mission:
    """Open the mission or registry named on the command line."""
    from assessor.store.write.mission import Mission

    return Mission.open(options.file, passphrase=read_passphrase(options), read_only=read_only)
