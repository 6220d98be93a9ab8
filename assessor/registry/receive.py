"""Takes in PDFs, parcels, mission files and folders of them: one crash-safe transaction a file."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from assessor.errors import FileError, ParcelError, Reason, Refused
from assessor.parcel.carried import carried_in
from assessor.parcel.parcel import (
    check_signature,
    fingerprint_of,
    parcel_of,
    unpack,
)
from assessor.parcel.sidecars import is_sidecar
from assessor.registry.files import holding, named_in, saying_what_misses
from assessor.registry.trust import admitted, reasons, trust
from assessor.store.changeset import Changeset
from assessor.store.mission import Mission
from assessor.store.receipt import KNOWN, NEW, PREVIEW, REFUSED, Origin, Receipt
from assessor.store.signers import signed

Progress = Callable[[int, int, str], None]
"""Called with how many files are done, of how many, and the name of the next."""

_UNSEALED = Reason(
    "It also holds answers that are not sealed yet: close it where it is open, then again."
)
_UNNAMED = Reason(
    "Nothing here names the files in it: receive the report they belong to, then try again."
)
_SQLITE = b"SQLite format 3\0"
_SUFFIXES = (".pdf", ".assessor", ".age", ".mission", ".registry")


def receive(
    mission: Mission,
    paths: Iterable[Path],
    *,
    preview: bool = False,
    progress: Progress | None = None,
    identities: Sequence[str] = (),
) -> tuple[Receipt, ...]:
    """Receive files and folders into `mission`; a receipt for each file, in their order.

    Files of evidence too large for a report are looked for in sidecars beside it, which have
    receipts of their own after it; `missing` of its receipt names those that were not there.

    A file that is refused changes nothing and stops nothing. A field mission takes only its own
    assessments from a mission file; a registry takes all. `preview` says what would happen.
    """
    files = list(_files(paths))
    receipts: list[Receipt] = []
    taken: set[Path] = set()
    for done, path in enumerate(files):
        if path in taken:
            continue  # a sidecar that was found beside its report
        if progress is not None:
            progress(done, len(files), path.name)
        receipts += _receive_file(mission, path, preview, identities, taken)
    if progress is not None:
        progress(len(files), len(files), "")
    return tuple(receipts)


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files meant: a folder stands for what lies in it and looks like ours, sidecars last."""
    for path in paths:
        if path.is_dir():
            yield from sorted(
                (
                    found
                    for found in path.rglob("*")
                    if found.suffix.lower() in _SUFFIXES and found.is_file()
                ),
                key=lambda found: (is_sidecar(found.name), found),
            )
        else:
            yield path


def _receive_file(
    mission: Mission, path: Path, preview: bool, identities: Sequence[str], taken: set[Path]
) -> list[Receipt]:
    try:
        if _is_mission(path):
            return [_take_mission(mission, path, preview)]
        parcel = carried_in(path)
    except (FileError, ParcelError) as error:
        return [Receipt("", path.name, "", REFUSED, reasons=(error.reason,), at=_now())]
    receipt = take_parcel(mission, parcel, path.name, preview=preview, identities=identities)
    if receipt.status not in (NEW, KNOWN, PREVIEW):
        return [receipt]
    return _with_sidecars(mission, path, parcel, receipt, identities, taken)


def _with_sidecars(
    mission: Mission,
    path: Path,
    parcel: bytes,
    receipt: Receipt,
    identities: Sequence[str],
    taken: set[Path],
) -> list[Receipt]:
    """The receipt of a report, and those of the sidecars beside it that hold what it lacks."""
    preview = receipt.status == PREVIEW
    if preview:
        contents = unpack(parcel, identities=identities)
        missing = {
            digest: name
            for digest, name in named_in(contents).items()
            if digest not in contents.evidence and not mission.holds_evidence(digest)
        }
    else:
        missing = mission.missing_files(receipt.assessments)
    beside = []
    for candidate, sidecar, files in holding(path, frozenset(missing), identities):
        if preview:
            named = fingerprint_of(sidecar)
            beside.append(Receipt("", candidate.name, named, PREVIEW, at=_now(), files=len(files)))
        else:
            beside.append(take_parcel(mission, sidecar, candidate.name, identities=identities))
        missing = {digest: name for digest, name in missing.items() if digest not in files}
        taken.add(candidate)
    return [saying_what_misses(receipt, missing), *beside]


def take_parcel(
    mission: Mission,
    parcel: bytes,
    file: str,
    *,
    preview: bool = False,
    identities: Sequence[str] = (),
    regardless: bool = False,
) -> Receipt:
    """Receive the bytes of one parcel that came in `file`; a refused one goes to quarantine.

    `regardless` takes in what the roster would have wait.
    """
    fingerprint = fingerprint_of(parcel)
    if before := mission.receipt_of(fingerprint):
        return _again(mission, before, file)
    try:
        contents = unpack(parcel, identities=identities)
    except ParcelError as error:
        if preview or mission.read_only:
            return Receipt("", file, fingerprint, REFUSED, reasons=(error.reason,), at=_now())
        return mission.refuse(file, fingerprint, error.reason, parcel)
    if contents.evidence and not contents.changesets and not _is_named(mission, contents.evidence):
        if preview or mission.read_only:
            return Receipt("", file, fingerprint, REFUSED, reasons=(_UNNAMED,), at=_now())
        return mission.refuse(file, fingerprint, _UNNAMED, parcel)
    origin = Origin(
        file, fingerprint, _now(), contents.assessments, contents.forms, contents.evidence
    )
    return _add(mission, contents.changesets, origin, preview, lambda: parcel, regardless)


def _is_named(mission: Mission, files: Iterable[str]) -> bool:
    """Whether anything in the mission names one of these files, here already or missing."""
    if any(mission.holds_evidence(digest) for digest in files):
        return True
    missing = mission.missing_files(row.uuid for row in mission.assessments())
    return any(digest in missing for digest in files)


def _again(mission: Mission, before: Receipt, file: str) -> Receipt:
    """The very same bytes were verified and taken in before: nothing to do, nothing to write."""
    open_now = {one.id for uuid in before.assessments for one in mission.conflicts(uuid)}
    return replace(
        before,
        file=file,
        status=KNOWN,
        new=0,
        known=before.new + before.known,
        conflicts=len(open_now),
    )


def _take_mission(mission: Mission, path: Path, preview: bool) -> Receipt:
    if not path.exists():
        raise FileError("There is no file {path}.", path=str(path))
    if mission.path.exists() and path.samefile(mission.path):
        raise FileError("{name} cannot be received into itself.", name=path.name)
    with Mission.open(path, read_only=True) as other:
        wanted = {row.uuid: row.form for row in other.assessments()}
        if mission.role != "registry":
            own = {row.uuid for row in mission.assessments()}
            wanted = {uuid: form for uuid, form in wanted.items() if uuid in own}
            if not wanted:
                raise FileError("{name} holds none of this mission's assessments.", name=path.name)
        changesets = [changeset for uuid in wanted for changeset in other.changesets(uuid)]
        for changeset in changesets:
            check_signature(changeset)
        unsealed = any(other.has_drafts(uuid) for uuid in wanted)
        used = {changeset.said.form for changeset in changesets} | set(wanted.values())
        forms = {digest: other.form(digest) for digest in other.forms() if digest in used}
        if any(hashlib.sha256(packed).hexdigest() != digest for digest, packed in forms.items()):
            raise FileError("{name} is damaged: its form is not what it was.", name=path.name)
        evidence = {
            digest: content for uuid in wanted for digest, content in _evidence(other, uuid)
        }
    named = hashlib.sha256("".join(sorted(one.id for one in changesets)).encode()).hexdigest()
    origin = Origin(path.name, named, _now(), wanted, forms, evidence)
    receipt = _add(
        mission, changesets, origin, preview,
        lambda: parcel_of(changesets, wanted, forms, evidence=evidence),
    )  # fmt: skip
    return replace(receipt, reasons=(*receipt.reasons, _UNSEALED)) if unsealed else receipt


def _evidence(other: Mission, uuid: str) -> Iterator[tuple[str, bytes]]:
    for entry in other.entries(uuid, "evidence"):
        digest = entry.body.get("sha256") if entry.body else None
        content = other.evidence(digest) if isinstance(digest, str) else None
        if isinstance(digest, str) and content is not None:
            yield digest, content


def _add(
    mission: Mission,
    changesets: Sequence[Changeset],
    origin: Origin,
    preview: bool,
    package: Callable[[], bytes],
    regardless: bool = False,
) -> Receipt:
    """Take in what the roster lets in; `package` is kept for the rest."""
    welcome, waiting = (changesets, []) if regardless else admitted(mission, changesets)
    if waiting:
        about = {one.said.assessment for one in welcome}
        origin = replace(
            origin,
            waits=package(),
            reasons=reasons(mission, waiting),
            assessments={uuid: form for uuid, form in origin.assessments.items() if uuid in about},
            forms=origin.forms if welcome else {},
            evidence=origin.evidence if welcome else {},
        )
    receipt = mission.add(welcome, receipt=origin, preview=preview).receipt
    assert receipt is not None
    return replace(receipt, signers=signed(changesets))


def take_in(
    mission: Mission, public: str, name: str, *, identities: Sequence[str] = ()
) -> tuple[Receipt, ...]:
    """Trust a key, and take in everything that waited for it; a receipt for each package."""
    trust(mission, public, name)
    return tuple(
        take_parcel(mission, content, kept.file, identities=identities)
        for kept, content in mission.quarantine()
        if kept.status != REFUSED and public in unpack(content, identities=identities).signers
    )


def retry(mission: Mission, receipt_id: str, *, identities: Sequence[str] = ()) -> Receipt:
    """Try a quarantined package again. Raises Refused if it is not in quarantine."""
    for kept, content in mission.quarantine():
        if kept.id == receipt_id:
            return take_parcel(mission, content, kept.file, identities=identities)
    raise Refused("There is no receipt {id} in quarantine.", id=receipt_id)


def _is_mission(path: Path) -> bool:
    if path.suffix.lower() in (".mission", ".registry"):
        return True
    try:
        with path.open("rb") as file:
            return file.read(len(_SQLITE)) == _SQLITE
    except OSError:
        return False


def _now() -> int:
    return time.time_ns() // 1_000_000
