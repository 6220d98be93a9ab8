"""The named rules by which this engine deviates from others on purpose (design §5)."""

from __future__ import annotations

import math
import re
from typing import Any

from assessor.form.datatypes import as_number, as_string, parse_moment
from assessor.form.definition import CHOOSING
from assessor.form.xpath import ExpressionError

DAYS = "dates count as whole local days; no time zone fractions"
REFUSED = "unknown functions and wrong arguments are refused at load, even where never reached"
BLANK = "what is no date, or cannot be worked out, is blank; nothing fails while a form is filled"
ALWAYS = "the functions of ODK are there in every expression, jr: always means JavaRosa"
ISO = "only ISO 8601 texts are dates"
DOCTYPE = "a document type is no node (W3C XPath 1.0 §5)"
WHOLE = "regex() matches the whole text (docs.getodk.org, JavaRosa)"
WORDS = "jr:itext() gives words; the itext itself is no tree to walk"
CDATA = "text and CDATA beside each other are one text node (W3C XPath 1.0 §5.7)"
DEFAULT = "an unprefixed name means the default namespace, as forms are written"

_FRACTION = re.compile(r"T(?!00:00:00)|\.\d")
_DATE = re.compile(r"\d{4}-\d\d-\d\d|date|today|now\(|\.$")


def xpath(case: dict[str, Any], found: Any) -> str | None:
    """The rule that explains a deviation in an XPath case, if one does."""
    asserted = case.get("asserted") or {}
    expected, source = asserted.get("expected"), case["expression"]
    if isinstance(found, ExpressionError):
        known = ("There is no function", "takes", "is given a value")
        return REFUSED if any(word in found.message for word in known) else None
    if "jr:itext" in source and isinstance(expected, list):
        return WORDS
    if isinstance(expected, list) and any("/type10" in path for path in expected):
        return DOCTYPE
    if isinstance(expected, list) and isinstance(found, list) and _but_text(found, expected):
        return CDATA
    if case["dialect"] == "xpath1" and isinstance(found, list) and _unprefixed(source):
        return DEFAULT
    if case["dialect"] == "xpath1" and source.startswith("count(p"):
        return DEFAULT
    if not asserted and "jr:itext(" in source:
        return ALWAYS
    if not asserted and as_string(found) in {"", "NaN"}:
        return BLANK
    if expected == "Invalid Date":
        return BLANK
    if "GMT" in source:
        return ISO
    if source.startswith("round(-"):
        return HALVES
    if source.startswith("regex(") and expected is True and found is False:
        return WHOLE
    return DAYS if _by_days(asserted, found, source) else None


def _but_text(found: list[Any], expected: list[str]) -> bool:
    """Whether two lists of nodes are the same but for how many text nodes there are."""
    names = [node.name for node in found if node.kind == "element"]
    wanted = [path.rpartition("/")[2].partition("[")[0] for path in expected]
    return names == [name for name in wanted if "(" not in name and not name.startswith("@")]


def _unprefixed(source: str) -> bool:
    return re.search(r"(^|[/:])(?!\w+:)[a-z]+\b(?![:(])", source) is not None


def _by_days(asserted: dict[str, Any], found: Any, source: str) -> bool:
    """Whether the difference is that of whole days against instants in time."""
    expected = asserted.get("expected")
    if not _DATE.search(source):
        return False
    if isinstance(expected, bool):
        return True
    number = as_number(found)
    if isinstance(expected, str) and _FRACTION.search(expected):
        return True
    try:
        wanted = float(expected)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return False
    return not math.isnan(number) and 0 < abs(wanted - number) < 1


EXACT = "numbers are equal only if they are exactly equal (W3C XPath 1.0 §3.4)"
POINT = "the decimal separator is a point, in every locale"
HALVES = "round() takes halves towards positive infinity (W3C XPath 1.0 §4.4, JavaRosa)"
EXPONENT = "numbers with an exponent are numbers (web-forms), not NaN (JavaRosa)"
TEXTLESS = "a node without text is empty, whatever stands in it (web-forms)"
NO_LIMIT = "what JavaRosa cannot run of XPath 1.0 (unions, //, text(), filters) is run"


def javarosa(case: dict[str, Any], found: Any) -> str | None:
    """The rule that explains a deviation from JavaRosa's own XPath tests, if one does."""
    if case["kind"] == "XPathUnsupportedException":
        return NO_LIMIT
    if case["expression"].startswith("count-non-empty("):
        return TEXTLESS
    if case["expression"] == "string-length()":
        return NO_LIMIT
    if re.search(r"'\d+,\d+'", case["expression"]):
        return POINT
    if re.search(r"\d[eE]-?\d", case["expression"]):
        return EXPONENT
    if re.search(r"\d\.\d.* = .*\d\.\d", case["expression"]) and found is False:
        return EXACT
    if "Exception" in case["kind"] and "date-time" in case["expression"]:
        return BLANK
    if "Exception" in case["kind"] and as_string(found) in {"", "NaN", "false"}:
        return BLANK
    return None


STORED = "an answer that violates its constraint is stored and reported, never refused"
KEPT = "a chosen value no longer on offer is kept, marked and asked about"
HIDDEN = "a node that is not relevant keeps what is stored and reads as empty"
TRUTH = "a text is true if it is not blank; only a bare path is judged by its type"
ROUNDED = "distances and areas are rounded to centimetres (web-forms)"


def scenario(
    step: dict[str, Any],
    node: Any,
    found: Any,
    refused: Any,
    stale: bool,
    xform: str,
    upstream: str,
) -> str | None:
    """The rule that explains a deviation in a scenario, if one does.

    `xform` is the form and `upstream` the error the recorded engine gave, if it gave one.
    """
    kind = step["check"]
    if refused is not None and kind != "load_error":
        return refused_by(refused)
    if kind == "load_error":
        return BLANK if "received a value" in upstream else None
    if node is None:
        return None
    if kind == "value" and node.violation is not None and not step.get("equals"):
        return STORED
    if kind == "value" and not node.relevant and node.value == step.get("equals"):
        return HIDDEN
    if stale and (kind.startswith("choices") or node.control in {"select", "select1", "rank"}):
        return KEPT
    if kind == "value" and node.control in CHOOSING and step.get("equals") == "":
        return KEPT  # it is on offer again
    relevant = node._cell.bind.relevant
    if kind == "relevant" and relevant is not None and "string(" in relevant.source:
        return TRUTH
    if "close_to" in step and isinstance(found, str) and found:
        return ROUNDED if abs(float(found) - step["close_to"]) < 0.01 else None
    return None


MOMENTS = "a date or moment is kept as it was given, with its own offset"
CLOCK = "the clock of the recording was not frozen, so moments of filling differ"
CHANCE = "random() gives other numbers each time"
TYPED = "what is no value of the question's type is not stored"
ORDERED = "chosen values are kept in the order of the choices, whoever clicked first"
PLACE = "a place is asked for: a laptop has no GPS"
ATTRIBUTES = "preloads fill attributes too (web-forms)"
MARKUP = "a form that is not well-formed XML is refused"
LATER = "a counted repeat has its instances at once, not when the person arrives at it"


def javarosa_state(
    session: Any, path: str, name: str, found: Any, wanted: Any, form: Any
) -> str | None:
    """The rule that explains a deviation from JavaRosa's state, if one does."""
    if session is None:
        known = {"well-formed": MARKUP, "There is no function": REFUSED}
        found_rule = next((rule for word, rule in known.items() if word in str(form)), None)
        return found_rule or refused_by(form)
    node = _node(session, path)
    if node is None or name != "value":
        return _later(session, path)
    if node.violation is not None and node.violation.kind == "constraint":
        return STORED
    if _moments(str(found), str(wanted)):
        return MOMENTS
    bind = node._cell.bind
    if bind.preload == "timestamp" or "now()" in _source(bind):
        return CLOCK
    if "random(" in _source(bind):
        return CHANCE
    if node.control in CHOOSING and any(each.stale for each in session.instance.questions()):
        return KEPT
    if node.control == "select" and sorted(str(found).split()) == sorted(str(wanted).split()):
        return ORDERED
    if bind.preload and bind.attribute:
        return ATTRIBUTES
    if wanted == "no client implementation":
        return PLACE
    if not found and bind.type in {"int", "decimal", "date", "dateTime", "geopoint"}:
        return TYPED
    if _close(found, wanted):
        return ROUNDED
    return _later(session, path)


def _node(session: Any, path: str) -> Any:
    try:
        return session.node(path)
    except LookupError:
        return None


def _source(bind: Any) -> str:
    return bind.calculate.source if bind.calculate is not None else ""


def _moments(found: str, wanted: str) -> bool:
    """Whether two texts mean the same moment, or the same day and its midnight."""
    if found[2:3] == ":" and wanted[2:3] == ":":
        found, wanted = f"2026-11-24T{found}", f"2026-11-24T{wanted}"
    one, other = parse_moment(found), parse_moment(wanted)
    if one is None or other is None:
        return False
    if one.tzinfo is None or other.tzinfo is None:
        return one.replace(tzinfo=None) == other.replace(tzinfo=None)
    return one == other


def _close(found: Any, wanted: Any) -> bool:
    try:
        return math.isclose(float(found), float(wanted), rel_tol=1e-5)
    except ValueError:
        return False


def _later(session: Any, path: str) -> str | None:
    """Counted repeats, and what is calculated from them."""
    plain = re.sub(r"\[[^\]]*\]", "", path)
    counted = [bind for bind in session.form.binds.values() if bind.count is not None]
    if any(plain.startswith(bind.path) for bind in counted):
        return LATER
    bind = session.form.binds.get(plain)
    source = _source(bind) if bind is not None else ""
    return LATER if any(each.name in source for each in counted) else None


CIRCLE = "expressions that depend on each other in a circle are refused"
SYNTAX = "an expression that is no XPath is refused, with the place"


def refused_by(form: Any) -> str | None:
    """The rule by which a form is refused."""
    text = str(form)
    if "in a circle" in text:
        return CIRCLE
    if "well-formed" in text or "document type" in text:
        return MARKUP
    if "There is no function" in text or " arguments" in text:
        return REFUSED
    if "is not understood" in text or "ends too early" in text or "has an unexpected" in text:
        return SYNTAX
    return None


def restless(form: Any, changed: Any) -> str | None:
    """The rule by which working everything out twice gives two results."""
    sources = [
        bind.calculate.source
        for bind in form.binds.values()
        if bind.calculate is not None and any(bind.name in path for path in changed)
    ]
    return CHANCE if all(re.search(r"uuid\(|random\(|now\(", each) for each in sources) else None
