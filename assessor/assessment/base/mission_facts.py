"""Facts of a mission, read from questions that all our forms name alike."""

from __future__ import annotations

from dataclasses import dataclass

from assessor.assessment.base.references import choice_label, references_by_name
from assessor.form.live.instance import Instance
from assessor.form.model.definition import Form
from assessor.report.projection import question_names
from assessor.store.model.entry import displayed_head, split_heads
from assessor.store.write.mission import Mission


@dataclass(frozen=True, slots=True)
class MissionFacts:
    """Facts of a mission, blank if the form does not ask.

    `country_code` is ISO 3166-1 alpha-3, or the name in words of a country that the form lacks.
    """

    title: str
    country: str = ""
    country_code: str = ""
    region: str = ""
    mission_code: str = ""
    start: str = ""
    end: str = ""
    host: str = ""
    marking: str = ""


def facts_of(form: Form, instance: Instance) -> MissionFacts:
    """Read the facts of a mission from its answers (question names: docs/forms.md)."""
    references = references_by_name(instance)

    def value(name: str) -> str:
        return instance.node(references[name]).value if name in references else ""

    def label(name: str) -> str:
        if name not in references:
            return ""
        node = instance.node(references[name])
        return choice_label(node, node.value)

    code = value(question_names.COUNTRY)
    other = value(question_names.COUNTRY_OTHER) if code == question_names.OTHER else ""
    return MissionFacts(
        title=form.title,
        country=other or label(question_names.COUNTRY),
        country_code=other or code,
        region=label("region"),
        mission_code=value("mission_code"),
        start=value("mission_start"),
        end=value("mission_end"),
        host=value("lead_institution"),
        marking=label("classification"),
    )


_DAY = "start_date"


@dataclass(frozen=True, slots=True)
class OwnFacts:
    """Country (as in MissionFacts), mission code and first day (ISO); blank if not answered."""

    country: str
    code: str
    start: str


def own_facts(mission: Mission, assessment: str) -> OwnFacts:
    """Return the facts of one assessment (uuid), whatever it is joined with."""
    values: dict[str, str] = {}
    for (kind, key), tips in split_heads(mission.heads(assessment))[0].items():
        if kind == "answer" and "[" not in key:
            body = displayed_head(tips).body or {}
            values[key.rpartition("/")[2]] = str(body.get("value", ""))
    country = values.get(question_names.COUNTRY, "")
    if country == question_names.OTHER:
        country = values.get(question_names.COUNTRY_OTHER, "") or country
    return OwnFacts(
        country,
        values.get(question_names.MISSION_CODE, ""),
        values.get(question_names.FIRST_DAY, "") or values.get(_DAY, ""),
    )
