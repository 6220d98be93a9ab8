"""The verb upgrade: update a mission to a newer version of its form."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assessor.assessment.mission.form_upgrade import FormUpgrade, preview_upgrade, upgrade_form
from assessor.assessment.mission.mission_start_packs import open_pack
from assessor.cli.base import console
from assessor.cli.base.options import (
    add_assessment,
    add_passphrase,
    open_assessment,
    read_first_line,
)
from assessor.cli.base.verb import Verb
from assessor.errors import Refused
from assessor.form.labels.styled_text import plain_text
from assessor.form.parse.form_source import FormSource
from assessor.parcel.pack.mission_pack import PACK_SUFFIX


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("form", metavar="FORM", help="the newer version, or its .pack")
    parser.add_argument(
        "--pack-passphrase-file", type=Path, metavar="F", help="its first line opens the pack"
    )
    add_assessment(parser)
    parser.add_argument("--preview", action="store_true", help="print the changes; change nothing")
    parser.add_argument(
        "--rename",
        action="append",
        default=[],
        metavar="OLD=NEW",
        help="a retired question and its new name: the answer moves there",
    )
    parser.add_argument("--anyway", action="store_true", help="accept problems of the form")
    parser.add_argument("--json", action="store_true")
    add_passphrase(parser)


def _run(options: argparse.Namespace) -> int:
    source = _newer_form(options)
    wishes: dict[str, Any] = {"renamed": _parse_renames(options.rename), "anyway": options.anyway}
    with open_assessment(options) as assessment:
        plan = preview_upgrade(assessment, source, **wishes)
        if not options.preview:
            upgrade_form(assessment, source, **wishes)
    if options.json:
        console.print_json(_facts(plan, done=not options.preview))
        return 0
    for line in _lines(plan):
        console.print_line(line)
    console.print_line(
        f"{options.file}: {plan.new.title}, version {plan.old.version or '–'} → "
        f"{plan.new.version or '–'}"
        + (", previewed: nothing is changed" if options.preview else "")
    )
    return 0


def _newer_form(options: argparse.Namespace) -> FormSource:
    """The newer version: a form, or that of a mission pack."""
    path = Path(options.form)
    if path.suffix.lower() == PACK_SUFFIX:
        pack = open_pack(path, passphrase=read_first_line(options.pack_passphrase_file))
        return FormSource.unpack(pack.form)
    from assessor.assessment.mission.form_files import form_source

    return form_source(options.form)


def _parse_renames(written: list[str]) -> dict[str, str]:
    pairs = [each.partition("=") for each in written]
    for old, mark, new in pairs:
        if not (old and mark and new):
            raise Refused("--rename takes OLD=NEW: the name before and the name now.")
    return {old.strip(): new.strip() for old, _, new in pairs}


def _lines(plan: FormUpgrade) -> Iterator[str]:
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


def _facts(plan: FormUpgrade, *, done: bool) -> dict[str, Any]:
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


VERBS = {
    "upgrade": Verb(
        _add_arguments,
        _run,
        examples=("upgrade san-verano.mission newer.xlsx --preview",),
    ),
}
