"""Publication of a registry: CSV, Excel, GeoJSON, SQLite for Datasette, ODK submissions."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

from assessor.assessment.assessment import Assessment
from assessor.assessment.base.file_writing import make_folder
from assessor.assessment.base.progress import ProgressCallback, no_progress
from assessor.assessment.base.spreadsheet_safety import safe_cell
from assessor.assessment.core.form_versions import refuse_disputed_form
from assessor.assessment.headquarters import case_comparison
from assessor.assessment.headquarters.cached_answers import AnswerTable
from assessor.assessment.headquarters.case_cache import CaseCache
from assessor.assessment.headquarters.case_format import CaseHead
from assessor.assessment.mission.outgoing_seal import OutgoingSeal, choose_seal, write_files
from assessor.assessment.odk.submission_export import prepare_submission, write_submission
from assessor.errors import Reason, Refused
from assessor.garbage import paused
from assessor.parcel.keys.identity import Identity
from assessor.parcel.pack.parcel_pack import INTERNAL_PROFILE
from assessor.registry.analysis import published_tables
from assessor.registry.analysis.cases import Case
from assessor.registry.analysis.codebook import TABLE_CODES, figure_table
from assessor.registry.analysis.figure import Cell, Figure, TidyTable
from assessor.registry.analysis.published_criteria import CRITERIA_CODES, criteria_table
from assessor.report.output.excel_sheets import tables_book
from assessor.store.files.durable_files import remove_scratch
from assessor.store.files.sqlite_tables import TableView, sqlite_file
from assessor.store.write.mission import Mission
from assessor.words import translator

FORMATS = ("csv", "xlsx", "geojson", "sqlite", "parquet", "odk")

_GATHERING = "Gathering the answers…"
_AT_ONCE = 50
"""Assessments read between two reports of progress."""

INTERNAL = (
    "Internal: every answer of the registry is in these files, whatever its marking. They are for "
    "the team's own analysis; what others may read is exported report by report."
)
"""Note beside everything published (English source string)."""


@dataclass(frozen=True)
class Published:
    """The tables read from a registry, and what they were made of; which missions are left out or
    unverified, and why."""

    cases: tuple[Case, ...]
    sheets: tuple[TidyTable, ...]
    language: str
    notes: tuple[Reason, ...] = ()


def read_registry(
    mission: Mission,
    identity: Identity,
    language: str,
    report_progress: ProgressCallback = no_progress,
) -> Published:
    """Return every table of a registry, in a language if its forms have it.

    Notes, sources and statements stay in the registry: they may name people. Raises Refused for a
    registry without scored assessments, or if the forms of all are in dispute; others that are in
    dispute or without their form, and those that stand apart (see mission_makers), are left out.
    """
    readable, formless, disputed = _sort_out(mission)
    found = AnswerTable(language)
    with CaseCache(mission, identity) as shelf:
        every = _by_country(shelf.lines(partial(report_progress, _GATHERING), readable))
        makers = shelf.makers(every, language)
        lines = {
            uuid: line for uuid, line in makers.standing_lines().items() if uuid not in disputed
        }
        with paused():
            cases = tuple(shelf.cases(lines, language, makers.unverified).whole())
            answers = found.sheet(_answers(shelf, lines, found, language, report_progress))
    if not answers.rows:
        if makers.apart:
            note = makers.notes()[0]
            raise Refused(note.message, **note.details)
        raise Refused("{file} holds no answers to publish.", file=mission.path.name)
    left_out = _left_out({uuid: every[uuid] for uuid in every.keys() & disputed})
    notes = (*_formless_notes(formless), *left_out, *makers.notes())
    return Published(cases, _sheets(cases, answers, found.questions(), language), language, notes)


def _sheets(
    cases: tuple[Case, ...], answers: TidyTable, questions: TidyTable, language: str
) -> tuple[TidyTable, ...]:
    """Return all tables, the questions and the codebook last."""
    tables = (
        published_tables.missions_table(cases),
        published_tables.sections_table(cases, language),
        published_tables.stages_table(cases, language),
        criteria_table(cases, answers, language),
        answers,
        *_compared(cases, language),
    )
    return *tables, questions, _codebook(cases, tables, questions)


def _codebook(
    cases: tuple[Case, ...], tables: tuple[TidyTable, ...], questions: TidyTable
) -> TidyTable:
    """Return what the columns, codes and instruments of the tables mean."""
    return published_tables.build_codebook(
        tables,
        questions,
        {id(case.instrument): case.instrument for case in cases}.values(),
        (*TABLE_CODES, *CRITERIA_CODES, *published_tables.feature_codebook(cases)),
    )


def _compared(cases: tuple[Case, ...], language: str) -> tuple[TidyTable, ...]:
    """Return the tables of the figures that compare cases."""
    compared = case_comparison.ComparedCases(cases)
    return tuple(
        figure_table(case_comparison.figure_of(compared, name, language=language))
        for name in case_comparison.FIGURES[2:-1]
    )


class _Sorted(NamedTuple):
    """The assessments (uuids) whose form is here; those whose form is missing or altered, with its
    digest; those of which the form is in dispute. What is joined with one goes with it."""

    readable: list[str]
    formless: dict[str, str]
    disputed: frozenset[str]


def _sort_out(mission: Mission) -> _Sorted:
    """Sort assessments by what stops their publication. Raises as refuse_disputed_form does if
    nothing is left."""
    every = [row.uuid for row in mission.assessments()]
    formless = {
        other: digest
        for uuid, digest in mission.unusable_forms(every).items()
        for other in mission.joined(uuid)
    }
    readable = [uuid for uuid in every if uuid not in formless]
    disputed = frozenset(
        other
        for uuid in readable
        if mission.form_binding(uuid).disputed
        for other in mission.joined(uuid)
    )
    others = [uuid for uuid in readable if uuid not in disputed]
    refuse_disputed_form(mission, others or readable or every)
    return _Sorted(readable, formless, disputed)


def _formless_notes(formless: Mapping[str, str]) -> Iterator[Reason]:
    """Yield a sentence on each form that cannot be used, with the assessments it is missing for."""
    for digest in dict.fromkeys(formless.values()):
        names = sorted(uuid[:12] for uuid, form in formless.items() if form == digest)
        details = {"names": ", ".join(names), "form": digest[:12]}
        yield Reason(
            "Left out: {names}. The form {form} of these answers is not in this file, or is not "
            "the one that was signed. Receive a report or a backup of the mission into it, then "
            "publish again.",
            details,
        )


def _left_out(lines: Mapping[str, str]) -> tuple[Reason, ...]:
    """Return the sentence that names the assessments (lines by uuid) in dispute, if any."""
    if not lines:
        return ()
    names = sorted(f"{CaseHead.of(line).country_name} {uuid[:12]}" for uuid, line in lines.items())
    reason = Reason(
        "Left out: {names}. The answers were signed with different forms, and nobody who signed "
        "belongs to the team for certain. Compare the six words of who is right or put that key on "
        "the roster, then publish again.",
        {"names": ", ".join(name.strip() for name in names)},
    )
    return (reason,)


def _by_country(lines: Mapping[str, str]) -> dict[str, str]:
    """Return the lines of assessments in an order that does not show when they came."""

    def place(item: tuple[str, str]) -> tuple[str, str, str]:
        head = CaseHead.of(item[1])
        return head.country, head.start, item[0]

    return dict(sorted(lines.items(), key=place))


def _each(
    mission: Mission, identity: Identity, report_progress: ProgressCallback = no_progress
) -> Iterator[Assessment]:
    readable, formless, disputed = _sort_out(mission)
    done = {*disputed, *formless}
    with CaseCache(mission, identity) as shelf:
        apart = shelf.makers(shelf.lines(only=readable), "en").apart
    done.update(other for uuid in apart for other in mission.joined(uuid))
    every = mission.assessments()
    for at, row in enumerate(every):
        report_progress(_GATHERING, at, len(every))
        if row.uuid not in done:
            done.update(mission.joined(row.uuid))
            yield Assessment.of(mission, row.uuid, identity)


def _answers(
    shelf: CaseCache,
    lines: Mapping[str, str],
    found: AnswerTable,
    language: str,
    report_progress: ProgressCallback,
) -> Iterator[tuple[Cell, ...]]:
    for at, (uuid, line) in enumerate(lines.items()):
        if not at % _AT_ONCE:
            report_progress(_GATHERING, at, len(lines))
        head = CaseHead.of(line)
        yield from found.read(
            uuid, head.country, shelf.answers(uuid), shelf.words(head.form, language)
        )


def write_tables(
    published: Published, kind: str, folder: Path, seal: OutgoingSeal
) -> tuple[Path, ...]:
    """Write the tables to `folder` as `kind`, one of FORMATS, with a codebook and a note, or all in
    one sealed archive (write_files).

    The note says that they are internal, because all answers are in them. For odk only the codebook
    is written; publish_odk writes the submissions. Raises FileError if the disk refuses, Refused
    for parquet without its library or with a seal.
    """
    if seal.whole and kind == "parquet":
        raise Refused(
            "Parquet tables are made by way of readable files on the disk, so they are never "
            "sealed: choose another format, or that the files are readable by anybody."
        )
    files = {
        "INTERNAL.txt": f"{translator(published.language)(INTERNAL)}\n".encode(),
        **{f"{each.name}.csv": _csv(each) for each in published.sheets[-2:]},
        **_files(published, kind, folder),
    }
    return write_files(files, folder, seal)


def _files(published: Published, kind: str, folder: Path) -> dict[str, bytes]:
    if kind == "csv":
        return {f"{each.name}.csv": _csv(each) for each in published.sheets}
    if kind == "xlsx":
        tables = [(each.name, each.head, each.rows) for each in published.sheets]
        return {"registry.xlsx": tables_book(tables, safe_cell)}
    if kind == "geojson":
        found = json.dumps(
            published_tables.country_features(published.cases), ensure_ascii=False, indent=1
        )
        return {"countries.geojson": found.encode()}
    if kind == "odk":
        return {}
    if kind == "parquet":
        return _parquet(published, folder)
    keyed = [(each.name, each.head, each.rows, each.key) for each in published.sheets]
    return {
        "registry.db": sqlite_file(keyed, _VIEWS),
        "metadata.json": json.dumps(_metadata(published), ensure_ascii=False, indent=1).encode(),
    }


def _parquet(published: Published, folder: Path) -> dict[str, bytes]:
    try:
        from assessor.store.files.parquet import parquet_file
    except ImportError as error:
        raise Refused(
            '{what} needs a library that is not installed here: run pip install "{extra}", then'
            " again.",
            what="Parquet",
            extra="assessor[parquet]",
        ) from error
    remove_scratch(make_folder(folder))
    return {
        f"{each.name}.parquet": parquet_file(each.head, each.rows, folder, kinds=each.kinds)
        for each in published.sheets
    }


_VIEWS = (
    TableView(
        "stages_by_country",
        "Every indicator with the country and the day of its mission; compare one at a time",
        "SELECT a.country, a.start, s.section, s.title, s.asserted, s.evidenced, s.evidence "
        "FROM stages AS s JOIN assessments AS a USING (assessment) "
        "ORDER BY s.indicator, a.country, a.start",
    ),
    TableView(
        "answers_in_words",
        "Every answer with its question and itself in words",
        "SELECT a.iso3, q.label, a.said, a.evidence, a.missing, a.reference, a.assessment "
        "FROM answers AS a LEFT JOIN questions AS q USING (form, path)",
    ),
    TableView(
        "needed_and_unfunded",
        "What a country needs and nobody pays for, the most pressing first",
        "SELECT country, title, priority, requested FROM needs_and_offers "
        "WHERE verdict = 'needed and unfunded' ORDER BY country, priority DESC",
    ),
)


def _metadata(published: Published) -> dict[str, object]:
    tables = {
        each.name: {
            "description": each.meaning,
            "columns": {column.name: column.meaning for column in each.columns},
        }
        for each in published.sheets
    } | {view.name: {"description": view.meaning} for view in _VIEWS}
    return {
        "title": "Registry of assessments",
        "description": f"{INTERNAL} Countries are not ranked: compare one indicator, one wording "
        "at a time.",
        "databases": {"registry": {"tables": tables}},
    }


def publish_odk(
    mission: Mission,
    identity: Identity,
    folder: Path,
    report_progress: ProgressCallback = no_progress,
    seal: OutgoingSeal | None = None,
) -> tuple[Path, ...]:
    """Write every assessment as an ODK submission with its files, each in its own folder or sealed
    archive, but for those whose form is in dispute and those that stand apart.

    A folder is named after its assessment, so that the same registry writes the same places. Raises
    FileError, and Refused as write_submission does, or without a `seal` if the registry is
    protected.
    """
    found: list[Path] = []
    seal = seal or choose_seal(mission, INTERNAL_PROFILE)
    for assessment in _each(mission, identity, report_progress):
        place = folder / assessment.uuid
        if seal.whole:
            prepared = prepare_submission(assessment, "submission")
            found += write_files({"submission.xml": prepared.text, **prepared.files}, place, seal)
            continue
        done = write_submission(assessment, make_folder(place) / "submission.xml", seal=seal)
        found += [done.path, *done.beside]
    return tuple(found)


def _csv(sheet: TidyTable) -> bytes:
    return case_comparison.figure_csv(Figure(sheet.name, sheet.head, sheet.rows))
