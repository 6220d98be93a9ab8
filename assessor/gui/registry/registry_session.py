"""The registry open at headquarters, with its assessments, each opened when first needed."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from assessor import words
from assessor.assessment.core.statements import sources_of
from assessor.assessment.entries.reviews import review_answer
from assessor.errors import AssessorError, NotAMission, Reason
from assessor.form.labels.styled_text import plain_text
from assessor.form.live.node import Node
from assessor.gui.questions.answer_text import value_text
from assessor.gui.registry.intake import Intake, receive_into
from assessor.gui.registry.mission_row import MissionLine
from assessor.gui.state.session import Session
from assessor.gui.toolkit.system.background_task import ReportProgress
from assessor.gui.toolkit.text.captions import Caption, caption
from assessor.store.model.database_address import DatabaseAddress, RegistryLocation
from assessor.store.model.entry import Conflict, Entry
from assessor.store.model.receipt import Receipt
from assessor.store.write.mission import Mission

if TYPE_CHECKING:
    from assessor.assessment.assessment import Assessment
    from assessor.assessment.core.signer_trust import Trust
    from assessor.assessment.headquarters.case_cache import CaseCache
    from assessor.assessment.headquarters.case_comparison import ComparedCases
    from assessor.assessment.headquarters.case_format import CaseHead
    from assessor.assessment.review.score_trace import ScoreTrace


@dataclass(frozen=True, slots=True)
class QuestionTitle:
    """A subject in words: of which mission, in which section, which question."""

    mission: str
    section: str
    question: str


class HasLocation(Protocol):
    """What is about a subject of one assessment: a conflict, or an entry."""

    @property
    def assessment(self) -> str:
        """The uuid."""
        ...

    @property
    def key(self) -> str:
        """The reference of an answer; the id of anything else."""
        ...


@dataclass(frozen=True, slots=True)
class AnswerLocation:
    """A question of an assessment."""

    assessment: str
    key: str


_SAYS = ("value", "text", "note", "title", "institution", "name", "cluster", "person")
"""What an entry says in words, by its kind."""


class RegistrySession:
    """One registry, a file or a database, open once; its connection lets one thread in at a time.

    `key` is what it is remembered by, without any password.
    """

    def __init__(
        self,
        where: RegistryLocation,
        passphrase: str | None,
        session: Session,
        mission: Mission | None = None,
    ) -> None:
        """`mission` is the registry where it was opened before, by another thread."""
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

    def close(self) -> None:
        """Close the file."""
        self._open.clear()
        if self._kept is not None:
            self._kept.close()
        self.mission.close()

    @property
    def shelf(self) -> CaseCache:
        """What is kept of the registry beside it, from when it is first asked for."""
        from assessor.assessment.headquarters.case_cache import CaseCache

        if self._kept is None:
            self._kept = CaseCache(self.mission, self._session.identity())
        return self._kept

    def reconnect(self) -> None:
        """Connect to a server that is back; a connection that was lost says so at its first use."""
        for _ in range(2):
            with contextlib.suppress(AssessorError):
                self.mission.change_token()

    def refresh(self) -> None:
        """See afresh what the file holds, after work in another thread or a file taken back."""
        self._open.clear()

    def receiving(
        self, paths: Sequence[Path], *, preview: bool
    ) -> Callable[[ReportProgress], tuple[Receipt, ...]]:
        """A task for Session.run: receive files, or say what receiving them would do.

        `refresh` when the task has ended, whichever way.
        """
        return partial(self.intake(), paths, preview)

    def intake(self) -> Intake:
        """What receives files into this registry, in a thread of its own."""
        session = self._session
        return partial(receive_into, self.mission.access, session.identity(), session.opens())

    def trust(self) -> Trust:
        """Whose keys this person and this registry trust."""
        from assessor.assessment.core.signer_trust import trust_of

        return trust_of(self.mission, self._session.identity())

    def assessment(self, uuid: str) -> Assessment:
        """One of the registry's assessments, live. Raises the errors of Assessment.of."""
        if uuid not in self._open:
            self._open[uuid] = self._fresh(uuid)
        return self._open[uuid]

    def _fresh(self, uuid: str) -> Assessment:
        from assessor.assessment.assessment import Assessment

        opened = Assessment.of(self.mission, uuid, self._session.identity())
        self._in_words(opened)
        return opened

    def speak(self) -> None:
        """Word everything in the window's language, where the forms have it."""
        for opened in self._open.values():
            self._in_words(opened)

    def _in_words(self, opened: Assessment) -> None:
        from assessor.assessment.headquarters.case_texts import set_language

        set_language(
            opened.instance, self._session.language
        )  # of this window alone: not the mission's

    def captions(self) -> dict[str, Caption]:
        """Every assessment by uuid and what it is called, in the order they came."""
        heads = self.shelf.heads()
        found = {}
        for row in self.mission.assessments():
            found[row.uuid] = self._caption(heads[self._stands_for(row.uuid, heads)])
        return found

    def mission_lines(self) -> list[MissionLine]:
        """Every assessment as it is listed, in the order they came; those joined by what each says
        of itself, and how far they are together."""
        heads, words, language = self.shelf.heads(), self.shelf.words, self._session.language
        joined: dict[str, str] = {}
        if len(heads) < self.mission.assessment_count:  # what is joined is kept once, as its first
            for first in heads:
                joined.update(dict.fromkeys(self.mission.joined(first), first))
        several = Counter(joined.values())
        names: dict[tuple[str, str, str], str] = {}
        found = []
        for uuid in joined or heads:
            head = heads[joined.get(uuid, uuid)]
            if several[joined.get(uuid, uuid)] > 1:
                head = self._own(uuid, head)
            about = head.form, head.country, head.country_name
            if about not in names:
                known = words(head.form, language)
                names[about] = known.label("country", *about[1:]) or known.title
            found.append(
                MissionLine(uuid, names[about], head.country, head.mission, head.start,
                            int(head.answered), int(head.relevant), int(head.conflicts))
            )  # fmt: skip
        return found

    def _own(self, uuid: str, head: CaseHead) -> CaseHead:
        """The head of those it is joined with, where it says of itself what it is."""
        from assessor.assessment.base.mission_facts import own_facts

        own = own_facts(self.mission, uuid)
        name = head.country_name if own.country == head.country else own.country
        return head._replace(
            country=own.country, country_name=name, mission=own.code, start=own.start
        )

    def together(self, uuid: str) -> tuple[str, ...]:
        """Each of those an assessment is joined with, itself first, by name and who filled it in;
        empty for one that stands alone."""
        if not self.mission.has_joined:
            return ()
        group = self.mission.joined(uuid)
        if len(group) < 2:
            return ()
        head = next(iter(self.shelf.heads(only=set(group)).values()))
        found, locale_ = [], self._session.language
        for each in group:
            name = self._caption(self._own(each, head)).name
            who = dict.fromkeys(
                signer.author for signer in self.mission.signers(each) if signer.author
            )
            told = words.join_list(
                (str(words.isolate_text(signer, locale_)) for signer in who), locale_
            )
            found.append(f"{words.isolate_text(name, locale_)} ({each[:6]}): {told}")
        return tuple(found)

    def _stands_for(self, uuid: str, heads: Mapping[str, CaseHead]) -> str:
        """The one of those joined that heads are kept of."""
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
        """A task for Session.run: every assessment whose form declares scores, to be compared."""
        from assessor.assessment.headquarters.case_comparison import compared_cases

        shelf, language = self.shelf, self._session.language
        return lambda report_progress: compared_cases(
            shelf, language, lambda done, of: report_progress("", done, of)
        )

    def trace(self, uuid: str, code: str) -> ScoreTrace | None:
        """What stands behind an indicator of one assessment."""
        from assessor.assessment.review.score_trace import score_trace

        return score_trace(self.assessment(uuid), code)

    def level_of(self, uuid: str, code: str) -> str:
        """An evidence level in words, in the form's language; blank where none is said."""
        about = self.assessment(uuid)
        known = about.instrument.evidence.get(code) if about.instrument else None
        return known.titles[about.language] if known else code

    def asked(self, about: HasLocation) -> QuestionTitle:
        """What a conflict or an entry is about, in the words of its form."""
        live = self.assessment(about.assessment)
        name = caption(live).name
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

    def listed(self, conflicts: Sequence[Conflict]) -> dict[str, QuestionTitle]:
        """What conflicts are about, by their ids, without opening what they are in."""
        about = {conflict.assessment for conflict in conflicts}
        heads = self.shelf.heads(only=about)
        stands = {uuid: self._stands_for(uuid, heads) for uuid in about}
        found = {}
        for conflict in conflicts:
            head = heads[stands[conflict.assessment]]
            asked = self.shelf.words(head.form, self._session.language).about(_question(conflict))
            name = self._caption(head).name
            found[conflict.id] = (
                QuestionTitle(
                    name, asked.section, asked.question or _question(conflict).rpartition("/")[2]
                )
                if asked
                else QuestionTitle(name, "", _question(conflict))
            )
        return found

    def node(self, about: HasLocation) -> Node | None:
        """The question a conflict or an entry is about; None where the form has none such."""
        try:
            found: Node = self.assessment(about.assessment).node(_question(about))
        except KeyError:
            return None
        return found if found.kind == "question" else None

    def said(self, about: HasLocation, entry: Entry) -> str:
        """What one entry says, in the words of its form; empty for a blank."""
        body = entry.body or {}
        value = next((str(body[part]) for part in _SAYS if body.get(part)), "")
        node = self.node(about) if entry.kind == "answer" else None
        if entry.kind == "answer":
            value = str(body.get("value", ""))
        return value_text(node, value, self._session.language) if value and node else value

    def choices(self, about: HasLocation) -> list[tuple[str, str]]:
        """The choices of a disputed question as (value, label); none if it is not a select."""
        node = self.node(about)
        if node is None or node.control != "select1":
            return []
        return [(choice.value, plain_text(choice.label)) for choice in node.choices]

    def level(self, about: HasLocation, code: str) -> tuple[int, str]:
        """An evidence level as its number (0 to 4) and its title in the form's language."""
        live = self.assessment(about.assessment)
        known = live.instrument.evidence.get(code) if live.instrument else None
        return (known.value, known.titles[live.language]) if known else (0, code)

    def reason(self, about: HasLocation, code: str) -> str:
        """Why there is no answer, by the form's own list of reasons."""
        live = self.assessment(about.assessment)
        known = live.instrument.missing_reason.get(code) if live.instrument else None
        return known.titles[live.language] if known else code

    def sources(self, about: HasLocation, ids: Sequence[str]) -> list[str]:
        """Sources in a few words each, by their ids."""
        from assessor.assessment.review.score_trace import source_name

        known = sources_of(self.assessment(about.assessment))
        return [source_name(known.get(key, {}), key, self._session.language) for key in ids]

    def doubt(self, conflict: Conflict, entry: Entry) -> Reason | None:
        """What speaks against taking an entry without a reason; None if nothing does."""
        from assessor.assessment.headquarters.resolution_rules import entry_objection

        return entry_objection(self.assessment(conflict.assessment), conflict, entry)

    def broken(self, conflict: Conflict, value: str) -> str:
        """What the form says against a value of one's own; raises as Assessment.decide does."""
        from assessor.assessment.headquarters.resolution_rules import constraint_message

        return constraint_message(self.assessment(conflict.assessment), conflict, value)

    def decide(
        self, conflict: Conflict, *, take: str | None = None, value: str | None = None, note: str
    ) -> None:
        """Settle a conflict in the name of this person; what is raised is Assessment.decide's."""
        about = self.assessment(conflict.assessment)
        about.decide(conflict, take=take, value=value, note=note)
        about.seal()  # so that it travels, whichever way this file leaves

    def reviewed(self) -> tuple[str, ...]:
        """The assessments of whose answers anything was said, without opening any."""
        return self.shelf.reviewed()

    def review(self, spot: AnswerLocation, state: str, note: str) -> None:
        """Say how an answer stands, in the name of this person; raises as Assessment.review."""
        review_answer(self.assessment(spot.assessment), spot.key, state, note)


def _question(about: HasLocation) -> str:
    """The reference of the question a subject is about; its key where it is about none."""
    heads: tuple[Entry, ...] = getattr(about, "heads", ())
    said = ((head.body or {}).get("reference") for head in heads)
    return next((each for each in said if isinstance(each, str)), about.key)
