"""The demo of the main job without a window: sample missions, their reports, one registry."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assessor.assessment.assessment import Assessment
from assessor.assessment.base.progress import ProgressCallback, no_progress
from assessor.assessment.core.assessment_scores import score_facts
from assessor.assessment.report.report_export import Exported, export_report
from assessor.assessment.samples.samples import Laptop, expected_scores, make_missions
from assessor.errors import FileError
from assessor.parcel.keys.identity import Identity, load_identity
from assessor.registry.receive.receiver import receive
from assessor.registry.trust.trust_roster import trust_key
from assessor.store.model.entry import Conflict
from assessor.store.model.receipt import Receipt
from assessor.store.write.mission import Mission

REGISTRY = "headquarters.registry"
MARK = ".assessor-demo"
"""The file that marks a folder as a demo, which may be made anew."""


@dataclass(frozen=True, slots=True)
class CountryScores:
    """One country's scores in the registry, and their differences from the expected ones."""

    country: str
    name: str
    assessment: str
    scores: dict[str, Any]
    misses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Demo:
    """What the demo made, and what headquarters sees."""

    folder: Path
    laptops: tuple[Laptop, ...]
    exports: tuple[Exported, ...]
    registry: Path
    receipts: tuple[Receipt, ...]
    conflicts: tuple[Conflict, ...]
    countries: tuple[CountryScores, ...]


def make_demo(
    folder: Path, report_progress: ProgressCallback = no_progress, *, suffix: str = ".pdf"
) -> Demo:
    """Make the demo in `folder`, which is new, empty, or holds an earlier demo that is replaced.

    With the `suffix` .assessor bare parcels travel, in a third of the time. Raises FileError if the
    folder holds anything else, or if the disk refuses.
    """
    try:
        _clear(folder)
    except OSError as error:
        raise FileError(
            "{folder} cannot be made: {why}.", folder=folder, why=error.strerror
        ) from error
    laptops = make_missions(folder / "field", report_progress)
    exports = []
    for at, laptop in enumerate(laptops):
        report_progress(f"report of {laptop.country_name}, {laptop.assessor}", at, len(laptops))
        exports.append(_export(folder, laptop, suffix))
    path = folder / REGISTRY
    headquarters = load_identity(folder / "keys" / "headquarters", "Headquarters")
    with Mission.create(path, role="registry") as registry:
        for laptop in laptops:  # headquarters compared the six words with each of them
            person = load_identity(laptop.home, laptop.assessor)
            trust_key(registry, person.public.hex(), person.name)
        report_progress("receiving the reports", len(laptops), len(laptops))
        receipts = receive(registry, [each.path for each in exports])
        conflicts = registry.conflicts(None)
        countries = _countries(registry, headquarters, laptops)
    return Demo(folder, tuple(laptops), tuple(exports), path, receipts, conflicts, countries)


def _clear(folder: Path) -> None:
    if not folder.exists():
        folder.mkdir(parents=True)
    elif not folder.is_dir() or (any(folder.iterdir()) and not (folder / MARK).is_file()):
        raise FileError("{folder} is not empty: name a new folder for the samples.", folder=folder)
    for name in ("field", "reports", "keys"):
        shutil.rmtree(folder / name, ignore_errors=True)
    (folder / REGISTRY).unlink(missing_ok=True)
    (folder / MARK).write_text("Made by assessor demo, which may make it anew.\n", "utf-8")


def _export(folder: Path, laptop: Laptop, suffix: str) -> Exported:
    reports = folder / "reports"
    reports.mkdir(exist_ok=True)
    identity = load_identity(laptop.home, laptop.assessor)
    with Assessment.open(laptop.mission, identity=identity) as mission:
        return export_report(mission, reports / f"{laptop.mission.stem}{suffix}")


def _countries(
    registry: Mission, identity: Identity, laptops: list[Laptop]
) -> tuple[CountryScores, ...]:
    names = {laptop.country: laptop.country_name for laptop in laptops}
    expected = expected_scores()
    found = []
    for row in registry.assessments():
        assessment = Assessment.of(registry, row.uuid, identity)
        country = assessment.facts().country_code
        scored = assessment.scores()
        assert scored is not None
        scores = score_facts(scored)
        misses = tuple(_misses(scores, expected[country]))
        found.append(CountryScores(country, names[country], row.uuid, scores, misses))
    return tuple(found)


def _misses(scores: dict[str, Any], expected: dict[str, dict[str, str]]) -> list[str]:
    pairs = []
    for code, row in expected.items():
        if code == "overall":
            pairs += [
                ("overall asserted", scores["overall_asserted"], row["asserted_score"]),
                ("overall evidenced", scores["overall_evidenced"], row["evidenced_score"]),
                ("coverage", scores["coverage"], row["priority_or_coverage"]),
            ]
            continue
        part = scores["dimensions"][code]
        pairs += [
            (f"{code} asserted", part["asserted"], row["asserted_score"]),
            (f"{code} evidenced", part["evidenced"], row["evidenced_score"]),
            (f"{code} lowest", part["lowest"], row["lowest_indicator"]),
            (f"{code} need", part["need"], row["need"]),
            (f"{code} priority", part["priority"], row["priority_or_coverage"]),
        ]
    return [f"{what} {got}, not {want}" for what, got, want in pairs if got != float(want)]
