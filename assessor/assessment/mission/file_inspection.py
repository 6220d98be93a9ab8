"""Inspection of a PDF or parcel: content, signers and integrity."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assessor.assessment.base.file_writing import write_verified
from assessor.errors import Reason, Refused
from assessor.form.parse.form_name import read_form_name
from assessor.form.parse.form_source import FormSource
from assessor.parcel.keys.age_sealing import is_sealed
from assessor.parcel.keys.identity import six_words
from assessor.parcel.pack import parcel_pack
from assessor.parcel.pdf.page_seal import DRAWN, SIGNED, PageCheck
from assessor.parcel.pdf.page_words import describe_pages, sender_called
from assessor.parcel.pdf.parcel_extraction import extract_parcel, read_file, unseal_report
from assessor.registry.trust.trust_roster import key_standing
from assessor.store.model.entry import in_conflict, named_evidence, split_heads
from assessor.store.model.receipt import ParcelOrigin
from assessor.store.write.mission import Mission


@dataclass(frozen=True, slots=True)
class InspectedFile:
    """What a file holds, as plain values; and how its pages stand to what was signed, in `told`.

    `signed_version` is the file as its `sender` (a name, or six words) signed it; empty if the
    file does not hold those bytes. `sealed_name` is the name of a file that is sealed as a whole.
    """

    facts: dict[str, Any]
    told: tuple[Reason, ...] = ()
    sender: str = ""
    signed_version: bytes = field(default=b"", repr=False)
    sealed_name: str = ""

    @property
    def is_as_signed(self) -> bool:
        """Return whether nothing in the pages, if there are any, was changed after signing."""
        pages = self.facts["pages"]
        return not pages or pages["state"] in (SIGNED, DRAWN)

    def save_signed_version(self, path: Path) -> None:
        """Write the file as its sender signed it. Raises FileError or Refused."""
        if not self.signed_version:
            raise Refused(
                "This file does not hold the bytes that its sender signed: it was written anew, or "
                "made by an earlier version of Assessor. Ask the sender for the original PDF."
            )
        if self.sealed_name:
            raise Refused(
                "{file} is sealed: open its seal first (assessor unseal), then save the signed "
                "version of what that gives. Anybody can read both.",
                file=self.sealed_name,
            )
        if path.exists():
            raise Refused("{name} exists already: choose another name.", name=path.name)
        write_verified(self.signed_version, path)


def inspect_file(
    path: Path, *, identities: Sequence[str] = (), known: Collection[str] = ()
) -> InspectedFile:
    """Verify the parcel in a file and describe it; nothing is received.

    `identities` are this reader's age keys, for a sealed parcel; `known` the signing keys (64 hex)
    that this reader trusts. Raises FileError if the file cannot be read, ParcelError if it holds no
    valid parcel.
    """
    written = read_file(path)
    file = unseal_report(written, path.name, identities)
    extracted = extract_parcel(file, path.name)
    contents = parcel_pack.unpack_parcel(extracted.parcel, identities=identities)
    pages = extracted.pages(contents.sender)
    facts = _facts(extracted.parcel, contents, pages, known)
    facts["sealed"] |= is_sealed(written)
    if pages is None:
        return InspectedFile(facts)
    told = describe_pages(pages, contents.sender_name, contents.sender)
    signed = file[: pages.file.signed] if pages.file and pages.is_whole else b""
    sender, sealed = sender_called(contents.sender_name, contents.sender), is_sealed(written)
    return InspectedFile(facts, told, sender, signed, path.name if sealed else "")


def _facts(
    data: bytes,
    contents: parcel_pack.ParcelContents,
    pages: PageCheck | None,
    known: Collection[str],
) -> dict[str, Any]:
    named = named_evidence(contents.changesets)
    made_at = datetime.fromtimestamp(contents.made_at / 1000, UTC).astimezone()
    return {
        "whole": not contents.altered,
        "altered": sorted(named.get(digest) or digest[:12] for digest in contents.altered),
        "profile": contents.profile,
        "made_at": made_at.isoformat(timespec="seconds"),
        "sealed": is_sealed(data),
        "fingerprint": parcel_pack.parcel_fingerprint(data),
        "bytes": len(data),
        "entries": contents.entries,
        "withheld": contents.withheld,
        "changesets": len(contents.changesets),
        "assessments": _assessments(contents),
        "signers": [
            {
                "key": key,
                "name": ", ".join(names),
                "words": six_words(bytes.fromhex(key)),
                "changesets": sum(each.header.signer == key for each in contents.changesets),
                "sender": key == contents.sender,
                "standing": key_standing({}, key, known),
            }
            for key, names in contents.signers.items()
        ],
        "evidence": len(contents.evidence),
        "pages": asdict(pages) | {"where": pages.where} if pages is not None else None,
    }


def _assessments(contents: parcel_pack.ParcelContents) -> list[dict[str, Any]]:
    found = []
    with Mission.in_memory() as empty:
        origin = ParcelOrigin("", contents.parcel_id, 0, contents.assessments, contents.forms, {})
        empty.add(contents.changesets, receipt=origin)
        for uuid, digest in contents.assessments.items():
            heads = empty.heads(uuid, "answer")
            counted, _ = split_heads(heads)
            packed = contents.forms.get(digest)
            form = read_form_name(FormSource.unpack(packed)) if packed is not None else None
            found.append(
                {
                    "assessment": uuid,
                    "form": form.id if form else digest[:12],
                    "version": form.version if form else "",
                    "answers": sum(any(tip.body for tip in tips) for tips in counted.values()),
                    "conflicts": sum(in_conflict(tips) for tips in heads.values()),
                }
            )
    return found
