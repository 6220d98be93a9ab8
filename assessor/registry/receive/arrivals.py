"""Files as they arrive: folders gone through, archives and mails opened, parcels taken out.

Foreign files are taken apart in children, several at once, while the one writer takes in what was
ready before; the next parcel is verified while the one before is on its way to the disk. So few are
in memory at a time, however many come.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from assessor.errors import AssessorError, FileError, ParcelError, Reason
from assessor.parcel.child.parser_pool import MAX_PARSERS
from assessor.parcel.keys.age_sealing import is_sealed
from assessor.parcel.pack.parcel_pack import PARCEL_MAGIC, ParcelContents, unpack_parcel
from assessor.parcel.pack.sidecars import is_sidecar
from assessor.parcel.pdf.parcel_extraction import ExtractedParcel, extract_parcel
from assessor.parcel.pdf.pdf_extraction import ParcelRemoved, read_file, refuse_device
from assessor.parcel.pdf.wrapped_files import (
    ENCODED,
    MAX_WRAPPINGS,
    ZIP,
    WrappedFile,
    decode_base64,
    open_wrapped,
    unzip,
    wrapping_kind,
)
from assessor.registry.receive.prefetch import Prefetcher
from assessor.store.model.receipt import KnownFile, Receipt

ReceiveProgress = Callable[[int, int, str], None]
"""Called with how many files are done, of how many, and the name of the next."""

RECEIVABLE_SUFFIXES = (".pdf", ".assessor", ".age", ".mission", ".registry", ".zip", ".eml")
"""How files are called that are looked for in a folder."""

_INSIDE = " › "
_MISSIONS = (".mission", ".registry")
_SQLITE = b"SQLite format 3\0"
_HEAD = 64
_AHEAD = 2 * MAX_PARSERS
_MOST_BYTES = 48 * 2**20
"""Bytes of files that are read before they are needed."""
_SMALL = 2**20
"""Bytes of a parcel that is verified before it is needed: what it holds is in memory meanwhile."""

_NOTHING = "There is no report, parcel or mission in {name}."


@dataclass(frozen=True, slots=True)
class Arrival:
    """One file: `name` for its receipt, `path` where it lies by itself, None inside another.

    It carries a parcel, or is a mission (`carried` None), or says why it is neither; `was` is the
    fingerprint (16 to 64 hex) of a parcel that was in it. A file that came `before`,
    byte for byte, was not taken apart. `contents` is what the parcel holds, if it was verified.
    """

    name: str
    path: Path | None
    extracted: ExtractedParcel | None = None
    refusal: Reason | None = None
    removed_parcel: str = ""
    earlier: tuple[Receipt, KnownFile] | None = None
    contents: ParcelContents | None = None


FindKnown = Callable[[str], tuple[Receipt, KnownFile] | None]
"""What is known of a file by its SHA-256 (64 hex): its standing receipt; see Mission.seen."""


def read_arrivals(
    paths: Iterable[Path],
    known: FindKnown,
    ahead: Prefetcher[Arrival],
    progress: ReceiveProgress | None = None,
) -> Generator[Arrival, None, None]:
    """The files meant by `paths`, in their order; see the module."""
    files = list(_files(paths))
    ready: deque[tuple[int, int, Future[Arrival]]] = deque()
    read = 0
    pool = ThreadPoolExecutor(MAX_PARSERS)
    try:
        for done, path in enumerate(files):
            for named in _opened(path):
                size = len(named.content) if isinstance(named.content, bytes) else 0
                while ready and (len(ready) >= _AHEAD or read + size > _MOST_BYTES):
                    read -= ready[0][1]
                    yield _next(ready, ahead, len(files), progress)
                ready.append((done, size, pool.submit(_taken_apart, named, *_known(named, known))))
                read += size
        while ready:
            yield _next(ready, ahead, len(files), progress)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
        ahead.close()
    if progress is not None:
        progress(len(files), len(files), "")


def _next(
    ready: deque[tuple[int, int, Future[Arrival]]],
    ahead: Prefetcher[Arrival],
    count: int,
    progress: ReceiveProgress | None,
) -> Arrival:
    done, _, coming = ready.popleft()
    arrival = ahead.take(coming)
    if ready:
        ahead.schedule(ready[0][2])
    if progress is not None:
        progress(done, count, arrival.name)
    return arrival


def verifying_prefetcher(identities: Sequence[str]) -> Prefetcher[Arrival]:
    """Verifies what arrives, one parcel ahead; `identities` are the age keys this reader has."""

    def verified(arrival: Arrival) -> Arrival:
        if arrival.extracted is None or len(arrival.extracted.parcel) > _SMALL:
            return arrival
        try:
            contents = unpack_parcel(arrival.extracted.parcel, identities=identities)
        except ParcelError:
            return arrival  # whoever takes it in finds the same, and says so in a receipt
        return replace(arrival, contents=contents)

    return Prefetcher(verified)


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files meant: a folder stands for what lies in it and looks like ours, sidecars last."""
    for path in paths:
        if path.is_dir():
            yield from sorted(
                (
                    found
                    for found in path.rglob("*")
                    if found.suffix.lower() in RECEIVABLE_SUFFIXES and found.is_file()
                ),
                key=lambda found: (is_sidecar(found.name), found),
            )
        else:
            yield path


@dataclass(frozen=True, slots=True)
class _FoundFile:
    """A file that is unwrapped: its bytes, None for a mission, or why there are none."""

    name: str
    path: Path | None
    content: bytes | AssessorError | None


def _known(named: _FoundFile, known: FindKnown) -> tuple[str, tuple[Receipt, KnownFile] | None]:
    """The digest of a file, and its receipt if it came before."""
    if not isinstance(named.content, bytes):
        return "", None
    digest = hashlib.sha256(named.content).hexdigest()
    return digest, known(digest)


def _taken_apart(
    named: _FoundFile, digest: str, before: tuple[Receipt, KnownFile] | None
) -> Arrival:
    content = named.content
    if before is not None:
        return Arrival(named.name, named.path, earlier=before)
    if isinstance(content, AssessorError):
        return Arrival(named.name, named.path, refusal=content.reason)
    if content is None:
        return Arrival(named.name, named.path)
    last = named.name.rsplit(_INSIDE, 1)[-1]
    try:
        found = replace(extract_parcel(content, last), digest=digest)
        return Arrival(named.name, named.path, found)
    except ParcelRemoved as error:
        return Arrival(
            named.name, named.path, refusal=error.reason, removed_parcel=error.fingerprint
        )
    except ParcelError as error:
        return Arrival(named.name, named.path, refusal=error.reason)


def _opened(path: Path) -> Iterator[_FoundFile]:
    """A file by itself, or those wrapped in it."""
    try:
        refuse_device(path)
        head = _head(path)
        if path.suffix.lower() in _MISSIONS or head.startswith(_SQLITE):
            yield _FoundFile(path.name, path, None)
        elif wrapping_kind(head, path.name) == ZIP:
            with path.open("rb") as file:
                yield from _inside(unzip(file, path.name), path.name, 1)
        else:
            yield from _unwrapped(path.name, path.name, read_file(path), path, 0)
    except (FileError, ParcelError) as error:
        yield _FoundFile(path.name, path, error)
    except OSError as error:
        reason = FileError(
            "{name} cannot be read: {reason}.", name=path.name, reason=error.strerror
        )
        yield _FoundFile(path.name, path, reason)


def _head(path: Path) -> bytes:
    """The first bytes of a file; none where it cannot be read, which reading it will say."""
    try:
        with path.open("rb") as file:
            return file.read(_HEAD)
    except OSError:
        return b""


def _inside(members: Iterator[WrappedFile], around: str, depth: int) -> Iterator[_FoundFile]:
    """The files of use in a wrapping called `around`, sidecars last."""
    sidecars: list[_FoundFile] = []
    empty = True
    for last, content in members:
        name = f"{around}{_INSIDE}{last}"
        if isinstance(content, ParcelError):
            found: Iterator[_FoundFile] = iter((_FoundFile(name, None, content),))
        elif _of_use(last, content):
            found = _unwrapped(name, last, content, None, depth)
        else:
            continue
        empty = False
        if is_sidecar(last):
            sidecars += found
        else:
            yield from found
    yield from sidecars
    if empty:
        yield _FoundFile(around, None, ParcelError(_NOTHING, name=around))


def _of_use(last: str, content: bytes) -> bool:
    """Whether a file inside another may be one of ours: notes and signatures of mails are not."""
    head = content[:_HEAD]
    return not last.startswith(".") and (
        last.lower().endswith(RECEIVABLE_SUFFIXES)
        or head.startswith((b"%PDF-", PARCEL_MAGIC, _SQLITE))
        or is_sealed(content)
        or bool(wrapping_kind(head, last))
    )


def _unwrapped(
    name: str, last: str, content: bytes, path: Path | None, depth: int
) -> Iterator[_FoundFile]:
    """The bytes of a file called `last`, or the files wrapped in it."""
    kind = wrapping_kind(content[:_HEAD], last)
    try:
        if kind == ENCODED and depth < MAX_WRAPPINGS:
            yield from _unwrapped(name, last, decode_base64(content, last), None, depth + 1)
        elif kind and depth < MAX_WRAPPINGS:
            yield from _inside(open_wrapped(content, last, kind), name, depth + 1)
        elif kind:
            raise ParcelError(
                "{name} is wrapped too often: take it out, then receive it.", name=last
            )
        elif content.startswith(_SQLITE) or last.lower().endswith(_MISSIONS):
            raise ParcelError(
                "{name} is a mission file: take it out of what it came in, then receive it.",
                name=last,
            )
        else:
            yield _FoundFile(name, path, content)
    except ParcelError as error:
        yield _FoundFile(name, path, error)
