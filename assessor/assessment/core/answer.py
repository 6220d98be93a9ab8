"""An answer: a value and its justification, which always stay together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from assessor.store.model.entry import Entry, listed_texts


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of the team to one question, with its justification.

    `value` is XForms lexical text, "" if blank. `evidence` is a code of the form's evidence_scale;
    `basis` is "desk" or "field"; `sources` are ids of sources; `missing` is a code of
    missing_reasons; `sensitivity` overrides the form's own and is stricter. `auto` marks a value
    set by the form (a default, a preload). `decision` is the reason given when a conflict was
    resolved. `cleared` replaces an internal text for the government. `file` is the SHA-256 of an
    upload. `weighed` names the statements that a finding was settled from, with their values.
    `entry` is the entry that holds the answer, None if there is none.
    """

    value: str = ""
    evidence: str = ""
    basis: str = ""
    note: str = ""
    sources: tuple[str, ...] = ()
    missing: str = ""
    sensitivity: str = ""
    auto: bool = False
    decision: str = ""
    cleared: str = ""
    file: str = ""
    weighed: tuple[str, ...] = ()
    entry: Entry | None = None

    @property
    def is_blank(self) -> bool:
        """Whether there is neither a value nor a reason for its absence."""
        return not self.value and not self.missing

    def with_(self, **envelope: Any) -> Answer:
        """Return this answer with some parts changed; it then counts as answered by a person."""
        for name in ("sources", "weighed"):
            if name in envelope:
                envelope[name] = tuple(envelope[name])
        answer = replace(self, auto=False, decision="", entry=None)
        return replace(answer, **envelope)

    def body(self) -> dict[str, Any]:
        """Return the body of its entry: the value always, other parts if set."""
        body: dict[str, Any] = {"value": self.value}
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name not in ("value", "entry") and value:
                body[field.name] = list(value) if isinstance(value, tuple) else value
        return body

    def stored_body(self) -> dict[str, Any] | None:
        """Return the body of its entry; None if there is no entry or it was deleted."""
        return self.body() if self.entry is not None and self.entry.body is not None else None


ENVELOPE = tuple(
    field.name
    for field in fields(Answer)
    if field.name not in ("value", "entry", "auto", "file", "weighed")
)
"""The parts of an answer beside its value that a person may set."""


_TEXTS = tuple(field.name for field in fields(Answer) if field.default == "")


def answer_of(entry: Entry | None) -> Answer:
    """Return the answer in an entry; blank for None, a tombstone or a withheld body."""
    if entry is None or entry.is_tombstone or entry.body is None:
        return Answer(entry=entry)
    body: Mapping[str, Any] = entry.body
    return Answer(
        **{name: str(body.get(name, "")) for name in _TEXTS},
        sources=listed_texts(body.get("sources")),
        auto=bool(body.get("auto", False)),
        weighed=listed_texts(body.get("weighed")),
        entry=entry,
    )
