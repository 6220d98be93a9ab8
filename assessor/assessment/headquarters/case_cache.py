"""Cache of every assessment of a registry, brought up to date when it is read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial
from importlib.metadata import version
from types import TracebackType
from typing import Self

from assessor.assessment.assessment import Assessment
from assessor.assessment.base.progress import CountCallback, no_count
from assessor.assessment.core.accepted_forms import unpack_form
from assessor.assessment.core.mission_start import local_now
from assessor.assessment.headquarters.cached_answers import pack_answers
from assessor.assessment.headquarters.cached_cases import CachedCases
from assessor.assessment.headquarters.case_format import (
    FORMAT_VERSION,
    NOTHING_REVIEWED,
    CaseHead,
    answers_part,
    case_part,
    depends_on_today,
    head_of,
    join_parts,
    pack_case,
)
from assessor.assessment.headquarters.case_texts import FormTexts, form_texts
from assessor.assessment.headquarters.mission_makers import (
    UNVERIFIED_MARK,
    MissionMakers,
    judge_makers,
)
from assessor.garbage import paused
from assessor.parcel.keys.identity import Identity
from assessor.store.model.entry import Conflict
from assessor.store.write.cache_db import CacheDb, CacheRow
from assessor.store.write.mission import Mission
from assessor.words import language_code, translator

_AT_ONCE = 100
"""Assessments calculated between two writes: what a person who cancels may lose."""


class CaseCache:
    """The cache beside an open registry; an assessment with another stamp is calculated again."""

    def __init__(self, mission: Mission, identity: Identity) -> None:
        self._mission, self._identity = mission, identity
        self._kept = CacheDb.open_beside(mission, f"{version('assessor')} {FORMAT_VERSION}")
        self._words: dict[tuple[str, str], FormTexts] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the cache; the registry stays open."""
        self._kept.close()

    def heads(
        self, report_progress: CountCallback = no_count, only: Collection[str] | None = None
    ) -> dict[str, CaseHead]:
        """Return the head of each assessment in the order they came; joined ones once, as their
        first.

        With `only` (uuids), these alone, whichever of those joined is named.
        """
        return {uuid: CaseHead.of(line) for uuid, line in self.lines(report_progress, only).items()}

    def lines(
        self, report_progress: CountCallback = no_count, only: Collection[str] | None = None
    ) -> dict[str, str]:
        """Return the same heads, each as its line (see CaseHead.text)."""
        today = local_now().date().isoformat()
        found: dict[str, str] = {}
        gone = []
        with paused():
            stamps = self._mission.stamps(only)
            for uuid, stamp, day, head in self._kept.heads(None if only is None else stamps):
                now = stamps.get(uuid)
                if now == stamp and day in ("", today):
                    found[uuid] = head
                elif now is None:
                    gone.append(uuid)
        stale = [uuid for uuid in stamps if uuid not in found]
        for start in range(0, len(stale), _AT_ONCE):
            rows = []
            for at, uuid in enumerate(stale[start : start + _AT_ONCE], start):
                report_progress(at, len(stale))
                rows.append(self._worked_out(uuid, stamps[uuid], today))
                found[uuid] = rows[-1][3]
            self._kept.put(rows)
        if gone:
            self._kept.put((), gone)
        return {uuid: found[uuid] for uuid in stamps}

    def conflicts(self) -> tuple[Conflict, ...]:
        """Return all conflicts of the registry; unchanged assessments without any are not read."""
        with paused():
            stamps = self._mission.stamps()
            settled = {
                uuid
                for uuid, stamp, _, head in self._kept.heads()
                if stamps.get(uuid) == stamp and CaseHead.of(head).conflicts == "0"
            }
        return self._mission.conflicts_among([uuid for uuid in stamps if uuid not in settled])

    def reviewed(self, report_progress: CountCallback = no_count) -> tuple[str, ...]:
        """Return the assessments (uuids) with reviews; joined ones once, as their first."""
        lines = self.lines(report_progress)
        return tuple(uuid for uuid, line in lines.items() if not line.endswith(NOTHING_REVIEWED))

    def words(self, form: str, language: str) -> FormTexts:
        """Return the texts of a form (by its digest) in a language."""
        if (form, language) not in self._words:
            _, known, instrument = unpack_form(self._mission.form(form))
            self._words[form, language] = form_texts(known, instrument, language)
        return self._words[form, language]

    def makers(self, lines: Mapping[str, str], language: str) -> MissionMakers:
        """Return who made these, and what stands for its country. Raises KeyUnusable."""
        words = partial(self.words, language=language)
        return judge_makers(self._mission, self._identity, lines, words)

    def cases(
        self, lines: Mapping[str, str], language: str, unverified: Collection[str] = ()
    ) -> CachedCases:
        """Return the scored ones of these as cases, which are read while the cache is open; names
        of `unverified` ones (uuids) bear that mark."""
        mark = translator(language)(UNVERIFIED_MARK)
        words = partial(self.words, language=language)
        return CachedCases(lines, words, self._whole, dict.fromkeys(unverified, mark))

    def answers(self, uuid: str) -> bytes:
        """Return the answers of one assessment of `lines`, as `pack_answers` makes them."""
        return answers_part(self._content(uuid))

    def _whole(self, uuid: str) -> bytes:
        return case_part(self._content(uuid))

    def _content(self, uuid: str) -> bytes:
        found = self._kept.whole(uuid)
        if found is None:  # dropped meanwhile, because of a redaction
            found = self._both(Assessment.of(self._mission, uuid, self._identity))
        return found

    def _worked_out(self, uuid: str, stamp: str, today: str) -> CacheRow:
        assessment = Assessment.of(self._mission, uuid, self._identity)
        day = today if depends_on_today(assessment) else ""
        return uuid, stamp, day, head_of(assessment).text(), self._both(assessment)

    def _both(self, assessment: Assessment) -> bytes:
        words = self.words(assessment.source.digest, language_code(assessment.language))
        return join_parts(pack_case(assessment), pack_answers(assessment, words))
