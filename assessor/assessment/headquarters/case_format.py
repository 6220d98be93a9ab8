"""Format of the case cache: an assessment in codes, and the case read from it."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from assessor.assessment.assessment import Assessment
from assessor.assessment.base.references import references_by_name
from assessor.assessment.core.derive import id_of, instances_of
from assessor.assessment.entries.recommendation_plan import action_statuses, plan_of
from assessor.assessment.entries.reviews import reviews_of
from assessor.assessment.headquarters.case_texts import FormTexts
from assessor.form.labels.styled_text import plain_text
from assessor.form.live.node import Node
from assessor.registry.analysis import cases
from assessor.registry.trust.founder_standing import Maker, Origin
from assessor.report.projection import question_names
from assessor.scoring import stage_scores
from assessor.scoring.assistance_needs import propose_areas
from assessor.store.model.entry import displayed_head
from assessor.store.write.mission import Mission

FORMAT_VERSION = "10"
"""Cache format version. Raise it when scoring or the cached format changes."""

_REGION, _BUDGET, _SECTION, _AREA = "region", "ta_budget", "rec_section", "rec_area"
_AMOUNT, _CURRENCY, _DOLLARS = "ta_amount", "ta_currency", "USD"
_DAY = "start_date"
_TREATIES = frozenset(("int_budapest", "int_uncc"))
"""Questions of the shipped instrument on whether the country is party to a treaty."""
_WORDED = (
    question_names.OFFER_PAYER, question_names.OFFER_AREA, question_names.REC_HORIZON,
    question_names.REC_PRIORITY, question_names.ASKED_FOR,
)  # fmt: skip
_CLOCK = ("today(", "now(")
_LENGTH = 4
_APART, _BETWEEN = "\x1f", "\x1e"
_COMMITTED, _KEY_LENGTH = "+", 64
NOTHING_REVIEWED = _APART
"""The end of a head's line if headquarters reviewed no answer."""

_INDICATOR = tuple(stage_scores.IndicatorScore.__slots__)
_STATE = _INDICATOR.index("state")
_STATES = {state.value: state for state in stage_scores.RatingState}
_DIMENSION = tuple(name for name in stage_scores.DimensionScore.__slots__ if name != "indicators")
_OVERALL = (
    "overall_asserted", "overall_evidenced", "overall_floor", "overall_ceiling", "coverage",
    "rated", "of",
)  # fmt: skip


class CaseHead(NamedTuple):
    """What identifies one of many assessments; all text.

    `form` is the digest of its form, `scored` "1" or blank. Names are in the language of whoever
    calculated them, and are used if the form has no other for the code. `sections` has a word for
    each section: code and stage, separated by a colon. `reviews` has a word for each open review:
    who acts next, or accepted. `makers` says who made it (see makers_text).
    """

    form: str
    scored: str
    country: str
    country_name: str
    region: str
    region_name: str
    mission: str
    start: str
    end: str
    answered: str
    relevant: str
    conflicts: str
    sections: str
    makers: str = ""
    reviews: str = ""

    def text(self) -> str:
        """Return it as one line."""
        return _APART.join(part.replace(_APART, " ") for part in self)

    @classmethod
    def of(cls, text: str) -> CaseHead:
        """Read it from one line."""
        return cls._make(text.split(_APART))


_COUNTRY, _MAKERS = CaseHead._fields.index("country"), CaseHead._fields.index("makers")


def head_summary(text: str) -> tuple[str, str, str, str, str, str]:
    """Return form, scored, country, region, its name and start; faster than reading all of it."""
    form, scored, country, _, region, region_name, _, start, _ = text.split(_APART, 8)
    return form, scored, country, region, region_name, start


def head_origin(text: str) -> Origin:
    """Return who made the assessment of a head's line, and about which country."""
    parts = text.split(_APART)
    country, makers = parts[_COUNTRY], parts[_MAKERS]
    found = (Maker(each[:_KEY_LENGTH], each[_KEY_LENGTH:]) for each in
             makers.removeprefix(_COMMITTED).split(_BETWEEN) if each)  # fmt: skip
    return Origin(country, tuple(found), makers.startswith(_COMMITTED))


def makers_text(mission: Mission, assessments: Iterable[str]) -> str:
    """Return who made these joined assessments (uuids), for a head: who began each, or those who
    speak in one of an earlier version, whose id names nobody. Keys that write in this file began
    nothing where others speak."""
    found: dict[str, set[str]] = {}
    is_committed = False
    for uuid in assessments:
        authority = mission.authority(uuid)
        signers = mission.signers(uuid)
        heard = {each.signer for each in signers if authority.is_trusted(each.signer)}
        makers = {authority.founder} if authority.founder else heard - authority.own or heard
        is_committed |= bool(authority.founder)
        for key in makers:
            names = {each.author for each in signers if each.signer == key}
            found[key] = found.get(key, set()) | names - {""}
    texts = (f"{key}{', '.join(sorted(names))}" for key, names in sorted(found.items()))
    return (_COMMITTED if is_committed else "") + _BETWEEN.join(texts)


def depends_on_today(assessment: Assessment) -> bool:
    """Whether the scores may be different tomorrow."""
    return any(call in assessment.source.xform for call in _CLOCK)


def head_of(assessment: Assessment) -> CaseHead:
    """Return the head of an assessment."""
    facts, done = assessment.facts(), assessment.progress()
    values = {
        node.name: node for node in assessment.instance.questions() if "[" not in node.reference
    }
    region, day = values.get(_REGION), values.get(_DAY)
    return CaseHead(
        form=assessment.source.digest,
        scored="1" if assessment.instrument is not None else "",
        country=facts.country_code,
        country_name=facts.country,
        region=region.value if region is not None and region.relevant else "",
        region_name=facts.region,
        mission=facts.mission_code,
        start=facts.start or (day.value if day is not None else ""),
        end=facts.end,
        answered=str(done.answered),
        relevant=str(done.relevant),
        conflicts=str(len(assessment.mission.conflicts(assessment.uuid))),
        sections=_sections(assessment.scores()),
        makers=makers_text(assessment.mission, assessment.joint),
        reviews=" ".join(review.waits_for or review.state for review in reviews_of(assessment)),
    )


def _sections(scores: stage_scores.Scores | None) -> str:
    if scores is None:
        return ""
    return " ".join(
        ":".join("" if part is None else str(part) for part in
                 (code, each.evidenced, each.asserted, each.rated, each.of,
                  sum(indicator.contested for indicator in each.indicators)))
        for code, each in scores.dimensions.items()
    )  # fmt: skip


def sections_of(head: CaseHead) -> dict[str, cases.SectionMean]:
    """Return the stage of an assessment in each section, by code."""
    found = {}
    for word in head.sections.split():
        code, evidenced, asserted, *counts = word.rsplit(":", 5)
        found[code] = cases.SectionMean(_number(evidenced), _number(asserted), *map(int, counts))
    return found


def _number(text: str) -> float | None:
    return float(text) if text else None


def pack_case(assessment: Assessment) -> bytes:
    """Return everything in a case except its head as JSON; empty if nothing is scored."""
    instrument, scores = assessment.instrument, assessment.scores()
    if instrument is None or scores is None:
        return b""
    instance = assessment.instance
    nodes = {name: instance.node(at) for name, at in references_by_name(instance).items()}
    values = {name: node.value for name, node in nodes.items() if node.relevant}
    needs = propose_areas(
        instrument, scores, lambda name: stage_scores.RatedAnswer(values.get(name, ""))
    )
    rows = _in_repeats(assessment)
    areas_asked = values.get(question_names.ASKED_FOR, "").split()
    facts = {
        "scores": _scores(scores),
        "needs": [(each.code, each.priority) for each in needs],
        "requested": [each for each in areas_asked if each in instrument.area],
        "offers": list(_offers(rows)),
        "advice": list(_advice(assessment, rows)),
        "became": action_statuses(assessment),
        "law": list(_law(nodes.values())),
        "raters": _raters(assessment, nodes),
    }
    return json.dumps(facts, ensure_ascii=False).encode()


def join_parts(case: bytes, answers: bytes) -> bytes:
    """Return a case and its answers compressed, the first with its length."""
    first = zlib.compress(case)
    return len(first).to_bytes(_LENGTH) + first + zlib.compress(answers)


def case_part(content: bytes) -> bytes:
    """Return the case from what `join_parts` gave. Raises zlib.error."""
    return zlib.decompress(content[_LENGTH : _LENGTH + int.from_bytes(content[:_LENGTH])])


def answers_part(content: bytes) -> bytes:
    """Return the answers from it. Raises zlib.error."""
    return zlib.decompress(content[_LENGTH + int.from_bytes(content[:_LENGTH]) :])


def unpack_case(uuid: str, head: CaseHead, case_bytes: bytes, words: FormTexts) -> cases.Case:
    """Return the case of a head and its JSON, with the form's texts. Raises ValueError."""
    facts: dict[str, Any] = json.loads(case_bytes)
    assert words.instrument is not None
    return cases.Case(
        uuid,
        head.country,
        country_of(head, words),
        head.region,
        region_of(head, words),
        head.mission,
        head.start,
        instrument=words.instrument,
        scores=_scored(facts["scores"]),
        needs=tuple(cases.AssistanceNeed(*each) for each in facts["needs"]),
        requested=frozenset(facts["requested"]),
        offers=tuple(
            cases.AssistanceOffer(area, payer, status, status in question_names.OFFER_LIVE, budget)
            for area, payer, status, budget in facts["offers"]
        ),
        advice=tuple(cases.CaseRecommendation(*each) for each in facts["advice"]),
        became=facts["became"],
        law=tuple(_legal(words, *each) for each in facts["law"]),
        raters=facts["raters"],
        words={
            value: label for name in _WORDED for value, label in words.choices.get(name, {}).items()
        },
    )


def country_of(head: CaseHead, words: FormTexts) -> str:
    """Return the country's name for the reader."""
    return words.label(question_names.COUNTRY, head.country, head.country_name)


def region_of(head: CaseHead, words: FormTexts) -> str:
    """Return the region's name for the reader."""
    return words.label(_REGION, head.region, head.region_name)


def _scores(scores: stage_scores.Scores) -> list[Any]:
    return [
        [getattr(scores, name) for name in _OVERALL],
        [
            [
                [getattr(part, name) for name in _DIMENSION],
                [[_plain(getattr(each, name)) for name in _INDICATOR] for each in part.indicators],
            ]
            for part in scores.dimensions.values()
        ],
    ]


def _plain(value: object) -> object:
    return value.value if isinstance(value, stage_scores.RatingState) else value


def _scored(fields: list[Any]) -> stage_scores.Scores:
    overall, sections = fields
    dimensions = {}
    for section, indicators in sections:
        of = dict(zip(_DIMENSION, section, strict=True))
        of["weakest"] = tuple(of["weakest"])
        of["indicators"] = tuple(_indicator(each) for each in indicators)
        dimensions[of["code"]] = stage_scores.DimensionScore(**of)
    return stage_scores.Scores(dimensions, **dict(zip(_OVERALL, overall, strict=True)))


def _indicator(fields: list[Any]) -> stage_scores.IndicatorScore:
    fields[_STATE] = _STATES[fields[_STATE]]
    return stage_scores.IndicatorScore(*fields)


_Rows = list[dict[str, Node]]


def _in_repeats(assessment: Assessment) -> _Rows:
    found: dict[str, dict[str, Node]] = {}
    for node in assessment.instance.questions():
        inside = list(instances_of(node.reference))
        if inside and node.relevant and node.value:
            found.setdefault(inside[-1], {})[node.name] = node
    return list(found.values())


def _value(row: Mapping[str, Node], name: str) -> str:
    return row[name].value if name in row else ""


def _offers(rows: _Rows) -> Iterator[tuple[str, str, str, int | None]]:
    for row in rows:
        if question_names.OFFER_PAYER in row or question_names.OFFER_AREA in row:
            budget = _value(row, _BUDGET)
            if _value(row, _CURRENCY) == _DOLLARS:
                budget = _value(row, _AMOUNT)
            yield (
                _value(row, question_names.OFFER_AREA),
                _value(row, question_names.OFFER_PAYER),
                _value(row, question_names.OFFER_STATUS),
                stage_scores.parse_whole_number(budget),
            )


def _advice(assessment: Assessment, rows: _Rows) -> Iterator[tuple[str, ...]]:
    requested = (
        question_names.REC_TEXT,
        _SECTION,
        _AREA,
        question_names.REC_HORIZON,
        question_names.REC_PRIORITY,
    )
    planned = {
        each.id: (each.owner, each.start, each.end, each.amount, each.funded, each.currency)
        for each in plan_of(assessment)
    }
    for row in rows:
        if _value(row, question_names.REC_TEXT):
            key = id_of(list(instances_of(row[question_names.REC_TEXT].reference))[-1])
            yield (*(_value(row, name) for name in requested), key, *planned.get(key, ()))


def _law(nodes: Iterable[Node]) -> Iterator[tuple[str, str, str, int]]:
    for node in nodes:
        is_citable = "list-nolabel" in node.appearance.split() or node.name in _TREATIES
        if node.control != "select1" or not is_citable or not node.meta.get("legal"):
            continue
        value = node.value if node.relevant else ""
        labels = {choice.value: plain_text(choice.label) for choice in node.choices}
        place = list(labels).index(value) if value in labels else -1
        yield node.name, value, labels.get(value, value), place


def _legal(words: FormTexts, question: str, value: str, label: str, rank: int) -> cases.LegalFact:
    question_text = words.named[question]
    articles = tuple(part.strip() for part in question_text.legal.split(";"))
    text = words.label(question, value, label)
    return cases.LegalFact(question, question_text.question, articles, value, text, rank)


def _raters(assessment: Assessment, nodes: Mapping[str, Node]) -> dict[str, str]:
    found = {}
    assert assessment.instrument is not None
    for question, indicator in assessment.instrument.indicator_of.items():
        tips = assessment.heads("answer", nodes[question].reference) if question in nodes else ()
        if tips and nodes[question].relevant:
            found[indicator.code] = displayed_head(tips).author
    return found
