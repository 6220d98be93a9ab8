"""Changes between the versions of a report, derived from entries and receipts.

Reports for the government or the public leave disclosures, so the days on which such versions were
written are known if they disclosed anything new.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import NamedTuple

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.derive import find_node
from assessor.assessment.core.form_versions import FORM, RENAMED
from assessor.form.labels.styled_text import plain_text
from assessor.form.live.instance import Instance
from assessor.report.projection.change_log import Change, ChangeKind
from assessor.store.model import published_answers
from assessor.store.model.entry import Entry, comparison_text
from assessor.store.model.receipt import KNOWN, NEW, UNDONE
from assessor.store.read import redaction_orders
from assessor.words import translator

_ORDER = tuple(ChangeKind)


class _Event(NamedTuple):
    """One event, in ms since 1970 UTC."""

    at: int
    what: ChangeKind
    version: str = ""
    detail: str = ""


def report_changes(assessment: Assessment, instance: Instance, language: str) -> tuple[Change, ...]:
    """Return the changes, earliest first; `instance` names questions, the rest is in `language`."""
    return _Log(assessment, instance, language).changes()


class _Log:
    """Collects one change log."""

    def __init__(self, assessment: Assessment, instance: Instance, language: str) -> None:
        self.assessment, self.instance = assessment, instance
        self.translate = translator(language)
        self.trust = assessment.trust()
        self.entries = sorted(assessment.own_entries(), key=lambda entry: entry.at)

    def changes(self) -> tuple[Change, ...]:
        """Return all events, by day and kind."""
        events = [*self._forms(), *self._received(), *self._said()]
        grouped: dict[tuple[date, ChangeKind, str], list[str]] = defaultdict(list)
        for event in sorted(events, key=lambda event: event.at):
            grouped[self._day(event.at), event.what, event.version].append(event.detail)
        found = [
            Change(
                day,
                what,
                len(details),
                version,
                details=tuple(dict.fromkeys(filter(None, details))),
            )
            for (day, what, version), details in grouped.items()
        ]
        found.sort(key=lambda each: (each.day, _ORDER.index(each.what)))
        return (*found, *self._since(events))

    def _day(self, at: int) -> date:
        return datetime.fromtimestamp(at / 1000, self.assessment.now().tzinfo).date()

    def _who(self, entry: Entry) -> str:
        return self.trust.named(entry.author, entry.signer, self.translate)

    def _asked(self, reference: str) -> str:
        node = find_node(self.instance, reference)
        return plain_text(node.label) or reference if node is not None else reference

    def _forms(self) -> Iterator[_Event]:
        upgrades = [each for each in self.entries if each.kind == FORM and each.body]
        if self.entries:
            version = "" if upgrades else self.assessment.form.version
            yield _Event(self.entries[0].at, ChangeKind.BEGAN, version)
        for each in _once(upgrades):
            version_name = str((each.body or {}).get("version", ""))
            yield _Event(each.at, ChangeKind.UPGRADED, version_name, self._who(each))
        for each in _once(entry for entry in self.entries if entry.kind == RENAMED and entry.body):
            to = str((each.body or {}).get("to", "")).replace("[]", "")
            yield _Event(each.at, ChangeKind.RENAMED, "", f"{each.key} → {to}")

    def _received(self) -> Iterator[_Event]:
        for receipt in self.assessment.mission.receipts():
            here = set(receipt.assessments) & set(self.assessment.joint)
            if here and receipt.new and receipt.status in (NEW, KNOWN):
                yield _Event(receipt.at, ChangeKind.RECEIVED, "", receipt.file)
            elif here and receipt.status == UNDONE:
                yield _Event(receipt.at, ChangeKind.UNDONE, "", receipt.file)

    def _said(self) -> Iterator[_Event]:
        gone = self._taken_back()
        decisions = (entry for entry in self.entries if _decides(entry))
        for each in _once(entry for entry in decisions if entry.name not in gone):
            note = str((each.body or {}).get("decision", ""))
            parts = (self._asked(each.key), self._who(each), note)
            yield _Event(each.at, ChangeKind.DECIDED, "", ": ".join(filter(None, parts)))
        for each in _once(
            entry for entry in self.entries if entry.kind == redaction_orders.REDACTION_KIND
        ):
            why = (self._who(each), str((each.body or {}).get("reason", "")))
            yield _Event(each.at, ChangeKind.REDACTED, "", ": ".join(filter(None, why)))
        yield from self._issued()

    def _taken_back(self) -> set[str]:
        """Return the resolutions that were undone, and the entries written by that."""
        by_name = {entry.name: entry for entry in self.entries}
        after: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            for parent in entry.parents:
                after[parent].append(entry)
        gone: set[str] = set()
        for decision in filter(_decides, self.entries):
            sides = {comparison_text(by_name[each]) for each in decision.parents if each in by_name}
            again = [each for each in after[decision.name] if comparison_text(each) in sides]
            if sides and sides == {comparison_text(each) for each in again}:
                gone |= {decision.name, *(each.name for each in again)}
        return gone

    def _issued(self) -> Iterator[_Event]:
        disclosed: set[tuple[date, str, str]] = set()
        for each in self.entries:
            audience = each.key.partition(" ")[0]
            key = (self._day(each.at), audience, each.signer)
            issued = (
                each.kind == published_answers.PUBLISHED_KIND
                and audience in published_answers.AUDIENCES
            )
            if issued and key not in disclosed:
                disclosed.add(key)
                yield _Event(each.at, ChangeKind.ISSUED, audience, self._who(each))

    def _since(self, events: Iterable[_Event]) -> Iterator[Change]:
        last = {each.version: each.at for each in events if each.what is ChangeKind.ISSUED}
        answered = [entry for entry in self.entries if entry.kind == "answer"]
        today = self.assessment.now().date()
        for audience, at in last.items():
            count = len({entry.key for entry in answered if entry.at > at})
            if count:
                yield Change(today, ChangeKind.CHANGED, count, audience, self._day(at))


def _decides(entry: Entry) -> bool:
    if entry.kind not in ("answer", "repeat"):
        return False
    return len(entry.parents) > 1 or bool(entry.body and entry.body.get("decision"))


def _once(entries: Iterable[Entry]) -> Iterator[Entry]:
    keys: set[tuple[str, str, int, str]] = set()
    for each in entries:
        key = (each.kind, each.key, each.at, each.signer)
        if key not in keys:
            keys.add(key)
            yield each
