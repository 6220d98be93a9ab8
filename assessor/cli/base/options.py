"""Options that several verbs have, and what they name: files, registries, passphrases."""

from __future__ import annotations

import argparse
import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assessor.cli.base import console
from assessor.cli.base.verb import AddArgument
from assessor.errors import FileError, Reason, Refused
from assessor.store.model.database_address import parse_location

if TYPE_CHECKING:
    from assessor.assessment.assessment import Assessment
    from assessor.parcel.keys.identity import Identity

_NAMELESS = Reason(
    "It carries no name: assessor keys card -o me.card --name NAME says who you are."
)
_SIZE = re.compile(r"(\d{1,9})\s*(b|kb|mb|gb)?", re.IGNORECASE)
_UNITS = {"b": 1, "kb": 2**10, "mb": 2**20, "gb": 2**30}


def argument(
    names: str, metavar: str | tuple[str, ...] | None = None, meaning: str = "", **settings: Any
) -> AddArgument:
    """Declare an argument; `names` are separated by spaces, `settings` those of add_argument."""
    return lambda parser: parser.add_argument(
        *names.split(), metavar=metavar, help=meaning or None, **settings
    )


def flag(name: str, meaning: str = "", *, required: bool = False) -> AddArgument:
    """Declare an option without a value."""
    return lambda parser: parser.add_argument(
        name, action="store_true", help=meaning or None, required=required
    )


def either(*arguments: AddArgument, required: bool = False) -> AddArgument:
    """Declare options of which a call has at most one."""

    def add(parser: argparse._ActionsContainer) -> None:
        group = parser.add_mutually_exclusive_group(required=required)
        for add_one in arguments:
            add_one(group)

    return add


def registry(more: str = "") -> AddArgument:
    """Declare a registry: a file, or a database that a team shares."""
    meaning = f"a file, or postgresql://user@host/database{more}"
    return argument("registry", "REGISTRY", meaning, type=parse_location)


text = partial(argument, default="")
path = partial(argument, type=Path)
FILE = argument("file", "FILE", type=parse_location)
LOCAL_FILE = path("file", "FILE")
MISSION_FILE = path("file", "FILE.mission")
REGISTRY = registry()
ASSESSMENT = argument("--assessment", "ID")
PASSPHRASE = path("--passphrase-file", "F")
PACK_PASSPHRASE = path("--pack-passphrase-file", "F", "its first line opens the pack")
LANGUAGE = text("--language", "LANG")
JSON = flag("--json")
FILE_ARGUMENTS = (FILE, ASSESSMENT, PASSPHRASE)
"""A mission, or one assessment of a registry."""
MISSION_ARGUMENTS = (MISSION_FILE, ASSESSMENT, PASSPHRASE)


def parse_size(text: str) -> int:
    """Parse 500kB or 5MB into bytes. Raises argparse.ArgumentTypeError."""
    found = _SIZE.fullmatch(text.strip())
    if found is None:
        raise argparse.ArgumentTypeError(f"{text} is no size: write 500kB or 5MB")
    return int(found[1]) * _UNITS[(found[2] or "b").lower()]


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


def own_identity(name: str | None = None) -> Identity:
    """The identity of this laptop's user; `name` renames it."""
    from assessor.parcel.keys.identity import load_identity
    from assessor.parcel.keys.profile_location import profile_folder

    return load_identity(profile_folder(), name)


def hint_if_nameless() -> None:
    """Print how to set a name, if the user has none."""
    if not own_identity().name:
        console.print_line(console.sentence_of(_NAMELESS))


def open_assessment(options: argparse.Namespace) -> Assessment:
    """Open the assessment in the file named on the command line."""
    from assessor.assessment.assessment import Assessment

    return Assessment.open(
        options.file,
        identity=own_identity(),
        assessment=options.assessment,
        passphrase=read_passphrase(options),
    )
