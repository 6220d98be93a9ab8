"""Where help is needed and who pays, rights, law, recommendations, and how assessors rate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from statistics import fmean, median

from assessor.registry.analysis.cases import (
    AssistanceOffer,
    Case,
    CaseRecommendation,
    cases_by_country,
    latest_cases,
)
from assessor.registry.analysis.figure import Cell, Figure
from assessor.registry.analysis.stage_comparison import MIN_COUNTRIES, column_stage, indicator_stage
from assessor.scoring.stage_scores import round_half_up

UNFUNDED, CROWDED, UNCALLED, MATCHED = (
    "needed and unfunded",
    "crowded",
    "funded without need",
    "matched",
)
"""What need and offer come to, area by area."""


def needs_and_offers(cases: Sequence[Case], language: str = "en") -> Figure:
    """Every area that a country needs (called for by its stages, or asked for) or that somebody
    pays for; two payers or more crowd it."""
    columns = (
        "country", "name", "area", "title", "called_for", "priority", "requested", "payers",
        "budget_usd", "verdict",
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for case in latest_cases(cases):
        called = {need.area: need for need in case.needs}
        live = [offer for offer in case.offers if offer.live and offer.area]
        about = dict.fromkeys((*called, *sorted(case.requested), *(each.area for each in live)))
        for code in about:
            payers = sorted({offer.payer for offer in live if offer.area == code})
            needed = code in called or code in case.requested
            known = case.instrument.area.get(code)
            rows.append(
                (
                    case.place,
                    case.name,
                    code,
                    known.title(language) if known else case.words.get(code, code),
                    code in called,
                    called[code].priority if code in called else None,
                    code in case.requested,
                    "; ".join(case.words.get(payer, payer) for payer in payers),
                    _total(offer.budget for offer in live if offer.area == code),
                    _verdict(needed, len(payers)),
                )
            )
    return Figure("needs_and_offers", columns, tuple(rows))


def donors(cases: Sequence[Case], language: str = "en") -> Figure:
    """Who pays for what now: each payer by name, its countries and areas, whether the country
    needs it, and who else pays for the same there."""
    columns = (
        "payer", "payer_name", "country", "name", "area", "title", "status", "budget_usd", "needed",
        "also",
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for case in latest_cases(cases):
        needed = {*case.requested, *(need.area for need in case.needs)}
        given: dict[tuple[str, str], list[AssistanceOffer]] = {}
        for offer in case.offers:
            if offer.live and offer.area:
                given.setdefault((offer.area, offer.payer), []).append(offer)
        for (code, payer), offers in given.items():
            known = case.instrument.area.get(code)
            others = sorted(other for area, other in given if area == code and other != payer)
            rows.append(
                (
                    payer,
                    case.words.get(payer, payer),
                    case.place,
                    case.name,
                    code,
                    known.title(language) if known else case.words.get(code, code),
                    "; ".join(dict.fromkeys(case.words.get(o.status, o.status) for o in offers)),
                    _total(offer.budget for offer in offers),
                    code in needed,
                    "; ".join(case.words.get(other, other) for other in others),
                )
            )
    rows.sort(key=lambda row: (str(row[1]), str(row[3]), str(row[5])))
    return Figure("donors", columns, tuple(rows))


def _total(budgets: Iterator[int | None]) -> int | None:
    said = [each for each in budgets if each is not None]
    return sum(said) if said else None


def _verdict(needed: bool, payers: int) -> str:
    if not payers:
        return UNFUNDED
    if payers > 1:
        return CROWDED
    return MATCHED if needed else UNCALLED


def rights_watch(
    cases: Sequence[Case], rights: Sequence[str], powers: str, safeguards: str, language: str
) -> Figure:
    """The indicators of `rights` country by country, and where `powers` run ahead of `safeguards`
    (indicator codes)."""
    columns = (
        "country", "name", "code", "title", "evidenced", "asserted", "evidence", "powers_ahead",
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for case in latest_cases(cases):
        ahead = _ahead(case, powers, safeguards)
        for code in rights:
            found, known = case.scores.indicators.get(code), case.instrument.indicator.get(code)
            if found is not None and known is not None:
                rows.append(
                    (case.place, case.name, code, known.title(language), found.evidenced,
                     found.asserted, found.evidence, ahead if code == safeguards else None)
                )  # fmt: skip
    return Figure("rights_watch", columns, tuple(rows))


def _ahead(case: Case, powers: str, safeguards: str) -> int | None:
    """By how many stages the evidenced powers exceed the evidenced safeguards."""
    over, under = case.scores.indicators.get(powers), case.scores.indicators.get(safeguards)
    if over is None or under is None or over.evidenced is None or under.evidenced is None:
        return None
    return max(0, over.evidenced - under.evidenced)


def legal_gaps(cases: Sequence[Case]) -> Figure:
    """How far each country's law has what the articles ask, by the answers of its last mission."""
    columns = ("country", "name", "question", "title", "articles", "value", "said", "rank")
    rows = tuple(
        (case.place, case.name, each.question, each.label, " ".join(each.articles), each.value,
         each.said, each.rank)
        for case in latest_cases(cases)
        for each in case.law
    )  # fmt: skip
    return Figure("legal_gaps", columns, rows)


def recommendations(cases: Sequence[Case]) -> Figure:
    """Every recommendation, who pays for its area now, and how its section moved since.

    `then` and `now` are evidenced stages of the section it answers; `now` is None until a later
    mission was rated on the same wording. `became` is what the latest mission after it says of it.
    """
    columns = (
        "country", "name", "assessment", "start", "recommendation", "section", "area", "horizon",
        "priority", "payers", "then", "now", "owner", "became",
    )  # fmt: skip
    rows = tuple(
        (*_followed(case, missions[-1], each), each.owner, _became(each, missions[at + 1 :]))
        for missions in cases_by_country(cases).values()
        for at, case in enumerate(missions)
        for each in case.advice
    )
    return Figure("recommendations", columns, rows)


def _became(advice: CaseRecommendation, after: Sequence[Case]) -> str:
    """What the last of some missions that speaks of a recommendation says of it."""
    said = (case.became.get(advice.id, "") for case in reversed(after))
    return next(filter(None, said), "")


def _followed(case: Case, last: Case, advice: CaseRecommendation) -> tuple[Cell, ...]:
    payers = {each.payer for each in last.offers if each.live and each.area == advice.area}
    paying = sorted(last.words.get(each, each) for each in payers) if advice.area else []
    then, now = column_stage(case, advice.section), column_stage(last, advice.section)
    if case is last or then is None or now is None or then.edition != now.edition:
        now = None
    return (
        case.place,
        case.name,
        case.assessment,
        case.start,
        advice.text,
        advice.section,
        advice.area,
        case.words.get(advice.horizon, advice.horizon),
        case.words.get(advice.priority, advice.priority),
        "; ".join(paying),
        then.evidenced if then else None,
        now.evidenced if now else None,
    )


def consistency(cases: Sequence[Case]) -> Figure:
    """How each assessor rates, so that teams can be trained alike: not a judgement of anybody.

    `capped` is the share of ratings that evidence does not carry, `contested` how many stand
    beside another's. `leaning` is the mean difference of asserted stages from the median of the
    same indicator over at least three countries, None where there are fewer.
    """
    usual = _usual(cases)
    rated: dict[str, list[bool]] = defaultdict(list)
    contested: dict[str, int] = defaultdict(int)
    leaning: dict[str, list[float]] = defaultdict(list)
    for case in cases:
        for code, author in case.raters.items():
            found = case.scores.indicators[code]
            if found.asserted is None:
                continue
            rated[author].append(found.capped)
            contested[author] += found.contested
            means = indicator_stage(case, case.instrument.indicator[code]).edition
            if (code, means) in usual:
                leaning[author].append(found.asserted - usual[code, means])
    rows = tuple(
        (
            author,
            len(capped),
            round_half_up(sum(capped) / len(capped)),
            contested[author],
            round_half_up(fmean(leaning[author])) if leaning[author] else None,
        )
        for author, capped in sorted(rated.items())
    )
    return Figure("consistency", ("assessor", "rated", "capped", "contested", "leaning"), rows)


def _usual(cases: Sequence[Case]) -> dict[tuple[str, str], float]:
    """The median asserted stage of each indicator and wording that enough countries have."""
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for case in latest_cases(cases):
        for code, score in case.scores.indicators.items():
            if score.asserted is not None:
                means = indicator_stage(case, case.instrument.indicator[code]).edition
                found[code, means].append(score.asserted)
    return {each: median(stages) for each, stages in found.items() if len(stages) >= MIN_COUNTRIES}
