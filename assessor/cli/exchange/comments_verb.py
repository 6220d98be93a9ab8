"""The verb comments: what colleagues say beside answers, and the government's comment matrix."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from assessor.assessment.assessment import Assessment
from assessor.assessment.entries.comments import Comment
from assessor.assessment.report.government_comments import export_matrix, take_matrix
from assessor.cli.base import console
from assessor.cli.base.options import opened, passphrase
from assessor.errors import Refused
from assessor.report.projection.change_log import VERDICTS


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verb of this module."""
    comments = verbs.add_parser(
        "comments", help="comments beside answers; the government's as a table, out and in"
    )
    comments.add_argument("file", type=Path, metavar="FILE")
    comments.add_argument("--assessment", metavar="ID", help="which one, in a registry")
    what = comments.add_mutually_exclusive_group()
    what.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="OUT",
        help="write what the government reads, with room for its comments (.xlsx, .docx)",
    )
    what.add_argument(
        "--take", type=Path, metavar="FILLED", help="take the comments of a filled one in"
    )
    what.add_argument(
        "--respond", nargs=2, metavar=("COMMENT", "TEXT"), help="answer a comment, by its id"
    )
    comments.add_argument(
        "--verdict", choices=tuple(VERDICTS), default="", help="how the comment answered is taken"
    )
    comments.add_argument("--language", default="", metavar="LANG", help="of the table written")
    comments.add_argument("--json", action="store_true")
    passphrase(comments)
    comments.set_defaults(run=_comments)


def _comments(given: argparse.Namespace) -> int:
    if given.language and given.output is None:
        raise Refused("A language belongs to a table that is written: -o FILE.xlsx.")
    if given.verdict and given.respond is None:
        raise Refused("A verdict belongs to an answer: --respond COMMENT TEXT.")
    with opened(given) as assessment:
        if given.output is not None:
            done = export_matrix(assessment, given.output, language=given.language or None)
            console.line(
                f"{done.path}: to be filled in by the government, and taken in with --take"
            )
            return 0
        if given.take is not None:
            return _take(assessment, given.take, json=given.json)
        if given.respond is not None:
            comment, text = given.respond
            assessment.respond(comment, text, given.verdict)
        found = [_facts(assessment, one) for one in assessment.comments()]
    if given.json:
        console.as_json(found)
        return 0
    for one in found:
        settled = "  (settled)" if one["resolved"] else ""
        console.line(f"{one['id']}  {one['reference']}{settled}")
        whose = f"{one['source']}, taken in by {one['author']}" if one["source"] else one["author"]
        taken = f"({one['verdict']}) " if one["verdict"] else ""
        console.line(f"  {whose}, {one['at']}: {taken}{one['text']}")
    console.line(f"{len(found)} comments")
    return 0


def _take(assessment: Assessment, path: Path, *, json: bool) -> int:
    taken = take_matrix(assessment, path)
    if json:
        facts = {"comments": taken.comments, "responses": taken.responses, "known": taken.known}
        console.as_json(facts)
    else:
        console.line(
            f"{path}: {taken.comments} new comments, {taken.responses} new answers, "
            f"{taken.known} known already"
        )
    return 0


def _facts(assessment: Assessment, one: Comment) -> dict[str, Any]:
    source = assessment.sources().get(one.source, {})
    return {
        "id": one.id,
        "reference": one.reference,
        "text": one.text,
        "source": str(source.get("institution", one.source)),
        "author": one.first.author,
        "at": console.moment(one.first.at),
        "resolved": one.resolved,
        "answers": list(one.answers),
        "verdict": one.verdict,
    }
