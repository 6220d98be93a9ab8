"""Projection of an assessment: what one audience may see of it, and what not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypedDict

from assessor.assessment.assessment import Assessment
from assessor.assessment.base.form_languages import report_languages
from assessor.assessment.base.progress import ProgressCallback, no_progress
from assessor.assessment.core.form_versions import refuse_disputed_form
from assessor.assessment.entries.remarks import answered_remarks
from assessor.assessment.report.mission_changes import follow_up_of
from assessor.assessment.review.changelog import report_changes
from assessor.assessment.review.open_points import open_points, point_lines, refuse_open_points
from assessor.assessment.review.retired_questions import retired_answers
from assessor.errors import Refused
from assessor.form.live.instance import Instance
from assessor.report.projection.live_form import LiveForm, limit_quotes
from assessor.report.projection.projection import INTERNAL, Accounting, Projection
from assessor.report.projection.projector import omitted_answers, project
from assessor.report.projection.record_summary import OmittedAnswer
from assessor.report.projection.report_facts import ReportFacts
from assessor.scoring.instrument import Instrument
from assessor.store.model.entry import Entry
from assessor.store.model.published_answers import PUBLISHED_KIND
from assessor.words import language_code, language_name, translator


class _ProjectionInput(TypedDict):
    instance: Instance
    heads: Mapping[tuple[str, str], Sequence[Entry]]
    facts: ReportFacts
    instrument: Instrument | None


@dataclass(frozen=True, slots=True)
class PreviewedReport:
    """A report before its export: its pages as a PDF without parcel, fingerprint and code.

    `left_out` are the answers that its readers do not see, or only in part; `accounting` counts
    all. `dated` says that an earlier version sealed entries, whose moments cannot be left out.
    """

    profile: str
    language: str
    pages: bytes
    accounting: Accounting
    left_out: tuple[OmittedAnswer, ...]
    dated: bool = False


def projection_of(
    assessment: Assessment,
    profile: str,
    language: str | None,
    summary: str = "",
    *,
    final: bool = False,
) -> Projection:
    """Return what the audience may see, from a separate instance in the language of the report.

    `summary` is another language in which the summary is repeated. A `final` report has a reason
    for every open point; a draft says how many there are. Raises Refused for a language that
    neither the form nor Assessor has, if both are the same, or if a final report lacks a reason.
    """
    if final:
        refuse_open_points(assessment)
    projection = _followed_up(assessment, profile, *_input(assessment, language, final=final))
    return with_second_summary(assessment, projection, summary)


def with_second_summary(assessment: Assessment, projection: Projection, summary: str) -> Projection:
    """Return the projection with its summary in the language `summary`, if one is given."""
    if not summary:
        return projection
    other = projection_of(assessment, projection.profile, summary)
    if language_code(other.language) == language_code(projection.language):
        raise Refused(
            "The report is in {language} already: choose another language for the second summary.",
            language=language_name(other.language),
        )
    return replace(projection, second_language=other)


def preview_report(
    assessment: Assessment,
    *,
    profile: str,
    language: str | None = None,
    summary: str = "",
    final: bool = False,
    report_progress: ProgressCallback = no_progress,
) -> PreviewedReport:
    """Return the pages that an export would write, without sealing or writing anything.

    Raises as projection_of does, and what `report_progress` raises to stop.
    """
    # imported when needed: layout loads many libraries
    from assessor.report.output.pdf_report import render_report

    report_progress("reading the answers", 0, 1)
    data, report_language = _input(assessment, language, final=final)
    shown_projection = _followed_up(assessment, profile, data, report_language)
    projection = with_second_summary(assessment, shown_projection, summary)
    pages = render_report(projection, progress=partial(report_progress, "laying out the pages"))
    return PreviewedReport(
        profile,
        report_language,
        pages,
        projection.accounting,
        omitted_answers(**data, profile=profile),
        profile != INTERNAL and _has_older_changesets(assessment),
    )


def _has_older_changesets(assessment: Assessment) -> bool:
    changesets = (each for uuid in assessment.joint for each in assessment.mission.changesets(uuid))
    return any(not changeset.header.by_day for changeset in changesets)


def _input(
    assessment: Assessment, language: str | None, *, final: bool = False
) -> tuple[_ProjectionInput, str]:
    now = assessment.now()
    mission = assessment.mission
    refuse_disputed_form(mission, assessment.joint)
    own, report_language = report_languages(assessment.form, language or assessment.language)
    instance = assessment.finished_form(own)
    instrument = assessment.instrument
    title = instrument.titles[report_language] if instrument else ""
    trust, translate = assessment.trust(), translator(report_language)
    assessing = {
        entry.signer
        for entry in assessment.own_entries()
        if entry.kind != PUBLISHED_KIND  # a person who only exported is no assessor
    }
    facts = ReportFacts(
        form_id=assessment.form.id,
        form_version=assessment.form.version,
        form_title=title or assessment.form.title,
        assessment=assessment.uuid,
        made_on=now.date(),
        assessors=tuple(
            dict.fromkeys(
                trust.named(each.author, each.signer, translate)
                for uuid in assessment.joint
                for each in mission.signers(uuid)
                if each.signer in assessing
            )
        ),
        status="final" if final else "draft",
        open_points=len(open_points(assessment)),
    )
    heads = assessment.renames.fold(mission.joint_heads(assessment.uuid))
    return _ProjectionInput(
        instance=instance, heads=heads, facts=facts, instrument=instrument
    ), report_language


def _followed_up(
    assessment: Assessment, profile: str, data: _ProjectionInput, report_language: str
) -> Projection:
    """Return the projection with what changed since the previous mission, if one is stored, and,
    for the team, with the open points."""
    now = _projection(assessment, profile, data, report_language)

    def project_previous(before: Assessment) -> Projection:
        return _projection(before, profile, *_input(before, report_language))

    follow_up = follow_up_of(assessment, now, project_previous)
    team = profile == INTERNAL
    points = point_lines(assessment, data["instance"], report_language) if team else ()
    return replace(now, follow_up=follow_up, points=points)


def _projection(
    assessment: Assessment, profile: str, data: _ProjectionInput, report_language: str
) -> Projection:
    own = data["instance"].language

    def made(instance: LiveForm) -> Projection:
        return project(
            instance,
            data["heads"],
            facts=data["facts"],
            instrument=data["instrument"],
            profile=profile,
            language=report_language,
            retired={
                each.reference: (each.asked, each.said) for each in retired_answers(assessment, own)
            },
            changes=report_changes(assessment, data["instance"], report_language),
            remarks=answered_remarks(assessment),
        )

    complete = made(data["instance"])
    if not complete.withheld:
        return complete
    return made(limit_quotes(data["instance"], _visible_form(assessment, data, complete)))


def _visible_form(
    assessment: Assessment, data: _ProjectionInput, projection: Projection
) -> Instance:
    """Return a form with only the answers of the projection, for texts that quote answers."""
    quiet = assessment.finished_form(data["instance"].language)
    read = {
        reference: projection.disclosed.get(data["heads"]["answer", reference][0].name, {})
        for reference in projection.withheld & quiet.answers().keys()
    }
    quiet.set_stored({reference: parts.get("value", "") for reference, parts in read.items()})
    return quiet
