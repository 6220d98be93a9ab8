"""The verb redact: delete the text of an entry for good."""

from __future__ import annotations

from argparse import Namespace

from assessor.assessment.mission.answer_redaction import find_entry, redact_entry
from assessor.cli.base import console
from assessor.cli.base.arguments import ASSESSMENT, FILE, PASSPHRASE, argument, text
from assessor.cli.base.options import open_assessment, open_mission, own_keys
from assessor.cli.base.verb import verb
from assessor.errors import Refused
from assessor.registry.receive.quarantine_redaction import redact_quarantine
from assessor.registry.trust.trust_roster import check_key

_DESCRIPTION = (
    "the text of the entry is deleted, in quarantine too; its author and time stay. Copies that "
    "left already, reports among them, are out of reach, and so are quarantined parcels that are "
    "damaged or sealed to another key"
)


@verb(
    "redact",
    FILE,
    argument("entry", "ENTRY", "the beginning of its name", nargs="?"),
    text("--reason", "TEXT", "stored in place of the text"),
    ASSESSMENT,
    argument("--allow", "KEY", "obey redactions by this public key, whoever wrote the entry"),
    PASSPHRASE,
    examples=['redact san-verano.mission 5d22c7a1 --reason "Named a person"'],
    description=_DESCRIPTION,
)
def _run(options: Namespace) -> None:
    if options.allow:
        with open_mission(options) as mission:
            mission.allow_redactions(check_key(options.allow))
            redact_quarantine(mission, identities=own_keys())
        console.print_line(f"{options.allow[:16]}: what this key takes back is obeyed here")
    if options.entry:
        with open_assessment(options) as assessment:
            entry = find_entry(assessment, options.entry)
            redact_entry(assessment, entry.name, options.reason)
        console.print_line(f"{options.entry}: taken back; export again so that the order travels")
    elif not options.allow:
        raise Refused("Name the entry whose words are to be taken back.")
