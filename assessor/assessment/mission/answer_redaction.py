"""Redaction: the content of an entry is deleted wherever the order travels; the entry stays."""

from __future__ import annotations

from assessor.assessment.assessment import Assessment
from assessor.errors import Refused
from assessor.form.live.changes import Changes
from assessor.parcel.keys.age_sealing import headquarters_keys
from assessor.registry.receive.quarantine_redaction import redact_quarantine
from assessor.store.model.entry import Entry
from assessor.store.read.redaction_orders import REDACTION_KIND, is_obeyed


def redact_entry(assessment: Assessment, name: str, reason: str) -> Changes:
    """Delete the content of the entry called `name`, here and wherever the order travels.

    Its body and salt are deleted, with a file that only it named, also from quarantined packages
    that can be opened; author, time, subject and signatures stay and verify. Copies that left
    already, PDFs among them, keep it until they reach a file that has the order. The reason travels
    too. Raises Refused without a reason, for content that is gone already, and for people who may
    not: only the signer, headquarters and the keeper of the registry may.
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
    elif not is_obeyed(own, entry.signer, mission.controllers):
        raise Refused(
            "Only {author}, whose laptop signed these words, or headquarters can take them back.",
            author=entry.author or entry.signer[:8],
        )
    mission.redact(entry.name, reason.strip(), assessment.identity)
    home = assessment.identity.home  # with the keys that open what was sealed to headquarters
    redact_quarantine(mission, identities=headquarters_keys(home) if home is not None else ())
    assessment.forget_steps()
    return assessment.reload()


def may_redact(assessment: Assessment, entry: Entry) -> bool:
    """Whether `redact_entry` would be obeyed here; unsealed entries are one's own."""
    mission, own = assessment.mission, assessment.identity.public.hex()
    if mission.read_only or entry.withheld or entry.is_tombstone or entry.kind == REDACTION_KIND:
        return False
    if entry.is_draft or mission.role == "registry":
        return True
    return is_obeyed(own, entry.signer, mission.controllers)


def find_entry(assessment: Assessment, written: str) -> Entry:
    """Return the entry whose name begins with `written`. Raises Refused unless exactly one fits."""
    every = assessment.joint_entries() if written else ()
    found = [entry for entry in every if entry.name.startswith(written)]
    exact = [entry for entry in found if entry.name == written]
    if len(exact or found) != 1:
        raise Refused("{written} fits {count} entries here.", written=written, count=len(found))
    return (exact or found)[0]
