"""What is known of a stage and of its criteria, in a reader's words.

Every chapter, annex and sheet that says what was shown, said or not met takes its words from here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from assessor.report.blocks.look import Look
from assessor.report.projection.projection import IndicatorLine, Visibility
from assessor.report.typesetting.text_layout import SEMIBOLD, Span
from assessor.scoring.criteria import CriterionLine, CriterionState

Parts = list[tuple[str, str]]
"""Pieces of a text: a lead in bold, which may be blank, and what follows it."""

_ORDER = (*CriterionState, None)
"""States in the order in which they are told; None is not told in this version."""


def state_lead(look: Look, state: CriterionState | None) -> str:
    """Return the words that introduce criteria in a state."""
    translate = look.translate
    return {
        CriterionState.SHOWN: translate("Shown:"),
        CriterionState.SAID: translate("Said, not yet shown:"),
        CriterionState.UNMET: translate("Not met:"),
        CriterionState.NOT_ARISING: translate("Does not arise:"),
        CriterionState.UNKNOWN: translate("Not known:"),
        None: translate("Not told in this version:"),
    }[state]


def count_states(look: Look, criteria: Iterable[CriterionLine]) -> str:
    """Return how many criteria are in each state."""
    states = [each.state for each in criteria]
    counts = ((state_lead(look, state), states.count(state)) for state in _ORDER)
    return " · ".join(f"{lead} {count}" for lead, count in counts if count)


def states_parts(
    look: Look, criteria: Sequence[CriterionLine], quote: Callable[[str], str] = str
) -> Parts:
    """Return criteria grouped by their state, each group with its lead."""
    grouped = ((state_lead(look, state), _texts(criteria, state)) for state in _ORDER)
    return [(lead, quote(text)) for lead, text in grouped if text]


def stage_parts(look: Look, line: IndicatorLine, quote: Callable[[str], str] = str) -> Parts:
    """Return what was said of the stage, and whether it was shown; `quote` is for pages."""
    if line.criteria:
        return _criteria_parts(look, line, quote)
    if not line.stands:
        return [("", "–")]
    capped = line.asserted != line.evidenced
    lead = look.translate("Said, but not shown to this stage:") if capped else ""
    return [(lead, quote(line.stands))]


def _criteria_parts(look: Look, line: IndicatorLine, quote: Callable[[str], str]) -> Parts:
    """Return the criteria of the stage that is shown and above, and those only said."""
    above = [each for each in line.criteria if each.stage >= (line.evidenced or 0)]
    shown, said = CriterionState.SHOWN, CriterionState.SAID
    found = ((shown, _texts(above, shown)), (said, _texts(line.criteria, said)))
    parts = [(state_lead(look, state), quote(text)) for state, text in found if text]
    if parts:
        return parts
    if line.answer.visibility is Visibility.NONE and line.released:
        return [("", look.translate("Withheld in this version"))]
    if any(each.state is CriterionState.UNMET for each in line.criteria):
        return [("", look.translate("No criterion was shown or said to be met."))]
    return [("", "–")]


def _texts(criteria: Iterable[CriterionLine], state: CriterionState | None) -> str:
    return " ".join(each.text for each in criteria if each.state is state)


def aim_parts(look: Look, line: IndicatorLine, quote: Callable[[str], str] = str) -> Parts:
    """Return what a higher stage asks, and what would show what was only said."""
    if line.criteria:
        parts = list(_next_criteria(look, line, quote))
        reached = line.evidenced == max(each.stage for each in line.criteria)
    else:
        parts = [("", quote(line.asks))] if line.asks else []
        if line.to_show and not parts:
            parts.append((look.translate("To be checked by:"), quote(line.to_show)))
        reached = bool(line.stands) and line.asserted == line.evidenced
    return parts or [("", look.translate("Highest stage reached") if reached else "–")]


def _next_criteria(
    look: Look, line: IndicatorLine, quote: Callable[[str], str]
) -> Iterator[tuple[str, str]]:
    """Yield what is to be confirmed first, then what the next stage asks and is not met or known.

    Nothing of the next stage is told to a reader who is not told all of its criteria.
    """
    translate = look.translate
    said = _first_stage(line.criteria, (CriterionState.SAID,))
    if said:
        lead = translate("To confirm what was said for stage {stage}, see:")
        yield lead.format(stage=said[0].stage), quote(_proof(said))
    if any(each.state is None for each in line.criteria):
        return
    asked = _first_stage(line.criteria, (CriterionState.UNMET, CriterionState.UNKNOWN))
    for state, lead in (
        (CriterionState.UNMET, translate("Not met for stage {stage}:")),
        (CriterionState.UNKNOWN, translate("Not known for stage {stage}:")),
    ):
        if line.evidenced is not None and (text := _texts(asked, state)):
            yield lead.format(stage=asked[0].stage), quote(text)
    if line.evidenced is not None and asked and not said:
        yield translate("To be checked by:"), quote(_proof(asked))


def _first_stage(
    criteria: Iterable[CriterionLine], states: Sequence[CriterionState]
) -> list[CriterionLine]:
    """Return the criteria in one of these states, of the lowest stage that has any."""
    found = [each for each in criteria if each.state in states]
    lowest = min((each.stage for each in found), default=0)
    return [each for each in found if each.stage == lowest]


def _proof(criteria: Iterable[CriterionLine]) -> str:
    return "; ".join(dict.fromkeys(each.shown_by for each in criteria if each.shown_by))


def in_words(parts: Parts) -> str:
    """Return parts as one plain text."""
    return " ".join(f"{lead} {text}" if lead else text for lead, text in parts)


def in_spans(parts: Parts) -> list[Span]:
    """Return parts with their leads in bold."""
    spans: list[Span] = []
    for lead, text in parts:
        spans += [*([Span(f"{lead} ", SEMIBOLD)] if lead else []), Span(f"{text} ")]
    return spans
