"""What became of the record and the report, as plain data: the change log, and comments on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum


class ChangeKind(Enum):
    """What may stand in the change log, in the order it is told within a day."""

    BEGAN = "began"  # in a version of the form
    UPGRADED = "upgraded"  # went on in another version of the form
    RENAMED = "renamed"  # questions of an earlier version have another name now
    RECEIVED = "received"  # a parcel was taken in
    UNDONE = "undone"  # and what it brought was taken back
    DECIDED = "decided"  # a conflict between assessors was settled
    REDACTED = "redacted"  # words were taken back for good
    ISSUED = "issued"  # a version for the government or the public was written
    CHANGED = "changed"  # answers given or changed since


@dataclass(frozen=True, slots=True)
class Change:
    """So many things of one kind on one day, in the time zone of whoever exports.

    `version` is that of a form, or the profile a report was written for; `since` the day from
    which answers are counted. `details` are for the team alone: who did it, to what, why.
    """

    day: date
    what: ChangeKind
    count: int = 1
    version: str = ""
    since: date | None = None
    details: tuple[str, ...] = ()


ACCEPTED = "accepted"
VERDICTS = {ACCEPTED: "Accepted in full", "partly": "Accepted in part", "not": "Not accepted"}
"""How the team takes a comment, each in words (English source strings)."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment of the government, what the team answered, and whether the answer is another since.

    `verdict` is one of VERDICTS, or blank where the team has not said.
    """

    comment: str
    response: str = ""
    changed: bool | None = None
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class RemarkLine:
    """A comment beside the question it is about, as the report prints it."""

    section: str
    finding: str
    remark: Remark
