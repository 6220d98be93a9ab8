"""The verb demo: sample missions, their reports and one registry."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from assessor.cli.base import console
from assessor.cli.base.arguments import path
from assessor.cli.base.receipts import print_receipts
from assessor.cli.base.verb import verb

if TYPE_CHECKING:
    from assessor.assessment.samples.demo import Demo


@verb(
    "demo",
    path("folder", "DIR"),
    examples=["demo demo"],
    negative="a sample does not show what it is made to show",
)
def _run(options: Namespace) -> int:
    from assessor.assessment.samples.demo import make_demo

    made = make_demo(options.folder, _show_progress)
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K")
    console.print_line("Missions")
    console.print_table(
        (each.mission.relative_to(made.folder), each.country_name, each.assessor)
        for each in made.laptops
    )
    console.print_line("Reports, each re-opened, verified and received into an empty registry")
    console.print_table(
        (each.path.relative_to(made.folder), f"{each.pages} pages", f"{each.entries} entries")
        for each in made.exports
    )
    console.print_line("Receipts")
    print_receipts(made.receipts)
    _print_inbox(made)
    _print_scores(made)
    console.print_line("Where everything lies")
    for what, where in (
        ("missions", made.folder / "field"),
        ("reports", made.folder / "reports"),
        ("registry", made.registry),
    ):
        console.print_line(f"  {what:9} {where}")
    if made.conflicts:
        console.print_line(f"Next: {_program()} inbox {made.registry}")
    return 1 if any(each.misses for each in made.countries) else 0


def _print_inbox(made: Demo) -> None:
    console.print_line("Inbox")
    for conflict in made.conflicts:
        console.print_line(f"  {conflict.id}  {conflict.key}")
        for head in conflict.heads:
            body = head.body or {}
            console.print_line(f"      {head.author}: {body.get('note') or body.get('value')}")


def _print_scores(made: Demo) -> None:
    console.print_line("Scores")
    console.print_table(
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


def _program() -> str:
    """How a person calls this program again from where they are."""
    called = Path(sys.argv[0])
    return "python -m assessor" if called.name == "__main__.py" else str(called)


def _show_progress(what: str, done: int, of: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{done}/{of} {what}")
        sys.stderr.flush()
