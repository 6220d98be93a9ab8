"""Comparison of a registry's cases, with all its figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assessor.assessment.headquarters.case_cache import CaseCache, CountCallback
from assessor.errors import Reason
from assessor.registry.analysis.cases import Case
from assessor.registry.analysis.figure import Figure
from assessor.registry.analysis.regional_tables import (
    consistency,
    donors,
    legal_gaps,
    needs_and_offers,
    recommendations,
    rights_watch,
)
from assessor.registry.analysis.slopes import slopes_figure
from assessor.registry.analysis.stage_comparison import build_heat_map
from assessor.report.projection import question_names

FIGURES = (
    "heat_map", "slopes", "needs_and_offers", "donors", "rights_watch", "legal_gaps",
    "recommendations", "consistency",
)  # fmt: skip
"""Every figure, in reading order."""


@dataclass(frozen=True, slots=True)
class ComparedCases:
    """The comparable cases of a registry, and notes on the rest."""

    cases: Sequence[Case]
    notes: tuple[Reason, ...] = ()


def compared_cases(
    shelf: CaseCache, language: str, report_progress: CountCallback | None = None
) -> ComparedCases:
    """Return all cases of a registry; joined assessments count once.

    `language` is a code such as `fr`. Assessments whose form declares no scores are left out, with
    a note. The cases are read while the cache is open.
    """
    lines = shelf.lines(report_progress)
    cases = shelf.cases(lines, language)
    unscored = len(lines) - len(cases)
    left = Reason("{count} assessments declare no scores and are left out.", {"count": unscored})
    return ComparedCases(cases, (left,) if unscored else ())


def figures_of(
    compared: ComparedCases, *, by: str = "country", language: str = "en"
) -> tuple[Figure, ...]:
    """Return every figure. Raises ValueError for a `by` that is none of BY."""
    return tuple(figure_of(compared, name, by=by, language=language) for name in FIGURES)


def figure_of(
    compared: ComparedCases, name: str, *, by: str = "country", language: str = "en"
) -> Figure:
    """Return one of FIGURES. Raises ValueError for a `by` that is none of BY."""
    cases = compared.cases
    if name == "heat_map":
        return build_heat_map(cases, by=by, language=language).figure()
    if name == "slopes":
        return slopes_figure(cases, language=language)
    if name == "needs_and_offers":
        return needs_and_offers(cases, language)
    if name == "donors":
        return donors(cases, language)
    if name == "rights_watch":
        return rights_watch(
            cases, question_names.RIGHTS, question_names.POWERS, question_names.SAFEGUARDS, language
        )
    makers = {
        "legal_gaps": legal_gaps, "recommendations": recommendations, "consistency": consistency,
    }  # fmt: skip
    return makers[name](cases)
