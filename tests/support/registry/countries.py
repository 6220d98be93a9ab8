"""Missions about countries, with scores, on a small form."""

from __future__ import annotations

from pathlib import Path

from assessor.assessment.assessment import Assessment
from assessor.assessment.report.report_export import export_report
from assessor.form.parse.form_source import FormSource
from assessor.parcel.keys.contact_card import Contact
from assessor.parcel.keys.identity import Identity, load_identity
from assessor.parcel.keys.known_people import confirm_contact
from tests.support.assessment.laptops import written
from tests.support.scoring.criteria_form import FORM

SCORED = FORM.replace(
    "| | select_multiple cnt |",
    "| | select_one land | country | Country | Pays | |\n"
    "| | date | start_date | Begin | Début | |\n| | select_multiple cnt |",
).replace(
    "| dimensions |",
    "| | land | SVE | San Verano | San Verano |\n"
    "| | land | NMB | Nambia | Nambie |\n| dimensions |",
)
LOW, HIGH = "police.shown office.shown table.no", "police.shown office.shown table.shown"
"""Answers for stage 2 and stage 3 of the first indicator."""


def scored_form() -> FormSource:
    """Return the form with a country, a date and two indicators."""
    return written(SCORED)


def founded(
    tmp_path: Path, identity: Identity, country: str, day: str, file: str, stage: str = LOW
) -> Path:
    """Return the parcel of a mission that `identity` began about a country on a day (ISO)."""
    path = tmp_path / f"{file}.mission"
    source = scored_form()
    with Assessment.create(path, source, identity=identity, country=country) as mission:
        mission.answer("/data/start_date", day)
        mission.answer("/data/cnt_criteria", stage, evidence="verified")
        return export_report(mission, tmp_path / f"{file}.assessor").path


def compare_words(home: Path, identity: Identity) -> None:
    """Let the owner of a profile compare the six words of somebody's key."""
    contact = Contact(identity.name, "", identity.public.hex())
    confirm_contact(home, contact, contact.words, 1)


def person(tmp_path: Path, name: str, folder: str = "") -> Identity:
    """Return the key of a person, who may use the name of somebody else."""
    return load_identity(tmp_path / "profiles" / (folder or name), name)
