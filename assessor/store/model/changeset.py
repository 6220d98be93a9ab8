"""A changeset: the entries that one laptop sealed together, the unit of signature and transfer.

Its id is the SHA-256 of the core and one salted commitment per body. A body, and the author's name,
can therefore be withheld while id, signature and ancestry stay valid. docs/parcel-format.md
specifies the bytes.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Protocol

from assessor.store.model.canonical_json import JSON, NotCanonical, check_bodies, encode_canonical
from assessor.store.model.changeset_core import (
    ChangesetCore,
    NotAChangeset,
    is_valid_author,
    read_core,
    write_core,
)

MAX_BODY_LENGTH = 2**20
SALT_BYTES = 16
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

    `proofs[i]` is the 16-byte salt of `payloads[i]`, or the 32-byte commitment where the body is
    withheld and `payloads[i]` is None. `name_proof` is a 16-byte salt and the author's name; empty
    where the name is withheld. `id` and `header` are derived from the bytes, so no changeset can
    have a foreign id. Raises NotAChangeset.
    """

    core: bytes
    signature: bytes
    payloads: tuple[str | None, ...]
    proofs: tuple[bytes, ...]
    name_proof: bytes = b""
    id: str = field(init=False)
    header: ChangesetCore = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "header", _with_name(read_core(self.core), self.name_proof))
        count = len(self.header)
        if len(self.payloads) != count or len(self.proofs) != count or len(self.signature) != 64:
            raise NotAChangeset("its parts do not belong together")
        object.__setattr__(self, "id", _identify(self.core, self._commitments()))

    def _commitments(self) -> bytes:
        present = [payload for payload in self.payloads if payload is not None]
        try:
            if max(map(len, present), default=0) > MAX_BODY_LENGTH:
                raise NotAChangeset("a body is too large")
            check_bodies(present)
        except NotCanonical as error:
            raise NotAChangeset(f"a body cannot be read: {error}") from error
        sizes = [32 if payload is None else SALT_BYTES for payload in self.payloads]
        if list(map(len, self.proofs)) != sizes:
            raise NotAChangeset("a body without its salt")
        return b"".join(
            [
                proof if payload is None else sha256(proof + payload.encode()).digest()
                for payload, proof in zip(self.payloads, self.proofs, strict=True)
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

    def without_bodies(self, positions: Iterable[int], *, name: bool = False) -> Changeset:
        """Return the changeset without the bodies at `positions` and, with `name`, without the
        author. Id and signature stay valid. A name inside the core (format 1) stays."""
        present = {
            position: body
            for position in positions
            if (body := self.payloads[position]) is not None
        }
        name_proof = b"" if name else self.name_proof
        if not present and name_proof == self.name_proof:
            return self
        payloads, proofs = list(self.payloads), list(self.proofs)
        for position, body in present.items():
            proofs[position] = commitment(proofs[position], body)
            payloads[position] = None
        return Changeset(self.core, self.signature, tuple(payloads), tuple(proofs), name_proof)


def _with_name(core: ChangesetCore, name_proof: bytes) -> ChangesetCore:
    """Add the author's name to a core. Raises NotAChangeset for another name."""
    if not name_proof:
        return core
    try:
        name = name_proof[SALT_BYTES:].decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotAChangeset("its author's name cannot be read") from error
    if (
        len(name_proof) < SALT_BYTES
        or not is_valid_author(name)
        or sha256(name_proof).hexdigest() != core.commitment
    ):
        raise NotAChangeset("its author's name is not the one that was signed")
    return replace(core, author=name)


def commitment(salt: bytes, payload: str) -> bytes:
    """Return the 32-byte commitment to a body: SHA-256 of salt and canonical text."""
    return sha256(salt + payload.encode("utf-8")).digest()


def _identify(core: bytes, commitments: bytes) -> str:
    return sha256(_ID_DOMAIN + len(core).to_bytes(8, "big") + core + commitments).hexdigest()


def encode_body(body: JSON | None) -> str:
    """Return the canonical text of a body; `null` for a tombstone. Raises NotCanonical."""
    return encode_canonical(None if body is None else dict(body))


def seal_changeset(core: ChangesetCore, bodies: Sequence[str], signer: Signer) -> Changeset:
    """Sign a new changeset; `bodies` are canonical texts, one for each entry of the core."""
    name_proof = secrets.token_bytes(SALT_BYTES) + core.author.encode("utf-8")
    core_bytes = write_core(replace(core, commitment=sha256(name_proof).hexdigest()))
    salts = tuple(secrets.token_bytes(SALT_BYTES) for _ in bodies)
    unsigned = Changeset(core_bytes, bytes(64), tuple(bodies), salts, name_proof)
    return Changeset(
        core_bytes, signer.sign(unsigned.signed_bytes), tuple(bodies), salts, name_proof
    )
