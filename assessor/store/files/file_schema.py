"""The tables and views of a mission file, and its migrations from older versions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import closing
from functools import cache

from sqlite_utils import Database, Migrations

from assessor.errors import Damaged
from assessor.names import MAX_NAME_LENGTH
from assessor.store.files.connection import APPLICATION_ID, IN_MEMORY, VERSION, Connection
from assessor.store.model.receipt import read_reasons, write_reasons

TABLES = """
CREATE TABLE setting(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE form(digest TEXT PRIMARY KEY CHECK(length(digest)=64), packed BLOB NOT NULL) STRICT;
CREATE TABLE assessment(assessment INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE CHECK(length(uuid)=32), form TEXT NOT NULL) STRICT;
CREATE TABLE topic(topic INTEGER PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL,
  UNIQUE(kind, key)) STRICT;
-- core NULL: named as an ancestor, not received yet, or set aside by an undo
CREATE TABLE changeset(changeset INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE CHECK(length(id)=32),
  assessment INTEGER REFERENCES assessment, form TEXT, signer TEXT, author TEXT, sequence INTEGER,
  core BLOB, signature BLOB CHECK(signature IS NULL OR length(signature)=64),
  CHECK((core IS NULL)=(signature IS NULL))) STRICT;
CREATE INDEX changeset_of ON changeset(assessment, signer, sequence);
-- n: changeset number * 65536 + position once sealed, minus the draft's number before.
-- body: canonical JSON, 'null' a tombstone, NULL withheld. proof: salt, commitment, NULL in drafts.
CREATE TABLE entry(n INTEGER PRIMARY KEY, assessment INTEGER NOT NULL REFERENCES assessment,
  topic INTEGER NOT NULL REFERENCES topic, at INTEGER NOT NULL,
  superseded INTEGER NOT NULL DEFAULT 0, body TEXT, proof BLOB,
  CHECK((proof IS NULL)=(n<0)),
  CHECK(body IS NOT NULL OR length(proof)=32)) STRICT;
CREATE INDEX entry_subject ON entry(assessment, topic, superseded);
CREATE TABLE edge(child INTEGER NOT NULL, parent INTEGER NOT NULL,
  PRIMARY KEY(child, parent)) STRICT, WITHOUT ROWID;
CREATE INDEX edge_parent ON edge(parent);
CREATE TABLE draft(draft INTEGER PRIMARY KEY AUTOINCREMENT, author TEXT NOT NULL) STRICT;
CREATE TABLE evidence(digest TEXT PRIMARY KEY CHECK(length(digest)=64),
  content BLOB NOT NULL) STRICT;
CREATE TABLE receipt(receipt INTEGER PRIMARY KEY AUTOINCREMENT, file TEXT NOT NULL,
  fingerprint TEXT NOT NULL, status TEXT NOT NULL, new INTEGER NOT NULL, known INTEGER NOT NULL,
  conflicts INTEGER NOT NULL, reason TEXT NOT NULL, at INTEGER NOT NULL,
  assessments TEXT NOT NULL) STRICT;
CREATE INDEX receipt_of ON receipt(fingerprint);
CREATE TABLE carried(receipt INTEGER NOT NULL REFERENCES receipt,
  changeset INTEGER NOT NULL REFERENCES changeset, new INTEGER NOT NULL,
  PRIMARY KEY(receipt, changeset)) STRICT, WITHOUT ROWID;
CREATE INDEX carried_by ON carried(changeset);
CREATE TABLE aside(changeset INTEGER PRIMARY KEY REFERENCES changeset, core BLOB NOT NULL,
  signature BLOB NOT NULL, payloads TEXT NOT NULL, proofs TEXT NOT NULL) STRICT;
CREATE TABLE quarantine(receipt INTEGER PRIMARY KEY REFERENCES receipt,
  content BLOB NOT NULL) STRICT;
"""

_FIRST_VIEWS = """
CREATE VIEW history AS
SELECT a.uuid AS assessment, t.kind, t.key AS reference,
  json_extract(e.body, '$.value') AS value, e.body,
  CASE WHEN e.body IS NULL THEN 'withheld' WHEN e.body='null' THEN 'removed' ELSE '' END AS state,
  coalesce(c.author, d.author) AS author, c.signer AS signer,
  strftime('%Y-%m-%dT%H:%M:%fZ', e.at/1000.0, 'unixepoch') AS at, e.superseded,
  CASE WHEN e.n<0 THEN '~'||(-e.n) ELSE lower(hex(c.id))||':'||(e.n & 65535) END AS name
FROM entry e JOIN assessment a USING(assessment) JOIN topic t USING(topic)
LEFT JOIN changeset c ON c.changeset=e.n>>16 AND e.n>0 LEFT JOIN draft d ON d.draft=-e.n;
CREATE VIEW statement AS
SELECT assessment, reference AS id, json_extract(body, '$.reference') AS reference, value,
  json_extract(body, '$.source') AS source, json_extract(body, '$.note') AS note,
  state, author, at, name
FROM history WHERE kind='statement' AND superseded=0 AND state<>'removed';
"""

_LATER_VIEWS = """
CREATE VIEW conflict AS
SELECT * FROM history h WHERE superseded=0 AND kind NOT IN ('redaction','form','renamed') AND (
  SELECT count(DISTINCT CASE WHEN o.body='null' OR o.body='{"value":""}' THEN ''
                             ELSE coalesce(o.body, hex(o.proof)) END)
  FROM entry o JOIN assessment a USING(assessment) JOIN topic t USING(topic)
  WHERE o.superseded=0 AND a.uuid=h.assessment AND t.kind=h.kind AND t.key=h.reference) > 1;
CREATE VIEW answer AS
SELECT assessment, reference, value, json_extract(body, '$.evidence') AS evidence,
  json_extract(body, '$.basis') AS basis, json_extract(body, '$.note') AS note,
  json_extract(body, '$.missing') AS missing, json_extract(body, '$.sensitivity') AS sensitivity,
  json_extract(body, '$.sources') AS sources, state, author, at, heads, name
FROM (SELECT *, count(*) OVER subject AS heads, row_number() OVER (subject ORDER BY
        CASE WHEN state='removed' THEN 0 WHEN state='withheld' THEN 3 WHEN value='' THEN 1
             WHEN json_extract(body, '$.auto') THEN 2 ELSE 4 END DESC, at DESC, name DESC) AS place
      FROM history WHERE kind='answer' AND superseded=0
      WINDOW subject AS (PARTITION BY assessment, reference))
WHERE place=1 AND state<>'removed';
CREATE VIEW joint AS
SELECT assessment, reference AS joined_with, json_extract(body, '$.note') AS note, author, at, name
FROM history WHERE kind='alias' AND superseded=0 AND state<>'removed';
"""
MAY_SPEAK = (
    "EXISTS(SELECT 1 FROM changeset w WHERE w.assessment={assessment} AND w.signer={signer}"
    " AND w.standing=0 AND w.core IS NOT NULL) OR EXISTS(SELECT 1 FROM setting k WHERE k.name IN"
    " ('own_keys', 'vouched_keys', 'roster') AND k.value LIKE '%' || {signer} || '%')"
)
"""Whether a signer has authority in an assessment: by what they signed there, or in this file."""
_BY_BOTH = MAY_SPEAK.format(
    signer="history.signer",
    assessment="(SELECT o.assessment FROM assessment o WHERE o.uuid=history.reference)",
)
_WITH_STANDING = (
    ("AS name\nFROM entry e", "AS name,\n  coalesce(c.standing, 0) AS standing\nFROM entry e"),
    ("'renamed')", "'renamed','founder','member')"),
    (
        " > 1;",
        " >\n  CASE WHEN (standing=1 OR standing=2 AND kind='answer')"
        " AND kind NOT IN ('published','alias','repeat')"
        " AND body NOT IN ('null', '{\"value\":\"\"}') THEN 0 ELSE 1 END;",
    ),
    ("(subject ORDER BY\n", "(subject ORDER BY standing>0,\n"),
    ("kind='answer' AND superseded=0", "kind='answer' AND superseded=0 AND standing<>1"),
    ("kind='statement' AND superseded=0", "kind='statement' AND superseded=0 AND standing<>1"),
    (
        "kind='alias' AND superseded=0",
        "kind='alias' AND superseded=0 AND standing=0\n"
        f"  AND (history.signer IS NULL OR {_BY_BOTH})",
    ),
)
VIEWS = _FIRST_VIEWS + _LATER_VIEWS
for _before, _after in _WITH_STANDING:
    VIEWS = VIEWS.replace(_before, _after)

_SEEN = (
    "CREATE TABLE seen(digest TEXT PRIMARY KEY CHECK(length(digest)=64), fingerprint TEXT NOT NULL,"
    " pages TEXT NOT NULL, reasons TEXT NOT NULL) STRICT, WITHOUT ROWID"
)
_NAMED = ("ALTER TABLE changeset ADD COLUMN named BLOB", "ALTER TABLE aside ADD COLUMN named BLOB")
_CHANGED = (
    "CREATE INDEX changeset_said ON changeset(assessment, id)",
    "CREATE INDEX changeset_nameless ON changeset(assessment, id) WHERE named IS NULL",
    "CREATE INDEX entry_withheld ON entry(assessment) WHERE body IS NULL",
)
# A database may be distributed by assessment: every row names its assessment.
_EDGES = (
    "ALTER TABLE edge RENAME TO former",
    "DROP INDEX edge_parent",
    "CREATE TABLE edge(assessment INTEGER NOT NULL, child INTEGER NOT NULL,"
    " parent INTEGER NOT NULL, PRIMARY KEY(assessment, child, parent)) STRICT, WITHOUT ROWID",
    "INSERT INTO edge SELECT e.assessment, g.child, g.parent FROM former g JOIN entry e"
    " ON e.n=g.child ORDER BY 1, 2, 3",
    "DROP TABLE former",
    "CREATE INDEX edge_parent ON edge(assessment, parent)",
)
_EDGES_SEEN = (
    "CREATE TEMP VIEW edge AS SELECT e.assessment, g.child, g.parent FROM main.edge g"
    " JOIN main.entry e ON e.n=g.child"
)
STANDING = (
    "ALTER TABLE changeset ADD COLUMN standing INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX changeset_doubtful ON changeset(assessment) WHERE standing>0",
)
"""Statements of version 3.1."""
FORM_KEYS = (
    "SELECT 'form_keys' AS name, string_agg(pair, ' ') AS value FROM (SELECT DISTINCT"
    " a.uuid||':'||c.signer AS pair FROM topic t JOIN entry e USING(topic)"
    " JOIN assessment a ON a.assessment=e.assessment JOIN changeset c ON c.changeset=e.n>>16"
    " WHERE t.kind IN ('form', 'renamed') AND e.n>0) orders HAVING count(*)>0"
)
"""The keys whose orders about a form an earlier version obeyed (see form_binding)."""
KEEP_FORM_KEYS = f"INSERT INTO setting {FORM_KEYS}"
_FORM_KEYS_SEEN = (
    f"CREATE TEMP VIEW setting AS SELECT name, value FROM main.setting UNION ALL {FORM_KEYS}"
)
_STANDING_SEEN = "CREATE TEMP VIEW changeset AS SELECT *, 0 AS standing FROM main.changeset"
LATER_STATEMENTS = (_SEEN, *_NAMED, *_CHANGED, *STANDING)
"""Additions of later versions, for a registry that is created with all of them."""

_MIGRATIONS = Migrations("assessor")
_MADE = frozenset(
    (kind.lower(), name)
    for kind, name in re.findall(
        r"CREATE (TABLE|INDEX|VIEW) (\w+)", " ".join((TABLES, VIEWS, _SEEN, *_CHANGED, *STANDING))
    )
) | {
    ("table", _MIGRATIONS.migrations_table),
    ("index", f"idx_{_MIGRATIONS.migrations_table}_migration_set_name"),
}
"""Kinds and names of whatever any version makes."""
_PLAIN_TABLE = re.compile(r"CREATE TABLE\b(?!.*\bAS\b)", re.DOTALL | re.IGNORECASE)
"""A table that is no virtual one, and none of whose columns is computed (GENERATED ALWAYS AS)."""


def split_statements(sql: str) -> list[str]:
    """Return the statements of a text, each of which ends a line."""
    return [statement for statement in sql.split(";\n") if statement.strip()]


def _add_migration(name: str, statements: Iterable[str]) -> None:
    def migrate(database: Database) -> None:
        for statement in statements:
            database.execute(statement)

    _MIGRATIONS(name=name)(migrate)


# Version 1.0: the tables and views.
_add_migration("first", split_statements(TABLES + _FIRST_VIEWS))


@_MIGRATIONS()
def reasons_in_every_language(database: Database) -> None:
    """Version 1.1: the reason of a receipt becomes a message and its details, as JSON. A finished
    English sentence stays one."""
    for receipt, reason in database.execute("SELECT receipt, reason FROM receipt").fetchall():
        text = write_reasons(read_reasons(reason))
        database.execute("UPDATE receipt SET reason=? WHERE receipt=?", (text, receipt))


# Version 1.2: joined assessments; a person's answer precedes the form's default; orders, such as
# redactions, are no conflicts.
_OLD_VIEWS = ("DROP VIEW IF EXISTS conflict", "DROP VIEW IF EXISTS answer")
_add_migration("joint_assessments", (*_OLD_VIEWS, *split_statements(_LATER_VIEWS)))
# Version 1.3: the files received, byte for byte.
_add_migration("files_seen", (_SEEN,))
# Version 1.4: an author's name outside the core, with the salt of its commitment.
_add_migration("names_beside", _NAMED)
# Version 1.5: indexes that detect changes of an assessment.
_add_migration("what_changed", _CHANGED)
# Version 2.0: an edge names its assessment; version 1.x cannot add such edges.
_add_migration("edges_by_assessment", _EDGES)
# Version 3.0: changesets of format 3; version 2.x would call them damaged.
_add_migration("moments_beside", ())

# Version 3.1: whether the signer of a changeset has authority; members' words come first.
_NAMES = ("history", "statement", "conflict", "answer", "joint")
_add_migration(
    "standing_of_changesets",
    (
        *STANDING,
        KEEP_FORM_KEYS,
        *(f"DROP VIEW {name}" for name in _NAMES),
        *split_statements(VIEWS),
    ),
)


def show_older_file(connection: Connection) -> None:
    """Make an older read-only file readable as if it had the tables of this version."""
    if not connection.has_column("changeset", "standing"):
        connection.create_temporary_view(_STANDING_SEEN)
        connection.create_temporary_view(_FORM_KEYS_SEEN)
    if not connection.has_column("edge", "assessment"):
        connection.create_temporary_view(_EDGES_SEEN)


def prepare_file(connection: Connection) -> None:
    """Migrate the file behind `connection` to the tables of this version."""
    with connection.translated_errors():
        if _MIGRATIONS.pending(connection.database):
            with connection.transaction():
                connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version={VERSION}")
                _MIGRATIONS.apply(connection.database)


def refuse_foreign_schema(connection: Connection) -> None:
    """Refuse a file with what no version makes, before anything in it is read: a view in place of a
    table may never end, and a trigger writes. A newer version of this format may have more tables.
    Raises Damaged."""
    is_newer = int(connection.value("PRAGMA user_version")) > VERSION
    schema = _schema(connection)
    unsafe = [row[:2] for row in schema if row[0] == "trigger" or _is_unsafe(*row)]
    unknown = [
        (kind, name)
        for kind, name, _ in schema
        if not (is_newer or name.startswith("sqlite_") or (kind, name) in _MADE)
    ]
    for kind, name in (*unsafe, *unknown):
        raise Damaged(
            "{name} holds what Assessor never makes (the {what}): somebody changed the file, and "
            "nothing in it was read. Open the newest backup, ask for a report, or copy what still "
            "verifies to a new file with the command assessor rescue.",
            name=connection.path.name,
            what=f"{kind} {name[:MAX_NAME_LENGTH]}",
        )


def is_readable(connection: Connection) -> bool:
    """Return whether every table is one: reading it computes nothing."""
    return not any(_is_unsafe(*row) for row in _schema(connection))


def _is_unsafe(kind: str, name: str, sql: str) -> bool:
    if kind == "view":
        return ("table", name.lower()) in _MADE
    return kind == "table" and _PLAIN_TABLE.match(sql) is None


def find_foreign_schema(connection: Connection) -> list[str]:
    """Return what tables, indexes, views and triggers of a file of this version are not those that
    this version makes: a view can lie, and a trigger writes."""
    if connection.shared or not connection.has_column("changeset", "standing"):
        return []
    differing = _in_one_line(_schema(connection)) ^ _in_one_line(_migrated()[0])
    return [
        f"The {kind} {name} is not as Assessor makes it." for kind, name, _ in sorted(differing)
    ]


def _schema(connection: Connection) -> list[tuple[str, str, str]]:
    """Return the kind, name and statement of whatever a file has, in its order."""
    return connection.rows(
        "SELECT type, name, coalesce(sql, '') FROM main.sqlite_master ORDER BY rowid"
    )


def _in_one_line(schema: list[tuple[str, str, str]]) -> set[tuple[str, str, str]]:
    return {(kind, name, " ".join(sql.split())) for kind, name, sql in schema}


@cache
def _migrated() -> tuple[list[tuple[str, str, str]], list[tuple[object, ...]]]:
    """Return the schema that all migrations make, in its order, and their rows."""
    with closing(Connection(IN_MEMORY, key=None, read_only=False)) as new:
        prepare_file(new)
        rows = new.rows(f"SELECT id, migration_set, name FROM {_MIGRATIONS.migrations_table}")
        return _schema(new), rows


def create_tables(connection: Connection, role: str) -> None:
    """Create the tables of a "mission" or a "registry", as all migrations leave them."""
    schema, applied = _migrated()
    with connection.translated_errors(), connection.transaction():
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version={VERSION}")
        for _, name, statement in schema:
            if statement and not name.startswith("sqlite_"):
                connection.execute(statement)
        now = "strftime('%Y-%m-%d %H:%M:%f+00:00')"
        insert = f"INSERT INTO {_MIGRATIONS.migrations_table} VALUES(?, ?, ?, {now})"
        connection.execute_many(insert, applied)
        connection.execute("INSERT INTO setting VALUES('role', ?)", (role,))
