"""The atom of an answer: a value and everything that justifies it, never parted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from assessor.store.model.entry import Entry


@dataclass(frozen=True, slots=True)
class Answer:
    """What the team holds on one question: the finding and its justification, one atom.

    `value` is XForms lexical text, "" when blank. `evidence` is a code of the form's
    evidence_scale; `basis` is "desk" or "field"; `sources` are ids of sources; `missing` is a
    code of missing_reasons; `sensitivity` overrides the form's own, stricter only. `auto` marks
    what the form itself set (a default, a preload). `decision` is the reason given when a
    conflict was settled with this answer. `cleared` is what the government reads in place of a text
    that is internal. `file` is the SHA-256 of an upload question's file.
    `weighed` names the statements a finding was settled from, each with what it said.
    `entry` is where it was said; None: nobody has.
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
        """Whether there is neither a value nor a reason why there is none."""
        return not self.value and not self.missing

    def with_(self, **envelope: Any) -> Answer:
        """This atom with parts of it said anew; what the form set is then the person's."""
        for name in ("sources", "weighed"):
            if name in envelope:
                envelope[name] = tuple(envelope[name])
        fresh = replace(self, auto=False, decision="", entry=None)
        return replace(fresh, **envelope)

    def body(self) -> dict[str, Any]:
        """The body of the entry that says this: the value always, the rest where it is said."""
        body: dict[str, Any] = {"value": self.value}
        for field in fields(self):
            said = getattr(self, field.name)
            if field.name not in ("value", "entry") and said:
                body[field.name] = list(said) if isinstance(said, tuple) else said
        return body


ENVELOPE = tuple(
    field.name
    for field in fields(Answer)
    if field.name not in ("value", "entry", "auto", "file", "weighed")
)
"""The parts of an answer a person may say beside the value."""


def answer_of(entry: Entry | None) -> Answer:
    """The atom an entry says; blank for None, a tombstone or a withheld body."""
    if entry is None or entry.is_tombstone or entry.body is None:
        return Answer(entry=entry)
    body: Mapping[str, Any] = entry.body
    return Answer(
        value=str(body.get("value", "")),
        evidence=str(body.get("evidence", "")),
        basis=str(body.get("basis", "")),
        note=str(body.get("note", "")),
        sources=tuple(str(source) for source in body.get("sources", ())),
        missing=str(body.get("missing", "")),
        sensitivity=str(body.get("sensitivity", "")),
        auto=bool(body.get("auto", False)),
        decision=str(body.get("decision", "")),
        cleared=str(body.get("cleared", "")),
        file=str(body.get("file", "")),
        weighed=tuple(str(each) for each in body.get("weighed", ())),
        entry=entry,
    )
