"""The verbs keys new, show and renew: the keys of this computer."""

from __future__ import annotations

import argparse
from pathlib import Path

from assessor.assessment.base.file_writing import write_verified
from assessor.cli.base import console
from assessor.cli.base.options import (
    own_identity,
)
from assessor.cli.base.verb import Verb
from assessor.errors import FileError, KeyUnusable
from assessor.parcel.keys.age_sealing import create_headquarters_key, headquarters_public
from assessor.parcel.keys.identity import renew_identity
from assessor.parcel.keys.profile_location import profile_folder


def _add_new(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--headquarters", action="store_true", required=True)
    parser.add_argument("-o", "--output", type=Path, metavar="HQ.pub", help="write the public half")


def _add_show(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true")


def _add_nothing(_: argparse.ArgumentParser) -> None:
    """There is one key that can be renewed."""


def _new(options: argparse.Namespace) -> int:
    if options.output is not None and options.output.exists():
        raise KeyUnusable("{file} exists already: choose another name.", file=options.output)
    if options.output is not None and not options.output.parent.is_dir():  # before there is a key
        raise FileError(
            "There is no folder {folder}: make it first, or choose another.",
            folder=options.output.parent,
        )
    public = create_headquarters_key(profile_folder())
    if options.output is not None:
        write_verified(f"{public}\n".encode("ascii"), options.output)
    console.print_line(public)
    return 0


def _show(options: argparse.Namespace) -> int:
    mine = own_identity()
    facts = {
        "name": mine.name,
        "public": mine.public.hex(),
        "words": mine.words,
        "fingerprint": mine.fingerprint,
        "headquarters": list(headquarters_public(profile_folder())),
    }
    if options.json:
        console.print_json(facts)
    else:
        console.print_table((name, fact) for name, fact in facts.items() if fact)
    return 0


def _renew(_: argparse.Namespace) -> int:
    fresh = renew_identity(profile_folder())
    console.print_line(f"{fresh.name}: {fresh.fingerprint}, {fresh.words}")
    console.print_line("tell headquarters: what the new key signs waits there until it is trusted")
    return 0


VERBS = {
    "keys new": Verb(
        _add_new,
        _new,
        examples=("keys new --headquarters -o hq.pub",),
    ),
    "keys show": Verb(
        _add_show,
        _show,
        examples=("keys show",),
    ),
    "keys renew": Verb(
        _add_nothing,
        _renew,
        examples=("keys renew",),
    ),
}
