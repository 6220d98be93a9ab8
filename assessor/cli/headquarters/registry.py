"""The verbs registry …: compare two registries; roles in a shared registry."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from assessor.cli.base import console
from assessor.cli.base.arguments import PASSPHRASE, argument
from assessor.cli.base.options import read_passphrase
from assessor.cli.base.verb import verb
from assessor.store.model.database_address import parse_location
from assessor.store.postgres.registry_database import ANALYST, grant_statements
from assessor.store.read.registry_dump import dump_digest, dump_lines
from assessor.store.write.mission import Mission

_REGISTRIES = argument(
    "registries",
    "REGISTRY",
    "several, if each holds a part of the assessments",
    nargs="+",
    type=parse_location,
)


@verb("registry digest", _REGISTRIES, PASSPHRASE, examples=["registry digest hq.registry"])
def _digest(options: Namespace) -> None:
    with _open_all(options) as records:
        console.print_line(dump_digest(*records))


@verb("registry dump", _REGISTRIES, PASSPHRASE, examples=["registry dump hq.registry"])
def _dump(options: Namespace) -> None:
    with _open_all(options) as records:
        sys.stdout.writelines(dump_lines(*records))


@contextmanager
def _open_all(options: Namespace) -> Iterator[list[Mission]]:
    secret = read_passphrase(options)
    with ExitStack() as opened:
        yield [
            opened.enter_context(Mission.open(each, passphrase=secret, read_only=True))
            for each in options.registries
        ]


@verb("registry grants", examples=["registry grants"])
def _grants(_: Namespace) -> None:
    console.print_line(f"-- psql DATABASE < this; then for each person: GRANT {ANALYST} TO person;")
    sys.stdout.write(grant_statements())
