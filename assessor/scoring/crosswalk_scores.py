"""One set of answers, read by the instruments of others: treaties by article, models by part.

It is no rating by those instruments. It says which of this form's questions bear on which of
their parts, how the evidence stands there, and which articles no question is about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assessor.scoring.instrument import Instrument, LegalRef
from assessor.scoring.stage_scores import IndicatorScore, Scores, round_half_up
from assessor.scoring.wording import FALLBACK_LANGUAGE, Wording


@dataclass(frozen=True, slots=True)
class CrosswalkPart:
    """An article of a treaty, or a part of another model.

    `evidenced` is the weighted mean of the stages of the indicators about it, `lowest` the lowest
    of them; None where none is rated. `facts` are questions about it that rate nothing. `check` is
    what the sheet says must still be checked, or blank.
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
        """Whether any question is about it."""
        return bool(self.indicators or self.facts)


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """What the answers say of another instrument: its parts, those nothing is asked about too."""

    code: str
    titles: Wording
    parts: tuple[CrosswalkPart, ...]

    @property
    def uncovered(self) -> tuple[CrosswalkPart, ...]:
        """The parts no question is about; known only where the sheets list every part."""
        return tuple(part for part in self.parts if not part.covered)

    @property
    def to_check(self) -> bool:
        """Whether a lawyer must still check what the sheets say of it."""
        return any(part.check for part in self.parts)


def build_crosswalks(
    instrument: Instrument, scores: Scores, legal: Mapping[str, Sequence[str]]
) -> tuple[Crosswalk, ...]:
    """Treaties in the order of the sheet `legal_refs`, then the models the crosswalks name.

    `legal` gives, by question, the articles it is about, such as `BC:16` or `UNCC:7-11`.
    """
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
    """Models by the cells `crosswalk`: of each indicator, or where it names none, its section's.

    A cell names several, parted by semicolons, each as a model and its part: `CMM D4.3`. What is
    a treaty's code stands in the sheet of articles already.
    """
    treaties = {article.instrument_code for article in instrument.legal_refs}
    cells = [each.crosswalk for each in instrument.indicators]
    named = _named([*cells, *(each.crosswalk for each in instrument.dimensions)])
    parts: dict[str, dict[str, dict[str, None]]] = {}

    def note(cell: str, codes: Iterable[str], known: frozenset[str] = frozenset()) -> None:
        for model, part in (_parted(each, named) for each in _cells(cell)):
            if model not in treaties and model not in known:
                parts.setdefault(model, {}).setdefault(part, {}).update(dict.fromkeys(codes))

    for each in instrument.indicators:
        note(each.crosswalk, (each.code,))
    by_indicator = frozenset(parts)
    for section in instrument.dimensions:
        inside = [each.code for each in instrument.indicators_in(section.code)]
        note(section.crosswalk, inside, by_indicator)
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


def _named(cells: Iterable[str]) -> frozenset[str]:
    """The models that stand somewhere as one word alone."""
    return frozenset(each for cell in cells for each in _cells(cell) if " " not in each)


def _parted(reference: str, named: frozenset[str]) -> tuple[str, str]:
    """A model and its part; a maker's name before a model named elsewhere is left out."""
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
        evidenced=_mean(rated),
        lowest=min((each.evidenced for each in rated if each.evidenced is not None), default=None),
        rated=len(rated),
        check=check,
    )


def _mean(rated: Sequence[IndicatorScore]) -> float | None:
    weight = sum(each.weight for each in rated)
    if not weight:
        return None
    return round_half_up(sum((each.evidenced or 0) * each.weight for each in rated) / weight)
