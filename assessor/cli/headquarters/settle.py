"""The verb settle: decide conflicts by a rule."""

from __future__ import annotations

from argparse import Namespace

from assessor.assessment.core.answer import answer_of
from assessor.assessment.headquarters.case_cache import CaseCache
from assessor.assessment.headquarters.resolution_rules import RULE_REASONS, resolve_by_rule
from assessor.cli.base import console
from assessor.cli.base.arguments import JSON, PASSPHRASE, REGISTRY, argument, flag, text
from assessor.cli.base.options import hint_if_nameless, own_identity, read_passphrase
from assessor.cli.base.verb import verb
from assessor.store.write.mission import Mission


@verb(
    "settle",
    REGISTRY,
    argument(
        "--rule",
        required=True,
        choices=tuple(RULE_REASONS),
        meaning="answered: an answer before blanks; evidence: the better evidenced answer; "
        "same: one answer in two entries",
    ),
    text("--note", "TEXT", "the reason, stored with each decision"),
    flag("--preview", "print the decisions; change nothing"),
    JSON,
    PASSPHRASE,
    examples=["settle hq.registry --rule evidence --preview"],
)
def _run(options: Namespace) -> None:
    with (
        Mission.open(options.registry, passphrase=read_passphrase(options)) as mission,
        CaseCache(mission, own_identity()) as shelf,
    ):
        waiting = shelf.conflicts()
        note = options.note or console.sentence_of(RULE_REASONS[options.rule])
        rulings = resolve_by_rule(
            mission, own_identity(), options.rule, waiting,
            note=note, language=console.user_language(), preview=options.preview,
        )  # fmt: skip
    left = len(waiting) - len(rulings)
    if options.json:
        facts = [
            {
                "conflict": one.conflict.id,
                "mission": one.mission,
                "key": one.conflict.key,
                "take": one.taken.name,
                "value": answer_of(one.taken).value,
                "value_label": one.value,
                "label": one.question,
                "author": one.taken.author,
            }
            for one in rulings
        ]
        console.print_json(
            {"rule": options.rule, "preview": options.preview, "taken": facts, "left": left}
        )
        return
    console.print_table(
        (one.conflict.id, one.mission, one.question, one.value, one.taken.author) for one in rulings
    )
    done = "would be settled; nothing was changed" if options.preview else "settled"
    console.print_line(f"{len(rulings)} conflicts {done}; {left} wait for a person")
    if rulings and not options.preview:
        hint_if_nameless()
