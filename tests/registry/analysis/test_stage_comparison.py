"""Only stages with the same meaning are compared, never fewer than three, never by score."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from assessor.registry.analysis.cases import (
    AssistanceNeed,
    AssistanceOffer,
    CaseRecommendation,
    LegalFact,
)
from assessor.registry.analysis.codebook import figure_table
from assessor.registry.analysis.regional_tables import (
    consistency,
    donors,
    legal_gaps,
    needs_and_offers,
    recommendations,
    rights_watch,
)
from assessor.registry.analysis.slopes import (
    build_slope,
    read_slopes,
    repeated_missions,
    slopes_figure,
    slopes_to_figure,
)
from assessor.registry.analysis.stage_comparison import build_heat_map
from assessor.scoring.instrument import edition_digest
from assessor.store.files.sqlite_tables import sqlite_file
from tests.support.registry.cases import SECTION, case, contested, rated, reworded
from tests.support.scoring.version_1 import instrument


def square(cases, by="country", line=0, section="", column=0):
    return build_heat_map(cases, by=by, section=section).lines[line].squares[column]


def test_rows_are_by_name_whatever_the_scores_and_the_order_they_came_in():
    cases = [case(code, rated(stage)) for code, stage in (("BBB", 1), ("AAA", 5), ("CCC", 3))]
    expected = build_heat_map(cases)
    assert [line.name for line in expected.lines] == ["Aaa", "Bbb", "Ccc"]
    random.Random(7).shuffle(cases)
    assert build_heat_map(cases) == expected
    assert build_heat_map(cases, by="region") == build_heat_map(cases[::-1], by="region")


def test_a_country_stands_for_its_last_mission():
    cases = [case("AAA", rated(1), start="2024-01-01", assessment="a1"), case("AAA", rated(4))]
    [line] = build_heat_map(cases[::-1]).lines
    assert (line.assessment, line.squares[0].evidenced) == ("AAA" * 4, 4)


def test_medians_of_fewer_than_three_countries_are_suppressed():
    cases = [case("AAA", rated(1)), case("BBB", rated(2))]
    few = square(cases, "region")
    assert (few.evidenced, few.low, few.n, few.suppressed) == (None, None, 2, True)
    cases.append(case("AAA", rated(5), start="2023-01-01", assessment="earlier"))
    assert square(cases, "region").n == 2  # two missions count as one country
    told = square([*cases, case("CCC", rated(4))], "region")
    assert (told.evidenced, told.low, told.high, told.n) == (2, 1, 4, 3)


def test_years_are_compared_by_when_missions_began():
    cases = [case(c, rated(s), start=f"{y}-05-01") for c, s, y in
             (("AAA", 1, 2025), ("BBB", 3, 2025), ("CCC", 5, 2025), ("AAA", 4, 2026))]  # fmt: skip
    first, second = build_heat_map(cases, by="year").lines
    assert (first.key, first.squares[0].evidenced) == ("2025", 3)
    assert (second.key, second.squares[0].suppressed) == ("2026", True)
    with pytest.raises(ValueError):
        build_heat_map(cases, by="score")


def test_thin_data_are_marked_and_missing_data_stay_blank():
    assert square([case("AAA", rated(3, 1))]).thin
    assert not square([case("AAA", rated(3, 2))]).thin
    nothing = square([case("AAA", {})])
    assert (nothing.evidenced, nothing.n, nothing.suppressed) == (None, 0, False)


def test_what_is_not_agreed_is_marked_wherever_it_counts():
    disputed = contested(case("AAA", rated(3)))
    others = [case("BBB", rated(2)), contested(case("CCC", rated(4)))]
    assert square([disputed]).contested == 1
    assert square([case("AAA", rated(3))]).contested == 0
    assert [cell.contested for cell in build_heat_map([disputed],
    section=SECTION).lines[0].squares] == [
        1, 0, 0, 0,
    ]  # fmt: skip
    assert square([disputed, *others], "region").contested == 2
    few = square([disputed], "region")
    assert (few.suppressed, few.contested) == (True, 1)
    elsewhere = contested(case("DDD", rated(5), reworded()))
    assert square([*others, case("AAA", rated(3)), elsewhere], "region").contested == 1
    facts = build_heat_map([disputed]).figure().facts()
    assert [row["contested"] for row in facts if row["contested"]] == [1]


def test_only_the_same_wording_is_compared():
    same = [case(code, rated(2)) for code in ("AAA", "BBB", "CCC")]
    other = case("DDD", rated(5), reworded())
    found = build_heat_map([*same, other], by="region")
    assert (found.lines[0].squares[0].high, found.lines[0].squares[0].n) == (2, 3)
    assert len(found.notes) == 1
    by_country = build_heat_map([*same, other])
    assert [line.squares[0].other for line in by_country.lines] == [False, False, False, True]
    assert not build_heat_map(same).notes


def test_a_translation_changes_no_meaning_and_a_cap_does():
    def digest(source):
        return edition_digest(source.evidence_scale, source.indicators[:1])

    assert digest(instrument()) == digest(reworded("fr"))
    assert digest(instrument()) != digest(reworded())
    first, *others = instrument().evidence_scale
    capped = replace(instrument(), evidence_scale=(replace(first, supports=3), *others))
    assert digest(instrument()) != digest(capped)


def test_a_section_opens_into_its_indicators():
    found = build_heat_map([case("AAA", rated(3, 1))], section=SECTION)
    assert [code for code, _ in found.columns] == [
        each.code for each in instrument().indicators_in(SECTION)
    ]
    assert [cell.evidenced for cell in found.lines[0].squares] == [3, None, None, None]
    reword = case("BBB", rated(3), reworded(), start="2020-01-01")
    pair = build_heat_map([case("AAA", rated(3)), reword], section=SECTION)
    assert [cell.other for cell in pair.lines[1].squares] == [True, False, False, False]


def test_slopes_go_from_mission_to_mission_on_the_same_wording():
    then = case("AAA", rated(2), start="2024-01-01", assessment="a1")
    now = case("AAA", rated(3), start="2026-01-01", assessment="a2")
    told = [row for row in slopes_figure([now, then, case("BBB", rated(1))]).facts()
            if row["code"] == SECTION]  # fmt: skip
    assert [(row["assessment"], row["change"]) for row in told] == [("a1", None), ("a2", 1)]
    changed = slopes_figure([then, case("AAA", rated(3), reworded(), start="2026-01-01")])
    assert all(row["change"] is None for row in changed.facts() if row["code"] == SECTION)
    assert len(changed.notes) == 1


def test_a_change_counts_only_what_is_rated_in_both_missions():
    then = case("AAA", rated(1) | rated(5, 1), start="2024-01-01", assessment="a1")
    now = case("AAA", rated(4, 1), start="2026-01-01", assessment="a2")
    last = case("AAA", {}, start="2026-06-01", assessment="a3")
    again = case("AAA", rated(5, 2), start="2027-01-01", assessment="a4")
    slope = build_slope([then, now, last, again], SECTION, "")
    assert [(each.assessment, each.evidenced) for each in slope.points][:2] == [
        ("a1", 2.0),
        ("a2", 4.0),
    ]  # the mean rises by 2, though the one indicator that both rated fell by 1
    assert [(each.change, each.matched) for each in slope.points] == [(None, 0), (-1, 1), (1, 1)]
    assert read_slopes(slopes_to_figure([slope])) == (slope,)


def test_a_course_breaks_where_the_wording_changed_and_goes_on_after_it():
    by = {"2022": instrument(), "2024": reworded(), "2026": reworded()}
    missions = repeated_missions(
        case("AAA", rated(stage), by[year], start=f"{year}-01-01", assessment=year)
        for year, stage in (("2024", 4), ("2022", 2), ("2026", 5))
    )
    assert list(missions) == ["AAA"]
    points = build_slope(missions["AAA"], SECTION, "Threats").points
    assert [(p.assessment, p.broken, p.change) for p in points] == [
        ("2022", False, None), ("2024", True, None), ("2026", False, 1),
    ]  # fmt: skip
    courses = [build_slope(missions["AAA"], SECTION, "Threats")]
    assert list(read_slopes(slopes_to_figure(courses))) == courses
    first, second = (each.code for each in instrument().indicators_in(SECTION)[:2])
    assert [p.broken for p in build_slope(missions["AAA"], first, "", SECTION).points][1]
    assert [p.change for p in build_slope(missions["AAA"], second, "", SECTION).points] == [
        None,
        2,
        1,
    ]


def test_a_mission_that_did_not_rate_is_passed_over_and_thin_data_are_marked():
    said = {"2022": rated(2, 1), "2024": {}, "2026": rated(4)}
    missions = [
        case("AAA", stages, start=f"{year}-01-01", assessment=year) for year, stages in said.items()
    ]
    points = build_slope(missions, SECTION, "Threats").points
    assert [p.assessment for p in points] == ["2022", "2026"]
    assert [(p.thin, p.change) for p in points] == [(True, None), (False, 2)]
    assert not repeated_missions(missions[:1])


def check_verdict(verdict, *, called=False, asked=False, payers=(), live=True):
    one = case(
        "AAA",
        {},
        needs=(AssistanceNeed("lab", 3.0),) if called else (),
        requested=frozenset(("lab",)) if asked else frozenset(),
        offers=tuple(AssistanceOffer("lab", payer, "ongoing", live, 10) for payer in payers),
    )
    rows = needs_and_offers([one]).facts()
    assert [row["verdict"] for row in rows] == ([verdict] if verdict else [])
    return rows


def test_needs_meet_offers():
    check_verdict("needed and unfunded", called=True)
    check_verdict("needed and unfunded", asked=True)
    check_verdict("needed and unfunded", called=True, payers=("eu",), live=False)
    check_verdict("matched", called=True, payers=("eu",))
    check_verdict("crowded", called=True, payers=("eu", "usa"))
    check_verdict("matched", called=True, payers=("eu", "eu"))
    check_verdict("funded without need", payers=("eu",))
    check_verdict("", payers=("eu",), live=False)
    [row] = check_verdict("crowded", payers=("usa", "eu"))
    assert (row["payers"], row["budget_usd"]) == ("eu; usa", 20)


def test_a_sum_that_no_table_holds_stops_no_publication():
    """Twelve offers of eighteen digits in one report kept a whole registry from SQLite, Parquet."""
    offer = AssistanceOffer("lab", "eu", "ongoing", True, 10**18 - 1)
    for count, total in ((9, 9 * (10**18 - 1)), (12, None)):
        one = case("AAA", {}, offers=(offer,) * count)
        for figure in (needs_and_offers([one]), donors([one])):
            assert [row["budget_usd"] for row in figure.facts()] == [total]
            table = figure_table(figure)
            assert sqlite_file([(table.name, table.head, table.rows, table.key)], ())


def test_each_payer_is_told_with_who_else_pays_and_whether_it_is_needed():
    one = case(
        "AAA",
        {},
        needs=(AssistanceNeed("lab", 3.0),),
        offers=(
            AssistanceOffer("lab", "eu", "ongoing", True, 10),
            AssistanceOffer("lab", "eu", "planned", True),
            AssistanceOffer("lab", "usa", "ongoing", True),
            AssistanceOffer("law", "eu", "ongoing", True, 5),
            AssistanceOffer("law", "usa", "ended", False, 99),
        ),
    )
    rows = donors([one]).facts()
    assert [(r["payer"], r["area"], r["budget_usd"], r["needed"], r["also"]) for r in rows] == [
        ("eu", "lab", 10, True, "usa"),
        ("eu", "law", 5, False, ""),
        ("usa", "lab", None, True, "eu"),
    ]
    assert rows[0]["status"] == "ongoing; planned"


def test_rights_are_watched_where_powers_run_ahead():
    def asked(code):
        return instrument().indicator[code].question

    one = case("AAA", {asked("prc_powers"): "4", asked("prc_safeguards"): "1"})
    found = rights_watch([one], ("prc_safeguards", "jud_defence"), "prc_powers",
                         "prc_safeguards", "en").facts()  # fmt: skip
    assert [(row["code"], row["evidenced"], row["powers_ahead"]) for row in found] == [
        ("prc_safeguards", 1, 3),
        ("jud_defence", None, None),
    ]


def test_law_is_told_of_the_last_mission_alone():
    fact = LegalFact("law_access", "Illegal access", ("BC:2",), "none", "Not covered", 3)
    then = case("AAA", {}, start="2020-01-01", assessment="a0", law=(replace(fact, rank=0),))
    [row] = legal_gaps([then, case("AAA", {}, law=(fact,))]).facts()
    assert (row["rank"], row["articles"], row["said"]) == (3, "BC:2", "Not covered")


def test_recommendations_are_followed_to_the_next_mission():
    advice = CaseRecommendation("Count cases", SECTION, "stats", "short", "p1")
    then = case("AAA", rated(1), start="2024-01-01", assessment="a1", advice=(advice,),
                words={"p1": "Must do"})  # fmt: skip
    now = case("AAA", rated(3), offers=(AssistanceOffer("stats", "eu", "ongoing", True),))
    [row] = recommendations([now, then]).facts()
    assert (row["then"], row["now"], row["payers"], row["priority"]) == (1, 3, "eu", "Must do")
    [alone] = recommendations([then]).facts()
    assert (alone["then"], alone["now"], alone["payers"]) == (1, None, "")
    [other] = recommendations([then, replace(now, instrument=reworded())]).facts()
    assert other["now"] is None


def test_what_became_of_a_recommendation_is_what_the_last_mission_says():
    advice = CaseRecommendation("Count cases", SECTION, id="r1", owner="Ministry")
    years = [("2022", {}), ("2024", {"r1": "under way"}), ("2026", {})]
    cases = [
        case("AAA", rated(1), start=f"{year}-01-01", assessment=year, became=said,
             advice=(advice,) if year == "2022" else ())
        for year, said in years
    ]  # fmt: skip
    [row] = recommendations(cases).facts()
    assert (row["owner"], row["became"]) == ("Ministry", "under way")
    [row] = recommendations([*cases, case("AAA", rated(1), start="2027-01-01", assessment="x",
                                          became={"r1": "done"})]).facts()  # fmt: skip
    assert row["became"] == "done"
    [row] = recommendations(cases[:1]).facts()
    assert row["became"] == ""


def test_assessors_lean_against_the_median_of_enough_countries():
    codes = {each.code: "Ana" for each in instrument().indicators_in(SECTION)}
    few = [case("AAA", rated(5), raters=codes), case("BBB", rated(3))]
    [row] = consistency(few).facts()
    assert (row["assessor"], row["rated"], row["capped"], row["leaning"]) == ("Ana", 4, 0, None)
    [row] = consistency([*few, case("CCC", rated(3))]).facts()
    assert row["leaning"] == 2
