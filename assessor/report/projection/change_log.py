"""Change log and government comments, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum


class ChangeKind(Enum):
    """Kinds of change-log entries, in their order within a day."""

    BEGAN = "began"  # filling began, in a version of the form
    UPGRADED = "upgraded"  # moved to another version of the form
    RENAMED = "renamed"  # questions got another name
    RECEIVED = "received"  # a parcel was imported
    UNDONE = "undone"  # the import was undone
    DECIDED = "decided"  # a conflict between assessors was resolved
    REDACTED = "redacted"  # text was removed for good
    ISSUED = "issued"  # a government or public version was written
    CHANGED = "changed"  # answers were added or changed


@dataclass(frozen=True, slots=True)
class Change:
    """Changes of one kind on one day, in the exporter's time zone.

    `version` is the form's version or the report's profile. `since` is the day from which answers
    are counted. `details` (who, what, why) are for the team only.
    """

    day: date
    what: ChangeKind
    count: int = 1
    version: str = ""
    since: date | None = None
    details: tuple[str, ...] = ()


ACCEPTED = "accepted"
VERDICTS = {ACCEPTED: "Accepted in full", "partly": "Accepted in part", "not": "Not accepted"}
"""The team's verdicts on a comment, in words (English source strings)."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment of the government, the team's response, and whether the answer changed since.

    `verdict` is a key of VERDICTS, or blank before the team decides.
    """

    comment: str
    response: str = ""
    changed: bool | None = None
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class RemarkLine:
    """A comment beside its question, as printed in the report."""

    section: str
    finding: str
    remark: Remark
