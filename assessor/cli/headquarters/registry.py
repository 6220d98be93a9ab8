"""The verbs registry …: compare two registries; roles in a shared registry."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from assessor.cli.base import console
from assessor.cli.base.options import (
    add_passphrase,
    read_passphrase,
)
from assessor.cli.base.verb import Verb
from assessor.store.model.database_address import parse_location
from assessor.store.postgres.registry_database import ANALYST, grant_statements
from assessor.store.read.registry_dump import dump_digest, dump_lines
from assessor.store.write.mission import Mission


def _add_registries(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "registries",
        nargs="+",
        type=parse_location,
        metavar="REGISTRY",
        help="several, if each holds a part of the assessments",
    )
    add_passphrase(parser)


def _add_nothing(_: argparse.ArgumentParser) -> None:
    """The SQL is the same for every database."""


def _digest(options: argparse.Namespace) -> int:
    with _open_all(options) as records:
        console.print_line(dump_digest(*records))
    return 0


def _dump(options: argparse.Namespace) -> int:
    with _open_all(options) as records:
        for line in dump_lines(*records):
            sys.stdout.write(line)
    return 0


@contextmanager
def _open_all(options: argparse.Namespace) -> Iterator[list[Mission]]:
    secret = read_passphrase(options)
    with ExitStack() as opened:
        yield [
            opened.enter_context(Mission.open(each, passphrase=secret, read_only=True))
            for each in options.registries
        ]


def _grants(_: argparse.Namespace) -> int:
    console.print_line(f"-- psql DATABASE < this; then for each person: GRANT {ANALYST} TO person;")
    sys.stdout.write(grant_statements())
    return 0


VERBS = {
    "registry digest": Verb(
        _add_registries,
        _digest,
        examples=("registry digest hq.registry",),
    ),
    "registry dump": Verb(
        _add_registries,
        _dump,
        examples=("registry dump hq.registry",),
    ),
    "registry grants": Verb(
        _add_nothing,
        _grants,
        examples=("registry grants",),
    ),
}
