"""The forms offered for a new mission, and their details."""

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
    """A form shipped with Assessor: its path and title."""

    path: Path
    title: str


@dataclass(frozen=True, slots=True)
class FormDetails:
    """The details of a form; `countries` are (value, label).

    It is conditional if it asks some of its questions only after certain answers.
    """

    title: str
    version: str
    questions: int
    is_conditional: bool
    languages: tuple[str, ...]
    countries: tuple[tuple[str, str], ...]


def shipped_forms(language: str) -> Iterator[FormOffer]:
    """Return the shipped forms sorted by title, in `language` (a code) if the form has it."""
    for folder in sorted(FORMS_FOLDER.iterdir()):
        settings = folder / "settings.csv"
        if settings.is_file():
            with settings.open(encoding="utf-8-sig", newline="") as file:
                row = next(csv.DictReader(file), {})
            title = row.get(f"title_{language}") or row.get("form_title")
            yield FormOffer(folder, title or folder.name)


def read_offer(path: Path, passphrase: str | None) -> tuple[FormSource, MissionPack | None]:
    """Read the form at `path`, and its mission pack if it is in one.

    Raises FormError and the errors of open_pack. The first call loads a large library.
    """
    if path.suffix.lower() == PACK:
        from assessor.assessment.mission.mission_start_packs import open_pack

        pack = open_pack(path, passphrase=passphrase)
        return FormSource.unpack(pack.form), pack
    from assessor.form.authoring import xlsform

    return xlsform.read_form(path), None


def form_details(source: FormSource, language: str) -> FormDetails:
    """Return the details of a form, with labels in `language` (a code) if the form has it."""
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
        questions=sum(_is_question(row) for row in survey),
        is_conditional=any(row.get("relevant") or row.get("relevance") for row in survey),
        languages=_default_first(languages, settings.get("default_language", "")),
        countries=_countries(survey, sheets.get("choices", ()), languages, language),
    )


def _is_question(row: Mapping[str, str]) -> bool:
    """Return whether a survey row is a question: no note, no grid heading."""
    heads = "label" in row.get("appearance", "").split()
    return not heads and not row.get("type", "note").startswith(_NO_QUESTION)


def _default_first(languages: tuple[str, ...], default: str) -> tuple[str, ...]:
    return tuple(sorted(languages, key=lambda language: language != default))


def _countries(
    survey: Rows, choices: Rows, languages: tuple[str, ...], language: str
) -> tuple[tuple[str, str], ...]:
    country_row = next((row for row in survey if row.get("name") == "country"), {})
    kind, _, listed = country_row.get("type", "").partition(" ")
    if kind != "select_one":
        return ()
    matching = next((one for one in languages if words.language_code(one) == language), "")
    named = [
        (row["name"], row.get(f"label::{matching}") or row.get("label") or _any_label(row))
        for row in choices
        if row.get("list_name") == listed and row.get("name")
    ]
    order = QCollator(QLocale(language))
    return tuple(sorted(named, key=lambda pair: order.sortKey(pair[1])))


def _any_label(row: Mapping[str, str]) -> str:
    return next((text for name, text in row.items() if name.startswith("label")), row["name"])
