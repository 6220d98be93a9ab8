"""The verb exchange: share work with colleagues through one folder."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.signer_trust import trust_of
from assessor.assessment.exchange import exchange_folder
from assessor.assessment.exchange.import_diff import preview_import
from assessor.assessment.review.audit_log import explain_changes
from assessor.cli.base import arguments, console
from assessor.cli.base.options import open_assessment, own_keys, read_passphrase
from assessor.cli.base.receipts import all_facts, exit_code, print_receipts
from assessor.cli.base.verb import QUARANTINED, verb
from assessor.errors import Refused
from assessor.parcel.keys.age_sealing import passphrase_identity
from assessor.store.read.evidence_reader import explain_damaged_files


@verb(
    "exchange",
    arguments.MISSION_FILE,
    arguments.path("folder", "FOLDER", "the last folder, if left out", nargs="?"),
    arguments.flag("--preview", "print what would be imported; change nothing"),
    arguments.PLAIN,
    arguments.text("--reason", "TEXT", "why answers were changed"),
    *arguments.LAST_OPTIONS,
    examples=["exchange san-verano.mission /media/stick --preview", "exchange san-verano.mission"],
    negative=QUARANTINED,
)
def _run(options: Namespace) -> int:
    opens = own_keys()
    with open_assessment(options) as assessment:
        folder = options.folder or exchange_folder.exchange_state(assessment.mission).folder
        if folder is None:
            raise Refused("Name the folder: this mission was not exchanged through one before.")
        keys = exchange_folder.team_keys(assessment, read_passphrase(options))
        opens = (*opens, *map(passphrase_identity, filter(None, [read_passphrase(options)])))
        if options.preview:
            return _preview(assessment, folder, (*opens, *keys), options.json)
        if options.reason:
            explain_changes(assessment, options.reason)
        done = exchange_folder.exchange(
            assessment,
            folder.absolute(),
            identities=(*opens, *keys),
            keys=() if options.plain else keys,
        )
        trust = trust_of(assessment.mission, assessment.identity)
    if options.json:
        facts = {
            "path": str(done.path),
            **console.attributes(done, "written replaced sealed damaged"),
        }
        console.print_json(facts | {"receipts": all_facts(done.receipts, trust)})
    else:
        print_receipts(done.receipts, trust)
        left = "left there" if done.written else "was there already, and holds everything"
        seal = "not sealed: readable by anybody who gets the stick"
        seal = "sealed with the passphrase" if done.sealed else seal
        console.print_line(f"{done.path}: {left}; {seal}")
        console.print_lines(f"{name}: replaced by it" for name in done.replaced)
        if done.damaged:
            console.print_line(console.sentence_of(explain_damaged_files(done.damaged)))
    return exit_code(done.receipts)


def _preview(assessment: Assessment, folder: Path, opens: tuple[str, ...], json: bool) -> int:
    paths = exchange_folder.files_of_others(assessment, folder, identities=opens)
    receipts = exchange_folder.relevant_receipts(
        exchange_folder.receive_files(assessment, paths, preview=True, identities=opens)
    )
    found = preview_import(assessment, paths, identities=opens)
    trust = trust_of(assessment.mission, assessment.identity)
    if json:
        names = "reference before after author disputed"
        answers = [console.attributes(one, names) for one in found.answers]
        facts = {"receipts": all_facts(receipts, trust), "answers": answers}
        console.print_json(facts | {"others": found.others})
    else:
        print_receipts(receipts, trust)
        for one in found.answers:
            mark = "DISPUTED  " if one.disputed else ""
            before, after = one.before or "(blank)", one.after or "(blank)"
            console.print_line(f"{mark}{one.reference}: {before} → {after} ({one.named()})")
        console.print_line(f"{len(found.answers)} answers would change; nothing was changed")
    return exit_code(receipts)
