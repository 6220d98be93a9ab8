"""Verbs on what leaves a laptop: export, inspect."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.signer_trust import mark_of
from assessor.assessment.odk.submission_export import submit, write_audit
from assessor.assessment.report.office_export import EXCEL, OFFICE, WORD, Written, export_office
from assessor.assessment.report.report_export import Exported, export
from assessor.assessment.review.audit_log import explain
from assessor.cli.base import console
from assessor.cli.base.options import me, opened, passphrase
from assessor.cli.mission.attach import size
from assessor.cli.setup.pack import is_pack_file, pack_facts
from assessor.errors import Refused
from assessor.parcel.keys.age_sealing import headquarters_keys, read_recipients
from assessor.parcel.keys.identity import profile_folder
from assessor.parcel.keys.known_people import known_people
from assessor.parcel.pack.sidecars import SIDECAR_ABOVE
from assessor.parcel.pdf.page_seal import ALTERED, page_ranges
from assessor.store.model.database_address import parse_location


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verbs of this module."""
    _export_verb(verbs)
    _inspect_verb(verbs)


def _export_verb(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    out = verbs.add_parser(
        "export", help="the PDF report that carries the parcel; an ODK submission; the audit log"
    )
    out.add_argument("file", type=parse_location, metavar="FILE")
    out.add_argument(
        "-o",
        "--output",
        required=True,
        type=Path,
        metavar="OUT.pdf",
        help="a .pdf report, a bare .assessor parcel, an .xml ODK submission, a .docx or .xlsx",
    )
    out.add_argument("--docx", action="store_true", help="the report as a Word file, beside it")
    out.add_argument("--xlsx", action="store_true", help="its tables as an Excel file, beside it")
    out.add_argument("--audit", action="store_true", help="the audit log, to a .csv")
    out.add_argument(
        "--edit-of", default="", metavar="ID", help="instanceID of the submission before"
    )
    out.add_argument("--reason", default="", metavar="TEXT", help="why answers were changed")
    out.add_argument("--profile", choices=("internal", "government", "public"), default="internal")
    out.add_argument("--language", default="", metavar="LANG")
    out.add_argument(
        "--summary-language",
        default="",
        metavar="LANG",
        help="the summary a second time, in this language",
    )
    _sealing(out)
    out.add_argument("--assessment", metavar="ID", help="which one, in a registry")
    out.add_argument("--json", action="store_true")
    passphrase(out)
    out.set_defaults(run=_export)


def _sealing(out: argparse.ArgumentParser) -> None:
    """For whom the answers are sealed, and what goes beside the report."""
    out.add_argument(
        "--to",
        action="append",
        default=[],
        type=Path,
        metavar="HQ.pub",
        help="seal the answers, so that only the holder of this key can receive them",
    )
    out.add_argument(
        "--unsealed",
        action="store_true",
        help="leave them open, for a colleague, where the mission's pack would seal them",
    )
    out.add_argument(
        "--sidecar-above",
        type=size,
        default=SIDECAR_ABOVE,
        metavar="SIZE",
        help="files of evidence larger than this go beside the report (5MB)",
    )


def _inspect_verb(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    look = verbs.add_parser(
        "inspect", help="what a PDF or parcel carries, who signed, whether whole"
    )
    look.add_argument("file", type=Path, metavar="OUT.pdf")
    look.add_argument("--json", action="store_true")
    look.add_argument(
        "--pack-passphrase-file", type=Path, metavar="F", help="its first line opens a mission pack"
    )
    look.set_defaults(run=_inspect)


def _export(given: argparse.Namespace) -> int:
    with opened(given) as assessment:
        if given.reason:
            explain(assessment, given.reason)
        if given.audit or given.output.suffix.lower() == ".xml":
            return _submit(assessment, given)
        if given.edit_of:
            raise Refused("--edit-of belongs to a submission: name an .xml file.")
        if given.summary_language and given.output.suffix.lower() not in (".pdf", WORD):
            raise Refused(
                "Only a PDF and a Word file have a summary: leave out --summary-language."
            )
        documents = [
            export_office(
                assessment,
                path,
                profile=given.profile,
                language=given.language or None,
                summary=given.summary_language,
            )
            for path in _documents(given)
        ]
        if given.output.suffix.lower() in OFFICE:
            return _say_documents(documents, given.json)
        done = export(
            assessment,
            given.output,
            profile=given.profile,
            language=given.language or None,
            summary=given.summary_language,
            to=_recipients(given),
            sidecar_above=given.sidecar_above,
        )
    _say_exported(done, documents, json=given.json)
    return 0


def _say_exported(done: Exported, documents: list[Written], *, json: bool) -> None:
    if json:
        console.as_json(done.facts() | {"documents": [str(each.path) for each in documents]})
    else:
        _say_documents(documents, json=False)
        pages = f"{done.pages} pages, " if done.pages else ""
        console.line(
            f"{done.path}: {pages}{done.entries} entries, {done.withheld} withheld, "
            f"profile {done.profile}, fingerprint {done.fingerprint}"
        )
        for path in done.sidecars:
            console.line(f"{path}: files too large for the report; send it along")
        console.line("re-opened, verified, and received into an empty registry: identical")


def _documents(given: argparse.Namespace) -> list[Path]:
    """The Word and Excel files asked for: by the name of the output, or beside it."""
    named = given.output.suffix.lower()
    wanted = {WORD: given.docx or named == WORD, EXCEL: given.xlsx or named == EXCEL}
    if named in OFFICE and given.to:
        raise Refused("Word and Excel files carry no answers that could be sealed: leave out --to.")
    return [given.output.with_suffix(suffix) for suffix, asked in wanted.items() if asked]


def _say_documents(documents: list[Written], json: bool) -> int:
    if json:
        console.as_json(
            documents[0].facts() | {"documents": [str(each.path) for each in documents]}
        )
        return 0
    for each in documents:
        console.line(f"{each.path}: profile {each.profile}, to be worked on; carries no parcel")
    return 0


def _submit(assessment: Assessment, given: argparse.Namespace) -> int:
    """The audit log or the submission: all of it, in the clear, as ODK's servers take it."""
    if given.to or given.profile != "internal":
        raise Refused(
            "A submission and an audit log hold everything: they have no profile or seal."
        )
    if given.audit:
        write_audit(assessment, given.output)
        console.line(f"{given.output}: the audit log")
        return 0
    done = submit(assessment, given.output, deprecates=given.edit_of)
    if given.json:
        console.as_json(done.facts())
        return 0
    console.line(f"{done.path}: submission {done.instance_id}")
    for path in done.beside:
        console.line(f"{path}: goes with it")
    for name in done.missing:
        console.line(f"{name}: is named in it and is not in this mission")
    return 0


def _recipients(given: argparse.Namespace) -> list[str] | None:
    """Whom to seal to; None leaves it to the mission, whose pack may name its headquarters."""
    if given.unsealed and given.to:
        raise Refused("Give either --to or --unsealed.")
    named = [key for path in given.to for key in read_recipients(path)]
    return [] if given.unsealed else named or None


def _inspect(given: argparse.Namespace) -> int:
    from assessor.assessment.mission.file_inspection import inspect

    if is_pack_file(given.file.name):
        return _inspect_pack(given)
    home = profile_folder()
    known = (me().public.hex(), *known_people(home))
    facts = inspect(given.file, identities=headquarters_keys(home), known=known)
    status = 1 if facts["pages"] and facts["pages"]["state"] == ALTERED else 0
    if given.json:
        console.as_json(facts)
        return status
    sealed = ", sealed to us" if facts["sealed"] else ""
    console.line(f"{given.file}: its parcel is whole{sealed}")
    if facts["pages"]:
        console.line(_pages(facts["pages"]))
    console.line(f"profile {facts['profile']}, made {facts['made_at']}")
    console.line(f"fingerprint {facts['fingerprint']}")
    console.table(
        (each["form"], each["assessment"], each["answers"], "answers")
        for each in facts["assessments"]
    )
    console.line(
        f"{facts['changesets']} changesets, {facts['entries']} entries, "
        f"{facts['withheld']} withheld"
    )
    console.table(
        (
            (each["name"], each["words"], each["changesets"], mark_of(each["standing"]))
            for each in facts["signers"]
        ),
        ("signed by", "key", "changesets", ""),
    )
    return status


def _pages(pages: dict[str, Any]) -> str:
    """How the pages stand to what was signed, in one line."""
    if not pages["why"]:
        return f"its {pages['count']} pages are as they were signed"
    which = page_ranges(pages["altered"])
    which = f" (page {which})" if which else ""
    return f"{pages['why'].rstrip('.')}{which}: believe the answers, not the page"


def _inspect_pack(given: argparse.Namespace) -> int:
    facts = pack_facts(given.file, given.pack_passphrase_file)
    if given.json:
        console.as_json(facts)
        return 0
    console.line(f"{given.file}: the mission pack is whole")
    shown = ("title", "headquarters", "words", "standing", "made_at", "expires_at", "country")
    console.table((name, facts[name]) for name in shown if facts[name])
    console.table(("seals to", key) for key in facts["recipients"])
    console.table(
        ((one["name"], one["public"][:16]) for one in facts["roster"]), ("on the roster", "key")
    )
    return 0
