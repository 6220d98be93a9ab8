"""The verbs attach and files: evidence beside answers."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from assessor.assessment.base.references import resolve_reference
from assessor.assessment.entries import evidence
from assessor.cli.base import arguments, console
from assessor.cli.base.options import open_assessment
from assessor.cli.base.verb import verb
from assessor.errors import Refused

_JSON_NAMES = "id reference name media_type size sha256 note here damaged stripped may_tell"
_MISSING = {False: "still to come", True: "damaged"}


@verb(
    "attach",
    arguments.MISSION_FILE,
    arguments.REFERENCE,
    arguments.path("path", "PATH", "a letter, a photo, a recording …"),
    arguments.text("--note", "TEXT"),
    arguments.ASSESSMENT,
    arguments.PASSPHRASE,
    examples=['attach san-verano.mission thr_reports_total register.pdf --note "p. 12"'],
)
def _attach(options: Namespace) -> None:
    with open_assessment(options) as assessment:
        try:
            reference = resolve_reference(assessment.instance, options.reference)
        except KeyError as error:
            raise Refused("The form has no question {path}.", path=options.reference) from error
        if assessment.node(reference).control == "upload":
            envelope = {"note": options.note} if options.note else {}
            evidence.answer_with_file(assessment, reference, options.path, **envelope)
        else:
            evidence.attach_file(assessment, reference, options.path, note=options.note)
        for file in evidence.files_of(assessment, reference):
            hint = "; may tell where and with what it was taken" if file.may_tell else ""
            console.print_line(
                f"{file.id}  {file.name}, {file.size} bytes, {file.media_type}{hint}"
            )


@verb(
    "files",
    arguments.MISSION_FILE,
    arguments.either(
        arguments.argument("--save", ("ID", "DEST"), "save one to a file or folder", nargs=2),
        arguments.argument("--remove", "ID", "remove one; the history keeps it"),
    ),
    arguments.PLAIN,
    *arguments.LAST_OPTIONS,
    examples=["files san-verano.mission", "files san-verano.mission --save 3f9a1c2b04de ."],
)
def _files(options: Namespace) -> None:
    with open_assessment(options) as assessment:
        if options.save:
            wanted, place = options.save
            saved = evidence.save_file(assessment, wanted, Path(place), readable=options.plain)
            console.print_line(str(saved))
            return
        if options.remove:
            evidence.remove_file(assessment, options.remove)
            console.print_line(f"{options.remove}: taken away; the history keeps it")
            return
        found = evidence.files_of(assessment)
    if options.json:
        console.print_json([console.attributes(file, _JSON_NAMES) for file in found])
    else:
        console.print_table(
            [
                (f.id, f.reference, f.name, f.size, "" if f.here else _MISSING[f.damaged])
                for f in found
            ],
            ("file", "question", "name", "bytes", ""),
        )
