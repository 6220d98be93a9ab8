"""The verbs keys new, show and renew: the keys of this computer."""

from __future__ import annotations

from argparse import Namespace

from assessor.assessment.base.file_writing import write_verified
from assessor.cli.base import console
from assessor.cli.base.arguments import JSON, flag, path
from assessor.cli.base.options import own_identity
from assessor.cli.base.verb import verb
from assessor.errors import FileError, KeyUnusable
from assessor.parcel.keys.age_sealing import create_headquarters_key, headquarters_public
from assessor.parcel.keys.identity import renew_identity
from assessor.parcel.keys.profile_location import profile_folder


@verb(
    "keys new",
    flag("--headquarters", required=True),
    path("-o --output", "HQ.pub", "write the public half"),
    examples=["keys new --headquarters -o hq.pub"],
)
def _new(options: Namespace) -> None:
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


@verb("keys show", JSON, examples=["keys show"])
def _show(options: Namespace) -> None:
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


@verb("keys renew", examples=["keys renew"])
def _renew(_: Namespace) -> None:
    fresh = renew_identity(profile_folder())
    console.print_line(f"{fresh.name}: {fresh.fingerprint}, {fresh.words}")
    console.print_line("tell headquarters: what the new key signs waits there until it is trusted")
