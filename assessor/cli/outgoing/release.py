"""The verb release: to whom the stage of each indicator, and each small count, is told."""

from __future__ import annotations

from argparse import Namespace

from assessor.assessment.assessment import Assessment
from assessor.assessment.report.release_decisions import (
    ReleaseDecision,
    count_decisions,
    decide_release,
    stage_decisions,
)
from assessor.cli.base import arguments, console
from assessor.cli.base.options import open_assessment
from assessor.cli.base.verb import verb
from assessor.errors import Refused
from assessor.report.projection.audience import RELEASE_LEVELS

_USUAL = "usual"


@verb(
    "release",
    arguments.MISSION_FILE,
    arguments.argument(
        "--indicator", "CODE", "decide for this indicator, or small count", action="append"
    ),
    arguments.text(
        "--to",
        "READERS",
        "everybody (public), the government (gov), the team (internal), or as usual",
        choices=("", *RELEASE_LEVELS, _USUAL),
    ),
    arguments.text("--reason", "TEXT", "why it is told to other readers than usual"),
    *arguments.LAST_OPTIONS,
    examples=[
        "release san-verano.mission",
        'release san-verano.mission --indicator pol_rights --to internal --reason "A trial runs."',
    ],
)
def _run(options: Namespace) -> None:
    if bool(options.indicator) != bool(options.to):
        raise Refused("Say both: --indicator CODE and --to READERS.")
    with open_assessment(options) as assessment:
        found = _decisions(assessment)
        wanted = options.indicator or list(found)
        for code in wanted:
            if code not in found:
                raise Refused("The form has no indicator or small count {code}.", code=code)
        if options.to:
            told_to = "" if options.to == _USUAL else options.to
            chosen = [found[code] for code in wanted]
            decide_release(assessment, chosen, told_to, options.reason)
            found = _decisions(assessment)
    shown = [found[code] for code in wanted]
    if options.json:
        console.print_json([_facts(each) for each in shown])
        return
    lines = [
        (each.code, _said(each), _stage(each.evidenced), each.readers, _why(each)) for each in shown
    ]
    console.print_table(lines, ("indicator", "said", "shown", "told to", "why"))


def _decisions(assessment: Assessment) -> dict[str, ReleaseDecision]:
    every = (*stage_decisions(assessment), *count_decisions(assessment))
    return {each.code: each for each in every}


def _said(each: ReleaseDecision) -> str:
    return _stage(each.asserted) if each.count is None else str(each.count)


def _stage(stage: int | None) -> str:
    return "–" if stage is None else str(stage)


def _why(each: ReleaseDecision) -> str:
    return f"barred by {each.barred}" if each.barred else each.reason


def _facts(each: ReleaseDecision) -> dict[str, object]:
    names = "code reference asserted evidenced count told_to usual decided reason barred readers"
    return console.attributes(each, names)
