"""What is worked out at once of what a registry received, and what a person must know of it."""

from __future__ import annotations

import contextlib
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace

from assessor.assessment.base.progress import CountCallback, no_count
from assessor.assessment.headquarters.case_cache import CaseCache
from assessor.assessment.headquarters.mission_makers import MissionMakers
from assessor.errors import AssessorError, Reason
from assessor.parcel.keys.identity import Identity
from assessor.store.model.receipt import Receipt
from assessor.store.write.mission import Mission


def note_received(
    mission: Mission,
    identity: Identity,
    receipts: Sequence[Receipt],
    language: str,
    report_progress: CountCallback = no_count,
) -> tuple[Receipt, ...]:
    """Update the cache of what came, and add to each receipt what is to be decided about who made
    its missions. What fails now is worked out when it is shown."""
    came = {
        uuid for receipt in receipts for uuid in receipt.assessments if mission.assessment(uuid)
    }
    if not came:
        return tuple(receipts)
    with contextlib.suppress(AssessorError), CaseCache(mission, identity) as shelf:
        shelf.lines(report_progress, came)
        makers = shelf.makers(shelf.lines(), language)
        first = {uuid: _first(mission, uuid, makers.lines) for uuid in came}
        return tuple(_noted(receipt, makers, first) for receipt in receipts)
    return tuple(receipts)


def maker_notices(shelf: CaseCache, language: str) -> tuple[Reason, ...]:
    """Return what is to be decided about who made the missions; nothing where a form is damaged,
    which is told elsewhere."""
    with contextlib.suppress(AssessorError):
        return shelf.makers(shelf.lines(), language).notices()
    return ()


def _first(mission: Mission, uuid: str, lines: Container[str]) -> str:
    """Return the assessment under which one that is joined with others is kept."""
    return next((each for each in mission.joined(uuid) if each in lines), uuid)


def _noted(receipt: Receipt, makers: MissionMakers, first: Mapping[str, str]) -> Receipt:
    about = frozenset(first[uuid] for uuid in receipt.assessments if uuid in first)
    return replace(receipt, reasons=(*receipt.reasons, *makers.notices(about)))
