"""The verb fill: answer questions from a file."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from assessor.assessment.assessment import Assessment
from assessor.assessment.odk.answer_import import import_answers
from assessor.assessment.odk.statement_import import import_statements
from assessor.cli.base import console
from assessor.cli.base.arguments import FILE_ARGUMENTS, path, text
from assessor.cli.base.options import open_assessment
from assessor.cli.base.verb import verb


@verb(
    "fill",
    *FILE_ARGUMENTS,
    path("answers", "ANSWERS.csv"),
    text(
        "--as-statements",
        "SOURCE",
        "import a submission as statements of this source (name or id), beside the answers",
    ),
    examples=[
        "fill san-verano.mission answers.csv",
        'fill san-verano.mission collected.xml --as-statements "Police, cyber unit"',
    ],
)
def _run(options: Namespace) -> None:
    with open_assessment(options) as assessment:
        if options.as_statements:
            _import_statements(assessment, options.answers, options.as_statements)
            return
        done = import_answers(assessment, options.answers)
        progress = assessment.progress()
        console.print_line(
            f"{done} answers written; {progress.answered} of {progress.relevant} questions answered"
        )


def _import_statements(assessment: Assessment, path: Path, source: str) -> None:
    heard = import_statements(assessment, path, source)
    console.print_line(f"{heard.new} statements kept, {heard.known} known already")
    for reference in heard.left:
        console.print_line(
            f"{reference}: is no question that sources are asked, or not in this mission"
        )
