"""What a child process that takes foreign files apart has to do without: files, memory, time."""

from __future__ import annotations

import sys

READY = b"ready"
"""What a child says first: it has started, and limited itself."""
MAX_FILE_BYTES = 96 * 2**20
MAX_MEMORY = 1024 * 2**20
SECONDS_A_FILE = 10


def limit_process() -> None:
    """Take from this process what a parser of PDFs does not need (where the system can)."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def extend_time() -> None:
    """Allow so many more seconds of processor time; the system kills what takes longer."""
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + SECONDS_A_FILE
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))
