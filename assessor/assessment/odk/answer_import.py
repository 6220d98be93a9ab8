"""Import of answers from a CSV file or an ODK submission."""

from __future__ import annotations

import csv
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

from assessor.assessment.assessment import Assessment
from assessor.assessment.base.filenames import clean_name
from assessor.assessment.base.references import missing_instances, resolve_reference
from assessor.assessment.core import derive
from assessor.assessment.core.answer import ENVELOPE
from assessor.assessment.core.completeness import ASKED
from assessor.assessment.core.derive import has_node, instances_of, repeat_of
from assessor.assessment.core.mission_start import new_id
from assessor.assessment.entries.evidence import answer_with_file
from assessor.errors import FileError, FormError, Reason, Refused
from assessor.form.live import submission
from assessor.form.live.instance import Instance
from assessor.form.live.submission import Submission
from assessor.report.projection.audience import SENSITIVITY_LEVELS


def import_answers(assessment: Assessment, path: Path) -> int:
    """Answer questions from the file `path`; return how many answers were written.

    A file ending in .xml is an ODK submission of the same form: its relevant answers are imported,
    with the files beside it; its first repeat instance fills the first one here, and so on.
    Everything is checked before the first answer is written.

    A CSV file has the columns reference and value, and any part of an answer's justification
    (evidence, basis, note, sources, missing, sensitivity, cleared). A reference is a question's
    name or path; a repeat instance with a new id or the next position is added. Every row is
    checked first; codes of evidence and missing by the form's lists.

    Raises FileError if the file cannot be read, Refused if a row names no question or a value is
    not of its type.
    """
    if path.suffix.lower() == ".xml":
        return _fill_submission(assessment, path)
    rows = _rows(path)
    _rehearse(assessment, path, rows)
    return sum(_write_row(assessment, path, at, row) for at, row in rows)


def read_submission(assessment: Assessment, path: Path) -> Submission:
    """Read an ODK submission. Raises FileError if it cannot be read or is of another form."""
    try:
        return submission.read_submission(assessment.form, path.read_bytes(), new_id)
    except OSError as error:
        raise FileError("{file} cannot be read: {why}.", file=path, why=error.strerror) from error
    except FormError as error:
        why = error.problems[0].what.rstrip(".")
        raise FileError("{path} cannot be read: {why}.", path=path, why=why) from error


def _fill_submission(assessment: Assessment, path: Path) -> int:
    found = read_submission(assessment, path)
    stage = assessment.in_language(assessment.language)
    count = 0

    def rehearse(reference: str, value: str) -> None:
        if _is_asked(stage, reference):
            _in_order(path, reference, lambda: stage.set(reference, value))

    def say(reference: str, value: str) -> None:
        nonlocal count
        if not _is_asked(assessment.instance, reference):
            return
        before = assessment.answer_at(reference)
        if not _answered_by_file(assessment, reference, path, value):
            _in_order(path, reference, lambda: assessment.answer(reference, value))
        count += assessment.answer_at(reference) != before

    _write_in_order(found, stage, rehearse)  # so that a mistake is found before anything is written
    _write_in_order(found, assessment, say)
    return count


def _in_order(path: Path, reference: str, write: Callable[[], object]) -> None:
    try:
        write()
    except ValueError as error:
        raise Refused(
            "{file}, {path}: {why}.", file=path.name, path=reference, why=str(error).rstrip(".")
        ) from error


def _write_in_order(
    found: Submission, into: Instance | Assessment, say: Callable[[str, str], None]
) -> None:
    """Write the answers in order, as one may decide the number of rows; add missing instances."""
    here: dict[str, str] = {}

    def place(instance: str) -> None:
        siblings = [each for each in found.repeats if repeat_of(each) == repeat_of(instance)]
        for at, each in enumerate(siblings[: siblings.index(instance) + 1]):
            if each not in here:
                repeat = moved_reference(repeat_of(each), here)
                if at == len(into.node(repeat).children):
                    into.add_repeat(repeat)
                here[each] = into.node(repeat).children[at].reference

    for reference, value in found.answers.items():
        for instance in instances_of(reference):
            place(instance)
        say(moved_reference(reference, here), value)
    for instance in found.repeats:
        place(instance)


def _answered_by_file(assessment: Assessment, reference: str, path: Path, value: str) -> bool:
    file = path.parent / value
    if assessment.node(reference).control != "upload" or clean_name(value) != value:
        return False
    if not file.is_file():
        return False
    content = file.read_bytes()
    mark = f"-{sha256(content).hexdigest()[:8]}"  # digits that unique_name adds
    name = f"{file.stem.removesuffix(mark)}{file.suffix}"
    answer_with_file(assessment, reference, content, name=name)
    return True


def moved_reference(reference: str, here: dict[str, str]) -> str:
    """Return the reference in this mission for one of the submission."""
    for instance in reversed(list(instances_of(reference))):
        if instance in here:
            return here[instance] + reference[len(instance) :]
    return reference


def _is_asked(instance: Instance, reference: str) -> bool:
    if not has_node(instance, reference):
        return False
    node = instance.node(reference)
    return node.control in ASKED and not node.readonly


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            head = set(reader.fieldnames or ())
            rows = [(reader.line_num, {k: v or "" for k, v in row.items() if k}) for row in reader]
    except OSError as error:
        raise FileError("{file} cannot be read: {why}.", file=path, why=error.strerror) from error
    except (csv.Error, UnicodeDecodeError) as error:
        raise FileError(
            "{file} is not a CSV file in UTF-8: {why}.", file=path, why=error
        ) from error
    if not {"reference", "value"} <= head:
        raise FileError(
            "{file} needs the columns reference and value; it has {head}.",
            file=path,
            head=", ".join(sorted(head)) or "none",
        )
    unknown = head - {"reference", "value", *ENVELOPE}
    if unknown:
        raise FileError(
            "{file} has columns an answer does not have: {unknown}.",
            file=path,
            unknown=", ".join(sorted(unknown)),
        )
    return rows


def _rehearse(assessment: Assessment, path: Path, rows: list[tuple[int, dict[str, str]]]) -> None:
    stage = assessment.in_language(assessment.language)
    codes = _codes(assessment)
    for at, row in rows:
        for part, offered in codes.items():
            if row.get(part) and offered and row[part] not in offered:
                message = f"{part} {row[part]} is none of {', '.join(offered)}"
                raise _refused(path, at, message)
        try:
            for repeat, new in missing_instances(stage, row["reference"]):
                derive.refuse_counted(stage.form, repeat)
                stage.add_repeat(repeat, new)
            reference = resolve_reference(stage, row["reference"])
            stage.set(reference, row["value"])
            stale = stage.node(reference).outdated_values
        except KeyError:
            raise _refused(path, at, f"the form has no question {row['reference']}") from None
        except Refused as error:
            raise _refused(path, at, error.reason) from error
        except ValueError as error:
            raise _refused(path, at, str(error)) from error
        if stale:
            raise _refused(path, at, f"{' '.join(stale)} is none of the choices")


def _codes(assessment: Assessment) -> dict[str, tuple[str, ...]]:
    known = assessment.instrument
    return {
        "evidence": tuple(known.evidence) if known else (),
        "missing": tuple(known.missing_reason) if known else (),
        "basis": ("desk", "field"),
        "sensitivity": SENSITIVITY_LEVELS,
    }


def _write_row(assessment: Assessment, path: Path, at: int, row: dict[str, str]) -> bool:
    for repeat, new in missing_instances(assessment.instance, row["reference"]):
        assessment.add_repeat(repeat, new)
    reference = resolve_reference(assessment.instance, row["reference"])
    envelope: dict[str, Any] = {name: row[name] for name in ENVELOPE if row.get(name)}
    if "sources" in envelope:
        envelope["sources"] = tuple(envelope["sources"].split())
    before = assessment.answer_at(reference)
    try:
        assessment.answer(reference, row["value"], **envelope)
    except KeyError:
        raise _refused(path, at, f"the form has no question {row['reference']}") from None
    except ValueError as error:
        raise _refused(path, at, str(error)) from error
    return assessment.answer_at(reference) != before


def _refused(path: Path, at: int, why: str | Reason) -> Refused:
    if isinstance(why, Reason):
        return Refused("{file}, line {line}: {sentence}", file=path.name, line=at, sentence=why)
    return Refused("{file}, line {line}: {why}.", file=path.name, line=at, why=why.rstrip("."))
