"""The unit of identity, signature and transfer: the entries one laptop wrote since the last one.

The identifier is SHA-256 over the core and one salted commitment for each body, so a body can be
withheld while identifier, signature and ancestry stay valid. docs/parcel-format.md has the bytes.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from assessor.store.canonical import JSON, NotCanonical, decode, decode_body, encode

FORMAT = 1
MOST_ENTRIES = 65_535
LARGEST_CORE = 8 * 2**20
LARGEST_BODY = 2**20
SALT = 16
_ID_DOMAIN = b"assessor-changeset/1\0"
SIGNATURE_DOMAIN = b"assessor-changeset-signature/1\0"
_HEX64 = re.compile(r"[0-9a-f]{64}\Z", re.ASCII)
_HEX32 = re.compile(r"[0-9a-f]{32}\Z", re.ASCII)
_KIND = re.compile(r"[a-z]{1,32}\Z", re.ASCII)
_KEY = re.compile(r"[^\x00-\x1f\x7f]{1,1024}\Z")
_LATEST = 2**48


class Signer(Protocol):
    """Who seals: a laptop's key. `public` is 32 bytes, `name` is shown beside what it signed."""

    @property
    def public(self) -> bytes:
        """The Ed25519 public key."""
        ...

    @property
    def name(self) -> str:
        """The person's name."""
        ...

    def sign(self, data: bytes) -> bytes:
        """The 64-byte Ed25519 signature of `data`."""
        ...


class NotAChangeset(ValueError):
    """Bytes that are not a changeset; the text says why, for a receipt."""


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as the core says it, without its body. Parents are (changeset id, position)."""

    kind: str
    key: str
    at: int
    parents: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Core:
    """What the signed core of a changeset says. The id "" as a parent means itself."""

    signer: str
    author: str
    sequence: int
    form: str
    assessment: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Changeset:
    """A sealed changeset: its signed bytes and the bodies that came with it.

    `proofs[i]` is the 16-byte salt of `payloads[i]`, or the 32-byte commitment itself where the
    body is withheld and `payloads[i]` is None. `id` and `said` are always derived from the bytes:
    no changeset can carry an identifier that is not its own. Raises NotAChangeset.
    """

    core: bytes
    signature: bytes
    payloads: tuple[str | None, ...]
    proofs: tuple[bytes, ...]
    id: str = field(init=False)
    said: Core = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "said", read_core(self.core))
        count = len(self.said.lines)
        if len(self.payloads) != count or len(self.proofs) != count or len(self.signature) != 64:
            raise NotAChangeset("its parts do not belong together")
        object.__setattr__(self, "id", _identify(self.core, self._commitments()))

    def _commitments(self) -> bytes:
        found = bytearray()
        for payload, proof in zip(self.payloads, self.proofs, strict=True):
            if payload is None:
                if len(proof) != 32:
                    raise NotAChangeset("a withheld body without its commitment")
                found += proof
                continue
            if len(proof) != SALT or len(payload) > LARGEST_BODY:
                raise NotAChangeset("a body without its salt, or too large")
            try:
                decode_body(payload)
                found += commitment(proof, payload)
            except (NotCanonical, UnicodeEncodeError) as error:
                raise NotAChangeset(f"a body that cannot be read: {error}") from error
        return bytes(found)

    @property
    def to_sign(self) -> bytes:
        """The bytes that the laptop's key signs."""
        return SIGNATURE_DOMAIN + bytes.fromhex(self.id)

    def withholding(self, positions: Iterable[int]) -> Changeset:
        """The same changeset without the bodies at `positions`; id and signature stay valid."""
        payloads, proofs = list(self.payloads), list(self.proofs)
        for position in positions:
            payload = payloads[position]
            if payload is not None:
                proofs[position] = commitment(proofs[position], payload)
                payloads[position] = None
        return Changeset(self.core, self.signature, tuple(payloads), tuple(proofs))


def commitment(salt: bytes, payload: str) -> bytes:
    """The 32 bytes that stand for a body: SHA-256 of the salt and the canonical text."""
    return hashlib.sha256(salt + payload.encode("utf-8")).digest()


def _identify(core: bytes, commitments: bytes) -> str:
    return hashlib.sha256(
        _ID_DOMAIN + len(core).to_bytes(8, "big") + core + commitments
    ).hexdigest()


def payload_of(body: JSON | None) -> str:
    """The canonical text of a body; a tombstone is `null`. Raises NotCanonical."""
    return encode(None if body is None else dict(body))


def seal(said: Core, bodies: Sequence[str], signer: Signer) -> Changeset:
    """A new changeset, signed: `bodies` are canonical texts, one for each line of `said`."""
    core = write_core(said)
    salts = tuple(secrets.token_bytes(SALT) for _ in bodies)
    unsigned = Changeset(core, bytes(64), tuple(bodies), salts)
    return Changeset(core, signer.sign(unsigned.to_sign), tuple(bodies), salts)


def write_core(said: Core) -> bytes:
    """The canonical bytes of a core."""
    topics: dict[tuple[str, str], int] = {}
    after: dict[str, int] = {}
    start = min((line.at for line in said.lines), default=0)
    rows: list[list[object]] = []
    for line in said.lines:
        topic = topics.setdefault((line.kind, line.key), len(topics))
        parents = [
            position if not other else [after.setdefault(other, len(after)), position]
            for other, position in line.parents
        ]
        rows.append([topic, line.at - start, *parents])
    core = [
        FORMAT, said.signer, said.author, said.sequence, said.form, said.assessment, start,
        list(after), [list(topic) for topic in topics], rows,
    ]  # fmt: skip
    return encode(core).encode("utf-8")


def read_core(data: bytes) -> Core:
    """What the bytes of a core say. Raises NotAChangeset for anything but exactly that."""
    if len(data) > LARGEST_CORE:
        raise NotAChangeset("it is too large")
    try:
        core = decode(data.decode("utf-8"))
    except (NotCanonical, UnicodeDecodeError) as error:
        raise NotAChangeset(f"its core cannot be read: {error}") from error
    if not isinstance(core, list) or not core or type(core[0]) is not int or core[0] != FORMAT:
        raise NotAChangeset("it is of a format this version does not know")
    if len(core) != 10:
        raise NotAChangeset("its core has the wrong shape")
    _, signer, author, sequence, form, assessment, start, after, topics, rows = core
    _require(_is(signer, _HEX64) and _is(form, _HEX64) and _is(assessment, _HEX32), "names")
    _require(isinstance(author, str) and len(author) <= 200, "author")
    _require(_whole(sequence, _LATEST) and _whole(start, _LATEST), "numbers")
    _require(all(isinstance(part, list) for part in (after, topics, rows)), "lists")
    _require(0 < len(rows) <= MOST_ENTRIES, "count of entries")
    _require(all(_is(other, _HEX64) for other in after), "ancestors")
    for topic in topics:
        _require(isinstance(topic, list) and len(topic) == 2, "subjects")
        _require(_is(topic[0], _KIND) and _is(topic[1], _KEY), "subjects")
    lines = tuple(_line(row, own, start, after, topics) for own, row in enumerate(rows))
    return Core(signer, author, sequence, form, assessment, lines)


def _line(row: object, own: int, start: int, after: list[str], topics: list[list[str]]) -> Line:
    if not isinstance(row, list) or len(row) < 2:
        raise NotAChangeset("its core has the wrong entries")
    topic, later = row[0], row[1]
    _require(_whole(topic, len(topics)) and _whole(later, _LATEST), "entries")
    parents = []
    for parent in row[2:]:
        if isinstance(parent, list):
            _require(len(parent) == 2 and _whole(parent[0], len(after)), "parents")
            _require(_whole(parent[1], MOST_ENTRIES), "parents")
            parents.append((after[parent[0]], parent[1]))
        else:
            _require(_whole(parent, own), "parents")
            parents.append(("", parent))
    kind, key = topics[topic]
    return Line(kind, key, start + later, tuple(parents))


def _require(holds: bool, what: str) -> None:
    if not holds:
        raise NotAChangeset(f"its core has the wrong {what}")


def _is(value: object, pattern: re.Pattern[str]) -> bool:
    return isinstance(value, str) and pattern.match(value) is not None


def _whole(value: object, below: int) -> bool:
    return type(value) is int and 0 <= value < below
