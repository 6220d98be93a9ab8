"""The signed core of a changeset: author, times and subjects of its entries, without the bodies.

Stored by column: a changeset is read much more often than it is written, and columns are checked
and stored without a Python loop. docs/parcel-format.md specifies the bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, NoReturn

from assessor.store.model.canonical_json import encode_canonical

FORMATS = (1, 2, 3)
DAY = 86_400_000
"""A day in milliseconds, the unit of time in the core of format 3."""
MAX_ENTRIES = 65_535
MAX_CORE_BYTES = 8 * 2**20
_HEX64 = re.compile(r"[0-9a-f]{64}\Z", re.ASCII)
_HEX32 = re.compile(r"[0-9a-f]{32}\Z", re.ASCII)
_KINDS = re.compile(r"(?:[a-z]{1,32}\n)*\Z", re.ASCII)
_KEYS = re.compile(r"(?:[^\x00-\x1f\x7f]{1,1024}\n)*\Z")
LATEST = 2**48
"""Sequence numbers are less than this."""
LAST_MOMENT = 253_370_764_800_000
"""The latest time, the first day of 9999: a year that calendars can print in every time zone."""
Parents = tuple[tuple[str, int], ...]
"""Names of entries as (changeset id, position); the id "" is the changeset itself."""


class NotAChangeset(ValueError):
    """Bytes that are not a changeset; the text is the reason, for a receipt."""


class CoreLine(NamedTuple):
    """One entry as a core describes it."""

    kind: str
    key: str
    at: int
    parents: Parents


@dataclass(frozen=True, slots=True)
class ChangesetCore:
    """The content of a changeset's signed bytes.

    Format 1 contains the author's name. Format 2 contains a salted `commitment` to it (64 hex); the
    name travels outside the core, or not at all: `author` is then "". Format 3 (`by_day`) contains
    days instead of moments, and its commitment includes the sequence number, which is 0 where it
    is withheld. Entry i is about `topics[of[i]]` (kind, key), was written at `at[i]` (ms since 1970
    UTC, the writer's clock; the start of the day where only that is known) and supersedes
    `ancestry[i]`.
    """

    signer: str
    author: str
    sequence: int
    form: str
    assessment: str
    topics: tuple[tuple[str, str], ...]
    of: tuple[int, ...]
    at: tuple[int, ...]
    ancestry: Mapping[int, Parents]
    commitment: str = ""
    by_day: bool = True

    def __len__(self) -> int:
        return len(self.of)

    @property
    def ancestors(self) -> Iterator[str]:
        """Yield the ids of the changesets that the entries name as ancestors."""
        for parents in self.ancestry.values():
            yield from (other for other, _ in parents if other)

    @property
    def lines(self) -> Iterator[CoreLine]:
        """Yield the entries one by one."""
        for own, (topic, at) in enumerate(zip(self.of, self.at, strict=True)):
            yield CoreLine(*self.topics[topic], at, self.ancestry.get(own, ()))


def build_core(
    signer: str, author: str, sequence: int, form: str, assessment: str, lines: Iterable[CoreLine]
) -> ChangesetCore:
    """Build the core that contains `lines`."""
    topics: dict[tuple[str, str], int] = {}
    of, at, ancestry = [], [], {}
    for own, line in enumerate(lines):
        of.append(topics.setdefault((line.kind, line.key), len(topics)))
        at.append(line.at)
        if line.parents:
            ancestry[own] = line.parents
    return ChangesetCore(
        signer, author, sequence, form, assessment, tuple(topics), tuple(of), tuple(at), ancestry
    )


def write_core(core: ChangesetCore) -> bytes:
    """Return the canonical bytes of a core in format 3, the only one still written."""
    positions: dict[str, int] = {}
    days = [at // DAY for at in core.at]
    start = min(days, default=0)
    ancestry = []
    for own, parents in sorted(core.ancestry.items()):
        row: list[object] = [own]
        for other, position in parents:
            row.append(
                [positions.setdefault(other, len(positions)), position] if other else position
            )
        ancestry.append(row)
    values = [
        3, core.signer, core.commitment, core.form, core.assessment, start,
        list(positions), [list(topic) for topic in core.topics], list(core.of),
        [day - start for day in days], ancestry,
    ]  # fmt: skip
    return encode_canonical(values).encode("utf-8")


def _no_float(_: str) -> NoReturn:
    raise NotAChangeset("its core holds a number that is not whole")


_DECODER = json.JSONDecoder(parse_float=_no_float, parse_constant=_no_float)


def read_core(data: bytes) -> ChangesetCore:
    """Parse the bytes of a core. Raises NotAChangeset."""
    if len(data) > MAX_CORE_BYTES:
        raise NotAChangeset("it is too large")
    try:
        values = _DECODER.decode(data.decode("utf-8"))
        if b"\\u" in data:  # an escape can spell half a surrogate pair, which no file can store
            encode_canonical(values).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise NotAChangeset(f"its core cannot be read: {error}") from error
    number = values[0] if isinstance(values, list) and values else None
    if type(number) is not int or number not in FORMATS:
        raise NotAChangeset("it is of a format this version does not know")
    by_day = number == 3
    if by_day:
        values.insert(3, 0)  # its sequence number is beside the core
    _require(len(values) == 12, "shape")
    _, signer, author, sequence, form, assessment, start, *columns = values
    other_ids, topics, of, delays, ancestry = columns
    _require(_matches(signer, _HEX64) and _matches(form, _HEX64), "names")
    _require(_matches(assessment, _HEX32), "names")
    has_commitment, unit = number > 1, DAY if by_day else 1
    _require(_matches(author, _HEX64) if has_commitment else is_valid_author(author), "author")
    latest = LAST_MOMENT // unit
    _require(_is_integer(sequence, LATEST), "numbers")
    _require(all(isinstance(part, list) for part in columns), "lists")
    _require(0 < len(of) <= MAX_ENTRIES and len(of) == len(delays), "count of entries")
    _require(all(_matches(other, _HEX64) for other in other_ids), "ancestors")
    subjects = _subjects(topics)
    _require(set(map(type, of)) == {int} and min(of) >= 0 and max(of) < len(topics), "entries")
    _require(_is_integer(start, latest + 1) and set(map(type, delays)) == {int}, "times")
    _require(min(delays) >= 0 and start + max(delays) <= latest, "times")
    return ChangesetCore(
        signer, "" if has_commitment else author, sequence, form, assessment, subjects,
        tuple(of), tuple([(start + delay) * unit for delay in delays]),
        _ancestry(ancestry, len(of), other_ids),
        author if has_commitment else "", by_day,
    )  # fmt: skip


def is_valid_author(name: object) -> bool:
    """Return whether a value can be an author's name."""
    return isinstance(name, str) and len(name) <= 200


def _subjects(topics: list[object]) -> tuple[tuple[str, str], ...]:
    """Check all subjects at once, joined by line feeds, which no name may contain."""
    pairs = []
    for topic in topics:
        _require(isinstance(topic, list) and len(topic) == 2, "subjects")
        assert isinstance(topic, list)
        pairs.append((topic[0], topic[1]))
    kinds, keys = [kind for kind, _ in pairs], [key for _, key in pairs]
    _require(set(map(type, kinds)) | set(map(type, keys)) <= {str}, "subjects")
    for names, pattern in ((kinds, _KINDS), (keys, _KEYS)):
        joined = "".join([f"{name}\n" for name in names])
        _require(joined.count("\n") == len(names), "subjects")
        _require(pattern.match(joined) is not None, "subjects")
    return tuple(pairs)


def _ancestry(rows: list[object], count: int, other_ids: list[str]) -> dict[int, Parents]:
    ancestry: dict[int, Parents] = {}
    previous = -1
    for row in rows:
        _require(isinstance(row, list) and len(row) > 1, "parents")
        assert isinstance(row, list)
        position = row[0]
        _require(_is_integer(position, count) and position > previous, "parents")
        previous, parents = position, []
        for parent in row[1:]:
            if isinstance(parent, list):
                _require(len(parent) == 2 and _is_integer(parent[0], len(other_ids)), "parents")
                _require(_is_integer(parent[1], MAX_ENTRIES), "parents")
                parents.append((other_ids[parent[0]], parent[1]))
            else:
                _require(_is_integer(parent, position), "parents")
                parents.append(("", parent))
        ancestry[position] = tuple(parents)
    return ancestry


def _require(condition: bool, part: str) -> None:
    if not condition:
        raise NotAChangeset(f"its core has the wrong {part}")


def _matches(value: object, pattern: re.Pattern[str]) -> bool:
    return isinstance(value, str) and pattern.match(value) is not None


def _is_integer(value: object, below: int) -> bool:
    return type(value) is int and 0 <= value < below
