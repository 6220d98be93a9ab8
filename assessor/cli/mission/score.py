"""The verb score: print the scores."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from assessor.assessment.review.score_trace import trace_facts
from assessor.cli.base import console
from assessor.cli.base.arguments import FILE_ARGUMENTS, flag
from assessor.cli.base.options import open_assessment
from assessor.cli.base.verb import verb
from assessor.errors import Refused


@verb(
    "score",
    *FILE_ARGUMENTS,
    flag("--json", "with the answers behind each score"),
    examples=["score san-verano.mission --json"],
)
def _run(options: Namespace) -> None:
    with open_assessment(options) as assessment:
        facts = trace_facts(assessment, console.user_language())
    if not facts:
        raise Refused("This form declares no scores.")
    if options.json:
        console.print_json({"assessment": assessment.uuid} | facts)
        return
    _print_sections(facts["dimensions"])
    console.print_line(
        f"  overall {facts['overall_asserted']} asserted, {facts['overall_evidenced']} evidenced, "
        f"{facts['overall_floor']}–{facts['overall_ceiling']} possible, "
        f"coverage {facts['coverage']} %"
    )


def _print_sections(sections: dict[str, dict[str, Any]]) -> None:
    """The scores of each section, by code, as a table."""
    rows = (
        (
            code,
            part["asserted"],
            part["evidenced"],
            f"{part['floor']}–{part['ceiling']}",
            part["lowest"],
            f"{part['rated']}/{part['of']}",
            part["need"],
            part["priority"],
            part["title"],
        )
        for code, part in sections.items()
    )
    head = "section asserted evidenced range lowest rated need priority title"
    console.print_table(rows, tuple(head.split()))
