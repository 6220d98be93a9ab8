"""Verbs on forms: form check."""

from __future__ import annotations

import argparse

from assessor.assessment.forms import form_source
from assessor.cli import say
from assessor.errors import FormError
from assessor.form.parse import parse


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verbs of this module."""
    form = verbs.add_parser("form", help="check a form")
    inner = form.add_subparsers(dest="form_verb", metavar="VERB", required=True)
    check = inner.add_parser("check", help="every problem of a form at once, each with its fix")
    check.add_argument("form", metavar="FORM")
    check.add_argument("--json", action="store_true")
    check.set_defaults(run=_check)


def _check(given: argparse.Namespace) -> int:
    try:
        form = parse(form_source(given.form))
    except FormError as error:
        if given.json:
            say.as_json({"ok": False, "problems": [_facts(each) for each in error.problems]})
        else:
            for problem in error.problems:
                say.line(str(problem))
        return 1
    if given.json:
        say.as_json(
            {
                "ok": True,
                "id": form.id,
                "version": form.version,
                "title": form.title,
                "languages": list(form.languages),
                "problems": [],
            }
        )
    else:
        languages = ", ".join(form.languages) or "one language"
        say.line(
            f"{form.title} ({form.id}, version {form.version}): {languages}. No problems found."
        )
    return 0


def _facts(problem: object) -> dict[str, object]:
    return {name: getattr(problem, name) for name in ("what", "fix", "path", "sheet", "row")}
