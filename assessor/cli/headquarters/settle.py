"""The verb that settles conflicts by a rule: settle."""

from __future__ import annotations

import argparse

from assessor.assessment.core.answer import answer_of
from assessor.assessment.headquarters.case_cache import Shelf
from assessor.assessment.headquarters.resolution_rules import WHY, settle
from assessor.cli.base import console
from assessor.cli.base.options import hint_of_a_name, me, passphrase, passphrase_of, registry_place
from assessor.store.write.mission import Mission


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verb of this module."""
    rules = verbs.add_parser("settle", help="settle conflicts by a rule; what it leaves, waits")
    registry_place(rules)
    rules.add_argument(
        "--rule",
        required=True,
        choices=tuple(WHY),
        help="answered: an answer before blanks; evidence: the better evidenced answer; "
        "same: one answer, said twice",
    )
    rules.add_argument("--note", default="", metavar="TEXT", help="the reason kept with each")
    rules.add_argument("--preview", action="store_true", help="say what it would take")
    rules.add_argument("--json", action="store_true")
    passphrase(rules)
    rules.set_defaults(run=_settle)


def _settle(given: argparse.Namespace) -> int:
    with (
        Mission.open(given.registry, passphrase=passphrase_of(given)) as mission,
        Shelf(mission, me()) as shelf,
    ):
        waiting = shelf.conflicts()
        note = given.note or console.in_words(WHY[given.rule])
        rulings = settle(
            mission, me(), given.rule, waiting,
            note=note, language=console.language_of_person(), preview=given.preview,
        )  # fmt: skip
    left = len(waiting) - len(rulings)
    if given.json:
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
        console.as_json(
            {"rule": given.rule, "preview": given.preview, "taken": facts, "left": left}
        )
        return 0
    console.table(
        (one.conflict.id, one.mission, one.question, one.value, one.taken.author) for one in rulings
    )
    done = "would be settled; nothing was changed" if given.preview else "settled"
    console.line(f"{len(rulings)} conflicts {done}; {left} wait for a person")
    if rulings and not given.preview:
        hint_of_a_name()
    return 0
