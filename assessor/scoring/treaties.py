"""What national law and practice have of each article of a treaty: yes, partly, no, not known or
not asked. Never a mean, and nothing by mere citation; see docs/scoring.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import groupby, product

from assessor.scoring.article_rules import UNKNOWN, Decision, InLaw
from assessor.scoring.instrument import Instrument
from assessor.scoring.instrument_records import LegalRef
from assessor.scoring.instrument_sheets import Wording
from assessor.scoring.stage_scores import AnswerLookup, Scores

SAME_ANSWER = "same"
"""Source of practice: the answer that also says whether there is a law."""

_NOT_ASKED = "not_asked"
_USE = {"used": "in use", "unused": "rarely used"}


class Use(Enum):
    """What is known of an article in practice, from one named source."""

    STAGE = "stage"
    IN_USE = "in use"
    RARELY_USED = "rarely used"
    CHARGED = "charged"
    NOT_CHARGED = "not charged"
    NOT_KNOWN = "not known"
    NOT_ASKED = "not asked"
    NO_LEGAL_BASIS = "no legal basis"
    WITHOUT_LEGAL_BASIS = "reported in use without a legal basis"
    NOT_TOLD = ""  # the law isn't known, or the practice is no matter of law


@dataclass(frozen=True, slots=True)
class Practice:
    """How an article is used, capped by what is in law. `stage` and its `indicator` are set for a
    stage alone; `capped` says that the indicator reached more."""

    use: Use
    stage: int | None = None
    indicator: str = ""
    capped: bool = False


@dataclass(frozen=True, slots=True)
class ArticleStatus:
    """One article. `disputed` are the statuses by answers in conflict, if they differ; `questions`
    decided it, and `all_questions` bear on it. `whole` is False if other elements of the article
    are not asked."""

    article: LegalRef
    in_law: InLaw
    disputed: tuple[InLaw, ...]
    questions: tuple[str, ...]
    all_questions: tuple[str, ...]
    whole: bool
    practice: Practice


@dataclass(frozen=True, slots=True)
class Treaty:
    """A treaty with the articles that lay a duty on a state, in the order of the sheet. `standing`
    is the choice that says whether the state is bound, blank if unknown; `asked` whether the form
    has a question on any article."""

    code: str
    titles: Wording
    standing_question: str
    standing: str
    only_if_bound: bool
    articles: tuple[ArticleStatus, ...]
    to_check: bool

    @property
    def asked(self) -> bool:
        """Whether the form asks about any of its articles."""
        return any(each.all_questions for each in self.articles)

    @property
    def compared(self) -> bool:
        """Whether reports print its table."""
        bound = self.standing in _BOUND_OR_NEARLY
        return self.asked and (bound or not self.only_if_bound)


PARTY = "party"
_BOUND_OR_NEARLY = (PARTY, "signed", "acceding")


def count_statuses(statuses: Iterable[InLaw]) -> Mapping[InLaw, int]:
    """Return how many articles have each status; always all five."""
    found = Counter(statuses)
    return {each: found[each] for each in InLaw}


def assess_treaties(
    instrument: Instrument, scores: Scores, answer: AnswerLookup, asked: Container[str]
) -> tuple[Treaty, ...]:
    """Return the treaties of the sheet `legal_refs` whose articles have duties.

    `asked` are the names of the form's questions. Pure: the same answers give the same statuses.
    """
    reader = _Reader(instrument, scores, answer, asked)
    return tuple(
        reader.treaty(code, list(articles))
        for code, articles in groupby(instrument.legal_refs, lambda each: each.instrument_code)
        if instrument.decides_articles(code)
    )


@dataclass(frozen=True)
class _Reader:
    instrument: Instrument
    scores: Scores
    answer: AnswerLookup
    asked: Container[str]

    def treaty(self, code: str, articles: list[LegalRef]) -> Treaty:
        first = articles[0]
        return Treaty(
            code=code,
            titles=first.instruments,
            standing_question=first.standing,
            standing=self._value(first.standing) or "",
            only_if_bound=first.only_if_bound,
            articles=tuple(self._article(each) for each in articles if each.duty),
            to_check=any(each.status for each in articles),
        )

    def _value(self, question: str) -> str | None:
        if question not in self.asked:
            return None
        found = self.answer(question)
        return None if found.missing == _NOT_ASKED else found.value

    def _article(self, article: LegalRef) -> ArticleStatus:
        questions = article.rule.questions(self._value)
        decision = article.rule.decide(self._value)
        every = {each.in_law for each in self._decisions(article, questions)}
        disputed = tuple(each for each in InLaw if each in every) if len(every) > 1 else ()
        weakest = min(
            (each for each in every if each.known), key=_strength, default=decision.in_law
        )
        return ArticleStatus(
            article,
            decision.in_law,
            disputed,
            decision.questions,
            questions,
            decision.whole,
            self._practice(article, weakest if disputed else decision.in_law),
        )

    def _decisions(self, article: LegalRef, questions: tuple[str, ...]) -> Iterator[Decision]:
        """Yield the decision by every combination of answers that stand."""
        standing = [
            [each.value for each in (found, *found.others)] for found in map(self.answer, questions)
        ]
        for chosen in product(*standing):
            values = dict(zip(questions, chosen, strict=True))
            yield article.rule.decide(values.get)

    def _practice(self, article: LegalRef, in_law: InLaw) -> Practice:
        if in_law is InLaw.NO:
            return self._practice_without_law(article)
        if not in_law.known:
            return Practice(Use.NOT_TOLD)
        source = next(iter(article.practice), "")
        if not source:
            return Practice(Use.NOT_ASKED)
        if source == SAME_ANSWER:
            said = self.answer(article.rule.alternatives[0][0].question).value
            return Practice(Use(_USE.get(said, Use.NOT_ASKED.value)))
        question, _, code = source.partition(":")
        if code:
            return Practice(self._charged(question, code))
        evidenced = self.scores.indicators[question].evidenced
        if evidenced is None:
            return Practice(Use.NOT_KNOWN, indicator=question)
        most = article.partly_stage if in_law is InLaw.PARTLY else evidenced
        stage = min(evidenced, most)
        return Practice(Use.STAGE, stage, question, capped=stage < evidenced)

    def _charged(self, question: str, code: str) -> Use:
        value = self._value(question)
        if value is None:
            return Use.NOT_ASKED
        if not value or UNKNOWN in value.split():
            return Use.NOT_KNOWN
        return Use.CHARGED if code in value.split() else Use.NOT_CHARGED

    def _practice_without_law(self, article: LegalRef) -> Practice:
        """Return what is reported of an article that isn't in law: never a stage."""
        if article.duty.optional or article.in_place:
            return Practice(Use.NOT_TOLD)
        if any(map(self._is_reported, article.practice)):
            return Practice(Use.WITHOUT_LEGAL_BASIS)
        return Practice(Use.NO_LEGAL_BASIS)

    def _is_reported(self, source: str) -> bool:
        """Return whether a fact says it is used; the stage of an indicator is about more."""
        question, _, code = source.partition(":")
        return bool(code) and code in (self._value(question) or "").split()


def _strength(status: InLaw) -> int:
    return (InLaw.NO, InLaw.PARTLY, InLaw.YES).index(status)
