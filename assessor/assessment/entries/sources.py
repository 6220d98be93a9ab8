"""Sources and what each of them said: kept side by side, whatever the team then finds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.mission_start import new_id
from assessor.assessment.core.statements import SOURCE, STATEMENT, sources_of, statements_of
from assessor.assessment.core.undo_steps import Move, UndoStep
from assessor.form.live.changes import VALUE, Changes


def add_source(assessment: Assessment, source_id: str | None = None, **facts: str) -> str:
    """Note a source: its institution, cluster, kind, date, place, attribution; its id."""
    key = source_id or new_id()
    body = {name: said for name, said in facts.items() if said}
    assessment.perform(UndoStep((Move(SOURCE, key, None, body),), _named(body)), Changes)
    return key


def add_statement(
    assessment: Assessment,
    reference: str,
    value: str,
    source: str,
    *,
    note: str = "",
    evidence: str = "",
) -> str:
    """Keep what one source said on one question, beside the finding; its id is returned.

    Raises ValueError with a sentence when `value` is none of the question's type.
    """
    key = new_id()
    said = {"note": note, "evidence": evidence}
    body = {
        "reference": reference,
        "value": assessment.instance.canonical_value(reference, value),
        "source": source,
        **{name: text for name, text in said.items() if text},
    }
    step = UndoStep((Move(STATEMENT, key, None, body),), assessment.instance.node(reference).label)
    assessment.perform(step, lambda: Changes(bits={reference: VALUE}))
    return key


def add_statements(
    assessment: Assessment, said: Mapping[str, str], source: str, *, name: str, note: str = ""
) -> int:
    """Keep what one source said on several questions, as one step; how many are new.

    What it said of a question just so already is not said twice. `name` is what it is called
    in the list of sources, where there is none of this id. Raises ValueError with a sentence
    when a value is none of its question's type, KeyError for no such question.
    """
    known = {
        (str(body.get("reference")), str(body.get("value")))
        for body in statements_of(assessment).values()
        if body.get("source") == source
    }
    moves = []
    for reference, value in said.items():
        text = assessment.instance.canonical_value(reference, value)
        if text and (reference, text) not in known:
            body = {"reference": reference, "value": text, "source": source}
            body |= {"note": note} if note else {}
            moves.append(Move(STATEMENT, new_id(), None, body))
    if moves and source not in sources_of(assessment):
        facts = {"institution": name, "date": assessment.now().date().isoformat()}
        moves.append(Move(SOURCE, source, None, facts))
    if not moves:
        return 0
    touched = dict.fromkeys(said, VALUE)
    assessment.perform(UndoStep(tuple(moves), name), lambda: Changes(bits=touched))
    return sum(move.kind == STATEMENT for move in moves)


def _named(body: dict[str, Any]) -> str:
    """A source in a few words, for undo."""
    names = ("title", "institution", "cluster")
    return next((str(body[name]) for name in names if body.get(name)), "")
