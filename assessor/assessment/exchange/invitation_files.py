"""Invite a colleague by one file, and join a mission from it."""

from __future__ import annotations

import secrets
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from assessor.assessment.assessment import Assessment
from assessor.assessment.base.file_writing import write_verified
from assessor.assessment.base.filenames import free_path, title_stem
from assessor.assessment.base.storage_place import REMOVABLE, storage_here
from assessor.assessment.core.mission_start import Clock, local_now
from assessor.assessment.entries.membership import make_member, take_back_member
from assessor.assessment.review.audit_log import refuse_unexplained_changes
from assessor.errors import AssessorError, ParcelError, Refused, require_author
from assessor.parcel.keys.age_sealing import explain_seal, is_sealed, passphrase_identity
from assessor.parcel.keys.identity import Identity, identity_of_seed
from assessor.parcel.pack.invitation import (
    INVITATION_MAGIC,
    INVITATION_SUFFIX,
    NO_INVITATION,
    Invitation,
    make_invitation,
    read_invitation,
)
from assessor.parcel.pack.parcel_pack import PARCEL_MAGIC, pack_parcel, unpack_parcel
from assessor.parcel.pack.sidecars import plan_sidecars
from assessor.parcel.pdf.parcel_extraction import read_file, read_parcel
from assessor.registry.receive.receiver import receive_parcel
from assessor.store.files.file_opening import PLAIN_HEADER
from assessor.store.model.authority import MEMBER_KIND, find_members
from assessor.store.model.receipt import QUARANTINED, REFUSED
from assessor.store.write.mission import Mission

_MAGICS = INVITATION_MAGIC, PARCEL_MAGIC


@dataclass(frozen=True, slots=True)
class GivenInvitation:
    """A key (64 hex) that somebody invited, when (ms since 1970 UTC), and whether it counts.

    `by` is the name of who did, `signer` their key (64 hex).
    """

    public: str
    by: str
    at: int
    counts: bool
    signer: str


@dataclass(frozen=True, slots=True)
class TeamInvitation:
    """An invitation as people see it: its key (64 hex), and the names of those who joined by it."""

    public: str
    by: str
    at: int
    counts: bool
    joined: tuple[str, ...]


def write_invitation(
    assessment: Assessment, folder: Path, *, passphrase: str | None = None
) -> Path:
    """Write an invitation to a folder or stick and return its path.

    Its key becomes a member first, by an entry that travels. A protected mission needs its
    `passphrase`, which seals the file. Files above the limit of parcels come with the next
    exchange. Raises Refused, FileError, ParcelError, WrongPassphrase.
    """
    mission, identity = assessment.mission, assessment.identity
    if mission.read_only:
        raise Refused("This mission can only be read here: nobody can be invited to it.")
    if mission.encrypted and not (passphrase and mission.accepts_passphrase(passphrase)):
        raise Refused("The invitation to a protected mission is sealed with its passphrase.")
    require_author(identity.name)
    refuse_unexplained_changes(assessment)
    assessment.seal()
    seed = secrets.token_hex(32)
    public = identity_of_seed(seed, identity.name).public.hex()
    for uuid in sorted(assessment.joint):
        make_member(mission, uuid, public, identity, now=assessment.now)
    left = {digest for group in plan_sidecars(mission, assessment.joint) for digest in group}
    parcel = pack_parcel(mission, assessment.joint, signer=identity, left=left)
    invitation = Invitation(assessment.title, identity.name, assessment.uuid, parcel, seed)
    data = make_invitation(invitation, identity, passphrase=passphrase)
    path = free_path(folder, title_stem(assessment.title), INVITATION_SUFFIX)
    # A stick is handed over: the colleague's account has to read the file, whatever its number.
    write_verified(data, path, private=storage_here(path) != REMOVABLE)
    return path


def open_invitation(
    path: Path, *, passphrase: str | None = None, identities: Sequence[str] = ()
) -> Invitation:
    """Return the invitation in a file; that of a parcel or report of the exchange brings no key.

    Raises FileError, ParcelError, and SealedByTeam where a passphrase is needed or wrong.
    """
    data = read_file(path)
    _refuse_other_kinds(path, data)
    if path.suffix.lower() == INVITATION_SUFFIX or data.startswith(INVITATION_MAGIC):
        return read_invitation(data, passphrase=passphrase)
    identities = (*identities, *map(passphrase_identity, filter(None, [passphrase])))
    data = read_parcel(path, identities)
    try:
        contents = unpack_parcel(data, identities=identities)
    except ParcelError as error:
        raise explain_seal(error, path.name, identities) from error
    if not contents.changesets:
        raise Refused(
            "{name} brings no mission: open the report that it came with.", name=path.name
        )
    names = contents.signers.get(contents.sender, ())
    uuid = next(iter(contents.assessments))
    return Invitation(path.stem, names[0] if names else "", uuid, data, "", contents.sender)


def _refuse_other_kinds(path: Path, data: bytes) -> None:
    """Raise ParcelError for a mission file, and for what Assessor does not write."""
    if data.startswith(PLAIN_HEADER) or path.suffix.lower() in (".mission", ".registry"):
        raise ParcelError(
            "{name} is a mission file: copy it to this computer and open it. To let you into its "
            "team, a member has to invite you.",
            name=path.name,
        )
    if not (is_sealed(data) or data.startswith((*_MAGICS, b"%PDF"))):
        raise ParcelError(NO_INVITATION)


def join_mission(
    path: Path,
    invitation: Invitation,
    identity: Identity,
    *,
    passphrase: str | None = None,
    identities: Sequence[str] = (),
    now: Clock = local_now,
) -> Assessment:
    """Create a mission file at `path` from an invitation, with this laptop's key in the team.

    Raises Nameless, FileError, ParcelError, and Refused for an invitation that was taken back or
    that no member wrote; nothing is created then.
    """
    require_author(identity.name)
    parcel = invitation.parcel
    with Mission.in_memory(role="mission") as draft:
        _take(draft, parcel, identities)
        if invitation.seed:
            _enter_team(draft, invitation, identity, now)
            parcel, identities = pack_parcel(draft, draft.joined(invitation.assessment)), ()
    contents = unpack_parcel(parcel, identities=identities)
    mission = Mission.create(path, passphrase=passphrase)
    for digest, packed in contents.forms.items():
        mission.put_form(digest, packed)
    mission.add_assessment(invitation.assessment, contents.assessments[invitation.assessment])
    _take(mission, parcel, identities)
    mission.close()
    return Assessment.open(path, identity=identity, passphrase=passphrase, now=now)


def find_copy(
    places: Iterable[Path], assessment: str, passphrase: str | None = None
) -> tuple[Path, str | None] | None:
    """Return the first mission file that holds an assessment (uuid), and the passphrase if that
    opens it; None if there is none, or only one with another passphrase."""
    for place in places:
        for word in dict.fromkeys((None, passphrase)):
            with (
                suppress(AssessorError),
                Mission.open(place, passphrase=word, read_only=True) as mission,
            ):
                if any(row.uuid == assessment for row in mission.assessments()):
                    return place, word
    return None


def enter_team(assessment: Assessment, invitation: Invitation) -> None:
    """Enter the team of a mission that is here already; the caller must reload. Raises as
    join_mission."""
    require_author(assessment.identity.name)
    assessment.seal()
    _take(assessment.mission, invitation.parcel, ())
    _enter_team(assessment.mission, invitation, assessment.identity, assessment.now)


def _enter_team(draft: Mission, invitation: Invitation, identity: Identity, now: Clock) -> None:
    """Make a key a member, by entries that the key of the invitation signs."""
    key = invitation.identity(identity.name)
    for uuid in draft.joined(invitation.assessment):
        members = draft.authority(uuid).members
        if key.public.hex() not in members:
            raise Refused(
                "This invitation is not valid: it was taken back, or somebody outside the team "
                "made it. Ask {name} for a new one.",
                name=invitation.inviter,
            )
        if identity.public.hex() not in members:
            make_member(draft, uuid, identity.public.hex(), key, now=now)


def _take(mission: Mission, parcel: bytes, identities: Sequence[str]) -> None:
    receipt = receive_parcel(mission, parcel, "", regardless=True, identities=identities)
    if receipt.status in (REFUSED, QUARANTINED):
        raise Refused("{why}", why=receipt.reasons[0])


def read_invitations(assessment: Assessment) -> tuple[GivenInvitation, ...]:
    """Return the keys that members invited to a mission, or once did, the newest first."""
    mission, uuid = assessment.mission, assessment.uuid
    authority = mission.authority(uuid)
    members, entries = authority.members, mission.entries(uuid, MEMBER_KIND)
    invited = [each for each in entries if each.body is not None]
    pairs = [(each.signer, each.key) for each in invited]
    ever = find_members(authority.founder, pairs, members)
    given = {
        each.key: GivenInvitation(
            each.key, each.author, each.at, each.key in members, each.signer or ""
        )
        for each in sorted(invited, key=lambda each: (each.at, each.name))
        if each.signer in ever
    }
    return tuple(sorted(given.values(), key=lambda each: each.at, reverse=True))


def team_invitations(assessment: Assessment) -> tuple[TeamInvitation, ...]:
    """Return the invitations of a mission, the newest first, each with those who joined by it.

    The key of a file that was used signs nothing but memberships, under the name of who joined.
    """
    mission, uuid = assessment.mission, assessment.uuid
    given = read_invitations(assessment)
    invited = Counter(each.signer for each in mission.entries(uuid, MEMBER_KIND))
    signed: Counter[str] = Counter()
    names: dict[str, dict[str, None]] = defaultdict(dict)
    for each in mission.signers(uuid):
        signed[each.signer] += each.entries
        names[each.signer][each.author] = None
    files = {each.public for each in given if 0 < invited[each.public] == signed[each.public]}
    return tuple(
        TeamInvitation(each.public, each.by, each.at, each.counts, tuple(names[each.public]))
        for each in given
        if each.signer not in files
    )


def take_back_invitation(assessment: Assessment, written: str) -> str:
    """Take back the membership of a key (64 hex), named by its beginning, and all that joined by
    it; return the key. The caller must reload. Raises Refused."""
    keys = [each.public for each in read_invitations(assessment) if each.counts]
    found = [key for key in keys if key.startswith(written.lower())] if written else []
    if len(found) != 1:
        raise Refused(
            "{count} invited keys begin with {written}.", count=len(found), written=written
        )
    assessment.seal()
    for uuid in sorted(assessment.joint):
        take_back_member(
            assessment.mission, uuid, found[0], assessment.identity, now=assessment.now
        )
    return found[0]
