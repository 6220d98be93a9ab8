"""scenario_consensus.jsonl: the state of every node on which web-forms and JavaRosa agree."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.conformance.companions import companion
from tests.conformance.rules import forms
from tests.conformance.scenarios import files_of
from tests.conformance.session import TROUBLE, Loaded, Session, load, same_value
from tests.conformance.tally import Tally

NOW = 1795536107390
ZONE = "America/Phoenix"


def replay(folder: Path) -> Tally | None:
    """Replay every case of the file; return None if the file does not exist."""
    file = folder / "scenario_consensus.jsonl"
    if not file.exists():
        return None
    forms = companion(folder, "scenario_forms.json")
    loads = _loads(folder)
    tally = Tally(file.name)
    for line in file.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        group = Path(case["source"].split()[1]).name.partition(".")[0]
        tally.case(group)
        step = loads.get((case["id"].partition(".")[0], case["form"]), {})
        loaded = load(forms[case["form"]], files_of(step))
        _replay(case, forms[case["form"]], loaded, step.get("now_ms", NOW), tally, group)
    return tally


def _loads(folder: Path) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the load steps of the scenarios, for the attachments of their forms."""
    file = folder / "scenario_cases.jsonl"
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for line in file.read_text(encoding="utf-8").splitlines() if file.exists() else ():
        case = json.loads(line)
        for step in case["steps"]:
            if step["op"] == "load":
                found.setdefault((case["id"], step["form"]), step)
    return found


def _replay(
    case: dict[str, Any], xform: str, loaded: Loaded, now: int, tally: Tally, group: str
) -> None:
    session = None if loaded.form is None else Session(loaded.form, now, ZONE)
    for number, step in enumerate(case["steps"]):
        trouble = ""
        try:
            if session is not None:
                _act(session, step["op"])
        except TROUBLE as error:
            trouble = repr(error)
        for path, state in step["agree"].items():
            for name, wanted in state.items():
                found = loaded.refusal if session is None else _read(session, path, name)
                agrees = _agrees(found, wanted)
                what = (
                    f"{case['id']} [{group}] {path} {name}: {found!r}, both say {wanted!r}"
                    f" (step {number}: {step['op']}) {trouble}"
                )
                rule = None if agrees or session else forms.refused_by(loaded.refusal, xform)
                tally.fact(group, agrees, rule, what)


def _act(session: Session, op: dict[str, Any]) -> None:
    if op["op"] == "set":
        session.set(op["ref"], op["value"])
    elif op["op"] == "add_repeat":
        session.add(op["ref"], op["count"])
    elif op["op"] == "remove_repeat":
        session.remove(op["ref"], op["index"], op["count"])
    elif op["op"] == "set_language":
        session.instance.set_language(op["language"])


def _read(session: Session, path: str, name: str) -> Any:
    try:
        node = session.node(path)
    except LookupError:
        return "no such node"
    if name == "value":
        # In both engines an upload keeps its file while it is not relevant.
        return node.value if node.relevant or node.control == "upload" else ""
    return getattr(node, name)


def _agrees(found: Any, wanted: Any) -> bool:
    if isinstance(found, str) and isinstance(wanted, str):
        return same_value(found, wanted)
    return bool(found == wanted)
