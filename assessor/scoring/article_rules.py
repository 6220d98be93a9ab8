"""Rules that say which answers decide whether an article of a treaty is in national law.

A rule stands in a cell of the sheet `legal_refs`: `question: code=yes code=partly`, or, where an
article has several elements, `question: code + code`. `&` joins questions that decide together, and
`||` stands before what decides where nobody knows that. See docs/scoring.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

UNKNOWN = "unknown"
"""The choice that says nobody knew."""

_OTHERWISE = "else"


class InLaw(Enum):
    """Whether national law has what an article asks for."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    NOT_KNOWN = "not known"
    NOT_ASKED = "not asked"

    @property
    def known(self) -> bool:
        """Whether an answer decides it."""
        return self in _KNOWN


_KNOWN = (InLaw.NO, InLaw.PARTLY, InLaw.YES)  # weakest first
_WRITTEN = {each.value: each for each in _KNOWN}

Values = Callable[[str], str | None]
"""Returns the value of an answer, blank if there is none; None for a question that the form does
not ask."""


@dataclass(frozen=True)
class RuleTerm:
    """What one question says: each of its choices (`statuses`), or how many of the `elements`."""

    question: str
    statuses: Mapping[str, InLaw]
    elements: tuple[str, ...] = ()

    def status(self, values: Values) -> InLaw:
        """Return what the answer to the question says."""
        value = values(self.question)
        if value is None:
            return InLaw.NOT_ASKED
        codes = value.split()
        if not codes or UNKNOWN in codes:
            return InLaw.NOT_KNOWN
        if self.elements:
            met = sum(each in codes for each in self.elements)
            return InLaw.YES if met == len(self.elements) else _WRITTEN["partly" if met else "no"]
        found = [self.statuses[code] for code in codes if code in self.statuses]
        return max(found, key=_KNOWN.index, default=self.statuses.get(_OTHERWISE, InLaw.NOT_KNOWN))

    @property
    def whole(self) -> bool:
        """Whether it can say that all of the article is in law."""
        return bool(self.elements) or InLaw.YES in self.statuses.values()


@dataclass(frozen=True)
class RuleLimit:
    """An article is at most `status` where the answer to `question` is one of `codes`."""

    status: InLaw
    question: str
    codes: frozenset[str]

    def applies(self, values: Values) -> bool:
        """Return whether the answer is one of the codes."""
        return not self.codes.isdisjoint((values(self.question) or "").split())


@dataclass(frozen=True)
class Decision:
    """What decides an article, and how; `whole` is False if the questions asked about it cannot say
    that all of it is in law."""

    in_law: InLaw
    questions: tuple[str, ...] = ()
    whole: bool = True


@dataclass(frozen=True)
class ArticleRule:
    """The questions that decide an article: the first of `alternatives` whose answer is known."""

    alternatives: tuple[tuple[RuleTerm, ...], ...] = ()
    limits: tuple[RuleLimit, ...] = ()

    def decide(self, values: Values) -> Decision:
        """Return whether the article is in law by the answers, and what decides it."""
        open_decision = Decision(InLaw.NOT_ASKED)
        for terms in self.alternatives:
            status = join_statuses(term.status(values) for term in terms)
            if status is InLaw.NOT_ASKED:
                continue
            questions = tuple(each.question for each in terms if values(each.question) is not None)
            decision = Decision(status, questions, all(term.whole for term in terms))
            if status.known:
                return self._limited(decision, values)
            if not any(values(each) for each in open_decision.questions):
                open_decision = decision
        return open_decision

    def questions(self, values: Values) -> tuple[str, ...]:
        """Return every question that bears on the decision and that the form asks."""
        terms = (term.question for terms in self.alternatives for term in terms)
        named = dict.fromkeys((*terms, *(limit.question for limit in self.limits)))
        return tuple(name for name in named if values(name) is not None)

    def _limited(self, decision: Decision, values: Values) -> Decision:
        for limit in self.limits:
            if limit.applies(values):
                status = min(decision.in_law, limit.status, key=_KNOWN.index)
                questions = dict.fromkeys((*decision.questions, limit.question))
                decision = Decision(status, tuple(questions), decision.whole)
        return decision


def join_statuses(statuses: Iterable[InLaw]) -> InLaw:
    """Return the status of an article by those of its elements; one element is not the article."""
    found = list(statuses)
    known = {each for each in found if each.known}
    if not known:
        return InLaw.NOT_KNOWN if InLaw.NOT_KNOWN in found else InLaw.NOT_ASKED
    if len(known) > 1 or InLaw.PARTLY in known:
        return InLaw.PARTLY
    if all(each.known for each in found):
        return found[0]
    return InLaw.PARTLY if InLaw.YES in known else InLaw.NOT_KNOWN


def read_rule(rule: str, limits: str) -> ArticleRule:
    """Read the cells `in_law` and `at_most`. Raises ValueError naming what cannot be read."""
    alternatives = tuple(
        tuple(map(_read_term, _parts(alternative, "&"))) for alternative in _parts(rule, "||")
    )
    return ArticleRule(alternatives, tuple(map(_read_limit, _parts(limits, ";"))))


def _parts(cell: str, separator: str) -> Iterator[str]:
    return (part.strip() for part in cell.split(separator) if part.strip())


def _read_term(text: str) -> RuleTerm:
    question, colon, rest = (part.strip() for part in text.partition(":"))
    if not colon or not rest:
        raise ValueError(text)
    if "=" not in rest:
        return RuleTerm(question, {}, tuple(_parts(rest, "+")))
    pairs = (part.partition("=") for part in rest.split())
    return RuleTerm(question, {code: _read_status(status) for code, _, status in pairs})


def _read_limit(text: str) -> RuleLimit:
    status, _, condition = text.partition(" if ")
    question, equals, codes = condition.partition("=")
    if not equals:
        raise ValueError(text)
    return RuleLimit(_read_status(status.strip()), question.strip(), frozenset(codes.split()))


def _read_status(text: str) -> InLaw:
    if text not in _WRITTEN:
        raise ValueError(text)
    return _WRITTEN[text]
