"""Verbs that carry work between laptops: export, inspect, receive, undo."""

from __future__ import annotations

import argparse
import contextlib
from pathlib import Path
from typing import Any

from assessor.assessment.assessment import Assessment
from assessor.assessment.auditing import explain
from assessor.assessment.exporting import Exported, export
from assessor.assessment.office import EXCEL, OFFICE, WORD, Written, export_office
from assessor.assessment.shelf import Shelf
from assessor.assessment.standing import Trust, mark_of, trust_of
from assessor.assessment.submitting import submit, write_audit
from assessor.cli import say
from assessor.cli.files import size
from assessor.cli.opening import me, opened, passphrase, passphrase_of, registry_place
from assessor.cli.packs import is_pack_file, pack_facts
from assessor.errors import AssessorError, NotAMission, Refused
from assessor.parcel.keys import assessor_home
from assessor.parcel.known import known_people
from assessor.parcel.page_seal import ALTERED
from assessor.parcel.sealed import headquarters_keys, read_recipients
from assessor.parcel.sidecars import ABOVE
from assessor.registry.receive import receive
from assessor.store.address import Place, place
from assessor.store.mission import Mission
from assessor.store.receipt import Receipt


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verbs of this module."""
    _export_verb(verbs)
    _inspect_verb(verbs)
    _receive_verb(verbs)
    _undo_verb(verbs)


def _export_verb(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    out = verbs.add_parser(
        "export", help="the PDF report that carries the parcel; an ODK submission; the audit log"
    )
    out.add_argument("file", type=place, metavar="FILE")
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
        default=ABOVE,
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


def _receive_verb(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    into = verbs.add_parser(
        "receive", help="merge PDFs, parcels, missions; folders, archives and mails of them"
    )
    registry_place(into, "; made when it is not there yet")
    into.add_argument("files", nargs="+", type=Path, metavar="FILE")
    into.add_argument(
        "--preview", action="store_true", help="say what would happen; change nothing"
    )
    into.add_argument("--json", action="store_true")
    passphrase(into)
    into.set_defaults(run=_receive)


def _undo_verb(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    back = verbs.add_parser("undo", help="set aside what a receipt brought")
    registry_place(back)
    back.add_argument("receipt", metavar="RECEIPT")
    back.add_argument("--preview", action="store_true", help="say what would go, change nothing")
    passphrase(back)
    back.set_defaults(run=_undo)


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
        say.as_json(done.facts() | {"documents": [str(each.path) for each in documents]})
    else:
        _say_documents(documents, json=False)
        pages = f"{done.pages} pages, " if done.pages else ""
        say.line(
            f"{done.path}: {pages}{done.entries} entries, {done.withheld} withheld, "
            f"profile {done.profile}, fingerprint {done.fingerprint}"
        )
        for path in done.sidecars:
            say.line(f"{path}: files too large for the report; send it along")
        say.line("re-opened, verified, and received into an empty registry: identical")


def _documents(given: argparse.Namespace) -> list[Path]:
    """The Word and Excel files asked for: by the name of the output, or beside it."""
    named = given.output.suffix.lower()
    wanted = {WORD: given.docx or named == WORD, EXCEL: given.xlsx or named == EXCEL}
    if named in OFFICE and given.to:
        raise Refused("Word and Excel files carry no answers that could be sealed: leave out --to.")
    return [given.output.with_suffix(suffix) for suffix, asked in wanted.items() if asked]


def _say_documents(documents: list[Written], json: bool) -> int:
    if json:
        say.as_json(documents[0].facts() | {"documents": [str(each.path) for each in documents]})
        return 0
    for each in documents:
        say.line(f"{each.path}: profile {each.profile}, to be worked on; carries no parcel")
    return 0


def _submit(assessment: Assessment, given: argparse.Namespace) -> int:
    """The audit log or the submission: all of it, in the clear, as ODK's servers take it."""
    if given.to or given.profile != "internal":
        raise Refused(
            "A submission and an audit log hold everything: they have no profile or seal."
        )
    if given.audit:
        write_audit(assessment, given.output)
        say.line(f"{given.output}: the audit log")
        return 0
    done = submit(assessment, given.output, deprecates=given.edit_of)
    if given.json:
        say.as_json(done.facts())
        return 0
    say.line(f"{done.path}: submission {done.instance_id}")
    for path in done.beside:
        say.line(f"{path}: goes with it")
    for name in done.missing:
        say.line(f"{name}: is named in it and is not in this mission")
    return 0


def _recipients(given: argparse.Namespace) -> list[str] | None:
    """Whom to seal to; None leaves it to the mission, whose pack may name its headquarters."""
    if given.unsealed and given.to:
        raise Refused("Give either --to or --unsealed.")
    named = [key for path in given.to for key in read_recipients(path)]
    return [] if given.unsealed else named or None


def _inspect(given: argparse.Namespace) -> int:
    from assessor.assessment.inspecting import inspect

    if is_pack_file(given.file.name):
        return _inspect_pack(given)
    home = assessor_home()
    known = (me().public.hex(), *known_people(home))
    facts = inspect(given.file, identities=headquarters_keys(home), known=known)
    status = 1 if facts["pages"] and facts["pages"]["state"] == ALTERED else 0
    if given.json:
        say.as_json(facts)
        return status
    sealed = ", sealed to us" if facts["sealed"] else ""
    say.line(f"{given.file}: its parcel is whole{sealed}")
    if facts["pages"]:
        say.line(_pages(facts["pages"]))
    say.line(f"profile {facts['profile']}, made {facts['made_at']}")
    say.line(f"fingerprint {facts['fingerprint']}")
    say.table(
        (each["form"], each["assessment"], each["answers"], "answers")
        for each in facts["assessments"]
    )
    say.line(
        f"{facts['changesets']} changesets, {facts['entries']} entries, "
        f"{facts['withheld']} withheld"
    )
    say.table(
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
    which = ", ".join(map(str, pages["altered"]))
    which = f" (page {which})" if which else ""
    return f"{pages['why'].rstrip('.')}{which}: believe the answers, not the page"


def _inspect_pack(given: argparse.Namespace) -> int:
    facts = pack_facts(given.file, given.pack_passphrase_file)
    if given.json:
        say.as_json(facts)
        return 0
    say.line(f"{given.file}: the mission pack is whole")
    shown = ("title", "headquarters", "words", "standing", "made_at", "expires_at", "country")
    say.table((name, facts[name]) for name in shown if facts[name])
    say.table(("seals to", key) for key in facts["recipients"])
    say.table(
        ((one["name"], one["public"][:16]) for one in facts["roster"]), ("on the roster", "key")
    )
    return 0


def registry(where: Place, secret: str | None) -> Mission:
    """The registry (or mission) at a place, made when nothing is there."""
    if _is_there(where):
        return Mission.open(where, passphrase=secret)
    return Mission.create(where, role="registry", passphrase=secret)


def _is_there(where: Place) -> bool:
    if isinstance(where, Path):
        return where.exists()
    try:
        Mission.open(where).close()
    except NotAMission:
        return False
    return True


def _receive(given: argparse.Namespace) -> int:
    ours = headquarters_keys(assessor_home())
    there = _is_there(given.registry)
    if given.preview and not there:
        with Mission.in_memory() as empty:
            receipts = receive(empty, given.files, preview=True, identities=ours)
            trust = trust_of(empty, me())
    else:
        with registry(given.registry, passphrase_of(given)) as into:
            receipts = receive(into, given.files, preview=given.preview, identities=ours)
            trust = trust_of(into, me())
            if not given.preview and into.role == "registry":
                _work_out(into, receipts)
    fresh = not there and not given.preview and isinstance(given.registry, Path)
    if fresh and not any(each.id for each in receipts):
        given.registry.unlink()  # nothing came in, so nothing is left behind
    if given.json:
        say.as_json([receipt_facts(each, trust) for each in receipts])
    else:
        print_receipts(receipts, trust)
    return 1 if any(each.status in ("refused", "quarantined") for each in receipts) else 0


def _work_out(into: Mission, receipts: tuple[Receipt, ...]) -> None:
    """Work out what came, to be compared: kept beside the registry, and made anew if it is not."""
    came = {uuid for receipt in receipts if receipt.new for uuid in receipt.assessments}
    if came:
        with contextlib.suppress(AssessorError), Shelf(into, me()) as shelf:
            shelf.heads(only=came)


def receipt_facts(receipt: Receipt, trust: Trust) -> dict[str, Any]:
    """A receipt as plain values."""
    return {
        "id": receipt.id,
        "file": receipt.file,
        "fingerprint": receipt.fingerprint,
        "status": receipt.status,
        "new": receipt.new,
        "known": receipt.known,
        "conflicts": receipt.conflicts,
        "reason": receipt.reason,
        "at": say.moment(receipt.at),
        "assessments": list(receipt.assessments),
        "files": receipt.files,
        "pages": receipt.pages or None,
        "missing": list(receipt.missing),
        "signers": [
            {"key": each.signer, "name": each.author, "standing": trust.of(each.signer)}
            for each in receipt.signers
        ],
    }


def print_receipts(receipts: tuple[Receipt, ...], trust: Trust | None = None) -> None:
    """Receipts as a table, refused ones with their reason; by `trust`, who is not verified."""
    say.table(
        (
            (
                each.id,
                Path(each.file).name,
                each.status,
                each.new,
                each.known,
                each.conflicts,
                " ".join(map(say.in_words, each.reasons))
                or (", ".join(trust.doubtful(each.signers, str)) if trust else ""),
            )
            for each in receipts
        ),
        ("receipt", "file", "status", "new", "known", "conflicts", ""),
    )
    for each in receipts:
        if each.missing:
            names = ", ".join(each.missing)
            say.line(f"{Path(each.file).name} lacks {names}: receive its sidecar (.files.assessor)")


def _undo(given: argparse.Namespace) -> int:
    with Mission.open(given.registry, passphrase=passphrase_of(given)) as mission:
        undone = mission.undo(given.receipt, preview=given.preview)
    left = f"{undone.entries} entries, {undone.conflicts} conflicts left"
    if given.preview:
        say.line(f"{given.receipt}: would set aside {left}; nothing was changed")
    else:
        say.line(f"{given.receipt}: set aside {left}; receiving the file again brings it back")
    return 0
