"""Plain and long projections."""

from __future__ import annotations

from datetime import date

from assessor.report.projection.projection import (
    Accounting,
    Cover,
    PrintedAnswer,
    Projection,
    ReportSection,
    ScaleTitles,
    Visibility,
)
from assessor.report.projection.report_facts import ReportFacts


def plain(language: str = "en", **changes: object) -> Projection:
    said = PrintedAnswer(
        "/data/a", "a", "How many?", "fact", "int", ("12",), ("12",), visibility=Visibility.FULL
    )
    given: dict[str, object] = {
        "profile": "internal",
        "language": language,
        "facts": ReportFacts("f", "1", "A form", "0" * 32, date(2026, 3, 9), ("Ana",)),
        "cover": Cover("San Verano", "XSV", "", "A ministry", "SV-1", "2025", "Confidential"),
        "mission": (),
        "sections": (),
        "closing": (ReportSection("/data/s", "", "A section", "", (said,)),),
        "recommendations": None,
        "offers": None,
        "proposals": (),
        "clusters_met": (),
        "clusters_missed": (),
        "coverage": None,
        "rated": 0,
        "of": 0,
        "evidence_mix": {},
        "evidence_scale": ScaleTitles(),
        "stage_titles": (),
        "files": (),
        "sources": (),
        "retired": (),
        "unanswered": (),
        "areas": (),
        "accounting": Accounting(1, 1, 0, 0, 0, 0),
        "withheld": frozenset(),
        "released": frozenset(),
    }
    return Projection(**given | changes)  # type: ignore[arg-type]


def long_form(count: int) -> Projection:
    """A report of a form of `count` questions without an instrument."""
    saids = tuple(
        PrintedAnswer(
            f"/data/q{at}",
            f"q{at}",
            f"Question {at}: how many offices were found open on the day they were visited?",
            "fact",
            "string",
            ("Some were open; two were closed for repairs and one had moved away.",),
            ("x",),
            note="Seen on the second day." if at % 3 else "",
            visibility=Visibility.FULL,
        )
        for at in range(count)
    )
    sections = tuple(
        ReportSection(f"/data/s{at}", "", f"Section {at}", "", saids[at : at + 50])
        for at in range(0, count, 50)
    )
    return plain(closing=sections, accounting=Accounting(count, count, 0, 0, 0, 0))
