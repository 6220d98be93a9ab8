"""Annexes: the open points, the government's comments and the change log."""

from __future__ import annotations

from collections.abc import Iterator

from assessor.report.blocks.answer_tables import header_cells
from assessor.report.blocks.block import Block, PageBreak, Stack
from assessor.report.blocks.look import Look
from assessor.report.blocks.table_block import TableBlock
from assessor.report.chapters import front_pages
from assessor.report.chapters.front_pages import heading
from assessor.report.projection.change_log import VERDICTS, Change, ChangeKind, RemarkLine
from assessor.report.projection.projection import INTERNAL, PUBLIC, Projection
from assessor.report.projection.report_facts import POINT_TITLES, PointLine
from assessor.report.typesetting.text_layout import SEMIBOLD
from assessor.words import long_date


def points_annex(look: Look, projection: Projection) -> Iterator[Block]:
    """Yield the open points, each with the reason why it stays open; for the team."""
    if not projection.points:
        return
    translate = look.translate
    yield heading(look, translate("Open points"), "points")
    titles = (translate("Question or source"), translate("What is open"), translate("Reason"))
    rows = [_point(look, each) for each in projection.points]
    yield TableBlock(header_cells(look, *titles), rows, (0.34, 0.33, 0.33), padding=3 * look.air)
    yield PageBreak()


def _point(look: Look, line: PointLine) -> tuple[Block, ...]:
    title = look.translate(POINT_TITLES[line.kind])
    reason: list[Block] = [look.block(look.quote(line.reason) or "–", look.cell)]
    if line.author:
        reason.append(look.block(line.author, look.tiny))
    what: list[Block] = [
        look.block(title, look.cell.but(weight=SEMIBOLD)),
        look.block(line.sentence, look.cell),
    ]
    return look.block(line.about, look.cell), Stack(what), Stack(reason)


def change_log_annex(look: Look, projection: Projection) -> Iterator[Block]:
    """Yield changes by day: counts, and for the team also who and why."""
    if not projection.changes:
        return
    translate = look.translate
    yield heading(look, translate("What changed, and when"), "changes")
    whole = projection.profile == INTERNAL and any(each.details for each in projection.changes)
    rows = [_changed(look, each, whole=whole) for each in projection.changes]
    cells = [
        look.block(long_date(projection.facts.made_on, look.code), look.small),
        look.block(front_pages.version_words(look, projection), look.strong),
    ]
    rows.append((*cells, *([Block()] if whole else [])))
    titles = [translate("Day"), translate("What happened")]
    shares = (0.2, 0.36, 0.44) if whole else (0.25, 0.75)
    titles += [translate("Who, and why")] if whole else []
    yield TableBlock(header_cells(look, *titles), rows, shares, padding=3 * look.air)
    if projection.profile == INTERNAL:
        words = translate("Internal versions leave no trace in the file: they are not listed.")
        yield look.block(words, look.tiny, before=3)
    yield PageBreak()


def change_words(look: Look, change: Change) -> str:
    """Describe a change; counts stand at the end so that no noun must agree."""
    text = _WORDS[change.what, change.version == PUBLIC]
    since = long_date(change.since, look.code) if change.since else ""
    version = change.version if change.what in (ChangeKind.BEGAN, ChangeKind.UPGRADED) else ""
    if change.what is ChangeKind.BEGAN and not version:
        text = "Filling began"
    words = look.translate(text).format(version=version, count=change.count, since=since)
    more = change.what is ChangeKind.ISSUED and change.count > 1
    return f"{words} ({look.figure(change.count, 0)})" if more else words


def verdict_words(look: Look, verdict: str) -> str:
    """Describe the team's verdict on a comment; empty before it decides."""
    return look.translate(VERDICTS[verdict]) if verdict in VERDICTS else ""


def comments_annex(look: Look, projection: Projection) -> Iterator[Block]:
    """Yield the government's comments with verdict and response."""
    if not projection.remarks:
        return
    translate = look.translate
    yield heading(look, translate("Comments of the government"), "remarks")
    titles = (
        translate("Finding"),
        translate("Comment of the government"),
        translate("Response"),
        translate("Changed?"),
    )
    rows = [_remark(look, each) for each in projection.remarks]
    yield TableBlock(
        header_cells(look, *titles), rows, (0.25, 0.33, 0.32, 0.1), padding=3 * look.air
    )
    yield PageBreak()


def _remark(look: Look, line: RemarkLine) -> tuple[Block, ...]:
    small, remark = look.cell, line.remark
    finding: list[Block] = [look.block(line.finding, small)]
    if line.section:
        finding.append(look.block(line.section, look.tiny))
    verdict = verdict_words(look, remark.verdict)
    answered = [look.block(verdict, small.but(weight=SEMIBOLD))] if verdict else []
    if remark.response or not verdict:
        answered.append(look.block(look.quote(remark.response) or "–", small))
    changed = {True: look.translate("Yes"), False: look.translate("No"), None: "–"}
    return (
        Stack(finding),
        look.block(look.quote(remark.comment), small),
        Stack(answered),
        look.block(changed[remark.changed], small),
    )


def _changed(look: Look, change: Change, *, whole: bool) -> tuple[Block, ...]:
    day = look.block(long_date(change.day, look.code), look.small)
    what = look.block(change_words(look, change), look.body)
    if not whole:
        return (day, what)
    details = [look.block(look.quote(each), look.small) for each in change.details]
    return (day, what, Stack(details) if details else Block())


_BY_KIND = {
    ChangeKind.BEGAN: "Filling began, with version {version} of the form",
    ChangeKind.UPGRADED: "Went on with version {version} of the form",
    ChangeKind.RENAMED: "Questions that have another name now: {count}",
    ChangeKind.RECEIVED: "Parcels imported: {count}",
    ChangeKind.UNDONE: "Parcels whose import was undone: {count}",
    ChangeKind.DECIDED: "Differences between assessors decided: {count}",
    ChangeKind.REDACTED: "Words deleted permanently: {count}",
    ChangeKind.ISSUED: "Version for the government written",
    ChangeKind.CHANGED: (
        "Answers given or changed since the version for the government of {since}: {count}"
    ),
}

_WORDS = {
    **{(what, public): text for what, text in _BY_KIND.items() for public in (False, True)},
    (ChangeKind.ISSUED, True): "Version for the public written",
    (ChangeKind.CHANGED, True): (
        "Answers given or changed since the version for the public of {since}: {count}"
    ),
}
