"""Short description of a mission for cards, title bar and exports; dates and times in words."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QDateTime, QLocale, QTime

from assessor import words
from assessor.form.labels.styled_text import plain_text
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.store.model.changeset_core import DAY

if TYPE_CHECKING:
    from assessor.assessment.assessment import Assessment
    from assessor.form.live.node import Node

_DAYS = {
    "en": ("d MMMM yyyy", "d MMMM"),
    "es": ("d 'de' MMMM 'de' yyyy", "d 'de' MMMM"),
    "zh": ("yyyy年M月d日", "M月d日"),
}
"""Formats of a day with and without its year, where a language differs from `en`."""

_MOMENTS = {"ar": "d MMM yyyy، HH:mm", "zh": "yyyy年M月d日 HH:mm"}
_PLACES = ("country",)
_FIRST_DAYS, _LAST_DAYS = ("mission_start", "start_date"), ("mission_end", "end_date")


@dataclass(frozen=True, slots=True)
class Caption:
    """A short description of a mission. `title` is never empty; days are ISO dates or empty.

    `copied` is the time of the last backup (ISO, local time), `copy` its file; or both are empty.
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
        """The place if known, else the title of the form."""
        return self.place or self.title

    @property
    def percent(self) -> int:
        """Share of relevant questions with an answer, 0 to 100, rounded down."""
        return min(100, self.answered * 100 // self.relevant) if self.relevant else 0

    def to_json(self) -> str:
        """Return the caption as JSON for the list of recent missions."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @staticmethod
    def from_json(text: str) -> Caption | None:
        """Read a caption from JSON; None if it is invalid."""
        try:
            return Caption(**json.loads(text))
        except (ValueError, TypeError):
            return None


def caption(assessment: Assessment) -> Caption:
    """Return the caption of an open assessment, in the language of its questions."""
    values: dict[str, str] = {}
    for node in assessment.instance.questions():
        if node.value and node.name in (*_PLACES, *_FIRST_DAYS, *_LAST_DAYS):
            values.setdefault(node.name, _value_words(node))
    progress = assessment.progress(assessment.root)
    last = assessment.mission.last_backup()
    return Caption(
        title=assessment.form_title,
        place=_first_value(values, _PLACES),
        first_day=_first_value(values, _FIRST_DAYS),
        last_day=_first_value(values, _LAST_DAYS),
        answered=progress.answered,
        relevant=progress.relevant,
        copied="" if last is None else datetime.fromtimestamp(last.at / 1000).isoformat(),
        copy="" if last is None else str(last.path),
    )


def _value_words(node: Node) -> str:
    """Return the value of a question in words: labels for choices, else the text itself."""
    value = node.value
    if not node.control.startswith(("select", "rank")):
        return str(value)
    labels = {choice.value: plain_text(choice.label) for choice in node.choices}
    chosen = value.split() if node.control != "select1" else [value]
    return ", ".join(labels.get(choice_value, choice_value) for choice_value in chosen)


def days(first: str, last: str, language: str) -> str:
    """Return the days of a mission (ISO dates) in words, or an empty text."""
    dates = [day for text in (first, last) if (day := _day(text)) is not None]
    full_format, short_format = _DAYS.get(language, _DAYS["en"])
    locale_ = locale(language)
    texts = [locale_.toString(_qdate(day), full_format) for day in dict.fromkeys(dates)]
    if len(texts) == 2 and dates[0] < dates[1] and dates[0].year == dates[1].year:
        same_month = dates[0].month == dates[1].month
        if full_format.startswith("y"):  # the year comes first and is not repeated
            texts[1] = locale_.toString(
                _qdate(dates[1]), short_format.partition("月")[2] if same_month else short_format
            )
        else:
            texts[0] = locale_.toString(_qdate(dates[0]), "d" if same_month else short_format)
    return " – ".join(texts)


def backup_words(at: datetime | None, path: str, phrases: Phrases) -> str:
    """Return time and place of the last verified backup in words; `at` is None if there is none."""
    if at is None:
        return phrases("No copy elsewhere yet")
    folder = Path(path).parent
    time_text = moment(at, phrases.language)
    return phrases("Copy of {time} in {place}", time=time_text, place=folder.name or folder)


def moment(at: datetime, language: str) -> str:
    """Return a local time to the minute in words; an Arabic one is isolated from Latin text."""
    when = QDateTime(_qdate(at.date()), QTime(at.hour, at.minute))
    text = locale(language).toString(when, _MOMENTS.get(language, "d MMM yyyy, HH:mm"))
    return f"\u2067{text}\u2069" if words.is_right_to_left(language) else text


def when_written(at: int, language: str) -> str:
    """Return the local time of an entry (ms UTC) in words; its day where only that is known."""
    if at % DAY == 0:
        day = datetime.fromtimestamp(at / 1000, UTC).date().isoformat()
        return days(day, day, language)
    return moment(datetime.fromtimestamp(at / 1000), language)


def locale(language: str) -> QLocale:
    """Return the locale of a language; Arabic with Western digits, as in codes and keys."""
    return QLocale("ar_001" if language == "ar" else language)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _first_value(values: dict[str, str], names: tuple[str, ...]) -> str:
    return next((values[name] for name in names if name in values), "")
