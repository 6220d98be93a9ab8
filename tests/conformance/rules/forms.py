"""The named rules for intended deviations of whole forms (design §5)."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from lxml import etree

from assessor.errors import FormError
from assessor.form.live.node import Node
from assessor.form.model.datatypes import canonical_text, parse_moment, parse_time
from assessor.form.model.definition import CHOICE_CONTROLS, Bind
from tests.conformance.rules.expressions import REFUSED
from tests.conformance.session import Session, same_value
from tests.conformance.spec import ARGUMENTS, allows

if TYPE_CHECKING:
    from tests.conformance.scenarios import Replay

CIRCLE = "expressions that depend on each other in a circle are refused"
SYNTAX = "an expression that is no XPath is refused, with the place"
MARKUP = "a form that is not well-formed XML is refused"
_CIRCLE = re.compile(r"in a circle: ([^.]*?)\. ")
_EXPRESSION = re.compile(
    r"The expression `(.*?)` (?:is not understood|ends too early|has an)", re.S
)
_NO_FUNCTION = re.compile(r"There is no function `([\w:-]+)\(\)`")
_ARGUMENTS = re.compile(r"`([\w:-]+)\(\)` takes .*, not (\d+)")


def refused_by(refusal: FormError | None, xform: str) -> str | None:
    """Return the rule for a refused form; it must hold for each fatal problem."""
    problems = [each for each in refusal.problems if not each.passable] if refusal else []
    found = {_refusal(each.what, each.fix, xform) for each in problems}
    return found.pop() if len(found) == 1 else None


def _refusal(what: str, fix: str, xform: str) -> str | None:
    if "well-formed" in what:
        return MARKUP if _not_well_formed(xform) else None
    circle = _CIRCLE.search(f"{what} ")
    if circle:
        return CIRCLE if _is_circle(circle[1].split(" → "), xform) else None
    expression = _EXPRESSION.search(what)
    if expression:
        return SYNTAX if _no_xpath(expression[1]) else None
    function = _NO_FUNCTION.search(what)
    if function:
        return REFUSED if function[1] not in ARGUMENTS else None
    given = _ARGUMENTS.search(what)
    return REFUSED if given and not allows(given[1], int(given[2])) else None


def _not_well_formed(xform: str) -> bool:
    try:
        etree.fromstring(xform.encode())
    except etree.XMLSyntaxError:
        return True
    return False


def _is_circle(paths: list[str], xform: str) -> bool:
    """Return whether the expressions of each bind name the next one."""
    tree = etree.fromstring(xform.encode())
    binds = {each.get("nodeset"): " ".join(each.attrib.values()) for each in tree.iter("{*}bind")}
    for one, other in pairwise(paths):
        said = (binds.get(one) or "").replace(one, "", 1)
        itself = one == other and re.search(r"[(, ]\.", said)
        if other.rpartition("/")[2] not in said and not itself:
            return False
    return len(paths) > 1 and paths[0] == paths[-1]


def _no_xpath(expression: str) -> bool:
    try:
        etree.XPath(expression)
    except etree.XPathSyntaxError:
        return True
    return False


STORED = "an answer that violates its constraint is stored and reported, never refused"
KEPT = "a chosen value no longer on offer is kept, marked and asked about"
HIDDEN = "a node that is not relevant keeps what is stored and reads as empty"
TRUTH = "a text is true if it is not blank; only a bare path is judged by its type"
ROUNDED = "distances and areas are rounded to centimetres (web-forms)"
BLANK = "what is no place or cannot be worked out is blank; nothing fails while a form is filled"


def scenario(replay: Replay, step: dict[str, Any], found: Any) -> str | None:
    """Return the rule that explains a deviation in a scenario, if there is one."""
    kind, node = step["check"], replay.node(step)
    if kind == "load_error":
        return BLANK if step["equals"] and "received a value" in replay.error else None
    if replay.unusable is not None:
        return refused_by(replay.unusable, replay.xform)
    session = replay.sessions.get(step.get("sid"))
    if node is None or session is None:
        return None
    if kind == "value" and _stored(session, node):
        return STORED
    if kind == "value" and not node.relevant and node.value == step.get("equals"):
        return HIDDEN
    if _kept(session, node, kind):
        return KEPT
    relevant = node.cell.bind.relevant
    if kind == "relevant" and relevant is not None and relevant.source.startswith("string("):
        return TRUTH if found is True else None
    if "close_to" in step and isinstance(found, str) and _measures(node.cell.bind):
        return ROUNDED if abs(float(found or "nan") - step["close_to"]) < 0.01 else None
    return None


def _stored(session: Session, node: Node) -> bool:
    """Return whether a node holds its answer in spite of its constraint."""
    violation = node.violation
    given = session.given.get(node.reference)
    against = violation is not None and violation.kind == "constraint"
    return against and given is not None and same_value(node.value, given)


def _kept(session: Session, node: Node, kind: str = "value") -> bool:
    """Return whether a choice is still as answered, although it is no longer offered."""
    control = node.body_control
    if control is None or control.kind not in CHOICE_CONTROLS:
        return False
    source = control.itemset.nodes.source if control.itemset is not None else ""
    names = {reference.rpartition("/")[2] for reference in session.stale}
    hangs = any(re.search(rf"\b{re.escape(name)}\b", source) for name in names)
    if kind.startswith("choices"):
        return hangs
    given = session.given.get(node.reference, "")
    as_given = sorted(node.value.split()) == sorted(given.split())
    return kind == "value" and as_given and (hangs or node.reference in session.stale)


def _measures(bind: Bind) -> bool:
    source = bind.calculate.source if bind.calculate is not None else ""
    return "distance(" in source or "area(" in source


MOMENTS = "a date or moment is kept as it was given, with its own offset"
CLOCK = "the clock of the recording was not frozen, so moments of filling differ"
CHANCE = "random numbers and identifiers are others each time"
TYPED = "what is no value of the question's type is not stored"
ORDERED = "chosen values are kept in the order of the choices, whoever clicked first"
PLACE = "a place is asked for: a laptop has no GPS"
ATTRIBUTES = "preloads fill attributes too (web-forms)"
COUNTED = "a counted repeat has as many instances as its count says, at once"


def javarosa_state(session: Session, path: str, name: str, found: Any, wanted: Any) -> str | None:
    """Return the rule that explains a deviation from JavaRosa's state, if there is one."""
    try:
        node = session.node(path)
    except LookupError:
        return COUNTED if _beyond(session, path) else None
    if name == "count":
        return TYPED if session.refused and _as_counted(node) else None
    if name != "value":
        return None
    bind, found, wanted = node.cell.bind, str(found), str(wanted)
    source = bind.calculate.source if bind.calculate is not None else ""
    if _stored(session, node):
        return STORED
    if _same_moment(found, wanted):
        return MOMENTS
    if bind.preload == "timestamp" or "now()" in source:
        return CLOCK if parse_moment(found) and parse_moment(wanted) else None
    if "random(" in source:
        return CHANCE
    if _kept(session, node):
        return KEPT
    if node.control == "select" and sorted(found.split()) == sorted(wanted.split()):
        return ORDERED
    if bind.preload and bind.attribute and not wanted:
        return ATTRIBUTES
    if wanted == "no client implementation":
        return PLACE if node.reference in session.instance.requested_places else None
    if not found and (session.refused or _no_value(bind.type, wanted)):
        return TYPED
    if _measures(bind) and math.isclose(float(found), float(wanted), rel_tol=1e-5):
        return ROUNDED
    return COUNTED if _counts_them(session, path, source, found) else None


def _no_value(kind: str, text: str) -> bool:
    try:
        canonical_text(kind, text)
    except ValueError:
        return True
    return False


def _same_moment(found: str, wanted: str) -> bool:
    """Return whether two texts mean the same moment, time of day, or a day and its midnight."""
    if parse_time(found) and parse_time(wanted):
        found, wanted = f"2026-11-24T{found}", f"2026-11-24T{wanted}"
    one, other = parse_moment(found), parse_moment(wanted)
    if one is None or other is None:
        return False
    if one.tzinfo is None or other.tzinfo is None:
        return one.replace(tzinfo=None) == other.replace(tzinfo=None)
    return one == other


def _counted(session: Session) -> list[Bind]:
    return [bind for bind in session.form.binds.values() if bind.count is not None]


def _beyond(session: Session, path: str) -> bool:
    """Return whether a path leads to an instance beyond the repeat's count."""
    counted = {bind.path for bind in _counted(session)}
    for place in re.finditer(r"\[(\d+)\]", path):
        around = path[: place.start()]
        if re.sub(r"\[\d+\]", "", around) in counted:
            node = session.node(around)
            if int(place[1]) > len(node.children):
                return _as_counted(node)
    return False


def _as_counted(node: Node) -> bool:
    """Return whether a counted repeat has its count; an "another one?" count may be higher."""
    range_ = node.range
    if range_ is None or range_.bind.count is None:
        return False
    had = len(node.children)
    return had == range_.wanted_count or (range_.bind.circular and 0 < had <= range_.wanted_count)


def _counts_them(session: Session, path: str, source: str, found: str) -> bool:
    """Return whether an expression counts a counted repeat correctly."""
    for bind in _counted(session):
        if re.search(rf"count\([^)]*\b{re.escape(bind.name)}\b", source):
            for around in (path.rpartition("/")[0] + f"/{bind.name}", bind.path):
                try:
                    return float(found) == len(session.node(around).children)
                except LookupError:
                    continue
    return False
