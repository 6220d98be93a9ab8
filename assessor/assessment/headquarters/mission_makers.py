"""Who made the missions of a registry, what is shown of those of unknown people, and in words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from assessor.assessment.core.signer_trust import vouched_keys
from assessor.assessment.headquarters.case_format import CaseHead, country_of, head_origin
from assessor.assessment.headquarters.case_texts import FormTexts
from assessor.errors import Reason
from assessor.names import key_fingerprint, safe_name
from assessor.parcel.keys.identity import Identity
from assessor.registry.trust.founder_standing import (
    FounderStanding,
    Maker,
    Origin,
    find_rivals,
    judge_origins,
)
from assessor.store.write.mission import Mission
from assessor.words import translator

UNVERIFIED_MARK = "unverified"
_MOST = 10
"""Missions named one by one; of more, their number is told."""

APART = (
    "{mission} stands apart, in no comparison, table or regional report: nobody has compared the "
    "key of who made it. It says it is {people}. It counts once you compare the six words with "
    "that person (assessor keys meet) or put the key on the roster (assessor keys trust)."
)
_MORE_APART = (
    "{count} other missions stand apart, too: nobody has compared the keys of their makers."
)
UNVERIFIED = (
    "Unverified, because nobody has compared the key of who made them: {missions}. Compare the six "
    "words with these people (assessor keys meet), and the mark goes."
)
RIVALS = (
    "Several people whose keys nobody has compared speak of {country}: {people}. {shown} Compare "
    "the six words with who is right (assessor keys meet): then their mission stands for the "
    "country, and the others stand apart."
)
_NONE_SHOWN = Reason("Until that is decided, none of their missions stands for the country.")
_LATEST_SHOWN = Reason("Until that is decided, the latest of their missions is shown, marked.")


@dataclass(frozen=True)
class MissionMakers:
    """The standing of each assessment of a registry (uuid; joined ones as their first), and the
    lines of their heads; `words` gives the texts of a form in the reader's language."""

    lines: Mapping[str, str]
    origins: Mapping[str, Origin]
    standings: Mapping[str, FounderStanding]
    words: Callable[[str], FormTexts]

    @cached_property
    def unverified(self) -> frozenset[str]:
        """Return the assessments that are shown with the mark."""
        return self._having(FounderStanding.UNVERIFIED)

    @cached_property
    def apart(self) -> frozenset[str]:
        """Return the assessments that count in no comparison."""
        return self._having(FounderStanding.APART)

    def _having(self, standing: FounderStanding) -> frozenset[str]:
        return frozenset(uuid for uuid, each in self.standings.items() if each == standing)

    def standing_lines(self) -> dict[str, str]:
        """Return the lines of what may be compared."""
        return {uuid: line for uuid, line in self.lines.items() if uuid not in self.apart}

    def notes(self) -> tuple[Reason, ...]:
        """Return what a reader of the comparison must know."""
        found = self._apart_notes(self.apart)
        if self.unverified:
            named = list(map(self._mission, self._in_order(self.unverified)[:_MOST]))
            named += ["…"] if len(self.unverified) > _MOST else []
            found.append(Reason(UNVERIFIED, {"missions": "; ".join(named)}))
        return tuple(found)

    def notices(self, among: frozenset[str] | None = None) -> tuple[Reason, ...]:
        """Return what a person must decide, of countries that `among` (uuids) are about: unknown
        people who speak of one country, and missions that stand apart."""
        places = None if among is None else {
            each.place for uuid, each in self.origins.items() if uuid in among
        }  # fmt: skip
        verified = self._having(FounderStanding.VERIFIED)
        unknown = {uuid: self.origins[uuid] for uuid in self.origins.keys() - verified}
        rivals = {
            place: uuids
            for place, uuids in sorted(find_rivals(unknown).items())
            if places is None or place in places
        }
        told = {uuid for uuids in rivals.values() for uuid in uuids}
        rest = {
            uuid
            for uuid in self.apart - told
            if places is None or self.origins[uuid].place in places
        }
        return (
            *(self._rivals_note(uuids) for uuids in islice(rivals.values(), _MOST)),
            *self._apart_notes(rest),
        )

    def mark(self, uuid: str, language: str) -> str:
        """Return the mark beside the name of an assessment; "" if its maker is known."""
        translate = translator(language)
        if uuid in self.apart:
            return translate("unverified, stands apart")
        return translate(UNVERIFIED_MARK) if uuid in self.unverified else ""

    def people(self, uuid: str) -> str:
        """Return the names and keys of who made an assessment, on one line."""
        return "; ".join(map(_person, self.origins[uuid].makers[:_MOST]))

    def _in_order(self, uuids: Collection[str]) -> list[str]:
        return sorted(uuids, key=lambda uuid: (self.origins[uuid].place, uuid))

    def _country(self, uuid: str) -> str:
        head = CaseHead.of(self.lines[uuid])
        return safe_name(country_of(head, self.words(head.form)) or head.mission or uuid[:8])

    def _mission(self, uuid: str) -> str:
        start = CaseHead.of(self.lines[uuid]).start
        return ", ".join(filter(None, (self._country(uuid), start, uuid[:6])))

    def _apart_notes(self, uuids: Collection[str]) -> list[Reason]:
        notes = [
            Reason(APART, {"mission": self._mission(uuid), "people": self.people(uuid)})
            for uuid in self._in_order(uuids)[:_MOST]
        ]
        more = len(uuids) - _MOST
        return [*notes, Reason(_MORE_APART, {"count": more})] if more > 0 else notes

    def _rivals_note(self, uuids: tuple[str, ...]) -> Reason:
        makers = sorted({maker for uuid in uuids for maker in self.origins[uuid].makers})
        people = "; ".join(map(_person, makers[:_MOST]))
        shown = _LATEST_SHOWN if self.apart.isdisjoint(uuids) else _NONE_SHOWN
        details = {"country": self._country(uuids[0]), "people": people, "shown": shown}
        return Reason(RIVALS, details)


def _person(maker: Maker) -> str:
    fingerprint = key_fingerprint(bytes.fromhex(maker.public))
    return f"{maker.name} ({fingerprint})" if maker.name else fingerprint


def judge_makers(
    mission: Mission,
    identity: Identity,
    lines: Mapping[str, str],
    words: Callable[[str], FormTexts],
) -> MissionMakers:
    """Return the standing of each assessment by the lines of its head. Raises KeyUnusable."""
    origins = {uuid: head_origin(line) for uuid, line in lines.items()}
    vouched, own = vouched_keys(mission, identity)
    return MissionMakers(lines, origins, judge_origins(origins, vouched, own), words)
