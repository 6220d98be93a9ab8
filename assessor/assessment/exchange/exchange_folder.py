"""Exchange with colleagues through one folder, such as a USB stick: each laptop leaves one parcel.

Each laptop imports what others left and leaves everything it then holds. The state of the exchange
stays in the file and never travels.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from assessor.assessment.assessment import Assessment
from assessor.assessment.base.filenames import free_path, title_stem
from assessor.assessment.base.progress import ProgressCallback, no_progress
from assessor.assessment.core.mission_start import milliseconds
from assessor.assessment.report.report_export import export_report
from assessor.errors import AssessorError, FileError, Reason, Refused
from assessor.parcel.keys.age_sealing import (
    KEY_DIGITS,
    SEALED_BY_TEAM,
    SEALED_EARLIER,
    SEALED_OTHERWISE,
    derive_age_key,
    exchanged_by,
    public_age_key,
)
from assessor.parcel.pack.parcel_pack import ParcelContents, unpack_parcel
from assessor.parcel.pack.sidecars import is_sidecar, sidecars_beside
from assessor.parcel.pdf.parcel_extraction import read_parcel
from assessor.registry.receive.receiver import receive
from assessor.report.projection.projection import INTERNAL
from assessor.store.model.receipt import REFUSED, Receipt
from assessor.store.write.mission import Mission

SUFFIXES = (".assessor", ".age", ".pdf", ".mission")
"""Suffixes of the files that colleagues leave in the folder."""

BARE = frozenset({".assessor", ".age"})
"""Suffixes of parcels without pages, open and sealed."""

_SETTING = "exchange"
_MAX_DIGESTS = 50
"""Number of own sealed parcels that are recognised after the passphrase has changed."""

_OTHERWISE_SEALED = Reason(
    "It is sealed with a passphrase this mission does not have now, perhaps the team's earlier "
    "one. It stays in the folder until whoever left it exchanges again."
)


@dataclass(frozen=True, slots=True)
class ExchangeState:
    """The folder of a mission (None before it was chosen), and the last exchange.

    `at` is when this laptop's parcel was left there (ms since 1970 UTC, 0 for never), `entries` its
    size; `parcels` is the size of the last parcel or report of each other key (64 hex). `left` are
    the SHA-256 (64 hex) of the sealed parcels of this laptop, oldest first.
    """

    folder: Path | None = None
    at: int = 0
    entries: int = 0
    parcels: Mapping[str, int] = field(default_factory=dict)
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exchanged:
    """Result of an exchange: `receipts` of the import, `path` of the parcel left.

    `written` is False if the parcel there held everything already; `replaced` are the names of this
    laptop's older parcels, now removed; `sealed` whether only a passphrase opens it; `damaged` are
    the names of files that are not as they were signed, and were left out.
    """

    receipts: tuple[Receipt, ...]
    path: Path
    written: bool
    replaced: tuple[str, ...]
    sealed: bool
    damaged: tuple[str, ...] = ()


def exchange_state(mission: Mission) -> ExchangeState:
    """Return the stored state of a mission's exchanges."""
    stored = json.loads(mission.setting(_SETTING) or "{}")
    folder = str(stored.get("folder", ""))
    return ExchangeState(
        Path(folder) if folder else None,
        int(stored.get("at", 0)),
        int(stored.get("entries", 0)),
        {str(key): int(entries) for key, entries in stored.get("parcels", {}).items()},
        tuple(str(digest) for digest in stored.get("left", ())),
    )


def _store_state(mission: Mission, place: ExchangeState) -> None:
    parts = {"folder": str(place.folder or ""), "left": place.left[-_MAX_DIGESTS:]}
    stored = asdict(place) | parts
    mission.set_setting(_SETTING, json.dumps(stored, ensure_ascii=False, sort_keys=True))


def team_keys(assessment: Assessment, passphrase: str | None) -> tuple[str, ...]:
    """Return the secret age keys of a passphrase; slow on purpose.

    One is for each assessment here. The last is for what this laptop leaves, whose name says so: it
    opens with the passphrase alone where the mission is not known yet.
    """
    salts = (*sorted(assessment.joint), _own_digits(assessment)) if passphrase else ()
    return tuple(derive_age_key(passphrase or "", salt) for salt in salts)


def count_entries(assessment: Assessment) -> int:
    """Count the entries that a parcel of this laptop would hold now."""
    return sum(assessment.mission.entry_count(uuid, drafts=True) for uuid in assessment.joint)


def files_of_others(
    assessment: Assessment, folder: Path, *, identities: Sequence[str] = ()
) -> tuple[Path, ...]:
    """Return the files in a folder that may hold something new; subfolders are ignored.

    A parcel of this laptop is one of them only if it holds something that is not here, as a copied
    laptop's would. Raises FileError if the folder cannot be read.
    """
    own = assessment.identity.public.hex()
    found = []
    for path in _files(folder):
        is_open = assessment.path.exists() and path.samefile(assessment.path)
        if is_open or _sealed_before(assessment, path, identities):
            continue
        contents = _contents(path, identities) if path.suffix.lower() in BARE else None
        is_own = contents is not None and contents.sender == own
        if contents is None or not (is_own and _is_known(assessment, contents)):
            found.append(path)
    return tuple(sorted(found, key=lambda path: (is_sidecar(path.name), path.name)))


def exchange(
    assessment: Assessment,
    folder: Path,
    *,
    report_progress: ProgressCallback = no_progress,
    identities: Sequence[str] = (),
    keys: Sequence[str] = (),
) -> Exchanged:
    """Import what colleagues left in a folder, then leave everything that is here now.

    The parcel is verified before it gets its name; older ones are then removed if it holds all of
    them. It is sealed to `keys` (see team_keys), if any. `keys` and `identities` open what others
    left. The caller must reload the assessment. Raises FileError if the folder cannot be read or
    written (imports up to then stay), Refused for a read-only mission.
    """
    if assessment.mission.read_only:
        raise Refused("This mission can only be read here: it cannot take anything in.")
    identities = (*identities, *keys)
    others = files_of_others(assessment, folder, identities=identities)
    receipts = receive_files(
        assessment,
        others,
        progress=lambda done, of, name: report_progress(name, done, of),
        identities=identities,
    )
    assessment.reload()
    path, is_new, replaced = _write_parcel(assessment, folder, report_progress, keys)
    at, before = milliseconds(assessment.now()), exchange_state(assessment.mission)
    left = (*before.left, _digest_of(path)) if is_new and keys else before.left
    now = ExchangeState(folder, at, count_entries(assessment), before.parcels, left)
    _store_state(assessment.mission, now)
    damaged = tuple(assessment.mission.damaged_files(assessment.joint).values())
    return Exchanged(relevant_receipts(receipts), path, is_new, replaced, bool(keys), damaged)


def receive_files(
    assessment: Assessment,
    paths: Iterable[Path],
    *,
    preview: bool = False,
    progress: Callable[[int, int, str], None] | None = None,
    identities: Sequence[str] = (),
) -> tuple[Receipt, ...]:
    """Receive files of colleagues, or preview it; call `reload` to show what came."""
    mission = assessment.mission
    if preview:
        return receive(mission, paths, preview=True, progress=progress, identities=identities)
    assessment.seal()
    files = tuple(paths)
    receipts = receive(mission, files, progress=progress, identities=identities)
    counts = _sender_counts(assessment, files, identities)
    if counts and mission.role == "mission":
        place = exchange_state(mission)
        _store_state(mission, replace(place, parcels={**place.parcels, **counts}))
    return receipts


def relevant_receipts(receipts: Sequence[Receipt]) -> tuple[Receipt, ...]:
    """Return receipts without unrelated documents; another passphrase gets its own reason."""
    return tuple(
        replace(receipt, reasons=(_OTHERWISE_SEALED,)) if _is_sealed_otherwise(receipt) else receipt
        for receipt in receipts
        if receipt.status != REFUSED
        or receipt.fingerprint
        or receipt.assessments
        or not receipt.file.lower().endswith(".pdf")
    )


def _is_sealed_otherwise(receipt: Receipt) -> bool:
    path = Path(receipt.file)
    return (
        receipt.status == REFUSED
        and path.suffix.lower() == ".age"
        and exchanged_by(path.name) != ""
        and {reason.message for reason in receipt.reasons}
        <= {SEALED_BY_TEAM, SEALED_EARLIER, SEALED_OTHERWISE}
    )


def _files(folder: Path) -> list[Path]:
    try:
        return [
            path
            for path in folder.iterdir()
            if path.suffix.lower() in SUFFIXES and not path.name.startswith(".") and path.is_file()
        ]
    except OSError as error:
        raise FileError(
            "The folder {folder} cannot be read: {why}. Is the stick plugged in?",
            folder=folder,
            why=error.strerror or error,
        ) from error


def _contents(path: Path, identities: Sequence[str] = ()) -> ParcelContents | None:
    """Return the content of a parcel; None if it cannot be opened, which the import reports."""
    try:
        return unpack_parcel(read_parcel(path, identities), identities=identities)
    except AssessorError:
        return None


def _is_known(assessment: Assessment, contents: ParcelContents) -> bool:
    """Whether every entry of a parcel is here, and every file that an entry here names."""
    mission, ids = assessment.mission, {changeset.id for changeset in contents.changesets}
    lacks = mission.missing_files(assessment.joint).keys() & contents.evidence.keys()
    return not lacks and mission.known_changesets(ids) == ids


def _is_complete(
    assessment: Assessment, path: Path, contents: ParcelContents, keys: Sequence[str]
) -> bool:
    """Whether an own parcel, with the files beside it, holds all that is here now."""
    mission = assessment.mission
    entries = list(assessment.joint_entries())
    if contents.entries != len(entries):
        return False
    carried = set(contents.evidence)
    for each in _own_sidecars(path):
        contents_beside = _contents(each, keys)
        carried |= contents_beside.evidence.keys() if contents_beside is not None else set()
    bodies = (entry.body for entry in entries if entry.kind == "evidence" and entry.body)
    sidecars = {str(body.get("sha256", "")) for body in bodies}
    withheld = sum(entry.withheld for entry in entries)
    return contents.withheld == withheld and mission.evidence_sizes(sidecars).keys() == carried


def _sender_counts(
    assessment: Assessment, paths: Sequence[Path], identities: Sequence[str]
) -> dict[str, int]:
    found: dict[str, int] = {}
    for path in paths:
        carries = path.suffix.lower() in BARE | {".pdf"} and not is_sidecar(path.name)
        contents = _contents(path, identities) if carries else None
        if contents is not None and contents.sender:
            entries = sum(
                len(each.header)
                for each in contents.changesets
                if each.header.assessment in assessment.joint
            )
            found[contents.sender] = max(entries, found.get(contents.sender, 0))
    return found


def _write_parcel(
    assessment: Assessment, folder: Path, report_progress: ProgressCallback, keys: Sequence[str]
) -> tuple[Path, bool, tuple[str, ...]]:
    """Write this laptop's parcel; return its path, whether it is new, and what it replaces."""
    assessment.seal()
    own = {
        path: contents
        for path in _files(folder)
        if _has_own_name(assessment, path)
        and (contents := _contents(path, keys)) is not None
        and contents.sender == assessment.identity.public.hex()
        and contents.profile == INTERNAL
        and _is_known(assessment, contents)
    }
    suffix = ".age" if keys else ".assessor"
    complete = [
        path
        for path, contents in own.items()
        if path.suffix == suffix and _is_complete(assessment, path, contents, keys)
    ]
    path = complete[0] if complete else _free_name(assessment, folder, own, suffix)
    if not complete:
        to, before = [public_age_key(key) for key in keys], _own_sidecars(path)
        done = export_report(
            assessment, path, to=to, way_back=False, report_progress=report_progress
        )
        _unlink(each for each in before if each not in done.sidecars)
    replaced = [each for each in own if each != path]
    replaced += [each for each in _files(folder) if _sealed_before(assessment, each, keys)]
    for each in replaced:  # with its sidecars, except those that the newest parcel has
        _unlink([each, *(_own_sidecars(each) if each.stem != path.stem else ())])
    return path, not complete, tuple(sorted(each.name for each in replaced))


def _has_own_name(assessment: Assessment, path: Path) -> bool:
    is_parcel = path.suffix.lower() in BARE and not is_sidecar(path.name)
    return is_parcel and exchanged_by(path.name) == _own_digits(assessment)


def _own_digits(assessment: Assessment) -> str:
    return assessment.identity.public.hex()[:KEY_DIGITS]


def _sealed_before(assessment: Assessment, path: Path, keys: Sequence[str]) -> bool:
    """Whether this laptop left this file, sealed under an earlier passphrase."""
    if path.suffix.lower() != ".age" or not _has_own_name(assessment, path):
        return False
    if _contents(path, keys) is not None:
        return False
    left = exchange_state(assessment.mission).left
    return bool(left) and _digest_of(path) in left


def _digest_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _free_name(
    assessment: Assessment, folder: Path, own: Mapping[Path, ParcelContents], suffix: str
) -> Path:
    """Return a name of mission, day and key, and of no person; never that of a file of others."""
    day = assessment.now().date().isoformat()
    stem = f"{title_stem(assessment.title)} {day} {_own_digits(assessment)}"
    return free_path(folder, stem, suffix, replaceable=own)


def _own_sidecars(path: Path) -> list[Path]:
    return [each for each in sidecars_beside(path) if each.name.startswith(f"{path.stem}.files")]


def _unlink(paths: Iterable[Path]) -> None:
    for each in paths:
        with suppress(OSError):  # a write-protected stick keeps old files; nothing is lost
            each.unlink()
