"""The location of a registry: a file, or the address of a PostgreSQL database."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

_SCHEMES = ("postgresql://", "postgres://")


@dataclass(frozen=True, slots=True)
class DatabaseAddress:
    """A database as libpq takes it, `postgresql://user@host/database`.

    libpq finds the password in its own password file or in PGPASSWORD; otherwise a person enters it
    as `password`, which no text of the address contains.
    """

    url: str
    password: str = field(default="", repr=False, compare=False)

    @classmethod
    def of(
        cls, database: str, *, host: str = "", port: str = "", user: str = "", more: str = ""
    ) -> DatabaseAddress:
        """Build an address. `host` is a name, a number or a socket folder, blank for this computer;
        `more` are further libpq parameters (`sslmode=require&…`)."""
        is_folder = host.startswith("/")
        quoted_host = f"[{host}]" if ":" in host else quote(host, safe="")
        location = "" if is_folder else quoted_host + (f":{port}" if port else "")
        pairs = [("host", host)] * is_folder + [("port", port)] * bool(is_folder and port)
        query = "&".join(part for part in (urlencode(pairs, safe="/"), more) if part)
        return cls(
            "postgresql://"
            + (f"{quote(user, safe='')}@" if user else "")
            + f"{location}/{quote(database, safe='')}"
            + (f"?{query}" if query else "")
        )

    @property
    def path(self) -> Path:
        """Return host and database for display, without user and password."""
        return Path("postgresql:", urlsplit(self.url).hostname or "", self.name)

    @property
    def name(self) -> str:
        """Return the name of the database."""
        return unquote(urlsplit(self.url).path.strip("/")) or "postgresql"

    @property
    def parts(self) -> dict[str, str]:
        """Return the arguments of `of`, without the password."""
        split = urlsplit(str(self))
        query = dict(parse_qsl(split.query))
        port = re.search(r":(\d+)$", split.netloc.rpartition("@")[2])
        return {
            "host": query.pop("host", split.hostname or ""),
            "port": query.pop("port", port[1] if port else ""),
            "user": query.pop("user", unquote(split.username or "")),
            "database": query.pop("dbname", unquote(split.path.strip("/"))),
            "more": urlencode(query, safe="/"),
        }

    def __str__(self) -> str:
        url = re.sub(r"//([^/@:]*):[^/@]*@", r"//\1@", self.url)
        url = re.sub(r"([?&])password=[^&]*&?", r"\1", url)
        return url.rstrip("?&")


RegistryLocation = Path | DatabaseAddress
"""A file, or a database that a team shares."""


def parse_location(text: str) -> RegistryLocation:
    """Parse a location as a person writes it."""
    return DatabaseAddress(text) if text.startswith(_SCHEMES) else Path(text)
