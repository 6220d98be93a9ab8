"""Disclosures: signed entries about what a redacted report says of the answers it omits."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.mission_start import milliseconds
from assessor.report.projection.projection import Projection
from assessor.store.model.entry import Draft
from assessor.store.model.published_answers import PUBLISHED_KIND, publication_key


def write_disclosures(assessment: Assessment, projection: Projection) -> Projection:
    """Return the projection with the disclosures that its parcel releases.

    They are written into the mission and sealed once; the same disclosure made before is used
    again. A read-only file, and answers not sealed yet, have none.
    """
    mission, identity = assessment.mission, assessment.identity
    if mission.read_only:
        return projection
    disclosed: set[str] = set()
    drafts: dict[str, list[Draft]] = defaultdict(list)
    for uuid in assessment.joint:
        answers = {entry.name for entry in mission.entries(uuid, "answer")}
        standing = mission.heads(uuid, PUBLISHED_KIND)
        for name in sorted(projection.disclosed.keys() & answers):
            key = publication_key(projection.profile, name, identity.public.hex())
            tips, body = standing.get((PUBLISHED_KIND, key), ()), dict(projection.disclosed[name])
            equal_heads = [tip for tip in tips if tip.body == body]
            if equal_heads:
                disclosed.add(equal_heads[0].name)
            else:
                parents = tuple(tip.name for tip in tips)
                drafts[uuid].append(
                    Draft(PUBLISHED_KIND, key, body, parents, milliseconds(assessment.now()))
                )
    if drafts:
        written = mission.write_jointly(drafts, identity.name)
        assessment.seal()
        disclosed |= {mission.entry(draft.name).name for draft in written}
    return replace(projection, released=projection.released | disclosed)
