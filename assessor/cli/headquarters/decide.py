"""The verb decide: decide one conflict."""

from __future__ import annotations

from argparse import Namespace

from assessor.assessment.assessment import Assessment
from assessor.assessment.headquarters.case_cache import CaseCache
from assessor.assessment.headquarters.resolution_rules import (
    constraint_message,
    resolution_objection,
)
from assessor.cli.base import console
from assessor.cli.base.arguments import PASSPHRASE, REGISTRY, argument, either, text
from assessor.cli.base.options import hint_if_nameless, own_identity, read_passphrase
from assessor.cli.base.verb import verb
from assessor.errors import Refused
from assessor.store.write.mission import Mission


@verb(
    "decide",
    REGISTRY,
    argument("conflict", "CONFLICT"),
    either(
        argument("--take", "ENTRY", "one of its entries, by name"),
        argument("--value", "VALUE", "another value"),
        required=True,
    ),
    text("--note", "TEXT", "the reason, stored with the decision"),
    PASSPHRASE,
    examples=[
        'decide hq.registry f37a39dd43 --take 5d22c7a1 --note "The register was read"',
        "decide hq.registry f37a39dd43 --value 120",
    ],
)
def _run(options: Namespace) -> None:
    with (
        Mission.open(options.registry, passphrase=read_passphrase(options)) as mission,
        CaseCache(mission, own_identity()) as shelf,
    ):
        found = [each for each in shelf.conflicts() if each.id == options.conflict]
        if not found:
            raise Refused("There is no open conflict {name}; see inbox.", name=options.conflict)
        assessment = Assessment.of(mission, found[0].assessment, own_identity())
        try:
            doubt = resolution_objection(assessment, found[0], options.take, options.value)
            if doubt is not None and not options.note:
                raise Refused("{why} The reason goes into --note.", why=doubt)
            broken = (
                constraint_message(assessment, found[0], options.value) if options.value else ""
            )
            assessment.decide(found[0], take=options.take, value=options.value, note=options.note)
        except ValueError as error:
            raise Refused("{why}", why=error) from error
        assessment.seal()
        left = len(shelf.conflicts())
    console.print_line(f"{options.conflict}: decided; {left} conflicts left")
    if broken:
        console.print_line(f"VIOLATION {found[0].key}: {broken}")
    hint_if_nameless()
