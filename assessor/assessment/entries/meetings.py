"""Meetings: a source that has a beginning and an end, and by which everything heard is cited.

A meeting is an entry of kind `source` with `started` (milliseconds since 1970 UTC) and, once it is
over, `ended`. Which one is running is derived: the latest begun by this laptop's own key that has
no end. So it outlives a crash, is undone like anything else, and a colleague's meeting that comes
with a merge never becomes one's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assessor.assessment.core.answer import Answer
from assessor.assessment.core.mission_start import milliseconds, new_id
from assessor.assessment.core.undo_steps import Move, UndoStep
from assessor.assessment.entries.evidence import Files
from assessor.assessment.entries.sources import SOURCE, STATEMENT, Sources
from assessor.errors import Refused
from assessor.form.live.changes import VALUE, Changes
from assessor.form.live.node import Node
from assessor.store.model.entry import displayed_head

ATTRIBUTION = ("named", "institution", "cluster", "background")
"""How what was heard may be attributed, from open to closed (`background`: not reportable)."""

TOLD = ("institution", "cluster", "roles", "people", "attribution", "place", "kind", "title")
"""What is said of a meeting in words; people are told by their roles and number, never by name."""

_NOBODY_TESTIFIES = frozenset({"admin", "layout", "finding"})
"""Kinds of question (asr:kind) that the team answers itself."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A source as a meeting. `started`, `ended`, `consent` (when the words were read out) are in
    milliseconds since 1970 UTC, 0 where that has not been; `date` is ISO 8601, local."""

    id: str
    institution: str = ""
    cluster: str = ""
    roles: str = ""
    people: str = ""
    attribution: str = ""
    place: str = ""
    kind: str = ""
    title: str = ""
    date: str = ""
    started: int = 0
    ended: int = 0
    consent: int = 0

    @property
    def name(self) -> str:
        """Whom one meets: the institution, else the title, else the cluster's code."""
        return self.institution or self.title or self.cluster

    @property
    def running(self) -> bool:
        """Whether it has begun and not ended."""
        return bool(self.started) and not self.ended


@dataclass(frozen=True, slots=True)
class StatementDisagreement:
    """A question on which sources said different things.

    `statements` are bodies by id; `settled` is whether the team has weighed every one of them.
    """

    reference: str
    statements: Mapping[str, Mapping[str, Any]]
    settled: bool


class Meetings(Sources, Files):
    """The part of an assessment that holds meetings and weighs what was heard in them."""

    def meetings(self) -> tuple[Meeting, ...]:
        """Every source as a meeting: the running first, then the newest."""
        found = [meeting_of(key, body) for key, body in self.sources().items()]
        return tuple(
            sorted(found, key=lambda one: (one.running, one.started, one.date, one.id))[::-1]
        )

    @property
    def meeting(self) -> Meeting | None:
        """The meeting this laptop is in now, if it is in one."""
        own = self.identity.public.hex()
        found = [
            meeting_of(key, entry.body)
            for (kind, key), tips in self.heads_by_subject.items()
            if kind == SOURCE
            and (entry := displayed_head(tips)).body is not None
            and (entry.is_draft or entry.signer == own)
            and "started" in entry.body
            and "ended" not in entry.body
        ]
        return max(found, key=lambda one: (one.started, one.id), default=None)

    def start_meeting(self, *, consent: bool = False, **facts: str) -> str:
        """Begin a meeting now, ending the one that runs; its id.

        `facts` are of TOLD. `consent` says that the words on purpose, use, attribution and the
        right to stop were read out. Raises Refused without an institution or cluster, and for an
        attribution there is none of.
        """
        at = milliseconds(self.now())
        body = {"kind": "meeting", **_told(facts), "date": self.now().date().isoformat()}
        body |= {"started": at, **({"consent": at} if consent else {})}
        _refuse_nameless(body)
        key = new_id()
        moves = [*self._ending(at), Move(SOURCE, key, None, body)]
        self.perform(UndoStep(tuple(moves), meeting_of(key, body).name), Changes)
        return key

    def resume_meeting(self, meeting_id: str) -> None:
        """Go on with a source met before: it runs again, and another that runs ends.

        Raises Refused for no such source.
        """
        at = milliseconds(self.now())
        held = self._source(meeting_id)
        body = {name: said for name, said in held.items() if name != "ended"}
        body.setdefault("date", self.now().date().isoformat())
        step = (*self._ending(at), Move(SOURCE, meeting_id, held, {**body, "started": at}))
        self.perform(UndoStep(step, meeting_of(meeting_id, body).name), Changes)

    def end_meeting(self) -> None:
        """End the meeting that runs. Raises Refused when none does."""
        moves = tuple(self._ending(milliseconds(self.now())))
        if not moves:
            raise Refused("No meeting is running: begin one first.")
        self.perform(UndoStep(moves, meeting_of(moves[0].key, moves[0].before).name), Changes)

    def edit_meeting(self, meeting_id: str, *, consent: bool | None = None, **facts: str) -> None:
        """Say anew what is known of a source; what is not given stays. Raises as starting does."""
        held = self._source(meeting_id)
        body = {**held, **dict.fromkeys(facts, ""), **_told(facts)}
        body = {name: said for name, said in body.items() if said != ""}
        if consent is not None and consent != ("consent" in held):
            body.pop("consent", None)
            body |= {"consent": milliseconds(self.now())} if consent else {}
        _refuse_nameless(body)
        if body != held:
            name = meeting_of(meeting_id, body).name
            self.perform(UndoStep((Move(SOURCE, meeting_id, held, body),), name), Changes)

    def _source(self, source_id: str) -> dict[str, Any]:
        found = self.sources().get(source_id)
        if found is None:
            raise Refused("There is no source {id} in this assessment.", id=source_id)
        return found

    def _ending(self, at: int) -> Sequence[Move]:
        now = self.meeting
        if now is None:
            return ()
        held = self._source(now.id)
        return (Move(SOURCE, now.id, held, {**held, "ended": at}),)

    # What is heard while one runs

    def _heard(
        self, node: Node, before: Answer, text: str, envelope: dict[str, Any]
    ) -> tuple[Move, ...]:
        """Let an answer about to be said cite the meeting; the statements to keep along with it.

        Who says the sources along with the answer is taken at their word. What is compared between
        sources is kept as this one's statement; where an answer of other sources gives way to it,
        that is kept as theirs, so that nothing heard is lost from sight.
        """
        now = self.meeting
        if now is None or "sources" in envelope or (text == before.value and not text):
            return ()
        weighed = testified(node)
        gives_way = weighed and before.value not in ("", text)
        cited = () if gives_way else before.sources
        envelope["sources"] = tuple(dict.fromkeys((*cited, now.id))) if text else before.sources
        if not weighed:
            return ()
        said = {str(body.get("source")): (key, body) for key, body in self._on(node.reference)}
        moves = [self._says(node.reference, text, now.id, said)]
        if gives_way:
            others = (each for each in before.sources if each not in said and each != now.id)
            moves += [self._says(node.reference, before.value, each, {}) for each in others]
        return tuple(move for move in moves if move is not None)

    def _on(self, reference: str) -> Sequence[tuple[str, dict[str, Any]]]:
        return tuple(self.statements(reference).items())

    def _says(
        self, reference: str, text: str, source: str, said: Mapping[str, tuple[str, dict[str, Any]]]
    ) -> Move | None:
        """The move by which a source's statement on a question says `text`; None: it does."""
        key, held = said.get(source, (new_id(), None))
        if held is None:
            fresh = {"reference": reference, "value": text, "source": source}
            return Move(STATEMENT, key, None, fresh) if text else None
        if held.get("value") == text:
            return None
        return Move(STATEMENT, key, held, {**held, "value": text} if text else None)

    def answer_with_file(
        self, reference: str, source: Path | bytes, *, name: str = "", **envelope: Any
    ) -> Changes:
        """Answer an upload question with a file, citing the meeting that runs; see Files."""
        now = self.meeting
        if now is not None and "sources" not in envelope:
            before = self.shown(reference).sources
            envelope["sources"] = tuple(dict.fromkeys((*before, now.id)))
        return super().answer_with_file(reference, source, name=name, **envelope)

    def confirm(self, reference: str) -> Changes:
        """Say that the meeting running confirms the answer as it stands: cited, and its statement.

        Raises Refused when no meeting runs or there is no answer.
        """
        now, before = self.meeting, self.shown(reference)
        if now is None:
            raise Refused("No meeting is running: begin one first.")
        if not before.value:
            raise Refused("There is no answer yet that could be confirmed.")
        said = {str(body.get("source")): (key, body) for key, body in self._on(reference)}
        sources = tuple(dict.fromkeys((*before.sources, now.id)))
        held = before.entry is not None and before.entry.body is not None
        moves = [self._says(reference, before.value, now.id, said)]
        if sources != before.sources:
            after = before.with_(sources=sources).body()
            moves.append(Move("answer", reference, before.body() if held else None, after))
        step = UndoStep(tuple(m for m in moves if m), self.instance.node(reference).label)
        if not step.moves:
            return Changes()
        return self.perform(step, lambda: Changes(bits={reference: VALUE}))

    # Weighing

    def disagreements(self) -> tuple[StatementDisagreement, ...]:
        """The questions on which sources differ, in the form's order; the open ones first."""
        by_question: dict[str, dict[str, dict[str, Any]]] = {}
        for key, body in self.statements().items():
            by_question.setdefault(str(body.get("reference", "")), {})[key] = body
        order = {node.reference: at for at, node in enumerate(self.instance.questions())}
        found = [
            StatementDisagreement(reference, said, self._weighed(reference, said))
            for reference, said in by_question.items()
            if reference in order and self.differ(reference, said)
        ]
        return tuple(sorted(found, key=lambda one: (one.settled, order[one.reference])))

    def differ(self, reference: str, said: Mapping[str, Mapping[str, Any]]) -> bool:
        """Whether statements on a question (bodies by id) say different things."""
        values = {str(body.get("value", "")) for body in said.values()}
        return len({self._meant(reference, value) for value in values}) > 1

    def _meant(self, reference: str, value: str) -> str:
        """A value as the form would keep it now: the same choices in another order, as a version
        before may have had them, are no other answer."""
        try:
            return self.instance.canonical_value(reference, value)
        except ValueError:
            return value

    def _weighed(self, reference: str, said: Mapping[str, Mapping[str, Any]]) -> bool:
        weighed = set(self.shown(reference).weighed)
        return weighed.issuperset(marks(said))

    def weighing(self, reference: str, value: str) -> dict[str, Any]:
        """The envelope of a finding settled on `value` from what sources said on a question.

        It cites those who said so, and names every statement weighed: one that comes later, or
        that its source corrects, opens the disagreement again.
        """
        said = self.statements(reference)
        text = self.instance.canonical_value(reference, value)
        backing = (
            str(body.get("source", ""))
            for body in said.values()
            if self._meant(reference, str(body.get("value", ""))) == text
        )
        return {
            "sources": tuple(dict.fromkeys(backing)) or self.shown(reference).sources,
            "weighed": marks(said),
        }


def marks(said: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """Each statement with what it said, as a finding names what it was settled from."""
    return tuple(sorted(f"{key}={body.get('value', '')}" for key, body in said.items()))


def testified(node: Node) -> bool:
    """Whether sources' answers to a question are compared: no free text, nothing of the team's."""
    if node.meta.get("kind") in _NOBODY_TESTIFIES:
        return False
    return node.control != "upload" and not (node.control == "input" and node.type == "string")


def meeting_of(key: str, body: Mapping[str, Any] | None) -> Meeting:
    """A source's entry as a meeting; what a stranger's entry says is taken for nothing more."""
    body = body or {}
    facts: dict[str, Any] = {name: str(body.get(name, "")) for name in (*TOLD, "date")}
    for name in ("started", "ended", "consent"):
        at = body.get(name, 0)
        facts[name] = at if isinstance(at, int) else 0
    return Meeting(id=key, **facts)


def _told(facts: Mapping[str, str]) -> dict[str, Any]:
    unknown = [name for name in facts if name not in TOLD]
    if unknown:
        raise TypeError(f"a meeting has no {', '.join(unknown)}")
    return {name: said.strip() for name, said in facts.items() if said.strip()}


def _refuse_nameless(body: Mapping[str, Any]) -> None:
    if not any(body.get(name) for name in ("institution", "cluster", "title")):
        raise Refused("Say whom you meet: the institution, or the group it belongs to.")
    if body.get("attribution", "") not in ("", *ATTRIBUTION):
        raise Refused(
            "{level} is no way to attribute: it is named, institution, cluster or background.",
            level=body["attribution"],
        )
