"""From an assessment to what one audience may see of it."""

from __future__ import annotations

from assessor.assessment.assessment import Assessment
from assessor.assessment.finishing import finished
from assessor.report.profile import project
from assessor.report.projection import Facts, Projection
from assessor.words import translator


def projection_of(assessment: Assessment, profile: str, language: str | None) -> Projection:
    """What the audience may see, from an instance of its own in the language of the report."""
    now = assessment.now()
    mission = assessment.mission
    instance = finished(assessment, language)
    instrument = assessment.instrument
    title = instrument.titles[instance.language] if instrument else ""
    trust, translate = assessment.trust(), translator(instance.language)
    facts = Facts(
        form_id=assessment.form.id,
        form_version=assessment.form.version,
        form_title=title or assessment.form.title,
        assessment=assessment.uuid,
        made_on=now.date(),
        assessors=tuple(
            dict.fromkeys(
                trust.named(each.author, each.signer, translate)
                for uuid in assessment.joint
                for each in mission.signers(uuid)
            )
        ),
    )
    return project(
        instance,
        assessment.renames.fold(mission.joint_heads(assessment.uuid)),
        facts=facts,
        profile=profile,
        instrument=instrument,
    )
