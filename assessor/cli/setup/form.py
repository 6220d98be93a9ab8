"""Verbs on forms: form check, form print."""

from __future__ import annotations

import argparse
from pathlib import Path

from assessor.assessment.core.accepted_forms import accepted
from assessor.assessment.mission.form_files import form_source
from assessor.assessment.report.form_printing import PrintedPart, print_blank
from assessor.cli.base import console
from assessor.errors import FormError, Problem


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verbs of this module."""
    form = verbs.add_parser("form", help="check a form; print it as a questionnaire")
    inner = form.add_subparsers(dest="form_verb", metavar="VERB", required=True)
    check = inner.add_parser("check", help="every problem of a form at once, each with its fix")
    check.add_argument("form", metavar="FORM")
    check.add_argument("--json", action="store_true")
    check.set_defaults(run=_check)
    paper = inner.add_parser("print", help="a blank questionnaire, or one cluster's agenda, as PDF")
    paper.add_argument("form", metavar="FORM")
    paper.add_argument("-o", "--output", required=True, type=Path, metavar="OUT.pdf")
    paper.add_argument(
        "--cluster", default="", metavar="CODE", help="only what this group is asked"
    )
    paper.add_argument("--section", default="", metavar="NAME", help="only this section")
    paper.add_argument("--language", default="", metavar="LANG")
    paper.add_argument("--guidance", action="store_true", help="with each question's guidance")
    paper.set_defaults(run=_print)


def _print(given: argparse.Namespace) -> int:
    source = form_source(given.form)
    accepted(source)
    size = print_blank(
        source,
        given.output,
        part=PrintedPart(given.section, given.cluster),
        language=given.language,
        guidance=given.guidance,
    )
    console.line(f"{given.output}: {size} bytes")
    return 0


def _check(given: argparse.Namespace) -> int:
    remarks: tuple[Problem, ...] = ()
    try:
        source = form_source(given.form)
        remarks = source.remarks
        form = accepted(source)
    except FormError as error:
        _say_problems(error, remarks, given.json)
        return 1
    if given.json:
        console.as_json(
            {
                "ok": True,
                "usable": True,
                "id": form.id,
                "version": form.version,
                "title": form.title,
                "languages": list(form.languages),
                "problems": [],
                "remarks": [_facts(each) for each in remarks],
            }
        )
    else:
        _say_remarks(remarks)
        languages = ", ".join(form.languages) or "one language"
        console.line(
            f"{form.title} ({form.id}, version {form.version}): {languages}. No problems found."
        )
    return 0


def _say_remarks(remarks: tuple[Problem, ...]) -> None:
    for remark in remarks:
        console.line(f"REMARK    {remark}")


def _say_problems(error: FormError, remarks: tuple[Problem, ...], as_json: bool) -> None:
    """Every problem, and of each whether the form can be used all the same."""
    if as_json:
        facts = [_facts(each) for each in error.problems]
        told = {"ok": False, "usable": error.passable, "problems": facts}
        console.as_json({**told, "remarks": [_facts(each) for each in remarks]})
        return
    for problem in error.problems:
        console.line(
            f"PASSABLE  {problem} ({problem.instead})"
            if problem.passable
            else f"UNUSABLE  {problem}"
        )
    _say_remarks(remarks)
    console.line(
        "The form can be used anyway (assessor new --anyway); the problems are then passed over."
        if error.passable
        else "The form cannot be used."
    )


def _facts(problem: Problem) -> dict[str, object]:
    names = ("what", "fix", "path", "sheet", "row", "passable", "instead")
    return {name: getattr(problem, name) for name in names}
