"""The verb tonight: list the open items of the team."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter

from assessor.assessment.entries.tasks import normalized_name
from assessor.assessment.exchange.open_items import KINDS, open_items
from assessor.cli.base import console
from assessor.cli.base.arguments import ASSESSMENT, JSON, MISSION_FILE, PASSPHRASE, argument, text
from assessor.cli.base.options import open_assessment
from assessor.cli.base.verb import verb
from assessor.form.labels.styled_text import plain_text


@verb(
    "tonight",
    MISSION_FILE,
    text("--kind", "KIND", ", ".join(KINDS), choices=("", *KINDS)),
    argument("--person", "NAME", "only this person's sections; nobody's, if blank"),
    ASSESSMENT,
    JSON,
    PASSPHRASE,
    examples=[
        'tonight san-verano.mission --person "Ana Ortiz"',
        "tonight san-verano.mission --kind claimed",
    ],
)
def _run(options: Namespace) -> None:
    with open_assessment(options) as assessment:
        found = [
            one
            for one in open_items(assessment)
            if options.kind in ("", one.kind)
            and (
                options.person is None
                or normalized_name(one.person) == normalized_name(options.person)
            )
        ]
        labels = {one.reference: plain_text(assessment.node(one.reference).label) for one in found}
    if options.json:
        console.print_json(
            [
                {
                    "kind": one.kind,
                    "reference": one.reference,
                    "question": labels[one.reference],
                    "why": one.why,
                    "clusters": list(one.clusters),
                    "person": one.person,
                }
                for one in found
            ]
        )
        return
    for one in found:
        console.print_line(
            f"{one.kind.upper():<12}  {one.reference}: {one.why or labels[one.reference]}"
        )
    counts = Counter(one.kind for one in found)
    console.print_line(
        ", ".join(f"{counts[kind]} {kind}" for kind in KINDS if kind in counts) or "nothing waits"
    )
