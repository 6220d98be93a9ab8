"""Every assessment of a registry in short, brought up to date from the entries when it is asked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from importlib.metadata import version
from types import TracebackType
from typing import Self

from assessor.assessment.assessment import Assessment
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
from assessor.garbage import paused
from assessor.parcel.keys.identity import Identity
from assessor.store.model.entry import Conflict
from assessor.store.write.cache_db import CacheDb, CacheRow
from assessor.store.write.mission import Mission
from assessor.words import language_code

_AT_ONCE = 100
"""Assessments worked out between two writes: what a person who cancels may lose."""

CountCallback = Callable[[int, int], None]
"""Called with how many assessments are worked out, of how many."""


class CaseCache:
    """What is kept of a registry, beside it; one for as long as the registry is open.

    Nothing of it is true by being kept: whatever has another stamp than the entries give it now
    is worked out anew first.
    """

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
        """Close what is kept; the registry stays as it is."""
        self._kept.close()

    def heads(
        self, tell: CountCallback | None = None, only: Collection[str] | None = None
    ) -> dict[str, CaseHead]:
        """Each assessment in short, in the order they came; what is joined once, as its first.

        With `only`, these alone (by uuid), whichever of those joined is named.
        """
        return {uuid: CaseHead.of(line) for uuid, line in self.lines(tell, only).items()}

    def lines(
        self,
        tell: CountCallback | None = None,
        only: Collection[str] | None = None,
    ) -> dict[str, str]:
        """The same, each as the one line it is kept as (see Head.text)."""
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
                if tell is not None:
                    tell(at, len(stale))
                rows.append(self._worked_out(uuid, stamps[uuid], today))
                found[uuid] = rows[-1][3]
            self._kept.put(rows)
        if gone:
            self._kept.put((), gone)
        return {uuid: found[uuid] for uuid in stamps}

    def conflicts(self) -> tuple[Conflict, ...]:
        """The subjects on which people disagree, in the whole registry, as Mission.conflicts says.

        Only where there were some when it was last looked at, or where something has changed since,
        is anything compared.
        """
        with paused():
            stamps = self._mission.stamps()
            settled = {
                uuid
                for uuid, stamp, _, head in self._kept.heads()
                if stamps.get(uuid) == stamp and CaseHead.of(head).conflicts == "0"
            }
        return self._mission.conflicts_among([uuid for uuid in stamps if uuid not in settled])

    def reviewed(self, tell: CountCallback | None = None) -> tuple[str, ...]:
        """The assessments (by uuid) of whose answers headquarters said anything, in their order.

        Those joined are told once, as their first.
        """
        lines = self.lines(tell)
        return tuple(uuid for uuid, line in lines.items() if not line.endswith(NOTHING_REVIEWED))

    def words(self, form: str, language: str) -> FormTexts:
        """The words of a form (by its digest) in a language."""
        if (form, language) not in self._words:
            _, known, instrument = unpack_form(self._mission.form(form))
            self._words[form, language] = form_texts(known, instrument, language)
        return self._words[form, language]

    def cases(self, lines: Mapping[str, str], language: str) -> CachedCases:
        """The scored ones of these as cases, which are read while the shelf is open."""
        return CachedCases(lines, lambda form: self.words(form, language), self._whole)

    def answers(self, uuid: str) -> bytes:
        """The answers of one assessment that `lines` told of, as `kept_answers` has them."""
        return answers_part(self._content(uuid))

    def _whole(self, uuid: str) -> bytes:
        return case_part(self._content(uuid))

    def _content(self, uuid: str) -> bytes:
        found = self._kept.whole(uuid)
        if found is None:  # dropped meanwhile, since words in it were taken back
            found = self._both(Assessment.of(self._mission, uuid, self._identity))
        return found

    def _worked_out(self, uuid: str, stamp: str, today: str) -> CacheRow:
        assessment = Assessment.of(self._mission, uuid, self._identity)
        day = today if depends_on_today(assessment) else ""
        return uuid, stamp, day, head_of(assessment).text(), self._both(assessment)

    def _both(self, assessment: Assessment) -> bytes:
        words = self.words(assessment.source.digest, language_code(assessment.language))
        return join_parts(pack_case(assessment), pack_answers(assessment, words))
