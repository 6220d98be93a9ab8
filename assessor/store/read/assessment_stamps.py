"""What tells whether anything said in an assessment has changed since it was last looked at."""

from __future__ import annotations

from collections.abc import Collection
from hashlib import blake2b

from assessor.store.files.connection import Connection
from assessor.store.read import joint_assessments
from assessor.store.read.entry_queries import number_filter

# Each names what may change what an assessment comes to, by names that hold in any file: a file
# put back from a backup gives the same numbers to other changesets.
STAMP_QUERIES = (
    "SELECT e.assessment, e.id FROM changeset e WHERE e.assessment IS NOT NULL{}"
    " ORDER BY e.assessment, e.id",
    "SELECT e.assessment, c.id, e.n & 65535 FROM entry e JOIN changeset c ON c.changeset=e.n>>16"
    " WHERE e.body IS NULL{} ORDER BY e.assessment, c.id, e.n",
    "SELECT e.assessment, e.n, e.at FROM entry e WHERE e.n<0{} ORDER BY e.n",
)
NAMELESS_QUERY = (
    "SELECT e.assessment, e.id FROM changeset e WHERE e.assessment IS NOT NULL"
    " AND e.named IS NULL{} ORDER BY e.assessment, e.id"
)


def read_stamps(connection: Connection, only: Collection[int] | None = None) -> dict[str, str]:
    """A stamp (64 hex) for each assessment, in the order they came; of those joined, the first.

    It is another one whenever a changeset came or was set aside, a body was withheld or filled
    in, an author's name came, something was typed, the form was changed, or who is joined. With
    `only`, of these assessments alone (by number) and what they are joined with.
    """
    values: tuple[object, ...]
    with connection.snapshot():
        if only is None:
            groups, among, values = joint_assessments.joined_groups(connection), "", ()
        else:
            found = {
                tuple(sorted(joint_assessments.joined_group(connection, number))) for number in only
            }
            groups = sorted(found)
            wanted = [number for group in groups for number in group]
            among, values = number_filter("e.assessment", wanted)
        rows = connection.rows(
            "SELECT e.assessment, e.uuid, e.form FROM assessment e WHERE e.assessment>0"
            f"{among} ORDER BY e.assessment",
            values,
        )
        held: dict[int, list[bytes]] = {number: [] for number, _, _ in rows}
        asked = (
            (*STAMP_QUERIES, NAMELESS_QUERY)
            if connection.has_column("changeset", "named")
            else STAMP_QUERIES
        )
        for assessment, digest in connection.rows(asked[0].format(among), values):
            held[assessment].append(digest)
        for place, sql in enumerate(asked[1:]):
            for assessment, *said in connection.rows(sql.format(among), values):
                held[assessment] += (b"%d" % place, *map(_bytes, said))
    later = set()
    uuids = {number: uuid.encode() for number, uuid, _ in rows} if groups else {}
    for first, *others in groups:
        for other in others:
            held[first] += (uuids[other], *held[other])
            later.add(other)
    return {uuid: _stamp(form, held[number]) for number, uuid, form in rows if number not in later}


def _stamp(form: str, parts: list[bytes]) -> str:
    """The form and what is said under it; most assessments of a registry are one changeset."""
    if len(parts) == 1:
        return form[:32] + parts[0][:16].hex()
    return form[:32] + blake2b(b"/".join(parts), digest_size=16).hexdigest()


def _bytes(said: bytes | int) -> bytes:
    return said if isinstance(said, bytes) else b"%d" % said
