"""The verb upgrade: update a mission to a newer version of its form."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from assessor.assessment.mission.form_upgrade import FormUpgrade, preview_upgrade, upgrade_form
from assessor.assessment.mission.mission_start_packs import open_pack
from assessor.cli.base import arguments, console
from assessor.cli.base.options import open_assessment, read_first_line
from assessor.cli.base.verb import verb
from assessor.errors import Refused
from assessor.form.labels.styled_text import plain_text
from assessor.form.parse.form_source import FormSource
from assessor.parcel.pack.mission_pack import PACK_SUFFIX


@verb(
    "upgrade",
    arguments.LOCAL_FILE,
    arguments.argument("form", "FORM", "the newer version, or its .pack"),
    arguments.PACK_PASSPHRASE,
    arguments.ASSESSMENT,
    arguments.flag("--preview", "print the changes; change nothing"),
    arguments.argument(
        "--rename",
        "OLD=NEW",
        "a retired question and its new name: the answer moves there",
        action="append",
        default=[],
    ),
    arguments.flag("--anyway", "accept problems of the form"),
    arguments.JSON,
    arguments.PASSPHRASE,
    examples=["upgrade san-verano.mission newer.xlsx --preview"],
)
def _run(options: Namespace) -> None:
    source = _newer_form(options)
    wishes: dict[str, Any] = {"renamed": _parse_renames(options.rename), "anyway": options.anyway}
    with open_assessment(options) as assessment:
        plan = preview_upgrade(assessment, source, **wishes)
        if not options.preview:
            upgrade_form(assessment, source, **wishes)
    if options.json:
        console.print_json(_facts(plan, done=not options.preview))
        return
    console.print_lines(_lines(plan))
    versions = f"{plan.old.version or '–'} → {plan.new.version or '–'}"
    previewed = ", previewed: nothing is changed" if options.preview else ""
    console.print_line(f"{options.file}: {plan.new.title}, version {versions}{previewed}")


def _newer_form(options: Namespace) -> FormSource:
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
    unasked, unfit = "answered, but not in the newer version", "not what the newer version asks for"
    yield from (f"KEPT      {reference} = {value}: {unasked}" for reference, value in plan.kept)
    yield from (f"UNFIT     {reference} = {value}: {unfit}" for reference, value in plan.unfit)


def _facts(plan: FormUpgrade, *, done: bool) -> dict[str, Any]:
    return {
        "done": done,
        "form": plan.new.id,
        "from": plan.old.version,
        "to": plan.new.version,
        "added": plan.added,
        "moved": _pairs("from", "to", plan.carried),
        "changed": _pairs("reference", "what", plan.difference.changed),
        "retired": plan.retired,
        "alike": _pairs("from", "to", plan.alike),
        "kept": _pairs("reference", "value", plan.kept),
        "unfit": _pairs("reference", "value", plan.unfit),
    }


def _pairs(first: str, second: str, pairs: Iterable[tuple[str, object]]) -> list[dict[str, object]]:
    return [{first: one, second: other} for one, other in pairs]
