"""The registry open at headquarters, with assessments opened on demand."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from assessor import words
from assessor.assessment.base.criteria_text import other_values
from assessor.assessment.core.statements import sources_of
from assessor.assessment.entries.reviews import review_answer
from assessor.assessment.review.outside_words import short_text
from assessor.errors import AssessorError, NotAMission
from assessor.form.labels.styled_text import plain_text
from assessor.form.live.node import Node
from assessor.gui.questions.answer_text import value_text
from assessor.gui.registry.mission_row import MissionLine
from assessor.gui.state.session import Session
from assessor.gui.toolkit.system.background_task import ReportProgress
from assessor.gui.toolkit.text.captions import Caption, caption
from assessor.parcel.keys.identity import Identity
from assessor.store.model.database_address import DatabaseAddress, RegistryLocation
from assessor.store.model.entry import Conflict, Entry
from assessor.store.model.receipt import Receipt
from assessor.store.write.mission import Mission
from assessor.store.write.mission_access import Access

if TYPE_CHECKING:
    from assessor.assessment.assessment import Assessment
    from assessor.assessment.core.signer_trust import Trust
    from assessor.assessment.headquarters.case_cache import CaseCache
    from assessor.assessment.headquarters.case_comparison import ComparedCases
    from assessor.assessment.headquarters.case_format import CaseHead
    from assessor.assessment.headquarters.mission_makers import MissionMakers


@dataclass(frozen=True, slots=True)
class QuestionTitle:
    """A question in words: mission, section, question."""

    mission: str
    section: str
    question: str


class HasLocation(Protocol):
    """A conflict or entry with its place in an assessment."""

    @property
    def assessment(self) -> str:
        """The uuid of the assessment."""
        ...

    @property
    def key(self) -> str:
        """The reference of an answer, or the id of anything else."""
        ...


@dataclass(frozen=True, slots=True)
class AnswerLocation:
    """A question of an assessment."""

    assessment: str
    key: str


Intake = Callable[[Sequence[Path], bool, ReportProgress], tuple[Receipt, ...]]
"""Receives files, or previews them with True."""


class RegistrySession:
    """One registry, a file or a database; its connection admits one thread at a time.

    `key` identifies it in the preferences, without password.
    """

    def __init__(
        self,
        where: RegistryLocation,
        passphrase: str | None,
        session: Session,
        mission: Mission | None = None,
    ) -> None:
        """`mission` is the registry if another thread opened it already."""
        self.where, self.key = where, str(where)
        self.name = where.name if isinstance(where, DatabaseAddress) else where.stem
        self._session = session
        self.mission = mission or Mission.open(where, passphrase=passphrase)
        self.path = self.mission.path
        self._open: dict[str, Assessment] = {}
        self._kept: CaseCache | None = None
        if self.mission.role != "registry":
            self.mission.close()
            raise NotAMission(
                "{name} is a field mission, not a registry. Open it as a mission.", name=where.name
            )
        self.vouch()

    def vouch(self) -> None:
        """Count the people whose words were compared as members here. Raises KeyUnusable."""
        from assessor.assessment.core.signer_trust import vouch_for_known

        vouch_for_known(self.mission, self._session.identity())
        self.refresh()

    def close(self) -> None:
        """Close the file."""
        self._open.clear()
        if self._kept is not None:
            self._kept.close()
        self.mission.close()

    @property
    def shelf(self) -> CaseCache:
        """The case cache beside the registry, created on first use."""
        from assessor.assessment.headquarters.case_cache import CaseCache

        if self._kept is None:
            self._kept = CaseCache(self.mission, self._session.identity())
        return self._kept

    def reconnect(self) -> None:
        """Reconnect to a server; a lost connection raises at its first use."""
        for _ in range(2):
            with contextlib.suppress(AssessorError):
                self.mission.change_token()

    def refresh(self) -> None:
        """Reread the registry after work of another thread or an undone import."""
        self._open.clear()

    def receiving(
        self, paths: Sequence[Path], *, preview: bool
    ) -> Callable[[ReportProgress], tuple[Receipt, ...]]:
        """Return a task for Session.run that receives or previews files.

        Call `refresh` when the task has ended, also after an error.
        """
        return partial(self.intake(), paths, preview)

    def intake(self) -> Intake:
        """Return what receives files into this registry in a thread."""
        session = self._session
        who = session.identity(), session.opens(), session.language
        return partial(_receive_into, self.mission.access, *who)

    def trust(self) -> Trust:
        """Return the keys trusted by the user and the registry."""
        from assessor.assessment.core.signer_trust import trust_of

        return trust_of(self.mission, self._session.identity())

    def assessment(self, uuid: str) -> Assessment:
        """Return an assessment of the registry, live. Raises the errors of Assessment.of."""
        from assessor.assessment.assessment import Assessment

        if uuid not in self._open:
            opened = self._open[uuid] = Assessment.of(self.mission, uuid, self._session.identity())
            self._in_words(opened)
        return self._open[uuid]

    def speak(self) -> None:
        """Use the window's language where the forms offer it."""
        for opened in self._open.values():
            self._in_words(opened)

    def _in_words(self, opened: Assessment) -> None:
        from assessor.assessment.headquarters.case_texts import set_language

        set_language(opened.instance, self._session.language)  # only in this window, not stored

    def makers(self) -> MissionMakers:
        """Return who made the missions, and which stand for their country. Raises KeyUnusable."""
        return self.shelf.makers(self.shelf.lines(), self._session.language)

    def captions(self) -> dict[str, Caption]:
        """Return the name of every assessment by uuid, in order of arrival."""
        heads = self.shelf.heads()
        return {
            row.uuid: self._caption(heads[self.stands_for(row.uuid, heads)])
            for row in self.mission.assessments()
        }

    def mission_lines(self, makers: MissionMakers) -> list[MissionLine]:
        """Return the rows of all assessments by arrival; joined ones share progress."""
        from assessor.assessment.headquarters.case_format import CaseHead

        words, language = self.shelf.words, self._session.language
        heads = {uuid: CaseHead.of(line) for uuid, line in makers.lines.items()}
        joined: dict[str, str] = {}
        # Joined assessments are cached once, under the first.
        if len(heads) < self.mission.assessment_count:
            for first in heads:
                joined.update(dict.fromkeys(self.mission.joined(first), first))
        several = Counter(joined.values())
        names: dict[tuple[str, str, str], str] = {}
        found = []
        for uuid in joined or heads:
            head = heads[first := joined.get(uuid, uuid)]
            if several[first] > 1:
                head = self._own(uuid, head)
            about = head.form, head.country, head.country_name
            if about not in names:
                known = words(head.form, language)
                names[about] = known.label("country", *about[1:]) or known.title
            found.append(
                MissionLine(uuid, names[about], head.country, head.mission, head.start,
                            int(head.answered), int(head.relevant), int(head.conflicts),
                            makers.mark(first, language))
            )  # fmt: skip
        return found

    def _own(self, uuid: str, head: CaseHead) -> CaseHead:
        """Return the cached head of the joined assessment itself, if it has one."""
        from assessor.assessment.base.mission_facts import own_facts

        own = own_facts(self.mission, uuid)
        name = head.country_name if own.country == head.country else own.country
        return head._replace(
            country=own.country, country_name=name, mission=own.code, start=own.start
        )

    def together(self, uuid: str) -> tuple[str, ...]:
        """Return the assessments joined with one, itself first, with name and author; empty if it
        stands alone."""
        if not self.mission.has_joined:
            return ()
        group = self.mission.joined(uuid)
        if len(group) < 2:
            return ()
        head = next(iter(self.shelf.heads(only=set(group)).values()))
        found, locale_ = [], self._session.language
        for each in group:
            name = self._caption(self._own(each, head)).name
            authors = dict.fromkeys(signer.author for signer in self.mission.signers(each))
            named = (str(words.isolate_text(author, locale_)) for author in authors if author)
            joined = words.join_list(named, locale_)
            found.append(f"{words.isolate_text(name, locale_)} ({each[:6]}): {joined}")
        return tuple(found)

    def stands_for(self, uuid: str, heads: Container[str]) -> str:
        """Return the joined assessment under which data are cached."""
        if uuid in heads:
            return uuid
        return next(each for each in self.mission.joined(uuid) if each in heads)

    def _caption(self, head: CaseHead) -> Caption:
        words = self.shelf.words(head.form, self._session.language)
        return Caption(
            words.title,
            words.label("country", head.country, head.country_name),
            head.start,
            head.end,
            int(head.answered),
            int(head.relevant),
        )

    def comparing(self) -> Callable[[ReportProgress], ComparedCases]:
        """Return a task for Session.run that makes cases of every assessment with scores."""
        from assessor.assessment.headquarters.case_comparison import compared_cases

        shelf, language = self.shelf, self._session.language
        return lambda report_progress: compared_cases(
            shelf, language, lambda done, of: report_progress("", done, of)
        )

    def asked(self, about: HasLocation) -> QuestionTitle:
        """Return what a conflict or entry is about, in the words of its form."""
        live = self.assessment(about.assessment)
        name = self._marked(caption(live).name, about.assessment)
        reference = _question(about)
        try:
            node = live.node(reference)
        except KeyError:
            return QuestionTitle(name, "", reference)
        above = node.parent
        while above is not None and not above.label:
            above = above.parent
        around = plain_text(above.label) if above is not None else ""
        return QuestionTitle(name, around, plain_text(node.label) or node.name)

    def _marked(self, name: str, uuid: str) -> str:
        """Return the name of a mission, with the mark if nobody vouches for who made it."""
        language = self._session.language
        makers = self.shelf.makers(self.shelf.lines(only=(uuid,)), language)
        [mark] = (makers.mark(first, language) for first in makers.lines)
        return f"{name} ({mark})" if mark else name

    def listed(self, conflicts: Sequence[Conflict]) -> dict[str, QuestionTitle]:
        """Return the questions of conflicts by id, without opening assessments."""
        about = {conflict.assessment for conflict in conflicts}
        heads = self.shelf.heads(only=about)
        stands = {uuid: self.stands_for(uuid, heads) for uuid in about}
        found = {}
        for conflict in conflicts:
            head = heads[stands[conflict.assessment]]
            reference = _question(conflict)
            name = self._marked(self._caption(head).name, conflict.assessment)
            asked = self.shelf.words(head.form, self._session.language).about(reference)
            section, title = (asked.section, asked.question) if asked else ("", reference)
            title = title or reference.rpartition("/")[2]
            found[conflict.id] = QuestionTitle(name, section, title)
        return found

    def node(self, about: HasLocation) -> Node | None:
        """Return the question of a conflict or entry; None if the form has none."""
        try:
            found: Node = self.assessment(about.assessment).node(_question(about))
        except KeyError:
            return None
        return found if found.kind == "question" else None

    def said(self, about: HasLocation, entry: Entry, heads: Sequence[Entry] = ()) -> str:
        """Return the value of an entry in words, of criteria what differs between `heads`."""
        value = str((entry.body or {}).get("value", ""))
        if entry.kind != "answer":
            return value or short_text(entry)
        node = self.node(about)
        others = other_values(heads, entry)
        return value_text(node, value, self._session.language, others) if value and node else value

    def choices(self, about: HasLocation) -> list[tuple[str, str]]:
        """Return the choices of a disputed question as (value, label), if it is a select."""
        node = self.node(about)
        if node is None or node.control != "select1":
            return []
        return [(choice.value, plain_text(choice.label)) for choice in node.choices]

    def level(self, about: HasLocation, code: str) -> tuple[int, str]:
        """Return an evidence level as number (0 to 4) and title in the form's language."""
        live = self.assessment(about.assessment)
        known = live.instrument.evidence.get(code) if live.instrument else None
        return (known.value, known.titles[live.language]) if known else (0, code)

    def reason(self, about: HasLocation, code: str) -> str:
        """Return the reason for a blank in words."""
        live = self.assessment(about.assessment)
        known = live.instrument.missing_reason.get(code) if live.instrument else None
        return known.titles[live.language] if known else code

    def sources(self, about: HasLocation, ids: Sequence[str]) -> list[str]:
        """Return short titles of sources by id."""
        from assessor.assessment.review.score_trace import source_name

        known = sources_of(self.assessment(about.assessment))
        return [source_name(known.get(key, {}), key, self._session.language) for key in ids]

    def decide(
        self, conflict: Conflict, *, take: str | None = None, value: str | None = None, note: str
    ) -> None:
        """Resolve a conflict as this user; raises as Assessment.decide does."""
        about = self.assessment(conflict.assessment)
        about.decide(conflict, take=take, value=value, note=note)
        about.seal()  # seal, so that it travels with the file

    def review(self, spot: AnswerLocation, state: str, note: str) -> None:
        """Store a review of an answer as this user; raises as Assessment.review does."""
        review_answer(self.assessment(spot.assessment), spot.key, state, note)


def _question(about: HasLocation) -> str:
    """Return the reference of the question; the key if it concerns none."""
    heads: tuple[Entry, ...] = getattr(about, "heads", ())
    said = ((head.body or {}).get("reference") for head in heads)
    return next((each for each in said if isinstance(each, str)), about.key)


def _receive_into(
    access: Access,
    identity: Identity,
    opens: Sequence[str],
    language: str,
    paths: Sequence[Path],
    preview: bool,
    report_progress: ReportProgress,
) -> tuple[Receipt, ...]:
    """Receive files into a registry and update the comparison cache at once."""
    from assessor.assessment.headquarters.received_cases import note_received
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
            return note_received(
                mission, identity, receipts, language,
                lambda done, of: report_progress("", done, of),
            )  # fmt: skip
        return receipts
