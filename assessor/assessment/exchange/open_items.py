"""Open items: everything that waits for the team, question by question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assessor.assessment.assessment import Assessment
from assessor.assessment.base.section_list import is_within
from assessor.assessment.core.derive import has_node
from assessor.assessment.entries.clusters import clusters_of
from assessor.assessment.entries.comments import comments_of
from assessor.assessment.entries.reviews import FIELD, QUERY, REDO, reviews_of
from assessor.assessment.entries.sources import statement_drafts
from assessor.assessment.entries.tasks import assignees_of, holders_of, normalized_name
from assessor.assessment.review.open_points import CONFLICT, OpenPoint, open_points
from assessor.form.live.node import Node

CONTESTED_TASK = "task"
"""A task that laptops assigned to several people; it is decided under Team."""

KINDS = (
    CONFLICT,
    CONTESTED_TASK,
    "violation",
    REDO,
    QUERY,
    "overclaim",
    "disagreement",
    "begun",
    "comment",
    "promised",
    "unsourced",
    "claimed",
    "nameless",
    "attribution",
    "unanswered",
)
"""From most to least urgent: conflict; contested task; violated constraint; sent back by
headquarters; query of headquarters; over-claimed; sources disagree; draft of a statement; open
comment; promised document or answer; no source named; unsupported claim; source without a name;
attribution not agreed; unanswered.
"""

PROMISED = "pending"
"""The code of a missing answer that was promised."""


@dataclass(frozen=True, slots=True)
class OpenItem:
    """One open item: its kind, of KINDS, and the question, the part assigned, or (`of_source`) the
    id of the source.

    `why` is the message of a constraint, the note of a promise or draft, or the text of a review or
    comment; blank for other kinds. `clusters` are the codes of the clusters that are asked,
    `person` is the team member who holds it, "" for nobody.
    """

    kind: str
    reference: str
    why: str = ""
    clusters: tuple[str, ...] = ()
    person: str = ""
    of_source: bool = False


def open_items(assessment: Assessment) -> tuple[OpenItem, ...]:
    """Return all open items by kind, then in the form's order; only relevant questions have any.

    An open point with a reason does not wait, except for a conflict, which must be decided.
    """
    nodes = [node for node in assessment.instance.questions() if node.relevant]
    order = {node.reference: at for at, node in enumerate(nodes)}
    by_reference = {node.reference: node for node in nodes}
    held_by = holders_of(assessment).of
    points = [each for each in open_points(assessment) if not each.reason or each.kind == CONFLICT]
    found = [
        OpenItem(kind, reference, why, clusters_of(by_reference[reference]), held_by(reference))
        for kind, reference, why in _question_items(assessment, nodes, points)
        if reference in by_reference
    ]
    for point in points:
        if point.of_source:
            order[point.subject] = len(order)
            found.append(OpenItem(point.kind, point.subject, of_source=True))
    for contested in _contested_tasks(assessment):
        inside = [at for key, at in order.items() if is_within(key, contested.reference)]
        order[contested.reference] = min(inside, default=len(order))
        found.append(contested)
    return tuple(sorted(found, key=lambda item: (KINDS.index(item.kind), order[item.reference])))


def _question_items(
    assessment: Assessment, nodes: Iterable[Node], points: Iterable[OpenPoint]
) -> Iterator[tuple[str, str, str]]:
    for point in points:
        yield point.kind, point.subject, point.facts.get("message", "")
    for review in reviews_of(assessment):
        if review.waits_for == FIELD:
            yield review.state, review.reference, review.note
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
    for node in assessment.unanswered():
        yield "unanswered", node.reference, ""


def _contested_tasks(assessment: Assessment) -> Iterator[OpenItem]:
    for reference, task in holders_of(assessment).tasks.items():
        if task.contested and has_node(assessment.instance, reference):
            people = assignees_of(assessment, reference)
            names = {normalized_name(name): name for name in people if name}
            why = ", ".join(names[key] for key in sorted(names))
            yield OpenItem(CONTESTED_TASK, reference, why, person=task.person)
