"""Shared reports of every sample mission in every format: what is found in them that must not be.

Where poppler's pdftotext is installed it reads the PDF too: it shares nothing with our own reader.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from assessor.assessment.assessment import Assessment
from assessor.assessment.report.office_export import export_office
from assessor.assessment.report.report_export import export_report
from assessor.assessment.report.report_projection import projection_of
from assessor.assessment.review.leak_check import texts_in_office, texts_in_report
from assessor.assessment.samples.samples import make_missions
from assessor.parcel.keys.identity import load_identity
from assessor.parcel.pack.parcel_pack import unpack_parcel
from assessor.parcel.pdf.parcel_extraction import read_parcel
from assessor.report.projection.leak_search import find_leaks, hidden_sentences, projection_texts
from tests.bench import Row, in_a_folder
from tests.support.report.profiles import interferes, withheld
from tests.support.report.samples import COUNTRIES

SHARED = ("government", "public")
OFFICE = ("docx", "xlsx")


def run() -> list[Row]:
    """Make the samples, export each for each audience in each format, and search."""
    return list(in_a_folder(lambda folder: list(_rows(folder))))


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
                for written in _written(mission, folder, profile):
                    files += 1
                    found += find_leaks(wanted, written)
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


def _hidden(mission: Assessment, releases: object) -> Iterator[str]:
    assert callable(releases)
    for uuid in mission.joint:
        for entry in mission.mission.entries(uuid):
            if entry.body is not None and not releases(entry.name):
                yield from (str(part) for part in entry.body.values())


def _written(mission: Assessment, folder: Path, profile: str) -> Iterator[tuple[str, ...]]:
    """The texts of each file that is written for an audience."""
    pdf, bare = folder / f"{profile}.pdf", folder / f"{profile}.assessor"
    export_report(mission, pdf, profile=profile)
    yield (_read(pdf), *texts_in_report(pdf.read_bytes(), unpack_parcel(read_parcel(pdf))))
    export_report(mission, bare, profile=profile)
    yield tuple(texts_in_report(b"", unpack_parcel(read_parcel(bare))))
    for kind in OFFICE:
        path = folder / f"{profile}.{kind}"
        export_office(mission, path, profile=profile)
        yield tuple(texts_in_office(path.read_bytes()))


def _read(path: Path) -> str:
    """What pdftotext reads on all pages; nothing where it is not installed."""
    tool = shutil.which("pdftotext")
    if not tool:
        return ""
    return subprocess.run([tool, path, "-"], check=True, capture_output=True, text=True).stdout
