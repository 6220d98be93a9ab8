"""The shipped instrument is equal to its source workbook and consistent."""

from __future__ import annotations

import csv
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from assessor.shipped import FORMS_FOLDER
from tests.support.forms.cybercrime_needs import WORKBOOK

FOLDER = FORMS_FOLDER / "cybercrime_needs"
CODES = ("en", "fr", "es", "ar")
FORM_SHEETS = ("survey", "choices", "settings")


@cache
def sheet(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [{k: v for k, v in row.items() if v} for row in csv.DictReader(file)]


def header(name: str) -> list[str]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def convert(source: Any) -> tuple[str, list[str]]:
    """Return the XForm of a workbook or of sheets, and pyxform's warnings."""
    from pyxform.xls2xform import convert as pyxform_convert

    warnings: list[str] = []
    return pyxform_convert(source, warnings=warnings).xform, warnings


@cache
def shipped() -> tuple[str, list[str]]:
    sheets = {name: sheet(name) for name in FORM_SHEETS}
    headers = {f"{name}_header": [dict.fromkeys(header(name))] for name in FORM_SHEETS}
    return convert(sheets | headers)


def bones(xform: str) -> list[tuple[str, tuple[tuple[str, str], ...], str]]:
    """Return an XForm without wording, help and version, in document order."""
    found = []
    for node in ET.fromstring(xform).iter():
        tag = node.tag.rpartition("}")[2]
        if tag in {"value", "text", "hint", "title", "translation"}:
            continue
        kept = {k: v for k, v in node.attrib.items() if k not in {"version"}}
        kept = {k: v for k, v in kept.items() if not k.endswith(("}evidence", "}requiredMsg"))}
        found.append((tag, tuple(sorted(kept.items())), (node.text or "").strip()))
    return found


def references(text: str) -> Iterator[str]:
    """Return the legal_refs rows of a reference cell; a range counts as each article."""
    for part in filter(None, text.split(";")):
        instrument, _, articles = part.partition(":")
        if not articles:
            yield instrument
            continue
        first, _, last = articles.partition("-")
        for number in range(int(first), int(last or first) + 1):
            yield f"{instrument}:{number}"


def test_it_converts_without_a_warning() -> None:
    assert shipped()[1] == []


@pytest.mark.skipif(not WORKBOOK.exists(), reason="the workbook is not beside this repository")
def test_it_is_the_workbooks_form_but_for_wording() -> None:
    assert bones(shipped()[0]) == bones(convert(str(WORKBOOK))[0])


@pytest.mark.skipif(not WORKBOOK.exists(), reason="the workbook is not beside this repository")
@pytest.mark.parametrize(
    ("name", "there", "keys"),
    [
        ("survey", "survey", ("type", "name", "bind::asr:kind", "bind::asr:indicator")),
        ("choices", "choices", ("list_name", "name", "region")),
        ("dimensions", "dimensions", ("code", "weight", "score_field", "need_field")),
        ("indicators", "indicators", ("code", "question", "dimension", "weight")),
        ("assistance", "assistance", ("indicator", "question", "op", "value", "area")),
        ("areas", "assistance_areas", ("code", "months", "change_step", "depends_on")),
        ("evidence_scale", "evidence_scale", ("code", "value", "max_stage_it_supports")),
        ("missing_reasons", "missing_reasons", ("code",)),
        ("regions", "regions", ("region", "iso3", "iso2", "m49")),
        ("samples/expected", "demo_expected", ("iso3", "dimension", "asserted_score")),
    ],
)
def test_names_and_weights_never_change(name: str, there: str, keys: tuple[str, ...]) -> None:
    import openpyxl

    with closing(openpyxl.load_workbook(WORKBOOK, read_only=True)) as book:
        header, *rows = book[there].iter_rows(values_only=True)
    theirs = [{str(h): str(c) for h, c in zip(header, row, strict=True)} for row in rows]
    ours = [tuple(row.get(key, "None") for key in keys) for row in sheet(name)]
    assert ours == [tuple(row[key] for key in keys) for row in theirs]


def test_every_value_of_the_samples_is_a_choice_of_its_question() -> None:
    lists: dict[str, set[str]] = {}
    for row in sheet("choices"):
        lists.setdefault(row["list_name"], set()).add(row["name"])
    types = {row["name"]: row["type"] for row in sheet("survey") if "name" in row}
    wrong = []
    for row in sheet("samples/answers"):
        kind, _, chosen_from = types[row["question"]].partition(" ")
        values = row.get("value", "").split() if kind == "select_multiple" else [row.get("value")]
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
