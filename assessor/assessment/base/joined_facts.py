"""What each of several joined assessments says of itself, apart from those it is one with."""

from __future__ import annotations

from dataclasses import dataclass

from assessor.report.projection import question_names
from assessor.store.model.entry import displayed_head
from assessor.store.write.mission import Mission

_DAY = "start_date"


@dataclass(frozen=True, slots=True)
class OwnFacts:
    """The country's code, the mission's code and the day it began (ISO); each blank if unsaid."""

    country: str
    code: str
    start: str


def own_facts(mission: Mission, assessment: str) -> OwnFacts:
    """What one assessment, by its uuid, says it is, whatever it is joined with."""
    said: dict[str, str] = {}
    for (kind, key), tips in mission.heads(assessment).items():
        if kind == "answer" and "[" not in key:
            body = displayed_head(tips).body or {}
            said[key.rpartition("/")[2]] = str(body.get("value", ""))
    return OwnFacts(
        said.get(question_names.COUNTRY, ""),
        said.get(question_names.MISSION_CODE, ""),
        said.get(question_names.FIRST_DAY, "") or said.get(_DAY, ""),
    )
