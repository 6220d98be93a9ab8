"""Sample missions: four fictional countries on seven laptops."""

from __future__ import annotations

import csv
import shutil
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from assessor.assessment.assessment import Assessment
from assessor.assessment.base import references
from assessor.assessment.base.progress import ProgressCallback, no_progress
from assessor.assessment.entries.membership import make_member
from assessor.assessment.entries.recommendation_plan import PLAN_PARTS, annotate_action, plan_of
from assessor.assessment.entries.sources import add_source, add_statement
from assessor.assessment.mission.form_files import form_source
from assessor.form.parse.form_source import FormSource
from assessor.parcel.keys.identity import load_identity
from assessor.report.projection.question_names import REC_TEXT
from assessor.shipped import FORMS_FOLDER

SAMPLE_FORM = "cybercrime_needs"

Row = dict[str, str]


class Clock:
    """The time on a sample laptop: each call is 90 seconds after the last, on office days."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def __call__(self) -> datetime:
        """Return the time; the next call is later."""
        self._now += timedelta(seconds=90)
        if self._now.hour >= 18:
            self._now = self._now.replace(hour=9, minute=0) + timedelta(days=1)
        return self._now

    def set(self, moment: datetime) -> None:
        """Set the clock forward."""
        self._now = moment


@dataclass(frozen=True, slots=True)
class Laptop:
    """One laptop of a sample mission."""

    country: str
    country_name: str
    name: str
    assessor: str
    language: str
    mission: Path
    home: Path


@dataclass(frozen=True)
class SampleData:
    """The sample sheets by file name, each a list of rows."""

    sheets: dict[str, list[Row]]

    @classmethod
    def read(cls) -> SampleData:
        """Read the samples of the shipped form."""
        found = {}
        for path in sorted((FORMS_FOLDER / SAMPLE_FORM / "samples").glob("*.csv")):
            with path.open(encoding="utf-8", newline="") as file:
                found[path.stem] = list(csv.DictReader(file))
        return cls(found)

    def of(self, sheet: str, country: str) -> list[Row]:
        """Return the rows of a sheet about one country (ISO3)."""
        return [row for row in self.sheets[sheet] if row["iso3"] == country]

    def countries(self) -> list[Row]:
        """Return the profiles of the sample countries."""
        return self.sheets["profiles"]

    def answer(self, country: str, question: str) -> str:
        """Return the sample answer to a question outside repeats, or ""."""
        rows = self.of("answers", country)
        return next((row["value"] for row in rows if row["question"] == question), "")


def make_missions(
    folder: Path,
    report_progress: ProgressCallback = no_progress,
    *,
    countries: int | None = None,
) -> list[Laptop]:
    """Create the mission files of the laptops in the first, or all, sample countries in `folder`;
    existing files stay.

    Raises FileError if a file exists or cannot be created.
    """
    data = SampleData.read()
    source = form_source(SAMPLE_FORM)
    folder.mkdir(parents=True, exist_ok=True)
    laptops: list[Laptop] = []
    total = len(data.sheets["laptops"])
    for profile in data.countries()[:countries]:
        team = list(_laptops(data, profile, folder))
        for laptop in team:
            report_progress(f"{laptop.country_name}, {laptop.assessor}", len(laptops), total)
            _fill_laptop(data, source, laptop, team)
            laptops.append(laptop)
    return laptops


def _laptops(data: SampleData, profile: Row, folder: Path) -> Iterator[Laptop]:
    rows = data.of("laptops", profile["iso3"])
    for row in rows:
        suffix = f" {row['laptop']}" if len(rows) > 1 else ""
        yield Laptop(
            country=profile["iso3"],
            country_name=profile["name"],
            name=row["laptop"],
            assessor=row["assessor"],
            language=row["language"],
            mission=folder / f"{profile['name']}{suffix}.mission",
            home=folder / "keys" / f"{profile['iso3']}-{row['laptop']}",
        )


def _fill_laptop(
    data: SampleData, source: FormSource, laptop: Laptop, team: Sequence[Laptop]
) -> None:
    """Fill one laptop of a team; another begins with a copy of the first one's prepared file."""
    start = datetime.fromisoformat(f"{data.answer(laptop.country, 'mission_start')}T09:00").replace(
        tzinfo=UTC
    )
    clock = Clock(start + timedelta(minutes=sum(laptop.name.encode()) % 7))
    identity = load_identity(laptop.home, laptop.assessor)
    colleagues = [each for each in team if each.name != laptop.name]
    prepared = team[0].mission.with_name(f".{laptop.country}.prepared")
    if laptop == team[0]:
        with Assessment.create(
            laptop.mission,
            source,
            identity=identity,
            country=laptop.country,
            language=laptop.language,
            now=clock,
        ) as mission:
            _say_mission(data, laptop, mission)
            for each in colleagues:
                public = load_identity(each.home, each.assessor).public.hex()
                make_member(mission.mission, mission.uuid, public, identity, now=clock)
        if colleagues:
            shutil.copy(laptop.mission, prepared)
    else:
        shutil.copy(prepared, laptop.mission)
    with Assessment.open(laptop.mission, identity=identity, now=clock) as mission:
        _say_sections(data, laptop, mission, clock)
    if laptop == team[-1] != team[0]:
        prepared.unlink()


def _say_mission(data: SampleData, laptop: Laptop, mission: Assessment) -> None:
    for row in data.of("sources", laptop.country):
        facts = {name: row[name] for name in row if name not in ("iso3", "source")}
        add_source(mission, source_id=source_key(laptop.country, row["source"]), **facts)
    sections = _section_of(mission)
    for row in data.of("answers", laptop.country):
        if sections.get(row["question"]) == "mission":
            _answer(laptop, mission, row)


def _say_sections(data: SampleData, laptop: Laptop, mission: Assessment, clock: Clock) -> None:
    """Answer the sections of this laptop and add statements; a disputed answer comes last."""
    mine = next(row for row in data.of("laptops", laptop.country) if row["laptop"] == laptop.name)
    section_names = set(mine["sections"].split(";"))
    disputed = {row["question"]: row for row in data.of("conflicts", laptop.country)}
    cleared = {row["question"]: row["cleared"] for row in data.of("cleared", laptop.country)}
    sections = _section_of(mission)
    for row in data.of("answers", laptop.country):
        section = sections.get(row["question"], "")
        if section in section_names - {"mission"} and row["question"] not in disputed:
            _answer(laptop, mission, row, cleared.get(row["question"], ""))
    for row in data.of("statements", laptop.country):
        if sections.get(row["question"]) in section_names:
            source = source_key(laptop.country, row["source"])
            reference = references.resolve_reference(mission.instance, row["question"])
            add_statement(mission, reference, row["value"], source, note=row["note"])
    if sections.get(REC_TEXT) in section_names:
        _plan(data, laptop, mission)
    for question, row in disputed.items():
        _dispute(data, laptop, mission, clock, question, row)


def _plan(data: SampleData, laptop: Laptop, mission: Assessment) -> None:
    """Write the plan beside the recommendations, which are given."""
    ids = [action.id for action in plan_of(mission)]
    for row in data.of("plan", laptop.country):
        parts = {part: row[part] for part in PLAN_PARTS if row[part]}
        after = [ids[int(number) - 1] for number in row["after"].split()]
        annotate_action(
            mission, ids[int(row["repeat_no"]) - 1], **parts | {"after": " ".join(after)}
        )


def _dispute(
    data: SampleData, laptop: Laptop, mission: Assessment, clock: Clock, question: str, row: Row
) -> None:
    side = next((side for side in "ab" if row[f"laptop_{side}"] == laptop.name), None)
    if side is None:
        return
    end = datetime.fromisoformat(data.answer(laptop.country, "mission_end")).replace(tzinfo=UTC)
    clock.set(end + timedelta(hours=16 if side == "a" else 11))
    mission.answer(
        references.resolve_reference(mission.instance, question),
        row[f"value_{side}"],
        evidence=row[f"evidence_{side}"],
        note=row[f"note_{side}"],
        basis="field",
    )


def _answer(laptop: Laptop, mission: Assessment, row: Row, cleared: str = "") -> None:
    reference = references.references_by_name(mission.instance).get(row["question"])
    if reference is None:
        reference = _in_repeat(mission, row)
    envelope: dict[str, object] = {
        name: row[name] for name in ("evidence", "basis", "note", "missing") if row.get(name)
    }
    if row.get("sources"):
        keys = [
            source_key(laptop.country, each) for each in row["sources"].replace(";", " ").split()
        ]
        envelope["sources"] = tuple(keys)
    if cleared:
        envelope["cleared"] = cleared
    mission.answer(reference, row["value"], **envelope)


def _in_repeat(mission: Assessment, row: Row) -> str:
    repeat, tail = _repeat_of(mission)[row["question"]]
    reference = f"{repeat}[{row['repeat_no']}]{tail}"
    for path, _ in references.missing_instances(mission.instance, reference):
        mission.add_repeat(path)
    return references.resolve_reference(mission.instance, reference)


def _repeat_of(mission: Assessment) -> dict[str, tuple[str, str]]:
    found = {}
    for bind in mission.form.binds.values():
        repeats = [up for up in bind.repeats if up is not bind]
        if repeats:
            repeat = repeats[-1].path
            found[bind.name] = (repeat, bind.path[len(repeat) :])
    return found


def _section_of(mission: Assessment) -> dict[str, str]:
    return {
        path.rsplit("/", 1)[-1]: path.split("/")[2]
        for path in mission.form.binds
        if path.count("/") > 2
    }


def source_key(country: str, source: str) -> str:
    """Return the id of a sample source on every laptop of its mission."""
    return f"{country.lower()}{source}"


def expected_scores() -> dict[str, dict[str, Row]]:
    """Return the expected scores: by country, by dimension (and `overall`)."""
    found: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in SampleData.read().sheets["expected"]:
        found[row["iso3"]][row["dimension"]] = row
    return dict(found)
