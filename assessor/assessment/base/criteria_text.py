"""Answers by criteria in words: the criteria by what is known of them."""

from __future__ import annotations

from collections.abc import Sequence

from assessor.form.labels.styled_text import plain_text
from assessor.form.live.node import Node
from assessor.store.model.entry import Entry
from assessor.words import translator, with_colon


def asks_criteria(node: Node) -> bool:
    """Whether the choices of a question are criteria, each with its states."""
    values = {choice.value for choice in node.choices}
    codes = (value.removesuffix(".shown") for value in values if value.endswith(".shown"))
    return node.control == "select" and any(f"{code}.said" in values for code in codes)


def criteria_text(node: Node, value: str, language: str, others: Sequence[str] = ()) -> str:
    """Return an answer as sentences: those shown, those said, those not met.

    With `others`, competing answers, what all of them say alike is only counted.
    """
    labels = {choice.value: plain_text(choice.label) for choice in node.choices}
    chosen = value.split()
    alike = set(chosen).intersection(*(other.split() for other in others)) if others else set()
    by_state: dict[str, list[str]] = {}
    for each in chosen:
        state, dash, sentence = labels.get(each, each).partition(" – ")
        if each not in alike:
            by_state.setdefault(state if dash else "", []).append(sentence or state)
    parts = [
        with_colon(state, " ".join(sentences), language) if state else " ".join(sentences)
        for state, sentences in by_state.items()
    ]
    if alike:
        parts.append(translator(language)("Alike in all: {count}.").format(count=len(alike)))
    return " ".join(parts)


def other_values(heads: Sequence[Entry], head: Entry) -> list[str]:
    """Return the values of the other heads of a conflict."""
    return [str((each.body or {}).get("value", "")) for each in heads if each is not head]
