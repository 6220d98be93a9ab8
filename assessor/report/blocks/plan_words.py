"""What is said of suggested assistance and of the plan, in a reader's words.

The chapter, the summary, the map and the workbook take their words from here.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from assessor import words
from assessor.report.blocks.look import Look
from assessor.report.blocks.stage_words import state_lead
from assessor.report.projection.plan.plan_lines import PlanLine, PlanTarget, Proposal


def cost_words(look: Look, code: str) -> str:
    """Return a cost band in words."""
    translate = look.translate
    bands = {"low": translate("Low"), "medium": translate("Medium"), "high": translate("High")}
    return bands.get(code, code)


def priority_words(look: Look, proposal: Proposal) -> str:
    """Return how urgent an area is, or that this is not released."""
    return look.figure(proposal.priority) if proposal.released else look.translate("Not released")


def action_texts(look: Look, proposal: Proposal) -> Iterator[str]:
    """Yield the actions of an area, each with the recommendations that take it up."""
    for action in proposal.actions:
        taken = look.comma.join(map(str, action.taken))
        note = look.translate("in recommendation {numbers}").format(numbers=taken)
        yield f"{action.text} ({note})" if action.taken else action.text


def confirm_texts(look: Look, proposal: Proposal) -> Iterator[str]:
    """Yield what was said to be met and is to be confirmed before help is given."""
    if proposal.to_confirm:
        title = look.translate("Said, to be confirmed first")
        yield look.introducing(title, " ".join(proposal.to_confirm))


def plan_facts(look: Look, line: PlanLine) -> Iterator[tuple[str, str]]:
    """Yield who does what, when and with which money; each with a lead, as all facts here."""
    translate = look.translate
    found = (
        (translate("Owner"), line.owner),
        (translate("Partner"), line.partner),
        (translate("When"), _time_span(look, line)),
        (translate("Cost"), _money(look, line.amount, line.currency)),
        (translate("Cost band"), cost_words(look, line.cost)),
        (translate("Funding"), _money(look, line.funded, line.currency)),
        (translate("Funding gap"), _money(look, line.gap, line.currency)),
        (translate("Builds on"), look.comma.join(map(str, line.after))),
    )
    yield from ((look.introducing(title), text) for title, text in found if text)


def _time_span(look: Look, line: PlanLine) -> str:
    """Return start and end in words, or the one that is known."""
    translate = look.translate
    if line.start and line.end:
        return words.date_span(line.start, line.end, look.language)
    if line.start:
        return translate("from {day}").format(day=words.long_date(line.start, look.language))
    if line.end:
        return translate("by {day}").format(day=words.long_date(line.end, look.language))
    return ""


def _money(look: Look, amount: Decimal | None, currency: str) -> str:
    if amount is None:
        return ""
    decimals = 0 if amount == amount.to_integral_value() else 2
    return f"{look.figure(float(amount), decimals)} {currency}".strip()


def aim_facts(look: Look, line: PlanLine) -> Iterator[tuple[str, str]]:
    """Yield the baseline and what is to be met: the team's words, then criteria as they stand."""
    for title, text in (
        (look.translate("Baseline"), line.baseline),
        (look.translate("Target"), line.aim),
    ):
        if text:
            yield look.introducing(title), text
    for target in line.targets:
        yield from _target_facts(look, target)


def _target_facts(look: Look, target: PlanTarget) -> Iterator[tuple[str, str]]:
    if target.by_criterion:
        yield f"{state_lead(look, target.state)} ", target.text
    elif target.to is not None:
        stages = look.translate("Stage {now}, then {to}").format(now=target.stage, to=target.to)
        yield f"{target.title} ", stages
        yield "", target.text
    else:
        yield look.introducing(target.title), _stands(look, target)


def _stands(look: Look, target: PlanTarget) -> str:
    """Return how a fact or an indicator stands."""
    if target.stage is None:
        return target.value or "–"
    return look.translate("stage {stage}").format(stage=target.stage)


def check_facts(line: PlanLine) -> Iterator[tuple[str, str]]:
    """Yield how to check a recommendation: the team's words, or what shows its criteria."""
    if line.check:
        yield "", line.check
        return
    shown_by = dict.fromkeys(target.shown_by for target in line.targets if target.shown_by)
    yield from (("", each) for each in shown_by)
