"""Join assessments of the same subject, and part them again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.mission_start import local_now, milliseconds
from assessor.errors import Refused
from assessor.parcel.keys.identity import Identity
from assessor.store.model.entry import Draft, displayed_head
from assessor.store.read.joint_assessments import ALIAS_KIND
from assessor.store.write.mission import Mission


@dataclass(frozen=True, slots=True)
class JoinResult:
    """Result of joining: the joined assessments (uuids), and the open conflicts."""

    together: tuple[str, ...]
    conflicts: int


class DifferentCountries(Refused):
    """Two assessments of different countries were to be joined without `anyway`."""


def join_assessments(
    mission: Mission,
    first: str,
    second: str,
    identity: Identity,
    *,
    note: str = "",
    anyway: bool = False,
) -> JoinResult:
    """Join two assessments (uuids) by an entry that travels.

    Raises Refused if they are joined already, are the same, are not here, or use different forms
    (versions may differ); DifferentCountries if they name different ones, unless `anyway`.
    """
    if first == second or second in mission.joined(first):
        raise Refused("These assessments are joined already.")
    refuse_unlike(
        *(Assessment.of(mission, uuid, identity) for uuid in (first, second)), anyway=anyway
    )
    tips = mission.heads(first, ALIAS_KIND).get((ALIAS_KIND, second), ())
    body, at = {"note": note} if note else {}, milliseconds(local_now())
    draft = Draft(ALIAS_KIND, second, body, tuple(tip.name for tip in tips), at)
    mission.write(first, [draft], identity.name, signer=identity)
    mission.seal(first, identity)
    return JoinResult(mission.joined(first), len(mission.conflicts(first)))


def refuse_unlike(one: Assessment, other: Assessment, *, anyway: bool) -> None:
    """Raise Refused for assessments of different forms (versions may differ), and unless `anyway`
    DifferentCountries."""
    if one.form.id != other.form.id:
        raise Refused(
            "These assessments are filled with different forms, {one} and {other}: only "
            "assessments of one form can be joined.",
            one=one.form.id,
            other=other.form.id,
        )
    facts, other_facts = one.facts(), other.facts()
    codes = {facts.country_code, other_facts.country_code}
    if not anyway and "" not in codes and len(codes) > 1:
        raise DifferentCountries(
            "These assessments are of different countries, {one} and {other}. Join them only if "
            "they are of the same thing all the same.",
            one=facts.country or facts.country_code,
            other=other_facts.country or other_facts.country_code,
        )


def part_assessments(mission: Mission, first: str, second: str, identity: Identity) -> JoinResult:
    """Undo the join of two assessments; each then stands alone.

    Resolutions made while joined are in each and stay. Raises Refused if nobody joined these two;
    they may still be joined through a third.
    """
    joins = list(_join_entries(mission, first, second))
    if not joins:
        raise Refused("These two assessments are not joined with each other.")
    at = milliseconds(local_now())
    mission.write_jointly(
        {uuid: [Draft(ALIAS_KIND, key, None, parents, at)] for uuid, key, parents in joins},
        identity.name,
        signer=identity,
    )
    for uuid, _, _ in joins:
        mission.seal(uuid, identity)
    return JoinResult(mission.joined(first), len(mission.conflicts(first)))


def _join_entries(
    mission: Mission, first: str, second: str
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for uuid, key in ((first, second), (second, first)):
        tips = mission.heads(uuid, ALIAS_KIND).get((ALIAS_KIND, key), ())
        if tips and not displayed_head(tips).is_tombstone:
            yield uuid, key, tuple(tip.name for tip in tips)


def find_assessment(mission: Mission, written: str) -> str:
    """Return the uuid that begins with `written`. Raises Refused unless exactly one fits."""
    found = [row.uuid for row in mission.assessments() if row.uuid.startswith(written.lower())]
    if len(found) != 1 or not written:
        raise Refused("{written} fits {count} assessments here.", written=written, count=len(found))
    return found[0]


def assessment_titles(mission: Mission, identity: Identity) -> dict[str, str]:
    """Return the titles of all assessments by uuid, in the order they came."""
    return {
        row.uuid: Assessment.of(mission, row.uuid, identity).title for row in mission.assessments()
    }
