"""The verb demo: sample missions, their PDFs, one registry."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from assessor.cli import say
from assessor.cli.receiving import print_receipts

if TYPE_CHECKING:
    from assessor.assessment.demo import Demo


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verbs of this module."""
    demo = verbs.add_parser("demo", help="sample missions, their PDFs, one registry: the whole job")
    demo.add_argument(
        "folder",
        type=Path,
        metavar="DIR",
        help="a new folder, or an earlier demo's",
    )
    demo.set_defaults(run=_demo)


def _demo(given: argparse.Namespace) -> int:
    from assessor.assessment.demo import demo

    made = demo(given.folder, _tell)
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K")
    say.line("Missions")
    say.table(
        (each.mission.relative_to(made.folder), each.country_name, each.assessor)
        for each in made.laptops
    )
    say.line("Reports, each re-opened, verified and received into an empty registry")
    say.table(
        (each.path.relative_to(made.folder), f"{each.pages} pages", f"{each.entries} entries")
        for each in made.exports
    )
    say.line("Receipts")
    print_receipts(made.receipts)
    _say_inbox(made)
    _say_scores(made)
    say.line("Where everything lies")
    for what, where in (
        ("missions", made.folder / "field"),
        ("reports", made.folder / "reports"),
        ("registry", made.registry),
    ):
        say.line(f"  {what:9} {where}")
    if made.conflicts:
        say.line(f"Next: {_me()} inbox {made.registry}")
    return 1 if any(each.misses for each in made.countries) else 0


def _say_inbox(made: Demo) -> None:
    say.line("Inbox")
    for conflict in made.conflicts:
        say.line(f"  {conflict.id}  {conflict.key}")
        for head in conflict.heads:
            body = head.body or {}
            what = f"{body.get('value')} ({body.get('evidence')})"
            say.line(f"      {head.author}: {what} {body.get('note', '')}")


def _say_scores(made: Demo) -> None:
    say.line("Scores")
    say.table(
        (
            (
                each.country,
                each.name,
                f"{each.scores['overall_asserted']:.2f}",
                f"{each.scores['overall_evidenced']:.2f}",
                f"{each.scores['coverage']} %",
                "as expected" if not each.misses else "; ".join(each.misses),
            )
            for each in made.countries
        ),
        ("", "", "asserted", "evidenced", "coverage", ""),
    )


def _me() -> str:
    """How a person calls this program again from where they are."""
    called = Path(sys.argv[0])
    return "python -m assessor" if called.name == "__main__.py" else str(called)


def _tell(what: str, done: int, of: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{done}/{of} {what}")
        sys.stderr.flush()
