"""The verb score: print the scores."""

from __future__ import annotations

import argparse
from typing import Any

from assessor.assessment.review.score_trace import trace_facts
from assessor.cli.base import console
from assessor.cli.base.options import (
    add_file,
    open_assessment,
)
from assessor.cli.base.verb import Verb
from assessor.errors import Refused


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_file(parser)
    parser.add_argument("--json", action="store_true", help="with the answers behind each score")


def _run(options: argparse.Namespace) -> int:
    with open_assessment(options) as assessment:
        facts = trace_facts(assessment, console.user_language())
    if not facts:
        raise Refused("This form declares no scores.")
    if options.json:
        console.print_json({"assessment": assessment.uuid} | facts)
        return 0
    _print_sections(facts["dimensions"])
    console.print_line(
        f"  overall {facts['overall_asserted']} asserted, {facts['overall_evidenced']} evidenced, "
        f"{facts['overall_floor']}–{facts['overall_ceiling']} possible, "
        f"coverage {facts['coverage']} %"
    )
    return 0


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


VERBS = {
    "score": Verb(
        _add_arguments,
        _run,
        examples=("score san-verano.mission --json",),
    ),
}
