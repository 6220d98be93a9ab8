"""From an assessment to what one audience may see of it."""

from __future__ import annotations

from assessor.assessment.assessment import Assessment
from assessor.assessment.finishing import finished
from assessor.assessment.languages import report_languages
from assessor.report.profile import project
from assessor.report.projection import Facts, Projection
from assessor.words import translator


def projection_of(assessment: Assessment, profile: str, language: str | None) -> Projection:
    """What the audience may see, from an instance of its own in the language of the report.

    Raises Refused for a language that neither the form nor Assessor speaks.
    """
    now = assessment.now()
    mission = assessment.mission
    own, told = report_languages(assessment.form, language or assessment.language)
    instance = finished(assessment, own)
    instrument = assessment.instrument
    title = instrument.titles[told] if instrument else ""
    trust, translate = assessment.trust(), translator(told)
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
        language=told,
    )
