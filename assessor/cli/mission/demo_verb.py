"""The verb demo: sample missions, their PDFs, one registry."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from assessor.cli.base import console
from assessor.cli.headquarters.receive import print_receipts

if TYPE_CHECKING:
    from assessor.assessment.samples.demo import Demo


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
    from assessor.assessment.samples.demo import demo

    made = demo(given.folder, _tell)
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K")
    console.line("Missions")
    console.table(
        (each.mission.relative_to(made.folder), each.country_name, each.assessor)
        for each in made.laptops
    )
    console.line("Reports, each re-opened, verified and received into an empty registry")
    console.table(
        (each.path.relative_to(made.folder), f"{each.pages} pages", f"{each.entries} entries")
        for each in made.exports
    )
    console.line("Receipts")
    print_receipts(made.receipts)
    _say_inbox(made)
    _say_scores(made)
    console.line("Where everything lies")
    for what, where in (
        ("missions", made.folder / "field"),
        ("reports", made.folder / "reports"),
        ("registry", made.registry),
    ):
        console.line(f"  {what:9} {where}")
    if made.conflicts:
        console.line(f"Next: {_me()} inbox {made.registry}")
    return 1 if any(each.misses for each in made.countries) else 0


def _say_inbox(made: Demo) -> None:
    console.line("Inbox")
    for conflict in made.conflicts:
        console.line(f"  {conflict.id}  {conflict.key}")
        for head in conflict.heads:
            body = head.body or {}
            what = f"{body.get('value')} ({body.get('evidence')})"
            console.line(f"      {head.author}: {what} {body.get('note', '')}")


def _say_scores(made: Demo) -> None:
    console.line("Scores")
    console.table(
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
