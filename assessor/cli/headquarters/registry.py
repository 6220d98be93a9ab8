"""The verb registry: what a registry holds in one number, and who may do what in a shared one."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from assessor.cli.base import console
from assessor.cli.base.options import passphrase, passphrase_of
from assessor.store.model.database_address import parse_location
from assessor.store.postgres.database_roles import ANALYST, grant_statements
from assessor.store.read.registry_dump import dump_digest, dump_lines
from assessor.store.write.mission import Mission


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verbs of this module."""
    top = verbs.add_parser("registry", help="compare two registries; roles in a shared one")
    inner = top.add_subparsers(dest="what", required=True, metavar="WHAT")
    tells = inner.add_parser(
        "digest", help="one number (SHA-256) for all it comes to, the same where the same is held"
    )
    writes = inner.add_parser("dump", help="the lines that number is of")
    for verb, run in ((tells, _digest), (writes, _dump)):
        verb.add_argument(
            "registries",
            nargs="+",
            type=parse_location,
            metavar="REGISTRY",
            help="several that hold parts of one, by assessment",
        )
        passphrase(verb)
        verb.set_defaults(run=run)
    roles = inner.add_parser(
        "grants", help="the SQL that makes the roles of reader, analyst and keeper in PostgreSQL"
    )
    roles.set_defaults(run=_grants)


def _digest(given: argparse.Namespace) -> int:
    with _opened(given) as records:
        console.line(dump_digest(*records))
    return 0


def _dump(given: argparse.Namespace) -> int:
    with _opened(given) as records:
        for line in dump_lines(*records):
            sys.stdout.write(line)
    return 0


@contextmanager
def _opened(given: argparse.Namespace) -> Iterator[list[Mission]]:
    secret = passphrase_of(given)
    with ExitStack() as opened:
        yield [
            opened.enter_context(Mission.open(each, passphrase=secret, read_only=True))
            for each in given.registries
        ]


def _grants(_: argparse.Namespace) -> int:
    console.line(f"-- psql DATABASE < this; then for each person: GRANT {ANALYST} TO person;")
    sys.stdout.write(grant_statements())
    return 0
