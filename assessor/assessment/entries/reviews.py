"""Reviews by headquarters: an answer is accepted, queried or to be redone.

A review is an entry of kind `review` with an id of its own: the question's `reference`, the
`state`, a `note`, and `seen`, the names of the answer's heads that it judges; so it is known
whether the answer has changed since. The field responds with a comment that `answers` the review by
the name of its entry; a changed review has a new name and needs a new response.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.mission_start import new_id
from assessor.assessment.core.undo_steps import Body, Move
from assessor.assessment.entries.comments import Comment, add_comment, comments_of
from assessor.errors import Refused
from assessor.form.live.changes import Changes
from assessor.store.model.entry import Entry, comparison_text

KIND = "review"
REDO, QUERY, ACCEPTED = "redo", "query", "accepted"
STATES = (REDO, QUERY, ACCEPTED)
"""From most urgent to done."""

FIELD, OFFICE = "field", "office"
"""Who acts next on a review; "" for nobody."""


@dataclass(frozen=True, slots=True)
class Review:
    """The review of one question: `last` is its entry, `answers` the comments on it, `changed`
    whether the answer differs from what was judged.
    """

    id: str
    reference: str
    state: str
    note: str
    changed: bool
    answers: tuple[Comment, ...]
    last: Entry

    @property
    def waits_for(self) -> str:
        """FIELD until a query is answered or an answer redone, then OFFICE; "" once accepted."""
        if self.state == ACCEPTED:
            return OFFICE if self.changed else ""
        return OFFICE if self.changed or self.answers else FIELD


def review_answer(assessment: Assessment, reference: str, state: str, note: str = "") -> Changes:
    """Review an answer with one of STATES; "" withdraws the review.

    If several registries reviewed it, all their reviews are replaced. The review is sealed at once,
    so that it travels. Raises KeyError for no such question, Refused in a field mission, for an
    unknown state, for a query or redo without a note, and if there is nothing to withdraw.
    """
    label = assessment.instance.node(reference).label
    standing = reviews_of(assessment, reference)
    _refuse(assessment, state, note, standing)
    if state and _is_unchanged(state, note.strip(), standing):
        return Changes()
    assessment.seal()  # so that the answer gets its final name
    body = _review_body(assessment, reference, state, note.strip())
    moves = tuple(Move(KIND, review.id, dict(review.last.body or {}), body) for review in standing)
    changes = assessment.add(moves or (Move(KIND, new_id(), None, body),), label, reference)
    assessment.seal()
    return changes


def _review_body(assessment: Assessment, reference: str, state: str, note: str) -> Body:
    if not state:
        return None
    head_names = sorted(tip.name for tip in assessment.heads("answer", reference))
    more = {"note": note} if note else {}
    return {"reference": reference, "state": state, **more, "seen": head_names}


def answer_review(assessment: Assessment, reference: str, text: str) -> Changes:
    """Respond to a review with a comment. Raises Refused if none is open, or for an empty text."""
    if all(review.state == ACCEPTED for review in reviews_of(assessment, reference)):
        raise Refused("Headquarters asks nothing about this question; comment on it instead.")
    assessment.seal()  # so that the review gets its final name
    reviews = reviews_of(assessment, reference)
    names = [review.last.name for review in reviews if review.state != ACCEPTED]
    return add_comment(assessment, reference, text, answers=names)


def reviews_of(assessment: Assessment, reference: str | None = None) -> tuple[Review, ...]:
    """Return the reviews of one answer or all: those that wait for the field first, then latest."""
    tips = assessment.present(KIND).values()
    matching = [tip for tip in tips if _is_review(tip, reference)]
    if not matching:
        return ()
    comments = comments_of(assessment, reference)
    found = [_review(assessment, tip, comments) for tip in matching]
    return tuple(sorted(found, key=_urgency))


def _review(assessment: Assessment, tip: Entry, comments: Iterable[Comment]) -> Review:
    body = tip.body or {}
    reference = str(body["reference"])
    return Review(
        id=tip.key,
        reference=reference,
        state=str(body["state"]),
        note=str(body.get("note", "")),
        changed=answer_changed_since(assessment, reference, body.get("seen")),
        answers=tuple(comment for comment in comments if tip.name in comment.answers),
        last=tip,
    )


def answer_changed_since(assessment: Assessment, reference: str, seen: object) -> bool:
    """Whether an answer differs from the entries named `seen`; True if `seen` is invalid."""
    tips = assessment.heads("answer", reference)
    names = {str(name) for name in seen} if isinstance(seen, list | tuple) else {""}
    if names == {tip.name for tip in tips}:
        return False
    try:
        judged = {comparison_text(assessment.mission.entry(name)) for name in names}
    except Refused:
        return True
    return judged != {comparison_text(tip) for tip in tips}


def _refuse(assessment: Assessment, state: str, note: str, standing: tuple[Review, ...]) -> None:
    if assessment.mission.role != "registry":
        raise Refused(
            "Answers are reviewed in headquarters' registry. In a mission, answer what it asks."
        )
    if state not in ("", *STATES):
        raise Refused("{state} is no way to review: it is redo, query or accepted.", state=state)
    if state in (REDO, QUERY) and not note.strip():
        raise Refused("Say what the assessor is to answer or to redo.")
    if not state and not standing:
        raise Refused("Nothing was said of this answer that could be withdrawn.")


def _urgency(review: Review) -> tuple[int, int, int, str]:
    order = (FIELD, OFFICE, "").index(review.waits_for)
    return order, STATES.index(review.state), -review.last.at, review.id


def _is_unchanged(state: str, note: str, standing: Sequence[Review]) -> bool:
    return bool(standing) and all(
        (review.state, review.note, review.changed) == (state, note, False)
        and not (review.answers and state != ACCEPTED)
        for review in standing
    )


def _is_review(tip: Entry, reference: str | None) -> bool:
    body = tip.body or {}
    where = body.get("reference")
    return (
        body.get("state") in STATES
        and isinstance(where, str)
        and (reference is None or where == reference)
    )
