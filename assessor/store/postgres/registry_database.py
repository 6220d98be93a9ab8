"""Open or create a registry that a team shares in a PostgreSQL database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.errors import FileError, NotAMission, Refused
from assessor.store.model.database_address import DatabaseAddress

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
