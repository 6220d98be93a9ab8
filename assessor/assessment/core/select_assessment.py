"""Selection of an assessment in a file: the only one, or one by the beginning of its id."""

from __future__ import annotations

from assessor.errors import Refused
from assessor.store.read.file_reader import AssessmentRow
from assessor.store.write.mission import Mission

_MOST = 6
"""Number of ids listed for a person who has to choose."""


def select_assessment(mission: Mission, written: str | None) -> AssessmentRow:
    """Return the assessment whose id begins with `written`; for None the only one.

    In a field mission the default is its first: others came with files of colleagues. Raises
    Refused if none or several fit, with the ids to choose from.
    """
    found = _fitting(mission, written)
    if len(found) == 1:
        return found[0]
    ids = [row.uuid[:8] for row in found or mission.assessments()]
    if not ids:
        raise Refused("{file} holds no answers yet: receive a report.", file=mission.path.name)
    listed = ", ".join(ids[:_MOST]) + ("…" if len(ids) > _MOST else "")
    raise Refused(
        "{file} holds {count} assessments that fit: name one of them (--assessment) by the "
        "beginning of its id: {ids}.",
        file=mission.path.name,
        count=len(found),
        ids=listed,
    )


def _fitting(mission: Mission, written: str | None) -> tuple[AssessmentRow, ...]:
    if written is None:
        every = mission.assessments()
        return every[:1] if mission.role == "mission" else every
    exact = mission.assessment(written)
    if exact is not None:
        return (exact,)
    begins = written.lower()
    return tuple(row for row in mission.assessments() if begins and row.uuid.startswith(begins))
