"""Stakeholder clusters: which questions each is asked, by the form's binds (asr:cluster)."""

from __future__ import annotations

from assessor.form.labels.styled_text import plain_text
from assessor.form.live.instance import Instance
from assessor.form.live.node import Node


def clusters_of(node: Node) -> tuple[str, ...]:
    """Return the codes of the clusters that are asked a question; none: the team answers it."""
    return tuple(filter(None, node.meta.get("cluster", "").replace(";", " ").split()))


def cluster_labels(instance: Instance) -> dict[str, str]:
    """Return the labels of clusters by code, from the choice list that has all; else the codes."""
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
