"""From a registry's entries to the cases that headquarters compares, and every figure of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from assessor.assessment.assessment import Assessment
from assessor.assessment.derive import instances_of
from assessor.assessment.references import by_name
from assessor.errors import Reason
from assessor.form.node import Node
from assessor.form.styling import plain
from assessor.parcel.keys import Identity
from assessor.registry.cases import Advice, Case, LegalFact, Need, Offer
from assessor.registry.compare import heat_map, slopes
from assessor.registry.figure import Figure
from assessor.registry.watching import (
    consistency,
    legal_gaps,
    needs_and_offers,
    recommendations,
    rights_watch,
)
from assessor.report import names
from assessor.scoring.needs import propose
from assessor.scoring.stages import Rated
from assessor.store.entry import shown
from assessor.store.mission import Mission
from assessor.words import code_of

_REGION, _BUDGET, _SECTION, _AREA = "region", "ta_budget", "rec_section", "rec_area"
_TREATIES = frozenset(("int_budapest", "int_uncc"))
"""Questions of the shipped instrument on whether the country is party to a treaty."""

Tell = Callable[[int, int], None]
"""Called with how many assessments are read, of how many."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What of a registry can be compared, and what is said of the rest."""

    cases: tuple[Case, ...]
    notes: tuple[Reason, ...] = ()


def cases_of(
    mission: Mission, identity: Identity, language: str, tell: Tell | None = None
) -> Compared:
    """Read every assessment of a registry; what is joined counts once.

    `language` is a code such as `fr`. Assessments whose form declares no scores are left out, and
    a note says how many.
    """
    found: list[Case] = []
    done: set[str] = set()
    unscored = 0
    rows = mission.assessments()
    for at, row in enumerate(rows):
        if tell is not None:
            tell(at, len(rows))
        if row.uuid in done:
            continue
        done.update(mission.joined(row.uuid))
        case = case_of(Assessment.of(mission, row.uuid, identity), language)
        if case is None:
            unscored += 1
        else:
            found.append(case)
    left = Reason("{count} assessments declare no scores and are left out.", {"count": unscored})
    return Compared(tuple(found), (left,) if unscored else ())


def case_of(assessment: Assessment, language: str) -> Case | None:
    """One assessment as a case; None where its form declares no scores."""
    instrument, scores = assessment.instrument, assessment.scores()
    if instrument is None or scores is None:
        return None
    for offered in assessment.form.languages:
        if code_of(offered) == language:
            assessment.instance.set_language(offered)  # of this reading alone
    instance = assessment.instance
    nodes = {name: instance.node(at) for name, at in by_name(instance).items()}
    said = {name: node.value for name, node in nodes.items() if node.relevant}
    facts = assessment.facts()
    rows = _in_repeats(assessment)
    asked = said.get(names.ASKED_FOR, "").split()
    return Case(
        assessment=assessment.uuid,
        country=facts.country_code,
        country_name=facts.country,
        region=said.get(_REGION, ""),
        region_name=facts.region,
        mission=facts.mission_code,
        start=facts.start,
        instrument=instrument,
        scores=scores,
        needs=tuple(
            Need(each.code, each.priority)
            for each in propose(instrument, scores, lambda name: Rated(said.get(name, "")))
        ),
        requested=frozenset(each for each in asked if each in instrument.area),
        offers=tuple(_offers(rows)),
        advice=tuple(_advice(rows)),
        law=tuple(_law(nodes.values())),
        raters=_raters(assessment, nodes),
        words=_words(rows, nodes.values()),
    )


def figures_of(
    compared: Compared, *, by: str = "country", language: str = "en"
) -> tuple[Figure, ...]:
    """Every comparison, in the order they are read. Raises ValueError for a `by` none of BY."""
    cases = compared.cases
    return (
        heat_map(cases, by=by, language=language).figure(),
        slopes(cases, language=language),
        needs_and_offers(cases, language),
        rights_watch(cases, names.RIGHTS, names.POWERS, names.SAFEGUARDS, language),
        legal_gaps(cases),
        recommendations(cases),
        consistency(cases),
    )


_Rows = list[dict[str, Node]]


def _in_repeats(assessment: Assessment) -> _Rows:
    """The instances of repeats, each as its relevant answered questions by name."""
    found: dict[str, dict[str, Node]] = {}
    for node in assessment.instance.questions():
        inside = list(instances_of(node.reference))
        if inside and node.relevant and node.value:
            found.setdefault(inside[-1], {})[node.name] = node
    return list(found.values())


def _value(row: Mapping[str, Node], name: str) -> str:
    return row[name].value if name in row else ""


def _offers(rows: _Rows) -> Iterator[Offer]:
    for row in rows:
        if names.OFFER_PAYER in row or names.OFFER_AREA in row:
            status, budget = _value(row, names.OFFER_STATUS), _value(row, _BUDGET)
            yield Offer(
                area=_value(row, names.OFFER_AREA),
                payer=_value(row, names.OFFER_PAYER),
                status=status,
                live=status in names.OFFER_LIVE,
                budget=int(budget) if budget.isascii() and budget.isdigit() else None,
            )


def _advice(rows: _Rows) -> Iterator[Advice]:
    for row in rows:
        if text := _value(row, names.REC_TEXT):
            yield Advice(
                text,
                _value(row, _SECTION),
                _value(row, _AREA),
                _value(row, names.REC_HORIZON),
                _value(row, names.REC_PRIORITY),
            )


def _law(nodes: Iterable[Node]) -> Iterator[LegalFact]:
    """The rows of tables that cite articles, and which treaties the country is party to."""
    for node in nodes:
        asked = "list-nolabel" in node.appearance.split() or node.name in _TREATIES
        if node.control != "select1" or not asked or not node.meta.get("legal"):
            continue
        value = node.value if node.relevant else ""
        labels = {choice.value: plain(choice.label) for choice in node.choices}
        yield LegalFact(
            node.name,
            plain(node.label),
            tuple(part.strip() for part in node.meta["legal"].split(";")),
            value,
            labels.get(value, value),
            list(labels).index(value) if value in labels else -1,
        )


def _raters(assessment: Assessment, nodes: Mapping[str, Node]) -> dict[str, str]:
    """Who gave the answer shown on each indicator, by the indicator's code."""
    found = {}
    assert assessment.instrument is not None
    for question, indicator in assessment.instrument.indicator_of.items():
        tips = assessment.heads("answer", nodes[question].reference) if question in nodes else ()
        if tips and nodes[question].relevant:
            found[indicator.code] = shown(tips).author
    return found


def _words(rows: _Rows, nodes: Iterable[Node]) -> dict[str, str]:
    """The labels of the choices that figures name by code."""
    wanted = (names.OFFER_PAYER, names.OFFER_AREA, names.REC_HORIZON, names.REC_PRIORITY)
    asked = [row[name] for row in rows for name in wanted if name in row]
    asked += [node for node in nodes if node.name == names.ASKED_FOR]
    return {choice.value: plain(choice.label) for node in asked for choice in node.choices}
