"""Treaties as one audience is told of them: statuses are worked out once, over everything, and are
told or not released."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from assessor.form.labels.styled_text import plain_text
from assessor.report.readings.printed_answers import AnswerReader
from assessor.scoring.article_rules import InLaw
from assessor.scoring.instrument import Instrument
from assessor.scoring.instrument_records import Duty
from assessor.scoring.stage_scores import AnswerLookup, Scores
from assessor.scoring.treaties import (
    PARTY,
    SAME_ANSWER,
    ArticleStatus,
    Practice,
    Treaty,
    Use,
    assess_treaties,
)

_SEEN = ("documented", "verified")
"""Levels of evidence of which a text was seen."""

_RESERVATIONS = "_reservations"


class ProvisionGap(Enum):
    """Why no provision of national law is quoted beside an article that is said to be in law."""

    NONE = ""
    NOT_RELEASED = "not released"
    NOT_NOTED = "seen, and not noted"
    NOT_SEEN = "not seen"


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """One article. `in_law` is None where the audience is not told; `disputed` are the statuses by
    answers in conflict. `answers` are the questions that decided it, in words; `provisions` what
    was noted of national law. `practice` is None where its source is not told; `source` is the
    title of its indicator."""

    number: str
    title: str
    category: str
    duty: Duty
    in_place: bool
    in_law: InLaw | None
    disputed: tuple[InLaw, ...]
    whole: bool
    practice: Practice | None
    source: str
    answers: tuple[tuple[str, tuple[str, ...]], ...]
    provisions: tuple[str, ...]
    gap: ProvisionGap
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TreatyTable:
    """A treaty. `standing` says in words where the state stands, blank if nothing is known; `bound`
    is None then. `compared` says whether a report prints the table."""

    code: str
    title: str
    standing: str
    bound: bool | None
    reservations: str
    articles: tuple[ArticleLine, ...]
    asked: bool
    compared: bool
    to_check: bool

    @property
    def counts(self) -> Mapping[InLaw, int]:
        """How many articles that the audience is told of have each status."""
        told = [line.in_law for line in self.articles]
        return {status: told.count(status) for status in InLaw}

    @property
    def not_released(self) -> int:
        """How many articles the audience is not told of."""
        return sum(line.in_law is None for line in self.articles)

    @property
    def not_asked(self) -> tuple[str, ...]:
        """The numbers of the articles that the form does not ask about."""
        return tuple(each.number for each in self.articles if each.in_law is InLaw.NOT_ASKED)


@dataclass(frozen=True)
class TreatyReader:
    """Reads treaties for one audience.

    `full` are the scores over everything and `told` those that the audience is told; `rated` gives
    every answer as the team knows it, and `note` the note beside it. `tells` says whether the
    answer to a question is told, and `quoted` returns what its documents say.
    """

    instrument: Instrument
    full: Scores
    told: Scores
    rated: AnswerLookup
    note: Callable[[str], str]
    tells: Callable[[str], bool]
    quoted: Callable[[str], Sequence[str]]
    questions: frozenset[str]

    def tables(self, answer: AnswerReader, language: str) -> tuple[TreatyTable, ...]:
        """Return every treaty whose duties the form knows; `answer` is what is printed."""
        treaties = assess_treaties(self.instrument, self.full, self.rated, self.questions)
        writer = _TableWriter(self, answer, language)
        return tuple(map(writer.table, treaties))

    def tells_practice(self, status: ArticleStatus) -> bool:
        """Return whether the audience may know every source that the practice follows from."""
        if status.practice.use in (Use.NOT_TOLD, Use.NOT_ASKED):
            return True
        sources = status.article.practice
        if status.in_law is not InLaw.NO and not status.disputed:
            sources = sources[:1]
        return all(map(self._tells_source, sources))

    def _tells_source(self, source: str) -> bool:
        question, _, code = source.partition(":")
        if code:
            return question not in self.questions or self.tells(question)
        return question == SAME_ANSWER or self.told.indicators[question].released


@dataclass(frozen=True)
class _TableWriter:
    """Puts treaties into words."""

    reader: TreatyReader
    answer: AnswerReader
    language: str

    def table(self, treaty: Treaty) -> TreatyTable:
        question = treaty.standing_question
        told = bool(question) and self.reader.tells(question)
        standing = self.answer(question) if told else None
        reservations = self.answer(f"{question}{_RESERVATIONS}")
        known = told and treaty.standing not in ("", "unknown")
        return TreatyTable(
            code=treaty.code,
            title=treaty.titles[self.language],
            standing="; ".join(standing.values) or standing.missing if standing else "",
            bound=treaty.standing == PARTY if known else None,
            reservations="; ".join(reservations.values) if reservations else "",
            articles=tuple(map(self._line, treaty.articles)),
            asked=treaty.asked,
            compared=treaty.compared,
            to_check=treaty.to_check,
        )

    def _line(self, status: ArticleStatus) -> ArticleLine:
        article = status.article
        told = all(map(self.reader.tells, status.all_questions))
        provisions = tuple(self._provisions(status)) if told and article.cites else ()
        practice = status.practice if told and self.reader.tells_practice(status) else None
        indicator = self.reader.instrument.indicator.get(practice.indicator) if practice else None
        return ArticleLine(
            number=article.article,
            title=article.titles[self.language],
            category=article.category,
            duty=article.duty,
            in_place=article.in_place,
            in_law=status.in_law if told else None,
            disputed=status.disputed if told else (),
            whole=status.whole,
            practice=practice,
            source=indicator.title(self.language) if indicator else "",
            answers=tuple(self._answers(status)) if told else (),
            provisions=provisions,
            gap=self._gap(status) if told and not provisions else ProvisionGap.NONE,
            questions=status.all_questions,
        )

    def _answers(self, status: ArticleStatus) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the deciding questions with their answers: of many choices those that count here,
        or all if none does."""
        terms = [term for group in status.article.rule.alternatives for term in group]
        for question in status.questions:
            found = self.answer(question)
            if found is None:
                continue
            count = {each for term in terms if term.question == question for each in term.elements}
            pairs = list(zip(found.codes, found.values, strict=False))
            chosen = tuple(value for code, value in pairs if code in count) or found.values
            if chosen or found.missing:
                yield plain_text(found.label), chosen or (found.missing,)

    def _provisions(self, status: ArticleStatus) -> Iterator[str]:
        """Yield what was noted of national law with the deciding answers, each once."""
        quotes: dict[str, None] = {}
        for question in status.questions:
            found = self.answer(question)
            quotes.update(
                dict.fromkeys([*([found.note] if found else []), *self.reader.quoted(question)])
            )
        yield from filter(None, quotes)

    def _gap(self, status: ArticleStatus) -> ProvisionGap:
        if not status.article.cites or status.in_law not in (InLaw.YES, InLaw.PARTLY):
            return ProvisionGap.NONE
        if any(map(self.reader.note, status.questions)):
            return ProvisionGap.NOT_RELEASED
        if any(self.reader.rated(each).evidence in _SEEN for each in status.questions):
            return ProvisionGap.NOT_NOTED
        return ProvisionGap.NOT_SEEN
