"""Mission packs: made at headquarters, used to begin a mission, and applied again when renewed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from assessor.assessment.assessment import Assessment
from assessor.assessment.base.file_writing import write_verified
from assessor.assessment.core.mission_start import Clock, local_now, milliseconds, start_mission
from assessor.assessment.entries.membership import make_member
from assessor.assessment.entries.previous_answers import store_previous
from assessor.assessment.mission import headquarters_key
from assessor.assessment.mission.passphrase_protection import write_recovery
from assessor.errors import Refused, Unprotected
from assessor.form.parse.form_parser import parse_form
from assessor.form.parse.form_source import FormSource
from assessor.parcel.keys.age_sealing import is_sealed, open_sealed
from assessor.parcel.keys.identity import Identity
from assessor.parcel.keys.known_people import known_people
from assessor.parcel.pack import mission_pack, parcel_pack
from assessor.parcel.pdf.parcel_extraction import read_file, read_parcel
from assessor.registry.trust.trust_roster import RosterMember, read_roster, write_roster
from assessor.store.write.mission import Mission


@dataclass(frozen=True, slots=True)
class PreviousMission:
    """The answers of an earlier mission as a parcel; `protected` names the file that they are from
    if that is sealed or has a passphrase."""

    parcel: bytes
    protected: str = ""


def write_pack(
    path: Path,
    source: FormSource,
    identity: Identity,
    recipients: Sequence[str],
    *,
    title: str = "",
    headquarters: str = "",
    registry: Mission | None = None,
    previous: PreviousMission | None = None,
    country: str = "",
    language: str = "",
    expires_at: int = 0,
    passphrase: str | None = None,
    readable: bool = False,
    now: Clock = local_now,
) -> mission_pack.MissionPack:
    """Write a mission pack to `path`, read it back, and return its content.

    The roster is the registry's, with the maker of the pack and all revoked keys; without one the
    mission has none. Raises FormError, FileError, Refused without a key of headquarters or for a
    wrong suffix, ParcelError for bad names, Unprotected for what was protected, without a
    `passphrase` and a person's choice (`readable`).
    """
    _refuse_pack(path, recipients)
    _refuse_readable(registry, previous, allowed=bool(passphrase) or readable)
    form = parse_form(source)
    pack = mission_pack.MissionPack(
        title=title or form.title,
        headquarters=headquarters or identity.name,
        form=source.pack(),
        recipients=tuple(recipients),
        made_at=milliseconds(now()),
        roster=_roster(registry, identity),
        previous=previous.parcel if previous else b"",
        country=country, language=language, expires_at=expires_at,
    )  # fmt: skip
    data = mission_pack.make_pack(pack, identity, passphrase=passphrase)
    write_verified(data, path)
    return mission_pack.read_pack(data, passphrase=passphrase)


def _refuse_pack(path: Path, recipients: Sequence[str]) -> None:
    if path.suffix.lower() != mission_pack.PACK_SUFFIX:
        raise Refused("{file}: a mission pack ends in .pack.", file=path)
    if not recipients:
        raise Refused(
            "There is no headquarters key here to seal to: make one with keys new --headquarters."
        )


def _refuse_readable(
    registry: Mission | None, previous: PreviousMission | None, *, allowed: bool
) -> None:
    """Raise Unprotected for a pack that would hold what a protected file does, unless `allowed`."""
    protected = [previous.protected] if previous and previous.protected else []
    if registry is not None and registry.encrypted and read_roster(registry):
        protected.append(registry.path.name)
    if protected and not allowed:
        raise Unprotected(
            "The pack would hold what is protected in {names}: choose a passphrase for the pack, "
            "and tell it to whoever begins the mission; or choose that the pack is readable by "
            "anybody who gets it.",
            names=", ".join(protected),
        )


def _roster(registry: Mission | None, identity: Identity) -> dict[str, mission_pack.RosterEntry]:
    members = read_roster(registry) if registry is not None else {}
    if members:
        own = identity.public.hex()
        members = {own: RosterMember(own, identity.name)} | members
    return {
        key: mission_pack.RosterEntry(member.name, member.revoked_at)
        for key, member in members.items()
    }


def previous_parcel(
    path: Path,
    identity: Identity,
    *,
    identities: Sequence[str] = (),
    assessment: str | None = None,
    passphrase: str | None = None,
) -> PreviousMission:
    """Return the answers of an earlier mission, from its report, parcel, mission file or registry.

    `assessment` names one of several in a registry; `identities` open a sealed report. Raises the
    errors of Mission.open, ParcelError, or Refused if it is not clear which.
    """
    if path.suffix.lower() not in (".mission", ".registry"):
        data = read_parcel(path, identities)
        sealed = is_sealed(data) or is_sealed(read_file(path))
        data = open_sealed(data, identities) if is_sealed(data) else data
        parcel_pack.unpack_parcel(data)
        return PreviousMission(data, path.name if sealed else "")
    with Mission.open(path, passphrase=passphrase, read_only=True) as mission:
        found = Assessment.of(mission, assessment, identity)
        protected = path.name if mission.encrypted else ""
        return PreviousMission(parcel_pack.pack_parcel(mission, [found.uuid]), protected)


def open_pack(path: Path, *, passphrase: str | None = None) -> mission_pack.MissionPack:
    """Return the verified pack of a file. Raises FileError, WrongPassphrase or ParcelError."""
    return mission_pack.read_pack(read_file(path), passphrase=passphrase)


def begin_mission(
    path: Path,
    pack: mission_pack.MissionPack,
    *,
    identity: Identity,
    country: str = "",
    language: str = "",
    passphrase: str | None = None,
    now: Clock = local_now,
) -> Assessment:
    """Create a mission file at `path` from a pack, with form, roster, keys and previous answers.

    Exports are sealed to the pack's headquarters from the start; with a passphrase, a recovery file
    is written beside. Headquarters becomes a member of the team if its six words were compared;
    else when they are. `country` and `language` default to the pack's. Raises as Assessment.create
    does, and Refused for an expired pack.
    """
    if pack.expires_at and milliseconds(now()) > pack.expires_at:
        raise Refused(
            "This mission pack was meant to be used before {day}: ask headquarters for a new one.",
            day=datetime.fromtimestamp(pack.expires_at / 1000, UTC).date(),
        )
    source = FormSource.unpack(pack.form)
    mission, uuid = start_mission(
        path,
        source,
        identity=identity,
        country=country or pack.country,
        language=language or pack.language,
        passphrase=passphrase,
        now=now,
        first=lambda new_mission: _adopt(new_mission, pack, identity),
    )
    own = identity.public.hex()
    if identity.home is not None and pack.public in known_people(identity.home).keys() - {own}:
        make_member(mission, uuid, pack.public, identity, now=now)
    write_recovery(mission)
    return Assessment(mission, uuid, source, identity, now=now)


def renew_from_pack(mission: Mission, pack: mission_pack.MissionPack, identity: Identity) -> None:
    """Apply the keys and the roster of a newer pack of the same headquarters; the form stays.

    People trusted in the field stay trusted unless headquarters revokes them. Raises Refused for a
    pack of somebody else, or one that is not newer: an old pack must not bring a revoked key back.
    """
    known = headquarters_key.headquarters_of(mission)
    if known is None or known.public != pack.public:
        raise Refused(
            "This pack is not from the headquarters this mission began with: ask that one "
            "for a newer pack."
        )
    if pack.made_at <= known.made_at:
        raise Refused("This mission has this pack or a newer one already.")
    _adopt(mission, pack, identity)


def _adopt(mission: Mission, pack: mission_pack.MissionPack, identity: Identity) -> None:
    members = {
        key: RosterMember(key, entry.name, entry.revoked_at) for key, entry in pack.roster.items()
    }
    if members:
        own = identity.public.hex()
        write_roster(
            mission, {own: RosterMember(own, identity.name)} | read_roster(mission) | members
        )
    if pack.previous:
        store_previous(mission, pack.previous)
    headquarters_key.store_headquarters(
        mission,
        headquarters_key.Headquarters(
            pack.headquarters, pack.public, pack.recipients, pack.fingerprint, pack.made_at
        ),
    )
