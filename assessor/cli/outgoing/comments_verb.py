"""The verb comments: comments of colleagues, and the comment matrix."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.statements import sources_of
from assessor.assessment.entries.comments import KIND, Comment, comments_of
from assessor.assessment.entries.remarks import respond_to_remark
from assessor.assessment.report.government_comments import export_matrix, import_matrix
from assessor.cli.base import console
from assessor.cli.base.arguments import (
    ASSESSMENT,
    JSON,
    LOCAL_FILE,
    PASSPHRASE,
    argument,
    either,
    path,
    text,
)
from assessor.cli.base.entries import (
    author_and_moment,
    author_marked,
    outside_facts,
    print_outside,
)
from assessor.cli.base.options import open_assessment
from assessor.cli.base.verb import verb
from assessor.errors import Refused
from assessor.report.projection.change_log import VERDICTS


@verb(
    "comments",
    LOCAL_FILE,
    ASSESSMENT,
    either(
        path(
            "-o --output", "OUT", "write the table that the government comments on (.xlsx, .docx)"
        ),
        path("--take", "FILLED", "import the comments of a filled table"),
        argument("--respond", ("COMMENT", "TEXT"), "answer a comment, by its id", nargs=2),
    ),
    text("--verdict", choices=tuple(VERDICTS), meaning="the decision on that comment"),
    text("--language", "LANG", "language of the table"),
    JSON,
    PASSPHRASE,
    examples=[
        "comments san-verano.mission -o comments.xlsx",
        "comments san-verano.mission --take filled.xlsx",
    ],
)
def _run(options: Namespace) -> None:
    if options.language and options.output is None:
        raise Refused("A language belongs to a table that is written: -o FILE.xlsx.")
    if options.verdict and options.respond is None:
        raise Refused("A verdict belongs to an answer: --respond COMMENT TEXT.")
    with open_assessment(options) as assessment:
        if options.output is not None:
            done = export_matrix(assessment, options.output, language=options.language or None)
            hint = "to be filled in by the government, and taken in with --take"
            console.print_line(f"{done.path}: {hint}")
            return
        if options.take is not None:
            _take(assessment, options.take, json=options.json)
            return
        if options.respond is not None:
            comment, text = options.respond
            respond_to_remark(assessment, comment, text, options.verdict)
        found = [_facts(assessment, one) for one in comments_of(assessment)]
        outside = outside_facts(assessment, KIND)
    if options.json:
        console.print_json(found)
        return
    for one in found:
        settled = "  (settled)" if one["resolved"] else ""
        console.print_line(f"{one['id']}  {one['reference']}{settled}")
        author = author_marked(one)
        whose = f"{one['source']}, taken in by {author}" if one["source"] else author
        taken = f"({one['verdict']}) " if one["verdict"] else ""
        console.print_line(f"  {whose}, {one['at']}: {taken}{one['text']}")
    print_outside(outside)
    console.print_line(f"{len(found)} comments")


def _take(assessment: Assessment, path: Path, *, json: bool) -> None:
    taken = import_matrix(assessment, path)
    if json:
        console.print_json(console.attributes(taken, "comments responses known"))
    else:
        counts = f"{taken.comments} new comments, {taken.responses} new answers"
        console.print_line(f"{path}: {counts}, {taken.known} known already")


def _facts(assessment: Assessment, one: Comment) -> dict[str, Any]:
    source = sources_of(assessment).get(one.source, {})
    return {
        **console.attributes(one, "id reference text"),
        "source": str(source.get("institution", one.source)),
        **author_and_moment(one.first, assessment.trust()),
        **console.attributes(one, "resolved answers verdict"),
    }
