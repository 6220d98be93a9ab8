"""The verbs show and score: print answers, their history and the scores."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from assessor.assessment.assessment import Assessment
from assessor.assessment.base.references import resolve_reference
from assessor.assessment.entries.previous_answers import previous_answers
from assessor.assessment.review.score_trace import trace_facts
from assessor.cli.base import console
from assessor.cli.base.arguments import FILE_ARGUMENTS, JSON, argument, flag
from assessor.cli.base.entries import author_marked, entry_facts, question_facts
from assessor.cli.base.options import open_assessment
from assessor.cli.base.verb import verb
from assessor.errors import Refused
from assessor.form.labels.styled_text import plain_text


@verb(
    "show",
    *FILE_ARGUMENTS,
    argument("--reference", "REF", "one question: its name or reference"),
    flag("--history", "every entry of the question"),
    JSON,
    examples=[
        "show san-verano.mission",
        "show san-verano.mission --reference thr_reports_total --history",
    ],
)
def _show(options: Namespace) -> None:
    with open_assessment(options, by_path=True) as assessment:
        if options.reference is None:
            _show_all(assessment, options.json)
        else:
            _show_question(assessment, options)
        if assessment.form_problem is not None:
            raise assessment.form_problem


def _show_question(assessment: Assessment, options: Namespace) -> None:
    reference = resolve_reference(assessment.instance, options.reference)
    try:
        node = assessment.node(reference)
    except KeyError:
        raise Refused("The form has no question {name}.", name=options.reference) from None
    if options.history:
        trust = assessment.trust()
        _print_history(
            [entry_facts(entry, trust) for entry in assessment.history(reference)], options.json
        )
        return
    facts = question_facts(assessment, reference, assessment.trust())
    before = previous_answers(assessment.mission).get(reference)
    facts["previous"] = before.value if before else ""
    if options.json:
        console.print_json(facts | {"label": node.label})
    else:
        console.print_line(plain_text(node.label))
        if facts["author"] and not facts["published"]:
            facts["author"] = author_marked(facts)
        console.print_table(
            (name, fact) for name, fact in facts.items() if fact not in ("", False, [])
        )


def _show_all(assessment: Assessment, json: bool) -> None:
    trust = assessment.trust()
    questions = [
        question_facts(assessment, node.reference, trust)
        for node in assessment.instance.questions()
        if node.control != "note"
        and (node.value or not assessment.answer_at(node.reference).is_blank)
    ]
    if json:
        facts = {"form": assessment.form.id, "version": assessment.form.version}
        facts["assessment"] = assessment.uuid
        counts = console.attributes(assessment.progress(), "answered relevant")
        console.print_json(facts | counts | {"answers": questions})
        return
    for question in questions:
        mark = "  (conflict)" if question["conflict"] else ""
        mark += f"  (as published by {question['told_by']})" if question["published"] else ""
        console.print_line(f"{question['reference']} = {question['value']}{mark}")


def _print_history(entries: list[dict[str, Any]], json: bool) -> None:
    if json:
        console.print_json(entries)
        return
    more = ("evidence", "note", "decision")
    rows = [
        (each["at"], author_marked(each), each["value"], *(each.get(name, "") for name in more))
        for each in entries
    ]
    console.print_table(rows, ("when", "who", "value", "evidence", "note", "decided because"))


@verb(
    "score",
    *FILE_ARGUMENTS,
    flag("--json", "with the answers behind each score"),
    examples=["score san-verano.mission --json"],
)
def _score(options: Namespace) -> None:
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
