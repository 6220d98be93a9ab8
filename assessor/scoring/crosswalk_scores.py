"""Map one set of answers to the parts of other instruments.

This is no rating by those instruments. It states which questions concern which part, and of models
what the evidence supports there. Treaties whose duties the sheets know are read by `treaties`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assessor.scoring.instrument import Instrument
from assessor.scoring.instrument_records import LegalRef
from assessor.scoring.instrument_sheets import FALLBACK_LANGUAGE, Wording
from assessor.scoring.stage_scores import Scores, weighted_mean


@dataclass(frozen=True, slots=True)
class CrosswalkPart:
    """An article of a treaty or a part of another model.

    `evidenced` is the weighted mean stage of its indicators; None if none is rated, and for an
    article. `facts` are its questions without a rating.
    """

    ref: str
    number: str
    titles: Wording
    indicators: tuple[str, ...]
    facts: tuple[str, ...]
    evidenced: float | None


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """The answers mapped to another instrument; `parts` include those without questions.

    `to_check` says whether a lawyer must still check the articles of a treaty.
    """

    code: str
    titles: Wording
    parts: tuple[CrosswalkPart, ...]
    is_treaty: bool = False
    to_check: bool = False


def build_crosswalks(
    instrument: Instrument, scores: Scores, legal: Mapping[str, Sequence[str]]
) -> tuple[Crosswalk, ...]:
    """Return treaties of which no duty is known, then models named in `crosswalk` cells.

    `legal` maps a question to the articles it concerns, such as `BC:16` or `UNCC:7-11`.
    """
    return (*_treaties(instrument, legal), *_models(instrument, scores))


def _treaties(instrument: Instrument, legal: Mapping[str, Sequence[str]]) -> Iterable[Crosswalk]:
    indicators: dict[str, dict[str, None]] = {}
    facts: dict[str, dict[str, None]] = {}
    for each in instrument.indicators:
        for article in instrument.articles(each.legal):
            indicators.setdefault(article.ref, {})[each.code] = None
    for question, references in legal.items():
        if question not in instrument.indicator_of:
            for article in instrument.articles(references):
                facts.setdefault(article.ref, {})[question] = None
    treaties: dict[str, list[LegalRef]] = {}
    for article in instrument.legal_refs:
        if not instrument.decides_articles(article.instrument_code):
            treaties.setdefault(article.instrument_code, []).append(article)
    for code, articles in treaties.items():
        parts = (
            CrosswalkPart(
                article.ref,
                article.article,
                article.titles,
                tuple(indicators.get(article.ref, ())),
                tuple(facts.get(article.ref, ())),
                evidenced=None,
            )
            for article in articles
        )
        unchecked = any(article.status for article in articles)
        yield Crosswalk(code, articles[0].instruments, tuple(parts), True, unchecked)


def _models(instrument: Instrument, scores: Scores) -> Iterable[Crosswalk]:
    """Yield models from the `crosswalk` cells of indicators; of sections where no indicator names
    it.

    A cell lists references separated by semicolons, each a model and its part: `CMM D4.3`. Treaty
    codes are skipped: the sheet of articles covers them.
    """
    treaties = {article.instrument_code for article in instrument.legal_refs}
    cells = [each.crosswalk for each in instrument.indicators]
    named = _single_word_models([*cells, *(each.crosswalk for each in instrument.dimensions)])
    parts: dict[str, dict[str, dict[str, None]]] = {}

    def add(cell: str, codes: Iterable[str], known: frozenset[str] = frozenset()) -> None:
        for model, part in (_split_reference(each, named) for each in _cells(cell)):
            if model not in treaties and model not in known:
                parts.setdefault(model, {}).setdefault(part, {}).update(dict.fromkeys(codes))

    for each in instrument.indicators:
        add(each.crosswalk, (each.code,))
    by_indicator = frozenset(parts)
    for section in instrument.dimensions:
        inside = [each.code for each in instrument.indicators_in(section.code)]
        add(section.crosswalk, inside, by_indicator)
    for model, found in parts.items():
        numbered = sorted(found.items())
        yield Crosswalk(
            model,
            Wording({FALLBACK_LANGUAGE: model}),
            tuple(_part(scores, model, part, tuple(codes)) for part, codes in numbered),
        )


def _cells(cell: str) -> list[str]:
    return [each.strip() for each in cell.split(";") if each.strip()]


def _single_word_models(cells: Iterable[str]) -> frozenset[str]:
    """Return the models that occur as a single word."""
    return frozenset(each for cell in cells for each in _cells(cell) if " " not in each)


def _split_reference(reference: str, named: frozenset[str]) -> tuple[str, str]:
    """Split a reference into model and part. A publisher's name before a known model is dropped."""
    *before, last = reference.split()
    if before and last in named:
        return last, ""
    return reference.split()[0], " ".join(reference.split()[1:])


def _part(scores: Scores, model: str, number: str, indicators: tuple[str, ...]) -> CrosswalkPart:
    found = [scores.indicators[code] for code in indicators]
    return CrosswalkPart(
        ref=f"{model} {number}".strip(),
        number=number,
        titles=Wording({FALLBACK_LANGUAGE: ""}),
        indicators=indicators,
        facts=(),
        evidenced=weighted_mean((each.weight, each.evidenced) for each in found),
    )
