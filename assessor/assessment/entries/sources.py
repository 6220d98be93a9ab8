"""Sources, their statements, and drafts of statements."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.mission_start import new_id
from assessor.assessment.core.statements import SOURCE, STATEMENT, sources_of, statements_of
from assessor.assessment.core.undo_steps import Move
from assessor.store.write.mission import Mission


def add_source(assessment: Assessment, source_id: str | None = None, **facts: str) -> str:
    """Add a source with its institution, cluster, kind, date, place, attribution; return its id."""
    key = source_id or new_id()
    body = {name: value for name, value in facts.items() if value}
    assessment.add([Move(SOURCE, key, None, body)], _short_name(body))
    return key


def add_statement(
    assessment: Assessment,
    reference: str,
    value: str,
    source: str,
    *,
    note: str = "",
) -> str:
    """Add what one source said on one question; return its id. Raises ValueError for its type."""
    key = new_id()
    body = {
        "reference": reference,
        "value": assessment.instance.canonical_value(reference, value),
        "source": source,
        **({"note": note} if note else {}),
    }
    label = assessment.instance.node(reference).label
    assessment.add([Move(STATEMENT, key, None, body)], label, reference)
    return key


def add_statements(
    assessment: Assessment, values: Mapping[str, str], source: str, *, name: str
) -> int:
    """Add what one source said on several questions, as one step; return how many are new.

    Statements that it made already are not added again. `name` is the source's name if there is
    none with this id. Raises ValueError with a sentence for a value that is not of its question's
    type, KeyError for no such question.
    """
    known = {
        (str(body.get("reference")), str(body.get("value")))
        for body in statements_of(assessment).values()
        if body.get("source") == source
    }
    moves = []
    for reference, value in values.items():
        text = assessment.instance.canonical_value(reference, value)
        if text and (reference, text) not in known:
            body = {"reference": reference, "value": text, "source": source}
            moves.append(Move(STATEMENT, new_id(), None, body))
    if moves and source not in sources_of(assessment):
        facts = {"institution": name, "date": assessment.now().date().isoformat()}
        moves.append(Move(SOURCE, source, None, facts))
    if not moves:
        return 0
    assessment.add(moves, name, *values)
    return sum(move.kind == STATEMENT for move in moves)


def _short_name(body: dict[str, Any]) -> str:
    names = ("title", "institution", "cluster")
    return next((str(body[name]) for name in names if body.get(name)), "")


_SETTING = "begun"


@dataclass(frozen=True, slots=True)
class StatementDraft:
    """A draft. `source` is the id of a source, or blank and `name` that of a new one.

    `value` is of the question's type, `typed` is text that is no valid value yet.
    """

    source: str = ""
    name: str = ""
    value: str = ""
    typed: str = ""
    note: str = ""

    @property
    def blank(self) -> bool:
        """Whether there is nothing to keep."""
        return not any((self.source, self.name, self.value, self.typed, self.note))


def statement_drafts(mission: Mission) -> Mapping[str, StatementDraft]:
    """Return all drafts in this file by the reference of their question."""
    stored = json.loads(mission.setting(_SETTING) or "{}")
    return {reference: StatementDraft(**fields) for reference, fields in stored.items()}


def store_draft(mission: Mission, reference: str, draft: StatementDraft) -> None:
    """Replace the draft on a question; a blank one is removed."""
    drafts = dict(statement_drafts(mission))
    if drafts.get(reference, StatementDraft()) == draft:
        return
    drafts[reference] = draft
    stored = {key: asdict(each) for key, each in drafts.items() if not each.blank}
    mission.set_setting(_SETTING, json.dumps(stored, ensure_ascii=False, sort_keys=True))
