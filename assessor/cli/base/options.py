"""What the verbs name and how it is opened: files, registries, passphrases, and who one is."""

from __future__ import annotations

import argparse
from pathlib import Path

from assessor.assessment.assessment import Assessment
from assessor.cli.base import console
from assessor.errors import FileError, Reason, Refused
from assessor.parcel.keys.identity import Identity, load_identity, profile_folder
from assessor.store.model.database_address import parse_location

_NAMELESS = Reason(
    "It carries no name: assessor keys card -o me.card --name NAME says who you are."
)


def file_place(verb: argparse.ArgumentParser) -> None:
    """Let a verb work on a mission, or on one assessment of a registry."""
    verb.add_argument("file", type=parse_location, metavar="FILE")
    verb.add_argument("--assessment", metavar="ID", help="which one, in a registry")
    passphrase(verb)


def registry_place(verb: argparse.ArgumentParser, more: str = "") -> None:
    """Let a verb work on a registry, a file or one that a team shares."""
    told = "a file, or postgresql://user@host/database"
    verb.add_argument("registry", type=parse_location, metavar="REGISTRY", help=told + more)


def passphrase(verb: argparse.ArgumentParser) -> None:
    """Let a verb open an encrypted file."""
    verb.add_argument(
        "--passphrase-file", type=Path, metavar="F", help="its first line opens the file"
    )


def mission_verb(
    inner: argparse._SubParsersAction[argparse.ArgumentParser], name: str, does: str
) -> argparse.ArgumentParser:
    """A verb under another that works on one assessment of a file."""
    verb = inner.add_parser(name, help=does)
    verb.add_argument("file", type=Path, metavar="FILE.mission")
    verb.add_argument("--assessment", metavar="ID", help="which one, in a registry")
    passphrase(verb)
    return verb


def passphrase_of(given: argparse.Namespace) -> str | None:
    """The passphrase in the file named on the command line, if one is."""
    return first_line(given.passphrase_file)


def first_line(path: Path | None) -> str | None:
    """The passphrase in a file, if one is named. Raises FileError, or Refused for an empty one."""
    if path is None:
        return None
    return secret_in(path, "{file} holds no passphrase: its first line is empty.")


def secret_in(path: Path, empty: str) -> str:
    """The first line of a file. Raises FileError, or Refused with `empty` where it is blank."""
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


def me(name: str | None = None) -> Identity:
    """Who is at this laptop."""
    return load_identity(profile_folder(), name)


def hint_of_a_name() -> None:
    """Say that what was just said here carries no name, where it does not, and how to give one."""
    if not me().name:
        console.line(console.in_words(_NAMELESS))


def opened(given: argparse.Namespace) -> Assessment:
    """The assessment in the file named on the command line."""
    return Assessment.open(
        given.file,
        identity=me(),
        assessment=given.assessment,
        passphrase=passphrase_of(given),
    )
