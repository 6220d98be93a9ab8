"""The four sample missions as projections of the real form and answers."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
from datetime import UTC, date, datetime
from functools import cache

from assessor.form.live.instance import Instance
from assessor.form.model.definition import Form
from assessor.form.parse.form_parser import parse_form
from assessor.report.projection.projection import Projection
from assessor.report.projection.projector import project
from assessor.report.projection.report_facts import AttachedParcel, ReportFacts
from assessor.scoring.instrument import Instrument
from assessor.shipped import FORMS_FOLDER
from assessor.store.model.entry import Entry
from tests.support.assessment.laptops import instrument as source

FOLDER = FORMS_FOLDER / "cybercrime_needs"
COUNTRIES = ("XSV", "XSH", "XTL", "XNY")
OWN = {"XSV": "es", "XSH": "ar", "XTL": "en", "XNY": "fr"}


@cache
def rows(name: str, iso3: str) -> tuple[dict[str, str], ...]:
    with (FOLDER / "samples" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        found = [{k: v for k, v in row.items() if v} for row in csv.DictReader(file)]
    return tuple(row for row in found if row["iso3"] == iso3)


@cache
def form() -> Form:
    return parse_form(source())


@cache
def instrument() -> Instrument:
    found = Instrument.from_sheets(source().sheets)
    assert found
    return found


@cache
def paths() -> dict[str, str]:
    """The path of each question by its name."""
    return {path.rsplit("/", 1)[-1]: path for path in form().binds}


def entry(kind: str, key: str, body: dict[str, object]) -> Entry:
    name = hashlib.sha256(f"{kind} {key} {body}".encode()).hexdigest()
    return Entry(f"{name}:0", "0" * 32, kind, key, body, False, (), "Ana Torres", "ab" * 32, 0)


def reference(question: str, number: str) -> str:
    path = paths()[question]
    if not number:
        return path
    repeat, _, name = path.rpartition("/")
    return f"{repeat}[r{number}aaaaa]/{name}"


def heads(iso3: str) -> dict[tuple[str, str], tuple[Entry, ...]]:
    entries: list[Entry] = []
    cleared = {row["question"]: row["cleared"] for row in rows("cleared", iso3)}
    for row in rows("answers", iso3):
        key = reference(row["question"], row.get("repeat_no", ""))
        body: dict[str, object] = {
            part: row[part]
            for part in ("value", "evidence", "basis", "note", "missing")
            if part in row
        }
        if "sources" in row:
            body["sources"] = row["sources"].replace(";", " ").split()
        if row["question"] in cleared:
            body["cleared"] = cleared[row["question"]]
        entries.append(entry("answer", key, body))
    repeats = dict.fromkeys(e.key.rpartition("/")[0] for e in entries if "[" in e.key)
    entries += [entry("repeat", key, {}) for key in repeats]
    for row in rows("sources", iso3):
        body = {part: text for part, text in row.items() if part not in ("iso3", "source")}
        entries.append(entry("source", row["source"], body))
    for row in rows("plan", iso3):
        body = {part: text for part, text in row.items() if part not in ("iso3", "repeat_no")}
        ids = (f"r{number}aaaaa" for number in row.get("after", "").split())
        entries.append(
            entry("recommendation", f"r{row['repeat_no']}aaaaa", body | {"after": " ".join(ids)})
        )
    for number, row in enumerate(rows("statements", iso3)):
        body = {"reference": paths()[row["question"]]}
        body |= {part: row[part] for part in ("value", "source", "note") if part in row}
        entries.append(entry("statement", f"s{number}", body))
    return {(each.kind, each.key): (each,) for each in entries}


def language(code: str) -> str:
    """The form's own name for a language, or English for one it does not speak."""
    named = {each[-3:-1]: each for each in form().languages}
    return named.get(code, named["en"])


def instance(iso3: str, code: str) -> Instance:
    given = heads(iso3)
    return Instance(
        form(),
        now=lambda: datetime(2026, 6, 1, tzinfo=UTC),
        new_id=lambda: "zzzzzz",
        language=language(code),
        answers={
            key: str(e[0].body.get("value", ""))
            for (kind, key), e in given.items()
            if kind == "answer" and e[0].body
        },
        repeats=[key for kind, key in given if kind == "repeat"],
    )


def facts() -> ReportFacts:
    found = form()
    return ReportFacts(
        form_id=found.id,
        form_version=found.version,
        form_title=found.title,
        assessment="9f" * 16,
        made_on=date(2026, 6, 1),
        assessors=("Elena Robles", "Tomás Vidal"),
    )


def carried(projection: Projection) -> Projection:
    """The projection naming a parcel, as an export would."""
    fingerprint = hashlib.sha256(projection.profile.encode()).hexdigest()
    signers = (("Elena Robles", "k7dq-mzfa"),)
    signer = ("Elena Robles", "sezicha duvulu vichabo somosa laviva dafera")
    return projection.with_parcel(
        AttachedParcel("3f9c2a7e", fingerprint, 48_213, 243, 5, signers, signer)
    )


@cache
def sample(iso3: str, code: str, profile: str = "internal") -> Projection:
    """A sample for an audience in a language, made once."""
    made = project(
        instance(iso3, code),
        heads(iso3),
        facts=facts(),
        profile=profile,
        instrument=instrument(),
        language=language(code) if f"({code})" in language(code) else code,
    )
    return carried(made)


def short(projection: Projection) -> Projection:
    """The same with three of its twelve sections: every kind of page, in half the time."""
    return dataclasses.replace(projection, sections=projection.sections[:3])
