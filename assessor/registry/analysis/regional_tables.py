"""Tables of needs and offers, rights, law, recommendations, and rater consistency."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from statistics import fmean, median

from assessor.registry.analysis import codebook
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

_LARGEST = 2**63 - 1


def needs_and_offers(cases: Sequence[Case], language: str = "en") -> Figure:
    """List every area that a country needs (by its stages or its request) or that somebody funds;
    two or more payers crowd it."""
    rows: list[tuple[Cell, ...]] = []
    for case in latest_cases(cases):
        needs_by_area = {need.area: need for need in case.needs}
        live = [offer for offer in case.offers if offer.live and offer.area]
        areas = dict.fromkeys(
            (*needs_by_area, *sorted(case.requested), *(offer.area for offer in live))
        )
        for code in areas:
            payers = sorted({offer.payer for offer in live if offer.area == code})
            needed = code in needs_by_area or code in case.requested
            rows.append(
                (
                    case.place,
                    case.name,
                    code,
                    case.area_title(code, language),
                    code in needs_by_area,
                    needs_by_area[code].priority if code in needs_by_area else None,
                    code in case.requested,
                    "; ".join(map(case.word, payers)),
                    _sum_known(offer.budget for offer in live if offer.area == code),
                    _verdict(needed, len(payers)),
                )
            )
    return codebook.build_figure("needs_and_offers", rows)


def donors(cases: Sequence[Case], language: str = "en") -> Figure:
    """List who funds what: each payer with its countries and areas, whether the country needs it,
    and who else funds it there."""
    rows: list[tuple[Cell, ...]] = []
    for case in latest_cases(cases):
        needed = {*case.requested, *(need.area for need in case.needs)}
        offers_by_area: dict[tuple[str, str], list[AssistanceOffer]] = {}
        for offer in case.offers:
            if offer.live and offer.area:
                offers_by_area.setdefault((offer.area, offer.payer), []).append(offer)
        for (code, payer), offers in offers_by_area.items():
            other_payers = sorted(
                other for area, other in offers_by_area if area == code and other != payer
            )
            rows.append(
                (
                    payer,
                    case.word(payer),
                    case.place,
                    case.name,
                    code,
                    case.area_title(code, language),
                    "; ".join(dict.fromkeys(case.word(o.status) for o in offers)),
                    _sum_known(offer.budget for offer in offers),
                    code in needed,
                    "; ".join(map(case.word, other_payers)),
                )
            )
    rows.sort(key=lambda row: (str(row[1]), str(row[3]), str(row[5])))
    return codebook.build_figure("donors", rows)


def _sum_known(budgets: Iterator[int | None]) -> int | None:
    """Return the sum of what is known; None for nothing, and for what no column of a table holds
    (64 bits)."""
    known = [budget for budget in budgets if budget is not None]
    total = sum(known)
    return total if known and total <= _LARGEST else None


def _verdict(needed: bool, payers: int) -> str:
    if not payers:
        return codebook.UNFUNDED
    if payers > 1:
        return codebook.CROWDED
    return codebook.MATCHED if needed else codebook.UNCALLED


def rights_watch(
    cases: Sequence[Case], rights: Sequence[str], powers: str, safeguards: str, language: str
) -> Figure:
    """List the `rights` indicators by country, and where `powers` exceed `safeguards` (indicator
    codes)."""
    rows: list[tuple[Cell, ...]] = []
    for case in latest_cases(cases):
        powers_ahead = _powers_ahead(case, powers, safeguards)
        for code in rights:
            score, indicator = case.scores.indicators.get(code), case.instrument.indicator.get(code)
            if score is not None and indicator is not None:
                rows.append(
                    (case.place, case.name, code, indicator.title(language), score.evidenced,
                     score.asserted, score.evidence, powers_ahead if code == safeguards else None)
                )  # fmt: skip
    return codebook.build_figure("rights_watch", rows)


def _powers_ahead(case: Case, powers: str, safeguards: str) -> int | None:
    """Return by how many stages the evidenced powers exceed the evidenced safeguards."""
    scores = (case.scores.indicators.get(code) for code in (powers, safeguards))
    stages = [score.evidenced for score in scores if score and score.evidenced is not None]
    return max(0, stages[0] - stages[1]) if len(stages) == 2 else None


def legal_gaps(cases: Sequence[Case]) -> Figure:
    """List how far each country's law contains what the articles require, by its last mission."""
    rows = tuple(
        (case.place, case.name, fact.question, fact.label, " ".join(fact.articles), fact.value,
         fact.said, fact.rank)
        for case in latest_cases(cases)
        for fact in case.law
    )  # fmt: skip
    return codebook.build_figure("legal_gaps", rows)


def recommendations(cases: Sequence[Case]) -> Figure:
    """List every recommendation, who funds its area, and the change of its section.

    `then` and `now` are evidenced stages of its section; `now` is None until a later mission was
    rated on the same wording. `became` is the outcome by the latest mission after it.
    """
    rows = tuple(
        (
            *_recommendation_row(case, missions[-1], advice),
            advice.owner,
            advice.start,
            advice.end,
            advice.amount,
            advice.funded,
            advice.currency,
            _outcome(advice, missions[index + 1 :]),
        )
        for missions in cases_by_country(cases).values()
        for index, case in enumerate(missions)
        for advice in case.advice
    )
    return codebook.build_figure("recommendations", rows)


def _outcome(advice: CaseRecommendation, later_cases: Sequence[Case]) -> str:
    """Return the outcome of a recommendation by the last mission that mentions it."""
    outcomes = (case.became.get(advice.id, "") for case in reversed(later_cases))
    return next(filter(None, outcomes), "")


def _recommendation_row(case: Case, last: Case, advice: CaseRecommendation) -> tuple[Cell, ...]:
    payers = {offer.payer for offer in last.offers if offer.live and offer.area == advice.area}
    payer_names = sorted(last.word(offer) for offer in payers) if advice.area else []
    then, now = column_stage(case, advice.section), column_stage(last, advice.section)
    if case is last or then is None or now is None or then.edition != now.edition:
        now = None
    return (
        case.place,
        case.name,
        case.assessment,
        case.start,
        advice.id,
        advice.text,
        advice.section,
        advice.area,
        case.word(advice.horizon),
        case.word(advice.priority),
        "; ".join(payer_names),
        then.evidenced if then else None,
        now.evidenced if now else None,
    )


def consistency(cases: Sequence[Case]) -> Figure:
    """List how each assessor rates, as a help for training, not as a judgement.

    `capped` is the share of ratings that evidence does not support, `contested` the number with a
    competing answer. `leaning` is the mean difference of asserted stages from the median of the
    same indicator over at least three countries, None for fewer.
    """
    medians = _median_stages(cases)
    rated: dict[str, list[bool]] = defaultdict(list)
    contested: dict[str, int] = defaultdict(int)
    leaning: dict[str, list[float]] = defaultdict(list)
    for case in cases:
        for code, author in case.raters.items():
            score = case.scores.indicators[code]
            if score.asserted is None:
                continue
            rated[author].append(score.capped)
            contested[author] += score.contested
            edition = indicator_stage(case, case.instrument.indicator[code]).edition
            if (code, edition) in medians:
                leaning[author].append(score.asserted - medians[code, edition])
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
    return codebook.build_figure("consistency", rows)


def _median_stages(cases: Sequence[Case]) -> dict[tuple[str, str], float]:
    """Return the median asserted stage of each indicator and edition with enough countries."""
    stages_by_indicator: dict[tuple[str, str], list[int]] = defaultdict(list)
    for case in latest_cases(cases):
        for code, score in case.scores.indicators.items():
            if score.asserted is not None:
                edition = indicator_stage(case, case.instrument.indicator[code]).edition
                stages_by_indicator[code, edition].append(score.asserted)
    return {
        key: median(stages)
        for key, stages in stages_by_indicator.items()
        if len(stages) >= MIN_COUNTRIES
    }
