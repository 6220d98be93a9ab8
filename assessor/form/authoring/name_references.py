"""Check that every ${…} names exactly one question, group or repeat."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assessor.form.authoring.findings import Findings, shortened, suggestion
from assessor.form.authoring.workbook import Item, Row, Workbook

_REFERENCE = re.compile(r"\$\{([^}]*)(\}|\Z)")
_NAME = re.compile(r"(?:last-saved#)?([^\W\d][\w.\-\u00b7]*)\Z")
_TEXTS = frozenset({"label", "image", "big-image", "audio", "video"})


def check(book: Workbook, findings: Findings) -> None:
    """Note every ${…} that names nothing, or several things."""
    named = book.items_by_name()
    for row, heading, text in _cells(book):
        for match in _REFERENCE.finditer(text):
            _check_reference(row, heading, match, named, findings)
    for item in book.items:
        _check_trigger(item, named, findings)


def _cells(book: Workbook) -> Iterator[tuple[Row, str, str]]:
    """Yield the cells that may hold references: row, heading, text."""
    for name in ("survey", "choices", "settings", "entities"):
        for row in book.sheet(name).rows:
            for heading, text in row.cells.items():
                if "${" in text and _is_checked(name, row.headings[heading].column):
                    yield row, heading, text


def _is_checked(sheet: str, column: str) -> bool:
    if sheet == "choices":
        return column in _TEXTS
    if sheet == "entities":
        return column not in {"list_name", "dataset", "repeat"}
    return sheet != "survey" or column not in {"type", "name", "trigger"}


def _check_reference(
    row: Row, heading: str, match: re.Match[str], named: dict[str, list[Item]], findings: Findings
) -> None:
    where = f"The column {heading} has"
    if not match[2]:
        what = f"{where} “{shortened(match[0])}”, which is not closed."
        findings.problem(row.sheet, row.number, what, "Write } after the name.", heading)
        return
    inner = _NAME.match(match[1])
    if inner is None:
        what = f"{where} {shortened(match[0])}, which is no reference."
        content = match[1].strip()
        fix = f"Write ${{{content}}}." if _NAME.match(content) else "Write ${, one name, and }."
        findings.problem(row.sheet, row.number, what, fix, heading)
        return
    name = inner[1]
    count = len(named.get(name, ())) or (name == "instanceID")
    if count == 1:
        return
    if count:
        rows = ", ".join(str(item.row.number) for item in named[name])
        what = f"{where} {match[0]}, and {name} could be any of the rows {rows}."
        fix = "Give each a name of its own."
    else:
        what = f"{where} {match[0]}, and nothing is named {name}."
        otherwise = "Correct the name, or add the question."
        fix = suggestion(name, named, otherwise, quote="${{{}}}")
    findings.problem(row.sheet, row.number, what, fix, heading)


def _check_trigger(item: Item, named: dict[str, list[Item]], findings: Findings) -> None:
    """Check a trigger: one question, or several separated by commas."""
    for heading, text in item.row.each("trigger"):
        for part in text.split(","):
            match = _REFERENCE.fullmatch(part.strip())
            inner = _NAME.match(match[1]) if match and match[2] else None
            number = item.row.number
            if inner is None:
                what = f"The trigger {shortened(part.strip())} is no reference to a question."
                fix = "Write ${name}; several are divided by commas."
                findings.problem("survey", number, what, fix, heading.text)
                continue
            if all(item.kind and item.kind.edge for item in named.get(inner[1], ())):
                otherwise = "Name a question, not a group."
                fix = suggestion(inner[1], named, otherwise, quote="${{{}}}")
                what = f"The trigger {part.strip()} names no question."
                findings.problem("survey", number, what, fix, heading.text)
