"""Taking words back for good: what was said goes, wherever the order comes; that it was stays."""

from __future__ import annotations

from assessor.assessment.assessment import Assessment
from assessor.errors import Refused
from assessor.form.live.changes import Changes
from assessor.parcel.keys.age_sealing import headquarters_keys
from assessor.registry.receive.quarantine_redaction import redact_quarantine
from assessor.store.model.entry import Entry
from assessor.store.read.redaction_orders import REDACTION_KIND


def redact_entry(assessment: Assessment, name: str, reason: str) -> Changes:
    """Withhold what the entry called `name` says, here and wherever the order travels.

    Its body and salt are deleted, with a file that only it named, and from packages in quarantine
    that can be opened; who said something when, on what, and every signature stay and verify.
    Copies that left already, PDFs among them, keep it
    until they are received somewhere that knows of the order. The reason travels too. Raises
    Refused without a reason, for words that are gone already, and to those who may not: the person
    whose key signed them, headquarters, and whoever keeps the registry may.
    """
    mission, own = assessment.mission, assessment.identity.public.hex()
    if not reason.strip():
        raise Refused("Say why: the reason stays in place of the words.")
    assessment.seal()
    entry = mission.entry(name)
    if entry.withheld or entry.is_tombstone:
        raise Refused("These words are gone already.")
    if entry.kind == REDACTION_KIND:
        raise Refused("An order to take words back cannot be taken back.")
    if mission.role == "registry":
        mission.allow_redactions(own)
    elif own not in mission.controllers | {entry.signer}:
        raise Refused(
            "Only {author}, whose laptop signed these words, or headquarters can take them back.",
            author=entry.author or entry.signer[:8],
        )
    mission.redact(entry.name, reason.strip(), assessment.identity)
    redact_quarantine(mission, identities=_keys(assessment))
    assessment.forget_steps()
    return assessment.reload()


def _keys(assessment: Assessment) -> tuple[str, ...]:
    """The secret keys that open what was sealed to this person's headquarters."""
    home = assessment.identity.home
    return headquarters_keys(home) if home is not None else ()


def may_redact(assessment: Assessment, entry: Entry) -> bool:
    """Whether `redact` would be obeyed here; what is not sealed yet is one's own."""
    mission, own = assessment.mission, assessment.identity.public.hex()
    if mission.read_only or entry.withheld or entry.is_tombstone or entry.kind == REDACTION_KIND:
        return False
    mine = entry.is_draft or entry.signer == own
    return mine or mission.role == "registry" or own in mission.controllers


def find_entry(assessment: Assessment, written: str) -> Entry:
    """The entry a person meant by the beginning of its name. Raises Refused unless one fits."""
    found = [
        entry
        for uuid in assessment.joint
        for entry in assessment.mission.entries(uuid)
        if written and entry.name.startswith(written)
    ]
    exact = [entry for entry in found if entry.name == written]
    if len(exact or found) != 1:
        raise Refused("{written} fits {count} entries here.", written=written, count=len(found))
    return (exact or found)[0]
