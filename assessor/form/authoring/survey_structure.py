"""Check types, names and nesting of survey rows."""

from __future__ import annotations

import re
from collections import Counter

from assessor.form.authoring.findings import Findings, shortened
from assessor.form.authoring.row_types import RowType, type_proposal
from assessor.form.authoring.workbook import Item, Workbook

MAX_DEPTH = 100
"""Nesting depth of groups and repeats; each is two XML elements, and XML may nest 256 deep."""
_START = re.compile(r"[^\W\d]")
_NAME = re.compile(r"[^\W\d][\w.\-\u00b7]*(?::[^\W\d][\w.\-\u00b7]*)?\Z")
_SIGN = re.compile(r"[^\w.\-\u00b7]")


def check(book: Workbook, findings: Findings) -> None:
    """Note mistakes in types, names and nesting."""
    if not book.survey.rows:
        findings.problem("survey", 1, "The survey sheet has no questions.", "Write one a row.")
        return
    missing = [column for column in ("type", "name") if not book.survey.has(column)]
    if "name" in missing and not any(_wants_name(item) for item in book.items):
        missing.remove("name")
    for column in missing:
        findings.problem("survey", 1, f"The survey sheet has no column {column}.", "Add it.")
    if not missing:
        _SurveyWalk(book, findings).walk()


def _wants_name(item: Item) -> bool:
    kind = item.kind
    return not (kind and (kind.edge == "end" or kind.word in {"note", "audit"}))


def name_problem(name: str) -> str:
    """Return why a name is invalid, or blank."""
    if _NAME.match(name):
        return ""
    if not _START.match(name):
        return f"it begins with “{name[0]}”"
    sign = _SIGN.search(name.replace(":", "", 1))
    return f"it has a “{sign[0]}” in it" if sign and sign[0] != " " else "it has a blank in it"


class _SurveyWalk:
    """A walk down the rows that tracks open groups and repeats."""

    def __init__(self, book: Workbook, findings: Findings) -> None:
        self.book, self.findings = book, findings
        self.open_groups: list[tuple[Item, RowType]] = []
        self.names: list[dict[str, int]] = [{}]
        self.repeats: dict[str, int] = {}
        self.unmatched_ends: Counter[str] = Counter()
        self.root = book.setting("name") or "data"

    def walk(self) -> None:
        """Check every row, then what is still open at the end."""
        for item in self.book.items:
            self._row(item)
        for item, kind in self.open_groups:
            what = f"The {kind.word} {item.name or '(no name)'} has no end."
            self._problem(item, what, f"Write a row end_{kind.word} after its last question.")

    def _row(self, item: Item) -> None:
        row, kind = item.row, item.kind
        text = row.get("type")
        if not text:
            what = f"The row of {item.name or shortened(row.get('label'))} has no type."
            self._problem(item, what, "Write what is asked for, such as text or integer.")
        elif kind is None:
            what = f"There is no question type {shortened(text)}."
            self._problem(item, what, type_proposal(text))
        elif kind.edge == "end":
            self._end(item, kind)
            return
        elif kind.word == "audit":
            if item.name not in {"", "audit"}:
                self._problem(item, f"An audit cannot be named {item.name}.", "Leave it unnamed.")
            return
        elif kind.word == "setting":
            return
        self._name(item)
        if kind is not None and kind.edge == "begin":
            self._begin(item, kind)

    def _problem(self, item: Item, what: str, fix: str) -> None:
        self.findings.problem("survey", item.row.number, what, fix)

    def _name(self, item: Item) -> None:
        name, kind = item.name, item.kind
        if not name:
            if kind is None or kind.word == "note":
                return
            what = f"This {kind.word if kind.edge else kind.word + ' question'} has no name."
            self._problem(item, what, "Give it one: a letter, then letters, digits, - _ or dots.")
            return
        reason = name_problem(name)
        if reason:
            fix = "A name begins with a letter or _; letters, digits, - _ and dots follow."
            self._problem(item, f"{shortened(name)} cannot be a name: {reason}.", fix)
        if name == "meta":
            self._problem(item, "The name meta is kept for the form itself.", "Choose another.")
        first_row = self.names[-1].get(name.lower())
        if first_row is None:
            self.names[-1][name.lower()] = item.row.number
            return
        other_name = next(each.name for each in self.book.items if each.row.number == first_row)
        if other_name == name:
            what = f"The name {name} is taken: row {first_row} has it too, in the same place."
            self._problem(item, what, "Give one of them another name.")
        else:
            what = (
                f"The name {name} differs from {other_name} in row {first_row} by capitals alone."
            )
            fix = "Rename one: many tools for data take them for one."
            self.findings.remark("survey", item.row.number, what, fix)

    def _begin(self, item: Item, kind: RowType) -> None:
        if kind.word == "repeat" and item.name:
            if item.name == self.root:
                what = f"A repeat cannot be named {self.root}, as the form's root is."
                self._problem(item, what, "Give it another name.")
            first_row = self.repeats.setdefault(item.name, item.row.number)
            if first_row != item.row.number:
                what = f"The repeat of row {first_row} is named {item.name} too."
                self._problem(item, what, "Give each repeat a name of its own.")
        if len(self.open_groups) == MAX_DEPTH:
            what = f"Groups nest deeper than {MAX_DEPTH} levels."
            self._problem(item, what, "Let some of them follow each other instead.")
        self.open_groups.append((item, kind))
        self.names.append({})

    def _end(self, item: Item, kind: RowType) -> None:
        """Close a group or repeat; report crossed or missing ends only once."""
        fits = self.open_groups and self.open_groups[-1][1].word == kind.word
        if not fits and self.unmatched_ends[kind.word]:
            self.unmatched_ends[kind.word] -= 1
            return
        if not self.open_groups:
            what = f"A {kind.word} ends here, and none is open."
            self._problem(item, what, "Remove the row, or write the begin that belongs to it.")
            return
        start_item, open_type = self.open_groups[-1]
        if open_type.word != kind.word:
            opened = f"{open_type.word} {start_item.name} of row {start_item.row.number}"
            what = f"A {kind.word} ends here, but the {opened} is open."
            self._problem(item, what, f"End the {open_type.word} first: end_{open_type.word}.")
            if not any(each.word == kind.word for _, each in self.open_groups):
                return
            while self.open_groups[-1][1].word != kind.word:
                self.unmatched_ends[self.open_groups.pop()[1].word] += 1
                self.names.pop()
        self.open_groups.pop()
        self.names.pop()
