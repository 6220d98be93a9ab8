"""Verbs of a team: team (who fills what, how far), exchange (through one folder)."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.completeness import Progress
from assessor.assessment.core.signer_trust import trust_of
from assessor.assessment.exchange.exchange_folder import (
    Exchanged,
    exchange,
    left_by_others,
    listed,
    place_of,
    team_keys,
)
from assessor.assessment.exchange.import_diff import Arriving, arriving
from assessor.assessment.exchange.team_progress import Team, section_called, team_of
from assessor.assessment.review.audit_log import explain
from assessor.cli.base import console
from assessor.cli.base.options import opened, passphrase, passphrase_of
from assessor.cli.headquarters.receive import print_receipts, receipt_facts
from assessor.errors import Refused
from assessor.parcel.keys.age_sealing import headquarters_keys
from assessor.parcel.keys.identity import profile_folder


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verbs of this module."""
    team = verbs.add_parser("team", help="who fills which section, how far, last heard of whom")
    team.add_argument("file", type=Path, metavar="FILE.mission")
    what = team.add_mutually_exclusive_group()
    what.add_argument(
        "--give", metavar="SECTION", help="hand out a section or group, by name or reference"
    )
    what.add_argument("--pass-on", metavar="NAME", help="hand on everything this person holds")
    what.add_argument("--add", metavar="NAME", help="add a colleague, who may hold nothing yet")
    what.add_argument("--take-off", metavar="NAME", help="take somebody added off the team again")
    team.add_argument("--to", metavar="NAME", help="to whom; nobody, if blank")
    team.add_argument("--assessment", metavar="ID", help="which one, in a registry")
    team.add_argument("--json", action="store_true")
    passphrase(team)
    team.set_defaults(run=_team)

    through = verbs.add_parser(
        "exchange", help="take in what colleagues left in a folder, and leave what is here"
    )
    through.add_argument("file", type=Path, metavar="FILE.mission")
    through.add_argument(
        "folder", nargs="?", type=Path, metavar="FOLDER", help="the one of last time, if left out"
    )
    through.add_argument(
        "--preview", action="store_true", help="say what would come in; change nothing"
    )
    through.add_argument(
        "--unsealed", action="store_true", help="leave it open, though the mission has a passphrase"
    )
    through.add_argument("--reason", default="", metavar="TEXT", help="why answers were changed")
    through.add_argument("--assessment", metavar="ID", help="which one, in a registry")
    through.add_argument("--json", action="store_true")
    passphrase(through)
    through.set_defaults(run=_exchange)


def _team(given: argparse.Namespace) -> int:
    if (given.to is None) != (given.give is None and given.pass_on is None):
        raise Refused("Say both: --give SECTION or --pass-on NAME, and --to NAME.")
    with opened(given) as assessment:
        if given.give is not None:
            references = section_called(assessment, given.give)
            if not references:
                raise Refused("The form has no section or group named {name}.", name=given.give)
            assessment.give(references, given.to)
        elif given.pass_on is not None:
            assessment.pass_on(given.pass_on, given.to)
        elif given.add is not None:
            assessment.welcome(given.add)
        elif given.take_off is not None:
            assessment.part_with(given.take_off)
        found = team_of(assessment)
    if given.json:
        console.as_json(_facts(found))
    else:
        _print(found)
    return 0


def _facts(found: Team) -> dict[str, Any]:
    return {
        "people": [
            {
                "name": one.name,
                "own": one.own,
                **_counts(one.progress),
                "said": console.moment(one.said) if one.said else None,
                "came": console.moment(one.came) if one.came else None,
                "lacks": one.lacks,
            }
            for one in found.people
        ],
        "parts": [
            {
                "references": list(one.references),
                "label": one.label,
                "inside": one.inside,
                "person": one.person,
                "contested": one.contested,
                "progress": {name: _counts(each) for name, each in one.progress.items()},
            }
            for one in found.parts
        ],
        "unsent": found.unsent,
    }


def _counts(progress: Progress) -> dict[str, int]:
    return {"answered": progress.answered, "relevant": progress.relevant}


def _print(found: Team) -> None:
    console.table(
        (
            (
                f"{one.name} (you)" if one.own else one.name,
                _told(one.progress),
                console.moment(one.came) if one.came else "",
                "" if one.lacks is None else one.lacks,
            )
            for one in found.people
        ),
        ("who", "answered", "last came in", "lacks"),
    )
    console.line()
    names = ["", *(one.name for one in found.people)]
    console.table(
        (
            (
                f"  {one.label}" if one.inside else one.label,
                "contested" if one.contested else "several" if one.person is None else one.person,
                *(_told(one.progress[name]) if name in one.progress else "" for name in names),
            )
            for one in found.parts
        ),
        ("section", "held by", "nobody's", *names[1:]),
    )
    console.line(f"{found.unsent} entries are here that were not left in the exchange folder")


def _told(progress: Progress) -> str:
    return f"{progress.answered}/{progress.relevant}"


def _exchange(given: argparse.Namespace) -> int:
    opens = headquarters_keys(profile_folder())
    with opened(given) as assessment:
        folder = given.folder or place_of(assessment.mission).folder
        if folder is None:
            raise Refused("Name the folder: this mission was not exchanged through one before.")
        keys = team_keys(assessment, passphrase_of(given))
        if given.preview:
            return _preview(assessment, folder, (*opens, *keys), given.json)
        if given.reason:
            explain(assessment, given.reason)
        done = exchange(
            assessment,
            folder.absolute(),
            identities=(*opens, *keys),
            keys=() if given.unsealed else keys,
        )
        trust = trust_of(assessment.mission, assessment.identity)
    if given.json:
        facts = [receipt_facts(each, trust) for each in done.receipts]
        console.as_json(_left(done) | {"receipts": facts})
    else:
        print_receipts(done.receipts, trust)
        left = "left there" if done.written else "was there already, and holds everything"
        seal = "sealed with the passphrase" if done.sealed else "not sealed: keep the stick safe"
        console.line(f"{done.path}: {left}; {seal}")
        for name in done.replaced:
            console.line(f"{name}: replaced by it")
    return 1 if any(each.status in ("refused", "quarantined") for each in done.receipts) else 0


def _left(done: Exchanged) -> dict[str, Any]:
    return {
        "path": str(done.path),
        "written": done.written,
        "replaced": list(done.replaced),
        "sealed": done.sealed,
    }


def _preview(assessment: Assessment, folder: Path, opens: tuple[str, ...], json: bool) -> int:
    paths = left_by_others(assessment, folder, identities=opens)
    receipts = listed(assessment.receive(paths, preview=True, identities=opens))
    found = arriving(assessment, paths, identities=opens)
    trust = trust_of(assessment.mission, assessment.identity)
    if json:
        facts = [receipt_facts(each, trust) for each in receipts]
        console.as_json({"receipts": facts, "answers": _changes(found), "others": found.others})
    else:
        print_receipts(receipts, trust)
        for one in found.answers:
            mark = "DISPUTED  " if one.disputed else ""
            before, after = one.before or "(blank)", one.after or "(blank)"
            console.line(f"{mark}{one.reference}: {before} → {after} ({one.author})")
        console.line(f"{len(found.answers)} answers would change; nothing was changed")
    return 1 if any(each.status in ("refused", "quarantined") for each in receipts) else 0


def _changes(found: Arriving) -> list[dict[str, Any]]:
    return [
        {
            "reference": one.reference,
            "before": one.before,
            "after": one.after,
            "author": one.author,
            "disputed": one.disputed,
        }
        for one in found.answers
    ]
