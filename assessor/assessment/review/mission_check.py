"""Check of a mission file: valid, complete, without conflicts, intact and signed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.signer_trust import trust_mark
from assessor.assessment.review.open_points import (
    CONFLICT,
    OpenPoint,
    open_points,
    point_facts,
    point_text,
)
from assessor.assessment.review.retired_questions import RetiredAnswer, retired_answers
from assessor.errors import Damaged, ParcelError, Problem
from assessor.form.live.node import Violation
from assessor.names import key_fingerprint
from assessor.parcel.keys.identity import Identity
from assessor.parcel.pack.parcel_pack import check_signature
from assessor.store.model.authority import FOUNDER_MISSING
from assessor.store.model.entry import Conflict
from assessor.store.model.receipt import SignerCount
from assessor.store.read.mission_reader import MissionReader
from assessor.store.write.mission import Mission

_LISTED = (CONFLICT, "violation")
"""Kinds of open points that stand among conflicts and violations already."""


@dataclass(frozen=True, slots=True)
class Check:
    """Result of a check.

    `problems` are about the file, `passed_over` about the form; the rest about the answers.
    `unverified` are keys that signed here and are not trusted, each with its standing. `cloned` are
    people whose laptop was copied or restored from a backup; nothing is lost. `lacks_founder` says
    that nobody can be verified: what who began the mission said is not here. `points` are the open
    points, those that break a rule or are in conflict as well.
    """

    violations: tuple[Violation, ...]
    unanswered: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    retired: tuple[RetiredAnswer, ...]
    stale: tuple[str, ...]
    problems: tuple[str, ...]
    unverified: tuple[tuple[SignerCount, str], ...] = ()
    passed_over: tuple[Problem, ...] = ()
    cloned: tuple[str, ...] = ()
    lacks_founder: bool = False
    points: tuple[OpenPoint, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Whether nothing is wrong; an unanswered question or an open point is no fault."""
        faults = self.violations, self.conflicts, self.problems, self.stale
        return not (any(faults) or self.lacks_founder)

    def facts(self) -> dict[str, Any]:
        """Return plain values, for JSON."""
        return {
            "clean": self.is_clean,
            "violations": _facts(self.violations, "reference", "kind", "message"),
            "unanswered": list(self.unanswered),
            "conflicts": _facts(self.conflicts, "id", "kind", "key"),
            "not_among_the_choices": list(self.stale),
            "not_in_this_form": [each.reference for each in self.retired],
            "retired": _facts(self.retired, "reference", "label", "value", "said", "version"),
            "problems": list(self.problems),
            "unverified": [
                {
                    "key": who.signer,
                    "name": who.author,
                    "entries": who.entries,
                    "standing": standing,
                }
                for who, standing in self.unverified
            ],
            "cloned": list(self.cloned),
            "lacks_founder": self.lacks_founder,
            "passed_over": [str(each) for each in self.passed_over],
            "open_points": [point_facts(each) for each in self.points],
        }

    def sentences(self) -> Iterator[str]:
        """Return the result as lines for a person."""
        for problem in self.problems:
            yield f"FILE      {problem}"
        for each in self.violations:
            yield f"VIOLATION {each.reference}: {each.message}"
        for conflict in self.conflicts:
            yield f"CONFLICT  {conflict.id} {conflict.key}"
        yield from (point_text(each) for each in self.points if each.kind not in _LISTED)
        for reference in self.stale:
            yield f"CHOICE    {reference}: answered with what is none of the choices"
        for answer in self.retired:
            yield (
                f"KEPT      {answer.reference}: “{answer.asked}” was answered “{answer.said}”,"
                " and is not in this version of the form"
            )
        for who, standing in self.unverified:
            key = key_fingerprint(bytes.fromhex(who.signer))
            mark = trust_mark(standing, author=who.author)
            yield f"SIGNER    {who.author or 'Unnamed'} ({key}), {who.entries} entries: {mark}"
        for author in self.cloned:
            yield f"CLONED    {author}: two computers sign as one, or one went back to a backup"
        if self.lacks_founder:
            yield f"FOUNDER   {FOUNDER_MISSING}"
        for passed in self.passed_over:
            yield f"FORM      {passed} ({passed.instead})"
        yield (
            f"{len(self.violations)} violations, {len(self.conflicts)} conflicts, "
            f"{len(self.unanswered)} unanswered, {len(self.problems)} problems with the file, "
            f"open points: {len(self.points)}"
        )


def _facts(things: Iterable[object], *names: str) -> list[dict[str, Any]]:
    return [{name: getattr(each, name) for name in names} for each in things]


def check_assessment(assessment: Assessment) -> Check:
    """Check answers, conflicts, the integrity of the file and every signature in it."""
    return _check(assessment, find_defects(assessment.mission))


def find_defects(mission: MissionReader) -> tuple[str, ...]:
    """Return every defect of a file and every signature in it that does not verify: a backup is
    whole if there are none."""
    return (*find_file_defects(mission), *_signatures(mission))


def find_file_defects(mission: MissionReader) -> tuple[str, ...]:
    """Return every defect of a file but those of signatures."""
    unusable = mission.unusable_forms(row.uuid for row in mission.assessments())
    missing = sorted(set(unusable.values()).difference(mission.forms()))
    return (
        *mission.check(),
        *(f"The form {digest[:12]} is not in this file." for digest in missing),
    )


def check_each(mission: Mission, identity: Identity) -> Iterator[tuple[Assessment, Check]]:
    """Check the answers of every assessment of a registry, joined ones once, but for those whose
    form cannot be used."""
    done = set(mission.unusable_forms(row.uuid for row in mission.assessments()))
    for row in mission.assessments():
        if row.uuid not in done:
            assessment = Assessment.of(mission, row.uuid, identity)
            done.update(assessment.joint)
            yield assessment, _check(assessment, _signatures(mission, *assessment.joint))


def _check(assessment: Assessment, problems: Iterable[str]) -> Check:
    mission = assessment.mission
    trust = assessment.trust()
    clones = (each for each in mission.clones() if each.assessment in assessment.joint)
    relevant = [node for node in assessment.instance.questions() if node.relevant]
    return Check(
        violations=tuple(assessment.violations()),
        unanswered=tuple(node.reference for node in assessment.unanswered()),
        conflicts=assessment.conflicts(),
        retired=retired_answers(assessment),
        stale=tuple(node.reference for node in relevant if node.outdated_values),
        problems=tuple(dict.fromkeys(problems)),
        unverified=tuple(
            (each, trust.of(each.signer))
            for each in mission.signers(assessment.uuid)
            if trust.mark(each.signer)
        ),
        passed_over=assessment.form.tolerated_problems,
        cloned=tuple(dict.fromkeys(each.author for each in clones)),
        lacks_founder=mission.authority(assessment.uuid).is_headless,
        points=open_points(assessment),
    )


def _signatures(mission: MissionReader, *assessments: str) -> Iterator[str]:
    """Yield what is wrong with signatures: in some assessments (by uuid), or everywhere."""
    try:
        for changeset in chain.from_iterable(map(mission.changesets, assessments or (None,))):
            try:
                check_signature(changeset)
            except ParcelError as error:
                yield str(error)
    except Damaged as error:
        yield str(error)
