"""Where a shared registry is: the address of a PostgreSQL database, its password never kept."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

_SCHEMES = ("postgresql://", "postgres://")


@dataclass(frozen=True, slots=True)
class DatabaseAddress:
    """A database as libpq takes it, `postgresql://user@host/database`.

    Best without a password: libpq finds it in its own password file or in PGPASSWORD; else a
    person gives it for this once as `password`, which is in no text of the address.
    """

    url: str
    password: str = field(default="", repr=False, compare=False)

    @classmethod
    def of(
        cls, database: str, *, host: str = "", port: str = "", user: str = "", more: str = ""
    ) -> DatabaseAddress:
        """The address of a database; `host` a name, a number or the folder of a socket, blank for
        this computer, `more` what else libpq is told (`sslmode=require&…`)."""
        folder = host.startswith("/")
        named = f"[{host}]" if ":" in host else quote(host, safe="")
        where = "" if folder else named + (f":{port}" if port else "")
        told = [("host", host)] * folder + [("port", port)] * bool(folder and port)
        asked = "&".join(part for part in (urlencode(told, safe="/"), more) if part)
        return cls(
            "postgresql://"
            + (f"{quote(user, safe='')}@" if user else "")
            + f"{where}/{quote(database, safe='')}"
            + (f"?{asked}" if asked else "")
        )

    @property
    def path(self) -> Path:
        """What is shown where a file's path is: host and database, no user, no password."""
        return Path("postgresql:", urlsplit(self.url).hostname or "", self.name)

    @property
    def name(self) -> str:
        """The database's name."""
        return unquote(urlsplit(self.url).path.strip("/")) or "postgresql"

    @property
    def parts(self) -> dict[str, str]:
        """What `of` makes it of again, but for a password."""
        split = urlsplit(str(self))
        told = dict(parse_qsl(split.query))
        port = re.search(r":(\d+)$", split.netloc.rpartition("@")[2])
        return {
            "host": told.pop("host", split.hostname or ""),
            "port": told.pop("port", port[1] if port else ""),
            "user": told.pop("user", unquote(split.username or "")),
            "database": told.pop("dbname", unquote(split.path.strip("/"))),
            "more": urlencode(told, safe="/"),
        }

    def __str__(self) -> str:
        bare = re.sub(r"//([^/@:]*):[^/@]*@", r"//\1@", self.url)
        bare = re.sub(r"([?&])password=[^&]*&?", r"\1", bare)
        return bare.rstrip("?&")


RegistryLocation = Path | DatabaseAddress
"""Where a registry is: a file, or a database shared by a team."""


def parse_location(written: str) -> RegistryLocation:
    """A place as a person writes it."""
    return DatabaseAddress(written) if written.startswith(_SCHEMES) else Path(written)
