"""The verb redact: taking words back for good."""

from __future__ import annotations

import argparse

from assessor.assessment.mission.answer_redaction import entry_named, redact
from assessor.cli.base import console
from assessor.cli.base.options import opened, passphrase, passphrase_of
from assessor.errors import Refused
from assessor.parcel.keys.age_sealing import headquarters_keys
from assessor.parcel.keys.identity import profile_folder
from assessor.registry.receive.quarantine_redaction import redact_quarantine
from assessor.registry.trust.trust_roster import check_key
from assessor.store.model.database_address import parse_location
from assessor.store.write.mission import Mission


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verbs of this module."""
    redacts = verbs.add_parser(
        "redact",
        help="take words back for good, here and wherever the order travels",
        description="What the entry says is deleted, in quarantine too; that it was said, by whom "
        "and when, stays. Copies that left already, PDFs among them, are out of reach, and so are "
        "packages in quarantine that are damaged or sealed to somebody else.",
    )
    redacts.add_argument("file", type=parse_location, metavar="FILE")
    redacts.add_argument("entry", metavar="ENTRY", nargs="?", help="the beginning of its name")
    redacts.add_argument("--reason", default="", metavar="TEXT", help="stays in place of the words")
    redacts.add_argument("--assessment", metavar="ID", help="which one, in a registry")
    redacts.add_argument(
        "--allow", metavar="KEY", help="obey here what this public key takes back, whoever said it"
    )
    passphrase(redacts)
    redacts.set_defaults(run=_redact)


def _redact(given: argparse.Namespace) -> int:
    if given.allow:
        with Mission.open(given.file, passphrase=passphrase_of(given)) as mission:
            mission.allow_redactions(check_key(given.allow))
            redact_quarantine(mission, identities=headquarters_keys(profile_folder()))
        console.line(f"{given.allow[:16]}: what this key takes back is obeyed here")
    if given.entry:
        with opened(given) as assessment:
            entry = entry_named(assessment, given.entry)
            redact(assessment, entry.name, given.reason)
        console.line(f"{given.entry}: taken back; export again so that the order travels")
    elif not given.allow:
        raise Refused("Name the entry whose words are to be taken back.")
    return 0
