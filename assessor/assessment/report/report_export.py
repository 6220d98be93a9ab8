"""Export of the report with its parcel, verified before it gets its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from assessor.assessment.assessment import Assessment
from assessor.assessment.base.file_writing import write_verified
from assessor.assessment.base.progress import ProgressCallback, no_progress
from assessor.assessment.core.signer_trust import writes_outside
from assessor.assessment.mission.outgoing_seal import UNSEALED, OutgoingSeal, choose_seal
from assessor.assessment.report.disclosures import write_disclosures
from assessor.assessment.report.report_projection import projection_of
from assessor.assessment.review.audit_log import refuse_unexplained_changes
from assessor.assessment.review.leak_check import refuse_leaks, texts_in_report
from assessor.errors import ParcelError, Refused
from assessor.names import key_fingerprint, short_fingerprint
from assessor.parcel.keys.identity import Identity
from assessor.parcel.keys.passphrase_recovery import make_recovery
from assessor.parcel.pack import parcel_pack
from assessor.parcel.pack.parcel_pack import parcel_fingerprint
from assessor.parcel.pack.sidecars import SIDECAR_ABOVE, make_sidecar, plan_sidecars, sidecar_path
from assessor.parcel.pdf import parcel_extraction, report_pdf
from assessor.parcel.pdf.page_seal import SIGNED
from assessor.report.projection.projection import INTERNAL, Projection
from assessor.report.projection.report_facts import AttachedParcel
from assessor.store.model.entry import Entry
from assessor.store.model.receipt import ParcelOrigin
from assessor.store.write.mission import Mission
from assessor.words import language_code, translator

PARCEL_SUFFIXES = frozenset({".assessor", ".age"})
"""Suffixes of a parcel without pages."""


@dataclass(frozen=True, slots=True)
class Exported:
    """Result of an export that was read back. `fingerprint` is the parcel's, 64 hex; `dated` of the
    `withheld` entries tell their moment, because an earlier version sealed them; `damaged` are the
    names of files that are not as they were signed, and were left out. `outside`: see
    writes_outside."""

    path: Path
    profile: str
    pages: int
    parcel_bytes: int
    entries: int
    withheld: int
    dated: int
    fingerprint: str
    sidecars: tuple[Path, ...] = ()
    damaged: tuple[str, ...] = ()
    outside: bool = False

    def facts(self) -> dict[str, Any]:
        """Return plain values, for JSON."""
        sidecars = [str(path) for path in self.sidecars]
        return {**asdict(self), "path": str(self.path), "sidecars": sidecars}


def export_report(
    assessment: Assessment,
    path: Path,
    *,
    profile: str = INTERNAL,
    language: str | None = None,
    summary: str = "",
    to: Sequence[str] | None = None,
    passphrase: str | None = None,
    sidecar_above: int = SIDECAR_ABOVE,
    way_back: bool = True,
    final: bool = False,
    report_progress: ProgressCallback = no_progress,
) -> Exported:
    """Write the report of an assessment with its parcel to `path`, and verify it.

    A suffix .assessor or .age gives the parcel alone. `to` and `passphrase` decide who can open it
    (see choose_seal); a report that is sealed as a whole gets the suffix .age after its own.
    `way_back` adds the recovery of a lost passphrase. Evidence above `sidecar_above` bytes goes to
    sidecars. `summary` and `final` are as for projection_of. Raises FileError, ParcelError if the
    verification fails, Refused if something is owed or readers would see what they may not.
    """
    seal = choose_seal(assessment.mission, profile, to=to, passphrase=passphrase)
    _prepare(assessment, path)
    report_progress("reading the answers", 0, 1)
    projection = _disclosed(assessment, profile, language, summary, final=final)
    groups, data = _packed(assessment, projection, sidecar_above, seal if way_back else UNSEALED)
    contents = parcel_pack.unpack_parcel(data)
    carried = data if seal.whole else seal.seal(data)
    made = assessment, projection, contents, carried
    content, pages = (carried, 0) if _is_bare(path) else _report(*made, report_progress)
    report_progress("proving the file", 0, 1)
    refuse_leaks(assessment, projection, texts_in_report(content if pages else b"", contents))
    _prove(*made, content)
    path, written = seal.name_file(path), seal.seal_file(content)
    sidecars = _write_sidecars(assessment, path, groups, seal)  # first: the report names them
    write_verified(written, path, private=profile == INTERNAL)
    parcel = parcel_fingerprint(written if seal.recipients and not pages else carried)
    counts = len(carried), contents.entries, contents.withheld, contents.dated
    return Exported(path, profile, pages, *counts, parcel, sidecars, *_remarks(assessment))


def _remarks(assessment: Assessment) -> tuple[tuple[str, ...], bool]:
    outside = writes_outside(assessment.mission, assessment.uuid, assessment.identity)
    return _damaged(assessment), outside


def _is_bare(path: Path) -> bool:
    return path.suffix.lower() in PARCEL_SUFFIXES


def _disclosed(
    assessment: Assessment, profile: str, language: str | None, summary: str, *, final: bool
) -> Projection:
    """Return the projection for an audience, with signed entries on what it omits."""
    projection = projection_of(assessment, profile, language, summary, final=final)
    return write_disclosures(assessment, projection)


def _damaged(assessment: Assessment) -> tuple[str, ...]:
    return tuple(assessment.mission.damaged_files(assessment.joint).values())


def _packed(
    assessment: Assessment, projection: Projection, sidecar_above: int, seal: OutgoingSeal
) -> tuple[Sequence[Sequence[str]], bytes]:
    mission = assessment.mission

    def withhold(entry: Entry) -> bool:
        return not projection.releases(entry.name)

    groups = plan_sidecars(mission, assessment.joint, above=sidecar_above, withhold=withhold)
    recovery = b""  # of a lost passphrase; only the team's own headquarters gets it
    if seal.recipients and mission.encrypted and projection.profile == INTERNAL:
        recovery = make_recovery(mission, seal.recipients)
    data = parcel_pack.pack_parcel(
        mission,
        assessment.joint,
        profile=projection.profile,
        withhold=withhold,
        signer=assessment.identity,
        recovery=recovery,
        left={digest for group in groups for digest in group},
    )
    return groups, data


def _prove(
    assessment: Assessment,
    projection: Projection,
    contents: parcel_pack.ParcelContents,
    carried: bytes,
    content: bytes,
) -> None:
    """Compare a file to be written with the mission; `contents` were read from its parcel."""
    if content != carried:
        if parcel_extraction.extract_from_pdf(content, assessment.path.name) != carried:
            raise ParcelError("The parcel just written is not the one that was made.")
        _prove_pages(content, carried, contents.sender)
    prove_parcel(contents, assessment.mission, assessment.joint, projection.releases)


def _write_sidecars(
    assessment: Assessment, path: Path, groups: Sequence[Sequence[str]], seal: OutgoingSeal
) -> tuple[Path, ...]:
    paths = []
    for number, files in enumerate(groups, 1):
        data = make_sidecar(assessment.mission, assessment.joint, files, assessment.identity)
        place = sidecar_path(path, number)
        write_verified(seal.seal(data), place)
        paths.append(place)
    return tuple(paths)


def _prepare(assessment: Assessment, path: Path) -> None:
    """Refuse an export that may not be, and seal what was written."""
    if path.suffix.lower() not in PARCEL_SUFFIXES | {".pdf"}:
        raise Refused("{file}: a report ends in .pdf, a bare parcel in .assessor.", file=path)
    if path.exists() and path.samefile(assessment.path):
        raise Refused("{file} is the mission itself: choose another name.", file=path)
    refuse_unexplained_changes(assessment)
    if not assessment.mission.read_only:
        assessment.seal()


def _report(
    assessment: Assessment,
    projection: Projection,
    contents: parcel_pack.ParcelContents,
    data: bytes,
    report_progress: ProgressCallback,
) -> tuple[bytes, int]:
    # imported when needed: layout loads many libraries
    from assessor.report.output.pdf_report import render_report

    signer = _as_named(assessment.identity, contents)
    carried = _attached(assessment, contents, data, projection.language)
    carried = replace(carried, signer=(signer.name, signer.words))
    projection = projection.with_parcel(carried)
    pages = render_report(projection, progress=partial(report_progress, "laying out the pages"))
    title = " – ".join(
        part for part in (projection.cover.country, projection.facts.form_title) if part
    )
    report = report_pdf.embed_parcel(
        pages,
        data,
        title=title,
        language=language_code(projection.language),
        signer=signer,
        day=projection.facts.made_on,
    )
    return report, report_pdf.page_count(pages)


def _as_named(identity: Identity, contents: parcel_pack.ParcelContents) -> Identity:
    """Return the identity without its name unless the parcel has that name as well."""
    names = contents.signers.get(identity.public.hex(), ())
    return identity if identity.name in names else replace(identity, name="")


def _attached(
    assessment: Assessment, contents: parcel_pack.ParcelContents, data: bytes, language: str
) -> AttachedParcel:
    trust, translate = assessment.trust(), translator(language)
    fingerprint = parcel_fingerprint(data)
    return AttachedParcel(
        parcel_id=fingerprint,
        fingerprint=short_fingerprint(fingerprint),
        size=len(data),
        entries=contents.entries,
        changesets=len(contents.changesets),
        signers=tuple(
            (trust.named(name, key, translate), key_fingerprint(bytes.fromhex(key)))
            for key, names in contents.signers.items()
            for name in names
        ),
    )


def _prove_pages(report: bytes, carried: bytes, sender: str) -> None:
    found = parcel_extraction.check_pdf_pages(
        report, parcel=parcel_fingerprint(carried), sender=sender
    )
    if found.state != SIGNED:
        raise ParcelError("The pages just written are not those that were signed.")


def prove_parcel(
    contents: parcel_pack.ParcelContents,
    mission: Mission,
    uuids: Sequence[str],
    releases: Callable[[str], bool],
) -> None:
    """Receive a parcel into an empty registry in memory, and compare it with the mission.

    Raises ParcelError if anything in it differs, is missing or is too much.
    """
    with Mission.in_memory() as empty:
        origin = ParcelOrigin(
            "", contents.parcel_id, 0, contents.assessments, contents.forms, contents.evidence
        )
        empty.add(contents.changesets, receipt=origin)
        received = {entry.name: entry for uuid in uuids for entry in empty.entries(uuid)}
    here = {entry.name: entry for uuid in uuids for entry in mission.entries(uuid)}
    if received.keys() != here.keys():
        raise ParcelError("The parcel just written does not hold every entry of the mission.")
    for name, entry in here.items():
        found = received[name]
        body = entry.body if releases(name) else None
        gone = entry.is_tombstone and releases(name)
        if (found.body, found.is_tombstone, found.parents) != (body, gone, entry.parents):
            raise ParcelError("The parcel just written does not say what the mission says.")
