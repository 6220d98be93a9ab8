"""Where a shared registry is: the address of a PostgreSQL database, never its password."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

_SCHEMES = ("postgresql://", "postgres://")


@dataclass(frozen=True, slots=True)
class Address:
    """A database as libpq takes it, `postgresql://user@host/database`.

    Best without a password: libpq finds it in its own password file, or asks nobody.
    """

    url: str

    @property
    def path(self) -> Path:
        """What is shown where a file's path is: host and database, no user, no password."""
        parts = urlsplit(self.url)
        return Path("postgresql:", parts.hostname or "", self.name)

    @property
    def name(self) -> str:
        """The database's name."""
        return unquote(urlsplit(self.url).path.strip("/")) or "postgresql"

    def __str__(self) -> str:
        return re.sub(r"//([^/@:]*):[^/@]*@", r"//\1@", self.url)


Place = Path | Address
"""Where a registry is: a file, or a database shared by a team."""


def place(written: str) -> Place:
    """A place as a person writes it."""
    return Address(written) if written.startswith(_SCHEMES) else Path(written)
