"""The verb exchange: share work with colleagues through one folder."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.signer_trust import trust_of
from assessor.assessment.exchange.exchange_folder import (
    Exchanged,
    exchange,
    exchange_state,
    files_of_others,
    receive_files,
    relevant_receipts,
    team_keys,
)
from assessor.assessment.exchange.import_diff import ImportPreview, preview_import
from assessor.assessment.review.audit_log import explain_changes
from assessor.cli.base import console
from assessor.cli.base.arguments import ASSESSMENT, JSON, MISSION_FILE, PASSPHRASE, flag, path, text
from assessor.cli.base.options import open_assessment, own_keys, read_passphrase
from assessor.cli.base.receipts import print_receipts, receipt_facts
from assessor.cli.base.verb import QUARANTINED, verb
from assessor.errors import Refused


@verb(
    "exchange",
    MISSION_FILE,
    path("folder", "FOLDER", "the last folder, if left out", nargs="?"),
    flag("--preview", "print what would be imported; change nothing"),
    flag("--unsealed", "do not encrypt, though the mission has a passphrase"),
    text("--reason", "TEXT", "why answers were changed"),
    ASSESSMENT,
    JSON,
    PASSPHRASE,
    examples=["exchange san-verano.mission /media/stick --preview", "exchange san-verano.mission"],
    negative=QUARANTINED,
)
def _run(options: Namespace) -> int:
    opens = own_keys()
    with open_assessment(options) as assessment:
        folder = options.folder or exchange_state(assessment.mission).folder
        if folder is None:
            raise Refused("Name the folder: this mission was not exchanged through one before.")
        keys = team_keys(assessment, read_passphrase(options))
        if options.preview:
            return _preview(assessment, folder, (*opens, *keys), options.json)
        if options.reason:
            explain_changes(assessment, options.reason)
        done = exchange(
            assessment,
            folder.absolute(),
            identities=(*opens, *keys),
            keys=() if options.unsealed else keys,
        )
        trust = trust_of(assessment.mission, assessment.identity)
    if options.json:
        facts = [receipt_facts(each, trust) for each in done.receipts]
        console.print_json(_exchange_facts(done) | {"receipts": facts})
    else:
        print_receipts(done.receipts, trust)
        left = "left there" if done.written else "was there already, and holds everything"
        seal = "sealed with the passphrase" if done.sealed else "not sealed: keep the stick safe"
        console.print_line(f"{done.path}: {left}; {seal}")
        console.print_lines(f"{name}: replaced by it" for name in done.replaced)
    return 1 if any(each.status in ("refused", "quarantined") for each in done.receipts) else 0


def _exchange_facts(done: Exchanged) -> dict[str, Any]:
    return {
        "path": str(done.path),
        **console.attributes(done, "written replaced sealed"),
    }


def _preview(assessment: Assessment, folder: Path, opens: tuple[str, ...], json: bool) -> int:
    paths = files_of_others(assessment, folder, identities=opens)
    receipts = relevant_receipts(receive_files(assessment, paths, preview=True, identities=opens))
    found = preview_import(assessment, paths, identities=opens)
    trust = trust_of(assessment.mission, assessment.identity)
    if json:
        facts = [receipt_facts(each, trust) for each in receipts]
        console.print_json({"receipts": facts, "answers": _changes(found), "others": found.others})
    else:
        print_receipts(receipts, trust)
        for one in found.answers:
            mark = "DISPUTED  " if one.disputed else ""
            before, after = one.before or "(blank)", one.after or "(blank)"
            console.print_line(f"{mark}{one.reference}: {before} → {after} ({one.author})")
        console.print_line(f"{len(found.answers)} answers would change; nothing was changed")
    return 1 if any(each.status in ("refused", "quarantined") for each in receipts) else 0


def _changes(found: ImportPreview) -> list[dict[str, Any]]:
    return [
        console.attributes(one, "reference before after author disputed") for one in found.answers
    ]
