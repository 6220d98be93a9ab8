"""Laptops for tests: a person, a clock, and a mission on a small form."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.mission_start import milliseconds
from assessor.assessment.report.report_export import export_report
from assessor.form.authoring import xlsform
from assessor.form.parse.form_source import FormSource
from assessor.parcel.keys.contact_card import Contact
from assessor.parcel.keys.identity import load_identity
from assessor.parcel.keys.known_people import confirm_contact
from assessor.registry.receive.receiver import receive
from assessor.shipped import FORMS_FOLDER
from assessor.store.model.authority import MEMBER_KIND
from assessor.store.model.entry import Draft
from tests.support.form.markdown_forms import read_markdown
from tests.support.paths import TEST_DATA

SMALL = """
| survey   |                  |         |                    |          |                       |
|          | type             | name    | label              | required | constraint            |
|          | begin_group      | police  | Police             |          |                       |
|          | integer          | reports | Reports received   | yes      | . >= 0                |
|          | integer          | cases   | Cases opened       |          | . <= ${reports}       |
|          | select_one stage | stage   | Stage of the unit  |          |                       |
|          | text             | finding | What we found      |          |                       |
|          | end_group        |         |                    |          |                       |
|          | begin_repeat     | recs    | Recommendation     |          |                       |
|          | text             | action  | What to do         |          |                       |
|          | end_repeat       |         |                    |          |                       |
| choices  |                  |         |                    |
|          | list_name        | name    | label              |
|          | stage            | 1       | Initial            |
|          | stage            | 2       | Emerging           |
|          | stage            | 3       | Operational        |
"""


OF_COUNTRIES = (
    SMALL.replace(
        "|          | begin_group ",
        "| | select_one country | country | Country | | |\n|          | begin_group ",
    ).rstrip("\n")
    + """
|          | country          | SVE     | San Verano         |
|          | country          | NMB     | Nambia             |
"""
)
"""The small form with the country as first question."""


class Clock:
    """A clock that advances one second at every call."""

    def __init__(self, start: datetime) -> None:
        self.time = start

    def __call__(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time


_NAMES: dict[Path, set[str]] = {}
"""The names of the laptops in each folder."""


@dataclass
class Laptop:
    """A person at a laptop, with a profile folder and a mission file."""

    name: str
    folder: Path
    clock: Clock

    @property
    def mission(self) -> Path:
        return self.folder / "our.mission"

    def create(self, source: FormSource, **wishes: Any) -> Assessment:
        """Create a mission; the colleagues who have a laptop by now are members of the team."""
        mission = Assessment.create(
            self.mission, source, identity=self.identity(), now=self.clock, **wishes
        )
        self.invite(mission)
        return mission

    def invite(self, mission: Assessment) -> None:
        """Make the keys of all other laptops members, by entries that are not sealed yet."""
        keys = sorted(
            load_identity(path / "profile", path.name).public.hex()
            for path in self.folder.parent.iterdir()
            if path != self.folder and path.name in _NAMES.get(self.folder.parent, ())
        )
        known = mission.mission.authority(mission.uuid).members
        drafts = [
            Draft(MEMBER_KIND, key, {}, (), milliseconds(self.clock.time))
            for key in keys
            if key not in known
        ]
        mission.mission.write(mission.uuid, drafts, self.name)

    def open(self) -> Assessment:
        return Assessment.open(self.mission, identity=self.identity(), now=self.clock)

    def identity(self):
        return load_identity(self.folder / "profile", self.name)

    def meet(self, other: Laptop) -> None:
        """Compare the six words of another person: in the files of this laptop, they count."""
        person = other.identity()
        contact = Contact(person.name, "", person.public.hex())
        confirm_contact(self.folder / "profile", contact, contact.words, 1)

    def copy_from(self, other: Laptop) -> None:
        shutil.copyfile(other.mission, self.mission)


def laptop(tmp_path: Path, name: str, hour: int = 9) -> Laptop:
    """Return a laptop whose clock begins on a fixed morning."""
    folder = tmp_path / name
    folder.mkdir(exist_ok=True)
    _NAMES.setdefault(tmp_path, set()).add(name)
    return Laptop(name, folder, Clock(datetime(2026, 3, 9, hour, tzinfo=UTC)))


def small_form(tmp_path: Path, text: str = SMALL) -> FormSource:
    """Write and return the small form, or another in Markdown."""
    (tmp_path / "small.md").write_text(text, encoding="utf-8")
    return written(text)


@cache
def written(text: str) -> FormSource:
    """Return the form in the Markdown `text`, parsed once."""
    return read_markdown(text)


def two_who_disagree(tmp_path: Path) -> Assessment:
    """Return Elena's open mission after the import of Tomas' different answer."""
    one, two = laptop(tmp_path, "Elena"), laptop(tmp_path, "Tomas", hour=11)
    one.create(small_form(tmp_path)).close()
    two.copy_from(one)
    with two.open() as theirs:
        theirs.answer("/data/police/stage", "3")
    ours = one.open()
    ours.answer("/data/police/stage", "2")
    receive(ours.mission, [two.mission])
    return ours


def sent_by_two(tmp_path: Path, say: Callable[[Assessment, str, str], None]) -> list[Path]:
    """Return the parcels of two laptops that began with one mission and give different stages.

    `say` is called with the mission, its owner, and the stage, "2" or "3".
    """
    one, two = laptop(tmp_path, "Ana"), laptop(tmp_path, "Bo", hour=11)
    with one.create(small_form(tmp_path)) as first:
        first.answer("/data/police/reports", "12")
    two.copy_from(one)
    sent = []
    for each, stage in ((one, "2"), (two, "3")):
        with each.open() as own:
            say(own, each.name, stage)
            sent.append(export_report(own, tmp_path / f"{each.name}.assessor").path)
    return sent


@cache
def instrument() -> FormSource:
    """Return the shipped instrument, parsed once."""
    return xlsform.read_form(FORMS_FOLDER / "cybercrime_needs")


@cache
def version_1() -> FormSource:
    """Return version 1 of the instrument, whose stages a person picks, parsed once."""
    return xlsform.read_form(TEST_DATA / "cybercrime_needs_1")
