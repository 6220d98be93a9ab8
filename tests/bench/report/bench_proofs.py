"""Every sample, profile and language by our own rules, Preflight, qpdf, poppler, LibreOffice."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

from assessor.report.output.word_report import render_word
from assessor.report.projection.projection import PROFILES
from tests.bench import Row, in_a_folder
from tests.support.report.pdfa import faults
from tests.support.report.proofs import (
    bare,
    chapters,
    cut,
    misled,
    office,
    preflight_says,
    qpdf_says,
    strings,
    too_high,
    unread,
    whole,
)
from tests.support.report.samples import COUNTRIES, sample

LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh")


def run() -> list[Row]:
    """Make all of them and count what is found wrong."""
    return list(in_a_folder(lambda folder: list(_rows(folder))))


def _rows(folder: Path) -> Iterator[Row]:
    broken: list[str] = []
    complaints: list[str] = []
    lost: list[str] = []
    high: list[str] = []
    narrow: list[str] = []
    astray: list[str] = []
    (folder / "pdf").mkdir()
    cases = list(product(COUNTRIES, PROFILES, LANGUAGES))
    for iso3, profile, language in cases:
        projection = sample(iso3, language, profile)
        data = whole(projection)
        path = folder / "pdf" / f"{iso3}-{profile}-{language}.pdf"
        path.write_bytes(data)
        broken += faults(data)
        complaints += filter(None, [qpdf_says(path)])
        lost += unread(path, projection)
        found = chapters(projection)
        high += too_high(projection, found)
        narrow += cut(found)
        astray += misled(data) if language != "ar" else []
    note = f"in {len(cases)} reports"
    yield _row("rules of PDF/A-3b broken, by our own check", broken, note)
    judged = preflight_says(folder / "pdf")
    yield _row(
        "complaints of Apache PDFBox Preflight that PDF/A-3b shares",
        [each for complaints in judged.values() for each in complaints],
        f"in {len(judged)} reports",
    )
    yield _row("complaints of qpdf --check", complaints, note)
    yield _row("stored strings pdftotext does not give back in order", lost, note)
    yield _row("chapters with a block higher than a page", high, note)
    yield _row("words cut for want of room in their column", narrow, note)
    yield _row("titles not on the page the contents say, but in Arabic", astray, note)
    lost = []
    offices = list(product(COUNTRIES, PROFILES, ("en", "ar")))
    for iso3, profile, language in offices:
        place = folder / f"{iso3}{profile}{language}"
        place.mkdir()
        projection = sample(iso3, language, profile)
        document, book = office(place, projection, render_word(projection))
        wanted = [bare(each) for each in strings(projection)]
        lost += [each for each in wanted if each not in document or each not in book]
    note = f"in {len(offices)} Word and as many Excel files"
    yield _row("stored strings LibreOffice does not give back", lost, note)


def _row(name: str, found: list[str], note: str) -> Row:
    shown = "; ".join([note, *dict.fromkeys(each[:60] for each in found[:3])])
    return Row(name, len(found), "", at_most=0, note=shown)
