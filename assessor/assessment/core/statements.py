"""Sources, what each of them said, and how an answer cites the meeting that is running.

A meeting is a `source` entry with `started` (ms since 1970 UTC) and, once it is over, `ended`.
The running meeting is derived: the latest that this laptop's own key started and that has no end.
So it survives a crash, can be undone, and a colleague's meeting never becomes one's own by a merge.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assessor.assessment.core.answer import Answer
from assessor.assessment.core.entry_record import Record
from assessor.assessment.core.mission_start import new_id
from assessor.assessment.core.undo_steps import Move
from assessor.form.live.node import Node

SOURCE, STATEMENT = "source", "statement"
"""Kinds of entry: a meeting, person, text or site; what one source said on one question."""

MEETING_FACTS = (
    "institution",
    "cluster",
    "roles",
    "people",
    "attribution",
    "place",
    "kind",
    "title",
)
"""Texts of a meeting; people are given by their roles and number, never by name."""

_NOT_COMPARED = frozenset({"admin", "layout", "finding"})
"""Kinds of question (asr:kind) that the team answers itself."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A source as a meeting.

    `started`, `ended` and `consent` (when the words were read out) are in ms since 1970 UTC, 0 for
    never; `date` is ISO 8601, local.
    """

    id: str
    institution: str = ""
    cluster: str = ""
    roles: str = ""
    people: str = ""
    attribution: str = ""
    place: str = ""
    kind: str = ""
    title: str = ""
    date: str = ""
    started: int = 0
    ended: int = 0
    consent: int = 0

    @property
    def name(self) -> str:
        """The institution, else the title, else the code of the cluster."""
        return self.institution or self.title or self.cluster

    @property
    def running(self) -> bool:
        """Whether it has started and not ended."""
        return bool(self.started) and not self.ended


def meeting_of(key: str, body: Mapping[str, Any] | None) -> Meeting:
    """Read a meeting from the body of a source; values of a wrong type count as missing."""
    body = body or {}
    facts: dict[str, Any] = {name: str(body.get(name, "")) for name in (*MEETING_FACTS, "date")}
    for name in ("started", "ended", "consent"):
        at = body.get(name, 0)
        facts[name] = at if isinstance(at, int) else 0
    return Meeting(id=key, **facts)


def sources_of(record: Record) -> dict[str, dict[str, Any]]:
    """Return every source by id."""
    return {key: dict(entry.body or {}) for key, entry in record.present(SOURCE).items()}


def statements_of(record: Record, reference: str | None = None) -> dict[str, dict[str, Any]]:
    """Return the statements of sources by id, on one question or on all."""
    return {
        key: dict(entry.body or {})
        for key, entry in record.present(STATEMENT).items()
        if reference is None or (entry.body or {}).get("reference") == reference
    }


def running_meeting(record: Record) -> Meeting | None:
    """Return the meeting that this laptop is in now, if there is one."""
    own = record.identity.public.hex()
    found = [
        meeting_of(key, entry.body)
        for key, entry in record.present(SOURCE).items()
        if (entry.is_draft or entry.signer == own)
        and "started" in (body := entry.body or {})
        and "ended" not in body
    ]
    return max(found, key=lambda meeting: (meeting.started, meeting.id), default=None)


def is_compared(node: Node) -> bool:
    """Whether sources are compared on a question: no free text, nothing the team answers itself."""
    if node.meta.get("kind") in _NOT_COMPARED:
        return False
    return node.control != "upload" and not (node.control == "input" and node.type == "string")


def cite_meeting(
    record: Record, node: Node, before: Answer, text: str, envelope: dict[str, Any]
) -> tuple[Move, ...]:
    """Add the running meeting to `envelope["sources"]`; return the moves that keep statements.

    Sources that the caller gives are left as they are. On a question where sources are compared,
    the answer becomes a statement of the meeting; an answer of other sources that gives way to it
    becomes a statement of theirs.
    """
    meeting = running_meeting(record)
    if meeting is None or "sources" in envelope or (text == before.value and not text):
        return ()
    compared = is_compared(node)
    gives_way = compared and before.value not in ("", text)
    cited = () if gives_way else before.sources
    envelope["sources"] = tuple(dict.fromkeys((*cited, meeting.id))) if text else before.sources
    if not compared:
        return ()
    known = statements_by_source(record, node.reference)
    moves = [statement_move(node.reference, text, meeting.id, known)]
    if gives_way:
        others = (each for each in before.sources if each not in known and each != meeting.id)
        moves += [statement_move(node.reference, before.value, each, {}) for each in others]
    return tuple(move for move in moves if move is not None)


def statements_by_source(record: Record, reference: str) -> dict[str, tuple[str, dict[str, Any]]]:
    """Return the statements on a question by source: (id, body)."""
    statements = statements_of(record, reference)
    return {str(body.get("source")): (key, body) for key, body in statements.items()}


def statement_move(
    reference: str, text: str, source: str, known: Mapping[str, tuple[str, dict[str, Any]]]
) -> Move | None:
    """Return the move that makes a source's statement on a question `text`; None: it is already."""
    key, before = known.get(source, (new_id(), None))
    if before is None:
        body = {"reference": reference, "value": text, "source": source}
        return Move(STATEMENT, key, None, body) if text else None
    if before.get("value") == text:
        return None
    return Move(STATEMENT, key, before, {**before, "value": text} if text else None)
