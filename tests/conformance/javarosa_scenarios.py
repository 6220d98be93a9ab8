"""javarosa_scenario_cases.jsonl: sessions of JavaRosa's tests, with the state after each step."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from tests.conformance.companions import companion
from tests.conformance.rules import forms
from tests.conformance.session import TROUBLE, Session, load, same_value
from tests.conformance.tally import Tally

NOW = 1795536107390
_UUID = re.compile(r"(uuid:)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LAST = re.compile(r"\[(\d+)\]$")


def replay(folder: Path) -> Tally | None:
    """Replay every case of the file; return None if the file does not exist."""
    file = folder / "javarosa_scenario_cases.jsonl"
    if not file.exists():
        return None
    forms = companion(folder, "javarosa_scenario_forms.json")
    tally = Tally(file.name)
    for line in file.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        if case["needs_external"]:
            continue  # an attachment was not recorded
        group = case["source"].partition("(test ")[2].partition("#")[0]
        tally.case(group)
        _Replay(case, forms[case["form"]], tally, group).run()
    return tally


class _Replay:
    def __init__(self, case: dict[str, Any], xform: str, tally: Tally, group: str) -> None:
        self.case = case
        self.xform = xform
        self.form, self.refusal = load(xform)
        self.tally = tally
        self.group = group
        self.session: Session | None = None
        self.trouble = ""

    def run(self) -> None:
        for number, step in enumerate(self.case["steps"]):
            if self.form is not None:
                try:
                    self._act(step)
                except TROUBLE as error:
                    self.trouble = repr(error)
            if "value" in step and step["op"].startswith("read"):
                name = "count" if step["op"] == "read_count" else "value"
                self._fact(number, step, step["ref"], name, step["value"])
            for path, state in (step.get("changed") or {}).items():
                for name, wanted in state.items():
                    self._fact(number, step, path, name, wanted)

    def _act(self, step: dict[str, Any]) -> None:
        op = step["op"]
        if op in {"load", "new_instance"}:
            assert self.form is not None
            self.session = Session(self.form, NOW, self.case["tz"])
            return
        assert self.session is not None
        if op == "set":
            self.session.set(step["ref"], step["value"])
        elif op == "add_repeat":
            self._add(step["ref"])
        elif op == "remove_repeat":
            place = _LAST.search(step["ref"])
            path = step["ref"][: place.start()] if place else step["ref"]
            self.session.remove(path, int(place[1]) - 1 if place else 0, 1)
        elif op == "set_language":
            self.session.instance.set_language(step["language"])

    def _add(self, path: str) -> None:
        assert self.session is not None
        place = _LAST.search(path)
        around = path[: place.start()] if place else path
        wanted = int(place[1]) if place else 0
        if wanted > len(self.session.node(around).children) or not wanted:
            self.session.add(around, 1)

    def _fact(self, number: int, step: dict[str, Any], path: str, name: str, wanted: Any) -> None:
        found = self.refusal if self.session is None else self._read(path, name)
        agrees = _agrees(found, wanted)
        what = (
            f"{self.case['id']} [{self.group}] {path} {name}: {found!r}, JavaRosa {wanted!r}"
            f" (step {number}: {step['op']} {step.get('ref', '')} {step.get('value', '')})"
            f" {self.trouble}"
        )
        rule = None
        if not agrees:
            rule = self._rule(path, name, found, wanted)
        self.tally.fact(self.group, agrees, rule, what)

    def _rule(self, path: str, name: str, found: Any, wanted: Any) -> str | None:
        if self.session is None:
            return forms.refused_by(self.refusal, self.xform)
        return forms.javarosa_state(self.session, path, name, found, wanted)

    def _read(self, path: str, name: str) -> Any:
        assert self.session is not None
        try:
            node = self.session.node(path)
        except LookupError:
            return "no such node"
        return len(node.children) if name == "count" else getattr(node, name)


def _agrees(found: Any, wanted: Any) -> bool:
    if isinstance(wanted, bool) or isinstance(found, bool):
        return bool(found == wanted)
    if isinstance(wanted, str) and "~uuid~" in wanted:
        return _UUID.sub("~uuid~", str(found)) == wanted.replace("uuid:~uuid~", "~uuid~")
    return same_value(str(found), str(wanted))
