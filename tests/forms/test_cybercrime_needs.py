"""The shipped instrument is consistent, and keeps the names and weights of version 1."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from assessor.assessment.core.accepted_forms import accept_form
from assessor.form.authoring.xlsform import read_form
from assessor.shipped import FORMS_FOLDER
from tests.support.scoring import version_1

FOLDER = FORMS_FOLDER / "cybercrime_needs"
CODES = ("en", "fr", "es", "ar")
RETIRED_QUESTIONS = {
    "thr_trend_enabled", "thr_organised", "prc_authoriser", "prc_retention_months",
    "inv_unit_exists", "inv_undercover", "for_lab_exists", "for_days", "jud_curriculum",
    "int_poc247", "int_mla_days", "ocs_unit", "ocs_victims", "ocs_tips", "ocs_icse",
    "ocs_hotline", "ppp_protocol", "ppp_agreements", "ppp_response_days", "prv_curriculum",
    "prv_helpline", "cap_turnover", "ta_budget",
}  # fmt: skip
"""Questions that are asked otherwise now; upgraded missions keep the answers. See
docs/decisions/instrument.md."""
RETIRED_LISTS = frozenset(("extent", "authoriser", "tips", "turnover", "sector", "stage5"))
RETIRED_CHOICES = frozenset((("invtools", "intercept"), ("forcap", "cloud")))


@cache
def sheet(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [{k: v for k, v in row.items() if v} for row in csv.DictReader(file)]


def references(text: str) -> Iterator[str]:
    """Return the legal_refs rows of a reference cell; a range counts as each article."""
    for part in filter(None, text.split(";")):
        instrument, _, articles = part.partition(":")
        if not articles:
            yield instrument
            continue
        first, dash, last = articles.partition("-")
        numbers = map(str, range(int(first), int(last) + 1)) if dash else [first]
        yield from (f"{instrument}:{number}" for number in numbers)


def test_it_has_no_problems_and_no_remarks() -> None:
    source = read_form(FOLDER)
    accept_form(source)
    assert source.remarks == ()


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("survey", ("name",)),
        ("choices", ("list_name", "name", "region")),
        ("dimensions", ("code", "weight", "score_field", "need_field")),
        ("indicators", ("code", "dimension", "weight")),
        ("areas", ("code", "months", "change_step", "depends_on")),
        ("missing_reasons", ("code",)),
        ("regions", ("region", "iso3", "iso2", "m49")),
    ],
)
def test_names_and_weights_never_change(name: str, keys: tuple[str, ...]) -> None:
    now = {tuple(row.get(key) for key in keys) for row in sheet(name)}
    before = {tuple(row.get(key) for key in keys) for row in version_1.rows(name)}
    stages = {(row["question"],) for row in version_1.rows("indicators")}
    retired = {(question,) for question in RETIRED_QUESTIONS}
    left = before - now - stages - retired
    assert {row for row in left if row[0] not in RETIRED_LISTS} - retired_choices() == set()


def retired_choices() -> set[tuple[str, str, None]]:
    return {(*each, None) for each in RETIRED_CHOICES}


def test_a_retired_name_is_not_used_again() -> None:
    assert not RETIRED_QUESTIONS & {row.get("name", "") for row in sheet("survey")}
    assert not RETIRED_LISTS & {row["list_name"] for row in sheet("choices")}
    assert not RETIRED_CHOICES & {(row["list_name"], row["name"]) for row in sheet("choices")}


def test_every_fact_of_a_criterion_is_a_question() -> None:
    known = {row["name"] for row in sheet("survey") if "name" in row}
    assert {row["fact"] for row in sheet("criteria") if "fact" in row} - known == set()


def test_every_value_of_the_samples_is_a_choice_of_its_question() -> None:
    lists: dict[str, set[str]] = {}
    for row in sheet("choices"):
        lists.setdefault(row["list_name"], set()).add(row["name"])
    for row in sheet("criteria"):
        for state in ("shown", "said", "no", *(["na"] if "may_not_arise" in row else [])):
            lists.setdefault(row["indicator"], set()).add(f"{row['code']}.{state}")
    types = {row["name"]: row["type"] for row in sheet("survey") if "name" in row}
    wrong = []
    for row in sheet("samples/answers"):
        kind, _, chosen_from = types[row["question"]].partition(" ")
        values = row.get("value", "").split() if kind == "select_multiple" else [row.get("value")]
        values = [] if "missing" in row else values
        if kind.startswith("select") and not set(values) <= lists[chosen_from]:
            wrong.append(row)
    assert wrong == []


def test_every_legal_reference_resolves() -> None:
    rows = sheet("legal_refs")
    known = {row["ref"] for row in rows} | {row["instrument_code"] for row in rows}
    cells = [row.get("bind::asr:legal", "") for row in sheet("survey")]
    cells += [row.get("legal", "") for name in ("indicators", "offences") for row in sheet(name)]
    assert {ref for cell in cells for ref in references(cell)} - known == set()


@pytest.mark.parametrize(
    ("name", "column", "target", "key"),
    [
        ("indicators", "dimension", "dimensions", "code"),
        ("indicators", "question", "survey", "name"),
        ("assistance", "question", "survey", "name"),
        ("assistance", "area", "areas", "code"),
        ("areas", "depends_on", "areas", "code"),
        ("dimensions", "score_field", "survey", "name"),
        ("dimensions", "need_field", "survey", "name"),
        ("dimensions", "finding_field", "survey", "name"),
        ("samples/answers", "question", "survey", "name"),
        ("samples/answers", "evidence", "evidence_scale", "code"),
    ],
)
def test_what_points_at_another_sheet_finds_it(
    name: str, column: str, target: str, key: str
) -> None:
    known = {row[key] for row in sheet(target) if key in row}
    assert {row[column] for row in sheet(name) if column in row} - known == set()


def test_choices_and_questions_are_said_in_every_language() -> None:
    names = ("English (en)", "French (fr)", "Spanish (es)", "Arabic (ar)")
    silent = [
        (row["name"], language)
        for name in ("survey", "choices")
        for row in sheet(name)
        for column in ("label", "guidance_hint", "constraint_message")
        for language in names
        if f"{column}::{names[0]}" in row and f"{column}::{language}" not in row
    ]
    assert silent == []


def test_files_are_plain(tmp_path: Path) -> None:
    for path in FOLDER.rglob("*.csv"):
        data = path.read_bytes()
        assert not data.startswith(b"\xef\xbb\xbf"), path
        assert b"\r" not in data, path
        assert data.endswith(b"\n"), path


def test_provenance_is_said_in_plain_words() -> None:
    text = "\n".join(path.read_text("utf-8") for path in FOLDER.rglob("*.csv"))
    assert not re.search(r"from memory|\.ts\)|github|wiki lists", text)
