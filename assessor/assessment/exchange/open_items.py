"""Open items: everything that waits for the team, question by question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assessor.assessment.assessment import Assessment
from assessor.assessment.base.section_list import is_within
from assessor.assessment.core.derive import has_node
from assessor.assessment.entries.clusters import clusters_of
from assessor.assessment.entries.comments import comments_of
from assessor.assessment.entries.meetings import disagreements_of
from assessor.assessment.entries.reviews import FIELD, QUERY, REDO, reviews_of
from assessor.assessment.entries.sources import statement_drafts
from assessor.assessment.entries.tasks import assignees_of, holders_of, normalized_name
from assessor.form.live.node import Node

CONTESTED_TASK = "task"
"""A task that laptops assigned to several people; it is decided under Team."""

KINDS = (
    "conflict",
    CONTESTED_TASK,
    "violation",
    REDO,
    QUERY,
    "disagreement",
    "begun",
    "comment",
    "promised",
    "claimed",
    "unanswered",
)
"""From most to least urgent: conflict; contested task; violated constraint; sent back by
headquarters; query of headquarters; sources disagree; draft of a statement; open comment;
promised document or answer; unsupported claim; unanswered.
"""

PROMISED = "pending"
"""The code of a missing answer that was promised."""

CLAIMED = "claimed"
"""The evidence level of a statement that nothing else supports."""


@dataclass(frozen=True, slots=True)
class OpenItem:
    """One open item: its kind, of KINDS, and the question or the part assigned.

    `why` is the message of a constraint, the note of a promise or draft, or the text of a review or
    comment; blank for other kinds. `clusters` are the codes of the clusters that are asked,
    `person` is the team member who holds it, "" for nobody.
    """

    kind: str
    reference: str
    why: str = ""
    clusters: tuple[str, ...] = ()
    person: str = ""


def open_items(assessment: Assessment) -> tuple[OpenItem, ...]:
    """Return all open items by kind, then in the form's order; only relevant questions have any."""
    nodes = [node for node in assessment.instance.questions() if node.relevant]
    order = {node.reference: at for at, node in enumerate(nodes)}
    by_reference = {node.reference: node for node in nodes}
    held_by = holders_of(assessment).of
    found = [
        OpenItem(kind, reference, why, clusters_of(by_reference[reference]), held_by(reference))
        for kind, reference, why in _question_items(assessment, nodes)
        if reference in by_reference
    ]
    for contested in _contested_tasks(assessment):
        inside = [at for key, at in order.items() if is_within(key, contested.reference)]
        order[contested.reference] = min(inside, default=len(order))
        found.append(contested)
    return tuple(sorted(found, key=lambda item: (KINDS.index(item.kind), order[item.reference])))


def _question_items(assessment: Assessment, nodes: list[Node]) -> Iterator[tuple[str, str, str]]:
    yield from _disagreements(assessment)
    for reference, each in statement_drafts(assessment.mission).items():
        yield "begun", reference, each.note or each.typed
    for comment in comments_of(assessment):
        # responses to headquarters wait for headquarters
        if not comment.resolved and not comment.answers:
            yield "comment", comment.reference, comment.text
    for node in nodes:
        atom = assessment.answer_at(node.reference)
        if not node.value and atom.missing == PROMISED:
            yield "promised", node.reference, atom.note
        elif node.value and atom.evidence == CLAIMED:
            yield "claimed", node.reference, ""
    for node in assessment.unanswered():
        yield "unanswered", node.reference, ""


def _contested_tasks(assessment: Assessment) -> Iterator[OpenItem]:
    for reference, task in holders_of(assessment).tasks.items():
        if task.contested and has_node(assessment.instance, reference):
            people = assignees_of(assessment, reference)
            names = {normalized_name(name): name for name in people if name}
            why = ", ".join(names[key] for key in sorted(names))
            yield OpenItem(CONTESTED_TASK, reference, why, person=task.person)


def _disagreements(assessment: Assessment) -> Iterator[tuple[str, str, str]]:
    for conflict in assessment.conflicts():
        if conflict.kind == "answer":
            yield "conflict", conflict.key, ""
    for violation in assessment.violations():
        if violation.kind == "constraint":
            yield "violation", violation.reference, violation.message
    for review in reviews_of(assessment):
        if review.waits_for == FIELD:
            yield review.state, review.reference, review.note
    for disagreement in disagreements_of(assessment):
        if not disagreement.settled:
            yield "disagreement", disagreement.reference, ""
