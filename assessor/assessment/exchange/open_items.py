"""What is left of the day: everything that waits for the team, question by question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assessor.assessment.assessment import Assessment
from assessor.assessment.base.section_list import is_within
from assessor.assessment.entries.clusters import clusters_of
from assessor.assessment.entries.comments import comments_of
from assessor.assessment.entries.meetings import disagreements_of
from assessor.assessment.entries.reviews import FIELD, QUERY, REDO, reviews_of
from assessor.assessment.entries.statement_drafts import statement_drafts
from assessor.assessment.entries.tasks import assignees_of, holders_of, normalized_name
from assessor.form.live.node import Node

CONTESTED_TASK = "task"
"""What laptops handed to several people: it is whose one decides, under Team."""

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
"""From what cannot wait to what can: laptops disagree; they handed a part to several people; a rule
of the form is broken; headquarters sent it back, or asks; sources disagree; a statement is begun
and not kept; a colleague's comment is open; a document or answer was promised; nothing but words
supports it; nobody has answered."""

PROMISED = "pending"
"""The reason for a missing answer that says it was promised."""

CLAIMED = "claimed"
"""The evidence level of what somebody said and nothing else supports."""


@dataclass(frozen=True, slots=True)
class OpenItem:
    """One thing that waits: its kind, of KINDS, and the question, or the part that was handed out.

    `why` is the form's own message of a violation, the note of what was promised or begun, what
    headquarters asks or a comment says; blank for the other kinds. `clusters` are the codes of whom
    the question is put to, `person` who of the team holds it, "" for nobody.
    """

    kind: str
    reference: str
    why: str = ""
    clusters: tuple[str, ...] = ()
    person: str = ""


def open_items(assessment: Assessment) -> tuple[OpenItem, ...]:
    """Everything that waits, by kind, within a kind in the form's order.

    A question may wait for several reasons; what nobody is asked now waits for nothing.
    """
    nodes = [node for node in assessment.instance.questions() if node.relevant]
    order = {node.reference: at for at, node in enumerate(nodes)}
    by_reference = {node.reference: node for node in nodes}
    held_by = holders_of(assessment).of
    found = [
        OpenItem(kind, reference, why, clusters_of(by_reference[reference]), held_by(reference))
        for kind, reference, why in _waiting(assessment, nodes)
        if reference in by_reference
    ]
    for torn in _handed_to_several(assessment):
        inside = [at for key, at in order.items() if is_within(key, torn.reference)]
        order[torn.reference] = min(inside, default=len(order))
        found.append(torn)
    return tuple(sorted(found, key=lambda one: (KINDS.index(one.kind), order[one.reference])))


def _waiting(assessment: Assessment, nodes: list[Node]) -> Iterator[tuple[str, str, str]]:
    yield from _disputed(assessment)
    for reference, each in statement_drafts(assessment.mission).items():
        yield "begun", reference, each.note or each.typed
    for one in comments_of(assessment):
        if not one.resolved and not one.answers:  # what answers headquarters waits for them
            yield "comment", one.reference, one.text
    for node in nodes:
        atom = assessment.shown(node.reference)
        if not node.value and atom.missing == PROMISED:
            yield "promised", node.reference, atom.note
        elif node.value and atom.evidence == CLAIMED:
            yield "claimed", node.reference, ""
    for node in assessment.unanswered():
        yield "unanswered", node.reference, ""


def _handed_to_several(assessment: Assessment) -> Iterator[OpenItem]:
    """Parts that laptops handed to different people, with the names; gone ones wait for nobody."""
    for reference, task in holders_of(assessment).tasks.items():
        if task.contested:
            try:
                assessment.node(reference)
            except KeyError:
                continue
            names = {
                normalized_name(name): name for name in assignees_of(assessment, reference) if name
            }
            why = ", ".join(names[key] for key in sorted(names))
            yield OpenItem(CONTESTED_TASK, reference, why, person=task.person)


def _disputed(assessment: Assessment) -> Iterator[tuple[str, str, str]]:
    for conflict in assessment.conflicts():
        if conflict.kind == "answer":
            yield "conflict", conflict.key, ""
    for violation in assessment.violations():
        if violation.kind == "constraint":
            yield "violation", violation.reference, violation.message
    for review in reviews_of(assessment):
        if review.waits_for == FIELD:
            yield review.state, review.reference, review.note
    for torn in disagreements_of(assessment):
        if not torn.settled:
            yield "disagreement", torn.reference, ""
