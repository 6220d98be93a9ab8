"""Shared reports of every sample mission in every format: what is found in them that must not be.

Where poppler's pdftotext is installed it reads the PDF too: it shares nothing with our own reader.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from assessor.assessment.assessment import Assessment
from assessor.assessment.headquarters.publication import (
    FORMATS,
    publish_odk,
    read_registry,
    write_tables,
)
from assessor.assessment.mission.outgoing_seal import UNSEALED
from assessor.assessment.report.government_comments import export_matrix
from assessor.assessment.report.office_export import export_office
from assessor.assessment.report.report_export import export_report
from assessor.assessment.report.report_projection import preview_report, projection_of
from assessor.assessment.review.leak_check import texts_in_office, texts_in_report
from assessor.assessment.samples.samples import make_missions
from assessor.parcel.keys.identity import load_identity
from assessor.parcel.pack.parcel_pack import unpack_parcel
from assessor.parcel.pdf.parcel_extraction import read_parcel
from assessor.registry.receive.receiver import receive
from assessor.report.projection.protection.leak_search import (
    find_leaks,
    hidden_sentences,
    projection_texts,
)
from assessor.store.model.changeset_core import DAY
from assessor.store.write.mission import Mission
from tests.bench import Row, in_a_folder
from tests.support.report.canaries import Canaries, canaries_in, moments_in, plant
from tests.support.report.profiles import interferes, withheld
from tests.support.report.samples import COUNTRIES

SHARED = ("government", "public")
OFFICE = ("docx", "xlsx")


def run() -> list[Row]:
    """Make the samples, export each for each audience in each format, and search."""
    return [
        row
        for rows in (canary_rows, _rows)
        for row in in_a_folder(lambda folder, rows=rows: list(rows(folder)))
    ]


def _rows(folder: Path) -> Iterator[Row]:
    files = searched = 0
    found: list[str] = []
    unbalanced = 0
    for laptop in make_missions(folder):
        identity = load_identity(laptop.home, laptop.assessor)
        with Assessment.open(laptop.mission, identity=identity) as mission:
            for profile in SHARED:
                projection = projection_of(mission, profile, None)
                hidden = _hidden(mission, projection.releases)
                wanted = hidden_sentences(hidden, projection_texts(projection))
                for written in _write(mission, folder, profile):
                    files += 1
                    found += find_leaks(wanted, tuple(_texts(written)))
                searched += len(wanted)
                counts = projection.accounting
                unbalanced += counts.in_file != (
                    counts.printed + counts.in_part + counts.withheld
                    + counts.not_relevant + counts.unasked
                )  # fmt: skip
    note = f"of {searched:,} searched for in {files} files; {'; '.join(found[:3])}".rstrip("; ")
    yield Row("withheld sentences found in shared reports", len(found), "", at_most=0, note=note)
    yield Row("accounts that do not add up", unbalanced, "", at_most=0)
    changed = [(at, how, each) for at in COUNTRIES for how in SHARED for each in withheld(at, how)]
    told = [each for at, how, each in changed if interferes(at, how, each)]
    note = f"of {len(changed):,}, each changed alone; {'; '.join(told[:3])}".rstrip("; ")
    yield Row("withheld answers that change what is seen", len(told), "", at_most=0, note=note)


def canary_rows(folder: Path) -> Iterator[Row]:
    """Plant canaries in a mission, export and publish it in every format, and search."""
    laptop = make_missions(folder / "samples", countries=1)[0]
    canaries = Canaries()
    identity = load_identity(laptop.home, canaries.new("an assessor"))
    with Assessment.open(laptop.mission, identity=identity) as mission:
        yield from rows_of(mission, canaries, folder)


def rows_of(mission: Assessment, canaries: Canaries, folder: Path, every: int = 8) -> Iterator[Row]:
    """Do so with this mission; one in `every` questions has something beside its answer."""
    plant(mission, canaries, every)
    yield Row("canaries planted", len(canaries.places), "")
    moments = _export(mission, folder)
    for profile in ("internal", *SHARED):
        _publish(folder, profile)
    yield from _control_rows(folder, canaries)
    for profile in SHARED:
        found = canaries_in(folder / profile) & canaries.hidden[profile]
        yield _found_row(f"canaries that reach the {profile}", canaries, found)
        told = moments_in(folder / profile, moments)
        yield Row(f"moments that reach the {profile}", len(told), "", at_most=0)
    beside = canaries_in(folder / "internal" / "published") - canaries.of("an answer")
    yield _found_row("canaries beside answers in published tables", canaries, beside)


def _export(mission: Assessment, folder: Path) -> set[int]:
    """Write every format for every audience; return the moments that the team alone may read."""
    for profile in ("internal", *SHARED):
        written = folder / profile
        written.mkdir()
        _write(mission, written, profile)
    pages = preview_report(mission, profile="internal").pages
    (folder / "internal" / "pages.pdf").write_bytes(pages)
    for kind in OFFICE:
        export_matrix(mission, folder / "government" / f"matrix.{kind}")
    entries = [one for uuid in mission.joint for one in mission.mission.entries(uuid)]
    return {one.at for one in entries if one.at % DAY}  # what is redacted has its day


def _control_rows(folder: Path, canaries: Canaries) -> Iterator[Row]:
    """Check the search itself: what the team may read is found in each of its formats."""
    reached = canaries_in(folder / "internal" / "report.pdf")
    lost = canaries.places.keys() - canaries.removed - canaries.of("a slip") - reached
    yield _found_row("canaries that the search misses in the team's report", canaries, lost)
    yield _found_row("comments of pictures in it", canaries, canaries.removed & reached)
    answers = canaries.of("an answer")
    internal = folder / "internal"
    formats = [path for path in internal.iterdir() if path.is_file()]
    formats += [internal / "published" / kind for kind in FORMATS if kind not in _WITHOUT_ANSWERS]
    blind = [path.name for path in formats if not answers <= canaries_in(path)]
    yield Row("formats in which the search misses answers", len(blind), "", at_most=0,
              note=f"of {len(formats)}; {', '.join(blind)}".rstrip("; "))  # fmt: skip


_WITHOUT_ANSWERS = ("geojson", "odk")


def _found_row(name: str, canaries: Canaries, found: set[str]) -> Row:
    places = sorted({canaries.places[canary] for canary in found})
    return Row(name, len(found), "", at_most=0, note="; ".join(places[:5]))


def _publish(folder: Path, profile: str) -> None:
    """Receive the report of a profile at headquarters, and publish the registry in every format."""
    report, target = folder / profile / "report.pdf", folder / profile / "published"
    identity = load_identity(folder / f"office of {profile}", "Office")
    with Mission.create(folder / f"{profile}.registry", role="registry") as registry:
        receive(registry, [report])
        published = read_registry(registry, identity, "en")
        for kind in FORMATS:
            write_tables(published, kind, target / kind, UNSEALED)
        if profile != "internal":
            publish_odk(registry, identity, target / "odk")


def _hidden(mission: Assessment, releases: object) -> Iterator[str]:
    assert callable(releases)
    for uuid in mission.joint:
        for entry in mission.mission.entries(uuid):
            if entry.body is not None and not releases(entry.name):
                yield from (str(part) for part in entry.body.values())


def _write(mission: Assessment, folder: Path, profile: str) -> list[Path]:
    """Write a file of each format for an audience."""
    pages = [folder / "report.pdf", folder / "report.assessor"]
    for path in pages:
        export_report(mission, path, profile=profile)
    documents = [folder / f"report.{kind}" for kind in OFFICE]
    for path in documents:
        export_office(mission, path, profile=profile)
    return pages + documents


def _texts(path: Path) -> Iterator[str]:
    """Yield the texts of a file that was written for an audience."""
    if path.suffix[1:] in OFFICE:
        yield from texts_in_office(path.read_bytes())
        return
    if is_pdf := path.suffix == ".pdf":
        yield _read(path)
    pages = path.read_bytes() if is_pdf else b""
    yield from texts_in_report(pages, unpack_parcel(read_parcel(path)))


def _read(path: Path) -> str:
    """What pdftotext reads on all pages; nothing where it is not installed."""
    tool = shutil.which("pdftotext")
    if not tool:
        return ""
    return subprocess.run([tool, path, "-"], check=True, capture_output=True, text=True).stdout
