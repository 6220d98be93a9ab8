"""The verb inspect: what a report, parcel or pack holds, and who signed it."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from assessor.assessment.core.signer_trust import trust_mark
from assessor.cli.base import console
from assessor.cli.base.arguments import JSON, PACK_PASSPHRASE, SEAL_PASSPHRASE, argument, path
from assessor.cli.base.options import known_keys, own_keys, read_first_line
from assessor.cli.base.verb import verb
from assessor.errors import Reason
from assessor.parcel.keys.identity import six_words
from assessor.parcel.pack.invitation import INVITATION_SUFFIX
from assessor.parcel.pack.mission_pack import PACK_SUFFIX
from assessor.parcel.pdf.pdf_signature import REWRITTEN, WHOLE

_INVITATION = (
    "{file} is an invitation: whoever opens it joins its mission. Join by: assessor join {file} "
    "-o NEW.mission --name NAME"
)
_SAVED = "{file} holds the file as {name} signed it"


@verb(
    "inspect",
    path("file", "OUT.pdf"),
    JSON,
    PACK_PASSPHRASE,
    SEAL_PASSPHRASE,
    argument(
        "--signed-version",
        "NEW.pdf",
        "write the file as its sender signed it, without what others added",
        type=Path,
    ),
    examples=["inspect san-verano.pdf", "inspect san-verano.pdf --signed-version original.pdf"],
    negative="the parcel or a page was altered, or there is no parcel or no seal",
)
def _run(options: Namespace) -> int:
    from assessor.assessment.mission.file_inspection import inspect_file

    if options.file.suffix.lower() == PACK_SUFFIX:
        _inspect_pack(options)
        return 0
    if options.file.suffix.lower() == INVITATION_SUFFIX:
        console.print_line(_INVITATION.format(file=options.file))
        return 0
    opens = own_keys(options.sealed_passphrase_file)
    found = inspect_file(options.file, identities=opens, known=known_keys())
    if options.signed_version:
        found.save_signed_version(options.signed_version)
        console.print_line(_SAVED.format(file=options.signed_version, name=found.sender))
        return 0
    facts, status = found.facts, 0 if found.is_as_signed and found.facts["whole"] else 1
    if options.json:
        told = [str(each) for each in found.told]
        console.print_json(facts | {"pages": facts["pages"] and facts["pages"] | {"told": told}})
    else:
        _print_facts(options.file, facts, found.told)
    return status


def _print_facts(file: Path, facts: dict[str, Any], told: Iterable[Reason]) -> None:
    sealed = ", sealed to us" if facts["sealed"] else ""
    if facts["altered"]:
        files = ", ".join(facts["altered"])
        console.print_line(f"{file}: files in it are not those that were signed: {files}")
    else:
        console.print_line(f"{file}: its parcel is whole{sealed}")
    console.print_lines(map(console.sentence_of, told))
    if facts["pages"]:
        console.print_lines(_bytes(facts["pages"]["file"]))
    console.print_line(f"profile {facts['profile']}, made {facts['made_at']}")
    console.print_line(f"fingerprint {facts['fingerprint']}")
    console.print_table(
        (each["form"], each["assessment"], each["answers"], "answers")
        for each in facts["assessments"]
    )
    entries = f"{facts['entries']} entries, {facts['withheld']} withheld"
    console.print_line(f"{facts['changesets']} changesets, {entries}")
    rows = [
        (each["name"], each["words"], each["changesets"], trust_mark(each["standing"]))
        for each in facts["signers"]
    ]
    console.print_table(rows, ("signed by", "key", "changesets", ""))


def _bytes(file: dict[str, Any] | None) -> Iterator[str]:
    """How the bytes of the file stand to what was signed, and who else signed them, a line each."""
    if file is None:
        return
    if file["state"] == WHOLE:
        yield "its sender signed the file to the last byte"
    elif file["state"] == REWRITTEN:
        yield (
            "no signature of its sender over the whole file holds: it was written anew, or made by "
            "an earlier version of Assessor. Ask for the original if another program must check it"
        )
    for each in file["others"]:
        if file["signed"] and each["covers"] > file["signed"]:
            continue  # told already
        day = f" on {each['day']}" if each["day"] else ""
        yield (
            f"also signed as “{each['name']}”{day}, a name that anybody can choose: have that "
            f"certificate checked by who issued it ({each['covers']} of {file['size']} bytes)"
        )


def _inspect_pack(options: Namespace) -> None:
    """Print what a pack carries."""
    facts = _pack_facts(options.file, options.pack_passphrase_file)
    if options.json:
        console.print_json(facts)
        return
    console.print_line(f"{options.file}: the mission pack is whole")
    shown = ("title", "headquarters", "words", "standing", "made_at", "expires_at", "country")
    console.print_table((name, facts[name]) for name in shown if facts[name])
    console.print_table(("seals to", key) for key in facts["recipients"])
    console.print_table(
        ((one["name"], one["public"][:16]) for one in facts["roster"]), ("on the roster", "key")
    )


def _pack_facts(path: Path, passphrase_file: Path | None) -> dict[str, Any]:
    """What a pack carries, for printing."""
    from assessor.assessment.mission.mission_start_packs import open_pack
    from assessor.form.parse.form_source import FormSource

    pack = open_pack(path, passphrase=read_first_line(passphrase_file))
    source = FormSource.unpack(pack.form)
    return {
        **console.attributes(pack, "title headquarters public"),
        "words": six_words(bytes.fromhex(pack.public)),
        "standing": "verified" if pack.public in known_keys() else "unverified",
        "made_at": console.format_moment(pack.made_at),
        "expires_at": console.format_moment(pack.expires_at) if pack.expires_at else "",
        "form": source.digest,
        "media": sorted(source.attachments),
        "recipients": list(pack.recipients),
        "roster": [
            {"public": key, "name": one.name, "revoked_at": one.revoked_at}
            for key, one in pack.roster.items()
        ],
        "previous": bool(pack.previous),
        **console.attributes(pack, "country language fingerprint"),
    }
