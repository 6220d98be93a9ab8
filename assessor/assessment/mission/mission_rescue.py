"""Copy from a damaged mission file all that still verifies into a new file."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from assessor.errors import AssessorError, Damaged, FileError, Reason
from assessor.parcel.pack.parcel_pack import check_signature
from assessor.store.files.connection import Connection
from assessor.store.files.durable_files import scratch_folder, sync_folder
from assessor.store.files.file_backup import BACKUP_SETTING
from assessor.store.files.file_digest import HEADER_SIZE
from assessor.store.files.file_opening import (
    PAGE_SIZE,
    PLAIN_HEADER,
    check_header,
    derive_key,
    read_first_page,
    was_plain,
)
from assessor.store.files.file_schema import is_readable
from assessor.store.model.changeset import Changeset
from assessor.store.model.entry import Draft, Entry
from assessor.store.model.receipt import ParcelOrigin, Receipt
from assessor.store.read.entry_queries import read_changeset
from assessor.store.read.mission_reader import MissionReader
from assessor.store.write.mission import Mission, now_ms

_SALT = 16

RescueProgress = Callable[[int, int], None]
"""Called with the changesets read and their total; it may raise to stop the rescue."""


@dataclass(slots=True)
class Rescued:
    """What a rescue copied, and a line for each part that it could not."""

    path: Path
    entries: int = 0
    drafts: int = 0
    forms: dict[str, bytes] = field(default_factory=dict)
    evidence: dict[str, bytes] = field(default_factory=dict)
    changesets: list[Changeset] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)
    receipts: int = 0
    quarantine: list[tuple[Receipt, bytes]] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    def sentences(self) -> Iterator[str]:
        """Yield the account: what was copied, then what was lost."""
        yield (
            f"{self.path}: {self.entries} entries whose signatures verify, "
            f"{self.drafts} answers not sealed yet, {len(self.forms)} forms, "
            f"{len(self.evidence)} evidence files, {len(self.settings)} settings, "
            f"{len(self.quarantine)} files in quarantine"
        )
        if self.receipts:
            yield f"{self.receipts} receipts of received files are not copied; what they brought is"
        yield from (f"LOST      {line}" for line in self.lost)
        yield "Settings and answers not sealed yet carry no signature: look them through."


def rescue_mission(
    source: Path,
    target: Path,
    *,
    passphrase: str | None = None,
    report_progress: RescueProgress | None = None,
) -> Rescued:
    """Copy what still verifies in a damaged file to the new file `target`.

    The source is only read: the work is done on a copy beside the target, with the journal that a
    crash may have left. The new file has the same passphrase. Raises FileError where the target
    exists, WrongPassphrase, and Damaged where nothing at all can be read; what `report_progress`
    raises stops the rescue. Nothing is left beside the target then.
    """
    first_page = read_first_page(source)
    if target.exists():
        raise FileError("{name} exists already: choose another name.", name=target.name)
    if not target.parent.is_dir():
        raise FileError(
            "There is no folder {folder}: make it first, or choose another.",
            folder=str(target.parent),
        )
    is_plain = first_page.startswith(PLAIN_HEADER) or was_plain(source)
    if not is_plain and not passphrase:
        check_header(source, encrypted=False)
    key = derive_key(passphrase, first_page[:_SALT]) if passphrase and not is_plain else None
    try:
        with scratch_folder(target.parent) as folder:
            return _rescue(source, target, folder, key, passphrase, report_progress)
    except OSError as error:
        raise FileError(
            "{file} could not be written: {why}. Nothing was changed; save it somewhere else.",
            file=target,
            why=error.strerror or error,
        ) from error


def _rescue(
    source: Path,
    target: Path,
    folder: Path,
    key: str | None,
    passphrase: str | None,
    report_progress: RescueProgress | None,
) -> Rescued:
    """Rescue in a temporary folder; rename only what is complete."""
    copy = Path(shutil.copyfile(source, folder / source.name))
    with suppress(FileNotFoundError):
        shutil.copyfile(f"{source}-journal", f"{copy}-journal")
    rescued = Rescued(folder / "rescued")
    with closing(_open(copy, key)) as connection:
        _read(connection, rescued, report_progress or (lambda *_: None))
        if not rescued.changesets and not rescued.forms:
            raise Damaged(
                "Nothing in {name} can be read any more: open the newest backup.",
                name=source.name,
            )
        _write(connection, rescued, source.name, passphrase if key else None)
    rescued.path.rename(target)
    sync_folder(target.parent)
    rescued.path = target
    return rescued


def _open(copy: Path, key: str | None) -> Connection:
    """Open a copy; a header or first page that is lost is replaced by that of a new file, which
    has the same tables in the same places if this version made both. Raises Damaged."""
    for size in (0, HEADER_SIZE, PAGE_SIZE) if key is None else (0,):
        if size:
            _replace_beginning(copy, size)
        with suppress(Damaged):
            connection = Connection(copy, key=key, read_only=True)
            if connection.has_column("changeset", "core") and is_readable(connection):
                return connection
            connection.close()
    raise Damaged("Nothing in {name} can be read any more: open the newest backup.", name=copy.name)


def _replace_beginning(copy: Path, size: int) -> None:
    """Replace the first bytes of a file by those of a new one."""
    template = copy.with_name("template")
    template.unlink(missing_ok=True)
    Mission.create(template).close()
    header = bytearray(template.read_bytes()[:size])
    header[28:32] = (copy.stat().st_size // PAGE_SIZE).to_bytes(4, "big")
    header[32:40] = bytes(8)  # the list of free pages, which nothing reads
    with copy.open("r+b") as file:
        file.write(header)


def _read(connection: Connection, rescued: Rescued, report_progress: RescueProgress) -> None:
    _read_changesets(connection, rescued, report_progress)
    _read_files(connection, rescued, "form", "packed", rescued.forms)
    _read_files(connection, rescued, "evidence", "content", rescued.evidence)
    try:
        rows = connection.rows("SELECT name, value FROM setting WHERE name<>?", (BACKUP_SETTING,))
        rescued.settings = {str(name): str(value) for name, value in rows}
    except AssessorError as error:
        rescued.lost.append(f"settings: {error}")
    try:
        rescued.receipts = int(connection.value("SELECT count(*) FROM receipt"))
        rescued.quarantine = list(MissionReader(connection).quarantine())
    except (AssessorError, ValueError) as error:
        rescued.lost.append(f"receipts and quarantine: {error}")


def _read_changesets(
    connection: Connection, rescued: Rescued, report_progress: RescueProgress
) -> None:
    """Read every changeset whose signature, entries and commitments verify."""
    numbers = _numbers(connection, "changeset")
    for row in numbers:
        report_progress(row, len(numbers))
        sql = "SELECT changeset FROM changeset WHERE changeset=? AND core IS NOT NULL"
        try:
            if connection.value(sql, (row,)) is None:
                continue
            changeset = read_changeset(connection, row)
            check_signature(changeset)
        except (AssessorError, ValueError) as error:
            rescued.lost.append(f"changeset {row}: {error}")
        else:
            rescued.changesets.append(changeset)


def _read_files(
    connection: Connection, rescued: Rescued, table: str, column: str, files: dict[str, bytes]
) -> None:
    """Read every form or evidence file that is what its digest says."""
    for row in _numbers(connection, table):
        try:
            found = connection.rows(f"SELECT digest, {column} FROM {table} WHERE rowid=?", (row,))
        except AssessorError as error:
            rescued.lost.append(f"{table} {row}: {error}")
            continue
        for digest, content in found:
            if hashlib.sha256(content).hexdigest() == digest:
                files[digest] = bytes(content)
            else:
                rescued.lost.append(f"{table} {str(digest)[:12]} is not what it was.")


def _numbers(connection: Connection, table: str) -> range:
    """Return the possible row numbers of a table: they grow by one."""
    try:
        return range(1, 1 + int(connection.value(f"SELECT max(rowid) FROM {table}") or 0))
    except AssessorError:
        return range(1, 10_000)


def _write(connection: Connection, rescued: Rescued, name: str, passphrase: str | None) -> None:
    forms_of = {one.header.assessment: one.header.form for one in rescued.changesets}
    with suppress(AssessorError):
        rows = connection.rows("SELECT uuid, form FROM assessment ORDER BY assessment")
        forms_of |= dict(rows)
    role = rescued.settings.get("role", "mission")
    digest = hashlib.sha256("".join(one.id for one in rescued.changesets).encode()).hexdigest()
    origin = ParcelOrigin(name, digest, now_ms(), forms_of, rescued.forms, rescued.evidence)
    with Mission.create(rescued.path, role=role, passphrase=passphrase) as mission:
        rescued.entries = mission.add(rescued.changesets, receipt=origin).new
        for digest, content in rescued.evidence.items():
            mission.put_evidence(digest, content)
        for receipt, content in rescued.quarantine:
            reason = Reason(receipt.reason) if len(receipt.reasons) != 1 else receipt.reasons[0]
            mission.keep_refused(receipt.file, receipt.fingerprint, reason, content, receipt.status)
        for setting, value in rescued.settings.items():
            mission.set_setting(setting, value)
        for uuid in forms_of:
            try:
                drafts = [one for one in MissionReader(connection).entries(uuid) if one.is_draft]
                rescued.drafts += _write_drafts(mission, uuid, drafts)
            except (AssessorError, ValueError) as error:
                rescued.lost.append(f"answers not sealed yet: {error}")


def _write_drafts(mission: Mission, uuid: str, drafts: list[Entry]) -> int:
    """Write the drafts anew, the oldest first: each gets a new name, which later ones refer to."""
    names = {entry.name: entry.name for entry in mission.entries(uuid)}
    for entry in drafts:
        parents = tuple(names[parent] for parent in entry.parents if parent in names)
        draft = Draft(entry.kind, entry.key, entry.body, parents, entry.at)
        [written] = mission.write(uuid, [draft], entry.author)
        names[entry.name] = written.name
    return len(drafts)
