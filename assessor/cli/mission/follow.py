"""The verb of follow-up missions: follow."""

from __future__ import annotations

import argparse
from pathlib import Path

from assessor.assessment.review.previous_mission import follow, refuse_alone, since
from assessor.cli.base import console
from assessor.cli.base.options import opened, passphrase
from assessor.parcel.keys.age_sealing import headquarters_keys
from assessor.parcel.keys.identity import profile_folder


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verb of this module."""
    verb = verbs.add_parser("follow", help="what changed since the mission before")
    verb.add_argument("file", type=Path, metavar="FILE")
    verb.add_argument(
        "before", type=Path, nargs="?", metavar="BEFORE",
        help="its report, parcel or mission file, kept beside this mission from now on",
    )  # fmt: skip
    verb.add_argument("--assessment", metavar="ID", help="which one, in a registry")
    verb.add_argument("--json", action="store_true")
    passphrase(verb)
    verb.set_defaults(run=_follow)


def _follow(given: argparse.Namespace) -> int:
    with opened(given) as assessment:
        if given.before is not None:
            follow(assessment, given.before, identities=headquarters_keys(profile_folder()))
        refuse_alone(assessment)
        found = since(assessment)
    if given.json:
        console.as_json(
            [
                {"reference": s.reference, "before": s.before, "now": s.now, "state": s.state}
                for s in found
            ]
        )
        return 0
    for each in found:
        if each.state == "changed":
            console.line(f"CHANGED   {each.reference}: {each.before} → {each.now}")
    counts = {name: sum(s.state == name for s in found) for name in ("changed", "same", "open")}
    console.line(
        f"{counts['changed']} changed, {counts['same']} the same, {counts['open']} not answered yet"
    )
    return 0
