"""What the form's own sheets say beside a question, in the person's language, for the screen."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from assessor.form.live.node import Node
from assessor.gui.toolkit.widgets.label_text import separate_lines
from assessor.scoring.instrument import Instrument
from assessor.scoring.instrument_sheets import Wording
from assessor.words import is_right_to_left

_REF = re.compile(r"^(?P<code>[^:]+):(?P<first>\d+)-(?P<last>\d+)$")


@dataclass(frozen=True, slots=True)
class Grade:
    """An evidence level: its code, 0 to 4, its title, its meaning, the highest stage it carries."""

    code: str
    level: int
    title: str
    meaning: str
    supports: int | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A legal reference: as the form writes it, the instrument's name and the article's title."""

    ref: str
    instrument: str
    title: str


@dataclass(frozen=True)
class RatingScale:
    """Evidence levels, reasons for a blank, stage descriptors, articles; none for plain forms."""

    grades: tuple[Grade, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)
    stages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    articles: Mapping[str, Article] = field(default_factory=dict)
    to_ask: Callable[[str], str] = str

    def grade(self, code: str) -> Grade | None:
        """The evidence level of a code, None for a code the form does not have."""
        return next((grade for grade in self.grades if grade.code == code), None)

    def reason(self, code: str) -> str:
        """Why there is no answer, in words; the code itself where the form has no words for it."""
        return self.reasons.get(code, code)

    def descriptors(self, node: Node) -> tuple[str, ...]:
        """What each stage asks, the lowest first, of the indicator a question rates."""
        return self.stages.get(node.meta.get("indicator", ""), ())

    def expected(self, node: Node) -> str:
        """The evidence to ask for, in the person's language where the form has it so."""
        text = node.meta.get("evidence", "")
        return self.to_ask(text) if text else ""

    def legal(self, node: Node) -> list[Article]:
        """The articles a question rests on, ranges written out where the form lists them."""
        found: list[Article] = []
        for ref in _listed(node.meta.get("legal", "")):
            found.extend(self._expand(ref))
        return found

    def _expand(self, ref: str) -> list[Article]:
        match = _REF.match(ref)
        if match is None:
            return [self.articles.get(ref, Article(ref, "", ""))]
        numbers = range(int(match["first"]), min(int(match["last"]), 999) + 1)
        known = [f"{match['code']}:{number}" for number in numbers]
        found = [self.articles[each] for each in known if each in self.articles]
        return found or [Article(ref, "", "")]


def scale_of(
    instrument: Instrument | None, language: str, words: Callable[[str], str]
) -> RatingScale:
    """The scale of a form in a language; of a form without sheets, the common evidence ladder."""
    if instrument is None or not instrument.evidence_scale:
        return RatingScale(grades=_common(words), reasons=_reasons(words))

    def told(wording: Wording) -> str:
        text = wording[language]
        foreign = is_right_to_left(language) and language not in wording
        return separate_lines(text) if foreign else text

    return RatingScale(
        grades=tuple(
            Grade(
                each.code,
                each.value,
                told(each.titles),
                told(each.meanings),
                each.supports,
            )
            for each in instrument.evidence_scale
        ),
        reasons={each.code: told(each.titles) for each in instrument.missing_reasons},
        stages={
            each.code: tuple(told(text) for text in each.descriptors)
            for each in instrument.indicators
        },
        articles={
            each.ref: Article(each.ref, told(each.instruments), told(each.titles))
            for each in instrument.legal_refs
        },
        to_ask=lambda text: told(instrument.evidence_to_ask(text)),
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
    return tuple(Grade(code, at, title, what) for at, (code, title, what) in enumerate(ladder))


def _reasons(words: Callable[[str], str]) -> Mapping[str, str]:
    return {
        "not_asked": words("Not asked"),
        "not_known": words("Asked; nobody knew"),
        "refused": words("Asked; not shared"),
        "pending": words("Promised for later"),
        "not_applicable": words("Does not apply here"),
    }
