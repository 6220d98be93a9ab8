"""A registry for other programs: CSV, Excel, GeoJSON, SQLite for Datasette, ODK submissions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assessor.assessment.assessment import Assessment
from assessor.assessment.comparing import Compared, figures_of
from assessor.assessment.lexicon import speak
from assessor.assessment.sheet_cells import as_text
from assessor.assessment.shelf import Shelf
from assessor.assessment.submitting import submit
from assessor.assessment.tabling import as_csv, folder_for, whole
from assessor.assessment.telling import Tell, silent
from assessor.assessment.tracing import worded
from assessor.assessment.writing import put
from assessor.errors import Refused
from assessor.form.node import Node
from assessor.form.styling import plain
from assessor.parcel.keys import Identity
from assessor.registry.cases import Case
from assessor.registry.figure import Cell, Figure
from assessor.registry.meanings import CODES, sheet_of
from assessor.registry.publish import (
    Sheet,
    by_country,
    codebook,
    columns,
    missions,
    sections,
    stages,
)
from assessor.report.tables_book import tables_book
from assessor.store.entry import in_conflict
from assessor.store.mission import Mission
from assessor.store.tables import View, tables_file
from assessor.words import translator

FORMATS = ("csv", "xlsx", "geojson", "sqlite", "parquet", "odk")

INTERNAL = (
    "Internal: every answer of the registry is in these files, whatever its marking. They are for "
    "the team's own analysis; what others may read is exported report by report."
)
"""Lies beside everything that is published (English source string)."""

_SAID = columns(
    assessment="Identifier of the assessment",
    iso3="Country, the form's code",
    reference="Path of the question, instances of repeats by their ids",
    question="Name of the question",
    value="Lexical value as XForms has it; codes of several choices apart by spaces",
    said="The value as the form words it",
    evidence="Code of the evidence level",
    basis="desk or field",
    missing="Code of why there is no value",
    sensitivity="Stricter marking of this answer, where one was set",
    contested="1 where more than one answer stands; the one shown is in the row",
    at="When it was said, by the writer's clock, milliseconds since 1970 UTC",
)
_ASKED = columns(
    form="Form: identifier and version",
    question="Name of the question",
    path="Path of the question",
    label="The question, in words",
    type="Type of its value, as XForms has it",
    control="How it is asked",
    choices="Codes and labels of the choices there are now",
    legal="Articles it is about",
    indicator="Indicator it rates",
)


@dataclass(frozen=True)
class Published:
    """A registry read out once: its tables, and what they were made of."""

    cases: tuple[Case, ...]
    sheets: tuple[Sheet, ...]
    language: str


def tables_of(
    mission: Mission, identity: Identity, language: str, tell: Tell | None = None
) -> Published:
    """Every table of a registry, in a language where its forms have it.

    Notes, sources and statements stay in the registry: they may name people, and what of them may
    be shared is judged report by report. Raises Refused for a registry without scored assessments.
    """
    gathered: dict[str, list[tuple[Cell, ...]]] = {}
    asked: dict[tuple[Cell, Cell], tuple[Cell, ...]] = {}

    def gather(assessment: Assessment) -> None:
        speak(assessment.instance, language)  # of this reading alone
        country = assessment.facts().country_code
        gathered[assessment.uuid] = list(_answers(assessment, country))
        _ask(assessment, asked)

    with Shelf(mission, identity) as shelf:
        told = tell or silent
        lines = shelf.lines(lambda done, of: told("Gathering the answers…", done, of), see=gather)
        cases = tuple(shelf.cases(lines, language).whole())
    for at, uuid in enumerate(lines):
        told("Gathering the answers…", at, len(lines))
        if uuid not in gathered:  # it is kept, and was not opened for that
            gather(Assessment.of(mission, uuid, identity))
    said = [row for uuid in lines for row in gathered[uuid]]
    if not said:
        raise Refused("{file} holds no answers to publish.", file=mission.path.name)
    answers = Sheet(
        "answers", "What stands as the answer to every question that was dealt with", _SAID,
        tuple(said), ("assessment", "reference"),
    )  # fmt: skip
    questions = Sheet(
        "questions", "Every question of the forms", _ASKED, tuple(asked.values()), ("form", "path")
    )
    tables = (missions(cases), sections(cases, language), stages(cases, language), answers)
    compared = tuple(map(sheet_of, figures_of(Compared(cases), language=language)[2:-1]))
    instruments = (case.instrument for case in cases)
    book = codebook((*tables, *compared), questions, instruments, CODES)
    return Published(cases, (*tables, *compared, questions, book), language)


def _each(mission: Mission, identity: Identity, tell: Tell | None = None) -> Iterator[Assessment]:
    """The assessments of a registry; what is joined once."""
    done: set[str] = set()
    every = mission.assessments()
    for at, row in enumerate(every):
        (tell or silent)("Gathering the answers…", at, len(every))
        if row.uuid not in done:
            done.update(mission.joined(row.uuid))
            yield Assessment.of(mission, row.uuid, identity)


def _answers(assessment: Assessment, country: str) -> Iterator[tuple[Cell, ...]]:
    for node in assessment.instance.questions():
        atom = assessment.shown(node.reference)
        if not node.relevant or not (node.value or atom.missing):
            continue
        yield (
            assessment.uuid, country, node.reference, node.name, node.value,
            _worded(node), atom.evidence, atom.basis, atom.missing, atom.sensitivity,
            in_conflict(assessment.heads("answer", node.reference)),
            atom.entry.at if atom.entry else None,
        )  # fmt: skip


def _worded(node: Node) -> str:
    values = node.value.split() if node.control in ("select", "rank") else [node.value]
    return "; ".join(worded(node, value) for value in values)


def _ask(assessment: Assessment, asked: dict[tuple[Cell, Cell], tuple[Cell, ...]]) -> None:
    """Put the questions of an assessment among those `asked` before, by form and path."""
    form = f"{assessment.form.id} {assessment.form.version}"
    for node in assessment.instance.questions():
        path = "/".join(step.partition("[")[0] for step in node.reference.split("/"))
        if (form, path) not in asked:
            choices = "; ".join(f"{one.value} = {plain(one.label)}" for one in node.choices)
            asked[form, path] = (
                form, node.name, path, plain(node.label), node.type, node.control, choices,
                node.meta.get("legal", ""), node.meta.get("indicator", ""),
            )  # fmt: skip


def publish(published: Published, kind: str, folder: Path) -> tuple[Path, ...]:
    """Write the tables to `folder` as `kind`, one of FORMATS; a codebook with each, and a note that
    they are internal: whatever their marking, all answers are in them.

    Of odk it is the codebook alone: publish_odk writes the submissions.

    Raises FileError where the disk refuses, Refused for parquet without the library it needs.
    """
    files = _files(published, kind, folder)
    folder_for(folder)
    book = published.sheets[-1]
    return tuple(
        _put(content, folder / name)
        for name, content in {
            "INTERNAL.txt": f"{translator(published.language)(INTERNAL)}\n".encode(),
            **{f"{each.name}.csv": _csv(each) for each in (published.sheets[-2], book)},
            **files,
        }.items()
    )


def _files(published: Published, kind: str, folder: Path) -> dict[str, bytes]:
    if kind == "csv":
        return {f"{each.name}.csv": _csv(each) for each in published.sheets}
    if kind == "xlsx":
        tables = [(each.name, each.head, each.rows) for each in published.sheets]
        return {"registry.xlsx": tables_book(tables, as_text)}
    if kind == "geojson":
        found = json.dumps(by_country(published.cases), ensure_ascii=False, indent=1)
        return {"countries.geojson": found.encode()}
    if kind == "odk":
        return {}
    if kind == "parquet":
        return _parquet(published, folder)
    keyed = [(each.name, each.head, each.rows, each.key) for each in published.sheets]
    return {
        "registry.db": tables_file(keyed, _VIEWS),
        "metadata.json": json.dumps(_metadata(published), ensure_ascii=False, indent=1).encode(),
    }


def _parquet(published: Published, folder: Path) -> dict[str, bytes]:
    try:
        from assessor.store.parquet import clear_away, parquet_file
    except ImportError as error:
        raise Refused(
            '{what} needs a library that is not installed here: run pip install "{extra}", then'
            " again.",
            what="Parquet",
            extra="assessor[parquet]",
        ) from error
    clear_away(folder_for(folder))
    return {
        f"{each.name}.parquet": parquet_file(each.head, each.rows, folder)
        for each in published.sheets
    }


_VIEWS = (
    View(
        "stages_by_country",
        "SELECT a.country, a.start, s.section, s.title, s.asserted, s.evidenced, s.evidence "
        "FROM stages AS s JOIN assessments AS a USING (assessment) "
        "ORDER BY s.indicator, a.country, a.start",
    ),
    View(
        "answers_in_words",
        "SELECT a.iso3, q.label, a.said, a.evidence, a.missing, a.reference, a.assessment "
        "FROM answers AS a LEFT JOIN (SELECT question, min(label) AS label FROM questions "
        "GROUP BY question) AS q USING (question)",
    ),
    View(
        "needed_and_unfunded",
        "SELECT name, title, priority, requested FROM needs_and_offers "
        "WHERE verdict = 'needed and unfunded' ORDER BY name, priority DESC",
    ),
)


def _metadata(published: Published) -> dict[str, object]:
    """What Datasette shows beside the tables (its metadata.json)."""
    tables = {
        each.name: {
            "description": each.meaning,
            "columns": {column.name: column.meaning for column in each.columns},
        }
        for each in published.sheets
    }
    return {
        "title": "Registry of assessments",
        "description": "Countries are not ranked: compare one indicator, one wording at a time",
        "databases": {"registry": {"tables": tables}},
    }


def publish_odk(
    mission: Mission, identity: Identity, folder: Path, tell: Tell | None = None
) -> tuple[Path, ...]:
    """Write every assessment as an ODK submission with its files, each in a folder of its own.

    A folder is called by the assessment, so that the same registry writes the same places again.
    Raises FileError, Refused as submit does.
    """
    found = []
    for assessment in _each(mission, identity, tell):
        place = folder_for(folder / assessment.uuid)
        done = submit(assessment, place / "submission.xml")
        found += [done.path, *done.beside]
    return tuple(found)


def _csv(sheet: Sheet) -> bytes:
    return as_csv(Figure(sheet.name, sheet.head, sheet.rows))


def _put(content: bytes, path: Path) -> Path:
    put(content, path, whole(content))
    return path
