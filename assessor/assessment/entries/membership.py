"""Members of the team: keys whose words supersede, by signed entries that travel."""

from __future__ import annotations

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.mission_start import Clock, local_now, milliseconds
from assessor.assessment.core.signer_trust import vouch_for_known
from assessor.errors import Refused
from assessor.form.live.changes import Changes
from assessor.parcel.keys.identity import Identity
from assessor.store.model.authority import MEMBER_KIND
from assessor.store.model.entry import Draft
from assessor.store.write.mission import Mission


def make_member(
    mission: Mission, assessment: str, public: str, identity: Identity, *, now: Clock = local_now
) -> None:
    """Make a key (64 hex) a member of the team of an assessment (uuid).

    Raises Refused if the holder of `identity` is no member, or if the key is one already.
    """
    authority = mission.authority(assessment)
    if not authority.is_trusted(identity.public.hex()):
        raise Refused("Only a member of the team can make others members: ask one of them.")
    by, taken_back = _invitations(mission, assessment, public)
    if public == authority.founder or by & authority.members:
        raise Refused("This key belongs to the team already.")
    if taken_back & {identity.public.hex(), authority.founder}:
        raise Refused(
            "The membership of this key was taken back, and stays so: compare the six words with "
            "its holder instead. Then it counts in your file."
        )
    draft = Draft(MEMBER_KIND, public, {}, (), milliseconds(now()))
    mission.write(assessment, [draft], identity.name, signer=identity)
    mission.seal(assessment, identity)


def _invitations(mission: Mission, assessment: str, public: str) -> tuple[set[str], set[str]]:
    """Return the keys that invited a key (64 hex), and those that took it back: both for good."""
    entries = mission.entries(assessment, MEMBER_KIND, public)
    taken_back = {each.signer for each in entries if each.body is None}
    return {each.signer for each in entries} - taken_back, taken_back


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
    tips = mission.heads(assessment, MEMBER_KIND).get((MEMBER_KIND, public), ())
    own = identity.public.hex()
    is_founder = own == mission.authority(assessment).founder
    if not tips or not (is_founder or any(tip.signer == own for tip in tips)):
        raise Refused("Only who invited a key, or who began the mission, can take that back.")
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
    by, taken_back = _invitations(mission, assessment.uuid, public)
    told = public == authority.founder or by & authority.members or taken_back
    may_tell = identity.public.hex() in authority.members and not mission.read_only
    if authority.founder and may_tell and not told:
        make_member(mission, assessment.uuid, public, identity, now=assessment.now)
    return assessment.reload()
