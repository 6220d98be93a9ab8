"""The verb that takes a mission to a newer version of its form: upgrade."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assessor.assessment.mission.form_upgrade import Upgrade, preview, upgrade
from assessor.assessment.mission.mission_start_packs import open_pack
from assessor.cli.base import console
from assessor.cli.base.options import first_line, opened, passphrase
from assessor.errors import Refused
from assessor.form.labels.styled_text import plain_text
from assessor.form.parse.form_source import FormSource
from assessor.parcel.pack.mission_pack import PACK_SUFFIX


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verb of this module."""
    verb = verbs.add_parser("upgrade", help="go on in a newer version of the form")
    verb.add_argument("file", type=Path, metavar="FILE")
    verb.add_argument("form", metavar="FORM", help="the newer version, or its .pack")
    verb.add_argument(
        "--pack-passphrase-file", type=Path, metavar="F", help="what opens a pack that has one"
    )
    verb.add_argument("--assessment", metavar="ID", help="which one, in a registry")
    verb.add_argument("--preview", action="store_true", help="only say what would change")
    verb.add_argument(
        "--rename", action="append", default=[], metavar="OLD=NEW",
        help="a retired question that now has another name: its answer goes along",
    )  # fmt: skip
    verb.add_argument("--anyway", action="store_true", help="though the form has problems")
    verb.add_argument("--json", action="store_true")
    passphrase(verb)
    verb.set_defaults(run=_upgrade)


def _upgrade(given: argparse.Namespace) -> int:
    source = _source(given)
    wishes: dict[str, Any] = {"renamed": _renamed(given.rename), "anyway": given.anyway}
    with opened(given) as assessment:
        plan = preview(assessment, source, **wishes)
        if not given.preview:
            upgrade(assessment, source, **wishes)
    if given.json:
        console.as_json(_facts(plan, done=not given.preview))
        return 0
    for line in _lines(plan):
        console.line(line)
    console.line(
        f"{given.file}: {plan.new.title}, version {plan.old.version or '–'} → "
        f"{plan.new.version or '–'}" + (", previewed: nothing is changed" if given.preview else "")
    )
    return 0


def _source(given: argparse.Namespace) -> FormSource:
    """The newer version: a form, or that of a mission pack."""
    path = Path(given.form)
    if path.suffix.lower() == PACK_SUFFIX:
        pack = open_pack(path, passphrase=first_line(given.pack_passphrase_file))
        return FormSource.unpack(pack.form)
    from assessor.assessment.mission.form_files import form_source

    return form_source(given.form)


def _renamed(written: list[str]) -> dict[str, str]:
    pairs = [each.partition("=") for each in written]
    for old, mark, new in pairs:
        if not (old and mark and new):
            raise Refused("--rename takes OLD=NEW: the name before and the name now.")
    return {old.strip(): new.strip() for old, _, new in pairs}


def _lines(plan: Upgrade) -> Iterator[str]:
    yield from (f"ADDED     {path}: {plain_text(plan.label(path))}" for path in plan.added)
    yield from (f"MOVED     {before} → {now}" for before, now in plan.carried)
    yield from (f"CHANGED   {path}: {', '.join(what)}" for path, what in plan.difference.changed)
    yield from (f"RETIRED   {path}: {plain_text(plan.label(path))}" for path in plan.retired)
    yield from (
        f"ALIKE     {before}, {now}: the same words (--rename {before}={now})"
        for before, now in plan.alike
    )
    for reference, value in plan.kept:
        yield f"KEPT      {reference} = {value}: answered, but not in the newer version"
    for reference, value in plan.unfit:
        yield f"UNFIT     {reference} = {value}: not what the newer version asks for"


def _facts(plan: Upgrade, *, done: bool) -> dict[str, Any]:
    return {
        "done": done,
        "form": plan.new.id,
        "from": plan.old.version,
        "to": plan.new.version,
        "added": list(plan.added),
        "moved": [{"from": before, "to": now} for before, now in plan.carried],
        "changed": [
            {"reference": path, "what": list(what)} for path, what in plan.difference.changed
        ],
        "retired": list(plan.retired),
        "alike": [{"from": before, "to": now} for before, now in plan.alike],
        "kept": [{"reference": reference, "value": value} for reference, value in plan.kept],
        "unfit": [{"reference": reference, "value": value} for reference, value in plan.unfit],
    }
