"""Check that every ${…} names exactly one question, group or repeat."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assessor.form.authoring.findings import Findings, closest_name, shortened
from assessor.form.authoring.workbook import Item, Row, Workbook

_OUTER = re.compile(r"\$\{([^}]*)(\}|\Z)")
_INNER = re.compile(r"(?:last-saved#)?([^\W\d][\w.\-\u00b7]*)\Z")
_TEXTS = frozenset({"label", "image", "big-image", "audio", "video"})


def check(book: Workbook, found: Findings) -> None:
    """Note every ${…} that names nothing, or several things."""
    named = book.named()
    for row, heading, text in _cells(book):
        for match in _OUTER.finditer(text):
            _reference(row, heading, match, named, found)
    for item in book.items:
        _trigger(item, named, found)


def _cells(book: Workbook) -> Iterator[tuple[Row, str, str]]:
    """Yield the cells that may hold references: row, heading, text."""
    for name in ("survey", "choices", "settings", "entities"):
        for row in book.sheet(name).rows:
            for heading, text in row.cells.items():
                if "${" in text and _looked_at(name, row.headings[heading].column):
                    yield row, heading, text


def _looked_at(sheet: str, column: str) -> bool:
    if sheet == "choices":
        return column in _TEXTS
    if sheet == "entities":
        return column not in {"list_name", "dataset", "repeat"}
    return sheet != "survey" or column not in {"type", "name", "trigger"}


def _reference(
    row: Row, heading: str, match: re.Match[str], named: dict[str, list[Item]], found: Findings
) -> None:
    where = f"The column {heading} has"
    if not match[2]:
        what = f"{where} “{shortened(match[0])}”, which is not closed."
        found.problem(row.sheet, row.number, what, "Write } after the name.", heading)
        return
    inner = _INNER.match(match[1])
    if inner is None:
        what = f"{where} {shortened(match[0])}, which is no reference."
        bare = match[1].strip()
        fix = f"Write ${{{bare}}}." if _INNER.match(bare) else "Write ${, one name, and }."
        found.problem(row.sheet, row.number, what, fix, heading)
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
        meant = closest_name(name, named)
        fix = f"Is ${{{meant}}} meant?" if meant else "Correct the name, or add the question."
    found.problem(row.sheet, row.number, what, fix, heading)


def _trigger(item: Item, named: dict[str, list[Item]], found: Findings) -> None:
    """Check a trigger: one question, or several separated by commas."""
    for heading, text in item.row.each("trigger"):
        for part in text.split(","):
            match = _OUTER.fullmatch(part.strip())
            inner = _INNER.match(match[1]) if match and match[2] else None
            number = item.row.number
            if inner is None:
                what = f"The trigger {shortened(part.strip())} is no reference to a question."
                fix = "Write ${name}; several are divided by commas."
                found.problem("survey", number, what, fix, heading.text)
                continue
            asked = [each for each in named.get(inner[1], ()) if not _around(each)]
            if not asked:
                meant = closest_name(inner[1], named)
                fix = f"Is ${{{meant}}} meant?" if meant else "Name a question, not a group."
                what = f"The trigger {part.strip()} names no question."
                found.problem("survey", number, what, fix, heading.text)


def _around(item: Item) -> bool:
    return bool(item.kind and item.kind.edge)
