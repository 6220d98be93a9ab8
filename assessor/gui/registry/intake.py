"""Receive files into a registry, in a thread with its own connection."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path

from assessor.errors import AssessorError
from assessor.gui.toolkit.system.background_task import ReportProgress
from assessor.parcel.keys.identity import Identity
from assessor.store.model.receipt import Receipt
from assessor.store.write.mission import Mission
from assessor.store.write.mission_access import Access

Intake = Callable[[Sequence[Path], bool, ReportProgress], tuple[Receipt, ...]]
"""Receives files, or previews them with True."""


def receive_into(
    access: Access,
    identity: Identity,
    opens: Sequence[str],
    paths: Sequence[Path],
    preview: bool,
    report_progress: ReportProgress,
) -> tuple[Receipt, ...]:
    """Receive files into a registry and update the comparison cache at once."""
    from assessor.assessment.headquarters.case_cache import CaseCache
    from assessor.registry.receive.receiver import receive

    with Mission.reopen(access) as mission:
        receipts = receive(
            mission,
            paths,
            preview=preview,
            progress=lambda done, of, name: report_progress(name, done, of),
            identities=opens,
        )
        if not preview:
            came = {uuid for receipt in receipts for uuid in receipt.assessments}
            # What fails now is computed when it is shown.
            with contextlib.suppress(AssessorError), CaseCache(mission, identity) as shelf:
                shelf.heads(lambda done, of: report_progress("", done, of), came)
        return receipts
