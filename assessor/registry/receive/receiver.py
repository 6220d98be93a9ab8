"""Receive PDFs, parcels, mission files and folders of them: each file completely, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from assessor.errors import AssessorError, FileError, ParcelError, Reason
from assessor.parcel.keys.age_sealing import explain_seal
from assessor.parcel.pack.parcel_pack import (
    ParcelContents,
    build_parcel,
    parcel_fingerprint,
    unpack_parcel,
)
from assessor.parcel.pdf.parcel_extraction import ExtractedParcel
from assessor.registry.receive import receive_batch
from assessor.registry.receive.arrivals import (
    Arrival,
    ReceiveProgress,
    read_arrivals,
    verifying_prefetcher,
)
from assessor.registry.receive.batch_preview import BatchPreview
from assessor.registry.receive.clear_storage import LIES_IN_CLEAR, would_lie_in_clear
from assessor.registry.receive.copy_detection import explain_missing_parcel, mark_copies, mark_copy
from assessor.registry.receive.known_files import (
    known_file_of,
    known_parcel,
    known_receipt,
    received_before,
)
from assessor.registry.receive.mission_offer import (
    ANOTHER_MISSION,
    MissionOffer,
    altered_files,
    is_foreign,
    read_offer,
)
from assessor.registry.receive.quarantine_redaction import try_redact_quarantine
from assessor.registry.receive.sidecar_search import find_sidecars, named_files, with_missing_files
from assessor.store.model.entry import named_evidence
from assessor.store.model.receipt import (
    KNOWN,
    NEW,
    PREVIEW,
    REFUSED,
    KnownFile,
    ParcelOrigin,
    Receipt,
    count_signers,
)
from assessor.store.write.mission import Mission, now_ms

_UNSEALED = Reason(
    "It also holds answers that are not sealed yet: close it where it is open, then again."
)
_UNNAMED = Reason(
    "Nothing here names the files in it: receive the report they belong to, then try again."
)


def receive(
    mission: Mission,
    paths: Iterable[Path],
    *,
    preview: bool = False,
    progress: ReceiveProgress | None = None,
    identities: Sequence[str] = (),
    foreign: bool = False,
) -> tuple[Receipt, ...]:
    """Receive files, folders, archives and mails; return a receipt for each file, in order.

    Large evidence files are searched for in sidecars beside a report; sidecars have receipts of
    their own after it, and `missing` of its receipt names files that were not found.

    A refused file changes nothing and stops nothing. Small parcels about different assessments go
    into a database together (see receive_batch), into a file one by one: a run that stops has
    stored complete files. A field mission accepts its own assessments and those joined with them,
    unless it takes in `foreign` ones; a registry accepts all. `preview` describes what would
    happen. Raises FileError where the disk or the server refuses, with the number of files stored
    before.
    """
    run = _ReceiveRun(mission, preview, identities, foreign)
    prefetcher = verifying_prefetcher(identities)
    with (
        mission.before_commit(prefetcher.run),
        closing(read_arrivals(paths, run.seen, prefetcher, progress, identities)) as arrivals,
    ):
        try:
            try:
                for arrival in arrivals:
                    run.take(arrival)
            finally:  # a stopped run keeps what was reported as done
                run.flush()
        except FileError as error:
            raise run.stopped_by(error) from error
    if not preview:
        try_redact_quarantine(mission, identities=identities)
    return run.receipts()


@dataclass(slots=True)
class _ReceiveRun:
    """Several files received one after the other, and how they relate to one another."""

    mission: Mission
    preview: bool
    identities: Sequence[str]
    foreign: bool
    done: list[Receipt] = field(default_factory=list)
    received_sidecars: set[Path] = field(default_factory=set)
    missing: dict[int, dict[str, str]] = field(default_factory=dict)
    received_evidence: set[str] = field(default_factory=set)
    removed_parcels: dict[int, str] = field(default_factory=dict)
    batched: list[Arrival] = field(default_factory=list)
    batch: receive_batch.ReceiveBatch = field(init=False)
    batch_preview: BatchPreview | None = field(init=False)

    def __post_init__(self) -> None:
        self.batch = receive_batch.ReceiveBatch(self.mission)
        self.batch_preview = BatchPreview(self.mission) if self.preview else None

    def seen(self, digest: str) -> tuple[Receipt, KnownFile] | None:
        """Return the receipt of a file, by its SHA-256 (64 hex), if it came before and nothing that
        it may bring is missing."""
        known = None if self.mission.read_only else self.mission.known_file(digest)
        here = known[0].assessments if known else ()
        lost = self.mission.missing_files(here) or self.mission.unusable_forms(here)
        return None if lost else known

    def take(self, arrival: Arrival) -> None:
        """Receive one file, unless it is a sidecar that was received with its report. It may wait
        for the following files, to be imported with them."""
        package = self._batchable(arrival)
        if package is not None and not self.batch.fits(package):
            self.flush()
            package = self._batchable(arrival)  # an import just now may have brought it
        if package is not None:
            self.batch.put(package)
            self.batched.append(replace(arrival, extracted=None, contents=None))
            if self.batch.full:
                self.flush()
            return
        self.flush()
        if arrival.path in self.received_sidecars:
            return
        if arrival.removed_parcel:
            self.removed_parcels[len(self.done)] = arrival.removed_parcel
        if arrival.refusal is not None:
            self._refuse(arrival.name, arrival.refusal)
        elif arrival.earlier is not None:
            earlier_receipt, known_file = arrival.earlier
            self.done.append(known_receipt(self.mission, earlier_receipt, arrival.name, known_file))
            self._receive_sidecars(arrival, self.mission.missing_files(earlier_receipt.assessments))
        elif arrival.extracted is not None:
            self._receive_parcel(arrival, arrival.extracted)
        else:
            assert arrival.path is not None
            try:
                offer = read_offer(arrival.path, self.mission, foreign=self.foreign)
                self.done.append(
                    _receive_mission(self.mission, arrival.path, offer, self.batch_preview)
                )
            except AssessorError as error:  # a damaged file may raise any
                self._refuse(arrival.name, error.reason)

    def _batchable(self, arrival: Arrival) -> receive_batch.ReadyPackage | None:
        """Return a parcel that may be imported with others, else None."""
        carried, contents, mission = arrival.extracted, arrival.contents, self.mission
        if carried is None or contents is None:
            return None
        if self.preview or mission.read_only or not mission.shared:
            return None
        fingerprint = parcel_fingerprint(carried.parcel)
        if mission.find_receipt(fingerprint):
            return None
        origin = _origin(mission, arrival.name, fingerprint, contents, carried)
        package = receive_batch.admit_package(
            mission, contents.changesets, origin, lambda: carried.parcel
        )
        return None if receive_batch.must_come_alone(mission, package) else package

    def flush(self) -> None:
        """Import what waits."""
        batched, self.batched = self.batched, []
        for arrival, receipt in zip(batched, self.batch.take(), strict=True):
            self.done.append(mark_copy(self.mission, receipt))
            if receipt.status in (NEW, KNOWN):
                self._receive_sidecars(arrival, self.mission.missing_files(receipt.assessments))

    def _refuse(self, name: str, reason: Reason) -> None:
        self.done.append(Receipt("", name, "", REFUSED, reasons=(reason,), at=now_ms()))

    def _receive_parcel(self, arrival: Arrival, carried: ExtractedParcel) -> None:
        expected = {digest for names in self.missing.values() for digest in names}
        receipt = receive_parcel(
            self.mission, carried.parcel, arrival.name, preview=self.preview,
            identities=self.identities, carried=carried, contents=arrival.contents,
            expected=expected, batch_preview=self.batch_preview, foreign=self.foreign,
        )  # fmt: skip
        self.done.append(receipt)
        if receipt.status == PREVIEW:
            self._receive_sidecars(arrival, self._missing_in_preview(arrival, carried))
        elif receipt.status in (NEW, KNOWN):
            self._receive_sidecars(arrival, self.mission.missing_files(receipt.assessments))

    def _missing_in_preview(self, arrival: Arrival, carried: ExtractedParcel) -> dict[str, str]:
        """Return the files a previewed report names and neither it nor the mission has."""
        contents = arrival.contents or unpack_parcel(carried.parcel, identities=self.identities)
        self.received_evidence.update(contents.evidence)
        return {
            digest: name
            for digest, name in named_files(contents).items()
            if digest not in contents.evidence and not self.mission.has_evidence(digest)
        }

    def _receive_sidecars(self, arrival: Arrival, missing: dict[str, str]) -> None:
        """Record what a report lacks, and receive sidecars beside it that have some of that."""
        if not missing:
            return
        self.missing[len(self.done) - 1] = missing
        if arrival.path is None:
            return
        for path, sidecar, files in find_sidecars(
            arrival.path, frozenset(missing), self.identities
        ):
            self.done.append(
                receive_parcel(
                    self.mission, sidecar, path.name, preview=self.preview,
                    identities=self.identities, expected=files,
                )
            )  # fmt: skip
            self.received_evidence |= files
            self.received_sidecars.add(path)

    def stopped_by(self, error: FileError) -> FileError:
        """Return the error with the number of files that were received before it."""
        count = sum(receipt.status == NEW for receipt in self.done)
        if not count:
            return error
        return FileError(
            "{why} Files imported before that, and kept: {count}. Receive the others again.",
            why=error.reason,
            count=count,
        )

    def receipts(self) -> tuple[Receipt, ...]:
        """Return the receipts, now that all files are known."""
        for index, missing in self.missing.items():
            remaining = {
                digest: name
                for digest, name in missing.items()
                if digest not in self.received_evidence and not self.mission.has_evidence(digest)
            }
            self.done[index] = with_missing_files(self.done[index], remaining)
        for index, fingerprint in self.removed_parcels.items():
            self.done[index] = explain_missing_parcel(
                self.mission, self.done[index], fingerprint, self.done
            )
        return mark_copies(self.done)


def receive_parcel(
    mission: Mission,
    parcel: bytes,
    file: str,
    *,
    preview: bool = False,
    identities: Sequence[str] = (),
    regardless: bool = False,
    carried: ExtractedParcel | None = None,
    contents: ParcelContents | None = None,
    expected: Collection[str] = (),
    known_as: str = "",
    batch_preview: BatchPreview | None = None,
    foreign: bool = True,
) -> Receipt:
    """Receive the bytes of one parcel that came in `file`; a refused one goes to quarantine.

    `regardless` ignores the roster; for `foreign` see `receive`. `expected` are files (SHA-256) of
    the same preview, `known_as` is an earlier receipt's fingerprint, `carried` describes the pages.
    """
    fingerprint = known_as or parcel_fingerprint(parcel)
    refused = mission, lambda: parcel, file, fingerprint, preview
    try:
        read = partial(unpack_parcel, parcel, identities=identities)
        if earlier := received_before(mission, fingerprint, read):
            return known_parcel(mission, earlier, file, carried, identities)
        contents = contents or read()
    except ParcelError as error:
        why = explain_seal(error, file, parcel, identities).reason
        return receive_batch.refuse_package(*refused, why)
    if unfit := _refuse_unfit(refused, contents, carried, expected, foreign):
        return unfit
    origin = _origin(mission, file, fingerprint, contents, carried)
    package = receive_batch.admit_package(
        mission, contents.changesets, origin, lambda: parcel, regardless=regardless
    )
    if batch_preview:
        return batch_preview.preview(package)
    receipt = receive_batch.take_package(mission, package, preview=preview)
    return mark_copy(mission, receipt) if contents.changesets else receipt


def _refuse_unfit(
    refused: tuple[Mission, Callable[[], bytes], str, str, bool],
    contents: ParcelContents,
    carried: ExtractedParcel | None,
    expected: Collection[str],
    foreign: bool,
) -> Receipt | None:
    """Return the receipt of a parcel that has nothing to do with the mission or would lie in clear
    there, else None.

    Nothing is kept of one of another mission, or of a protected one.
    """
    mission, _, file, fingerprint, preview = refused
    if would_lie_in_clear(mission, contents, carried):
        return Receipt("", file, "", REFUSED, reasons=(LIES_IN_CLEAR,), at=now_ms())
    if not foreign and is_foreign(mission, contents.assessments, contents.changesets):
        return Receipt(
            "", file, "", REFUSED, reasons=(Reason(ANOTHER_MISSION),), at=now_ms(),
            assessments=tuple(contents.assessments), signers=count_signers(contents.changesets),
        )  # fmt: skip
    if contents.changesets or not contents.evidence or _is_named(mission, contents.evidence):
        return None
    if promised := len(contents.evidence.keys() & set(expected)) if preview else 0:
        return Receipt("", file, fingerprint, PREVIEW, at=now_ms(), files=promised)
    return receive_batch.refuse_package(*refused, _UNNAMED)


def _origin(
    mission: Mission,
    file: str,
    fingerprint: str,
    contents: ParcelContents,
    carried: ExtractedParcel | None,
) -> ParcelOrigin:
    known_file = known_file_of(carried, contents.sender_name, contents.sender)
    return ParcelOrigin(
        file, fingerprint, now_ms(), contents.assessments, contents.forms, contents.evidence,
        known_file=known_file,
        reasons=altered_files(_altered_names(mission, contents) if contents.altered else ()),
    )  # fmt: skip


def _altered_names(mission: Mission, contents: ParcelContents) -> Iterator[str]:
    """Return the names of the files in a parcel whose bytes are not those that were signed."""
    here = (uuid for uuid in contents.assessments if mission.assessment(uuid) is not None)
    named = mission.missing_files(here) | named_evidence(contents.changesets)
    return (named.get(digest) or digest[:12] for digest in contents.altered)


def _is_named(mission: Mission, files: Iterable[str]) -> bool:
    """Return whether the mission names one of these files, here or missing."""
    if any(mission.has_evidence(digest) for digest in files):
        return True
    missing = mission.missing_files(row.uuid for row in mission.assessments())
    return any(digest in missing for digest in files)


def _receive_mission(
    mission: Mission, path: Path, offer: MissionOffer, batch_preview: BatchPreview | None
) -> Receipt:
    origin = offer.origin
    fingerprint = origin.fingerprint
    earlier = None if batch_preview else received_before(mission, fingerprint, lambda: origin)
    if earlier is not None:
        receipt = known_receipt(mission, earlier, path.name, KnownFile(""))
    else:
        content = offer.changesets, origin.assessments, origin.forms
        package = receive_batch.admit_package(
            mission, offer.changesets, origin,
            lambda: build_parcel(*content, evidence=origin.evidence),
        )  # fmt: skip
        receipt = (
            batch_preview.preview(package)
            if batch_preview
            else receive_batch.take_package(mission, package)
        )
    known = {reason.message for reason in receipt.reasons}
    if offer.unsealed and _UNSEALED.message not in known:
        receipt = replace(receipt, reasons=(*receipt.reasons, _UNSEALED))
    return receipt
