"""A mission in a few words: what its card, its title bar and its export call it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QDate, QDateTime, QLocale, QTime

from assessor import words
from assessor.form.labels.styled_text import plain_text
from assessor.gui.toolkit.text.phrases import Phrases

_DAYS = {
    "en": ("d MMMM yyyy", "d MMMM"),
    "es": ("d 'de' MMMM 'de' yyyy", "d 'de' MMMM"),
    "zh": ("yyyy年M月d日", "M月d日"),
}
"""How a day is written with and without its year, where it is not the plain way of `en`."""

_MOMENTS = {"ar": "d MMM yyyy، HH:mm", "zh": "yyyy年M月d日 HH:mm"}
_PLACES = ("country",)
_FIRST_DAYS, _LAST_DAYS = ("mission_start", "start_date"), ("mission_end", "end_date")


@dataclass(frozen=True, slots=True)
class Caption:
    """What a mission is called. `title` is never empty; days are ISO dates or empty.

    `copied` is when the last verified copy was made (ISO, local time), `copy` the file; or empty.
    """

    title: str
    place: str = ""
    first_day: str = ""
    last_day: str = ""
    answered: int = 0
    relevant: int = 0
    copied: str = ""
    copy: str = ""

    @property
    def name(self) -> str:
        """The place if it is known, else the form's title."""
        return self.place or self.title

    @property
    def percent(self) -> int:
        """Relevant questions that have an answer, 0 to 100, rounded down."""
        return min(100, self.answered * 100 // self.relevant) if self.relevant else 0

    def to_json(self) -> str:
        """As text for the list of recent missions."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @staticmethod
    def from_json(text: str) -> Caption | None:
        """Back from text; None if it is not a caption, as in a list written by hand."""
        try:
            return Caption(**json.loads(text))
        except (ValueError, TypeError):
            return None


def caption(assessment: Any) -> Caption:
    """The caption of an open Assessment, in the language of its questions."""
    found: dict[str, str] = {}
    for node in assessment.instance.questions():
        if node.value and node.name in (*_PLACES, *_FIRST_DAYS, *_LAST_DAYS):
            found.setdefault(node.name, _shown(node))
    done = assessment.progress(assessment.root)
    last = assessment.mission.last_backup()
    return Caption(
        title=assessment.form_title,
        place=_first(found, _PLACES),
        first_day=_first(found, _FIRST_DAYS),
        last_day=_first(found, _LAST_DAYS),
        answered=done.answered,
        relevant=done.relevant,
        copied="" if last is None else datetime.fromtimestamp(last.at / 1000).isoformat(),
        copy="" if last is None else str(last.path),
    )


def _shown(node: Any) -> str:
    """The value of a question: labels for choices, the text itself (of days in ISO) else."""
    said = node.value
    if not node.control.startswith(("select", "rank")):
        return str(said)
    labels = {choice.value: plain_text(choice.label) for choice in node.choices}
    chosen = said.split() if node.control != "select1" else [said]
    return ", ".join(labels.get(one, one) for one in chosen)


def days(first: str, last: str, language: str) -> str:
    """The days of a mission (ISO dates) as a reader of `language` writes them, or nothing."""
    found = [day for text in (first, last) if (day := _day(text)) is not None]
    whole, part = _DAYS.get(language, _DAYS["en"])
    tongue = locale(language)
    told = [tongue.toString(_q(day), whole) for day in dict.fromkeys(found)]
    if len(told) == 2 and found[0] < found[1] and found[0].year == found[1].year:
        same_month = found[0].month == found[1].month
        if whole.startswith("y"):  # the year comes first, and is not said again
            told[1] = tongue.toString(_q(found[1]), part.partition("月")[2] if same_month else part)
        else:
            told[0] = tongue.toString(_q(found[0]), "d" if same_month else part)
    return " – ".join(told)


def copy_told(at: datetime | None, path: str, phrases: Phrases) -> str:
    """When and where the last verified copy was made, in a few words; `at` is None for none."""
    if at is None:
        return phrases("No copy elsewhere yet")
    where = Path(path).parent
    when = moment(at, phrases.language)
    return phrases("Copy of {time} in {place}", time=when, place=where.name or where)


def moment(at: datetime, language: str) -> str:
    """A time on this laptop's clock, to the minute, as a reader of `language` writes it.

    An Arabic one is set between isolates, so that it stays whole in a line that begins in Latin.
    """
    when = QDateTime(_q(at.date()), QTime(at.hour, at.minute))
    told = locale(language).toString(when, _MOMENTS.get(language, "d MMM yyyy, HH:mm"))
    return f"\u2067{told}\u2069" if words.is_right_to_left(language) else told


def locale(language: str) -> QLocale:
    """The locale of a language; Arabic as written everywhere, with the digits of codes and keys."""
    return QLocale("ar_001" if language == "ar" else language)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _q(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _first(found: dict[str, str], names: tuple[str, ...]) -> str:
    return next((found[name] for name in names if name in found), "")
