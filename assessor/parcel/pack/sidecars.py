"""Files of evidence too large for a report: they travel in parcels of their own beside it.

A sidecar is a parcel without entries. Entries name each file by its SHA-256, so a sidecar can be
renamed, come later, or come twice; what no entry names is not taken in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from pathlib import Path

from assessor.parcel.pack.parcel_pack import build_parcel, withhold_nothing
from assessor.store.model.changeset import Signer
from assessor.store.model.entry import Entry
from assessor.store.write.mission import Mission

SIDECAR_ABOVE = 5 * 2**20
"""Bytes above which a file of evidence goes to a sidecar, where nobody says otherwise."""

MAX_REPORT_EVIDENCE = 40 * 2**20
"""Bytes of evidence that one report carries at most; the largest files make room."""

MAX_SIDECAR_EVIDENCE = 56 * 2**20
"""Bytes of evidence that one sidecar carries at most."""

_SUFFIX = re.compile(r"\.files(-\d{1,3})?\.assessor$", re.IGNORECASE)

Withhold = Callable[[Entry], bool]
"""Whether an entry's body stays behind."""


def plan_sidecars(
    mission: Mission,
    assessments: Iterable[str],
    *,
    above: int = SIDECAR_ABOVE,
    withhold: Withhold = withhold_nothing,
) -> tuple[tuple[str, ...], ...]:
    """What each sidecar of a report is to hold: SHA-256 (64 hex) of files that are here.

    Files larger than `above` bytes go, and as many of the largest others as do not fit into ROOM.
    """
    sizes = {
        digest: size
        for uuid in assessments
        for digest, size in _sizes(mission, uuid, withhold).items()
    }
    left, total = [], sum(sizes.values())
    for digest, size in sorted(sizes.items(), key=lambda each: (-each[1], each[0])):
        if size > above or total > MAX_REPORT_EVIDENCE:
            left.append(digest)
            total -= size
    groups: list[list[str]] = []
    filled: list[int] = []
    for digest in left:
        place = next(
            (at for at, full in enumerate(filled) if full + sizes[digest] <= MAX_SIDECAR_EVIDENCE),
            len(groups),
        )
        if place == len(groups):
            groups.append([])
            filled.append(0)
        groups[place].append(digest)
        filled[place] += sizes[digest]
    return tuple(tuple(group) for group in groups)


def _sizes(mission: Mission, uuid: str, withhold: Withhold) -> dict[str, int]:
    named = {
        str(entry.body.get("sha256", ""))
        for entry in mission.entries(uuid, "evidence")
        if entry.body and not withhold(entry)
    }
    return mission.evidence_sizes(named)


def make_sidecar(
    mission: Mission, assessments: Iterable[str], files: Collection[str], signer: Signer
) -> bytes:
    """The parcel that holds these files (SHA-256, 64 hex) of `assessments`, signed."""
    held = {digest: mission.evidence(digest) for digest in files}
    evidence = {digest: content for digest, content in held.items() if content is not None}
    wanted = set(assessments)
    forms = {row.uuid: row.form for row in mission.assessments() if row.uuid in wanted}
    return build_parcel((), forms, {}, evidence=evidence, signer=signer)


def sidecar_path(report: Path, number: int) -> Path:
    """Where the sidecar of that number, from 1, lies beside a report."""
    count = f"-{number}" if number > 1 else ""
    return report.with_name(f"{report.stem}.files{count}.assessor")


def is_sidecar(name: str) -> bool:
    """Whether a file is called as sidecars are."""
    return _SUFFIX.search(name) is not None


def sidecars_beside(report: Path) -> list[Path]:
    """The files beside a report that are called as sidecars are, its own first; at most 50."""
    try:
        found = [each for each in report.parent.iterdir() if is_sidecar(each.name)]
    except OSError:
        return []
    own = report.stem
    return sorted(found, key=lambda each: (not each.name.startswith(own), each.name))[:50]
