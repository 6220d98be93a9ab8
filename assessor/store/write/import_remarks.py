"""What a receipt says about signers: copied laptops, wrong clocks, a founder who is missing."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime

from assessor.errors import Reason
from assessor.names import safe_name
from assessor.store.files.connection import BY_NUMBER, Connection
from assessor.store.model.authority import FOUNDER_MISSING, has_founder
from assessor.store.model.changeset_core import DAY
from assessor.store.read.authority_queries import read_authority
from assessor.store.read.entry_queries import JSON_NUMBERS, cloned_authors, number_filter
from assessor.store.read.row_numbers import RowNumbers

_LATEST = (
    f"SELECT coalesce(c.author, ''), max(e.at) FROM entry e {BY_NUMBER}"
    " JOIN changeset c ON c.changeset=e.n>>16"
    f" WHERE e.n>0 AND e.at>? AND c.changeset IN ({JSON_NUMBERS})"
    "{0}"
    " GROUP BY c.signer, coalesce(c.author, '') ORDER BY 1, 2"
)


def import_remarks(
    connection: Connection,
    names: RowNumbers,
    assessments: Collection[str],
    new: Sequence[int],
    at: int,
) -> Iterator[Reason]:
    """Yield the remarks about changesets (by number) that came `new` for these assessments (uuids)
    at a moment (ms since 1970 UTC)."""
    for author in cloned_authors(connection, new):
        yield Reason(
            "Two computers sign as {author}, or one went back to a backup. Nothing is lost: what "
            "was said apart is kept side by side. A copied computer needs a key of its own "
            "(assessor keys renew).",
            {"author": author},
        )
    found = [names.assessment(uuid) for uuid in assessments]
    known = [number for number in found if number is not None]
    within, numbers = number_filter("e.assessment", known)
    values = (at + DAY, json.dumps(new), *numbers)
    for author, latest in connection.rows(_LATEST.format(within), values) if new else ():
        yield Reason(
            "{author} dates entries in the future, up to {day}: that clock is wrong, or they are "
            "meant to be shown first. Where answers are in conflict, look at the others, too.",
            {
                "author": safe_name(author) or Reason("somebody not named"),
                "day": str(datetime.fromtimestamp(latest / 1000, UTC).date()),
            },
        )
    for uuid in filter(has_founder, assessments):
        number = names.assessment(uuid)
        if number is not None and read_authority(connection, number).is_headless:
            yield Reason(FOUNDER_MISSING)
