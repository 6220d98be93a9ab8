"""Export of the report as a Word document or Excel workbook, without a parcel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from assessor.assessment.assessment import Assessment
from assessor.assessment.base.file_writing import write_verified
from assessor.assessment.base.progress import ProgressCallback, no_progress
from assessor.assessment.base.spreadsheet_safety import safe_cell
from assessor.assessment.mission.outgoing_seal import choose_seal
from assessor.assessment.report.report_projection import projection_of
from assessor.assessment.review.leak_check import refuse_leaks, texts_in_office
from assessor.errors import FileError, Refused
from assessor.report.projection.projection import INTERNAL, Projection

WORD, EXCEL = ".docx", ".xlsx"
OFFICE = frozenset({WORD, EXCEL})
"""Suffixes of reports for office suites."""


@dataclass(frozen=True, slots=True)
class OfficeDocument:
    """A document that was written and read back."""

    path: Path
    profile: str
    language: str

    def facts(self) -> dict[str, Any]:
        """Return plain values, for JSON."""
        return {**asdict(self), "path": str(self.path)}


def export_office(
    assessment: Assessment,
    path: Path,
    *,
    profile: str = INTERNAL,
    language: str | None = None,
    summary: str = "",
    instrument: str = "",
    to: Sequence[str] | None = None,
    passphrase: str | None = None,
    final: bool = False,
    report_progress: ProgressCallback = no_progress,
) -> OfficeDocument:
    """Write the report of an assessment to a .docx or .xlsx file, and read it back.

    It has the content of the PDF of that profile, from the same projection, without a parcel. A
    document may have a second `summary` in another language; a workbook has none. With
    `instrument`, the code of a treaty or model, a document has only its answers. `to` and
    `passphrase` are as for choose_seal: an internal document of a protected mission is sealed and
    gets the suffix .age after its own; `final` is as for projection_of. Raises Refused for another
    suffix, an unknown instrument, and if it contains what its readers may not see; WrongPassphrase;
    FileError if it cannot be written or read back.
    """
    kind = path.suffix.lower()
    if kind not in OFFICE:
        raise Refused("{file}: a document ends in .docx, a workbook in .xlsx.", file=path)
    seal = choose_seal(assessment.mission, profile, to=to, passphrase=passphrase)
    report_progress("reading the answers", 0, 1)
    summary = summary if kind == WORD else ""
    projection = projection_of(assessment, profile, language, summary, final=final)
    if instrument:
        refuse_unknown_instrument(projection, instrument)
    data = _render(kind, projection, instrument, report_progress)
    report_progress("proving the file", 0, 1)
    refuse_leaks(assessment, projection, texts_in_office(data))
    verify_archive(data, path)
    path = seal.name_file(path)
    write_verified(seal.seal_file(data), path, private=profile == INTERNAL)
    report_progress("proving the file", 1, 1)
    return OfficeDocument(path, profile, projection.language)


def _render(
    kind: str, projection: Projection, instrument: str, report_progress: ProgressCallback
) -> bytes:
    if kind != WORD:
        from assessor.report.output.excel_report import render_sheet  # imported when needed

        return render_sheet(projection, safe_cell)
    from assessor.report.output.word_report import render_word

    return render_word(
        projection,
        instrument=instrument,
        progress=partial(report_progress, "laying out the pages"),
    )


def refuse_unknown_instrument(projection: Projection, instrument: str) -> None:
    """Refuse an instrument that no sheet of the form names."""
    known = [*(each.code for each in projection.treaties), *(e.code for e in projection.readings)]
    if instrument not in known:
        raise Refused(
            "The form names no instrument {code}; it names {known}.",
            code=instrument,
            known=", ".join(known) or "–",
        )


def verify_archive(data: bytes, path: Path) -> None:
    """Read every part of a document that is about to be written; each has a checksum."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            broken = archive.testzip()
    except BadZipFile:
        broken = path.name
    if broken:
        raise FileError("{file} was not written whole: try another place.", file=path)
