"""Stakeholder clusters: who is asked which questions, as the form's binds say (asr:cluster)."""

from __future__ import annotations

from collections.abc import Iterator

from assessor.assessment.core.completeness import ASKED
from assessor.form.labels.styled_text import plain_text
from assessor.form.live.instance import Instance
from assessor.form.live.node import Node


def clusters_of(node: Node) -> tuple[str, ...]:
    """The codes of the clusters a question is put to; none: the team answers it itself."""
    return tuple(filter(None, node.meta.get("cluster", "").replace(";", " ").split()))


def cluster_labels(instance: Instance) -> dict[str, str]:
    """Every cluster the form's questions name, by code, in the words of the form.

    The words are those of the choice list that has all the codes; where none has, a code stands
    for itself. In the order of that list, else of the questions.
    """
    codes = dict.fromkeys(code for node in instance.questions() for code in clusters_of(node))
    if not codes:
        return {}
    for node in instance.questions():
        if node.control not in ("select1", "select"):
            continue
        choices = {choice.value: plain_text(choice.label) for choice in node.choices}
        if codes.keys() <= choices.keys():
            return {code: label or code for code, label in choices.items() if code in codes}
    return {code: code for code in codes}


def questions_for(node: Node, cluster: str) -> Iterator[Node]:
    """The questions under a node that a cluster is asked, relevant or not, in the form's order."""
    if node.kind == "question":
        if node.control in ASKED and cluster in clusters_of(node):
            yield node
        return
    for child in node.children:
        yield from questions_for(child, cluster)
