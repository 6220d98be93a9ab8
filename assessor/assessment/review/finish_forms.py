"""A form as finished: what is known only at the end is filled, in an instance of its own."""

from __future__ import annotations

from datetime import datetime

from assessor.assessment.assessment import Assessment
from assessor.form.live.instance import Instance
from assessor.store.model.published_answers import PUBLISHED_KIND


def finished_form(assessment: Assessment, language: str | None = None) -> Instance:
    """The form as finished now: an instance of its own, in a language, its end times filled.

    The end is when the last thing was said, not when a report told it. It is derived each time,
    never kept: two laptops that kept theirs would disagree about it.
    """
    instance = assessment.in_language(language or assessment.language)
    heads = assessment.mission.joint_heads(assessment.uuid)
    said = [tip.at for (kind, _), tips in heads.items() if kind != PUBLISHED_KIND for tip in tips]
    zone = assessment.now().tzinfo
    instance.finish(datetime.fromtimestamp(max(said) / 1000, zone) if said else None)
    return instance
