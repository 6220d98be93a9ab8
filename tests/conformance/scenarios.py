"""scenario_cases.jsonl: sessions of web-forms' tests with their assertions."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from assessor.errors import FormError
from assessor.form.live.node import Node
from tests.conformance.companions import companion
from tests.conformance.position import END, SurveyPosition
from tests.conformance.rules import forms
from tests.conformance.session import TROUBLE, Session, as_answer, load, same_value, same_xml
from tests.conformance.tally import Tally


def replay(folder: Path) -> Tally | None:
    """Replay every case of the file; return None if the file does not exist."""
    file = folder / "scenario_cases.jsonl"
    if not file.exists():
        return None
    forms = companion(folder, "scenario_forms.json")
    tally = Tally(file.name)
    for line in file.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        group = Path(case["source"].split()[1]).name.partition(".")[0]
        tally.case(group)
        Replay(case, forms, tally, group).run()
    return tally


def files_of(step: dict[str, Any]) -> tuple[tuple[str, bytes], ...]:
    """Return the attachments of a form."""
    return tuple(
        (each.get("file") or each["url"].rpartition("/")[2], each["text"].encode())
        for each in step.get("resources") or ()
        if each.get("text") is not None
    )


class Replay:
    """The replay of one case."""

    def __init__(self, case: dict[str, Any], forms: dict[str, str], tally: Tally, group: str):
        self.case = case
        self.forms = forms
        self.tally = tally
        self.group = group
        self.sessions: dict[Any, Session] = {}
        self.refused: FormError | None = None
        self.unusable: FormError | None = None
        self.trouble = self.xform = self.error = ""
        self.standing = SurveyPosition()

    def run(self) -> None:
        for step in self.case["steps"]:
            if step["op"] == "check":
                self.check(step)
            else:
                self.act(step)

    def act(self, step: dict[str, Any]) -> None:
        try:
            self._act(step)
            if step.get("sid") in self.sessions:
                self.standing.moved(self.sessions[step["sid"]], step)
        except TROUBLE as error:
            self.trouble = f"{step['op']} {step.get('ref', '')}: {error!r}"

    def _act(self, step: dict[str, Any]) -> None:
        op, sid = step["op"], step.get("sid")
        if op in {"load", "init"}:
            self._load(step)
        elif op == "set":
            self.sessions[sid].set(step["ref"], step["value"])
        elif op == "add_repeat":
            self.sessions[sid].add(step["ref"], step["count"])
        elif op == "remove_repeat":
            self.sessions[sid].remove(step["ref"], step["index"], step["count"])
        elif op == "settle":
            self.sessions[sid].place(step["observed"]["changed"])
        elif op == "set_language":
            self.sessions[sid].instance.set_language(step["language"])

    def _load(self, step: dict[str, Any]) -> None:
        self.xform, self.error = self.forms[step["form"]], step.get("error", "")
        form, self.refused = load(self.xform, files_of(step))
        self.unusable = self.refused if form is None else None
        if form is None:
            return
        kind, _, number = step.get("origin", "init").partition(":")
        now = step.get("now_ms", 1795536107390)
        zone, saved = self.case["tz"], step.get("edit_instance")
        if kind in {"restore_from", "edit_from"} and not saved:
            # What was saved between the recorded steps is what came back.
            saved = step["observed"].get("instance_xml")
            if not isinstance(saved, str):
                saved = self.sessions[int(number)].xml()
        if saved:
            self.sessions[step["sid"]] = Session.opened(form, saved, zone, now)
            return
        properties = {name.lower(): text for name, text in (step.get("preload") or {}).items()}
        session = Session(form, now, zone, properties=properties)
        session.place(step.get("observed", {}).get("changed", {}))
        self.sessions[step["sid"]] = session

    def check(self, step: dict[str, Any]) -> None:
        if step["check"] == "load_error" and step.get("sid") is not None:
            return  # an error of sending, not of loading
        found: Any = None
        try:
            agrees, found = self._compare(step)
        except LookupError as error:
            agrees = step["check"] == "can_add_repeat" and step["equals"] is False
            found = f"no node {error}"
        except TROUBLE as error:
            agrees, found = False, repr(error)
        wanted = {key: value for key, value in step.items() if key not in {"op", "sid", "line"}}
        what = (
            f"{self.case['id']} [{self.group}] {wanted} → {found!r} "
            f"{self.unusable or ''} {self.trouble}"
        )
        rule = None if agrees else forms.scenario(self, step, found)
        self.tally.fact(self.group, agrees, rule, what)

    def node(self, step: dict[str, Any]) -> Node | None:
        """Return the node of a check, if there is one."""
        session = self.sessions.get(step.get("sid"))
        try:
            return session.node(step["ref"]) if session and "ref" in step else None
        except LookupError:
            return None

    def _compare(self, step: dict[str, Any]) -> tuple[bool, Any]:
        kind = step["check"]
        if kind == "load_error":
            return (self.refused is not None) == step["equals"], str(self.refused)
        if self.unusable is not None:
            return False, "refused"
        sid = step.get("sid")
        session = self.sessions[sid] if sid is not None else next(iter(self.sessions.values()))
        if kind in {"position", "at_end"}:
            wanted = END if kind == "at_end" else step["equals"]
            return self.standing.stands(session, wanted) is not bool(step.get("not")), wanted
        if kind in WHOLE:
            return WHOLE[kind](session, step)
        found = NODES[kind](session.node(step["ref"]))
        return matches(step, found), found


def matches(step: dict[str, Any], found: Any) -> bool:
    """Return whether the found value is as asserted."""
    agrees = _matches(step, found)
    return not agrees if step.get("not") else agrees


def _matches(step: dict[str, Any], found: Any) -> bool:
    if "close_to" in step:
        try:
            return abs(float(found) - step["close_to"]) <= max(step.get("tol", 0), 1e-9)
        except ValueError:
            return False
    if "equals_number" in step:
        return float(found) == step["equals_number"] if found else False
    if "starts_with" in step:
        return str(found).startswith(step["starts_with"])
    if "list" in step:
        return found.split() == step["list"]
    if "has_not" in step:
        return step["has_not"] not in found.split()
    if "has" in step:
        return step["has"] in found.split()
    if "contains" in step:
        wanted = [tuple(each) if isinstance(each, list) else each for each in step["contains"]]
        if any(isinstance(each, tuple) and each[1] is None for each in wanted):
            wanted = [each[0] for each in wanted]
            found = [each[0] for each in found]
        if isinstance(found, str):
            return all(each in found for each in wanted)
        if step.get("ordered"):
            return [each for each in found if each in wanted] == wanted
        return all(each in found for each in wanted)
    if "equals" in step:
        wanted = step["equals"]
        if isinstance(found, str) and not isinstance(wanted, str):
            return same_value(found, as_answer(wanted))
        if isinstance(found, str):
            return same_value(found, wanted)
        if isinstance(wanted, list):
            return list(found) == [tuple(e) if isinstance(e, list) else e for e in wanted]
        return bool(found == wanted)
    return False


def _message(kind: str) -> Callable[[Node], str | None]:
    def found(node: Node) -> str | None:
        violation = node.violation
        return violation.message if violation and kind in {"", violation.kind} else None

    return found


def _chosen(node: Node) -> list[str]:
    labels = dict(node.choices)
    return [labels[word] for word in node.value.split() if word in labels]


NODES: dict[str, Callable[[Node], Any]] = {
    "value": lambda node: node.value if node.relevant else "",
    "relevant": lambda node: node.relevant,
    "readonly": lambda node: node.readonly,
    "required": lambda node: node.required,
    "appearance": lambda node: node.appearance,
    "repeat_count": lambda node: len(node.children),
    "choices": lambda node: [tuple(choice) for choice in node.choices],
    "choices_empty": lambda node: not node.choices,
    "choices_count": lambda node: len(node.choices),
    "option_labels": lambda node: [choice.label for choice in node.choices],
    "selected_labels": _chosen,
    "label": lambda node: node.label,
    "can_add_repeat": lambda node: node.can_add,
    "validity": lambda node: node.violation.kind if node.violation else None,
    "validity_message": _message(""),
    "constraint_message": _message("constraint"),
    "required_message": _message("required"),
}


def _xml(session: Session, step: dict[str, Any]) -> tuple[bool, Any]:
    found = session.xml()
    if "contains" in step:
        return step["contains"] in found, found
    return same_xml(found, step["equals"]), found


def _first_invalid(session: Session, step: dict[str, Any]) -> tuple[bool, Any]:
    found = next(iter(session.instance.violations()), None)
    wanted = step["equals"]
    if wanted and not wanted.startswith("/"):
        return (found.message if found else None) == wanted, found
    wanted = wanted and session.reference(wanted)
    return (found.reference if found else None) == wanted, found


def _form_valid(session: Session, step: dict[str, Any]) -> tuple[bool, Any]:
    found = not session.instance.violations()
    return found == (step["equals"] in {True, "ANSWER_OK"}), found


WHOLE: dict[str, Callable[[Session, dict[str, Any]], tuple[bool, Any]]] = {
    "instance_xml": _xml,
    "first_invalid_ref": _first_invalid,
    "form_valid": _form_valid,
    "form_validity": _form_valid,
}
