"""Map one set of answers to other instruments: treaties by article, models by part.

This is no rating by those instruments. It states which questions concern which part, what the
evidence supports there, and which articles no question covers.
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

    `evidenced` is the weighted mean stage of its indicators and `lowest` their lowest stage; None
    if none is rated. `facts` are its questions without a rating. `check` is the sheet's note on
    what must still be verified, or blank.
    """

    ref: str
    number: str
    titles: Wording
    indicators: tuple[str, ...]
    facts: tuple[str, ...]
    evidenced: float | None
    lowest: int | None
    rated: int
    check: str = ""

    @property
    def covered(self) -> bool:
        """Whether any question concerns it."""
        return bool(self.indicators or self.facts)


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """The answers mapped to another instrument; `parts` include those without questions."""

    code: str
    titles: Wording
    parts: tuple[CrosswalkPart, ...]

    @property
    def uncovered(self) -> tuple[CrosswalkPart, ...]:
        """Parts without questions; known only where the sheets list all parts."""
        return tuple(part for part in self.parts if not part.covered)

    @property
    def to_check(self) -> bool:
        """Whether a lawyer must still check the sheet's entries."""
        return any(part.check for part in self.parts)


def build_crosswalks(
    instrument: Instrument, scores: Scores, legal: Mapping[str, Sequence[str]]
) -> tuple[Crosswalk, ...]:
    """Return treaties in the order of the sheet `legal_refs`, then models named in `crosswalk`
    cells. `legal` maps a question to the articles it concerns, such as `BC:16` or `UNCC:7-11`."""
    return (*_treaties(instrument, scores, legal), *_models(instrument, scores))


def _treaties(
    instrument: Instrument, scores: Scores, legal: Mapping[str, Sequence[str]]
) -> Iterable[Crosswalk]:
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
        treaties.setdefault(article.instrument_code, []).append(article)
    for code, articles in treaties.items():
        parts = (
            _part(
                scores,
                article.ref,
                article.article,
                article.titles,
                tuple(indicators.get(article.ref, ())),
                tuple(facts.get(article.ref, ())),
                article.status if "check" in article.status else "",
            )
            for article in articles
        )
        yield Crosswalk(code, articles[0].instruments, tuple(parts))


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
        yield Crosswalk(
            model,
            Wording({FALLBACK_LANGUAGE: model}),
            tuple(
                _part(scores, f"{model} {part}".strip(), part, Wording({FALLBACK_LANGUAGE: ""}),
                      tuple(codes), ())
                for part, codes in sorted(found.items())
            ),
        )  # fmt: skip


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


def _part(
    scores: Scores,
    ref: str,
    number: str,
    titles: Wording,
    indicators: tuple[str, ...],
    facts: tuple[str, ...],
    check: str = "",
) -> CrosswalkPart:
    rated = [
        found for code in indicators if (found := scores.indicators[code]).evidenced is not None
    ]
    return CrosswalkPart(
        ref=ref,
        number=number,
        titles=titles,
        indicators=indicators,
        facts=facts,
        evidenced=weighted_mean((each.weight, each.evidenced) for each in rated),
        lowest=min((each.evidenced for each in rated if each.evidenced is not None), default=None),
        rated=len(rated),
        check=check,
    )
