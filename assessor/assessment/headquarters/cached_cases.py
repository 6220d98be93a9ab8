"""Cases of a registry read from the cache: each is a line of text until more is needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Any, overload

from assessor.assessment.headquarters import case_format
from assessor.assessment.headquarters.case_texts import FormTexts
from assessor.garbage import paused
from assessor.registry.analysis import cases
from assessor.scoring.instrument import Instrument

_IN_MEMORY = 4_000
"""Complete cases in memory: enough for the last mission of each country in twenty years."""


_PROGRESS: ContextVar[Callable[[int, int], None] | None] = ContextVar("tells", default=None)


@contextmanager
def reporting_reads(report_progress: Callable[[int, int], None]) -> Iterator[None]:
    """Report how many cases this thread reads inside; what `report_progress` raises stops it."""
    token = _PROGRESS.set(report_progress)
    try:
        yield
    finally:
        _PROGRESS.reset(token)


_Read = Callable[[str], cases.Case]
_PlaceNames = tuple[str, str]
"""Names of country and region in the reader's language."""


class CachedCase(cases.Case):
    """A case with its identifying facts in memory; the rest is read when it is needed."""

    def __init__(
        self,
        uuid: str,
        head: case_format.CaseHead,
        place_names: _PlaceNames,
        instrument: Instrument,
        read: _Read,
        mark: str = "",
    ) -> None:
        self.__dict__.update(
            assessment=uuid,
            country=head.country,
            country_name=place_names[0],
            region=head.region,
            region_name=place_names[1],
            mission=head.mission,
            start=head.start,
            mark=mark,
            _head=head,
            instrument=instrument,
            _read=read,
        )

    def section(self, code: str) -> cases.SectionMean | None:
        """Return its stage in a section, without reading more."""
        if "_sections" not in self.__dict__:
            self.__dict__["_sections"] = case_format.sections_of(self._head)
        found: dict[str, cases.SectionMean] = self.__dict__["_sections"]
        return found.get(code)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._read(self.assessment), name)


class CachedCases(cases.CaseSequence):
    """The scored assessments, each a line of text until it is used; 100,000 objects are slow."""

    def __init__(
        self,
        lines: Mapping[str, str],
        words: Callable[[str], FormTexts],
        read_case: Callable[[str], bytes],
        marks: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._lines, self._words, self._whole, self._marks = lines, words, read_case, marks
        self._case_of = lru_cache(maxsize=_IN_MEMORY)(self._read)
        self._told: dict[tuple[str, ...], tuple[_PlaceNames, Instrument]] = {}
        self._within: dict[str, list[cases.Case]] = {}
        self._uuids: list[str] = []
        self._read_so_far = 0
        self._forms: dict[str, tuple[int, str]] = {}
        self._last_of: dict[str, tuple[str, str]] = {}
        for uuid, line in lines.items():
            form, scored, country, _, _, start = case_format.head_summary(line)
            if scored:
                self._uuids.append(uuid)
                count, newest = self._forms.get(form, (0, ""))
                self._forms[form] = count + 1, max(newest, start)
                place, at = country or uuid, (start, uuid)
                if self._last_of.get(place, ("", "")) < at:
                    self._last_of[place] = at

    def __len__(self) -> int:
        return len(self._uuids)

    @overload
    def __getitem__(self, at: int) -> cases.Case: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[cases.Case]: ...
    def __getitem__(self, at: int | slice) -> cases.Case | Sequence[cases.Case]:
        return self._every[at]

    def __iter__(self) -> Iterator[cases.Case]:
        return iter(self._every)

    def last(self) -> tuple[cases.Case, ...]:
        """Return the last mission of each country, by the country's name."""
        return self._last

    def last_in(self, by: str) -> Sequence[cases.Case]:
        """Return enough cases for the last mission of each country in each region or year."""
        if by not in self._within:
            found: dict[tuple[str, ...], tuple[str, str]] = {}
            for uuid in self._uuids:
                form, _, country, region, name, start = case_format.head_summary(self._lines[uuid])
                # The name of a region depends on the form, and identifies the region.
                inside = (form, region, name) if by == "region" else (start[:4],)
                key, at = (country or uuid, *inside), (start, uuid)
                if found.get(key, ("", "")) < at:
                    found[key] = at
            self._within[by] = [self._case(uuid) for _, uuid in found.values()]
        return self._within[by]

    def used(self) -> list[cases.UsedInstrument]:
        """Return the instruments in use, in the order in which they occur."""
        return cases.merge_used(
            (self._instrument(form), count, newest) for form, (count, newest) in self._forms.items()
        )

    def whole(self) -> Iterator[cases.Case]:
        """Return all cases read completely, so that they outlive the cache."""
        for uuid in self._uuids:
            yield self._read(uuid)

    @cached_property
    def _every(self) -> tuple[cases.Case, ...]:
        with paused():
            return tuple(self._case(uuid) for uuid in self._uuids)

    @cached_property
    def _last(self) -> tuple[cases.Case, ...]:
        return cases.latest_cases([self._case(uuid) for _, uuid in self._last_of.values()])

    def _instrument(self, form: str) -> Instrument:
        found = self._words(form).instrument
        assert found is not None
        return found

    def _case(self, uuid: str) -> cases.Case:
        head = case_format.CaseHead.of(self._lines[uuid])
        key = head[:1] + head[2:6]  # the form and its texts
        if key not in self._told:
            words = self._words(head.form)
            place_names = case_format.country_of(head, words), case_format.region_of(head, words)
            self._told[key] = place_names, self._instrument(head.form)
        mark = self._marks.get(uuid, "")
        return CachedCase(uuid, head, *self._told[key], self._case_of, mark)

    def _read(self, uuid: str) -> cases.Case:
        report_progress = _PROGRESS.get()
        if report_progress is not None:
            self._read_so_far = self._read_so_far % len(self._uuids) + 1
            report_progress(self._read_so_far, len(self._uuids))
        head = case_format.CaseHead.of(self._lines[uuid])
        case = case_format.unpack_case(uuid, head, self._whole(uuid), self._words(head.form))
        return replace(case, mark=self._marks.get(uuid, ""))
