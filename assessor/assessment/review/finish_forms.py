"""A finished form: end times are filled in a separate instance."""

from __future__ import annotations

from datetime import datetime

from assessor.assessment.assessment import Assessment
from assessor.form.live.instance import Instance
from assessor.store.model.published_answers import PUBLISHED_KIND


def finished_form(assessment: Assessment, language: str | None = None) -> Instance:
    """Return a separate instance of the form in a language, with its end times filled.

    The end is the time of the last entry, not of a report. It is derived and never stored: two
    laptops would disagree about it.
    """
    instance = assessment.in_language(language or assessment.language)
    heads = assessment.mission.joint_heads(assessment.uuid)
    times = [tip.at for (kind, _), tips in heads.items() if kind != PUBLISHED_KIND for tip in tips]
    zone = assessment.now().tzinfo
    instance.finish(datetime.fromtimestamp(max(times) / 1000, zone) if times else None)
    return instance
