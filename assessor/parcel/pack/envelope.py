"""The envelope of parcels and mission packs: a header, a digest, a signature, one stream.

    magic, version, newline | SHA-256 of the rest | public key | its signature | zlib stream

docs/parcel-format.md, section 2, specifies the bytes.
"""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass

from assessor.errors import ParcelError, Reason
from assessor.parcel.keys.identity import verify_signature
from assessor.store.model.changeset import Signer

UNSIGNED = bytes(96)
"""Replaces key and signature where nobody signed."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """One kind of signed file: its first bytes, its limits (in bytes), and its messages.

    A reader of `version` reads all earlier versions. `changed` has a placeholder `what`;
    `too_large` and `too_full` have `limit`, in MB.
    """

    magic: bytes
    domain: bytes
    largest: int
    largest_content: int
    not_one: str
    newer: str
    changed: str
    too_large: str
    too_full: str
    version: int = 1

    @property
    def header(self) -> bytes:
        """Return the first line of a new file."""
        return self.magic + b"%d\n" % self.version

    def wrap(self, compressed: bytes, signer: Signer | None) -> bytes:
        """Return the whole file around its compressed content."""
        sender = UNSIGNED
        if signer is not None:
            sender = signer.public + signer.sign(self._signed_bytes(compressed))
        rest = sender + compressed
        return self.header + hashlib.sha256(rest).digest() + rest

    def unwrap(self, data: bytes) -> tuple[str, bytes]:
        """Return the signer (64 hex, or "") and the decompressed content. Raises ParcelError."""
        self.refuse_large(data)
        number, newline, _ = data.removeprefix(self.magic)[:8].partition(b"\n")
        if not (data.startswith(self.magic) and number.isdigit() and newline):
            raise ParcelError(self.not_one)
        start = len(self.header)
        if not data.startswith(tuple(self.magic + b"%d\n" % n for n in range(1, self.version + 1))):
            raise ParcelError(self.newer)
        digest, rest = data[start : start + 32], data[start + 32 :]
        if len(rest) <= len(UNSIGNED) or hashlib.sha256(rest).digest() != digest:
            raise ParcelError(self.changed, what=Reason("its digest"))
        sender, signature, compressed = rest[:32], rest[32:96], rest[96:]
        is_signed = rest[:96] != UNSIGNED
        if is_signed and not verify_signature(sender, signature, self._signed_bytes(compressed)):
            raise ParcelError(self.changed, what=Reason("the sender's signature"))
        return sender.hex() if is_signed else "", self._inflate(compressed)

    def refuse_large(self, data: bytes) -> None:
        """Raise ParcelError for a file above the limit."""
        if len(data) > self.largest:
            raise ParcelError(self.too_large, limit=self.largest >> 20)

    def _signed_bytes(self, compressed: bytes) -> bytes:
        return self.domain + hashlib.sha256(compressed).digest()

    def _inflate(self, compressed: bytes) -> bytes:
        inflater = zlib.decompressobj()
        try:
            content = inflater.decompress(compressed, self.largest_content)
        except zlib.error as error:
            raise ParcelError(self.changed, what=Reason("its compression")) from error
        if inflater.unconsumed_tail:
            raise ParcelError(self.too_full, limit=self.largest_content >> 20)
        if not inflater.eof or inflater.unused_data:
            raise ParcelError(self.changed, what=Reason("its compression"))
        return content
