"""Plan and assistance projects as activities of the IATI Standard 2.03, for partners' systems.

Written is only what the public may read, or the government if a person says so (for partners, not
for publication), and only what IATI has a place for: an activity needs an organisation beside its
publisher, and a date. Nothing is made up to fill a gap; what is left out is named. Purposes are
five-digit codes of the OECD-DAC; none of them says cybercrime, so each activity bears it as a tag.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date
from decimal import Decimal
from xml.etree import ElementTree as ET

from assessor.assessment.assessment import Assessment
from assessor.assessment.core import derive
from assessor.assessment.entries.recommendation_plan import PlannedAction, plan_of
from assessor.assessment.report.iati_results import add_result
from assessor.assessment.report.report_projection import projection_of
from assessor.errors import Refused
from assessor.names import safe_name
from assessor.report.projection import question_names
from assessor.report.projection.plan.plan_lines import PlanTarget, read_day, read_money
from assessor.report.projection.projection import PUBLIC, PrintedAnswer, Projection, RepeatAnswers
from assessor.words import language_code, translator, two_letter_country

_FUNDING, _ACCOUNTABLE, _IMPLEMENTING = "1", "2", "4"
_GOVERNMENT = "10"
_PIPELINE = "1"
_PLANNED_START, _PLANNED_END, _ACTUAL_END = "1", "3", "4"
_STATUSES = {"planned": _PIPELINE, "ongoing": "2", "completed": "4", "suspended": "6"}
_PURPOSES = {
    **dict.fromkeys(("basic", "unit", "darknet", "crypto", "lab", "quality"), "15132"),
    **dict.fromkeys(("police_coop", "ocs_inv", "casemgmt", "finance"), "15132"),
    **dict.fromkeys(("ocs_vic", "hotline"), "15180"),
    **dict.fromkeys(("stats", "survey"), "16062"),
    **dict.fromkeys(("equip", "csirt", "csirt_setup", "critical"), "22040"),
    "judic": "15134",
    "rights": "15160",
}
_CURRENCY = re.compile(r"[A-Z]{3}")
_LONGEST = 10_000
"""Characters of a text in the file."""
_JUSTICE = "15130"
"""OECD-DAC purpose of all other areas: legal and judicial development."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes: the identifier of IATI's register, its type (code list OrganisationType, 40
    multilateral) and its name."""

    reference: str
    name: str
    type: str = "40"


@dataclass(frozen=True, slots=True)
class IatiExport:
    """The file, how many activities it has, and what was left out: (text, reason), in English."""

    data: bytes
    activities: int
    left_out: tuple[tuple[str, str], ...]


@dataclass
class _Activity:
    """What an activity element is made from; `organisations` are (role, type, name)."""

    key: str
    title: str
    status: str
    area: str = ""
    organisations: list[tuple[str, str, str]] = field(default_factory=list)
    days: dict[str, date | None] = field(default_factory=dict)
    amount: Decimal | None = None
    currency: str = ""
    after: tuple[str, ...] = ()
    targets: tuple[PlanTarget, ...] = ()


@dataclass(frozen=True, slots=True)
class _File:
    """What all activities share: `stem` begins their identifiers, `year` is that of the mission,
    blank if not known, `published` are the keys of those that are written."""

    publisher: Publisher
    stem: str
    country: str
    language: str
    today: date
    year: str
    published: frozenset[str]


def export_iati(assessment: Assessment, publisher: Publisher, profile: str = PUBLIC) -> IatiExport:
    """Return what an audience may read of recommendations and projects as an IATI activity file.

    Raises Refused if none of them is readable and complete.
    """
    projection = projection_of(assessment, profile, None)
    plan = {each.id: each for each in plan_of(assessment)}
    found = [
        *_planned(projection, plan),
        *_offered(projection.offers),
    ]
    left_out = tuple((each.title, why) for each in found if (why := _missing_part(each)))
    whole = [each for each in found if not _missing_part(each)]
    if not whole:
        raise Refused(
            "There is nothing to write: of {count} recommendations and projects that this audience "
            "may read none has an organisation and a date. Set an owner and a start in the plan, "
            "or choose another audience.",
            count=len(found),
        )
    root = ET.Element("iati-activities", version="2.03")
    now = assessment.now()
    root.set("generated-datetime", now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    published = frozenset(each.key for each in whole)
    file = _file(assessment, publisher, projection.language, published)
    root.extend([_element(each, file) for each in whole])
    ET.indent(root)
    data = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return IatiExport(data, len(whole), left_out)


def _file(
    assessment: Assessment, publisher: Publisher, language: str, published: frozenset[str]
) -> _File:
    facts = assessment.facts()
    seen = read_day(facts.end) or read_day(facts.start)
    return _File(
        publisher,
        f"{publisher.reference}-{assessment.uuid[:8]}",
        facts.country_code,
        language_code(language),
        assessment.now().date(),
        f"{seen.year:04}" if seen else "",
        published,
    )


def _rows(repeat: RepeatAnswers | None) -> Iterator[tuple[str, Mapping[str, PrintedAnswer]]]:
    """Yield the id and the readable answers of each instance."""
    for row in repeat.rows if repeat else ():
        key = derive.id_of(row[0].reference.rpartition("/")[0])
        yield key, {each.name: each for each in row if each.visibility.readable}


def _planned(projection: Projection, plan: Mapping[str, PlannedAction]) -> Iterator[_Activity]:
    targets = {line.number: line.targets for line in projection.plan}
    for number, (key, cells) in enumerate(_rows(projection.recommendations), 1):
        text, action = cells.get(question_names.REC_TEXT), plan.get(key)
        if text is None or action is None:
            continue
        parties = [
            (_ACCOUNTABLE, _GOVERNMENT, action.owner),
            (_IMPLEMENTING, "", action.partner),
        ]
        yield _Activity(
            key,
            text.text,
            _PIPELINE,
            action.area,
            [each for each in parties if each[2]],
            {_PLANNED_START: read_day(action.start), _PLANNED_END: read_day(action.end)},
            read_money(action.amount),
            action.currency if _CURRENCY.fullmatch(action.currency) else "",
            action.after,
            targets.get(number, ()),
        )


def _offered(repeat: RepeatAnswers | None) -> Iterator[_Activity]:
    for key, cells in _rows(repeat):
        told = {name: "".join(each.codes) for name, each in cells.items()}
        status = told.get(question_names.OFFER_STATUS, "")
        area = cells.get(question_names.OFFER_AREA)
        if area is None or status not in _STATUSES:
            continue
        payer = cells.get(question_names.OFFER_PAYER)
        deliverer = cells.get(question_names.OFFER_DELIVERER)
        parties = [
            (_FUNDING, "", payer.text if payer else ""),
            (_IMPLEMENTING, "", deliverer.text if deliverer else ""),
        ]
        end = _ACTUAL_END if status == "completed" else _PLANNED_END
        yield _Activity(
            key,
            area.text,
            _STATUSES[status],
            told[question_names.OFFER_AREA],
            [each for each in parties if each[2]],
            {end: read_day(told.get(question_names.OFFER_END, ""))},
        )


def _missing_part(activity: _Activity) -> str:
    """Return what an activity lacks that IATI demands, blank if nothing."""
    if not activity.organisations:
        return "without an organisation"
    return "" if any(activity.days.values()) else "without a date"


def _element(activity: _Activity, file: _File) -> ET.Element:
    """Return the activity, its parts in the order of the standard."""
    publisher = file.publisher
    made = ET.Element("iati-activity", {"default-currency": "USD", "hierarchy": "1"})
    made.set("{http://www.w3.org/XML/1998/namespace}lang", file.language)
    ET.SubElement(made, "iati-identifier").text = f"{file.stem}-{activity.key}"
    reporter = {"ref": publisher.reference, "type": publisher.type}
    _named(made, "reporting-org", publisher.name, reporter)
    _named(made, "title", activity.title)
    _named(made, "description", activity.title)
    for role, kind, name in activity.organisations:
        _named(made, "participating-org", name, {"role": role} | ({"type": kind} if kind else {}))
    ET.SubElement(made, "activity-status", code=activity.status)
    for kind, day in activity.days.items():
        if day:
            ET.SubElement(made, "activity-date", {"type": kind, "iso-date": day.isoformat()})
    if code := two_letter_country(file.country):
        ET.SubElement(made, "recipient-country", code=code)
    purpose = _PURPOSES.get(activity.area, _JUSTICE)
    ET.SubElement(made, "sector", vocabulary="1", code=purpose)
    ET.SubElement(made, "tag", vocabulary="2", code="16")  # goal: peace, justice, institutions
    _named(made, "tag", "Cybercrime", {"vocabulary": "99", "code": "cybercrime"})
    _add_budget(made, activity, file.today)
    for key in activity.after:
        if key in file.published:
            ET.SubElement(made, "related-activity", ref=f"{file.stem}-{key}", type="3")
    start, end = activity.days.get(_PLANNED_START), activity.days.get(_PLANNED_END)
    if start and end and file.year:
        add_result(made, activity.targets, file.year, (start, end), translator(file.language))
    return made


def _named(
    parent: ET.Element, tag: str, text: str, attributes: Mapping[str, str] | None = None
) -> None:
    made = ET.SubElement(parent, tag, dict(attributes or {}))
    ET.SubElement(made, "narrative").text = safe_name(text, _LONGEST)


def _add_budget(parent: ET.Element, activity: _Activity, today: date) -> None:
    """Add the cost as an indicative budget; IATI takes periods of up to a year alone."""
    start, end = activity.days.get(_PLANNED_START), activity.days.get(_PLANNED_END)
    if not (activity.amount and activity.currency and start and end):
        return
    if not 0 <= (end - start).days <= 366:
        return
    budget = ET.SubElement(parent, "budget", type="1", status="1")
    ET.SubElement(budget, "period-start", {"iso-date": start.isoformat()})
    ET.SubElement(budget, "period-end", {"iso-date": end.isoformat()})
    value = {"currency": activity.currency, "value-date": today.isoformat()}
    ET.SubElement(budget, "value", value).text = f"{activity.amount:f}"
