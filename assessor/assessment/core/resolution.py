"""Resolution of a conflict: an entry taken, or a value of one's own, with the reason."""

from __future__ import annotations

from typing import Any

from assessor.assessment.core.answer import Answer, answer_of
from assessor.assessment.core.derive import instances_of
from assessor.assessment.core.entry_record import EntryContent, Record
from assessor.errors import Refused
from assessor.form.live.instance import Instance
from assessor.store.model.authority import OUTSIDER
from assessor.store.model.entry import Conflict, Entry, comparison_text, displayed_head
from assessor.store.write.mission import Mission


def resolution_body(
    instance: Instance, conflict: Conflict, take: str | None, value: str | None, note: str
) -> dict[str, Any] | None:
    """Return the body that resolves a conflict; None if the entry taken is a tombstone, or if
    nothing is taken of what outsiders alone say.

    Raises Refused if `take` names none of its heads, or one whose words are not here, or unless
    exactly one of `take` and `value` is given, and as own_resolution does for a value.
    """
    if take is None and value is None and is_outsiders_alone(conflict):
        return None
    if (take is None) == (value is None):
        raise Refused("A decision either takes one of the entries or says a value.")
    if take is not None:
        entry = _taken(conflict, take)
        if entry.withheld:
            raise Refused(
                "The words of this answer are not in this file, so it cannot be taken: ask for the "
                "report that has them, or decide for a value."
            )
        if entry.body is None:
            return None
        if conflict.kind != "answer":
            return dict(entry.body)
        return answer_of(entry).with_(decision=note).body()
    return own_resolution(instance, conflict, value or "").with_(decision=note).body()


def is_outsiders_alone(conflict: Conflict) -> bool:
    """Return whether no member of the team says anything: then nothing need be taken."""
    return all(head.standing == OUTSIDER for head in conflict.heads)


def own_resolution(instance: Instance, conflict: Conflict, value: str) -> Answer:
    """Return the answer for a value of one's own, with the justification of whoever gave the same.

    Raises Refused for a value that is none of the choices and if there is no question, ValueError
    for a value that is not of the question's type.
    """
    if conflict.kind != "answer":
        raise Refused("Only a conflict between answers can be settled with a value.")
    try:
        text = instance.canonical_value(conflict.key, value)
        node = instance.node(conflict.key)
    except KeyError:
        raise Refused("The form has no question {key}.", key=conflict.key) from None
    if node.control in ("select1", "select") and text:
        offered = {choice.value for choice in node.choices}
        if not offered.issuperset([text] if node.control == "select1" else text.split()):
            raise Refused("{value} is none of the choices.", value=text)
    equal_entries = [entry for entry in conflict.heads if answer_of(entry).value == text]
    base = answer_of(displayed_head(tuple(equal_entries))) if equal_entries else Answer()
    return base.with_(value=text)


def _taken(conflict: Conflict, take: str) -> Entry:
    found = [entry for entry in conflict.heads if entry.name == take]
    found = found or [entry for entry in conflict.heads if entry.name.startswith(take)]
    if len(found) != 1:
        raise Refused(
            "{entry} is not one of the entries in conflict {conflict}.",
            entry=take,
            conflict=conflict.id,
        )
    return found[0]


def resolution_entries(
    record: Record, conflict: Conflict, take: str | None, value: str | None, note: str
) -> list[EntryContent]:
    """Return the entries that resolve a conflict, in sight of all its heads; raises as
    `resolution_body`.

    Taking a withheld answer says of what others published without authority that it counts not.
    Taking an answer also restores the repeat instances around it that another person deleted.
    """
    withheld = take is not None and _taken(conflict, take).withheld
    claims = [head for head in conflict.heads if head.published == head.name]
    if withheld and len(claims) == len(conflict.heads) - 1:  # what it says stays unknown
        stored = [record.mission.entry(claim.name) for claim in claims]
        return [(each.kind, each.key, None, (each,)) for each in stored]
    body = resolution_body(record.instance, conflict, take, value, note)
    things: list[EntryContent] = [(conflict.kind, conflict.key, body, conflict.heads)]
    if body is None or conflict.kind != "answer":
        return things
    for key in instances_of(conflict.key):
        tips = record.heads("repeat", key)
        if tips and displayed_head(tips).is_tombstone:
            before = record.own_entries("repeat", key)
            alive = next((dict(each.body) for each in before if each.body is not None), {})
            things.append(("repeat", key, alive, record.all_heads("repeat", key)))
    return things


def original_entry(mission: Mission, entry: Entry, own: str = "") -> Entry | None:
    """Return the entry of another signer that an entry repeats, as undo does; None if there is
    none.

    It is the earliest ancestor with the same content. `own` is the key (64 hex) that will sign what
    is still a draft.
    """
    known = {
        ancestor.name: ancestor
        for ancestor in mission.entries(entry.assessment, entry.kind, entry.key)
    }
    before: dict[str, Entry] = {}
    waiting = list(entry.parents)
    while waiting:
        found = known.get(waiting.pop())
        if found is not None and found.name not in before:
            before[found.name] = found
            waiting += found.parents
    equal_entries = [
        ancestor
        for ancestor in before.values()
        if comparison_text(ancestor) == comparison_text(entry)
    ]
    first = min(equal_entries, key=lambda ancestor: (ancestor.at, ancestor.name), default=None)
    if first is None or (first.signer or own) == (entry.signer or own):
        return None
    return first
