"""Mission packs as plain values."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from assessor.assessment.mission.mission_start_packs import open_pack
from assessor.cli.base import console
from assessor.cli.base.options import own_identity, read_first_line
from assessor.form.parse.form_source import FormSource
from assessor.parcel.keys.identity import profile_folder
from assessor.parcel.keys.key_words import six_words
from assessor.parcel.keys.known_people import known_people
from assessor.parcel.pack.mission_pack import PACK_SUFFIX, MissionPack


def is_pack_file(name: str) -> bool:
    """Whether a name given for a form is that of a mission pack."""
    return Path(name).suffix.lower() == PACK_SUFFIX


def pack_facts(path: Path, told: Path | None) -> dict[str, Any]:
    """What a pack carries, for printing."""
    pack: MissionPack = open_pack(path, passphrase=read_first_line(told))
    source = FormSource.unpack(pack.form)
    known = (*known_people(profile_folder()), own_identity().public.hex())
    return {
        "title": pack.title,
        "headquarters": pack.headquarters,
        "public": pack.public,
        "words": six_words(bytes.fromhex(pack.public)),
        "standing": "verified" if pack.public in known else "unverified",
        "made_at": console.format_moment(pack.made_at),
        "expires_at": console.format_moment(pack.expires_at) if pack.expires_at else "",
        "form": source.digest,
        "media": sorted(source.attachments),
        "recipients": list(pack.recipients),
        "roster": [
            {"public": key, "name": one.name, "revoked_at": one.revoked_at}
            for key, one in pack.roster.items()
        ],
        "previous": bool(pack.previous),
        "country": pack.country,
        "language": pack.language,
        "fingerprint": pack.fingerprint,
    }
