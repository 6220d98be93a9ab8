"""Arguments of verbs: how they are declared, and those that several verbs have."""

from __future__ import annotations

import argparse
import re
from functools import partial
from pathlib import Path
from typing import Any

from assessor.cli.base.verb import AddArgument
from assessor.store.model.database_address import parse_location

_SIZE = re.compile(r"(\d{1,9})\s*(b|kb|mb|gb)?", re.IGNORECASE)
_UNITS = {"b": 1, "kb": 2**10, "mb": 2**20, "gb": 2**30}


def argument(
    names: str, metavar: str | tuple[str, ...] | None = None, meaning: str = "", **settings: Any
) -> AddArgument:
    """Declare an argument; `names` are separated by spaces, `settings` those of add_argument."""
    return lambda parser: parser.add_argument(
        *names.split(), metavar=metavar, help=meaning or None, **settings
    )


def flag(names: str, meaning: str = "", *, required: bool = False) -> AddArgument:
    """Declare an option without a value, by its name and other spellings of it."""
    return lambda parser: parser.add_argument(
        *names.split(), action="store_true", help=meaning or None, required=required
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
    return argument("file", "REGISTRY", meaning, type=parse_location)


text = partial(argument, default="")
path = partial(argument, type=Path)
FILE = argument("file", "FILE", type=parse_location)
LOCAL_FILE = path("file", "FILE")
MISSION_FILE = path("file", "FILE.mission")
REGISTRY = registry()
ASSESSMENT = argument("--assessment", "ID")
PASSPHRASE = path("--passphrase-file", "F")
PACK_PASSPHRASE = path("--pack-passphrase-file", "F", "its first line opens the pack")
SEAL_PASSPHRASE = path(
    "--sealed-passphrase-file", "F", "its first line opens a file that a team sealed with it"
)
PLAIN = flag("--plain --unsealed", "do not seal it: readable by anybody who gets the file")
READABLE = flag("--plain", "take it in though anybody who gets this file can then read it")
SEALING = either(
    PLAIN,
    path("--sealed-passphrase-file", "F", "its first line seals what leaves a protected registry"),
)
LANGUAGE = text("--language", "LANG")
JSON = flag("--json")
FILE_ARGUMENTS = (FILE, ASSESSMENT, PASSPHRASE)
"""A mission, or one assessment of a registry."""
MISSION_ARGUMENTS = (MISSION_FILE, ASSESSMENT, PASSPHRASE)
LAST_OPTIONS = (ASSESSMENT, JSON, PASSPHRASE)
REFERENCE = argument("reference", "REF", "a question's name or reference")


def parse_size(text: str) -> int:
    """Parse 500kB or 5MB into bytes. Raises argparse.ArgumentTypeError."""
    found = _SIZE.fullmatch(text.strip())
    if found is None:
        raise argparse.ArgumentTypeError(f"{text} is no size: write 500kB or 5MB")
    return int(found[1]) * _UNITS[(found[2] or "b").lower()]
