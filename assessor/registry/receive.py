"""Takes in PDFs, parcels, mission files and folders of them: each file whole, or not at all."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from assessor.errors import FileError, ParcelError, Reason, Refused
from assessor.parcel.carried import Carried
from assessor.parcel.page_seal import SIGNED, Pages, in_runs
from assessor.parcel.parcel import (
    Contents,
    fingerprint_of,
    parcel_of,
    sender_of,
    unpack,
)
from assessor.registry.arriving import Arrival, Progress, arriving, verifying
from assessor.registry.batching import Batch, Ready, comes_alone, ready, take
from assessor.registry.copies import among, copy_of, told_apart
from assessor.registry.files import holding, named_in, saying_what_misses
from assessor.registry.mission_files import offered_by
from assessor.registry.stripping import strip_or_leave
from assessor.registry.together import Together
from assessor.registry.trust import trust
from assessor.store.mission import Mission
from assessor.store.receipt import KNOWN, NEW, PREVIEW, REFUSED, Origin, Receipt, Seen

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
    progress: Progress | None = None,
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
    run = _Run(mission, preview, identities)
    ahead = verifying(identities)
    with (
        mission.meanwhile(ahead.begin),
        closing(arriving(paths, run.seen, ahead, progress)) as arrivals,
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
        strip_or_leave(mission, identities=identities)
    return run.receipts()


@dataclass(slots=True)
class _Run:
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
    batch: Batch = field(init=False)
    looking: Together | None = field(init=False)

    def __post_init__(self) -> None:
        self.batch = Batch(self.mission)
        self.looking = Together(self.mission) if self.preview else None

    def seen(self, digest: str) -> tuple[Receipt, Seen] | None:
        """Whether a file, by its SHA-256 (64 hex), came before."""
        return None if self.mission.read_only else self.mission.seen(digest)

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
        if arrival.was:
            self.taken_out[len(self.done)] = arrival.was
        if arrival.trouble is not None:
            self._refuse(arrival.name, arrival.trouble)
        elif arrival.before is not None:
            before, seen = arrival.before
            self.done.append(_again(self.mission, before, arrival.name, seen))
            self._look_for_sidecars(arrival, self.mission.missing_files(before.assessments))
        elif arrival.carried is not None:
            self._take_parcel(arrival, arrival.carried)
        else:
            assert arrival.path is not None
            try:
                self.done.append(_take_mission(self.mission, arrival.path, self.looking))
            except (FileError, ParcelError) as error:
                self._refuse(arrival.name, error.reason)

    def _ready(self, arrival: Arrival) -> tuple[Ready, str] | None:
        """A parcel that may come in together with others, and how its pages are; else None."""
        carried, contents = arrival.carried, arrival.contents
        into = self.mission
        if carried is None or contents is None or self.preview or into.read_only or not into.shared:
            return None
        fingerprint = fingerprint_of(carried.parcel)
        if into.receipt_of(fingerprint):
            return None
        pages = carried.pages(contents.sender)
        origin = _origin(arrival.name, fingerprint, contents, pages, carried.digest)
        found = ready(into, contents.changesets, origin, lambda: carried.parcel)
        return None if comes_alone(into, found) else (found, pages.state if pages else "")

    def _wait(self, arrival: Arrival, found: Ready, pages: str) -> None:
        self.batch.put(found)
        self.together.append((replace(arrival, carried=None, contents=None), pages))
        if self.batch.full:
            self.flush()

    def flush(self) -> None:
        """Take in what waits to be taken in together."""
        together, self.together = self.together, []
        for (arrival, pages), receipt in zip(together, self.batch.take(), strict=True):
            self.done.append(copy_of(self.mission, replace(receipt, pages=pages)))
            if receipt.status in (NEW, KNOWN):
                self._look_for_sidecars(arrival, self.mission.missing_files(receipt.assessments))

    def _refuse(self, name: str, reason: Reason) -> None:
        self.done.append(Receipt("", name, "", REFUSED, reasons=(reason,), at=_now()))

    def _take_parcel(self, arrival: Arrival, carried: Carried) -> None:
        expected = {digest for names in self.missing.values() for digest in names}
        receipt = take_parcel(
            self.mission, carried.parcel, arrival.name, preview=self.preview,
            identities=self.identities, carried=carried, contents=arrival.contents,
            expected=expected, looking=self.looking,
        )  # fmt: skip
        self.done.append(receipt)
        if receipt.status == PREVIEW:
            self._look_for_sidecars(arrival, self._promised(arrival, carried))
        elif receipt.status in (NEW, KNOWN):
            self._look_for_sidecars(arrival, self.mission.missing_files(receipt.assessments))

    def _promised(self, arrival: Arrival, carried: Carried) -> dict[str, str]:
        """The files a report names, in a preview, that neither it nor the mission holds."""
        contents = arrival.contents or unpack(carried.parcel, identities=self.identities)
        self.came.update(contents.evidence)
        return {
            digest: name
            for digest, name in named_in(contents).items()
            if digest not in contents.evidence and not self.mission.holds_evidence(digest)
        }

    def _look_for_sidecars(self, arrival: Arrival, missing: dict[str, str]) -> None:
        """Keep what a report lacks, and take in sidecars beside it that hold some of that."""
        if not missing:
            return
        self.missing[len(self.done) - 1] = missing
        if arrival.path is None:
            return
        for beside, sidecar, files in holding(arrival.path, frozenset(missing), self.identities):
            self.done.append(
                take_parcel(
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
                if digest not in self.came and not self.mission.holds_evidence(digest)
            }
            self.done[at] = saying_what_misses(self.done[at], left)
        for at, fingerprint in self.taken_out.items():
            self.done[at] = told_apart(self.mission, self.done[at], fingerprint, self.done)
        return among(self.done)


def take_parcel(
    mission: Mission,
    parcel: bytes,
    file: str,
    *,
    preview: bool = False,
    identities: Sequence[str] = (),
    regardless: bool = False,
    carried: Carried | None = None,
    contents: Contents | None = None,
    expected: Collection[str] = (),
    known_as: str = "",
    looking: Together | None = None,
) -> Receipt:
    """Receive the bytes of one parcel that came in `file`; a refused one goes to quarantine.

    `regardless` takes in what the roster would have wait. `carried` tells of the pages it came
    with, `contents` what it holds, if it was verified already. `expected` are files (SHA-256, 64
    hex) that reports of the same preview name. `known_as` is the fingerprint it was first received
    under, if that was a mission file's. `looking` are the other files of one preview.
    """
    fingerprint = known_as or fingerprint_of(parcel)
    refusing = not preview and not mission.read_only
    try:
        if before := mission.receipt_of(fingerprint):
            return _again(mission, before, file, _seen(_pages_again(carried, identities)))
        contents = contents or unpack(parcel, identities=identities)
    except ParcelError as error:
        if not refusing:
            return Receipt("", file, fingerprint, REFUSED, reasons=(error.reason,), at=_now())
        return mission.refuse(file, fingerprint, error.reason, parcel)
    if contents.evidence and not contents.changesets and not _is_named(mission, contents.evidence):
        if promised := len(contents.evidence.keys() & set(expected)) if preview else 0:
            return Receipt("", file, fingerprint, PREVIEW, at=_now(), files=promised)
        if not refusing:
            return Receipt("", file, fingerprint, REFUSED, reasons=(_UNNAMED,), at=_now())
        return mission.refuse(file, fingerprint, _UNNAMED, parcel)
    pages = carried.pages(contents.sender) if carried else None
    origin = _origin(file, fingerprint, contents, pages, carried.digest if carried else "")
    found = ready(mission, contents.changesets, origin, lambda: parcel, regardless=regardless)
    state = pages.state if pages else ""
    if looking:
        return replace(looking.look(found), pages=state)
    receipt = replace(take(mission, found, preview=preview), pages=state)
    return copy_of(mission, receipt) if contents.changesets else receipt


def _origin(
    file: str, fingerprint: str, contents: Contents, pages: Pages | None, digest: str
) -> Origin:
    return Origin(
        file, fingerprint, _now(), contents.assessments, contents.forms, contents.evidence,
        seen=_seen(pages, digest),
    )  # fmt: skip


def _seen(pages: Pages | None, digest: str = "") -> Seen:
    return Seen(digest, pages.state if pages else "", _of_pages(pages))


def _of_pages(pages: Pages | None) -> tuple[Reason, ...]:
    """What is said of pages that are not, or may not be, as they were signed."""
    if pages is None or pages.state == SIGNED:
        return ()
    if not pages.altered:
        return (Reason(_DOUBT, {"why": Reason(pages.why)}),)
    which = in_runs(pages.altered)
    return (Reason(_DOUBT_OF, {"why": Reason(pages.why), "pages": which}),)


def _is_named(mission: Mission, files: Iterable[str]) -> bool:
    """Whether anything in the mission names one of these files, here already or missing."""
    if any(mission.holds_evidence(digest) for digest in files):
        return True
    missing = mission.missing_files(row.uuid for row in mission.assessments())
    return any(digest in missing for digest in files)


def _again(mission: Mission, before: Receipt, file: str, seen: Seen) -> Receipt:
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
    return copy_of(mission, again, before)


def _pages_again(carried: Carried | None, identities: Sequence[str]) -> Pages | None:
    if carried is None or carried.looks is None:
        return None
    try:
        return carried.pages(sender_of(carried.parcel, identities=identities))
    except ParcelError:
        return None  # sealed to somebody else: it came through another hand before


def _take_mission(mission: Mission, path: Path, looking: Together | None) -> Receipt:
    found = offered_by(path, mission)
    before = None if looking else mission.receipt_of(found.fingerprint)
    if before is not None:
        receipt = _again(mission, before, path.name, Seen("", "", ()))
    else:
        origin = Origin(
            path.name, found.fingerprint, _now(), found.wanted, found.forms, found.evidence
        )
        offered = ready(
            mission, found.changesets, origin,
            lambda: parcel_of(
                found.changesets, found.wanted, found.forms, evidence=found.evidence
            ),
        )  # fmt: skip
        receipt = looking.look(offered) if looking else take(mission, offered)
    known = {reason.message for reason in receipt.reasons}
    if found.unsealed and _UNSEALED.message not in known:
        receipt = replace(receipt, reasons=(*receipt.reasons, _UNSEALED))
    return receipt


def take_in(
    mission: Mission, public: str, name: str, *, identities: Sequence[str] = ()
) -> tuple[Receipt, ...]:
    """Trust a key, and take in everything that waited for it; a receipt for each package."""
    trust(mission, public, name)
    receipts = tuple(
        take_parcel(mission, content, kept.file, identities=identities, known_as=kept.fingerprint)
        for kept, content in mission.quarantine()
        if kept.status != REFUSED and public in unpack(content, identities=identities).signers
    )
    strip_or_leave(mission, identities=identities)
    return receipts


def retry(mission: Mission, receipt_id: str, *, identities: Sequence[str] = ()) -> Receipt:
    """Try a quarantined package again. Raises Refused if it is not in quarantine."""
    for kept, content in mission.quarantine():
        if kept.id == receipt_id:
            receipt = take_parcel(
                mission, content, kept.file, identities=identities, known_as=kept.fingerprint
            )
            strip_or_leave(mission, identities=identities)
            return receipt
    raise Refused("There is no receipt {id} in quarantine.", id=receipt_id)


def _now() -> int:
    return time.time_ns() // 1_000_000
