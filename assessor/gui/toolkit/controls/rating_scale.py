"""Texts of the form's own sheets beside a question, in the user's language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from assessor.form.live.node import Node
from assessor.gui.toolkit.widgets.label_text import isolate
from assessor.scoring.instrument import Instrument
from assessor.scoring.instrument_records import Criterion
from assessor.scoring.instrument_sheets import Wording
from assessor.words import is_right_to_left

_REF = re.compile(r"^(?P<code>[^:]+):(?P<first>\d+)-(?P<last>\d+)$")


@dataclass(frozen=True, slots=True)
class Grade:
    """An evidence level: code, level 0 to 4, title, meaning, and the highest stage it supports."""

    code: str
    level: int
    title: str
    meaning: str
    supports: int | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A legal reference: as written in the form, name of the law, title of the article."""

    ref: str
    instrument: str
    title: str


@dataclass(frozen=True)
class RatingScale:
    """Evidence levels, reasons for blanks, stages, criteria and articles of a form.

    `criteria` are by the name of their question, `stage_titles` by number; `translate` gives a
    text of the sheets in the user's language.
    """

    grades: tuple[Grade, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)
    stages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    articles: Mapping[str, Article] = field(default_factory=dict)
    evidence_text: Callable[[str], str] = str
    criteria: Mapping[str, tuple[Criterion, ...]] = field(default_factory=dict)
    stage_titles: Mapping[int, str] = field(default_factory=dict)
    translate: Callable[[Wording], str] = lambda wording: wording["en"]

    def grade(self, code: str) -> Grade | None:
        """Return the evidence level of a code, None if the form has none."""
        return next((grade for grade in self.grades if grade.code == code), None)

    def reason(self, code: str) -> str:
        """Return the text of a reason for a blank; the code itself if it has none."""
        return self.reasons.get(code, code)

    def descriptors(self, node: Node) -> tuple[str, ...]:
        """Return the stage descriptors of the indicator a question rates, lowest first."""
        return self.stages.get(node.meta.get("indicator", ""), ())

    def criteria_of(self, node: Node) -> tuple[Criterion, ...]:
        """Return the criteria that a question asks about, in sheet order."""
        return self.criteria.get(node.name, ())

    def expected(self, node: Node) -> str:
        """Return the evidence to ask for, in the user's language where the form has it."""
        text = node.meta.get("evidence", "")
        return self.evidence_text(text) if text else ""

    def legal(self, node: Node) -> list[Article]:
        """Return the articles a question rests on, with ranges expanded where possible."""
        articles: list[Article] = []
        for ref in _listed(node.meta.get("legal", "")):
            articles.extend(self._expand(ref))
        return articles

    def _expand(self, ref: str) -> list[Article]:
        match = _REF.match(ref)
        if match is None:
            return [self.articles.get(ref, Article(ref, "", ""))]
        numbers = range(int(match["first"]), min(int(match["last"]), 999) + 1)
        references = [f"{match['code']}:{number}" for number in numbers]
        articles = [
            self.articles[reference] for reference in references if reference in self.articles
        ]
        return articles or [Article(ref, "", "")]


def scale_of(
    instrument: Instrument | None, language: str, words: Callable[[str], str]
) -> RatingScale:
    """Return the scale of a form in a language; without sheets, the common evidence ladder."""
    if instrument is None:
        return RatingScale(grades=_common(words), reasons=_reasons(words))

    def translated(wording: Wording) -> str:
        text = wording[language]
        foreign = is_right_to_left(language) and language not in wording
        return isolate(text) if foreign else text

    return RatingScale(
        grades=tuple(
            Grade(
                each.code,
                each.value,
                translated(each.titles),
                translated(each.meanings),
                each.supports,
            )
            for each in instrument.evidence_scale
        )
        or _common(words),
        reasons={each.code: translated(each.titles) for each in instrument.missing_reasons}
        or _reasons(words),
        stages={
            each.code: tuple(translated(text) for text in each.descriptors)
            for each in instrument.indicators
        },
        articles={
            each.ref: Article(each.ref, translated(each.instruments), translated(each.titles))
            for each in instrument.legal_refs
        },
        evidence_text=lambda text: translated(instrument.evidence_to_ask(text)),
        criteria={each.question: each.criteria for each in instrument.indicators if each.criteria},
        stage_titles={each.number: translated(each.titles) for each in instrument.stages},
        translate=translated,
    )


def _listed(text: str) -> Sequence[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _common(words: Callable[[str], str]) -> tuple[Grade, ...]:
    ladder = (
        ("none", words("None"), words("No support was seen or heard")),
        ("claimed", words("Claimed"), words("One person or group said so")),
        ("corroborated", words("Corroborated"), words("Two independent groups said so")),
        ("documented", words("Documented"), words("A text, register or figure was seen")),
        ("verified", words("Verified"), words("Seen working, tested or traced through a case")),
    )
    return tuple(
        Grade(code, level, title, meaning) for level, (code, title, meaning) in enumerate(ladder)
    )


def _reasons(words: Callable[[str], str]) -> Mapping[str, str]:
    return {
        "not_asked": words("Not asked"),
        "not_known": words("Asked; nobody knew"),
        "refused": words("Asked; not shared"),
        "pending": words("Promised for later"),
        "not_applicable": words("Does not apply here"),
    }
