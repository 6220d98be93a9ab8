"""The verb export: the report that carries the parcel, or other formats."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.signer_trust import OUTSIDE
from assessor.assessment.mission.outgoing_seal import unsealed_name
from assessor.assessment.odk.submission_export import write_audit, write_submission
from assessor.assessment.report.office_export import (
    EXCEL,
    OFFICE,
    WORD,
    OfficeDocument,
    export_office,
)
from assessor.assessment.report.report_export import Exported, export_report
from assessor.assessment.review.audit_log import explain_changes
from assessor.assessment.review.open_points import (
    open_points,
    point_text,
    refuse_open_points,
    unexplained,
)
from assessor.cli.base import console
from assessor.cli.base.arguments import (
    FILE,
    LANGUAGE,
    LAST_OPTIONS,
    SEALING,
    argument,
    flag,
    parse_size,
    path,
    text,
)
from assessor.cli.base.options import open_assessment, read_seal, read_seal_passphrase
from assessor.cli.base.verb import verb
from assessor.errors import Refused
from assessor.parcel.keys.age_sealing import is_sealed, needs_passphrase, read_recipients
from assessor.parcel.pack.sidecars import SIDECAR_ABOVE
from assessor.store.read.evidence_reader import explain_damaged_files


@verb(
    "export",
    FILE,
    path(
        "-o --output",
        "OUT.pdf",
        "a .pdf report, a bare .assessor parcel, an .xml ODK submission, a .docx or .xlsx",
        required=True,
    ),
    flag("--docx", "also write the report as a Word file"),
    flag("--xlsx", "also write its tables as an Excel file"),
    flag("--audit", "write the audit log to a .csv"),
    text("--edit-of", "ID", "instanceID of the earlier submission"),
    text("--reason", "TEXT", "why answers were changed"),
    argument("--profile", choices=("internal", "government", "public"), default="internal"),
    LANGUAGE,
    flag("--final", "write the final report: every open point has a reason (see explain)"),
    text("--summary-language", "LANG", "add the summary a second time, in this language"),
    path(
        "--to",
        "HQ.pub",
        "seal the answers: only the owner of this key can receive them",
        action="append",
        default=[],
    ),
    SEALING,
    argument(
        "--sidecar-above",
        "SIZE",
        "write evidence files larger than this beside the report (5MB)",
        type=parse_size,
        default=SIDECAR_ABOVE,
    ),
    *LAST_OPTIONS,
    examples=[
        "export san-verano.mission -o san-verano.pdf",
        "export san-verano.mission -o public.pdf --profile public --language fr --docx --xlsx",
        "export san-verano.mission -o san-verano.pdf --final",
        "export san-verano.mission -o san-verano.xml",
    ],
)
def _run(options: Namespace) -> None:
    options.output = unsealed_name(options.output)
    with open_assessment(options) as assessment:
        if options.reason:
            explain_changes(assessment, options.reason)
        if options.audit or options.output.suffix.lower() == ".xml":
            _submit(assessment, options)
            return
        if options.edit_of:
            raise Refused("--edit-of belongs to a submission: name an .xml file.")
        if options.summary_language and options.output.suffix.lower() not in (".pdf", WORD):
            raise Refused(
                "Only a PDF and a Word file have a summary: leave out --summary-language."
            )
        _tell_points(assessment, options)
        asked = _documents(options)
        wishes: dict[str, Any] = {"profile": options.profile, "language": options.language or None}
        wishes |= {"summary": options.summary_language, "final": options.final}
        wishes["passphrase"] = read_seal_passphrase(options, assessment.mission)
        wishes["to"] = _recipients(options)
        documents = [export_office(assessment, path, **wishes) for path in asked]
        if options.output.suffix.lower() in OFFICE:
            _print_documents(documents, options)
            return
        above = options.sidecar_above
        done = export_report(assessment, options.output, **wishes, sidecar_above=above)
    _print_exported(done, documents, options)


def _tell_points(assessment: Assessment, options: Namespace) -> None:
    """Print what is open; refuse a final report while a reason is missing, and say what to do."""
    points = open_points(assessment)
    left = unexplained(points) if options.final else points
    if left and not options.json:
        console.print_lines(map(point_text, left))
        if options.final:
            hint = "says why a point stays open"
            console.print_line(f"assessor explain {options.file} --at SUBJECT --reason TEXT {hint}")
    if options.final:
        refuse_open_points(assessment)


def _print_exported(done: Exported, documents: list[OfficeDocument], options: Namespace) -> None:
    if options.json:
        console.print_json(done.facts() | {"documents": [str(each.path) for each in documents]})
    else:
        _print_documents(documents, options)
        pages = f"{done.pages} pages, " if done.pages else ""
        console.print_line(
            f"{done.path}: {pages}{done.entries} entries, {done.withheld} withheld, "
            f"profile {done.profile}, fingerprint {done.fingerprint}"
        )
        if done.dated:
            console.print_line(
                f"{done.dated} of the withheld entries tell when they were written: an earlier "
                "version of Assessor signed the time with them, so that it cannot be left out"
            )
        if done.outside:
            console.print_line(OUTSIDE)
        if done.damaged:
            console.print_line(console.sentence_of(explain_damaged_files(done.damaged)))
        hint = "files too large for the report; send it along"
        console.print_lines(f"{sidecar}: {hint}" for sidecar in done.sidecars)
        console.print_line("re-opened, verified, and received into an empty registry: identical")
        _print_seal(done.path, options)


def _documents(options: Namespace) -> list[Path]:
    """The Word and Excel files asked for: by the name of the output, or beside it."""
    named = options.output.suffix.lower()
    wanted = {WORD: options.docx or named == WORD, EXCEL: options.xlsx or named == EXCEL}
    if named in OFFICE and options.to and not options.passphrase_file:
        raise Refused("Word and Excel files carry no answers that could be sealed: leave out --to.")
    return [options.output.with_suffix(suffix) for suffix, asked in wanted.items() if asked]


def _print_documents(documents: list[OfficeDocument], options: Namespace) -> None:
    if options.json:
        paths = [str(each.path) for each in documents]
        console.print_json(documents[0].facts() | {"documents": paths})
        return
    hint = "to be worked on; carries no parcel"
    console.print_lines(f"{each.path}: profile {each.profile}, {hint}" for each in documents)
    for each in documents:
        _print_seal(each.path, options)


def _print_seal(path: Path, options: Namespace) -> None:
    """Say who can read a file that left a protected mission."""
    if options.passphrase_file and options.profile == "internal":
        with path.open("rb") as file:
            head = file.read(256)
        which = "of the mission" if options.sealed_passphrase_file is None else "you gave"
        how = "not sealed: readable by anybody who gets the file"
        if needs_passphrase(head):
            how = (
                f"sealed with the passphrase {which}: tell it to whoever may read the file, "
                "but not in the message that brings the file"
            )
        elif is_sealed(head):
            how = "sealed: only the owner of the key it is sealed to can open it"
        console.print_line(f"{path}: {how}")


def _submit(assessment: Assessment, options: Namespace) -> None:
    """The audit log or the submission: all of it, in the clear, as ODK's servers take it."""
    if options.to or options.profile != "internal":
        raise Refused(
            "A submission and an audit log hold everything: they have no profile or seal."
        )
    seal = read_seal(options, assessment.mission)
    if options.audit:
        written = write_audit(assessment, options.output, seal)
        console.print_line(f"{written}: the audit log")
        _print_seal(written, options)
        return
    wanted = options.edit_of
    done = write_submission(assessment, options.output, deprecates=wanted, seal=seal)
    if options.json:
        console.print_json(done.facts())
        return
    console.print_line(f"{done.path}: submission {done.instance_id}")
    console.print_lines(f"{file}: goes with it" for file in done.beside)
    console.print_lines(f"{n}: is named in it and is not in this mission" for n in done.missing)
    _print_seal(done.path, options)


def _recipients(options: Namespace) -> list[str] | None:
    """Whom to seal to; None leaves it to the mission, whose pack may name its headquarters."""
    if options.plain and options.to:
        raise Refused("Give either --to or --plain.")
    named = [key for path in options.to for key in read_recipients(path)]
    return [] if options.plain else named or None
