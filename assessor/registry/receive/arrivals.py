"""Arriving files: search folders, open archives and mails, extract parcels."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event
from typing import Generic, TypeVar

from assessor.errors import AssessorError, FileError, ParcelError, Reason
from assessor.parcel.child.parser_pool import MAX_PARSERS
from assessor.parcel.keys.age_sealing import is_sealed
from assessor.parcel.pack.invitation import INVITATION_MAGIC, INVITATION_SUFFIX
from assessor.parcel.pack.parcel_pack import PARCEL_MAGIC, ParcelContents, unpack_parcel
from assessor.parcel.pack.sidecars import is_sidecar
from assessor.parcel.pdf import parcel_extraction, wrapped_files
from assessor.store.model.receipt import KnownFile, Receipt

ReceiveProgress = Callable[[int, int, str], None]
"""Called with the number of files done, their total, and the name of the next."""

RECEIVABLE_SUFFIXES = (".pdf", ".assessor", ".age", ".mission", ".registry", ".zip", ".eml")
"""The suffixes of files that are searched for in a folder."""

_INSIDE = " › "
_MISSIONS = (".mission", ".registry")
_SQLITE = b"SQLite format 3\0"
_HEAD_BYTES = 64
_MAX_AHEAD = 2 * MAX_PARSERS
_MAX_BYTES_AHEAD = 48 * 2**20
"""The most bytes of files that are read ahead."""
_MAX_VERIFIED_AHEAD = 2**20
"""The largest parcel in bytes that is verified ahead; its content is in memory meanwhile."""

_INVITATION = "{name} is an invitation: open it by itself to join its mission (or: assessor join)."
_NOTHING = "There is no report, parcel or mission in {name}."


Item = TypeVar("Item")


class Prefetcher(Generic[Item]):
    """One thread that finishes items while the main thread waits.

    It computes only while the main thread waits for the disk (`run` is called) or for an item: two
    threads that compute in Python take turns and slow down every database statement.
    """

    def __init__(self, finish: Callable[[Item], Item]) -> None:
        self._finish = finish
        self._turn = Event()
        self._thread = ThreadPoolExecutor(1)
        self._scheduled: tuple[Future[Item], Future[Item]] | None = None

    def run(self) -> None:
        """Compute now: the main thread has begun to wait."""
        self._turn.set()

    def schedule(self, future: Future[Item]) -> None:
        """Finish this item when there is time."""
        self._scheduled = future, self._thread.submit(self._work, future)

    def take(self, future: Future[Item]) -> Item:
        """Return this item, finished; raises what finishing it raised."""
        scheduled, self._scheduled = self._scheduled, None
        if scheduled is None or scheduled[0] is not future:
            return self._finish(future.result())
        self._turn.set()
        try:
            return scheduled[1].result()
        finally:
            self._turn.clear()

    def close(self) -> None:
        """Drop what was scheduled."""
        self._turn.set()
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _work(self, future: Future[Item]) -> Item:
        item = future.result()
        self._turn.wait()
        return self._finish(item)


@dataclass(frozen=True, slots=True)
class Arrival:
    """One file: `name` for its receipt; `path` is None inside another file.

    It carries a parcel, or is a mission (`extracted` None), or has a `refusal`; `removed_parcel` is
    the fingerprint (16 to 64 hex) of a parcel that was in it. A file that came `earlier`, byte for
    byte, is not parsed again. `contents` is the content of a verified parcel.
    """

    name: str
    path: Path | None
    extracted: parcel_extraction.ExtractedParcel | None = None
    refusal: Reason | None = None
    removed_parcel: str = ""
    earlier: tuple[Receipt, KnownFile] | None = None
    contents: ParcelContents | None = None


FindKnown = Callable[[str], tuple[Receipt, KnownFile] | None]
"""Finds the valid receipt of a file by its SHA-256 (64 hex); see Mission.known_file."""


def read_arrivals(
    paths: Iterable[Path],
    find_known: FindKnown,
    prefetcher: Prefetcher[Arrival],
    progress: ReceiveProgress | None = None,
    identities: Sequence[str] = (),
) -> Generator[Arrival, None, None]:
    """Yield the files that `paths` name, in their order; see the module. `identities` open reports
    that are sealed as a whole."""
    files = list(_files(paths))
    ready: deque[tuple[int, int, Future[Arrival]]] = deque()
    bytes_read = 0
    pool = ThreadPoolExecutor(MAX_PARSERS)
    try:
        for done, path in enumerate(files):
            for file in _open(path):
                size = len(file.content) if isinstance(file.content, bytes) else 0
                while ready and (len(ready) >= _MAX_AHEAD or bytes_read + size > _MAX_BYTES_AHEAD):
                    bytes_read -= ready[0][1]
                    yield _next(ready, prefetcher, len(files), progress)
                known = _look_up(file, find_known)
                ready.append((done, size, pool.submit(_parse, file, *known, identities)))
                bytes_read += size
        while ready:
            yield _next(ready, prefetcher, len(files), progress)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
        prefetcher.close()
    if progress is not None:
        progress(len(files), len(files), "")


def _next(
    ready: deque[tuple[int, int, Future[Arrival]]],
    prefetcher: Prefetcher[Arrival],
    count: int,
    progress: ReceiveProgress | None,
) -> Arrival:
    done, _, future = ready.popleft()
    arrival = prefetcher.take(future)
    if ready:
        prefetcher.schedule(ready[0][2])
    if progress is not None:
        progress(done, count, arrival.name)
    return arrival


def verifying_prefetcher(identities: Sequence[str]) -> Prefetcher[Arrival]:
    """Return a prefetcher that verifies arrivals; `identities` are this reader's age keys."""

    def verify(arrival: Arrival) -> Arrival:
        if arrival.extracted is None or len(arrival.extracted.parcel) > _MAX_VERIFIED_AHEAD:
            return arrival
        try:
            contents = unpack_parcel(arrival.extracted.parcel, identities=identities)
        except ParcelError:
            return arrival  # the import finds the same error and writes a receipt
        return replace(arrival, contents=contents)

    return Prefetcher(verify)


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files of the paths: in a folder those with a known suffix, sidecars last."""
    for path in paths:
        if path.is_dir():
            yield from sorted(
                (
                    file
                    for file in path.rglob("*")
                    if file.suffix.lower() in RECEIVABLE_SUFFIXES and file.is_file()
                ),
                key=lambda file: (is_sidecar(file.name), file),
            )
        else:
            yield path


@dataclass(frozen=True, slots=True)
class _FoundFile:
    """An unwrapped file: its bytes, None for a mission, or the error."""

    name: str
    path: Path | None
    content: bytes | AssessorError | None


def _look_up(
    file: _FoundFile, find_known: FindKnown
) -> tuple[str, tuple[Receipt, KnownFile] | None]:
    """Return the digest of a file, and its receipt if it came before."""
    if not isinstance(file.content, bytes):
        return "", None
    digest = hashlib.sha256(file.content).hexdigest()
    return digest, find_known(digest)


def _parse(
    file: _FoundFile,
    digest: str,
    earlier: tuple[Receipt, KnownFile] | None,
    identities: Sequence[str],
) -> Arrival:
    content = file.content
    if earlier is not None:
        return Arrival(file.name, file.path, earlier=earlier)
    if isinstance(content, AssessorError):
        return Arrival(file.name, file.path, refusal=content.reason)
    if content is None:
        return Arrival(file.name, file.path)
    base_name = file.name.rsplit(_INSIDE, 1)[-1]
    try:
        extracted = parcel_extraction.extract_parcel(content, base_name, identities)
        extracted = replace(extracted, digest=digest)
        return Arrival(file.name, file.path, extracted)
    except parcel_extraction.ParcelRemoved as error:
        return Arrival(file.name, file.path, refusal=error.reason, removed_parcel=error.fingerprint)
    except ParcelError as error:
        return Arrival(file.name, file.path, refusal=error.reason)


def _open(path: Path) -> Iterator[_FoundFile]:
    """Yield a file itself, or the files wrapped in it."""
    try:
        parcel_extraction.refuse_device(path)
        head = _head(path)
        if path.suffix.lower() == INVITATION_SUFFIX or head.startswith(INVITATION_MAGIC):
            raise ParcelError(_INVITATION, name=path.name)
        if path.suffix.lower() in _MISSIONS or head.startswith(_SQLITE):
            yield _FoundFile(path.name, path, None)
        elif wrapped_files.wrapping_kind(head, path.name) == wrapped_files.ZIP:
            with path.open("rb") as file:
                yield from _inside(wrapped_files.unzip(file, path.name), path.name, 1)
        else:
            yield from _unwrap(path.name, path.name, parcel_extraction.read_file(path), path, 0)
    except (FileError, ParcelError) as error:
        yield _FoundFile(path.name, path, error)
    except OSError as error:
        reason = FileError(
            "{name} cannot be read: {reason}.", name=path.name, reason=error.strerror
        )
        yield _FoundFile(path.name, path, reason)


def _head(path: Path) -> bytes:
    """Return the first bytes of a file; none where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(_HEAD_BYTES)
    except OSError:
        return b""


def _inside(
    members: Iterator[wrapped_files.WrappedFile], outer: str, depth: int
) -> Iterator[_FoundFile]:
    """Yield the relevant files in an archive or mail called `around`, sidecars last."""
    sidecars: list[_FoundFile] = []
    empty = True
    for base_name, content in members:
        name = f"{outer}{_INSIDE}{base_name}"
        if isinstance(content, ParcelError):
            files: Iterator[_FoundFile] = iter((_FoundFile(name, None, content),))
        elif _is_relevant(base_name, content):
            files = _unwrap(name, base_name, content, None, depth)
        else:
            continue
        empty = False
        if is_sidecar(base_name):
            sidecars += files
        else:
            yield from files
    yield from sidecars
    if empty:
        yield _FoundFile(outer, None, ParcelError(_NOTHING, name=outer))


def _is_relevant(base_name: str, content: bytes) -> bool:
    """Return whether a file inside another may be ours, unlike notes and signatures of mails."""
    head = content[:_HEAD_BYTES]
    return not base_name.startswith(".") and (
        base_name.lower().endswith(RECEIVABLE_SUFFIXES)
        or head.startswith((b"%PDF-", PARCEL_MAGIC, _SQLITE))
        or is_sealed(content)
        or bool(wrapped_files.wrapping_kind(head, base_name))
    )


def _unwrap(
    name: str, base_name: str, content: bytes, path: Path | None, depth: int
) -> Iterator[_FoundFile]:
    """Yield the bytes of a file called `last`, or the files wrapped in it."""
    kind = wrapped_files.wrapping_kind(content[:_HEAD_BYTES], base_name)
    try:
        if kind == wrapped_files.ENCODED and depth < wrapped_files.MAX_WRAPPINGS:
            yield from _unwrap(
                name, base_name, wrapped_files.decode_base64(content, base_name), None, depth + 1
            )
        elif kind and depth < wrapped_files.MAX_WRAPPINGS:
            yield from _inside(
                wrapped_files.open_wrapped(content, base_name, kind), name, depth + 1
            )
        elif kind:
            raise ParcelError(
                "{name} is wrapped too often: take it out, then receive it.", name=base_name
            )
        elif content.startswith(_SQLITE) or base_name.lower().endswith(_MISSIONS):
            raise ParcelError(
                "{name} is a mission file: take it out of what it came in, then receive it.",
                name=base_name,
            )
        else:
            yield _FoundFile(name, path, content)
    except ParcelError as error:
        yield _FoundFile(name, path, error)


def has_content(path: Path, going_on: Callable[[], None] = lambda: None) -> bool:
    """Return whether a PDF, parcel, mission, archive, mail or folder has anything to receive.

    A report whose parcel was removed or damaged counts: receiving it says which parcel and whom to
    ask. Nothing is verified or written. `going_on` is called before each file. Raises ParcelError
    where foreign files cannot be parsed now.
    """
    prefetcher: Prefetcher[Arrival] = Prefetcher(lambda arrival: arrival)
    arrivals = read_arrivals([path], lambda _digest: None, prefetcher, lambda *_: going_on())
    try:
        return any(_is_ours(arrival) for arrival in arrivals)
    finally:
        arrivals.close()


def _is_ours(arrival: Arrival) -> bool:
    return arrival.refusal is None or bool(arrival.removed_parcel)
