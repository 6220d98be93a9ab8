"""Every assessment of a registry in short, brought up to date from the entries when it is asked."""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from importlib.metadata import version
from types import TracebackType
from typing import Any, Self

from assessor.assessment.accepting import opened
from assessor.assessment.assessment import Assessment
from assessor.assessment.keeping import (
    KEEPING,
    Head,
    case_from,
    country_of,
    head_of,
    reads_the_clock,
    region_of,
    sections_of,
    whole_of,
)
from assessor.assessment.lexicon import Lexicon, lexicon
from assessor.assessment.starting import local_now
from assessor.parcel.keys import Identity
from assessor.registry.cases import Case, Section
from assessor.scoring.instrument import Instrument
from assessor.store.entry import Conflict
from assessor.store.kept import Kept, Row
from assessor.store.mission import Mission

_AT_ONCE = 100
"""Assessments worked out between two writes: what a person who cancels may lose."""
_IN_MEMORY = 4_000
"""Cases held whole at once: enough for each country's last mission in each of twenty years."""

Tell = Callable[[int, int], None]
"""Called with how many assessments are worked out, of how many."""


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Make many small objects that all stay: Python would look through them again and again for
    circles to collect, which takes as long as all else here."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


_Read = Callable[[str], Case]
_Named = tuple[str, str]
"""A country and a region as the reader calls them."""


class KeptCase(Case):
    """A case of which only what tells it apart is in memory; the rest is read when it is asked."""

    def __init__(
        self, uuid: str, head: Head, named: _Named, instrument: Instrument, read: _Read
    ) -> None:
        self.__dict__.update(
            assessment=uuid,
            country=head.country,
            country_name=named[0],
            region=head.region,
            region_name=named[1],
            mission=head.mission,
            start=head.start,
            _head=head,
            instrument=instrument,
            _read=read,
        )

    def section(self, code: str) -> Section | None:
        """What it comes to in a section, without reading more of it."""
        if "_sections" not in self.__dict__:
            self.__dict__["_sections"] = sections_of(self._head)
        found: dict[str, Section] = self.__dict__["_sections"]
        return found.get(code)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._read(self.assessment), name)


class Shelf:
    """What is kept of a registry, beside it; one for as long as the registry is open.

    Nothing of it is true by being kept: whatever has another stamp than the entries give it now
    is worked out anew first.
    """

    def __init__(self, mission: Mission, identity: Identity) -> None:
        self._mission, self._identity = mission, identity
        self._kept = Kept.beside(mission, f"{version('assessor')} {KEEPING}")
        self._words: dict[tuple[str, str], Lexicon] = {}

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
        self, tell: Tell | None = None, only: Collection[str] | None = None
    ) -> dict[str, Head]:
        """Each assessment in short, in the order they came; what is joined once, as its first.

        With `only`, these alone (by uuid), whichever of those joined is named.
        """
        today = local_now().date().isoformat()
        found: dict[str, Head] = {}
        gone = []
        with _nothing_collected():
            stamps = self._mission.stamps(only)
            for uuid, stamp, day, head in self._kept.heads(None if only is None else stamps):
                now = stamps.get(uuid)
                if now == stamp and day in ("", today):
                    found[uuid] = Head.of(head)
                elif now is None:
                    gone.append(uuid)
        stale = [uuid for uuid in stamps if uuid not in found]
        for start in range(0, len(stale), _AT_ONCE):
            rows = []
            for at, uuid in enumerate(stale[start : start + _AT_ONCE], start):
                if tell is not None:
                    tell(at, len(stale))
                found[uuid], row = self._worked_out(uuid, stamps[uuid], today)
                rows.append(row)
            self._kept.put(rows)
        if gone:
            self._kept.put((), gone)
        return {uuid: found[uuid] for uuid in stamps}

    def conflicts(self) -> tuple[Conflict, ...]:
        """The subjects on which people disagree, in the whole registry, as Mission.conflicts says.

        Only where there were some when it was last looked at, or where something has changed since,
        is anything compared.
        """
        with _nothing_collected():
            stamps = self._mission.stamps()
            settled = {
                uuid
                for uuid, stamp, _, head in self._kept.heads()
                if stamps.get(uuid) == stamp and Head.of(head).conflicts == "0"
            }
        return self._mission.conflicts_among([uuid for uuid in stamps if uuid not in settled])

    def _worked_out(self, uuid: str, stamp: str, today: str) -> tuple[Head, Row]:
        assessment = Assessment.of(self._mission, uuid, self._identity)
        head = head_of(assessment)
        day = today if reads_the_clock(assessment) else ""
        return head, (uuid, stamp, day, head.text(), whole_of(assessment))

    def words(self, form: str, language: str) -> Lexicon:
        """The words of a form (by its digest) in a language."""
        if (form, language) not in self._words:
            _, known, instrument = opened(self._mission.form(form))
            self._words[form, language] = lexicon(known, instrument, language)
        return self._words[form, language]

    def cases(self, heads: Mapping[str, Head], language: str) -> tuple[Case, ...]:
        """The scored ones of these as cases, which are read while the shelf is open."""

        @lru_cache(maxsize=_IN_MEMORY)
        def read(uuid: str) -> Case:
            whole, head = self._kept.whole(uuid), heads[uuid]
            if whole is None:  # dropped meanwhile, since words in it were taken back
                whole = whole_of(Assessment.of(self._mission, uuid, self._identity))
            return case_from(uuid, head, whole, self.words(head.form, language))

        with _nothing_collected():
            return tuple(self._cases(heads, language, read))

    def _cases(self, heads: Mapping[str, Head], language: str, read: _Read) -> Iterable[Case]:
        told: dict[tuple[str, ...], tuple[_Named, Instrument]] = {}
        for uuid, head in heads.items():
            if head.scored:
                about = head[:1] + head[2:6]  # the form, and what is worded by it
                if about not in told:
                    words = self.words(head.form, language)
                    assert words.instrument is not None
                    named = country_of(head, words), region_of(head, words)
                    told[about] = named, words.instrument
                yield KeptCase(uuid, head, *told[about], read)
