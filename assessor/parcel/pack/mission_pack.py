"""Mission packs: what headquarters gives out to start a mission, signed by headquarters.

The form with its media, the keys for sealed exports, the roster, and the answers of the previous
mission. docs/pack-format.md specifies the bytes. It contains no file names or paths: nothing is
unpacked onto a disk.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from assessor.errors import FormError, KeyUnusable, ParcelError, Reason
from assessor.form.parse.form_source import FormSource
from assessor.names import is_safe_name
from assessor.parcel.keys import age_sealing
from assessor.parcel.keys.identity import WEAK_KEY, is_hex, is_weak_key
from assessor.parcel.pack.envelope import Envelope
from assessor.parcel.pack.parcel_pack import unpack_parcel
from assessor.store.model.changeset import Signer
from assessor.store.model.changeset_core import LAST_MOMENT

PACK_SUFFIX = ".pack"
MAX_MEMBERS, MAX_RECIPIENTS = 10_000, 32
_CHANGED = "The mission pack was damaged or changed after it was made ({what})."
PACK_ENVELOPE = Envelope(
    magic=b"ASSESSOR PACK ",
    domain=b"assessor-pack-signature/1\0",
    largest=64 * 2**20,
    largest_content=128 * 2**20,
    not_one="This is not a mission pack.",
    newer="This mission pack was made by another version of Assessor: update to read it.",
    changed=_CHANGED,
    too_large="The mission pack is larger than {limit} MB.",
    too_full="The mission pack holds more than {limit} MB.",
)


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """One key of a pack's roster; `revoked_at` is 0 while it is valid."""

    name: str
    revoked_at: int = 0


@dataclass(frozen=True, slots=True)
class MissionPack:
    """The content of a pack. `public` is the key (64 hex) of headquarters that signed it.

    `recipients` are age public keys; `roster` maps signing keys (64 hex) to names, empty where
    everybody is accepted; `previous` is a parcel, or empty. `country` and `language` are the form's
    names, or blank. Times are milliseconds since 1970 UTC by headquarters' clock; `expires_at` 0 is
    never. `fingerprint` is the pack's, 64 hex.
    """

    title: str
    headquarters: str
    form: bytes
    recipients: tuple[str, ...]
    made_at: int
    roster: Mapping[str, RosterEntry] = field(default_factory=dict)
    previous: bytes = b""
    country: str = ""
    language: str = ""
    expires_at: int = 0
    public: str = ""
    fingerprint: str = ""


class _RosterEntryData(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    revoked_at: int


class _PackData(msgspec.Struct, forbid_unknown_fields=True):
    title: str
    headquarters: str
    made_at: int
    expires_at: int
    form: bytes
    country: str
    language: str
    recipients: list[str]
    roster: dict[str, _RosterEntryData]
    previous: bytes


_DECODER = msgspec.msgpack.Decoder(_PackData)


def make_pack(pack: MissionPack, signer: Signer, *, passphrase: str | None = None) -> bytes:
    """Return a pack signed by headquarters, sealed if a passphrase is given. Raises ParcelError."""
    packed = _PackData(
        pack.title, pack.headquarters, pack.made_at, pack.expires_at, pack.form, pack.country,
        pack.language, list(pack.recipients),
        {key: _RosterEntryData(entry.name, entry.revoked_at) for key, entry in pack.roster.items()},
        pack.previous,
    )  # fmt: skip
    content = msgspec.msgpack.encode(packed)
    data = PACK_ENVELOPE.wrap(zlib.compress(content, 6), signer)
    read_pack(data)
    return age_sealing.seal_with_passphrase(data, passphrase) if passphrase else data


def read_pack(data: bytes, *, passphrase: str | None = None) -> MissionPack:
    """Verify a pack and return its content.

    Raises WrongPassphrase where one is needed or wrong, ParcelError in one sentence otherwise. The
    owner of `public` must be checked separately: anybody can sign a pack.
    """
    PACK_ENVELOPE.refuse_large(data)
    if age_sealing.is_sealed(data):
        data = age_sealing.open_with_passphrase(data, passphrase)
    public, content = PACK_ENVELOPE.unwrap(data)
    if not public:
        raise ParcelError(_CHANGED, what=Reason("its signature"))
    try:
        packed = _DECODER.decode(content)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ParcelError(_CHANGED, what=Reason("its content")) from error
    _check(packed)
    return MissionPack(
        packed.title, packed.headquarters, packed.form, tuple(packed.recipients), packed.made_at,
        {key: RosterEntry(entry.name, entry.revoked_at) for key, entry in packed.roster.items()},
        packed.previous, packed.country, packed.language, packed.expires_at, public,
        hashlib.sha256(data).hexdigest(),
    )  # fmt: skip


def _check(packed: _PackData) -> None:
    names = (packed.title, packed.headquarters, packed.country, packed.language)
    _require(all(map(is_safe_name, names)) and bool(packed.headquarters), Reason("its names"))
    times = (packed.made_at, packed.expires_at)
    _require(all(0 <= time <= LAST_MOMENT for time in times), Reason("its dates"))
    _require(0 < len(packed.recipients) <= MAX_RECIPIENTS, Reason("its keys"))
    _require(len(packed.roster) <= MAX_MEMBERS, Reason("its roster"))
    for key, entry in packed.roster.items():
        is_valid = is_safe_name(entry.name) and 0 <= entry.revoked_at <= LAST_MOMENT
        _require(is_hex(key, 64) and is_valid, Reason("its roster"))
        if is_weak_key(bytes.fromhex(key)):
            raise ParcelError(WEAK_KEY, key=key[:16])
    try:
        for recipient in packed.recipients:
            age_sealing.parse_recipient(recipient)
        FormSource.unpack(packed.form)
        if packed.previous:
            _require(not age_sealing.is_sealed(packed.previous), Reason("the previous mission"))
            unpack_parcel(packed.previous)
    except KeyUnusable as error:
        raise ParcelError(_CHANGED, what=Reason("its keys")) from error
    except FormError as error:
        raise ParcelError(_CHANGED, what=Reason("its form")) from error


def _require(condition: bool, part: Reason) -> None:
    if not condition:
        raise ParcelError(_CHANGED, what=part)
