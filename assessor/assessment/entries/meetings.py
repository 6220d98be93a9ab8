"""Meetings: start, resume, edit and end them; settle what different sources said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.mission_start import milliseconds, new_id
from assessor.assessment.core.statements import (
    MEETING_FACTS,
    SOURCE,
    Meeting,
    meeting_of,
    running_meeting,
    sources_of,
    statement_move,
    statements_by_source,
    statements_of,
)
from assessor.assessment.core.undo_steps import Move
from assessor.errors import Refused
from assessor.form.live.changes import Changes

ATTRIBUTION = ("named", "institution", "cluster", "background")
"""How statements may be attributed, from open to closed (`background`: not reportable)."""


@dataclass(frozen=True, slots=True)
class StatementDisagreement:
    """Sources differ on a question; `settled` if the team weighed all `statements` (by id)."""

    reference: str
    statements: Mapping[str, Mapping[str, Any]]
    settled: bool


def meetings_of(assessment: Assessment) -> tuple[Meeting, ...]:
    """Return every source as a meeting: the running one first, then the newest."""
    found = [meeting_of(key, body) for key, body in sources_of(assessment).items()]
    return tuple(
        sorted(
            found, key=lambda meeting: (meeting.running, meeting.started, meeting.date, meeting.id)
        )[::-1]
    )


def start_meeting(assessment: Assessment, *, consent: bool = False, **facts: str) -> str:
    """Start a meeting now and end the running one; return the id of its source.

    `facts` are of MEETING_FACTS. `consent` says that the words on purpose, use, attribution and the
    right to stop were read out. Raises Refused without an institution, cluster or title, and for an
    unknown attribution.
    """
    at = milliseconds(assessment.now())
    body = {"kind": "meeting", **_checked_facts(facts), "date": assessment.now().date().isoformat()}
    body |= {"started": at, **({"consent": at} if consent else {})}
    _refuse_nameless(body)
    key = new_id()
    moves = [*_ending(assessment, at), Move(SOURCE, key, None, body)]
    assessment.add(moves, meeting_of(key, body).name)
    return key


def resume_meeting(assessment: Assessment, meeting_id: str) -> None:
    """Run an earlier meeting again and end the running one. Raises Refused for no such source."""
    at = milliseconds(assessment.now())
    before = _source(assessment, meeting_id)
    body = {name: value for name, value in before.items() if name != "ended"}
    body.setdefault("date", assessment.now().date().isoformat())
    step = (*_ending(assessment, at), Move(SOURCE, meeting_id, before, {**body, "started": at}))
    assessment.add(step, meeting_of(meeting_id, body).name)


def end_meeting(assessment: Assessment) -> None:
    """End the running meeting. Raises Refused when none is running."""
    moves = tuple(_ending(assessment, milliseconds(assessment.now())))
    if not moves:
        raise Refused("No meeting is running: begin one first.")
    assessment.add(moves, meeting_of(moves[0].key, moves[0].before).name)


def edit_meeting(
    assessment: Assessment, meeting_id: str, *, consent: bool | None = None, **facts: str
) -> None:
    """Change the facts of a source; facts not given stay. Raises as `start_meeting` does."""
    before = _source(assessment, meeting_id)
    body = {**before, **dict.fromkeys(facts, ""), **_checked_facts(facts)}
    body = {name: value for name, value in body.items() if value != ""}
    if consent is not None and consent != ("consent" in before):
        body.pop("consent", None)
        body |= {"consent": milliseconds(assessment.now())} if consent else {}
    _refuse_nameless(body)
    if body != before:
        name = meeting_of(meeting_id, body).name
        assessment.add([Move(SOURCE, meeting_id, before, body)], name)


def _source(assessment: Assessment, source_id: str) -> dict[str, Any]:
    found = sources_of(assessment).get(source_id)
    if found is None:
        raise Refused("There is no source {id} in this assessment.", id=source_id)
    return found


def _ending(assessment: Assessment, at: int) -> Sequence[Move]:
    meeting = running_meeting(assessment)
    if meeting is None:
        return ()
    body = _source(assessment, meeting.id)
    return (Move(SOURCE, meeting.id, body, {**body, "ended": at}),)


def confirm_answer(assessment: Assessment, reference: str) -> Changes:
    """Cite the running meeting for the present answer. Raises Refused without meeting or answer."""
    meeting, before = running_meeting(assessment), assessment.answer_at(reference)
    if meeting is None:
        raise Refused("No meeting is running: begin one first.")
    if not before.value:
        raise Refused("There is no answer yet that could be confirmed.")
    known = statements_by_source(assessment, reference)
    sources = tuple(dict.fromkeys((*before.sources, meeting.id)))
    moves = [statement_move(reference, before.value, meeting.id, known)]
    if sources != before.sources:
        after = before.with_(sources=sources).body()
        moves.append(Move("answer", reference, before.stored_body(), after))
    new = [move for move in moves if move]
    return assessment.add(new, assessment.node(reference).label, reference) if new else Changes()


def disagreements_of(assessment: Assessment) -> tuple[StatementDisagreement, ...]:
    """Return the questions on which sources differ: open ones first, then in the form's order."""
    by_question: dict[str, dict[str, dict[str, Any]]] = {}
    for key, body in statements_of(assessment).items():
        by_question.setdefault(str(body.get("reference", "")), {})[key] = body
    order = {node.reference: at for at, node in enumerate(assessment.instance.questions())}
    found = [
        StatementDisagreement(
            reference,
            statements,
            set(assessment.answer_at(reference).weighed).issuperset(statement_marks(statements)),
        )
        for reference, statements in by_question.items()
        if reference in order and statements_differ(assessment, reference, statements)
    ]
    return tuple(sorted(found, key=lambda found: (found.settled, order[found.reference])))


def statements_differ(
    assessment: Assessment, reference: str, statements: Mapping[str, Mapping[str, Any]]
) -> bool:
    """Whether statements on a question (bodies by id) have different values."""
    values = {str(body.get("value", "")) for body in statements.values()}
    return len({_canonical(assessment, reference, value) for value in values}) > 1


def _canonical(assessment: Assessment, reference: str, value: str) -> str:
    """Return a value as the form writes it now: the order of choices makes no difference."""
    try:
        return assessment.instance.canonical_value(reference, value)
    except ValueError:
        return value


def settle_finding(
    assessment: Assessment, reference: str, value: str, *, reason: str = ""
) -> Changes:
    """Settle a finding on `value` from the statements of sources; raises as Assessment.answer does.

    The answer cites the sources that said so and names every statement weighed: a later or
    corrected statement opens the disagreement again.
    """
    statements = statements_of(assessment, reference)
    text = assessment.instance.canonical_value(reference, value)
    backing = (
        str(body.get("source", ""))
        for body in statements.values()
        if _canonical(assessment, reference, str(body.get("value", ""))) == text
    )
    sources = tuple(dict.fromkeys(backing)) or assessment.answer_at(reference).sources
    return assessment.answer(
        reference, value, decision=reason, sources=sources, weighed=statement_marks(statements)
    )


def statement_marks(statements: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """Return each statement as `id=value`, as a finding names what it was settled from."""
    return tuple(sorted(f"{key}={body.get('value', '')}" for key, body in statements.items()))


def _checked_facts(facts: Mapping[str, str]) -> dict[str, Any]:
    unknown = [name for name in facts if name not in MEETING_FACTS]
    if unknown:
        raise TypeError(f"a meeting has no {', '.join(unknown)}")
    return {name: text.strip() for name, text in facts.items() if text.strip()}


def _refuse_nameless(body: Mapping[str, Any]) -> None:
    if not any(body.get(name) for name in ("institution", "cluster", "title")):
        raise Refused("Say whom you meet: the institution, or the group it belongs to.")
    if body.get("attribution", "") not in ("", *ATTRIBUTION):
        raise Refused(
            "{level} is no way to attribute: it is named, institution, cluster or background.",
            level=body["attribution"],
        )
