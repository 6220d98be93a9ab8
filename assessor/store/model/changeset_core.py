"""The signed core of a changeset: who said when what about which subjects, without the bodies.

Columns, not rows: a changeset is read thousands of times more often than it is written, and
columns are checked and stored without a loop in Python. docs/parcel-format.md has the bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, NoReturn

from assessor.store.model.canonical_json import encode_canonical

FORMATS = (1, 2)
MAX_ENTRIES = 65_535
MAX_CORE_BYTES = 8 * 2**20
_HEX64 = re.compile(r"[0-9a-f]{64}\Z", re.ASCII)
_HEX32 = re.compile(r"[0-9a-f]{32}\Z", re.ASCII)
_KINDS = re.compile(r"(?:[a-z]{1,32}\n)*\Z", re.ASCII)
_KEYS = re.compile(r"(?:[^\x00-\x1f\x7f]{1,1024}\n)*\Z")
_LATEST = 2**48

Parents = tuple[tuple[str, int], ...]
"""Names of entries as (changeset id, position); the id "" means the changeset itself."""


class NotAChangeset(ValueError):
    """Bytes that are not a changeset; the text says why, for a receipt."""


class CoreLine(NamedTuple):
    """One entry as a core says it."""

    kind: str
    key: str
    at: int
    parents: Parents


@dataclass(frozen=True, slots=True)
class ChangesetCore:
    """What a changeset's signed bytes say.

    In format 1 they say the author's name; in format 2 only a salted `commitment` to it (64 hex),
    and the name comes beside, if it does: `author` is "" in what was only read from the bytes.
    Entry i is about `topics[of[i]]` (kind, key), was said at `at[i]` (ms since 1970 UTC) by the
    writer's clock, and supersedes `ancestry[i]`, if there.
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

    def __len__(self) -> int:
        return len(self.of)

    @property
    def lines(self) -> Iterator[CoreLine]:
        """The entries one by one."""
        for own, (topic, at) in enumerate(zip(self.of, self.at, strict=True)):
            yield CoreLine(*self.topics[topic], at, self.ancestry.get(own, ()))


def build_core(
    signer: str, author: str, sequence: int, form: str, assessment: str, lines: Iterable[CoreLine]
) -> ChangesetCore:
    """The core that says `lines`."""
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


def write_core(said: ChangesetCore) -> bytes:
    """The canonical bytes of a core."""
    after: dict[str, int] = {}
    start = min(said.at, default=0)
    ancestry = []
    for own, parents in sorted(said.ancestry.items()):
        row: list[object] = [own]
        for of, place in parents:
            row.append([after.setdefault(of, len(after)), place] if of else place)
        ancestry.append(row)
    core = [
        2 if said.commitment else 1, said.signer, said.commitment or said.author, said.sequence,
        said.form, said.assessment, start,
        list(after), [list(topic) for topic in said.topics], list(said.of),
        [at - start for at in said.at], ancestry,
    ]  # fmt: skip
    return encode_canonical(core).encode("utf-8")


def _no_float(_: str) -> NoReturn:
    raise NotAChangeset("its core holds a number that is not whole")


_DECODER = json.JSONDecoder(parse_float=_no_float, parse_constant=_no_float)


def read_core(data: bytes) -> ChangesetCore:
    """What the bytes of a core say. Raises NotAChangeset for anything but exactly that."""
    if len(data) > MAX_CORE_BYTES:
        raise NotAChangeset("it is too large")
    try:
        core = _DECODER.decode(data.decode("utf-8"))
        if b"\\u" in data:  # an escape may spell half a surrogate pair, which no file could keep
            encode_canonical(core).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise NotAChangeset(f"its core cannot be read: {error}") from error
    if not isinstance(core, list) or not core or type(core[0]) is not int or core[0] not in FORMATS:
        raise NotAChangeset("it is of a format this version does not know")
    _require(len(core) == 12, "shape")
    (
        format_,
        signer,
        author,
        sequence,
        form,
        assessment,
        start,
        after,
        topics,
        of,
        later,
        ancestry,
    ) = core
    _require(_is(signer, _HEX64) and _is(form, _HEX64) and _is(assessment, _HEX32), "names")
    hidden = format_ == 2
    _require(_is(author, _HEX64) if hidden else is_valid_author(author), "author")
    _require(_whole(sequence, _LATEST) and _whole(start, _LATEST), "numbers")
    for part in (after, topics, of, later, ancestry):
        _require(isinstance(part, list), "lists")
    _require(0 < len(of) <= MAX_ENTRIES and len(of) == len(later), "count of entries")
    _require(all(_is(other, _HEX64) for other in after), "ancestors")
    subjects = _subjects(topics)
    _require(set(map(type, of)) == {int} and min(of) >= 0 and max(of) < len(topics), "entries")
    _require(set(map(type, later)) == {int} and 0 <= min(later) < _LATEST > max(later), "times")
    return ChangesetCore(
        signer, "" if hidden else author, sequence, form, assessment, subjects,
        tuple(of), tuple([start + delay for delay in later]), _ancestry(ancestry, len(of), after),
        author if hidden else "",
    )  # fmt: skip


def is_valid_author(name: object) -> bool:
    """Whether this can be an author's name."""
    return isinstance(name, str) and len(name) <= 200


def _subjects(topics: list[object]) -> tuple[tuple[str, str], ...]:
    """All at once: no control character is allowed in a name, so joined by one they stay apart."""
    found = []
    for topic in topics:
        _require(isinstance(topic, list) and len(topic) == 2, "subjects")
        assert isinstance(topic, list)
        found.append((topic[0], topic[1]))
    kinds, keys = [kind for kind, _ in found], [key for _, key in found]
    _require(set(map(type, kinds)) | set(map(type, keys)) <= {str}, "subjects")
    for names, pattern in ((kinds, _KINDS), (keys, _KEYS)):
        joined = "".join([f"{name}\n" for name in names])
        _require(joined.count("\n") == len(names), "subjects")
        _require(pattern.match(joined) is not None, "subjects")
    return tuple(found)


def _ancestry(rows: list[object], count: int, after: list[str]) -> dict[int, Parents]:
    found: dict[int, Parents] = {}
    last = -1
    for row in rows:
        _require(isinstance(row, list) and len(row) > 1, "parents")
        assert isinstance(row, list)
        own = row[0]
        _require(_whole(own, count) and own > last, "parents")
        last, parents = own, []
        for parent in row[1:]:
            if isinstance(parent, list):
                _require(len(parent) == 2 and _whole(parent[0], len(after)), "parents")
                _require(_whole(parent[1], MAX_ENTRIES), "parents")
                parents.append((after[parent[0]], parent[1]))
            else:
                _require(_whole(parent, own), "parents")
                parents.append(("", parent))
        found[own] = tuple(parents)
    return found


def _require(holds: bool, what: str) -> None:
    if not holds:
        raise NotAChangeset(f"its core has the wrong {what}")


def _is(value: object, pattern: re.Pattern[str]) -> bool:
    return isinstance(value, str) and pattern.match(value) is not None


def _whole(value: object, below: int) -> bool:
    return type(value) is int and 0 <= value < below
