"""What a mission or registry file offers to another: verified changesets."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from assessor.errors import Damaged, FileError, Reason
from assessor.parcel.pack.parcel_pack import check_signature
from assessor.store.files.connection import DAMAGED_FILE
from assessor.store.model.changeset import Changeset
from assessor.store.model.entry import named_evidence
from assessor.store.model.receipt import ParcelOrigin
from assessor.store.read.evidence_reader import list_names
from assessor.store.read.joint_assessments import ALIAS_KIND
from assessor.store.write.mission import Mission, now_ms

ANOTHER_MISSION = (
    "It is of another mission, and nothing was taken in. If both missions are about the same "
    "thing, join the two (or: assessor combine); if not, open the file by itself (or: assessor "
    "join)."
)

_SECONDS, _SECONDS_EACH_MB = 20, 2
"""The longest time to read a file that nobody vouches for."""
_DAMAGED_FILES = (
    "Files in it are not the ones that were signed ({names}): somebody changed them, or a disk is "
    "damaged. They are left out, everything else is received. Ask the sender for the report again: "
    "that brings the true files."
)


@dataclass(frozen=True, slots=True)
class MissionOffer:
    """What comes in from a file; `unsealed` says that it has drafts too."""

    changesets: tuple[Changeset, ...]
    origin: ParcelOrigin
    unsealed: bool


def is_foreign(
    mission: Mission, assessments: Collection[str], changesets: Iterable[Changeset] = ()
) -> bool:
    """Return whether a field mission has nothing to do with these assessments (uuids): none is here
    or was joined with one that is, in the mission or by these changesets."""
    own = {row.uuid for row in mission.assessments()} if mission.role == "mission" else set()
    if not own or not own.isdisjoint(assessments):
        return False
    topics = {topic for each in changesets for topic in each.header.topics}
    joined = {key for uuid in own for _, key in mission.heads(uuid, ALIAS_KIND)}
    return joined.isdisjoint(assessments) and topics.isdisjoint((ALIAS_KIND, uuid) for uuid in own)


def altered_files(names: Iterable[str]) -> tuple[Reason, ...]:
    """Return the sentence about files of evidence that are not those that were signed; none for
    no names."""
    listed = list_names(names)
    return (Reason(_DAMAGED_FILES, {"names": listed}),) if listed else ()


def read_offer(path: Path, mission: Mission, *, foreign: bool = False) -> MissionOffer:
    """Read what a file offers to a mission: to a field mission only its own assessments, unless it
    takes in `foreign` ones.

    Raises FileError where it does not exist, is that mission, or has nothing for it; the errors of
    Mission.open; ParcelError for a signature that does not verify.
    """
    if not path.exists():
        raise FileError("There is no file {path}.", path=str(path))
    if mission.path.exists() and path.samefile(mission.path):
        raise FileError("{name} cannot be received into itself.", name=path.name)
    try:
        return _read_offer(path, mission, foreign=foreign)
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:  # anything may be in it
        raise Damaged(DAMAGED_FILE, name=path.name) from error


def _read_offer(path: Path, mission: Mission, *, foreign: bool) -> MissionOffer:
    limit = _SECONDS + _SECONDS_EACH_MB * path.stat().st_size / 2**20
    with Mission.open(path, read_only=True) as other, other.connection.time_limit(limit):
        wanted = {row.uuid: other.sealed_form(row.uuid) for row in other.assessments()}
        if mission.role != "registry" and not foreign:
            if is_foreign(mission, wanted):
                raise FileError(ANOTHER_MISSION)
            own = {row.uuid for row in mission.assessments()}
            wanted = {uuid: form for uuid, form in wanted.items() if uuid in own} or wanted
        changesets = tuple(changeset for uuid in wanted for changeset in other.changesets(uuid))
        for changeset in changesets:
            check_signature(changeset)
        used = {changeset.header.form for changeset in changesets} | set(wanted.values())
        files = named_evidence(changesets)
        contents = {digest: other.evidence(digest) for digest in files}
        evidence = {digest: content for digest, content in contents.items() if content is not None}
        origin = ParcelOrigin(
            path.name, _fingerprint(changesets, evidence), now_ms(), wanted,
            _forms(other, used, path), evidence,
            reasons=altered_files(files[digest] for digest in other.damaged_evidence(files)),
        )  # fmt: skip
        return MissionOffer(changesets, origin, any(other.has_drafts(uuid) for uuid in wanted))


def _fingerprint(changesets: Iterable[Changeset], evidence: Iterable[str]) -> str:
    """Return a digest (64 hex) of this content, whatever the file around it."""
    parts = sorted(f"{changeset.id}{changeset.withheld}" for changeset in changesets)
    return hashlib.sha256("".join((*parts, *sorted(evidence))).encode()).hexdigest()


def _forms(other: Mission, used: Iterable[str], path: Path) -> dict[str, bytes]:
    forms = {digest: other.form(digest) for digest in other.forms() if digest in set(used)}
    if any(hashlib.sha256(packed).hexdigest() != digest for digest, packed in forms.items()):
        raise FileError("{name} is damaged: its form is not what it was.", name=path.name)
    return forms
