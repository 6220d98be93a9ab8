"""The actions of an XForm: setvalue and setgeopoint, on ODK events."""

from __future__ import annotations

from assessor.form.model.definition import Action, Bind, Expression
from assessor.form.model.markup import EVENTS, Element, local, text_of
from assessor.form.model.xpath_parser import parse_expression
from assessor.form.model.xpath_tree import ExpressionError
from assessor.form.parse.model_parser import ModelParser
from assessor.form.parse.problems import Problems

ACTIONS = frozenset({"setvalue", "setgeopoint"})
LOADING = frozenset({"odk-instance-first-load", "odk-instance-load", "xforms-ready"})
KNOWN = LOADING | {"odk-new-repeat", "xforms-value-changed"}
"""The supported events."""


def parse_action(
    element: Element, trigger: Bind | None, model: ModelParser, problems: Problems
) -> None:
    """Parse one action inside the question or repeat `trigger`, or in the model."""
    ref = element.get("ref") or ""
    if not ref and element.get("bind"):
        named = model.named.get(element.get("bind"))
        ref = named.path if named else ""
    bind = model.find_bind(ref, trigger) if ref else None
    where = trigger.path if trigger else ref
    if bind is None:
        problems.add(
            f"An action names the node {ref or '(none)'}, which is not in the form.",
            "Correct its ref.",
            where,
            "The action is not carried out.",
        )
        return
    events = _events(element, where, problems)
    kind = local(element)
    value = model.expression(element.get("value"), bind) if kind == "setvalue" else None
    try:
        target = Expression(ref, parse_expression(ref), trigger or model.root)
    except ExpressionError as error:
        problems.add(error, path=where)
        return
    text = text_of(element) if value is None else ""
    model.actions.append(Action(kind, events, target, bind, value, text, trigger))


def _events(element: Element, where: str, problems: Problems) -> frozenset[str]:
    events = frozenset((element.get(f"{{{EVENTS}}}event") or element.get("event") or "").split())
    for event in sorted(events - KNOWN):
        problems.add(
            f"The event {event} is not supported.",
            "Use one of ODK's events.",
            where,
            "The action does not wait for it.",
        )
    if not events:
        problems.add(
            "An action names no event.",
            "Give it one of ODK's events.",
            where,
            "The action is not carried out.",
        )
    return events
