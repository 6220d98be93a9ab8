"""Open or create a registry that a team shares in a PostgreSQL database, and its roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.errors import FileError, NotAMission, Refused
from assessor.store.model.database_address import DatabaseAddress

READER, ANALYST, KEEPER = "assessor_reader", "assessor_analyst", "assessor_keeper"

_ANALYSTS_SETTINGS = "('parked', 'stripped', 'own_keys')"
"""An analyst decides as headquarters does, so the registry remembers the key of each."""
_ROLE = """DO $$ BEGIN CREATE ROLE {role} NOLOGIN;
EXCEPTION WHEN duplicate_object THEN NULL; END $$;
"""
_RIGHTS = f"""
GRANT USAGE ON SCHEMA public, kept TO {READER};
GRANT SELECT ON ALL TABLES IN SCHEMA public, kept TO {READER};
GRANT {READER} TO {ANALYST};
GRANT INSERT ON form, assessment, topic, changeset, entry, edge, draft, evidence, receipt, carried,
  quarantine, seen, setting TO {ANALYST};
GRANT UPDATE (form) ON assessment TO {ANALYST};
GRANT UPDATE ON changeset, edge, entry, seen, setting, aside TO {ANALYST};
GRANT DELETE ON draft, quarantine, aside, evidence TO {ANALYST};
GRANT ALL ON ALL TABLES IN SCHEMA kept TO {ANALYST};
GRANT {ANALYST} TO {KEEPER};
GRANT INSERT ON aside TO {KEEPER};
GRANT UPDATE (status) ON receipt TO {KEEPER};
GRANT DELETE ON entry, edge, form TO {KEEPER};
ALTER TABLE setting ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS read ON setting;
DROP POLICY IF EXISTS put_by ON setting;
DROP POLICY IF EXISTS keep ON setting;
CREATE POLICY read ON setting FOR SELECT USING (true);
CREATE POLICY put_by ON setting TO {ANALYST} USING (name IN {_ANALYSTS_SETTINGS})
  WITH CHECK (name IN {_ANALYSTS_SETTINGS});
CREATE POLICY keep ON setting TO {KEEPER} USING (true) WITH CHECK (true);
"""


def grant_statements() -> str:
    """Return the statements for the owner of the database; they can be run again."""
    roles = "".join(_ROLE.format(role=role) for role in (READER, ANALYST, KEEPER))
    return roles + _RIGHTS.lstrip()


if TYPE_CHECKING:
    from assessor.store.postgres.postgres_connection import PostgresConnection


def open_database(
    address: DatabaseAddress, *, passphrase: str | None = None, make: bool = False
) -> PostgresConnection:
    """Open the registry in a database, or `make` one in an empty database.

    Raises Refused without PostgreSQL's driver, for a passphrase (the server protects its data
    itself), and for a user who may not read; FileError where the server cannot be reached or, with
    `make`, has a registry already; NotAMission for an empty database.
    """
    if passphrase is not None:
        raise Refused(
            "{name} is in a database, which its server protects: leave the passphrase out.",
            name=address.name,
        )
    try:
        from assessor.store.postgres import postgres_connection, postgres_schema
    except ImportError as error:
        raise Refused(
            '{what} needs a library that is not installed here: run pip install "{extra}", then'
            " again.",
            what="PostgreSQL",
            extra="assessor[postgres]",
        ) from error
    connection = postgres_connection.PostgresConnection(address)
    try:
        if make and connection.has_registry():
            raise FileError("{name} exists already: choose another name.", name=address.name)
        if not make and not connection.has_registry():
            raise NotAMission(
                "{name} holds no registry yet: receive something into it first.", name=address.name
            )
        if not make:
            connection.read_privileges()
        postgres_schema.prepare_database(connection)
    except BaseException:
        connection.close()
        raise
    return connection
