"""The position of a person in a form: the places they pass from the beginning."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assessor.form.live.node import Node
from tests.conformance.session import Session

WANTED = "wanted"
END = "END_OF_FORM"


class SurveyPosition:
    """Follows what was done, so that the place a check names can be judged.

    How often the person went on between two checks is not recorded. So a place must be there and
    be met, it must come after the last one where nothing was done since, and after an instance
    was added it is that instance. At the end no instance lies ahead, and no counted repeat that
    wants another one.
    """

    def __init__(self) -> None:
        self.last = ""
        self.added = ""
        self.acted = False

    def moved(self, session: Session, step: dict[str, Any]) -> None:
        """Note a step."""
        self.added, self.acted = "", True
        if step["op"] == "set":
            self.last = session.reference(step["ref"])
        elif step["op"] == "add_repeat":
            self.added = session.node(step["ref"]).children[-1].reference

    def stands(self, session: Session, wanted: str) -> bool:
        """Return whether a person can be at the path `wanted`, or at the end."""
        places = list(_places(session.instance.root))
        names = [reference for reference, _kind in places]
        start = names.index(self.last) + 1 if self.last in names else 0
        if wanted == END:
            return all(kind == "question" for _reference, kind in places[start:])
        reference = session.reference(wanted)
        if self.added:
            fits = reference == self.added and reference in names
        else:
            fits = reference in (names if self.acted else names[start:])
        self.last, self.added, self.acted = reference, "", False
        return fits


def _places(node: Node) -> Iterator[tuple[str, str]]:
    for each in node.children:
        if not each.relevant:
            continue
        if each.kind == "repeat":
            yield from _places(each)
            if each.can_add and each.range is not None and each.range.bind.count is not None:
                yield each.reference, WANTED
            continue
        yield each.reference, each.kind
        if each.kind != "question":
            yield from _places(each)
