"""Follow-up missions: comparison with the answers of the previous mission."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assessor.assessment.assessment import Assessment
from assessor.assessment.core import derive
from assessor.assessment.core.statements import running_meeting
from assessor.assessment.entries.meetings import confirm_answer
from assessor.assessment.entries.previous_answers import (
    PREVIOUS,
    open_in_memory,
    previous_answers,
    store_previous,
)
from assessor.assessment.mission.mission_start_packs import previous_parcel
from assessor.assessment.mission.passphrase_protection import refuse_readable
from assessor.errors import Refused
from assessor.form.live.changes import Changes


@dataclass(frozen=True, slots=True)
class PreviousAnswer:
    """One question answered in the previous mission: its value before and now ("" if blank)."""

    reference: str
    before: str
    now: str

    @property
    def state(self) -> str:
        """`same`, `changed`, or `open` if it is blank now."""
        if not self.now:
            return "open"
        return "same" if self.now == self.before else "changed"


def follow_mission(
    assessment: Assessment,
    path: Path,
    *,
    identities: Sequence[str] = (),
    readable: bool = False,
) -> int:
    """Store the answers of an earlier mission here; return how many questions both have.

    `path` is its report, parcel, mission file or registry; a stored one is replaced. No entry is
    written. Raises as previous_parcel does, Refused for this mission itself or one about another
    country, and Unprotected for a protected one, if this one is not and a person did not choose
    that it is `readable`.
    """
    if path.exists() and path.samefile(assessment.path):
        raise Refused("{file} is this mission itself: choose the one before.", file=path.name)
    previous = previous_parcel(path, assessment.identity, identities=identities)
    _refuse_another_country(assessment, previous.parcel, path.name)
    allowed = assessment.mission.encrypted or readable
    refuse_readable(previous.protected, assessment.path.name, allowed=allowed)
    store_previous(assessment.mission, previous.parcel)
    return len(compare_with_previous(assessment))


def _refuse_another_country(assessment: Assessment, data: bytes, file: str) -> None:
    here = assessment.facts()
    with open_in_memory(data) as (mission, assessments):
        for uuid in assessments:
            there = Assessment.of(mission, uuid, assessment.identity).facts()
            if here.country_code and there.country_code not in ("", here.country_code):
                raise Refused(
                    "{file} is about another country, {other}: choose the mission of {country} "
                    "before this one.",
                    file=file,
                    other=there.country,
                    country=here.country,
                )


def require_previous(assessment: Assessment) -> None:
    """Raise Refused if no previous mission is stored here."""
    if not assessment.mission.setting(PREVIOUS):
        raise Refused("There is no mission before this one here: name its report or its file.")


def compare_with_previous(assessment: Assessment) -> tuple[PreviousAnswer, ...]:
    """Return every question of this form answered in the previous mission, in the form's order."""
    before = previous_answers(assessment.mission)
    found = []
    for node in assessment.instance.questions():
        answer = before.get(node.reference)
        if answer is not None and answer.value:
            found.append(PreviousAnswer(node.reference, answer.value, node.value))
    return tuple(found)


def repeat_previous_answer(assessment: Assessment, reference: str) -> Changes:
    """Answer as in the previous mission: a new entry of today that cites the running meeting.

    The earlier justification is not copied. Raises Refused if nothing was answered then, and as
    Assessment.answer does.
    """
    before = previous_answers(assessment.mission).get(reference)
    if before is None or not before.value or before.file:
        raise Refused("The mission before has no answer to this question that could be taken over.")
    if not derive.has_node(assessment.instance, reference):
        raise Refused("The form has no question {name}.", name=reference)
    if (
        assessment.answer_at(reference).value == before.value
        and running_meeting(assessment) is not None
    ):
        return confirm_answer(assessment, reference)
    return assessment.answer(reference, before.value)
