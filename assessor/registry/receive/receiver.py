"""Takes in PDFs, parcels, mission files and folders of them: each file whole, or not at all."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from assessor.errors import FileError, ParcelError, Reason, Refused
from assessor.parcel.pack.parcel_pack import (
    ParcelContents,
    build_parcel,
    parcel_fingerprint,
    parcel_sender,
    unpack_parcel,
)
from assessor.parcel.pdf.page_seal import SIGNED, PageCheck, page_ranges
from assessor.parcel.pdf.parcel_extraction import ExtractedParcel
from assessor.registry.receive.arrivals import (
    Arrival,
    ReceiveProgress,
    read_arrivals,
    verifying_prefetcher,
)
from assessor.registry.receive.batch_preview import BatchPreview
from assessor.registry.receive.copy_detection import explain_missing_parcel, mark_copies, mark_copy
from assessor.registry.receive.mission_offer import read_offer
from assessor.registry.receive.quarantine_redaction import try_redact_quarantine
from assessor.registry.receive.receive_batch import (
    ReadyPackage,
    ReceiveBatch,
    admit_package,
    must_come_alone,
    take_package,
)
from assessor.registry.receive.sidecar_search import find_sidecars, named_files, with_missing_files
from assessor.registry.trust.trust_roster import trust_key
from assessor.store.model.receipt import (
    KNOWN,
    NEW,
    PREVIEW,
    REFUSED,
    KnownFile,
    ParcelOrigin,
    Receipt,
)
from assessor.store.write.mission import Mission

_UNSEALED = Reason(
    "It also holds answers that are not sealed yet: close it where it is open, then again."
)
_UNNAMED = Reason(
    "Nothing here names the files in it: receive the report they belong to, then try again."
)
_DOUBT = "{why} Believe the answers, not the pages."
_DOUBT_OF = "{why} Believe the answers, not the pages (page {pages})."


def receive(
    mission: Mission,
    paths: Iterable[Path],
    *,
    preview: bool = False,
    progress: ReceiveProgress | None = None,
    identities: Sequence[str] = (),
) -> tuple[Receipt, ...]:
    """Receive files, folders, archives and mails; a receipt for each file, in their order.

    Files of evidence too large for a report are looked for in sidecars beside it, which have
    receipts of their own after it; `missing` of its receipt names those that were not there.

    A file that is refused changes nothing and stops nothing. Into a database small parcels about
    different assessments are taken in together (see batching), into a file each by itself: a run
    that stops has kept whole files. A field mission takes only its own assessments from a mission
    file; a registry takes all. `preview` says what would happen. Raises FileError where the disk or
    the server refuses, telling how many files were kept by then.
    """
    run = _ReceiveRun(mission, preview, identities)
    ahead = verifying_prefetcher(identities)
    with (
        mission.before_commit(ahead.run),
        closing(read_arrivals(paths, run.seen, ahead, progress)) as arrivals,
    ):
        try:
            try:
                for arrival in arrivals:
                    run.take(arrival)
            finally:  # whoever stops half way keeps what was told as done
                run.flush()
        except FileError as error:
            raise run.stopped_by(error) from error
    if not preview:
        try_redact_quarantine(mission, identities=identities)
    return run.receipts()


@dataclass(slots=True)
class _ReceiveRun:
    """Several files received one after the other, and what they have to do with one another."""

    mission: Mission
    preview: bool
    identities: Sequence[str]
    done: list[Receipt] = field(default_factory=list)
    taken: set[Path] = field(default_factory=set)
    missing: dict[int, dict[str, str]] = field(default_factory=dict)
    came: set[str] = field(default_factory=set)
    taken_out: dict[int, str] = field(default_factory=dict)
    together: list[tuple[Arrival, str]] = field(default_factory=list)
    batch: ReceiveBatch = field(init=False)
    looking: BatchPreview | None = field(init=False)

    def __post_init__(self) -> None:
        self.batch = ReceiveBatch(self.mission)
        self.looking = BatchPreview(self.mission) if self.preview else None

    def seen(self, digest: str) -> tuple[Receipt, KnownFile] | None:
        """Whether a file, by its SHA-256 (64 hex), came before."""
        return None if self.mission.read_only else self.mission.known_file(digest)

    def take(self, arrival: Arrival) -> None:
        """Take in one file, unless it is a sidecar that was found beside its report.

        It may wait for the next ones, to be taken in with them.
        """
        found = self._ready(arrival)
        if found is not None and not self.batch.fits(found[0]):
            self.flush()
            found = self._ready(arrival)  # what came in just now may have brought it
        if found is not None:
            self._wait(arrival, *found)
            return
        self.flush()
        if arrival.path in self.taken:
            return
        if arrival.removed_parcel:
            self.taken_out[len(self.done)] = arrival.removed_parcel
        if arrival.refusal is not None:
            self._refuse(arrival.name, arrival.refusal)
        elif arrival.earlier is not None:
            before, seen = arrival.earlier
            self.done.append(_again(self.mission, before, arrival.name, seen))
            self._look_for_sidecars(arrival, self.mission.missing_files(before.assessments))
        elif arrival.extracted is not None:
            self._take_parcel(arrival, arrival.extracted)
        else:
            assert arrival.path is not None
            try:
                self.done.append(_take_mission(self.mission, arrival.path, self.looking))
            except (FileError, ParcelError) as error:
                self._refuse(arrival.name, error.reason)

    def _ready(self, arrival: Arrival) -> tuple[ReadyPackage, str] | None:
        """A parcel that may come in together with others, and how its pages are; else None."""
        carried, contents = arrival.extracted, arrival.contents
        into = self.mission
        if carried is None or contents is None or self.preview or into.read_only or not into.shared:
            return None
        fingerprint = parcel_fingerprint(carried.parcel)
        if into.find_receipt(fingerprint):
            return None
        pages = carried.pages(contents.sender)
        origin = _origin(arrival.name, fingerprint, contents, pages, carried.digest)
        found = admit_package(into, contents.changesets, origin, lambda: carried.parcel)
        return None if must_come_alone(into, found) else (found, pages.state if pages else "")

    def _wait(self, arrival: Arrival, found: ReadyPackage, pages: str) -> None:
        self.batch.put(found)
        self.together.append((replace(arrival, extracted=None, contents=None), pages))
        if self.batch.full:
            self.flush()

    def flush(self) -> None:
        """Take in what waits to be taken in together."""
        together, self.together = self.together, []
        for (arrival, pages), receipt in zip(together, self.batch.take(), strict=True):
            self.done.append(mark_copy(self.mission, replace(receipt, pages=pages)))
            if receipt.status in (NEW, KNOWN):
                self._look_for_sidecars(arrival, self.mission.missing_files(receipt.assessments))

    def _refuse(self, name: str, reason: Reason) -> None:
        self.done.append(Receipt("", name, "", REFUSED, reasons=(reason,), at=_now()))

    def _take_parcel(self, arrival: Arrival, carried: ExtractedParcel) -> None:
        expected = {digest for names in self.missing.values() for digest in names}
        receipt = receive_parcel(
            self.mission, carried.parcel, arrival.name, preview=self.preview,
            identities=self.identities, carried=carried, contents=arrival.contents,
            expected=expected, looking=self.looking,
        )  # fmt: skip
        self.done.append(receipt)
        if receipt.status == PREVIEW:
            self._look_for_sidecars(arrival, self._promised(arrival, carried))
        elif receipt.status in (NEW, KNOWN):
            self._look_for_sidecars(arrival, self.mission.missing_files(receipt.assessments))

    def _promised(self, arrival: Arrival, carried: ExtractedParcel) -> dict[str, str]:
        """The files a report names, in a preview, that neither it nor the mission holds."""
        contents = arrival.contents or unpack_parcel(carried.parcel, identities=self.identities)
        self.came.update(contents.evidence)
        return {
            digest: name
            for digest, name in named_files(contents).items()
            if digest not in contents.evidence and not self.mission.has_evidence(digest)
        }

    def _look_for_sidecars(self, arrival: Arrival, missing: dict[str, str]) -> None:
        """Keep what a report lacks, and take in sidecars beside it that hold some of that."""
        if not missing:
            return
        self.missing[len(self.done) - 1] = missing
        if arrival.path is None:
            return
        for beside, sidecar, files in find_sidecars(
            arrival.path, frozenset(missing), self.identities
        ):
            self.done.append(
                receive_parcel(
                    self.mission, sidecar, beside.name, preview=self.preview,
                    identities=self.identities, expected=files,
                )
            )  # fmt: skip
            self.came |= files
            self.taken.add(beside)

    def stopped_by(self, error: FileError) -> FileError:
        """The same trouble, telling how many files were taken in before it, if any were."""
        kept = sum(receipt.status == NEW for receipt in self.done)
        if not kept:
            return error
        return FileError(
            "{why} Files taken in before that, and kept: {count}. Receive them again for the rest.",
            why=error.reason,
            count=kept,
        )

    def receipts(self) -> tuple[Receipt, ...]:
        """The receipts, now that all files are known."""
        for at, missing in self.missing.items():
            left = {
                digest: name
                for digest, name in missing.items()
                if digest not in self.came and not self.mission.has_evidence(digest)
            }
            self.done[at] = with_missing_files(self.done[at], left)
        for at, fingerprint in self.taken_out.items():
            self.done[at] = explain_missing_parcel(
                self.mission, self.done[at], fingerprint, self.done
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
    looking: BatchPreview | None = None,
) -> Receipt:
    """Receive the bytes of one parcel that came in `file`; a refused one goes to quarantine.

    `regardless` takes in what the roster would have wait. `carried` tells of the pages it came
    with, `contents` what it holds, if it was verified already. `expected` are files (SHA-256, 64
    hex) that reports of the same preview name. `known_as` is the fingerprint it was first received
    under, if that was a mission file's. `looking` are the other files of one preview.
    """
    fingerprint = known_as or parcel_fingerprint(parcel)
    refusing = not preview and not mission.read_only
    try:
        if before := mission.find_receipt(fingerprint):
            return _again(mission, before, file, _seen(_pages_again(carried, identities)))
        contents = contents or unpack_parcel(parcel, identities=identities)
    except ParcelError as error:
        if not refusing:
            return Receipt("", file, fingerprint, REFUSED, reasons=(error.reason,), at=_now())
        return mission.keep_refused(file, fingerprint, error.reason, parcel)
    if contents.evidence and not contents.changesets and not _is_named(mission, contents.evidence):
        if promised := len(contents.evidence.keys() & set(expected)) if preview else 0:
            return Receipt("", file, fingerprint, PREVIEW, at=_now(), files=promised)
        if not refusing:
            return Receipt("", file, fingerprint, REFUSED, reasons=(_UNNAMED,), at=_now())
        return mission.keep_refused(file, fingerprint, _UNNAMED, parcel)
    pages = carried.pages(contents.sender) if carried else None
    origin = _origin(file, fingerprint, contents, pages, carried.digest if carried else "")
    found = admit_package(
        mission, contents.changesets, origin, lambda: parcel, regardless=regardless
    )
    state = pages.state if pages else ""
    if looking:
        return replace(looking.preview(found), pages=state)
    receipt = replace(take_package(mission, found, preview=preview), pages=state)
    return mark_copy(mission, receipt) if contents.changesets else receipt


def _origin(
    file: str, fingerprint: str, contents: ParcelContents, pages: PageCheck | None, digest: str
) -> ParcelOrigin:
    return ParcelOrigin(
        file, fingerprint, _now(), contents.assessments, contents.forms, contents.evidence,
        known_file=_seen(pages, digest),
    )  # fmt: skip


def _seen(pages: PageCheck | None, digest: str = "") -> KnownFile:
    return KnownFile(digest, pages.state if pages else "", _of_pages(pages))


def _of_pages(pages: PageCheck | None) -> tuple[Reason, ...]:
    """What is said of pages that are not, or may not be, as they were signed."""
    if pages is None or pages.state == SIGNED:
        return ()
    if not pages.altered:
        return (Reason(_DOUBT, {"why": Reason(pages.why)}),)
    which = page_ranges(pages.altered)
    return (Reason(_DOUBT_OF, {"why": Reason(pages.why), "pages": which}),)


def _is_named(mission: Mission, files: Iterable[str]) -> bool:
    """Whether anything in the mission names one of these files, here already or missing."""
    if any(mission.has_evidence(digest) for digest in files):
        return True
    missing = mission.missing_files(row.uuid for row in mission.assessments())
    return any(digest in missing for digest in files)


def _again(mission: Mission, before: Receipt, file: str, seen: KnownFile) -> Receipt:
    """The very same bytes were verified and taken in before: nothing to do, nothing to write.

    Only the pages around them may be others.
    """
    open_now = {one.id for uuid in before.assessments for one in mission.conflicts(uuid)}
    about_pages = (_DOUBT, _DOUBT_OF)
    again = replace(
        before,
        file=file,
        status=KNOWN,
        new=0,
        known=before.new + before.known,
        conflicts=len(open_now),
        pages=seen.pages,
        reasons=(
            *(one for one in before.reasons if one.message not in about_pages),
            *seen.reasons,
        ),
    )
    return mark_copy(mission, again, before)


def _pages_again(carried: ExtractedParcel | None, identities: Sequence[str]) -> PageCheck | None:
    if carried is None or carried.page_digests is None:
        return None
    try:
        return carried.pages(parcel_sender(carried.parcel, identities=identities))
    except ParcelError:
        return None  # sealed to somebody else: it came through another hand before


def _take_mission(mission: Mission, path: Path, looking: BatchPreview | None) -> Receipt:
    found = read_offer(path, mission)
    before = None if looking else mission.find_receipt(found.fingerprint)
    if before is not None:
        receipt = _again(mission, before, path.name, KnownFile("", "", ()))
    else:
        origin = ParcelOrigin(
            path.name, found.fingerprint, _now(), found.wanted, found.forms, found.evidence
        )
        offered = admit_package(
            mission, found.changesets, origin,
            lambda: build_parcel(
                found.changesets, found.wanted, found.forms, evidence=found.evidence
            ),
        )  # fmt: skip
        receipt = looking.preview(offered) if looking else take_package(mission, offered)
    known = {reason.message for reason in receipt.reasons}
    if found.unsealed and _UNSEALED.message not in known:
        receipt = replace(receipt, reasons=(*receipt.reasons, _UNSEALED))
    return receipt


def trust_and_receive(
    mission: Mission, public: str, name: str, *, identities: Sequence[str] = ()
) -> tuple[Receipt, ...]:
    """Trust a key, and take in everything that waited for it; a receipt for each package."""
    trust_key(mission, public, name)
    receipts = tuple(
        receive_parcel(
            mission, content, kept.file, identities=identities, known_as=kept.fingerprint
        )
        for kept, content in mission.quarantine()
        if kept.status != REFUSED
        and public in unpack_parcel(content, identities=identities).signers
    )
    try_redact_quarantine(mission, identities=identities)
    return receipts


def retry_package(mission: Mission, receipt_id: str, *, identities: Sequence[str] = ()) -> Receipt:
    """Try a quarantined package again. Raises Refused if it is not in quarantine."""
    for kept, content in mission.quarantine():
        if kept.id == receipt_id:
            receipt = receive_parcel(
                mission, content, kept.file, identities=identities, known_as=kept.fingerprint
            )
            try_redact_quarantine(mission, identities=identities)
            return receipt
    raise Refused("There is no receipt {id} in quarantine.", id=receipt_id)


def _now() -> int:
    return time.time_ns() // 1_000_000
