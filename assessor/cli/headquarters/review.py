"""The verb review: what headquarters says of answers, and what the field answers."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from assessor.assessment.assessment import Assessment
from assessor.assessment.base.references import resolve
from assessor.assessment.entries.reviews import FIELD, OFFICE, STATES, Review
from assessor.assessment.headquarters.case_cache import Shelf
from assessor.cli.base import console
from assessor.cli.base.options import hint_of_a_name, me, opened, passphrase, passphrase_of
from assessor.errors import Refused
from assessor.form.labels.styled_text import plain_text
from assessor.store.model.database_address import parse_location
from assessor.store.write.mission import Mission

_WAITS = {FIELD: "for the field", OFFICE: "for headquarters", "": ""}


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verb of this module."""
    review = verbs.add_parser(
        "review", help="what headquarters says of answers: list, say, answer; see export to send"
    )
    review.add_argument("file", type=parse_location, metavar="FILE")
    review.add_argument("--assessment", metavar="ID", help="which one, in a registry")
    review.add_argument("--question", metavar="REF", help="a question's name or reference")
    what = review.add_mutually_exclusive_group()
    what.add_argument("--state", choices=STATES, help="say how its answer stands (in a registry)")
    what.add_argument("--answer", metavar="TEXT", help="answer what headquarters asks of it")
    what.add_argument("--withdraw", action="store_true", help="take back what was said of it")
    review.add_argument("--note", default="", metavar="TEXT", help="what to answer or to redo")
    review.add_argument("--json", action="store_true")
    passphrase(review)
    review.set_defaults(run=_review)


def _review(given: argparse.Namespace) -> int:
    says = given.state is not None or given.answer is not None or given.withdraw
    if says and given.question is None:
        raise Refused("Name the question: --question REF.")
    if given.note and given.state is None:
        raise Refused("A note belongs to a state: --state query --note …")
    if says:
        with opened(given) as assessment:
            reference = resolve(assessment.instance, given.question)
            _say(assessment, reference, given)
            found = [_facts(assessment, one) for one in assessment.reviews(reference)]
    else:
        found = _listed(given)
    if given.json:
        console.as_json(found)
        return 0
    for one in found:
        waits = _WAITS[one["waits_for"]]
        console.line(
            f"{one['state'].upper():<9} {one['mission']}  {one['reference']}  {one['value']}"
        )
        console.line(f"  {one['question']}")
        console.line(f"  {one['author'] or 'Unnamed'}, {one['at']}: {one['note'] or '-'}")
        for answer in one["answers"]:
            console.line(f"  {answer['author'] or 'Unnamed'}, {answer['at']}: {answer['text']}")
        if one["changed"]:
            console.line("  The answer is another since.")
        if waits:
            console.line(f"  waits {waits}")
    if says:
        hint_of_a_name()
    else:
        waiting = [sum(one["waits_for"] == whom for one in found) for whom in (FIELD, OFFICE)]
        console.line(
            f"{len(found)} reviews; {waiting[0]} wait for the field, {waiting[1]} for headquarters"
        )
    return 0


def _say(assessment: Assessment, reference: str, given: argparse.Namespace) -> None:
    try:
        if given.answer is not None:
            assessment.answer_review(reference, given.answer)
        else:
            assessment.review(reference, given.state or "", given.note)
    except KeyError:
        raise Refused("The form has no question {name}.", name=given.question) from None


def _listed(given: argparse.Namespace) -> list[dict[str, Any]]:
    with Mission.open(given.file, passphrase=passphrase_of(given), read_only=True) as mission:
        if given.assessment is not None or mission.role == "mission":
            wanted: Sequence[str] = [Assessment.of(mission, given.assessment, me()).uuid]
        else:
            with Shelf(mission, me()) as shelf:
                wanted = shelf.reviewed()
        found = []
        for uuid in wanted:
            assessment = Assessment.of(mission, uuid, me())
            reference = given.question and resolve(assessment.instance, given.question)
            found += [_facts(assessment, one) for one in assessment.reviews(reference)]
    return found


def _facts(assessment: Assessment, one: Review) -> dict[str, Any]:
    try:
        label = plain_text(assessment.node(one.reference).label)
    except KeyError:
        label = ""  # of a form that no longer has it
    return {
        "assessment": assessment.uuid,
        "mission": assessment.title,
        "reference": one.reference,
        "question": label,
        "value": assessment.shown(one.reference).value,
        "state": one.state,
        "note": one.note,
        "author": one.last.author,
        "at": console.moment(one.last.at),
        "changed": one.changed,
        "waits_for": one.waits_for,
        "answers": [
            {"text": each.text, "author": each.first.author, "at": console.moment(each.first.at)}
            for each in one.answers
        ],
    }
