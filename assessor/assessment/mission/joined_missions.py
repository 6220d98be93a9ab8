"""Joining assessments of the same thing into a joint one, and parting them again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.mission_start import Clock, local_now, milliseconds
from assessor.errors import Refused
from assessor.form.parse.form_parser import parse_form
from assessor.form.parse.form_source import FormSource
from assessor.parcel.keys.identity import Identity
from assessor.store.model.entry import Draft, displayed_head
from assessor.store.read.joint_assessments import ALIAS_KIND
from assessor.store.write.mission import Mission


@dataclass(frozen=True, slots=True)
class JoinResult:
    """What joining does or did: the assessments (uuids) that are one then, and open conflicts."""

    together: tuple[str, ...]
    conflicts: int


class DifferentCountries(Refused):
    """Assessments of two countries were to be joined, and nobody said that this is meant."""


def join_assessments(
    mission: Mission,
    one: str,
    other: str,
    identity: Identity,
    *,
    note: str = "",
    anyway: bool = False,
    now: Clock = local_now,
) -> JoinResult:
    """Say that two assessments (uuids) are of the same thing; it travels like anything said.

    Raises Refused when they are joined already, are the same, are not here, or are filled with
    different forms (versions of one form may differ); OfTwoCountries when they name different ones,
    unless they are to be joined `anyway`.
    """
    names = {uuid: _form_id(mission, uuid) for uuid in (one, other)}
    if one == other or other in mission.joined(one):
        raise Refused("These assessments are joined already.")
    if names[one] != names[other]:
        raise Refused(
            "These assessments are filled with different forms, {one} and {other}: only "
            "assessments of one form can be joined.",
            one=names[one],
            other=names[other],
        )
    if not anyway:
        _refuse_two_countries(mission, one, other, identity)
    tips = mission.heads(one, ALIAS_KIND).get((ALIAS_KIND, other), ())
    body = {"note": note} if note else {}
    draft = Draft(ALIAS_KIND, other, body, tuple(tip.name for tip in tips), milliseconds(now()))
    mission.write(one, [draft], identity.name, signer=identity)
    mission.seal(one, identity)
    return JoinResult(mission.joined(one), len(mission.conflicts(one)))


def _refuse_two_countries(mission: Mission, one: str, other: str, identity: Identity) -> None:
    """One that names no country may be of any."""
    here, there = (Assessment.of(mission, uuid, identity).facts() for uuid in (one, other))
    if here.country_code and there.country_code and here.country_code != there.country_code:
        raise DifferentCountries(
            "These assessments are of different countries, {one} and {other}. Join them only if "
            "they are of the same thing all the same.",
            one=here.country or here.country_code,
            other=there.country or there.country_code,
        )


def part_assessments(
    mission: Mission, one: str, other: str, identity: Identity, *, now: Clock = local_now
) -> JoinResult:
    """Take back that two assessments are of the same thing; each stands as it would alone.

    What was decided while they were joined was said in each and holds in each. Raises Refused
    where nobody joined just these two; they may still be joined by way of a third.
    """
    said = list(_said(mission, one, other))
    if not said:
        raise Refused("These two assessments are not joined with each other.")
    at = milliseconds(now())
    mission.write_jointly(
        {uuid: [Draft(ALIAS_KIND, key, None, parents, at)] for uuid, key, parents in said},
        identity.name,
        signer=identity,
    )
    for uuid, _, _ in said:
        mission.seal(uuid, identity)
    return JoinResult(mission.joined(one), len(mission.conflicts(one)))


def _said(mission: Mission, one: str, other: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Where it was said that the two are one: (assessment, key, names of the heads)."""
    for uuid, key in ((one, other), (other, one)):
        tips = mission.heads(uuid, ALIAS_KIND).get((ALIAS_KIND, key), ())
        if tips and not displayed_head(tips).is_tombstone:
            yield uuid, key, tuple(tip.name for tip in tips)


def _form_id(mission: Mission, uuid: str) -> str:
    row = mission.assessment(uuid)
    if row is None:
        raise Refused("There is no assessment {uuid} in this file.", uuid=uuid[:12])
    return parse_form(FormSource.unpack(mission.form(row.form))).id


def find_assessment(mission: Mission, written: str) -> str:
    """The uuid a person meant by its beginning. Raises Refused unless it fits just one."""
    found = [row.uuid for row in mission.assessments() if row.uuid.startswith(written.lower())]
    if len(found) != 1 or not written:
        raise Refused("{written} fits {count} assessments here.", written=written, count=len(found))
    return found[0]


def assessment_titles(mission: Mission, identity: Identity) -> dict[str, str]:
    """Every assessment by uuid and what it is called, in the order they came."""
    return {
        row.uuid: Assessment.of(mission, row.uuid, identity).title for row in mission.assessments()
    }
