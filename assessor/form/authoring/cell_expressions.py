"""Check that every expression can be parsed and calls known functions correctly."""

from __future__ import annotations

import re

from assessor.form.authoring.findings import Findings, shortened, suggestion
from assessor.form.authoring.headings import EXPRESSIONS
from assessor.form.authoring.workbook import Row, Workbook
from assessor.form.model.xpath_parser import parse_expression
from assessor.form.model.xpath_tree import Call, Expr, ExpressionError, subexpressions
from assessor.form.xpath.calls import arity, check_arguments
from assessor.form.xpath.functions.function_table import FUNCTIONS
from assessor.form.xpath.static_types import SPECIAL_FUNCTIONS

REFERENCE = re.compile(r"\$\{[^}]*\}")
_PLAIN_QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'})
_BOOLEAN_WORDS = frozenset({"yes", "no", "true", "false"})
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_FIXES = {
    "==": "Write a single =.", "&&": "Write and.", "||": "Write or.", "<>": "Write !=.",
    "=<": "Write <=.", "=>": "Write >=.", "≤": "Write <=.", "≥": "Write >=.", "≠": "Write !=.",
    "×": "Write *.", "÷": "Write div.",
    ";": "Arguments are divided by commas.",
    "!": "Write not(…), or != between two values.",
    "%": "Write mod for the rest of a division.",
    "{": "A reference is written ${name}.",
}  # fmt: skip
_ENTITY = ("entity_id", "create_if", "update_if", "label")


def check(book: Workbook, findings: Findings) -> None:
    """Note expressions that cannot be evaluated."""
    rows: list[tuple[Row, tuple[str, ...]]] = [(item.row, EXPRESSIONS) for item in book.items]
    rows += [(row, ("instance_name",)) for row in book.settings.rows[:1]]
    rows += [(row, _ENTITY) for row in book.sheet("entities").rows]
    for row, columns in rows:
        for column in columns:
            for heading, text in row.each(column):
                _expression(row, heading.text, text, findings)


def readable(text: str) -> str:
    """Return a cell as XPath of the same length: names for references, plain quotation marks."""
    plain = REFERENCE.sub(lambda match: f" {'_' * (len(match[0]) - 2)} ", text)
    return plain.translate(_PLAIN_QUOTES)


def tree_of(text: str) -> Expr | None:
    """Return the expression in a cell; None if it is invalid, or a word for true or false."""
    if text.strip().lower() in _BOOLEAN_WORDS:
        return None
    try:
        return parse_expression(readable(text))
    except ExpressionError:
        return None


def _expression(row: Row, heading: str, text: str, findings: Findings) -> None:
    if text.strip().lower() in _BOOLEAN_WORDS:
        return
    try:
        tree = parse_expression(readable(text))
    except ExpressionError as error:
        why, fix = error_text(error, text)
        what = f"The {heading} “{shortened(text)}” {why}"
        findings.problem(row.sheet, row.number, what, fix, heading)
        return
    for call in subexpressions(tree):
        if isinstance(call, Call):
            _call(call, row, heading, text, findings)


def error_text(error: ExpressionError, text: str) -> tuple[str, str]:
    """Return the parser's message in terms of the cell as written, and the fix."""
    place = error.details.get("position")
    if not isinstance(place, int):
        return f"cannot be used: {error}", "Make it shorter or simpler."
    unclosed_fix = _unclosed_fix(text)
    if place > len(text.rstrip()):
        return "ends too early.", unclosed_fix or "Write what is missing at its end."
    remainder = readable(text)[place - 1 :]
    place += len(remainder) - len(remainder.lstrip())
    reference = REFERENCE.match(text, max(0, place - 2))
    if reference:
        place = reference.start() + 1
    sign = reference[0] if reference else text[place - 1 :].split(None, 1)[0]
    what = f"cannot be read at character {place}: “{shortened(sign)}”."
    context = text[max(0, place - 2) : place + 1]
    for mistake, fix in _FIXES.items():
        if mistake in context and not reference:
            return what, fix
    if sign[0] in ")]":
        return what, "A value is missing before it, or the bracket is one too many."
    if reference or sign[0].isalnum() or sign[0] in "_'\"‘“$(":
        return what, unclosed_fix or "An operator or a comma is missing before it."
    return what, unclosed_fix or "A value is missing before it."


def _unclosed_fix(text: str) -> str:
    """Return a fix for an unclosed bracket or quotation mark, or blank."""
    unquoted = _QUOTED.sub("", readable(text))
    if "'" in unquoted or '"' in unquoted:
        return "A quotation mark is not closed."
    for left, right in ("()", "[]"):
        if unquoted.count(left) > unquoted.count(right):
            return f"A {left} is not closed: write a {right}."
    return ""


def _call(call: Call, row: Row, heading: str, text: str, findings: Findings) -> None:
    try:
        check_arguments(call)
        return
    except ExpressionError as error:
        what, fix = str(error), "Give it what it takes."
    try:
        arity(call.name)
    except ExpressionError:
        names, otherwise = (*FUNCTIONS, *SPECIAL_FUNCTIONS), "Use a function that ODK forms know."
        fix = suggestion(call.name, names, otherwise, quote="{}()")
    what = f"The {heading} “{shortened(text)}” cannot be worked out. {what}"
    findings.problem(row.sheet, row.number, what, fix, heading)
