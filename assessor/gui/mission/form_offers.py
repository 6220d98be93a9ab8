"""The forms one can begin with, and what the new-mission screen shows of one."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCollator, QLocale

from assessor import words
from assessor.form.parse.form_source import FormSource
from assessor.parcel.pack.mission_pack import PACK_SUFFIX as PACK
from assessor.parcel.pack.mission_pack import MissionPack
from assessor.shipped import FORMS_FOLDER

_NO_QUESTION = (
    "begin",
    "end",
    "note",
    "calculate",
    "start",
    "today",
    "deviceid",
    "hidden",
    "audit",
)
Rows = tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class FormOffer:
    """A form that comes with Assessor: where it lies and what it is called."""

    path: Path
    title: str


@dataclass(frozen=True, slots=True)
class FormDetails:
    """What a person is shown of a form before beginning: `countries` are (value, label)."""

    title: str
    version: str
    questions: int
    languages: tuple[str, ...]
    countries: tuple[tuple[str, str], ...]


def shipped_forms(language: str) -> Iterator[FormOffer]:
    """The forms that come with Assessor, by title; reads their settings alone, so it is quick.

    Titles are in `language` (a code) where the form has it.
    """
    for folder in sorted(FORMS_FOLDER.iterdir()):
        settings = folder / "settings.csv"
        if settings.is_file():
            with settings.open(encoding="utf-8-sig", newline="") as file:
                row = next(csv.DictReader(file), {})
            title = row.get(f"title_{language}") or row.get("form_title")
            yield FormOffer(folder, title or folder.name)


def read_offer(path: Path, passphrase: str | None) -> tuple[FormSource, MissionPack | None]:
    """What lies at `path`: a form, and the mission pack it is in, if it is in one.

    Raises FormError, and for a pack what open_pack does. Slow the first time, since a large
    library is loaded: to be called away from the window.
    """
    if path.suffix.lower() == PACK:
        from assessor.assessment.mission.mission_start_packs import open_pack

        pack = open_pack(path, passphrase=passphrase)
        return FormSource.unpack(pack.form), pack
    from assessor.form.authoring import xlsform

    return xlsform.read_form(path), None


def form_details(source: FormSource, language: str) -> FormDetails:
    """The facts of a FormSource, labels in `language` (a code) where the form has it."""
    sheets = source.sheets
    survey = sheets.get("survey", ())
    settings = (sheets.get("settings") or ({},))[0]
    languages = tuple(
        dict.fromkeys(
            name.split("::", 1)[1] for row in survey for name in row if name.startswith("label::")
        )
    )
    return FormDetails(
        title=settings.get("form_title", ""),
        version=settings.get("version", ""),
        questions=sum(_asks(row) for row in survey),
        languages=_default_first(languages, settings.get("default_language", "")),
        countries=_countries(survey, sheets.get("choices", ()), languages, language),
    )


def _asks(row: Mapping[str, str]) -> bool:
    """Whether a row of the survey asks something: not a note, nor the head of a grid."""
    heads = "label" in row.get("appearance", "").split()
    return not heads and not row.get("type", "note").startswith(_NO_QUESTION)


def _default_first(languages: tuple[str, ...], default: str) -> tuple[str, ...]:
    return tuple(sorted(languages, key=lambda one: one != default))


def _countries(
    survey: Rows, choices: Rows, languages: tuple[str, ...], language: str
) -> tuple[tuple[str, str], ...]:
    asked = next((row for row in survey if row.get("name") == "country"), {})
    kind, _, listed = asked.get("type", "").partition(" ")
    if kind != "select_one":
        return ()
    spoken = next((one for one in languages if words.language_code(one) == language), "")
    named = [
        (row["name"], row.get(f"label::{spoken}") or row.get("label") or _any_label(row))
        for row in choices
        if row.get("list_name") == listed and row.get("name")
    ]
    order = QCollator(QLocale(language))
    return tuple(sorted(named, key=lambda pair: order.sortKey(pair[1])))


def _any_label(row: Mapping[str, str]) -> str:
    return next((text for name, text in row.items() if name.startswith("label")), row["name"])
