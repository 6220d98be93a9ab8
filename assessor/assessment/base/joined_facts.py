"""Facts of one assessment, apart from those it is joined with."""

from __future__ import annotations

from dataclasses import dataclass

from assessor.report.projection import question_names
from assessor.store.model.entry import displayed_head
from assessor.store.write.mission import Mission

_DAY = "start_date"


@dataclass(frozen=True, slots=True)
class OwnFacts:
    """Country code, mission code and first day (ISO); each blank if not answered."""

    country: str
    code: str
    start: str


def own_facts(mission: Mission, assessment: str) -> OwnFacts:
    """Return the facts of one assessment (uuid), whatever it is joined with."""
    values: dict[str, str] = {}
    for (kind, key), tips in mission.heads(assessment).items():
        if kind == "answer" and "[" not in key:
            body = displayed_head(tips).body or {}
            values[key.rpartition("/")[2]] = str(body.get("value", ""))
    return OwnFacts(
        values.get(question_names.COUNTRY, ""),
        values.get(question_names.MISSION_CODE, ""),
        values.get(question_names.FIRST_DAY, "") or values.get(_DAY, ""),
    )
