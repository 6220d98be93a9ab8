"""The regional report agrees with the figures, ranks nobody and hides what is internal."""

from __future__ import annotations

from datetime import date

import pytest

from assessor.assessment.headquarters.case_comparison import ComparedCases
from assessor.assessment.headquarters.regional_figures import regional_report
from assessor.assessment.mission.outgoing_seal import UNSEALED
from assessor.errors import Refused
from assessor.parcel.pdf.pdf_text import pdf_texts
from assessor.registry.analysis.cases import (
    AssistanceNeed,
    AssistanceOffer,
    CaseRecommendation,
    LegalFact,
)
from tests.support.registry.cases import case, contested, rated, reworded

DAY = date(2026, 11, 25)


def written(tmp_path, cases, **wishes):
    """Return the report as one text."""
    path = regional_report(
        ComparedCases(tuple(cases)), tmp_path / "r.pdf", on=DAY, seal=UNSEALED, **wishes
    )
    return " ".join(" ".join(pdf_texts(path.read_bytes())).split())


def test_every_comparison_has_its_part(tmp_path):
    law = LegalFact("law_access", "Illegal access", ("UNCC:7",), "full", "Fully covered", 0)
    missing = LegalFact("law_access", "Illegal access", ("UNCC:7",), "none", "Not covered", 3)
    cases = [
        case(
            "aaa", rated(2), needs=(AssistanceNeed("lab", 3.0),), law=(law,),
            offers=(AssistanceOffer("train", "Norway", "active", live=True, budget=220_000),),
            advice=(CaseRecommendation("Adopt the decree", section="thr"),),
        ),
        case("bbb", rated(4, 1), law=(missing,)),
    ]  # fmt: skip
    text = written(tmp_path, cases)
    for part in (
        "2 missions in 2 countries, as of 25 November 2026", "Aaa", "2.00", "4.00*",
        "not ranked", "n=2", "Illegal access", "1: Fully covered", "4: Not covered",
        "Norway", "220,000", "Funded without need", "Adopt the decree",
        "No country has had a second mission yet", "Internal version",
    ):  # fmt: skip
        assert part in text, part
    assert text.index("Aaa") < text.index("Bbb")


def test_medians_of_fewer_than_three_countries_are_nowhere(tmp_path):
    cases = [case("aaa", rated(1)), case("bbb", rated(4))]
    assert "2.50" not in written(tmp_path, cases)
    third = written(tmp_path, [*cases, case("ccc", rated(3))])
    assert "3.00" in third and "n=2" not in third


def test_a_median_is_told_with_its_range_and_of_how_many_countries(tmp_path):
    places = (("aaa", 1), ("bbb", 4), ("ccc", 3), ("ddd", 3))
    text = written(tmp_path, [case(place, rated(stage)) for place, stage in places])
    text = text[text.index("Stages by region") : text.index("From mission to mission")]
    for row in ("Lowest1.00", "Highest4.00", "Countries4"):
        assert row in text, row
    two = written(tmp_path, [case(place, rated(stage)) for place, stage in places[:2]])
    assert "Lowest" not in two[two.index("Stages by region") :]


def test_what_is_not_agreed_is_marked_and_said(tmp_path):
    text = written(tmp_path, [contested(case("aaa", rated(2))), case("bbb", rated(3))])
    assert "2.00◆" in text and "3.00◆" not in text and "◆: not agreed yet" in text


def test_what_moved_is_drawn_from_mission_to_mission(tmp_path):
    cases = [
        case("aaa", rated(1), assessment="a" * 32, start="2024-05-01"),
        case("aaa", rated(3), assessment="b" * 32, start="2026-05-01"),
        case("bbb", rated(2), assessment="c" * 32, start="2025-05-01"),
    ]
    text = written(tmp_path, cases)
    moved = text[text.index("From mission to mission") :]
    assert "1 May 2024" in moved and "1 May 2026" in moved and "Aaa 3.00" in moved
    assert "Bbb" not in moved[: moved.index("Needs and offers")]


def test_of_recommendations_a_column_nobody_filled_is_named_once_and_days_are_written_out(tmp_path):
    advice = (
        CaseRecommendation("Adopt the decree", section="thr"),
        CaseRecommendation("Train judges", owner="Court"),
    )
    cases = [case("aaa", rated(2), start="2026-05-01", advice=advice)]
    text = written(tmp_path, cases)
    text = text[text.index("Train judges") - 800 :]
    assert "1 May 2026" in text and "2026-05-01" not in text
    assert "Not stated for any: Who pays; What became of it; Stage now" in text
    assert "Owner" in text.partition("Not stated for any")[2] and "Court" in text


def test_another_wording_is_marked_and_said(tmp_path):
    cases = [case("aaa", rated(2)), case("bbb", rated(3)), case("ccc", rated(4), reworded())]
    text = written(tmp_path, cases)
    assert "4.00≠" in text and "another wording" in text


def test_the_same_cases_give_the_same_bytes_in_every_language(tmp_path):
    found = set()
    for language in ("en", "ar", "zh"):
        once = regional_report(
            ComparedCases((case("aaa", rated(2)),)),
            tmp_path / "1.pdf",
            on=DAY,
            seal=UNSEALED,
            language=language,
        ).read_bytes()
        again = regional_report(
            ComparedCases((case("aaa", rated(2)),)),
            tmp_path / "2.pdf",
            on=DAY,
            seal=UNSEALED,
            language=language,
        ).read_bytes()
        assert once == again
        found.add(once)
    assert len(found) == 3


def test_what_cannot_be_is_refused(tmp_path):
    with pytest.raises(Refused, match="pdf"):
        regional_report(
            ComparedCases((case("aaa", rated(2)),)), tmp_path / "r.docx", on=DAY, seal=UNSEALED
        )
    with pytest.raises(Refused, match="no mission"):
        regional_report(ComparedCases(()), tmp_path / "r.pdf", on=DAY, seal=UNSEALED)
