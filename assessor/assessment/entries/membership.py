"""Members of the team: keys whose words supersede, by signed entries that travel."""

from __future__ import annotations

from types import MappingProxyType

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.mission_start import Clock, local_now, milliseconds
from assessor.assessment.core.signer_trust import vouch_for_known
from assessor.errors import Refused
from assessor.form.live.changes import Changes
from assessor.parcel.keys.identity import Identity
from assessor.store.model.authority import MEMBER_KIND
from assessor.store.model.canonical_json import JSON
from assessor.store.model.entry import Draft
from assessor.store.write.mission import Mission

_NOTHING: JSON = MappingProxyType({})


def make_member(
    mission: Mission,
    assessment: str,
    public: str,
    identity: Identity,
    *,
    body: JSON = _NOTHING,
    now: Clock = local_now,
) -> None:
    """Make a key (64 hex) a member of the team of an assessment (uuid), or with INVITATION_BODY
    that of an invitation. A member whom somebody else let in gets a second way in.

    Raises Refused if the holder of `identity` lets nobody in, or let this key in already.
    """
    authority, own = mission.authority(assessment), identity.public.hex()
    if not authority.may_invite(own):
        raise Refused("Only a member of the team can make others members: ask one of them.")
    by, taken_back = _admissions(mission, assessment, public)
    if public == authority.founder or own in by:
        raise Refused("This key belongs to the team already.")
    if taken_back & {own, authority.founder}:
        raise Refused(
            "The membership of this key was taken back, and stays so: compare the six words with "
            "its holder instead. Then it counts in your file."
        )
    draft = Draft(MEMBER_KIND, public, body, (), milliseconds(now()))
    mission.write(assessment, [draft], identity.name, signer=identity)
    mission.seal(assessment, identity)


def _admissions(mission: Mission, assessment: str, public: str) -> tuple[set[str], set[str]]:
    """Return the keys that let a key (64 hex) in, and those that took it back: both for good."""
    entries = mission.entries(assessment, MEMBER_KIND, public)
    taken_back = {each.signer for each in entries if each.body is None}
    return {each.signer for each in entries} - taken_back, taken_back


def is_let_in(mission: Mission, assessment: str, public: str, by: str) -> bool:
    """Return whether a key (64 hex) was let in by another, and not taken back by it."""
    return by in _admissions(mission, assessment, public)[0]


def vouch_anew(assessment: Assessment) -> Changes:
    """Count exactly the people known now as members in this file; return what changed.

    Raises KeyUnusable, FileError.
    """
    vouch_for_known(assessment.mission, assessment.identity)
    return assessment.reload()


def take_back_member(
    mission: Mission, assessment: str, public: str, identity: Identity, *, now: Clock = local_now
) -> None:
    """Take a membership (key, 64 hex) back, and with it whatever follows from it.

    Raises Refused if `identity` neither gave it nor founded the assessment.
    """
    by, _ = _admissions(mission, assessment, public)
    own = identity.public.hex()
    is_founder = own == mission.authority(assessment).founder
    if own not in by and not (by and is_founder):
        raise Refused("Only who invited a key, or who began the mission, can take that back.")
    tips = mission.heads(assessment, MEMBER_KIND).get((MEMBER_KIND, public), ())
    parents = tuple(tip.name for tip in tips)
    draft = Draft(MEMBER_KIND, public, None, parents, milliseconds(now()))
    mission.write(assessment, [draft], identity.name, signer=identity)
    mission.seal(assessment, identity)


def welcome_known(assessment: Assessment, public: str) -> Changes:
    """Let somebody whose six words were just compared speak for the team.

    In this file they do at once; where the founder is known and the holder is a member, an entry
    says so to the others. Return what changed. Raises KeyUnusable, FileError.
    """
    mission, identity = assessment.mission, assessment.identity
    vouch_for_known(mission, identity)
    authority = mission.authority(assessment.uuid)
    by, taken_back = _admissions(mission, assessment.uuid, public)
    inside = authority.members | authority.invitations
    told = public == authority.founder or by & inside or taken_back
    may_tell = identity.public.hex() in authority.members and not mission.read_only
    if authority.founder and may_tell and not told:
        make_member(mission, assessment.uuid, public, identity, now=assessment.now)
    return assessment.reload()
