"""Remarks of the government on the report, and the team's responses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.mission_start import new_id
from assessor.assessment.core.statements import SOURCE
from assessor.assessment.core.undo_steps import Move, UndoStep
from assessor.assessment.entries.comments import KIND as COMMENT
from assessor.assessment.entries.comments import Comment, add_comment, comments_of
from assessor.assessment.entries.reviews import answer_changed_since
from assessor.errors import Refused
from assessor.form.live.changes import VALUE, Changes
from assessor.report.projection.change_log import VERDICTS, Remark
from assessor.store.model.entry import displayed_head

GOVERNMENT = "government"
"""The kind of the source of these remarks."""


@dataclass(frozen=True, slots=True)
class GovernmentRemark:
    """One remark on a question, the team's response, and its verdict (one of VERDICTS); "" for
    none.
    """

    reference: str
    comment: str
    response: str = ""
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class ImportedRemarks:
    """Result of an import: new remarks, new responses, and known remarks."""

    comments: int
    responses: int
    known: int


def government_sources(assessment: Assessment) -> tuple[str, ...]:
    """Return the ids of the government's sources: one for each laptop that imported remarks."""
    return tuple(
        key
        for (kind, key), tips in sorted(assessment.heads_by_subject.items())
        if kind == SOURCE and (displayed_head(tips).body or {}).get("kind") == GOVERNMENT
    )


def remarks_of(assessment: Assessment, reference: str | None = None) -> tuple[Comment, ...]:
    """Return the government's remarks on one question or on all, earliest first."""
    sources = government_sources(assessment)
    found = [one for one in comments_of(assessment, reference) if one.source in sources]
    return tuple(sorted(found, key=lambda one: (one.first.at, one.id)))


def responses_to(assessment: Assessment, comment: Comment) -> tuple[Comment, ...]:
    """Return the team's responses to a remark, earliest first."""
    found = [one for one in comments_of(assessment, comment.reference) if comment.id in one.answers]
    return tuple(sorted(found, key=lambda one: (one.first.at, one.id)))


def answered_remarks(assessment: Assessment) -> dict[str, list[Remark]]:
    """Return the remarks by reference, with the responses, and whether the answer has changed
    since.
    """
    found: dict[str, list[Remark]] = defaultdict(list)
    seen = set()
    for one in remarks_of(assessment):
        if (one.reference, one.text) in seen:
            continue  # two laptops imported the same table
        seen.add((one.reference, one.text))
        answers = responses_to(assessment, one)
        response = "\n".join(each.text for each in answers if each.text)
        verdict = next((each.verdict for each in reversed(answers) if each.verdict), "")
        changed = answer_changed_since(assessment, one.reference, one.seen)
        found[one.reference].append(Remark(one.text, response, changed, verdict))
    return found


def respond_to_remark(
    assessment: Assessment, comment_id: str, text: str, verdict: str = ""
) -> Changes:
    """Respond to a remark; `verdict`, one of VERDICTS, says whether the team accepts it.

    Raises Refused for an unknown id or verdict, or without text, unless the remark is accepted.
    """
    found = [one for one in comments_of(assessment) if one.id == comment_id]
    if not found:
        raise Refused("There is no comment {id} in this assessment.", id=comment_id)
    if verdict and verdict not in VERDICTS:
        raise Refused(
            "{verdict} is no way to take a comment: it is {known}.",
            verdict=verdict,
            known=", ".join(VERDICTS),
        )
    return add_comment(assessment, found[0].reference, text, answers=[comment_id], verdict=verdict)


def import_remarks(
    assessment: Assessment, said: Sequence[GovernmentRemark], *, name: str
) -> ImportedRemarks:
    """Add the remarks of the government and the team's responses as one step.

    Those that are here already, word for word, are not added again. `name` is the government's name
    in the list of sources if it is not there yet. Raises KeyError for no such question.
    """
    assessment.seal()  # so that the answers get their final names
    sources, moves = government_sources(assessment), list[Move]()
    source = sources[0] if sources else new_id()
    if not sources:
        body = {
            "kind": GOVERNMENT,
            "institution": name,
            "date": assessment.now().date().isoformat(),
        }
        moves.append(Move(SOURCE, source, None, body))
    comments = responses = known = 0
    for one in said:
        held = _same(assessment, one)
        key = held.id if held is not None else new_id()
        if held is None:
            moves.append(Move(COMMENT, key, None, _remark(assessment, one, source)))
        if _is_new_response(assessment, one, held):
            answer = {"reference": one.reference, "text": one.response, "answers": [key]}
            answer |= {"verdict": one.verdict} if one.verdict else {}
            moves.append(Move(COMMENT, new_id(), None, answer))
            responses += 1
        comments, known = comments + (held is None), known + (held is not None)
    if comments or responses:
        touched = {one.reference: VALUE for one in said}
        assessment.perform(UndoStep(tuple(moves), name), lambda: Changes(bits=touched))
    return ImportedRemarks(comments, responses, known)


def _same(assessment: Assessment, one: GovernmentRemark) -> Comment | None:
    """Return the existing remark with the same text."""
    found = (each for each in remarks_of(assessment, one.reference) if each.text == one.comment)
    return next(found, None)


def _is_new_response(assessment: Assessment, one: GovernmentRemark, held: Comment | None) -> bool:
    """Whether the response or the verdict is new."""
    answers = responses_to(assessment, held) if held is not None else ()
    told = [each.text for each in answers if each.text]
    new = bool(one.response) and one.response not in ("\n".join(told), *told)
    return new or (bool(one.verdict) and one.verdict not in {each.verdict for each in answers})


def _remark(assessment: Assessment, one: GovernmentRemark, source: str) -> dict[str, object]:
    assessment.instance.node(one.reference)  # KeyError for none
    seen = sorted(tip.name for tip in assessment.heads("answer", one.reference))
    return {"reference": one.reference, "text": one.comment, "source": source, "seen": seen}
