"""The verb review: reviews by headquarters, and the answers of the field."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Sequence
from typing import Any

from assessor.assessment.assessment import Assessment
from assessor.assessment.base.references import resolve_reference
from assessor.assessment.entries import reviews
from assessor.assessment.headquarters.case_cache import CaseCache
from assessor.cli.base import arguments, console
from assessor.cli.base.entries import (
    author_and_moment,
    author_marked,
    outside_facts,
    print_outside,
)
from assessor.cli.base.options import (
    open_assessment,
    open_mission,
    own_identity,
)
from assessor.cli.base.verb import verb
from assessor.errors import Refused
from assessor.form.labels.styled_text import plain_text
from assessor.store.write.mission import Mission

_WAITS = {reviews.FIELD: "for the field", reviews.OFFICE: "for headquarters"}


@verb(
    "review",
    arguments.FILE,
    arguments.ASSESSMENT,
    arguments.argument("--question", "REF", "a question's name or reference"),
    arguments.either(
        arguments.argument(
            "--state", choices=reviews.STATES, meaning="review its answer (in a registry)"
        ),
        arguments.argument("--answer", "TEXT", "answer the review"),
        arguments.flag("--withdraw", "withdraw the review"),
    ),
    arguments.text("--note", "TEXT", "what to answer or to redo"),
    arguments.JSON,
    arguments.PASSPHRASE,
    examples=[
        "review hq.registry",
        "review hq.registry --assessment 84a6 --question pol_year --state query --note Which?",
    ],
)
def _run(options: Namespace) -> None:
    says = options.state is not None or options.answer is not None or options.withdraw
    if says and options.question is None:
        raise Refused("Name the question: --question REF.")
    if options.note and options.state is None:
        raise Refused("A note belongs to a state: --state query --note …")
    if says:
        with open_assessment(options) as assessment:
            reference = resolve_reference(assessment.instance, options.question)
            _write(assessment, reference, options)
            found = [_facts(assessment, one) for one in reviews.reviews_of(assessment, reference)]
            outside = outside_facts(assessment, reviews.KIND, reference)
    else:
        found, outside = _list(options)
    if options.json:
        console.print_json(found)
        return
    for one in found:
        _print_review(one)
    print_outside(outside)
    if not says:
        waiting = [
            sum(one["waits_for"] == whom for one in found)
            for whom in (reviews.FIELD, reviews.OFFICE)
        ]
        console.print_line(
            f"{len(found)} reviews; {waiting[0]} wait for the field, {waiting[1]} for headquarters"
        )


def _print_review(facts: dict[str, Any]) -> None:
    what = f"{facts['mission']}  {facts['reference']}  {facts['value']}"
    console.print_line(f"{facts['state'].upper():<9} {what}")
    console.print_line(f"  {facts['question']}")
    console.print_line(f"  {author_marked(facts)}, {facts['at']}: {facts['note'] or '-'}")
    console.print_lines(f"  {author_marked(a)}, {a['at']}: {a['text']}" for a in facts["answers"])
    if facts["changed"]:
        console.print_line("  The answer is another since.")
    if facts["waits_for"]:
        console.print_line(f"  waits {_WAITS[facts['waits_for']]}")


def _write(assessment: Assessment, reference: str, options: Namespace) -> None:
    try:
        if options.answer is not None:
            reviews.answer_review(assessment, reference, options.answer)
        else:
            reviews.review_answer(assessment, reference, options.state or "", options.note)
    except KeyError:
        raise Refused("The form has no question {name}.", name=options.question) from None


def _list(options: Namespace) -> tuple[list[dict[str, Any]], list[dict[str, str]]]:
    """The reviews, and what outsiders say as if it was one."""
    with open_mission(options, read_only=True) as mission:
        wanted: Sequence[str] = [options.assessment]
        if options.assessment is None and mission.role != "mission":
            with CaseCache(mission, own_identity()) as shelf:
                wanted = _with_outsiders(mission, shelf.reviewed())
        found, outside = [], []
        for uuid in wanted:
            assessment = Assessment.of(mission, uuid, own_identity())
            question = options.question
            reference = question and resolve_reference(assessment.instance, question)
            found += [_facts(assessment, one) for one in reviews.reviews_of(assessment, reference)]
            outside += outside_facts(assessment, reviews.KIND, reference)
    return found, outside


def _with_outsiders(mission: Mission, reviewed: Iterable[str]) -> tuple[str, ...]:
    """Return these assessments, and those where outsiders alone speak as if they reviewed; joined
    ones once."""
    wanted = dict.fromkeys(reviewed)
    for uuid in mission.outsiders_about(reviews.KIND):
        if wanted.keys().isdisjoint(mission.joined(uuid)):
            wanted[uuid] = None
    return tuple(wanted)


def _facts(assessment: Assessment, one: reviews.Review) -> dict[str, Any]:
    trust = assessment.trust()
    try:
        label = plain_text(assessment.node(one.reference).label)
    except KeyError:
        label = ""  # of a form that no longer has it
    return {
        "assessment": assessment.uuid,
        "mission": assessment.title,
        "reference": one.reference,
        "question": label,
        "value": assessment.answer_at(one.reference).value,
        **console.attributes(one, "state note"),
        **author_and_moment(one.last, trust),
        **console.attributes(one, "changed waits_for"),
        "answers": [
            {"text": each.text} | author_and_moment(each.first, trust) for each in one.answers
        ],
    }
