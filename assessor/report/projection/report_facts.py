"""Facts of a report that the form does not know: its status, its open points, its parcel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """Facts about the report that the form does not know."""

    form_id: str
    form_version: str
    form_title: str
    assessment: str  # its id
    made_on: date  # day of export
    assessors: tuple[str, ...] = ()  # signers of entries
    status: str = "draft"  # draft, review (by the government) or final
    open_points: int | None = None  # None: not counted
    app: str = ""


@dataclass(frozen=True, slots=True)
class AttachedParcel:
    """The parcel attached to a report, named on cover and last page."""

    parcel_id: str
    fingerprint: str
    size: int
    entries: int
    changesets: int = 0
    signers: tuple[tuple[str, str], ...] = ()  # (name, fingerprint of the key)
    signer: tuple[str, str] | None = None  # of the file: (name or "", six words of the key)


POINT_TITLES: Mapping[str, str] = {
    "conflict": "Laptops disagree",
    "violation": "To correct",
    "overclaim": "Said, not shown",
    "disagreement": "Sources disagree",
    "unsourced": "No source named",
    "claimed": "Only claimed",
    "nameless": "Source without a name",
    "attribution": "Attribution not agreed",
}
"""The kinds of open points, the most serious first, and their titles."""

_SENTENCES = {
    "conflict": "Assessors gave different answers, and nobody has decided.",
    "overclaim": "Said to reach stage {said}; what was shown reaches stage {shown}.",
    "disagreement": "Sources gave different answers, and the finding is not settled.",
    "unsourced": "Neither a source nor a file is named for it.",
    "claimed": "Somebody claimed it; nothing that was seen supports it.",
    "nameless": "This source has no institution and no title.",
    "attribution": "It was not agreed how this source may be named.",
}


def point_sentence(
    kind: str, facts: Mapping[str, str], translate: Callable[[str], str] = str
) -> str:
    """Return what is open; of a rule of the form, the form's own message."""
    if kind == "violation":
        return facts.get("message", "")
    return translate(_SENTENCES[kind]).format(**facts)


@dataclass(frozen=True, slots=True)
class PointLine:
    """An open point in the report for the team: its kind, the question or source it is about, what
    is open, the reason typed for it ("" for none), and who typed it."""

    kind: str
    about: str
    sentence: str
    reason: str = ""
    author: str = ""
