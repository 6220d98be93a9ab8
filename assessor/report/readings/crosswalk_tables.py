"""The answers mapped to the parts of a model, or to articles that no rule decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assessor.form.labels.styled_text import plain_text
from assessor.report.readings.printed_answers import AnswerReader
from assessor.scoring.crosswalk_scores import CrosswalkPart, build_crosswalks
from assessor.scoring.instrument import Instrument
from assessor.scoring.stage_scores import Scores


@dataclass(frozen=True, slots=True)
class CrosswalkEntry:
    """A part of another instrument with its indicators and facts."""

    number: str
    title: str
    indicators: tuple[tuple[str, str], ...]  # (title, evidenced stage)
    facts: tuple[tuple[str, str], ...]  # (label, answer)
    evidenced: float | None

    @property
    def named(self) -> bool:
        """Whether any question bears on it."""
        return bool(self.indicators or self.facts)


@dataclass(frozen=True, slots=True)
class CrosswalkTable:
    """The answers mapped to another instrument; `is_treaty` if its parts are articles, which have
    no figure."""

    code: str
    title: str
    parts: tuple[CrosswalkEntry, ...]
    is_treaty: bool
    to_check: bool

    @property
    def unnamed(self) -> tuple[CrosswalkEntry, ...]:
        """The parts without questions."""
        return tuple(part for part in self.parts if not part.named)


def crosswalk_tables(
    instrument: Instrument,
    scores: Scores,
    legal: Mapping[str, Sequence[str]],
    answer: AnswerReader,
    language: str,
) -> Iterator[CrosswalkTable]:
    """Yield the tables in words, from what the audience is told. `legal` are the articles that a
    question bears on."""

    def entry(part: CrosswalkPart) -> CrosswalkEntry:
        stages = {code: scores.indicators[code] for code in part.indicators}
        return CrosswalkEntry(
            number=part.number,
            title=part.titles[language],
            indicators=tuple(
                (instrument.indicator[code].title(language), str(stage.evidenced or ""))
                for code, stage in stages.items()
            ),
            facts=tuple(
                (plain_text(found.label), "; ".join(found.values))
                for found in map(answer, part.facts)
                if found
            ),
            evidenced=part.evidenced if all(each.released for each in stages.values()) else None,
        )

    for each in build_crosswalks(instrument, scores, legal):
        parts = tuple(map(entry, each.parts))
        title = each.titles[language]
        yield CrosswalkTable(each.code, title, parts, each.is_treaty, each.to_check)
