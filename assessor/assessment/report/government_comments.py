"""The government's comment matrix: exported as a table, and imported when filled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from assessor.assessment.assessment import Assessment
from assessor.assessment.base.file_writing import write_verified
from assessor.assessment.base.spreadsheet_safety import safe_cell
from assessor.assessment.core.derive import find_node
from assessor.assessment.entries.remarks import (
    GovernmentRemark,
    ImportedRemarks,
    answered_remarks,
    import_remarks,
)
from assessor.assessment.report.comment_matrix_files import FilledLine, read_matrix_lines
from assessor.assessment.report.office_export import OFFICE, WORD, OfficeDocument, verify_archive
from assessor.assessment.report.report_projection import projection_of
from assessor.assessment.review.leak_check import refuse_leaks, texts_in_office
from assessor.errors import Reason, Refused
from assessor.report.annexes.history_annexes import verdict_words
from assessor.report.blocks.look import Look
from assessor.report.output.comment_matrix import matrix_book, matrix_document, matrix_lines
from assessor.report.projection.change_log import VERDICTS
from assessor.report.projection.projection import GOVERNMENT
from assessor.words import LANGUAGES, language_code, translator

LONGEST = 10_000
"""Characters of one comment: some pages."""

_MAX_LINES = 5
"""Number of lines named for each problem."""

STRAY, UNASKED, LONG, UNKNOWN = "stray", "unasked", "long", "unknown"
_REASONS = {
    STRAY: (
        "What stands in these lines is beside no finding of this form: {lines}. Copy the line of "
        "the finding and write it there."
    ),
    UNASKED: (
        "In these lines something is answered or accepted, and there is no comment: {lines}. Write "
        "the comment, or empty the line."
    ),
    LONG: (
        "In these lines a text is longer than {longest} signs: {lines}. Shorten it, or send the "
        "rest as a file of its own."
    ),
    UNKNOWN: (
        "In these lines Accepted? says something else than {known}: {lines}. Choose one of these, "
        "or leave it empty."
    ),
}
"""Reasons to refuse a line, in the order of the message."""


def export_matrix(
    assessment: Assessment, path: Path, *, language: str | None = None
) -> OfficeDocument:
    """Write what the government reads in the report as a table with room for comments.

    Suffix .xlsx or .docx; either can be filled and imported. It contains earlier comments, the
    responses, and whether the answer has changed since. Raises Refused for another suffix, an
    unsupported language, and if it would reveal what the government may not see; FileError if it
    cannot be written.
    """
    kind = path.suffix.lower()
    if kind not in OFFICE:
        raise Refused("{file}: a document ends in .docx, a workbook in .xlsx.", file=path)
    projection = projection_of(assessment, GOVERNMENT, language)
    remarks = answered_remarks(assessment)
    lines = matrix_lines(projection, remarks)
    if not lines:
        raise Refused(
            "There is nothing yet that the government reads in the report, so nothing to comment."
        )
    data = (
        matrix_document(projection, lines)
        if kind == WORD
        else matrix_book(projection, lines, safe_cell)
    )
    every = (remark for each in remarks.values() for remark in each)
    known_texts = (text for each in every for text in (each.comment, each.response))
    refuse_leaks(assessment, projection, texts_in_office(data), known_texts)
    verify_archive(data, path)
    write_verified(data, path, private=False)
    return OfficeDocument(path, GOVERNMENT, projection.language)


def import_matrix(assessment: Assessment, path: Path) -> ImportedRemarks:
    """Import the comments of a filled table: `read_matrix`, then `import_lines`."""
    return import_lines(assessment, read_matrix(assessment, path))


def read_matrix(assessment: Assessment, path: Path) -> tuple[GovernmentRemark, ...]:
    """Return the comments in a filled workbook or document; nothing is stored.

    All or nothing: it must be the matrix of this assessment, with all columns in place and every
    comment beside a finding. Raises Refused with the lines that are invalid, FileError if the file
    is no workbook or document.
    """
    remarks: list[GovernmentRemark] = []
    wrong: dict[str, list[str]] = {}
    for line in read_matrix_lines(assessment, path):
        if not (line.comment or line.verdict or line.response):
            continue
        verdict = _verdict(line.verdict)
        why = _refusal_reason(assessment, line, verdict)
        if why is None:
            remarks.append(
                GovernmentRemark(line.reference, line.comment, line.response, verdict or "")
            )
        else:
            wrong.setdefault(why, []).append(line.named)
    if wrong:
        _refuse(assessment, wrong)
    return tuple(dict.fromkeys(remarks))  # once, even if a line was copied


def _refusal_reason(assessment: Assessment, line: FilledLine, verdict: str | None) -> str | None:
    if not _is_question(assessment, line.reference):
        return STRAY
    if not line.comment:
        return UNASKED
    if max(len(line.comment), len(line.response)) > LONGEST:
        return LONG
    return UNKNOWN if verdict is None else None


def _refuse(assessment: Assessment, wrong: Mapping[str, Sequence[str]]) -> NoReturn:
    look = Look(assessment.language)
    messages = {
        "longest": LONGEST,
        "known": ", ".join(verdict_words(look, each) for each in VERDICTS),
    }
    found: Reason | None = None
    for why in reversed([each for each in _REASONS if each in wrong]):
        line_names = wrong[why]
        lines = ", ".join(line_names[:_MAX_LINES]) + (" …" if len(line_names) > _MAX_LINES else "")
        this = Reason(_REASONS[why], messages | {"lines": lines})
        found = Reason("{this} {others}", {"this": this, "others": found}) if found else this
    raise Refused("Nothing was imported. {lines}", lines=found)


def import_lines(assessment: Assessment, remarks: Sequence[GovernmentRemark]) -> ImportedRemarks:
    """Store comments as those of the source "government"; only new ones are added."""
    translate = translator(language_code(assessment.language))
    country = assessment.facts().country
    name = translate("Government of {country}").format(country=country) if country else ""
    return import_remarks(assessment, remarks, name=name or translate("The government"))


def _verdict(written: str) -> str | None:
    if not written:
        return ""
    looks = map(Look, LANGUAGES)
    known = {verdict_words(look, each).casefold(): each for look in looks for each in VERDICTS}
    known |= {each: each for each in VERDICTS}
    return known.get(written.casefold())


def _is_question(assessment: Assessment, reference: str) -> bool:
    node = find_node(assessment.instance, reference)
    return node is not None and node.kind == "question"
