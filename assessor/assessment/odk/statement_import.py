"""Import of an ODK submission as statements of one source; findings stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.completeness import ASKED
from assessor.assessment.core.derive import has_node, repeat_of
from assessor.assessment.core.mission_start import new_id
from assessor.assessment.core.statements import is_compared, sources_of
from assessor.assessment.entries.sources import add_statements
from assessor.assessment.odk.answer_import import moved_reference, read_submission
from assessor.errors import Refused


@dataclass(frozen=True, slots=True)
class ImportedStatements:
    """How many statements were new and known, and the references left out: answers to questions on
    which sources are not compared, or in repeat instances that are not here.
    """

    new: int
    known: int
    left: tuple[str, ...]


def import_statements(assessment: Assessment, path: Path, source: str) -> ImportedStatements:
    """Add the answers of an ODK submission (.xml) as statements of a source, as one step.

    `source` is an id or name: of that source, or of a new one. The first instance of a repeat is
    the first one here, and so on; none is added. The same submission again adds nothing. Raises
    Refused for another file or a value that is not of its question's type (nothing is then added),
    FileError as read_submission does.
    """
    if path.suffix.lower() != ".xml":
        raise Refused("{file}: statements are taken from an ODK submission, .xml.", file=path)
    found = read_submission(assessment, path)
    here = _instances(assessment, found.repeats)
    values, left = {}, []
    for key, value in found.answers.items():
        reference = moved_reference(key, here)
        if not has_node(assessment.instance, reference):
            left.append(key)
            continue
        node = assessment.node(reference)
        if node.control not in ASKED or node.readonly or not value:
            continue  # set by the form, or not answered
        if is_compared(node):
            values[reference] = value
        else:
            left.append(reference)
    for reference, value in values.items():
        try:
            assessment.instance.canonical_value(reference, value)
        except ValueError as error:
            raise Refused(
                "{file}, {path}: {why}.", file=path.name, path=reference, why=str(error).rstrip(".")
            ) from error
    new = add_statements(assessment, values, _source(assessment, source), name=source)
    return ImportedStatements(new, len(values) - new, tuple(left))


def _instances(assessment: Assessment, repeats: Sequence[str]) -> dict[str, str]:
    here: dict[str, str] = {}
    counted: dict[str, int] = {}
    for reference in repeats:  # outer instances come before inner ones
        repeat = moved_reference(repeat_of(reference), here)
        at = counted.get(repeat, 0)
        counted[repeat] = at + 1
        if has_node(assessment.instance, repeat):
            children = assessment.node(repeat).children
            if at < len(children):
                here[reference] = children[at].reference
    return here


def _source(assessment: Assessment, name_or_id: str) -> str:
    known = sources_of(assessment)
    if name_or_id in known:
        return name_or_id
    names = ("institution", "title")
    found = (key for key, body in known.items() if name_or_id in [body.get(name) for name in names])
    return next(found, new_id())
