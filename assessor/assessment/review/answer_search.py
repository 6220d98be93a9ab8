"""Search in questions (in every language of the form), answers and sources."""

from __future__ import annotations

from dataclasses import dataclass

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.derive import bind_of
from assessor.assessment.entries.meetings import meetings_of
from assessor.form.labels.styled_text import plain_text
from assessor.form.live.node import Node
from assessor.form.model.definition import Control, Form, Text


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One searchable item: `kind` is "question" or "source", `key` its reference or id.

    `title` is in the present language; `others` are other texts that find it: labels in the form's
    other languages, the question's name.
    """

    kind: str
    key: str
    title: str
    others: str = ""


def searchable_items(assessment: Assessment) -> tuple[SearchResult, ...]:
    """Return every relevant question and every source, in order."""
    form = assessment.form
    labels = _labels(form)
    questions = tuple(
        SearchResult("question", node.reference, _title(node), _others(form, node, labels))
        for node in assessment.instance.questions()
        if node.relevant and node.control != "calculate" and node.label
    )
    sources = tuple(
        SearchResult(
            "source", meeting.id, meeting.name, f"{meeting.title} {meeting.roles} {meeting.place}"
        )
        for meeting in meetings_of(assessment)
    )
    return questions + sources


def _title(node: Node) -> str:
    return " ".join(plain_text(node.label).split()) or node.name


def _others(form: Form, node: Node, labels: dict[str, str]) -> str:
    bind = bind_of(form, node.reference)
    return f"{node.name} {labels.get(bind.path, '') if bind is not None else ''}"


def _labels(form: Form) -> dict[str, str]:
    found: dict[str, str] = {}
    waiting: list[Control] = [form.body]
    while waiting:
        control = waiting.pop()
        waiting += control.children
        if control.bind is not None and control.label is not None:
            found[control.bind.path] = _plain(form, control.label)
    return found


def _plain(form: Form, text: Text) -> str:
    if not text.itext:
        return " ".join(part for part in text.parts if isinstance(part, str))
    strings = []
    for words in (texts.get(text.itext, "") for texts in form.texts.values()):
        if isinstance(words, str):
            strings.append(words)
        else:
            parts = words.get("", words.get("long", ()))
            strings += [part for part in parts if isinstance(part, str)]
    return " ".join(strings)
