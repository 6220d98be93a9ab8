"""Remarks of the government on the report, and the team's responses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.mission_start import new_id
from assessor.assessment.core.statements import SOURCE, sources_of
from assessor.assessment.core.undo_steps import Move
from assessor.assessment.entries.comments import KIND as COMMENT
from assessor.assessment.entries.comments import Comment, add_comment, comments_of
from assessor.assessment.entries.reviews import answer_changed_since
from assessor.errors import Refused
from assessor.form.live.changes import Changes
from assessor.report.projection.change_log import VERDICTS, Remark

GOVERNMENT = "government"
"""The kind of the source of these remarks."""


@dataclass(frozen=True, slots=True)
class GovernmentRemark:
    """A remark on a question, the team's response, and its verdict; "" for none."""

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
    sources = sources_of(assessment)
    return tuple(key for key in sorted(sources) if sources[key].get("kind") == GOVERNMENT)


def remarks_of(assessment: Assessment, reference: str | None = None) -> tuple[Comment, ...]:
    """Return the government's remarks on one question or on all, earliest first."""
    sources = government_sources(assessment)
    found = [comment for comment in comments_of(assessment, reference) if comment.source in sources]
    return tuple(sorted(found, key=lambda comment: (comment.first.at, comment.id)))


def responses_to(assessment: Assessment, comment: Comment) -> tuple[Comment, ...]:
    """Return the team's responses to a remark, earliest first."""
    every = comments_of(assessment, comment.reference)
    found = [response for response in every if comment.id in response.answers]
    return tuple(sorted(found, key=lambda response: (response.first.at, response.id)))


def answered_remarks(assessment: Assessment) -> dict[str, list[Remark]]:
    """Return the remarks by reference, with responses, and whether the answer has changed."""
    found: dict[str, list[Remark]] = defaultdict(list)
    texts = set()
    for remark in remarks_of(assessment):
        if (remark.reference, remark.text) in texts:
            continue  # two laptops imported the same table
        texts.add((remark.reference, remark.text))
        answers = responses_to(assessment, remark)
        response = "\n".join(each.text for each in answers if each.text)
        verdict = next((each.verdict for each in reversed(answers) if each.verdict), "")
        changed = answer_changed_since(assessment, remark.reference, remark.seen)
        found[remark.reference].append(Remark(remark.text, response, changed, verdict))
    return found


def respond_to_remark(
    assessment: Assessment, comment_id: str, text: str, verdict: str = ""
) -> Changes:
    """Respond to a remark with a text and one of VERDICTS. Raises Refused (see add_comment)."""
    found = [comment for comment in comments_of(assessment) if comment.id == comment_id]
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
    assessment: Assessment, remarks: Sequence[GovernmentRemark], *, name: str
) -> ImportedRemarks:
    """Add the remarks of the government and the team's responses as one step.

    Those that are here already, word for word, are not added again. `name` is the government's name
    in the list of sources if it is not there yet. Raises KeyError for no such question.
    """
    assessment.seal()  # so that the answers get their final names
    sources, moves = government_sources(assessment), list[Move]()
    source = sources[0] if sources else new_id()
    if not sources:
        date = assessment.now().date().isoformat()
        body = {"kind": GOVERNMENT, "institution": name, "date": date}
        moves.append(Move(SOURCE, source, None, body))
    comments = responses = known = 0
    for remark in remarks:
        here = remarks_of(assessment, remark.reference)
        existing = next((each for each in here if each.text == remark.comment), None)
        key = existing.id if existing is not None else new_id()
        if existing is None:
            moves.append(Move(COMMENT, key, None, _remark_body(assessment, remark, source)))
        if _is_new_response(assessment, remark, existing):
            answer = {"reference": remark.reference, "text": remark.response, "answers": [key]}
            answer |= {"verdict": remark.verdict} if remark.verdict else {}
            moves.append(Move(COMMENT, new_id(), None, answer))
            responses += 1
        comments, known = comments + (existing is None), known + (existing is not None)
    if comments or responses:
        assessment.add(moves, name, *(remark.reference for remark in remarks))
    return ImportedRemarks(comments, responses, known)


def _is_new_response(
    assessment: Assessment, remark: GovernmentRemark, existing: Comment | None
) -> bool:
    answers = responses_to(assessment, existing) if existing is not None else ()
    texts = [each.text for each in answers if each.text]
    new = bool(remark.response) and remark.response not in ("\n".join(texts), *texts)
    return new or (
        bool(remark.verdict) and remark.verdict not in {each.verdict for each in answers}
    )


def _remark_body(
    assessment: Assessment, remark: GovernmentRemark, source: str
) -> dict[str, object]:
    assessment.instance.node(remark.reference)  # KeyError for none
    head_names = sorted(tip.name for tip in assessment.heads("answer", remark.reference))
    body = {"reference": remark.reference, "text": remark.comment, "source": source}
    return {**body, "seen": head_names}
