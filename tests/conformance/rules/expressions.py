"""The named rules for intended deviations of expressions (design §5).

A rule is a statement with its reason, and is checked: the expected value must follow from the other
reading and the found value from ours, so that no wrong answer passes.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from assessor.form.model.datatypes import as_number, as_string, parse_moment
from assessor.form.model.xpath_parser import parse_expression
from assessor.form.model.xpath_tree import Call, Expr, ExpressionError, Literal, Number, Operation
from tests.conformance.spec import ARGUMENTS, allows

if TYPE_CHECKING:
    from tests.conformance.xpath_cases import Document

DAYS = "dates count as whole local days; no time zone fractions"
TEXTS = "texts are equal only if they are the same text (W3C XPath 1.0 §3.4)"
REFUSED = "unknown functions and wrong arguments are refused at load, even where never reached"
BLANK = "what is no date, or cannot be worked out, is blank; nothing fails while a form is filled"
ALWAYS = "the functions of ODK are there in every expression, jr: always means JavaRosa"
ISO = "only ISO 8601 texts are dates"
DOCTYPE = "a document type is no node (W3C XPath 1.0 §5)"
WHOLE = "regex() matches the whole text (docs.getodk.org, JavaRosa)"
WORDS = "jr:itext() gives words; the itext itself is no tree to walk"
CDATA = "text and CDATA beside each other are one text node (W3C XPath 1.0 §5.7)"
DEFAULT = "an unprefixed name means the default namespace, as forms are written"
HALVES = "round() takes halves towards positive infinity (W3C XPath 1.0 §4.4, JavaRosa)"

Evaluate = Callable[[Expr], Any]
"""Evaluates another expression in the same place."""


def xpath(case: dict[str, Any], found: Any, of: Document, evaluate: Evaluate) -> str | None:
    """Return the rule that explains a deviation in an XPath case, if there is one."""
    asserted = case.get("asserted")
    source = case["expression"]
    if isinstance(found, ExpressionError):
        return REFUSED if refusal_holds(found) else None
    if asserted is None:
        return _observed(case, found)
    expected = asserted["expected"]
    if isinstance(expected, list):
        return _nodes(case, found, expected, of)
    if expected == "Invalid Date":
        return BLANK if found == "" else None
    if found == "" and re.search(r"\b[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d{4} .*GMT", source):
        return ISO
    if case["dialect"] == "xpath1" and _counts_unprefixed(found, expected, evaluate, source):
        return DEFAULT
    if _half(source, found, expected):
        return HALVES
    if expected is True and found is False and _part_matches(source, evaluate):
        return WHOLE
    return _by_days(expected, found, source, evaluate)


def refusal_holds(error: ExpressionError) -> bool:
    """Return whether a refused call is not in the specification."""
    name, given = error.details.get("name"), error.details.get("given")
    if given is None:
        return name is not None and name not in ARGUMENTS
    return not allows(str(name), int(str(given)))


def _observed(case: dict[str, Any], found: Any) -> str | None:
    """Check where the other engine only fails: ours is blank, or a function without prefix."""
    failing = all(isinstance(value, dict) for value in case["observed"].values())
    if not failing:
        return None
    if as_string(found) in {"", "NaN"}:
        return BLANK
    return ALWAYS if case["expression"].startswith("jr:") else None


def _nodes(case: dict[str, Any], found: Any, expected: list[str], of: Document) -> str | None:
    from tests.conformance.xpath_cases import locate, path_of

    if case["expression"].startswith("jr:itext(") and expected:
        return WORDS if found in [locate(of.root, path).text for path in expected] else None
    if not isinstance(found, list):
        return None
    paths = [path_of(node) for node in found]
    wanted = [path for path in expected if not path.startswith("/type10")]
    if len(wanted) < len(expected) and paths == wanted:
        return DOCTYPE
    if _merged(paths) == _merged(wanted) and len(paths) < len(wanted):
        return CDATA
    if case["dialect"] == "xpath1" and len(found) > len(expected):
        prefixed = [node for node in found if not node.uri or ":" in node.name]
        inner = [path_of(node) for node in prefixed]
        return DEFAULT if inner == expected else None
    return None


def _merged(paths: list[str]) -> list[str]:
    """Return paths with adjacent text nodes merged and without their number."""
    found: list[str] = []
    for path in paths:
        plain = re.sub(r"/text\(\)\[\d+\]$", "/text()", path)
        if not (plain.endswith("/text()") and found and found[-1] == plain):
            found.append(plain)
    return found


def _counts_unprefixed(found: Any, expected: Any, evaluate: Evaluate, source: str) -> bool:
    """Check count(name) where the other engine finds none in the default namespace."""
    tree = parse_expression(source)
    if not (isinstance(tree, Call) and tree.name == "count" and expected == 0):
        return False
    nodes = evaluate(tree.args[0])
    hidden = [node for node in nodes if node.uri and ":" not in node.name]
    return found == len(nodes) == len(hidden)


def _half(source: str, found: Any, expected: Any) -> bool:
    tree = parse_expression(source)
    if not (isinstance(tree, Call) and tree.name == "round" and len(tree.args) == 1):
        return False
    match = re.fullmatch(r"round\((-\d+\.5)\)", source.replace(" ", ""))
    if match is None:
        return False
    value = float(match[1])
    return found == math.floor(value + 0.5) and float(expected) == math.ceil(value - 0.5)


def _part_matches(source: str, evaluate: Evaluate) -> bool:
    """Return whether a regular expression matches a part of the text but not all of it."""
    tree = parse_expression(source)
    if not (isinstance(tree, Call) and tree.name == "regex" and isinstance(tree.args[1], Literal)):
        return False
    pattern = tree.args[1].value
    text = as_string(evaluate(tree.args[0]))
    return bool(re.search(pattern, text)) and not re.fullmatch(pattern, text)


def _by_days(expected: Any, found: Any, source: str, evaluate: Evaluate) -> str | None:
    """Return whether the difference is that of whole local days and instants."""
    if isinstance(expected, bool):
        return _by_instants(expected, found, source, evaluate)
    number = as_number(found)
    try:
        wanted = float(expected)
    except ValueError:
        return DAYS if _same_day(as_string(found), expected) else None
    if not math.isfinite(wanted) or wanted.is_integer():
        return None
    return DAYS if number == math.floor(wanted) else None


def _same_day(found: str, expected: str) -> bool:
    """Return whether a plain date is that of a moment, here or in Greenwich."""
    moment = parse_moment(expected)
    if moment is None or moment.tzinfo is None or not re.fullmatch(r"\d{4}-\d\d-\d\d", found):
        return False
    return found in {moment.date().isoformat(), moment.astimezone(UTC).date().isoformat()}


_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _by_instants(expected: bool, found: Any, source: str, evaluate: Evaluate) -> str | None:
    """Compare dates: instants give the expected value, days or texts the found one."""
    tree = parse_expression(source)
    if not (isinstance(tree, Operation) and tree.op in _COMPARE and found is not expected):
        return None
    values = [_plain(each, evaluate) for each in tree.operands]
    moments = [_instant(value) for value in values]
    if None in moments or _COMPARE[tree.op](*moments) != expected:
        return None
    texts = all(isinstance(each, Literal) for each in tree.operands)
    if texts and tree.op in {"=", "!="}:
        return TEXTS
    days = [_day(value, each) for value, each in zip(values, tree.operands, strict=True)]
    return DAYS if _COMPARE[tree.op](*days) == found else None


def _plain(tree: Expr, evaluate: Evaluate) -> str | float:
    """Return a date argument before interpretation."""
    if isinstance(tree, Call) and tree.name in {"date", "date-time"}:
        return _plain(tree.args[0], evaluate)
    if isinstance(tree, Literal):
        return tree.value
    if isinstance(tree, Number):
        return tree.value
    value = evaluate(tree)
    return value if isinstance(value, float) else as_string(value)


def _instant(value: str | float) -> datetime | None:
    """Return a date as an instant: numbers of days from Greenwich, dates from local midnight."""
    from tests.conformance.xpath_cases import ZONE

    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=value)
    moment = parse_moment(value)
    return moment and (moment if moment.tzinfo else moment.replace(tzinfo=ZONE))


def _day(value: str | float, tree: Expr) -> int | None:
    """Return a date as a whole local day."""
    from tests.conformance.xpath_cases import ZONE

    if isinstance(value, float):
        return math.floor(value) + datetime(1970, 1, 1).toordinal()
    moment = parse_moment(value)
    if moment is None:
        return None
    if isinstance(tree, Call) and moment.tzinfo is not None:
        moment = moment.astimezone(ZONE)
    return moment.date().toordinal()


EXACT = "numbers are equal only if they are exactly equal (W3C XPath 1.0 §3.4)"
POINT = "the decimal separator is a point, in every locale"
EXPONENT = "numbers with an exponent are numbers (web-forms), not NaN (JavaRosa)"
TEXTLESS = "a node without text is empty, whatever stands in it (web-forms)"
NO_LIMIT = "what JavaRosa cannot run of XPath 1.0 (unions, //, text(), filters) is run"


def javarosa(case: dict[str, Any], found: Any, evaluate: Evaluate) -> str | None:
    """Return the rule that explains a deviation from JavaRosa's XPath tests, if there is one."""
    source, expected = case["expression"], case["expected"]
    if isinstance(found, ExpressionError):
        return REFUSED if refusal_holds(found) else None
    if case["kind"] == "XPathUnsupportedException":
        return NO_LIMIT
    if "Exception" in case["kind"]:
        return _runs(source, found, case["kind"])
    if source.startswith("count-non-empty("):
        nodes = evaluate(parse_expression(source).args[0])  # type: ignore[union-attr]
        holding = sum(1 for node in nodes if node.text or node.child_nodes())
        texts = sum(1 for node in nodes if node.text)
        return TEXTLESS if float(expected) == holding and found == texts else None
    comma = re.search(r"'(\d+),(\d+)'", source)
    if comma and as_string(found) == "NaN":
        return (
            POINT if _near(evaluate(parse_expression(source.replace(",", "."))), expected) else None
        )
    if expected == "NaN" and re.fullmatch(r"\w+\('[-\d.]+[eE]-?\d+'\)", source):
        return EXPONENT if as_number(found) == as_number(source.split("'")[1]) else None
    if expected == "true" and found is False and _almost(source, evaluate):
        return EXACT
    return None


def _runs(source: str, found: Any, kind: str) -> str | None:
    """Check what JavaRosa refuses at run time: a missing argument, or an invalid date."""
    if kind == "XPathException" and re.fullmatch(r"[a-z-]+\(\)", source):
        return NO_LIMIT
    if as_string(found) in {"", "NaN", "false"}:
        return BLANK
    number = re.fullmatch(r"decimal-date-time\('(-?\d+)'\)", source)
    return BLANK if number and as_number(found) == float(number[1]) else None


def _near(value: Any, expected: str) -> bool:
    return math.isclose(as_number(value), float(expected), rel_tol=1e-9)


def _almost(source: str, evaluate: Evaluate) -> bool:
    """Return whether two numbers are equal within the precision of doubles."""
    tree = parse_expression(source)
    if not (isinstance(tree, Operation) and tree.op == "="):
        return False
    left, right = (as_number(evaluate(each)) for each in tree.operands)
    return 0 < abs(left - right) < 1e-12
