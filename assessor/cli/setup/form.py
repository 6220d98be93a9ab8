"""The verbs form …: check a form, print it as a questionnaire."""

from __future__ import annotations

from argparse import Namespace

from assessor.assessment.core.accepted_forms import accept_form
from assessor.assessment.mission.form_files import form_source
from assessor.assessment.report.form_printing import PrintedPart, print_blank
from assessor.cli.base import console
from assessor.cli.base.arguments import JSON, LANGUAGE, argument, flag, path, text
from assessor.cli.base.verb import verb
from assessor.errors import FormError, Problem


@verb(
    "form print",
    argument("form", "FORM"),
    path("-o --output", "OUT.pdf", required=True),
    text("--cluster", "CODE", "only the questions for this group"),
    text("--section", "NAME", "only this section"),
    LANGUAGE,
    flag("--guidance", "print the guidance of questions"),
    examples=["form print cybercrime_needs -o agenda.pdf --cluster pol --language es"],
)
def _print(options: Namespace) -> None:
    source = form_source(options.form)
    accept_form(source)
    size = print_blank(
        source,
        options.output,
        part=PrintedPart(options.section, options.cluster),
        language=options.language,
        guidance=options.guidance,
    )
    console.print_line(f"{options.output}: {size} bytes")


@verb(
    "form check",
    argument("form", "FORM"),
    JSON,
    examples=["form check our-form.xlsx"],
    negative="the form has problems",
)
def _check(options: Namespace) -> int:
    remarks: tuple[Problem, ...] = ()
    try:
        source = form_source(options.form)
        remarks = source.remarks
        form = accept_form(source)
    except FormError as error:
        _print_problems(error, remarks, options.json)
        return 1
    if options.json:
        console.print_json(
            {
                "ok": True,
                "usable": True,
                **console.attributes(form, "id version title languages"),
                "problems": [],
                "remarks": list(map(_facts, remarks)),
            }
        )
    else:
        _print_remarks(remarks)
        languages = ", ".join(form.languages) or "one language"
        console.print_line(
            f"{form.title} ({form.id}, version {form.version}): {languages}. No problems found."
        )
    return 0


def _print_remarks(remarks: tuple[Problem, ...]) -> None:
    console.print_lines(f"REMARK    {remark}" for remark in remarks)


def _print_problems(error: FormError, remarks: tuple[Problem, ...], as_json: bool) -> None:
    """Every problem, and of each whether the form can be used all the same."""
    if as_json:
        problems, noted = list(map(_facts, error.problems)), list(map(_facts, remarks))
        facts = {"ok": False, "usable": error.passable, "problems": problems, "remarks": noted}
        console.print_json(facts)
        return
    console.print_lines(
        f"PASSABLE  {each} ({each.instead})" if each.passable else f"UNUSABLE  {each}"
        for each in error.problems
    )
    _print_remarks(remarks)
    console.print_line(
        "The form can be used anyway (assessor new --anyway); the problems are then passed over."
        if error.passable
        else "The form cannot be used."
    )


def _facts(problem: Problem) -> dict[str, object]:
    return console.attributes(problem, "what fix path sheet row passable instead")
