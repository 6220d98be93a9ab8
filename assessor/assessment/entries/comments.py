"""Comments of colleagues on questions, open until somebody resolves them.

A comment is an entry of kind `comment` with an id of its own: its `reference`, its `text`,
`resolved` once it is settled, and what it `answers`: reviews by the names of their entries,
comments by their ids. Its author is that of its first entry, unless it was imported for a `source`
such as the government; then `seen` names the heads of the answer that it is about, and an answer to
it may have a `verdict`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.mission_start import new_id
from assessor.assessment.core.undo_steps import Move
from assessor.errors import Refused
from assessor.form.live.changes import Changes
from assessor.report.projection.change_log import ACCEPTED
from assessor.store.model.entry import Entry

KIND = "comment"


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment: `first` is its first entry, `last` the present one; `answers` are what it
    answers; `source` is the id of its source if it is not the author's own, `seen` the answer it
    is about.
    """

    id: str
    reference: str
    text: str
    resolved: bool
    answers: tuple[str, ...]
    source: str
    seen: tuple[str, ...]
    first: Entry
    last: Entry
    verdict: str = ""


def add_comment(
    assessment: Assessment,
    reference: str,
    text: str,
    *,
    answers: Sequence[str] = (),
    verdict: str = "",
) -> Changes:
    """Add a comment on a question; `answers` names the reviews or comments it answers, with a
    `verdict`.

    Raises KeyError for no such question, Refused for an empty text, except when it accepts a
    comment.
    """
    label = assessment.instance.node(reference).label
    if not text.strip() and verdict != ACCEPTED:
        raise Refused("The comment is empty: write it first.")
    body: dict[str, Any] = {"reference": reference, "text": text.strip()}
    body |= {"answers": list(answers)} if answers else {}
    body |= {"verdict": verdict} if verdict else {}
    return assessment.add([Move(KIND, new_id(), None, body)], label, reference)


def resolve_comment(assessment: Assessment, comment_id: str, *, resolved: bool = True) -> Changes:
    """Resolve a comment, or open it again. Raises Refused if there is none with that id."""
    before = assessment.body(KIND, comment_id)
    if before is None:
        raise Refused("There is no comment {id} in this assessment.", id=comment_id)
    body = {name: value for name, value in before.items() if name != "resolved"}
    body |= {"resolved": True} if resolved else {}
    if body == before:
        return Changes()
    move = Move(KIND, comment_id, before, body)
    return assessment.add([move], str(before.get("text", "")), str(before.get("reference", "")))


def comments_of(assessment: Assessment, reference: str | None = None) -> tuple[Comment, ...]:
    """Return the comments on one question or on all: open ones first, then the latest."""
    found = [_read(assessment, tip, tip.body) for tip in assessment.present(KIND).values()]
    matching = [comment for comment in found if reference is None or comment.reference == reference]
    return tuple(
        sorted(matching, key=lambda comment: (comment.resolved, -comment.first.at, comment.id))
    )


def _read(assessment: Assessment, tip: Entry, body: Any) -> Comment:
    entries = assessment.own_entries(KIND, tip.key)
    first = min(entries, key=lambda entry: (len(entry.parents) > 0, entry.at), default=tip)
    return Comment(
        id=tip.key,
        reference=str(body.get("reference", "")),
        text=str(body.get("text", "")),
        resolved=body.get("resolved") is True,
        answers=_names(body.get("answers")),
        source=str(body.get("source", "")),
        seen=_names(body.get("seen")),
        first=first,
        last=tip,
        verdict=str(body.get("verdict", "")),
    )


def _names(value: object) -> tuple[str, ...]:
    """Return the names in an entry's body; none if it is no list."""
    return tuple(map(str, value)) if isinstance(value, list | tuple) else ()
