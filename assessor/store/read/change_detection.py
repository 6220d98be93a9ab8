"""Stamps of assessments and a token of a registry that change with the content."""

from __future__ import annotations

from collections.abc import Collection
from hashlib import blake2b
from typing import NamedTuple

from assessor.store.files.connection import Connection
from assessor.store.read.entry_queries import number_filter
from assessor.store.read.joint_assessments import joined_group, joined_groups

# Each query returns what can change an assessment, under names that are equal in every file: a
# file restored from a backup gives the same numbers to other changesets.
STAMP_QUERIES = (
    "SELECT e.assessment, e.id FROM changeset e WHERE e.assessment IS NOT NULL{}"
    " ORDER BY e.assessment, e.id",
    "SELECT e.assessment, c.id, e.n & 65535 FROM entry e JOIN changeset c ON c.changeset=e.n>>16"
    " WHERE e.body IS NULL{} ORDER BY e.assessment, c.id, e.n",
    "SELECT e.assessment, e.n, e.at FROM entry e WHERE e.n<0{} ORDER BY e.n",
    "SELECT e.assessment, e.id, e.standing FROM changeset e WHERE e.standing>0{}"
    " ORDER BY e.assessment, e.standing, e.id",
)
NAMELESS_QUERY = (
    "SELECT e.assessment, e.id FROM changeset e WHERE e.assessment IS NOT NULL"
    " AND e.named IS NULL{} ORDER BY e.assessment, e.id"
)


def read_stamps(connection: Connection, only: Collection[int] | None = None) -> dict[str, str]:
    """Return a stamp (64 hex) per assessment, in the order they came; of joined ones, the first.

    A stamp changes when a changeset comes or is set aside, a body is withheld or filled in, an
    author's name comes, something is typed, the form changes, the joined assessments change, or
    somebody becomes a member or is none any more.
    With `only`, for these assessments (by number) and those joined with them.
    """
    values: tuple[object, ...]
    with connection.snapshot():
        if only is None:
            groups, condition, values = joined_groups(connection), "", ()
        else:
            groups = sorted({tuple(sorted(joined_group(connection, each))) for each in only})
            numbers = [number for group in groups for number in group]
            condition, values = number_filter("e.assessment", numbers)
        rows = connection.rows(
            "SELECT e.assessment, e.uuid, e.form FROM assessment e WHERE e.form<>''"
            f"{condition} ORDER BY e.assessment", values,
        )  # fmt: skip
        parts: dict[int, list[bytes]] = {number: [] for number, _, _ in rows}
        has_names = connection.has_column("changeset", "named")
        queries = (*STAMP_QUERIES, NAMELESS_QUERY) if has_names else STAMP_QUERIES
        for assessment, digest in connection.rows(queries[0].format(condition), values):
            parts[assessment].append(digest)
        for place, sql in enumerate(queries[1:]):
            for assessment, *facts in connection.rows(sql.format(condition), values):
                parts[assessment] += (b"%d" % place, *map(_bytes, facts))
    followers = set()
    uuids = {number: uuid.encode() for number, uuid, _ in rows} if groups else {}
    for first, *others in groups:
        for other in others:
            parts[first] += (uuids[other], *parts[other])
            followers.add(other)
    leaders = (row for row in rows if row[0] not in followers)
    return {uuid: _stamp(form, parts[number]) for number, uuid, form in leaders}


def _stamp(form: str, parts: list[bytes]) -> str:
    """Combine the form and its parts; most assessments of a registry are one changeset."""
    if len(parts) == 1:
        return form[:32] + parts[0][:16].hex()
    return form[:32] + blake2b(b"/".join(parts), digest_size=16).hexdigest()


def _bytes(value: bytes | int) -> bytes:
    return value if isinstance(value, bytes) else b"%d" % value


_QUERY = (
    "SELECT (SELECT max(changeset) FROM changeset), (SELECT count(*) FROM aside),"
    " (SELECT max(receipt) FROM receipt), (SELECT count(*) FROM receipt WHERE status<>'new'),"
    " (SELECT count(*) FROM quarantine), (SELECT count(*) FROM entry WHERE body IS NULL),"
    " (SELECT min(n) FROM entry WHERE n<0)"
)


class ChangeToken(NamedTuple):
    """The state of a registry. It changes when something is received, written, undone or withheld,
    or a setting changes."""

    numbers: tuple[int, ...]
    settings: str

    @property
    def receipts(self) -> int:
        """Return the number of the last receipt, 0 for none."""
        return self.numbers[2]

    @property
    def received(self) -> tuple[int, ...]:
        """Return the part that changes when something is received, undone or released."""
        return self.numbers[1:5]


def read_change_token(connection: Connection) -> ChangeToken:
    """Read the token; it uses indexes only, whatever the size of the registry."""
    with connection.snapshot():
        [numbers] = connection.rows(_QUERY)
        settings = connection.rows("SELECT name, value FROM setting ORDER BY name")
    text = "\n".join(f"{name}\t{value}" for name, value in settings)
    digest = blake2b(text.encode(), digest_size=16).hexdigest()
    return ChangeToken(tuple(number or 0 for number in numbers), digest)
