"""Places that a form asks for (odk:setgeopoint)."""

from __future__ import annotations

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.answer import Answer
from assessor.assessment.core.derive import has_node
from assessor.assessment.core.undo_steps import Move
from assessor.form.live.changes import Changes
from assessor.form.model.datatypes import canonical_text


def requested_places(assessment: Assessment) -> tuple[str, ...]:
    """Return the nodes that wait for a place: asked now, or blank since opening."""
    instance = assessment.instance
    unanswered = (
        key
        for key in instance.missing_places
        if all(tip.is_tombstone for tip in assessment.heads("answer", key))
    )
    requested = dict.fromkeys((*instance.requested_places, *unanswered))
    return tuple(key for key in requested if has_node(instance, key))


def answer_place(assessment: Assessment, reference: str, place: str) -> Changes:
    """Answer with a geopoint in ODK's notation; blank declines. Raises ValueError."""
    text = canonical_text("geopoint", place)
    after = Answer(value=text, auto=not text).body()
    move = Move("answer", reference, assessment.body("answer", reference), after)
    label = assessment.node(reference).label
    return assessment.perform([move], label, lambda: assessment.instance.set_place(reference, text))
