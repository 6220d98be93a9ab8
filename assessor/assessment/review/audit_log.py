"""The audit log of an assessment in the format of ODK's clients, made from its entries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import NamedTuple

from assessor.assessment.assessment import Assessment
from assessor.assessment.base.spreadsheet_safety import csv_line
from assessor.assessment.core.answer import answer_of
from assessor.assessment.core.derive import id_of, instances_of, repeat_of
from assessor.assessment.core.mission_start import milliseconds, new_id
from assessor.errors import Refused
from assessor.form.model.definition import Audit
from assessor.store.model.entry import Draft, Entry, displayed_head

SITTING = 30 * 60 * 1000
"""Milliseconds without an entry after which a new sitting begins."""
REASON = "reason"
"""Kind of entry with the reason for changes: a body {"reason": …}, a random key."""


class AuditEvent(NamedTuple):
    """One line of the log. `start` and `end` are milliseconds since 1970 UTC; None: no end."""

    name: str
    node: str
    start: int
    end: int | None = None
    old: str = ""
    new: str = ""
    user: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Sitting:
    """Entries of one person without a long pause, in their clock's order."""

    author: str
    entries: Sequence[Entry]

    @property
    def start(self) -> int:
        """The time of its first entry."""
        return self.entries[0].at

    @property
    def end(self) -> int:
        """The time of its last entry."""
        return self.entries[-1].at


def audit_log(assessment: Assessment) -> bytes:
    """Return the audit log as CSV (ODK XForms, "Client Audit Logs"), for forms with `meta/audit`.

    Entries have the time of an answer, not its duration: a question begins when the same person's
    previous one ended; the first of a sitting takes no time. Values set by the form are left out.
    Raises Refused if the form asks for no log.
    """
    log = audit_events(_entries(assessment))
    return events_csv(_audit_settings(assessment), log).encode("utf-8")


def audit_sheet(assessment: Assessment) -> bytes:
    """Return the same log for a spreadsheet, without formulas. Raises Refused."""
    lines = _lines(_audit_settings(assessment), audit_events(_entries(assessment)))
    return "".join(map(csv_line, lines)).encode("utf-8-sig")


def _entries(assessment: Assessment) -> list[Entry]:
    """Return what the team wrote in this assessment alone."""
    return [each for each in assessment.own_entries() if each.assessment == assessment.uuid]


def _audit_settings(assessment: Assessment) -> Audit:
    audit = assessment.form.audit
    if audit is None:
        raise Refused("This form asks for no audit log: it has no question of the type audit.")
    return audit


def events_csv(audit: Audit, log: Iterable[AuditEvent]) -> str:
    """Return events as CSV, with the columns that the form asks for."""
    return "".join(",".join(map(_cell, line)) + "\n" for line in _lines(audit, log))


def _lines(audit: Audit, log: Iterable[AuditEvent]) -> list[list[str]]:
    head = ["event", "node", "start", "end"]
    head += ["latitude", "longitude", "accuracy"] if audit.places else []
    head += ["old-value", "new-value"] if audit.changes else []
    head += ["user"] if audit.users else []
    head += ["change-reason"] if audit.reasons else []
    lines = [head]
    for event in log:
        if event.name == "change reason" and not audit.reasons:
            continue
        end = "" if event.end is None else str(event.end)
        line = [event.name, event.node, str(event.start), end]
        line += ["", "", ""] if audit.places else []  # laptops do not record their position
        line += [event.old, event.new] if audit.changes else []
        line += [event.user] if audit.users else []
        line += [event.reason] if audit.reasons else []
        lines.append(line)
    return lines


def _cell(text: str) -> str:
    if any(sign in text for sign in ",\n\r"):
        return '"' + text.replace('"', '""') + '"'
    return text


def audit_events(entries: Iterable[Entry]) -> list[AuditEvent]:
    """Return the log of an assessment's entries, in the order of the clocks that wrote them."""
    # of entries of one moment, instances come before what is in them
    ordered = sorted(entries, key=lambda entry: (entry.at, entry.kind != "repeat", entry.key))
    reader = _EventReader({entry.name: entry for entry in ordered})
    found, ends = [], []
    since: dict[str, Sitting] = {}
    for number, sitting in enumerate(sittings_of(ordered)):
        began = "form resume" if number else "form start"
        found.append(AuditEvent(began, "", sitting.start, user=sitting.author))
        for name in ("form save", "form exit"):
            ends.append(AuditEvent(name, "", sitting.end, user=sitting.author))
        since |= {entry.name: sitting for entry in sitting.entries}
    for entry in ordered:
        found += reader.by(entry, since[entry.name])
    return sorted(
        [*found, *ends], key=lambda event: event.start if event.end is None else event.end
    )


def sittings_of(entries: Iterable[Entry]) -> list[Sitting]:
    """Return the sittings, the one that began first comes first."""
    found = []
    ordered = sorted(entries, key=lambda entry: (entry.author, entry.at))
    for author, own in groupby(ordered, key=lambda entry: entry.author):
        entries_of_person = list(own)
        breaks = [0, *_pauses(entries_of_person), len(entries_of_person)]
        found += [Sitting(author, entries_of_person[start:end]) for start, end in pairwise(breaks)]
    return sorted(found, key=lambda sitting: sitting.start)


def _pauses(entries: Sequence[Entry]) -> Iterator[int]:
    for place, (before, after) in enumerate(pairwise(entries), 1):
        if after.at - before.at > SITTING:
            yield place


class _EventReader:
    """Turns entries into events, with the repeat instances that exist at each moment."""

    def __init__(self, by_name: Mapping[str, Entry]) -> None:
        self.by_name = by_name
        self._added = {
            entry.key: entry.body.get("added", 0)
            for entry in by_name.values()
            if entry.kind == "repeat" and entry.body is not None
        }
        self._there: dict[str, set[str]] = {}
        self._since: dict[int, int] = {}
        self._removals = {
            (entry.key, entry.at)
            for entry in by_name.values()
            if entry.kind == "repeat" and entry.is_tombstone
        }

    def by(self, entry: Entry, sitting: Sitting) -> Iterator[AuditEvent]:
        """Yield the events of an entry of a sitting."""
        since = self._since.get(id(sitting), sitting.start)
        for event in self._events(entry, since):
            self._since[id(sitting)] = entry.at
            yield event._replace(user=sitting.author)

    def _events(self, entry: Entry, since: int) -> Iterator[AuditEvent]:
        if entry.kind == "repeat":
            if entry.is_tombstone or entry.key not in self._there.get(repeat_of(entry.key), ()):
                yield self._repeat(entry, since)  # otherwise it was only moved
        elif entry.kind == REASON and entry.body is not None:
            yield AuditEvent(
                "change reason", "", entry.at, reason=str(entry.body.get("reason", ""))
            )
        elif entry.kind == "answer" and not self._by_itself(entry):
            old, new = self.before(entry), answer_of(entry).value
            values = ("", "") if old == new else (old, new)
            yield AuditEvent("question", self._node(entry.key), since, entry.at, *values)
            if answer_of(entry).decision:
                yield AuditEvent("change reason", "", entry.at, reason=answer_of(entry).decision)

    def _by_itself(self, entry: Entry) -> bool:
        if answer_of(entry).auto:
            return True
        containers = instances_of(entry.key)
        return entry.is_tombstone and any((each, entry.at) in self._removals for each in containers)

    def before(self, entry: Entry) -> str:
        """Return the value that the person saw before this entry."""
        parents = [self.by_name[name] for name in entry.parents if name in self.by_name]
        return answer_of(displayed_head(parents)).value if parents else ""

    def _repeat(self, entry: Entry, since: int) -> AuditEvent:
        instances = self._there.setdefault(repeat_of(entry.key), set())
        instances.add(entry.key)
        node = self._node(entry.key)
        if entry.is_tombstone:
            instances.discard(entry.key)
        name = "delete repeat" if entry.is_tombstone else "add repeat"
        return AuditEvent(name, node, since, entry.at)

    def _node(self, reference: str) -> str:
        """Return a reference in ODK's notation: repeat instances by their position at the time."""
        path, done = "", 0
        for instance in instances_of(reference):
            path += repeat_of(instance)[done:] + f"[{self._position(instance)}]"
            done = len(instance)
        return path + reference[done:]

    def _position(self, instance: str) -> int:
        if instance not in self._added:
            return int(id_of(instance)[:6]) if id_of(instance).isdigit() else 1
        own = (self._added[instance], instance)
        instances = self._there.get(repeat_of(instance), set())
        return 1 + sum((self._added.get(each, 0), each) < own for each in instances)


def owes_explanation(assessment: Assessment) -> bool:
    """Whether this person changed answers of an earlier sitting and has given no reason.

    Only forms with `track-changes-reasons=on-form-edit` ask for reasons.
    """
    audit = assessment.form.audit
    if audit is None or not audit.reasons:
        return False
    mine = assessment.identity
    entries = _entries(assessment)
    reader = _EventReader({entry.name: entry for entry in entries})
    owed = False
    earlier: set[str] = set()
    for sitting in sittings_of(entries):
        if sitting.author == mine.name:
            owed = _owes(sitting, earlier, reader, owed)
        earlier |= {entry.name for entry in sitting.entries}
    return owed


def _owes(sitting: Sitting, earlier: set[str], reader: _EventReader, owed: bool) -> bool:
    for entry in sitting.entries:
        answer = answer_of(entry)
        if entry.kind == REASON:
            owed = False
        elif entry.kind == "answer" and not answer.auto and not answer.decision:
            earlier_answers = [
                answer_of(reader.by_name[name]) for name in earlier.intersection(entry.parents)
            ]
            owed |= any(
                old.value not in ("", answer.value) and not old.auto for old in earlier_answers
            )
    return owed


def refuse_unexplained_changes(assessment: Assessment) -> None:
    """Raise Refused if the form asks for a reason for changes and nobody gave one."""
    if owes_explanation(assessment):
        raise Refused(
            "Answers given earlier were changed, and this form asks why. Say the reason first."
        )


def explain_changes(assessment: Assessment, reason: str) -> None:
    """Store the reason for changes as an entry. Raises Refused for a blank reason."""
    text = reason.strip()
    if not text:
        raise Refused("Say in a few words why answers were changed.")
    draft = Draft(REASON, new_id(), {"reason": text}, (), milliseconds(assessment.now()))
    own = assessment.identity
    assessment.mission.write(assessment.uuid, [draft], own.name, signer=own)
