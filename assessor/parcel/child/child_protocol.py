"""What parent and child processes share: requests, limits and the first output."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import BinaryIO

import msgspec

READY = b"ready"
"""The first output of a child: it has started and limited itself."""
MAX_FILE_BYTES = 96 * 2**20
MAX_MEMORY = 1024 * 2**20
SECONDS_A_FILE = 10


def limit_process() -> None:
    """Limit this process to what a PDF parser needs (where the system supports it)."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    for limit in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE, resource.RLIMIT_NPROC):
        resource.setrlimit(limit, (0, 0))


def run_child(serve: Callable[[BinaryIO, BinaryIO], None]) -> None:
    """Limit this process, say that it is ready, and serve the parent."""
    limit_process()
    sys.stdout.buffer.write(READY)
    sys.stdout.buffer.flush()
    serve(sys.stdin.buffer, sys.stdout.buffer)


def send_answer(sink: BinaryIO, letter: bytes, content: bytes) -> None:
    """Write one answer: a letter, the length in 8 bytes, the content."""
    sink.write(letter + len(content).to_bytes(8, "big") + content)
    sink.flush()


def extend_time() -> None:
    """Allow SECONDS_A_FILE more seconds of processor time; the system kills what takes longer."""
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + SECONDS_A_FILE
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))


PARCEL, PAGES, BOTH, MAIL = b"P", b"L", b"W", b"M"
"""The requests: a PDF's parcel; page digests and their seal; both; the files of a mail."""
SEAL_FILE = "pages.assessor"
"""The embedded file that seals the pages; see page_seal."""
SEAL_DESCRIPTION = "How each page looks, signed: an altered page is noticed."
MAX_SEAL_BYTES = 2**20


class FileSignature(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A signature of the first `end` bytes of a file but itself, and their digests by OID.

    `day` is the one that is written beside it, which it signs: YYYYMMDD, or "".
    """

    end: int
    cms: bytes
    digests: dict[str, bytes]
    day: str = ""


class PageData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a child process read of a report's pages: the seal, and SHA-256 digests.

    `drawings` has one for what each page draws, `pages` one for what else it has, `parts` one for
    each other part of the document; both are None for a document that is not sound. `signatures`
    are of the file's bytes, of which there are `size`. Where bytes follow the first signed ones,
    `first` is about those alone, and `unmarked` about the whole file without what its signature
    fields show.
    """

    seal: bytes
    drawings: list[bytes]
    pages: list[bytes] | None = None
    parts: dict[str, bytes] | None = None
    signatures: list[FileSignature] = []
    size: int = 0
    first: PageData | None = None
    unmarked: PageData | None = None
