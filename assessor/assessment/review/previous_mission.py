"""Follow-up missions: the answers of the mission before, beside those of this one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assessor.assessment.assessment import Assessment
from assessor.assessment.core import derive
from assessor.assessment.core.previous_answers import PREVIOUS, previous_answers, store_previous
from assessor.assessment.core.statements import running_meeting
from assessor.assessment.entries.meetings import confirm_answer
from assessor.assessment.mission.mission_start_packs import previous_parcel
from assessor.errors import Refused
from assessor.form.live.changes import Changes


@dataclass(frozen=True, slots=True)
class PreviousAnswer:
    """One question that was answered then: what was said then and now (blank: not yet)."""

    reference: str
    before: str
    now: str

    @property
    def state(self) -> str:
        """`same`, `changed`, or `open` where nothing is said now."""
        if not self.now:
            return "open"
        return "same" if self.now == self.before else "changed"


def follow_mission(
    assessment: Assessment,
    path: Path,
    *,
    identities: Sequence[str] = (),
    passphrase: str | None = None,
) -> int:
    """Put the answers of an earlier mission beside these; how many questions both have.

    `path` is its report, parcel, mission file or registry; another one kept before gives way.
    Nothing is said by it. Raises as packs.previous_parcel does, and Refused for this very mission.
    """
    if path.exists() and path.samefile(assessment.path):
        raise Refused("{file} is this mission itself: choose the one before.", file=path.name)
    data = previous_parcel(path, assessment.identity, identities=identities, passphrase=passphrase)
    store_previous(assessment.mission, data)
    return len(compare_with_previous(assessment))


def require_previous(assessment: Assessment) -> None:
    """Refuse to tell what changed where no mission before lies beside this one."""
    if not assessment.mission.setting(PREVIOUS):
        raise Refused("There is no mission before this one here: name its report or its file.")


def compare_with_previous(assessment: Assessment) -> tuple[PreviousAnswer, ...]:
    """Every question of this form that was answered then, in the order of the form."""
    before = previous_answers(assessment.mission)
    found = []
    for node in assessment.instance.questions():
        said = before.get(node.reference)
        if said is not None and said.value:
            found.append(PreviousAnswer(node.reference, said.value, node.value))
    return tuple(found)


def repeat_previous_answer(assessment: Assessment, reference: str) -> Changes:
    """Say anew what was answered then: a new entry of today, citing the meeting that runs.

    What justified it then does not come along: evidence, sources and notes are today's. Raises
    Refused where nothing was answered then, and as Assessment.answer does.
    """
    before = previous_answers(assessment.mission).get(reference)
    if before is None or not before.value or before.file:
        raise Refused("The mission before has no answer to this question that could be taken over.")
    if not derive.has_node(assessment.instance, reference):
        raise Refused("The form has no question {name}.", name=reference)
    if (
        assessment.shown(reference).value == before.value
        and running_meeting(assessment) is not None
    ):
        return confirm_answer(assessment, reference)
    return assessment.answer(reference, before.value)
