"""Sidecars: parcels with evidence files that are too large for a report.

A sidecar has no entries. Entries name each file by its SHA-256, so a sidecar can be renamed, come
later, or come twice; files that no entry names are not imported.
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
"""The default size in bytes above which an evidence file goes into a sidecar."""
MAX_REPORT_EVIDENCE = 40 * 2**20
"""The most bytes of evidence in a report; the largest files move to sidecars."""
MAX_SIDECAR_EVIDENCE = 56 * 2**20
"""The most bytes of evidence in a sidecar."""
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
    """Return the content of each sidecar of a report: SHA-256 (64 hex) of files that are here.

    Files larger than `above` bytes go, and the largest others that exceed MAX_REPORT_EVIDENCE.
    """
    sizes: dict[str, int] = {}
    for uuid in assessments:
        evidence = mission.entries(uuid, "evidence")
        bodies = [entry.body for entry in evidence if entry.body and not withhold(entry)]
        sizes |= mission.evidence_sizes({str(body.get("sha256", "")) for body in bodies})
    moved, total = [], sum(sizes.values())
    for digest, size in sorted(sizes.items(), key=lambda item: (-item[1], item[0])):
        if size > above or total > MAX_REPORT_EVIDENCE:
            moved.append(digest)
            total -= size
    groups: list[tuple[str, ...]] = []
    for digest in moved:
        for index, group in enumerate(groups):
            if sum(map(sizes.__getitem__, (*group, digest))) <= MAX_SIDECAR_EVIDENCE:
                groups[index] = (*group, digest)
                break
        else:
            groups.append((digest,))
    return tuple(groups)


def make_sidecar(
    mission: Mission, assessments: Iterable[str], files: Collection[str], signer: Signer
) -> bytes:
    """Return the signed parcel with these files (SHA-256, 64 hex) of `assessments`."""
    contents = {digest: mission.evidence(digest) for digest in files}
    evidence = {digest: content for digest, content in contents.items() if content is not None}
    uuids = set(assessments)
    forms = {row.uuid: row.form for row in mission.assessments() if row.uuid in uuids}
    return build_parcel((), forms, {}, evidence=evidence, signer=signer)


def sidecar_path(report: Path, number: int) -> Path:
    """Return the path of a sidecar beside a report; numbers begin with 1."""
    count = f"-{number}" if number > 1 else ""
    return report.with_name(f"{report.stem}.files{count}.assessor")


def is_sidecar(name: str) -> bool:
    """Return whether a file name is that of a sidecar."""
    return _SUFFIX.search(name) is not None


def sidecars_beside(report: Path) -> list[Path]:
    """Return files beside a report with names of sidecars, its own first; at most 50."""
    try:
        paths = [path for path in report.parent.iterdir() if is_sidecar(path.name)]
    except OSError:
        return []
    return sorted(paths, key=lambda path: (not path.name.startswith(report.stem), path.name))[:50]
