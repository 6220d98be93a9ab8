"""Parsers that only list verbs, from the verb table."""

from __future__ import annotations

import argparse

from assessor.cli.base.verb import UNUSABLE, exit_status, more_help
from assessor.cli.verb_table import GROUPS, VERBS


def top_parser() -> argparse.ArgumentParser:
    """A parser that knows the names of all verbs and none of their arguments."""
    parser = argparse.ArgumentParser(
        prog="assessor",
        description="Structured country assessments, offline. Without a verb the window opens.",
        epilog="\n".join((more_help(), "", *exit_status(UNUSABLE))),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="store_true", help="print the version and exit")
    parser.add_argument(
        "--debug",
        action="store_true",
        help="log entries, signals and SQL statements to standard error, without any content",
    )
    verbs = parser.add_subparsers(metavar="VERB", title="verbs")
    for name in dict.fromkeys(verb.split()[0] for verb in VERBS):
        verbs.add_parser(name, help=GROUPS[name] if name in GROUPS else VERBS[name][1])
    return parser


def group_parser(group: str) -> argparse.ArgumentParser:
    """The same for the verbs of one group."""
    parser = argparse.ArgumentParser(
        prog=f"assessor {group}",
        description=f"{GROUPS[group][:1].upper()}{GROUPS[group][1:]}.",
        epilog=more_help(group),
    )
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    for verb, (_, summary) in VERBS.items():
        if verb.startswith(f"{group} "):
            verbs.add_parser(verb.split()[1], help=summary)
    return parser
