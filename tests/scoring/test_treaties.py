"""Whether articles of treaties are in law, and how they are used: two programs, and laws."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.errors import FormError
from assessor.scoring.article_rules import InLaw, join_statuses, read_rule
from assessor.scoring.instrument import Instrument
from assessor.scoring.instrument_records import LegalRef
from assessor.scoring.stage_scores import AnswerLookup, RatedAnswer, calculate_scores
from assessor.scoring.treaties import ArticleStatus, Practice, Use, assess_treaties
from tests.support.scoring import samples, version_1
from tests.support.scoring.treaties_in_sql import article_rows

YES, PARTLY, NO, NOT_KNOWN, NOT_ASKED = InLaw


@cache
def asked() -> frozenset[str]:
    return frozenset(row["name"] for row in samples.rows("survey") if "name" in row)


def articles(answer: AnswerLookup, known: frozenset[str] | None = None) -> dict[str, ArticleStatus]:
    instrument = samples.instrument()
    scores = calculate_scores(instrument, answer)
    treaties = assess_treaties(instrument, scores, answer, asked() if known is None else known)
    return {each.article.ref: each for treaty in treaties for each in treaty.articles}


def spelled(practice: Practice) -> str:
    return f"stage {practice.stage}" if practice.use is Use.STAGE else practice.use.value


def test_another_program_finds_the_same_of_every_sample() -> None:
    expected = set(article_rows(samples.FOLDER))
    found = {
        (iso3, ref, each.in_law.value, spelled(each.practice))
        for iso3 in samples.COUNTRIES
        for ref, each in articles(samples.answers(iso3)).items()
    }
    assert found == expected
    assert len(expected) > 600


def test_an_article_without_a_legal_basis_has_no_stage() -> None:
    """Real-time collection showed 2.0 where the answer was "No legal basis"."""
    article = articles(samples.answers("XTL"))["UNCC:29"]
    assert (article.in_law, article.practice) == (NO, Practice(Use.NO_LEGAL_BASIS))


@pytest.mark.parametrize(
    ("iso3", "ref", "in_law", "practice"),
    [
        ("XSV", "UNCC:7", YES, "charged"),
        ("XSV", "UNCC:16", NO, "no legal basis"),  # images shared without consent are no crime
        ("XSV", "BC:15", YES, "stage 3"),  # Budapest asks for no remedy,
        ("XSV", "UNCC:24", PARTLY, "stage 3"),  # the UN convention does
        ("XSH", "UNCC:24", PARTLY, "stage 1"),  # stated grounds and limits, no judge
        ("XTL", "UNCC:41", NO, ""),  # no contact point, which needs no statute
        ("XNY", "UNCC:25", NO, "no legal basis"),
        ("XNY", "BC:18", PARTLY, "not asked"),  # general powers
        ("XNY", "UNCC:32", NOT_KNOWN, ""),
        ("XSV", "LANZ:12", NOT_ASKED, ""),
    ],
)
def test_the_samples_tell_their_stories(iso3: str, ref: str, in_law: InLaw, practice: str) -> None:
    found = articles(samples.answers(iso3))[ref]
    assert (found.in_law, spelled(found.practice)) == (in_law, practice)


def test_answers_in_conflict_show_both_and_count_by_the_weaker() -> None:
    others = (RatedAnswer("none"),)
    answer = samples.answers(
        "XSV", prc_preserve=RatedAnswer("used", others=others, in_conflict=True)
    )
    found = articles(answer)["BC:16"]
    assert found.disputed == (YES, NO)
    assert found.practice == Practice(Use.NO_LEGAL_BASIS)


def test_practice_without_a_law_is_a_finding_and_no_stage() -> None:
    tools = articles(samples.answers("XSV", prc_content=RatedAnswer("none")))["UNCC:30"]
    assert tools.practice == Practice(Use.WITHOUT_LEGAL_BASIS)
    charged = articles(samples.answers("XSV", law_fraud=RatedAnswer("none")))["UNCC:13"]
    assert charged.practice == Practice(Use.WITHOUT_LEGAL_BASIS)
    option = articles(samples.answers("XSV", int_joint=RatedAnswer("none")))["UNCC:48"]
    assert option.practice == Practice(Use.NOT_TOLD)  # a state may leave it out


def test_what_a_form_or_a_team_did_not_ask_is_not_asked() -> None:
    older = articles(samples.answers("XSV"), asked() - {"prc_safeguard_set", "int_mla_basis"})
    assert older["UNCC:40"].in_law is NOT_ASKED
    assert older["UNCC:24"].in_law is PARTLY  # who authorises is one element
    assert not older["UNCC:24"].whole
    left = articles(samples.answers("XSV", int_mla_basis=RatedAnswer(missing="not_asked")))
    assert left["UNCC:40"].in_law is NOT_ASKED
    blank = articles(samples.answers("XSV", int_mla_basis=RatedAnswer()))
    assert blank["UNCC:40"].in_law is NOT_KNOWN


def test_a_treaty_is_compared_where_the_state_is_bound_or_every_state_is() -> None:
    instrument = samples.instrument()
    compared = {}
    for iso3 in samples.COUNTRIES:
        answer = samples.answers(iso3)
        treaties = assess_treaties(
            instrument, calculate_scores(instrument, answer), answer, asked()
        )
        compared[iso3] = [each.code for each in treaties if each.compared]
    assert compared["XTL"] == ["BC", "UNCC", "UNTOC", "OPSC"]
    assert compared["XSH"] == ["BC", "UNCC", "UNTOC", "OPSC", "ARAB"]
    assert compared["XNY"] == ["BC", "UNCC", "UNTOC", "OPSC", "MAL"]


def test_version_1_says_of_no_treaty_what_decides_it() -> None:
    instrument, answer = version_1.instrument(), version_1.answers("XSV")
    scores = calculate_scores(instrument, answer)
    assert assess_treaties(instrument, scores, answer, asked()) == ()


@cache
def _choices() -> dict[str, tuple[str, ...]]:
    """The questions that decide an article, with the values that an answer may have."""
    lists: dict[str, list[str]] = {}
    for row in samples.rows("choices"):
        lists.setdefault(row["list_name"], []).append(row["name"])
    types = {row["name"]: row["type"].split() for row in samples.rows("survey") if "name" in row}
    rules = [each.rule for each in samples.instrument().legal_refs]
    terms = {term.question for rule in rules for group in rule.alternatives for term in group}
    names = sorted(terms | {limit.question for rule in rules for limit in rule.limits})
    counts = {"integer": ("0", "7")}
    return {
        name: (types[name][0], *(counts.get(types[name][0]) or lists[types[name][1]]))
        for name in names
    }


@st.composite
def _answers(draw: st.DrawFn) -> dict[str, RatedAnswer]:
    drawn = {}
    for name, (kind, *codes) in _choices().items():
        most = len(codes) if kind == "select_multiple" else 1
        chosen = draw(st.lists(st.sampled_from(codes), max_size=most, unique=True))
        drawn[name] = RatedAnswer(" ".join(chosen))
    return drawn


@given(_answers())
def test_practice_is_never_above_what_is_in_law(drawn: dict[str, RatedAnswer]) -> None:
    found = articles(samples.answers("XSH", **drawn))
    assert found == articles(samples.answers("XSH", **drawn))  # the same answers, the same statuses
    for each in found.values():
        use, stage = each.practice.use, each.practice.stage
        if each.in_law is NO:
            assert use in (Use.NO_LEGAL_BASIS, Use.WITHOUT_LEGAL_BASIS, Use.NOT_TOLD)
        elif each.in_law in (NOT_KNOWN, NOT_ASKED):
            assert use is Use.NOT_TOLD
        assert stage is None or each.in_law is YES or stage <= each.article.partly_stage == 3
        if not each.whole:
            assert each.in_law is not YES


@given(st.lists(st.sampled_from(InLaw)))
def test_one_element_is_not_the_article(statuses: list[InLaw]) -> None:
    joined = join_statuses(statuses)
    assert (joined is YES) == (set(statuses) == {YES})
    assert (joined is NO) == (set(statuses) == {NO})
    assert joined.known or not set(statuses) & {YES, PARTLY}


def test_every_rule_names_questions_choices_and_indicators_of_the_form() -> None:
    instrument = samples.instrument()
    for article in instrument.legal_refs:
        for term in (each for group in article.rule.alternatives for each in group):
            codes = {code for code in (*term.elements, *term.statuses) if code != "else"}
            assert codes <= set(_choices()[term.question]), article.ref
        for limit in article.rule.limits:
            assert limit.codes <= set(_choices()[limit.question]), article.ref
        for source in article.practice:
            name, _, code = source.partition(":")
            assert name in (asked() if code else {*instrument.indicator, "same"}), article.ref
        assert not article.standing or article.standing in asked()


@pytest.mark.parametrize("rule", ["law_access", "law_access: full=perhaps", "law_access:"])
def test_a_rule_that_cannot_be_read_is_an_error_of_its_row(rule: str) -> None:
    with pytest.raises(ValueError, match=r"law_access|perhaps"):
        read_rule(rule, "")
    sheets = {**samples.SHIPPED.sheets, "legal_refs": ({"ref": "BC:2", "in_law": rule},)}
    with pytest.raises(FormError, match="rule"):
        Instrument.from_sheets(sheets)


def test_a_duty_that_is_not_known_is_an_error_of_its_row() -> None:
    sheets = {**samples.SHIPPED.sheets, "legal_refs": ({"ref": "BC:2", "duty": "shall"},)}
    with pytest.raises(FormError, match="duty"):
        Instrument.from_sheets(sheets)


def _duties() -> list[LegalRef]:
    return [each for each in samples.instrument().legal_refs if each.duty]


def test_every_article_with_a_duty_is_decided_by_answers_or_asked_by_none() -> None:
    unasked = {each.ref for each in _duties() if not each.rule.alternatives}
    assert unasked == {
        "BC1:8", "LANZ:7", "LANZ:10", "LANZ:11", "LANZ:12", "CRC:34", "CRC:40", "ARAB:13"
    }  # fmt: skip
    assert all(each.titles["ar"] != each.titles["en"] for each in _duties())
