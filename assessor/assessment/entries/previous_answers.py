"""Answers of the previous mission, kept as a parcel in the mission file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from assessor.assessment.core.answer import Answer, answer_of
from assessor.parcel.pack.parcel_pack import unpack_parcel
from assessor.store.model.entry import displayed_head, split_heads
from assessor.store.model.receipt import ParcelOrigin
from assessor.store.write.mission import Mission

PREVIOUS = "previous"
"""The setting that holds the SHA-256 of the parcel."""


class PreviousAnswers:
    """Answers of the previous mission by reference, read again when another one is stored."""

    def __init__(self) -> None:
        self._read: tuple[str | None, Mapping[str, Answer]] = (None, {})

    def answer(self, mission: Mission, reference: str) -> Answer | None:
        """Return the answer to a question before this mission, None if there was none."""
        stored = mission.setting(PREVIOUS)
        if stored != self._read[0]:
            self._read = stored, previous_answers(mission)
        return self._read[1].get(reference)


def store_previous(mission: Mission, data: bytes) -> None:
    """Store the parcel of an earlier mission in this one."""
    digest = hashlib.sha256(data).hexdigest()
    mission.put_evidence(digest, data)
    mission.set_setting(PREVIOUS, digest)


def stored_previous(mission: Mission) -> bytes | None:
    """Return the parcel of the previous mission, None if none is stored. Raises as evidence()."""
    digest = mission.setting(PREVIOUS)
    return mission.evidence(digest) if digest else None


@contextmanager
def previous_mission(mission: Mission) -> Iterator[tuple[Mission, tuple[str, ...]]]:
    """Open the previous mission in memory; yield it with its assessments, none if none is stored.

    It ends with the block.
    """
    with open_in_memory(stored_previous(mission)) as opened:
        yield opened


@contextmanager
def open_in_memory(data: bytes | None) -> Iterator[tuple[Mission, tuple[str, ...]]]:
    """Open a parcel in memory; yield its mission and assessments, none without a parcel.

    Raises ParcelError for bytes that are none.
    """
    with Mission.in_memory() as previous:
        if data is None:
            yield previous, ()
            return
        contents = unpack_parcel(data)
        origin = ParcelOrigin("", contents.parcel_id, 0, contents.assessments, contents.forms, {})
        previous.add(contents.changesets, receipt=origin)
        yield previous, tuple(contents.assessments)


def previous_answers(mission: Mission) -> Mapping[str, Answer]:
    """Return the previous mission's answers by reference; instances have ids of their own."""
    answers: dict[str, Answer] = {}
    with previous_mission(mission) as (previous, assessments):
        for uuid in assessments:
            for (_, key), tips in split_heads(previous.heads(uuid, "answer"))[0].items():
                answer = answer_of(displayed_head(tips))
                if not answer.is_blank:
                    answers[key] = answer
    return answers
