"""javarosa_xpath_cases.jsonl: expressions, and the value or refusal that JavaRosa expects."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assessor.form.model.datatypes import as_boolean, as_number, as_string, parse_moment
from assessor.form.model.xpath_tree import ExpressionError
from tests.conformance.rules import expressions
from tests.conformance.tally import Tally
from tests.conformance.xpath_cases import Document, document, evaluated

EMPTY = "<data/>"
AT_ROOT = {"dialect": "xpath1", "context": "/"}


def replay(folder: Path) -> Tally | None:
    """Replay every case of the file; return None if the file does not exist."""
    file = folder / "javarosa_xpath_cases.jsonl"
    if not file.exists():
        return None
    tally = Tally(file.name)
    for line in file.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        tally.case(case["group"])
        of = document(case.get("xml", EMPTY))
        of.runtime.now = lambda: datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
        found = evaluated({**case, **AT_ROOT}, of)
        agrees = compare(case, found)
        what = (
            f"{case['id']} [{case['group']}] {case['expression']} → {found!r}, {case['expected']}"
        )
        tally.fact(case["group"], agrees, None if agrees else _rule(case, found, of), what)
    return tally


def _rule(case: dict[str, Any], found: Any, of: Document) -> str | None:
    return expressions.javarosa(case, found, lambda tree: evaluated({**case, **AT_ROOT}, of, tree))


def compare(case: dict[str, Any], found: Any) -> bool:
    """Return whether a value or refusal is as expected."""
    kind, expected = case["kind"], case["expected"]
    if "Exception" in kind or isinstance(found, ExpressionError):
        return isinstance(found, ExpressionError) and "Exception" in kind
    if kind == "Boolean":
        return as_boolean(found) == (expected == "true")
    if kind == "Double":
        number, wanted = as_number(found), float(expected)
        both = math.isnan(number) and math.isnan(wanted)
        return both or number == wanted or math.isclose(number, wanted, rel_tol=1e-8, abs_tol=1e-9)
    if kind == "Date":
        moment = parse_moment(as_string(found))
        wanted_at = datetime.strptime(expected, "%a %b %d %H:%M:%S GMT %Y")
        return moment is not None and moment.replace(tzinfo=None) == wanted_at
    return as_string(found) == expected
