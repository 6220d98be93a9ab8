"""A changeset: the entries that one laptop sealed together, the unit of signature and transfer.

Its id is the SHA-256 of the core and one salted commitment per body. A body, the moment it was
written, and the author's name can therefore be withheld while id, signature and ancestry stay
valid. docs/parcel-format.md specifies the bytes.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Protocol

from assessor.store.model.canonical_json import JSON, NotCanonical, check_bodies, encode_canonical
from assessor.store.model.changeset_core import (
    DAY,
    LATEST,
    ChangesetCore,
    NotAChangeset,
    is_valid_author,
    read_core,
    write_core,
)

MAX_BODY_LENGTH = 2**20
SALT_BYTES = 16
WITHHELD_BYTES = 32
"""The length of a commitment, and of the salt of a body whose moment is withheld."""
MOMENT_BYTES = 20
"""The length of a proof that tells the moment: a seed, and the milliseconds of the day in four."""
_SEQUENCE_BYTES = 8
_MOMENT_DOMAIN = b"assessor-moment/1\0"
_ID_DOMAIN = b"assessor-changeset/1\0"
SIGNATURE_DOMAIN = b"assessor-changeset-signature/1\0"


class Signer(Protocol):
    """A signing key. `public` has 32 bytes, `name` is displayed beside what it signed."""

    @property
    def public(self) -> bytes:
        """Return the Ed25519 public key."""
        ...

    @property
    def name(self) -> str:
        """Return the person's name."""
        ...

    def sign(self, data: bytes) -> bytes:
        """Return the 64-byte Ed25519 signature of `data`."""
        ...


@dataclass(frozen=True, slots=True)
class Changeset:
    """A sealed changeset: its signed bytes and the bodies of its entries.

    `proofs[i]` is the proof of `payloads[i]` (see commitment), or the 32-byte commitment where the
    body is withheld and `payloads[i]` is None. `name_proof` is a 16-byte salt, the sequence number
    (8 bytes, from format 3 on) and the author's name; empty where these are withheld. `id` and
    `header` are derived from the bytes, so no changeset can have a foreign id. Raises
    NotAChangeset.
    """

    core: bytes
    signature: bytes
    payloads: tuple[str | None, ...]
    proofs: tuple[bytes, ...]
    name_proof: bytes = b""
    id: str = field(init=False)
    header: ChangesetCore = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        core = _with_name(read_core(self.core), self.name_proof)
        count = len(core)
        if len(self.payloads) != count or len(self.proofs) != count or len(self.signature) != 64:
            raise NotAChangeset("its parts do not belong together")
        sizes = (MOMENT_BYTES, WITHHELD_BYTES) if core.by_day else (SALT_BYTES,)
        object.__setattr__(self, "id", _identify(self.core, self._commitments(sizes)))
        object.__setattr__(self, "header", _with_moments(core, self.proofs))

    def _commitments(self, sizes: tuple[int, ...]) -> bytes:
        present = [payload for payload in self.payloads if payload is not None]
        try:
            if max(map(len, present), default=0) > MAX_BODY_LENGTH:
                raise NotAChangeset("a body is too large")
            check_bodies(present)
        except NotCanonical as error:
            raise NotAChangeset(f"a body cannot be read: {error}") from error
        pairs = list(zip(self.payloads, self.proofs, strict=True))
        allowed = {(True, WITHHELD_BYTES), *((False, size) for size in sizes)}
        if not {(payload is None, len(proof)) for payload, proof in pairs} <= allowed:
            raise NotAChangeset("a body without its salt")
        return b"".join(
            [
                proof if payload is None else sha256(_salt(proof) + payload.encode()).digest()
                for payload, proof in pairs
            ]
        )

    @property
    def withheld(self) -> str:
        """Return the positions of the bodies that are withheld, separated by commas."""
        return ",".join(str(place) for place, body in enumerate(self.payloads) if body is None)

    @property
    def signed_bytes(self) -> bytes:
        """Return the bytes that the key signs."""
        return SIGNATURE_DOMAIN + bytes.fromhex(self.id)

    def without_bodies(self, positions: Iterable[int], *, outside: bool = False) -> Changeset:
        """Return the changeset without the bodies at `positions` and their moments. `outside` the
        team it is also without the author, the sequence number and every moment: that of a released
        answer would tell when those beside it were written. Id and signature stay valid. What is
        inside the core of an older format stays.
        """
        payloads, proofs = list(self.payloads), list(self.proofs)
        if outside:
            proofs = [_salt(proof) for proof in proofs]
        for position in positions:
            if (body := payloads[position]) is not None:
                proofs[position] = commitment(proofs[position], body)
                payloads[position] = None
        name_proof = b"" if outside else self.name_proof
        if name_proof == self.name_proof and proofs == list(self.proofs):
            return self
        return Changeset(self.core, self.signature, tuple(payloads), tuple(proofs), name_proof)


def _with_name(core: ChangesetCore, name_proof: bytes) -> ChangesetCore:
    """Add the author's name and the sequence number to a core. Raises NotAChangeset for others."""
    if not name_proof:
        return core
    start = SALT_BYTES + _SEQUENCE_BYTES * core.by_day
    try:
        name = name_proof[start:].decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotAChangeset("its author's name cannot be read") from error
    sequence = int.from_bytes(name_proof[SALT_BYTES:start], "big") or core.sequence
    if (
        len(name_proof) < start
        or not is_valid_author(name)
        or sequence >= LATEST
        or sha256(name_proof).hexdigest() != core.commitment
    ):
        raise NotAChangeset("its author's name is not the one that was signed")
    return replace(core, author=name, sequence=sequence)


def _with_moments(core: ChangesetCore, proofs: Sequence[bytes]) -> ChangesetCore:
    """Replace days by moments where the proofs tell them. Raises NotAChangeset."""
    if not core.by_day:
        return core
    moments = [
        int.from_bytes(proof[SALT_BYTES:], "big") if len(proof) == MOMENT_BYTES else 0
        for proof in proofs
    ]
    if max(moments) >= DAY:
        raise NotAChangeset("a moment is not one of its day")
    return replace(core, at=tuple([at + of for at, of in zip(core.at, moments, strict=True)]))


def commitment(proof: bytes, payload: str) -> bytes:
    """Return the 32-byte commitment to a body: SHA-256 of its salt and canonical text.

    `proof` is the salt (16 bytes in formats 1 and 2, 32 in format 3), or the 20 bytes from which it
    is derived and which also tell the moment.
    """
    return sha256(_salt(proof) + payload.encode("utf-8")).digest()


def _salt(proof: bytes) -> bytes:
    """Return the salt of a body from its proof; it does not tell the moment."""
    return sha256(_MOMENT_DOMAIN + proof).digest() if len(proof) == MOMENT_BYTES else proof


def _identify(core: bytes, commitments: bytes) -> str:
    return sha256(_ID_DOMAIN + len(core).to_bytes(8, "big") + core + commitments).hexdigest()


def encode_body(body: JSON | None) -> str:
    """Return the canonical text of a body; `null` for a tombstone. Raises NotCanonical."""
    return encode_canonical(None if body is None else dict(body))


def seal_changeset(core: ChangesetCore, bodies: Sequence[str], signer: Signer) -> Changeset:
    """Sign a new changeset; `bodies` are canonical texts, one for each entry of the core."""
    number = core.sequence.to_bytes(_SEQUENCE_BYTES, "big")
    name_proof = secrets.token_bytes(SALT_BYTES) + number + core.author.encode("utf-8")
    core_bytes = write_core(replace(core, commitment=sha256(name_proof).hexdigest()))
    moments = [(at % DAY).to_bytes(MOMENT_BYTES - SALT_BYTES, "big") for at in core.at]
    proofs = tuple(secrets.token_bytes(SALT_BYTES) + moment for moment in moments)
    unsigned = Changeset(core_bytes, bytes(64), tuple(bodies), proofs, name_proof)
    return replace(unsigned, signature=signer.sign(unsigned.signed_bytes))
