"""Parcels: all sealed entries of some assessments, with the form, verified by the reader.

docs/parcel-format.md specifies the bytes. Nothing in a parcel is trusted: every hash is computed
again and every signature is verified before anybody sees the content.
"""

from __future__ import annotations

import hashlib
import time
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

import msgspec

from assessor.errors import ParcelError, Reason, Refused
from assessor.names import safe_name
from assessor.parcel.keys.age_sealing import is_sealed, open_sealed
from assessor.parcel.keys.identity import is_hex, verify_signature
from assessor.parcel.pack.envelope import Envelope
from assessor.store.model.changeset import Changeset, Signer
from assessor.store.model.changeset_core import LAST_MOMENT, NotAChangeset
from assessor.store.model.entry import Entry
from assessor.store.write.mission import Mission

PARCEL_MAGIC = b"ASSESSOR PARCEL "
MAX_PARCEL_SIZE = 64 * 2**20
MAX_CONTENT_SIZE = 128 * 2**20
MAX_PARCEL_ENTRIES = 500_000
INTERNAL_PROFILE = "internal"
"""The profile of the team's own parcels."""
_CHANGED = "The parcel was damaged or changed after it was made ({what})."
_TOO_MANY = "The parcel holds more than {limit} entries."
_NAMES_IN_CORE = (
    "Answers sealed by an earlier version of Assessor name who gave them, and the name cannot be "
    "left out: make an internal report of this mission."
)
PARCEL_ENVELOPE = Envelope(
    magic=PARCEL_MAGIC,
    version=3,
    domain=b"assessor-parcel-signature/1\0",
    largest=MAX_PARCEL_SIZE,
    largest_content=MAX_CONTENT_SIZE,
    not_one="This is not an Assessor parcel.",
    newer="This parcel was made by another version of Assessor: update to read it.",
    changed=_CHANGED,
    too_large="The parcel is larger than {limit} MB.",
    too_full="The parcel holds more than {limit} MB.",
)


class ChangesetData(msgspec.Struct, forbid_unknown_fields=True):
    """A changeset as a parcel encodes it."""

    core: bytes
    signature: bytes
    bodies: str
    proofs: bytes
    author: bytes = b""  # absent in parcels of version 1
    sizes: bytes = b""  # absent in parcels of versions 1 and 2


class ParcelData(msgspec.Struct, forbid_unknown_fields=True):
    """The encoded content of a parcel."""

    profile: str
    made_at: int
    forms: dict[str, bytes]
    assessments: dict[str, str]
    changesets: list[ChangesetData]
    evidence: dict[str, bytes]
    recovery: bytes


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(ParcelData)


@dataclass(frozen=True, slots=True)
class ParcelContents:
    """A completely verified parcel. `parcel_id` is its fingerprint, 64 hex.

    `made_at` is milliseconds since 1970 UTC by the sender's clock; `sender` is the public key (64
    hex) that signed the parcel as a whole, or ""; `signers` maps public keys to the authors inside;
    `assessments` maps uuid to form digest; `recovery` is a recovery file, or empty. `altered` are
    the files (SHA-256) whose bytes are others: they are not in `evidence`.
    """

    parcel_id: str
    profile: str
    made_at: int
    sender: str
    forms: Mapping[str, bytes]
    assessments: Mapping[str, str]
    changesets: tuple[Changeset, ...]
    evidence: Mapping[str, bytes]
    recovery: bytes
    signers: Mapping[str, tuple[str, ...]]
    altered: tuple[str, ...] = ()

    @property
    def sender_name(self) -> str:
        """Return the name, or names, that the sender signed entries by; "" if there are none."""
        return ", ".join(self.signers.get(self.sender, ()))

    @property
    def entries(self) -> int:
        """Return the number of entries, with withheld ones."""
        return sum(len(changeset.payloads) for changeset in self.changesets)

    @property
    def withheld(self) -> int:
        """Return the number of entries without a body."""
        return sum(changeset.payloads.count(None) for changeset in self.changesets)

    @property
    def dated(self) -> int:
        """Return the number of entries without a body whose core tells their moment."""
        older = (changeset for changeset in self.changesets if not changeset.header.by_day)
        return sum(changeset.payloads.count(None) for changeset in older)


def withhold_nothing(_: Entry) -> bool:
    """Return False: withhold nothing."""
    return False


def parcel_fingerprint(parcel: bytes) -> str:
    """Return the fingerprint of a parcel (64 hex): the SHA-256 of its bytes."""
    return hashlib.sha256(parcel).hexdigest()


def pack_parcel(
    mission: Mission,
    assessments: Iterable[str],
    *,
    profile: str = INTERNAL_PROFILE,
    withhold: Callable[[Entry], bool] = withhold_nothing,
    signer: Signer | None = None,
    recovery: bytes = b"",
    left: Collection[str] = (),
) -> bytes:
    """Pack all sealed entries of `assessments` (uuids), signed as a whole by `signer`.

    Bodies for which `withhold` is true stay behind; their commitments travel. Outside the team (any
    other `profile`) authors' names, the moments of all entries and the order of changesets stay
    behind too. A signer seals drafts first. Raises Refused for
    unsealed drafts, or a name that cannot stay behind. Evidence files in `left` (SHA-256) stay.
    """
    outside = profile != INTERNAL_PROFILE
    uuids = tuple(assessments)
    _seal_drafts(mission, uuids, signer)
    forms_of = {uuid: mission.sealed_form(uuid) for uuid in uuids}
    changesets: list[Changeset] = []
    evidence: dict[str, bytes] = {}
    for uuid in uuids:
        changesets += _changesets(mission, uuid, withhold, outside)
        evidence.update(_evidence(mission, uuid, withhold, left))
    if outside:
        changesets.sort(key=lambda changeset: changeset.id)  # their order tells when
    used_forms = [changeset.header.form for changeset in changesets]
    used_forms += [forms_of[uuid] for uuid in uuids]
    known_forms = mission.forms()
    forms = {form: mission.form(form) for form in used_forms if form in known_forms}
    return build_parcel(
        changesets, forms_of, forms, evidence=evidence, profile=profile, recovery=recovery,
        signer=signer,
    )  # fmt: skip


def _seal_drafts(mission: Mission, assessments: Iterable[str], signer: Signer | None) -> None:
    for uuid in assessments:
        if mission.has_drafts(uuid):
            if signer is None:
                raise Refused("There are answers not sealed yet: seal them before exporting.")
            mission.seal(uuid, signer)


def build_parcel(
    changesets: Iterable[Changeset],
    assessments: Mapping[str, str],
    forms: Mapping[str, bytes],
    *,
    evidence: Mapping[str, bytes] | None = None,
    profile: str = INTERNAL_PROFILE,
    recovery: bytes = b"",
    signer: Signer | None = None,
) -> bytes:
    """Build a parcel of these changesets, assessments (uuid to form digest) and forms."""
    packed = ParcelData(
        profile, time.time_ns() // 1_000_000, dict(forms), dict(assessments),
        [_pack_changeset(changeset) for changeset in changesets], dict(evidence or {}), recovery,
    )  # fmt: skip
    return PARCEL_ENVELOPE.wrap(zlib.compress(_ENCODER.encode(packed), 6), signer)


def _changesets(
    mission: Mission, uuid: str, withhold: Callable[[Entry], bool], outside: bool
) -> Iterator[Changeset]:
    """Yield the changesets of an assessment as they travel."""
    entries = () if withhold is withhold_nothing else mission.entries(uuid)
    withheld = _positions(entry for entry in entries if withhold(entry))
    for changeset in mission.changesets(uuid):
        if outside and changeset.header.author and not changeset.name_proof:
            raise Refused(_NAMES_IN_CORE)
        yield changeset.without_bodies(withheld.get(changeset.id, ()), outside=outside)


def _evidence(
    mission: Mission, uuid: str, withhold: Callable[[Entry], bool], left: Collection[str]
) -> dict[str, bytes]:
    """Return the evidence files whose entries travel with their bodies."""
    files = {}
    for entry in mission.entries(uuid, "evidence"):
        digest = entry.body.get("sha256") if entry.body and not withhold(entry) else None
        if not isinstance(digest, str) or digest in left:
            continue
        if (content := mission.evidence(digest)) is not None:
            files[digest] = content
    return files


def _positions(entries: Iterable[Entry]) -> dict[str, list[int]]:
    positions: dict[str, list[int]] = {}
    for entry in entries:
        changeset, _, position = entry.name.partition(":")
        positions.setdefault(changeset, []).append(int(position))
    return positions


def _pack_changeset(changeset: Changeset) -> ChangesetData:
    return ChangesetData(
        changeset.core,
        changeset.signature,
        "\n".join(payload or "" for payload in changeset.payloads),
        b"".join(changeset.proofs),
        changeset.name_proof,
        bytes(map(len, changeset.proofs)),
    )


def unpack_parcel(data: bytes, *, identities: Iterable[str] = ()) -> ParcelContents:
    """Verify a parcel, sealed or not, and return its content.

    `identities` are this reader's age keys. Trusts nothing: sizes, counts, hashes, signatures.
    Raises ParcelError with one sentence.
    """
    PARCEL_ENVELOPE.refuse_large(data)
    if is_sealed(data):
        data = open_sealed(data, identities)
    sender, content = PARCEL_ENVELOPE.unwrap(data)
    try:
        packed = _DECODER.decode(content)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ParcelError(_CHANGED, what=Reason("its content")) from error
    return _verify(packed, parcel_fingerprint(data), sender)


def parcel_sender(data: bytes, *, identities: Iterable[str] = ()) -> str:
    """Return the key (64 hex) that signed a parcel as a whole, or "". Raises ParcelError."""
    return PARCEL_ENVELOPE.unwrap(open_sealed(data, identities) if is_sealed(data) else data)[0]


def _verify(packed: ParcelData, parcel_id: str, sender: str) -> ParcelContents:
    if _altered(packed.forms):
        raise ParcelError(_CHANGED, what=Reason("its form"))
    altered = _altered(packed.evidence)
    evidence = {name: packed.evidence[name] for name in packed.evidence.keys() - altered.keys()}
    changesets, entries = [], 0
    signers: dict[str, dict[str, None]] = {}
    for part in packed.changesets:
        entries += part.bodies.count("\n") + 1
        if entries > MAX_PARCEL_ENTRIES:
            raise ParcelError(_TOO_MANY, limit=MAX_PARCEL_ENTRIES)
        changeset = _unpack_changeset(part)
        if changeset.header.assessment not in packed.assessments:
            raise ParcelError(_CHANGED, what=Reason("its list of assessments"))
        signers.setdefault(changeset.header.signer, {})[safe_name(changeset.header.author)] = None
        changesets.append(changeset)
    for uuid, form in packed.assessments.items():
        if not (is_hex(uuid, 32) and is_hex(form, 64)):
            raise ParcelError(_CHANGED, what=Reason("its list of assessments"))
    if not 0 <= packed.made_at <= LAST_MOMENT:
        raise ParcelError(_CHANGED, what=Reason("its dates"))
    return ParcelContents(
        parcel_id, packed.profile, packed.made_at, sender, packed.forms, packed.assessments,
        tuple(changesets), evidence, packed.recovery,
        {signer: tuple(names) for signer, names in signers.items()}, tuple(altered),
    )  # fmt: skip


def _altered(files: Mapping[str, bytes]) -> dict[str, None]:
    """Return the digests (SHA-256) of files that are not those. Raises ParcelError for a name that
    is no digest."""
    if not all(is_hex(name, 64) for name in files):
        raise ParcelError(_CHANGED, what=Reason("its evidence"))
    wrong = (name for name, file in files.items() if hashlib.sha256(file).hexdigest() != name)
    return dict.fromkeys(wrong)


def _unpack_changeset(part: ChangesetData) -> Changeset:
    payloads = tuple(payload or None for payload in part.bodies.split("\n"))
    sizes = part.sizes or bytes([16 if payload else 32 for payload in payloads])
    ends = list(accumulate(sizes))
    if len(sizes) != len(payloads) or ends[-1] != len(part.proofs):
        raise ParcelError(_CHANGED, what=Reason("its salts"))
    proofs = tuple(part.proofs[end - size : end] for size, end in zip(sizes, ends, strict=True))
    try:
        changeset = Changeset(part.core, part.signature, payloads, proofs, part.author)
    except NotAChangeset as error:
        raise ParcelError(_CHANGED, what=Reason("one of its changesets")) from error
    check_signature(changeset)
    return changeset


def check_signature(changeset: Changeset) -> None:
    """Raise ParcelError unless the key of a changeset signed it."""
    public = bytes.fromhex(changeset.header.signer)
    if not verify_signature(public, changeset.signature, changeset.signed_bytes):
        author = changeset.header.author or changeset.header.signer[:16]
        raise ParcelError(_CHANGED, what=Reason("the signature of {author}", {"author": author}))
