"""Export of ODK submissions: the XML, its files, and the audit log if the form asks for one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assessor.assessment.assessment import Assessment
from assessor.assessment.base.file_writing import write_verified
from assessor.assessment.base.filenames import clean_name
from assessor.assessment.core.form_versions import refuse_disputed_form
from assessor.assessment.mission.outgoing_seal import SEALED_SUFFIX, OutgoingSeal, choose_seal
from assessor.assessment.review.audit_log import audit_log, audit_sheet, refuse_unexplained_changes
from assessor.errors import Refused
from assessor.form.live import submission
from assessor.form.live.instance import Instance
from assessor.parcel.pack.parcel_pack import INTERNAL_PROFILE


@dataclass(frozen=True, slots=True)
class WrittenSubmission:
    """What was written; `missing` are the files it names that this mission does not hold."""

    path: Path
    instance_id: str
    beside: tuple[Path, ...]
    missing: tuple[str, ...]

    def facts(self) -> dict[str, Any]:
        """Return plain values, for JSON."""
        beside = [str(path) for path in self.beside]
        return asdict(self) | {
            "path": str(self.path), "beside": beside, "missing": list(self.missing),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class PreparedSubmission:
    """A submission in memory: its XML, its files by name, and the names of missing files."""

    text: bytes
    instance_id: str
    files: Mapping[str, bytes]
    missing: tuple[str, ...]


def prepare_submission(
    assessment: Assessment, stem: str, *, deprecates: str = ""
) -> PreparedSubmission:
    """Return the assessment as an ODK submission; the audit log is named after `stem`.

    `deprecates` is the instanceID of the submission that this one edits. Raises Refused if a reason
    for changes is owed.
    """
    refuse_disputed_form(assessment.mission, assessment.joint)
    refuse_unexplained_changes(assessment)
    instance = assessment.finished_form()
    files, missing = _uploads(assessment, instance)
    audit = f"{stem}.audit.csv" if assessment.form.audit is not None else ""
    if audit:
        files[audit] = audit_log(assessment)
    text = submission.write_submission(instance, deprecates=deprecates, audit=audit)
    found = submission.read_submission(assessment.form, text, str)
    return PreparedSubmission(text, found.instance_id, files, missing)


def write_submission(
    assessment: Assessment,
    path: Path,
    *,
    deprecates: str = "",
    seal: OutgoingSeal | None = None,
) -> WrittenSubmission:
    """Write the assessment as an ODK submission to `path` (.xml), its files beside it.

    The audit log is named after the submission, so that many fit into one folder. `deprecates` is
    the instanceID of the submission that this one edits. Each file is sealed as `seal` says, and
    read back. Raises Refused for a wrong place, if a reason for changes is owed, and for a
    protected mission without a `seal`; FileError if it cannot be written.
    """
    seal = seal or choose_seal(assessment.mission, INTERNAL_PROFILE)
    if path.suffix.lower() != ".xml":
        raise Refused("{file}: a submission ends in .xml.", file=path)
    prepared = prepare_submission(assessment, path.stem, deprecates=deprecates)
    audit = f"{path.stem}.audit.csv"
    for name, content in prepared.files.items():
        if name != audit and not seal.whole:
            _refuse_other(path.with_name(name), content)
    files = tuple(
        _write(content, path.with_name(name), seal) for name, content in prepared.files.items()
    )
    path = _write(prepared.text, path, seal)
    return WrittenSubmission(path, prepared.instance_id, files, prepared.missing)


def _uploads(
    assessment: Assessment, instance: Instance
) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Return the uploaded files by name, and the names of missing or unsafe ones."""
    files: dict[str, bytes] = {}
    missing = []
    for node in submission.uploads(instance):
        content = assessment.mission.evidence(assessment.answer_at(node.reference).file)
        if content is None or clean_name(node.value) != node.value:
            missing.append(node.value)
        else:
            files[node.value] = content
    return files, tuple(missing)


def _refuse_other(path: Path, content: bytes) -> None:
    if path.exists() and (not path.is_file() or path.read_bytes() != content):
        raise Refused(
            "{file} stands there already and is another file: choose another folder.", file=path
        )


def _write(content: bytes, path: Path, seal: OutgoingSeal) -> Path:
    """Write a file, sealed if that is wanted; return its path."""
    path = path.with_name(path.name + SEALED_SUFFIX) if seal.whole else path
    write_verified(seal.seal_file(content), path)
    return path


def write_audit(assessment: Assessment, path: Path, seal: OutgoingSeal | None = None) -> Path:
    """Write the audit log alone to `path` (.csv), for a spreadsheet; return where it is.

    Raises as write_submission does.
    """
    seal = seal or choose_seal(assessment.mission, INTERNAL_PROFILE)
    if path.suffix.lower() != ".csv":
        raise Refused("{file}: an audit log ends in .csv.", file=path)
    refuse_disputed_form(assessment.mission, assessment.joint)
    log = audit_sheet(assessment)
    return _write(log, path, seal)
