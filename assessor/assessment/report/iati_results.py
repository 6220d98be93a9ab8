"""The result of an IATI activity: of the criteria it is to meet, how many are shown to be met.

Source: IATI Standard 2.03, iati-activity/result; ResultType 2 is an outcome, IndicatorMeasure 1
counts units.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from xml.etree import ElementTree as ET

from assessor.assessment.core.signer_trust import Translate
from assessor.names import safe_name
from assessor.report.projection.plan.plan_lines import PlanTarget
from assessor.scoring.criteria import CriterionState

_LONGEST = 10_000
"""Characters of a text in the file."""


def add_result(
    activity: ET.Element,
    targets: Sequence[PlanTarget],
    year: str,
    days: tuple[date, date],
    translate: Translate,
) -> None:
    """Add the number of criteria that were shown in `year` (four digits) and that are to be met at
    the end of `days`; nothing unless the readers are told how all targets stand, and all are
    criteria."""
    if not targets or any(not each.by_criterion or each.state is None for each in targets):
        return
    shown = sum(each.state is CriterionState.SHOWN for each in targets)
    result = ET.SubElement(activity, "result", {"type": "2", "aggregation-status": "1"})
    _add_text(ET.SubElement(result, "title"), translate("Criteria that are met"))
    indicator = ET.SubElement(result, "indicator", measure="1", ascending="1")
    _add_text(ET.SubElement(indicator, "title"), translate("Criteria shown to be met"))
    _add_text(ET.SubElement(indicator, "description"), " ".join(each.text for each in targets))
    ET.SubElement(indicator, "baseline", year=year, value=str(shown))
    period = ET.SubElement(indicator, "period")
    ET.SubElement(period, "period-start", {"iso-date": days[0].isoformat()})
    ET.SubElement(period, "period-end", {"iso-date": days[1].isoformat()})
    ET.SubElement(period, "target", value=str(len(targets)))


def _add_text(parent: ET.Element, text: str) -> None:
    ET.SubElement(parent, "narrative").text = safe_name(text, _LONGEST)
