"""A temporary PostgreSQL server for tests, reachable through a socket."""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assessor.store.model.database_address import DatabaseAddress

_PLACES = (
    "/usr/lib/postgresql/*/bin/initdb",
    "/usr/pgsql-*/bin/initdb",
    "/opt/homebrew/bin/initdb",
)
_OWNER = "keeper"
_MEMORY = Path("/dev/shm")


def programs() -> Path | None:
    """Return the folder of PostgreSQL's programs, or None if it is not installed."""
    found = [path for pattern in _PLACES for path in Path("/").glob(pattern[1:])]
    if not found and (path := shutil.which("initdb")):
        found = [Path(path)]
    return max(found).parent if found else None


class Server:
    """A running server; every database in it is empty at first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = itertools.count(1)

    def run(self, sql: str, database: str = "postgres", user: str = _OWNER) -> None:
        """Run statements in a database."""
        import psycopg

        with psycopg.connect(self.url(database, user), autocommit=True) as connection:
            connection.execute(sql.encode())

    def url(self, database: str, user: str = _OWNER) -> str:
        """Return the URL of a database."""
        return f"postgresql://{user}@/{database}?host={self.folder}"

    @contextmanager
    def asking_for_passwords(self, user: str) -> Iterator[None]:
        """Inside, require a password for this user."""
        rules = self.folder / "data" / "pg_hba.conf"
        before = rules.read_text()
        rules.write_text(f"local all {user} scram-sha-256\n{before}")
        self.run("SELECT pg_reload_conf()")
        try:
            yield
        finally:
            rules.write_text(before)
            self.run("SELECT pg_reload_conf()")

    def database(self) -> DatabaseAddress:
        """Create an empty database."""
        name = f"hq{next(self._numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'")
        return DatabaseAddress(self.url(name))


@contextmanager
def serving(*settings: str, where: Path = _MEMORY) -> Iterator[Server]:
    """Run a server, as another user if this is root, since PostgreSQL does not run as root.

    Without `settings` it is fast and not durable. The folder is short: a socket's name has at most
    107 characters. It ends with this process, even a killed one.
    """
    place = programs()
    assert place is not None
    with tempfile.TemporaryDirectory(prefix="pg", dir=where if where.is_dir() else None) as made:
        folder = Path(made)
        as_whom, owner = [], None
        if os.geteuid() == 0:
            owner = pwd.getpwnam("nobody")
            os.chown(folder, owner.pw_uid, owner.pw_gid)
            as_whom = ["setpriv", f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}",
                       "--clear-groups", "--pdeathsig=INT"]  # fmt: skip
        data = folder / "data"
        make = [f"{place}/initdb", "-D", f"{data}", "-U", _OWNER, "-A", "trust", "--no-sync",
                "-E", "UTF8", "--locale=C"]  # fmt: skip
        subprocess.run([*as_whom, *make], check=True, capture_output=True, cwd=folder)
        quick = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
        options = [f"-c{each}" for each in (*(settings or quick), "listen_addresses=")]
        start = [f"{place}/postgres", "-D", f"{data}", "-k", f"{folder}", *options]
        server = subprocess.Popen(
            [*as_whom, *start], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            ready = [f"{place}/pg_isready", "-h", f"{folder}", "-t", "10"]
            while subprocess.run(ready, capture_output=True, check=False).returncode:
                assert server.poll() is None, "PostgreSQL did not start"
            yield Server(folder)
        finally:
            server.send_signal(2)  # SIGINT: fast shutdown
            server.wait(30)
