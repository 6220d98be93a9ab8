"""Invite a colleague by one file, and join a mission from it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from assessor.assessment.assessment import Assessment
from assessor.assessment.base.file_writing import write_verified
from assessor.assessment.base.filenames import free_path, title_stem
from assessor.assessment.base.storage_place import REMOVABLE, storage_here
from assessor.assessment.core.mission_start import Clock, local_now
from assessor.assessment.entries.membership import is_let_in, make_member
from assessor.assessment.entries.previous_answers import (
    PREVIOUS,
    store_previous,
    stored_previous,
)
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
from assessor.parcel.pdf.parcel_extraction import read_file, read_parcel, unseal_report
from assessor.registry.receive.receiver import receive_parcel
from assessor.store.files.file_opening import PLAIN_HEADER
from assessor.store.model.authority import INVITATION_BODY
from assessor.store.model.receipt import QUARANTINED, REFUSED
from assessor.store.write.mission import Mission
from assessor.words import language_code

_MAGICS = INVITATION_MAGIC, PARCEL_MAGIC


def write_invitation(
    assessment: Assessment, folder: Path, *, passphrase: str | None = None
) -> Path:
    """Write an invitation to a folder or stick and return its path.

    Its key becomes a member first, by an entry that travels. The mission before this one comes
    along, if this laptop has it. A protected mission needs its
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
        make_member(mission, uuid, public, identity, body=INVITATION_BODY, now=assessment.now)
    left = {digest for group in plan_sidecars(mission, assessment.joint) for digest in group}
    parcel = pack_parcel(mission, assessment.joint, signer=identity, left=left)
    previous = stored_previous(mission) or b""
    invitation = Invitation(
        assessment.title, identity.name, assessment.uuid, parcel, seed, previous=previous
    )
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
    if (opened := unseal_report(data, path.name, identities)).startswith(INVITATION_MAGIC):
        return read_invitation(opened)
    data = read_parcel(path, identities)
    try:
        contents = unpack_parcel(data, identities=identities)
    except ParcelError as error:
        raise explain_seal(error, path.name, data, identities) from error
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
    language: str = "",
    now: Clock = local_now,
) -> Assessment:
    """Create a mission file at `path` from an invitation, with this laptop's key in the team.

    Its questions are in `language` (a code) if the form speaks it, else in that of the form.
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
    _take_previous(mission, invitation)
    mission.close()
    joined = Assessment.open(path, identity=identity, passphrase=passphrase, now=now)
    for spoken in joined.form.languages:
        if language_code(spoken) == language:
            joined.language = spoken
    return joined


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
    _take_previous(assessment.mission, invitation)


def _take_previous(mission: Mission, invitation: Invitation) -> None:
    """Store the previous mission of an invitation, unless this laptop chose one."""
    if invitation.previous and not mission.setting(PREVIOUS):
        store_previous(mission, invitation.previous)


def _enter_team(draft: Mission, invitation: Invitation, identity: Identity, now: Clock) -> None:
    """Make a key a member, by entries that the key of the invitation signs: also if somebody else
    let it in, who may be put out of the team one day."""
    key, own = invitation.identity(identity.name), identity.public.hex()
    for uuid in draft.joined(invitation.assessment):
        authority = draft.authority(uuid)
        if key.public.hex() not in authority.members | authority.invitations:
            raise Refused(
                "This invitation is not valid: it was taken back, or somebody outside the team "
                "made it. Ask {name} for a new one.",
                name=invitation.inviter,
            )
        if own != authority.founder and not is_let_in(draft, uuid, own, key.public.hex()):
            make_member(draft, uuid, own, key, now=now)


def has_joined(assessment: Assessment, invitation: Invitation) -> bool:
    """Return whether the holder of this laptop joined by this invitation, or began the mission."""
    mission, uuid, own = assessment.mission, assessment.uuid, assessment.identity.public.hex()
    if own == mission.authority(uuid).founder:
        return True
    return is_let_in(mission, uuid, own, invitation.identity("").public.hex())


def _take(mission: Mission, parcel: bytes, identities: Sequence[str]) -> None:
    receipt = receive_parcel(mission, parcel, "", regardless=True, identities=identities)
    if receipt.status in (REFUSED, QUARANTINED):
        raise Refused("{why}", why=receipt.reasons[0])
