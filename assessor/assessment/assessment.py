"""The assessment: one form being filled, its entries and its derived state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from assessor.assessment.base.form_languages import language_of
from assessor.assessment.base.mission_facts import MissionFacts, facts_of
from assessor.assessment.core import derive
from assessor.assessment.core.accepted_forms import load_accepted_form, unpack_form
from assessor.assessment.core.answer import ENVELOPE, answer_of
from assessor.assessment.core.assessment_scores import scores_of
from assessor.assessment.core.completeness import Progress, progress_of, unanswered_questions
from assessor.assessment.core.entry_record import Record
from assessor.assessment.core.form_versions import form_of
from assessor.assessment.core.mission_start import (
    Clock,
    local_now,
    milliseconds,
    new_id,
    start_mission,
)
from assessor.assessment.core.resolution import resolution_entries
from assessor.assessment.core.select_assessment import select_assessment
from assessor.assessment.core.signer_trust import vouch_for_known
from assessor.assessment.core.statements import cite_meeting
from assessor.assessment.core.undo_steps import Move, removal_moves
from assessor.errors import AssessorError, FormUnusable
from assessor.form.live.changes import Changes
from assessor.form.live.instance import Instance
from assessor.form.live.node import Node, Violation
from assessor.form.model.definition import Form
from assessor.form.parse.form_source import FormSource
from assessor.form.parse.path_form import form_of_paths
from assessor.parcel.keys.identity import Identity
from assessor.scoring.instrument import Instrument
from assessor.scoring.stage_scores import Scores
from assessor.store.model.changeset_core import DAY
from assessor.store.model.database_address import RegistryLocation
from assessor.store.model.entry import Conflict, Entry, displayed_head, in_conflict
from assessor.store.model.published_answers import PUBLISHED_KIND
from assessor.store.write.mission import Mission


class Assessment(Record):
    """One assessment in a mission file or registry, open for a person.

    An answer is on disk when `answer` returns. The parents of a new entry are the heads that the
    person saw: what another process has written since becomes a conflict at the next `reload`,
    never a silent overwrite.
    """

    def __init__(
        self,
        mission: Mission,
        uuid: str,
        source: FormSource,
        identity: Identity,
        *,
        now: Clock = local_now,
        judged: tuple[Form, Instrument | None] | None = None,
        problem: FormUnusable | None = None,
    ) -> None:
        self.source, self.form_problem = source, problem
        form, self.instrument = judged or load_accepted_form(source)
        super().__init__(mission, uuid, identity, form, now=now)

    @classmethod
    def create(
        cls,
        path: Path,
        source: FormSource,
        *,
        identity: Identity,
        country: str = "",
        language: str = "",
        passphrase: str | None = None,
        anyway: bool = False,
        now: Clock = local_now,
        last_saved: str = "",
    ) -> Assessment:
        """Create a mission file at `path` with one assessment of the form `source`.

        `country` is a choice of the form's question named country; a question named region is
        answered with it if the form ties the two together. `last_saved` is the XML of the previous
        submission, for forms that take defaults from it.

        Raises FormError for a form with problems (with `anyway` only if they make it unusable;
        nothing is created then), FileError if the file exists or cannot be created, Refused for an
        unknown country.
        """
        mission, uuid = start_mission(
            path,
            source,
            identity=identity,
            country=country,
            language=language,
            passphrase=passphrase,
            anyway=anyway,
            now=now,
            last_saved=last_saved,
        )
        return cls(mission, uuid, source, identity, now=now)

    @classmethod
    def open(
        cls,
        path: RegistryLocation,
        *,
        identity: Identity,
        assessment: str | None = None,
        passphrase: str | None = None,
        now: Clock = local_now,
        by_path: bool = False,
    ) -> Assessment:
        """Open the assessment of a mission file, or the one named `assessment` of a registry.

        With `by_path` one whose form is missing or was changed opens for reading only, each
        question by its path; `form_problem` says why. Raises the errors of Mission.open,
        FormUnusable without `by_path`, and Refused if `assessment` is needed or unknown.
        """
        mission = Mission.open(path, passphrase=passphrase)
        try:
            vouch_for_known(mission, identity)
            found = cls.of(mission, assessment, identity, now=now)
            found._fire_load_events()
        except AssessorError as error:
            mission.close()
            if not (by_path and isinstance(error, FormUnusable)):
                raise
            mission = Mission.open(path, passphrase=passphrase, read_only=True)
            found = cls._of_paths(mission, assessment, identity, now, error)
        return found

    @classmethod
    def _of_paths(
        cls,
        mission: Mission,
        assessment: str | None,
        identity: Identity,
        now: Clock,
        problem: FormUnusable,
    ) -> Assessment:
        """Return an assessment whose form cannot be used, with every question by its path."""
        mission.forbid_writing(problem.reason)
        uuid = select_assessment(mission, assessment).uuid
        source = form_of_paths(derive.named_references(mission.joint_heads(uuid)))
        return cls(mission, uuid, source, identity, now=now, problem=problem)

    @classmethod
    def of(
        cls, mission: Mission, assessment: str | None, identity: Identity, *, now: Clock = local_now
    ) -> Assessment:
        """Return the selected assessment of an open mission (see select_assessment)."""
        found = select_assessment(mission, assessment)
        source, form, instrument = unpack_form(mission.form(form_of(mission, found)))
        judged = form, instrument
        return cls(mission, found.uuid, source, identity, now=now, judged=judged)

    def close(self) -> None:
        """Sign what was written and close the file.

        Raises FileError if the file cannot be written any more; it then stays open, so that a copy
        can still be saved elsewhere.
        """
        if not self.mission.read_only:
            self.seal()
        self.mission.close()

    def __enter__(self) -> Assessment:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """The mission file."""
        return self.mission.path

    @property
    def form_title(self) -> str:
        """The title of the form, in the present language if the form's sheets have it."""
        title = self.instrument.titles[self.language] if self.instrument else ""
        return title or self.form.title

    @property
    def root(self) -> Node:
        """The live body of the form."""
        return self.instance.root

    def node(self, reference: str) -> Node:
        """Return the live node at a reference. Raises KeyError if there is none."""
        return self.instance.node(reference)

    @property
    def language(self) -> str:
        """The language of the labels, named as in the form."""
        return self.instance.language

    @language.setter
    def language(self, language: str) -> None:
        language = language_of(self.form, language)
        self.instance.language = language
        if not self.mission.read_only:
            self.mission.set_setting("language", language)

    def answer(self, reference: str, value: str, **envelope: Any) -> Changes:
        """Answer a question with `value` and its justification (see Answer); on disk on return.

        Nothing is written if the present answer is the same. Raises ValueError with a sentence for
        a value that is not of the question's type, KeyError for no such question, FileError if it
        could not be saved; the state is then as before.
        """
        text = self.instance.canonical_value(reference, value)
        before = self.answer_at(reference)
        if text and "missing" not in envelope:
            envelope["missing"] = ""
        if text != before.value:
            envelope.setdefault("file", "")  # a new value is not that file any more
            envelope.setdefault("weighed", ())
        statements = cite_meeting(self, self.node(reference), before, text, envelope)
        after = before.with_(value=text, **envelope)
        stored = before.stored_body()
        known = stored is not None or after.is_blank
        if after.body() == before.body() and not before.auto and known:
            return Changes()
        moves = (Move("answer", reference, stored, after.body()), *statements)
        label = self.node(reference).label
        return self.perform(moves, label, lambda: self.instance.set(reference, text))

    def annotate(self, reference: str, **envelope: Any) -> Changes:
        """Change the justification of an answer and keep its value."""
        return self.answer(reference, self.answer_at(reference).value, **envelope)

    def add_repeat(self, repeat: str, instance_id: str | None = None) -> Changes:
        """Add an instance at the end of a repeat. Raises Refused if the form counts them."""
        derive.refuse_counted(self.form, repeat)
        key = f"{repeat}[{instance_id or new_id()}]"
        move = Move("repeat", key, None, {"added": self.next_place(repeat)})
        label = self.node(repeat).label
        return self.perform(
            [move], label, lambda: self.instance.add_repeat(repeat, derive.id_of(key))
        )

    def next_place(self, repeat: str) -> int:
        """Return the place of an instance added now: after all others. It travels to every reader,
        so it tells the day (ms since 1970 UTC) and not the moment."""
        rows = self.instance.node(repeat).children
        heads = self.heads("repeat", rows[-1].reference) if rows else ()
        last = derive.instance_place(displayed_head(heads) if heads else None)
        now = milliseconds(self.now())
        return max(now - now % DAY, last + derive.PLACE_STEP)

    def remove_repeat(self, instance: str) -> Changes:
        """Delete an instance with all in it, by tombstones. Raises Refused if it is counted."""
        derive.refuse_counted(self.form, instance)
        moves, label = removal_moves(self.heads_by_subject, instance), self.node(instance).label
        return self.perform(moves, label, lambda: self.instance.remove_repeat(instance))

    def restore(self, entry: Entry) -> Changes:
        """Answer a question again as an entry of its history did."""
        if entry.body is None:
            return self.answer(entry.key, "")
        earlier = answer_of(entry)
        parts = {*ENVELOPE, "file"} - {"decision"}
        envelope = {name: getattr(earlier, name) for name in parts}
        return self.answer(entry.key, earlier.value, **envelope)

    def conflicts(self) -> tuple[Conflict, ...]:
        """Return the undecided conflicts."""
        return self.renames.conflicts(self.mission.conflicts(self.uuid), self.every_head())

    def conflict_at(self, reference: str) -> Conflict | None:
        """Return the undecided conflict on a question, if there is one."""
        if not in_conflict(self.all_heads("answer", reference)):
            return None
        by_subject = {(each.kind, each.key): each for each in reversed(self.conflicts())}
        return by_subject.get(("answer", reference))

    def decide(
        self,
        conflict: Conflict,
        *,
        take: str | None = None,
        value: str | None = None,
        note: str = "",
    ) -> Changes:
        """Resolve a conflict: take one of its entries by name, or give a value of your own; where
        outsiders alone speak, neither leaves everything as the team has it.

        The resolution is an entry whose parents are all the heads shown; undo opens the conflict
        again. Raises Refused if `take` is none of the heads or neither is given, ValueError for a
        value that is not of the question's type.
        """
        return self._settle(conflict, resolution_entries(self, conflict, take, value, note))

    def progress(self, node: Node | None = None) -> Progress:
        """Count the relevant questions under a node (or of the form) that are dealt with."""
        return progress_of(node or self.root, self.answer_at)

    def violations(self) -> Sequence[Violation]:
        """Return the constraints and required questions that are violated now."""
        return self.instance.violations()

    def unanswered(self) -> Iterator[Node]:
        """Yield the relevant questions that have neither an answer nor a reason for its absence."""
        return unanswered_questions(self.root, self.answer_at)

    def scores(self) -> Scores | None:
        """Return the scores by the form's rules; None if the form declares none."""
        if self.instrument is None:
            return None
        return scores_of(self.instrument, self.instance, self.heads_by_subject)

    def in_language(self, language: str) -> Instance:
        """Return another live instance with the same answers and labels in `language`."""
        return self.live_instance(self.form, language_of(self.form, language))

    def finished_form(self, language: str | None = None) -> Instance:
        """Return a separate instance of the form in a language, with its end times filled.

        The end is the time of the last entry, not of a report. It is derived and never stored: two
        laptops would disagree about it.
        """
        instance = self.in_language(language or self.language)
        heads = self.mission.joint_heads(self.uuid)
        written = (tips for (kind, _), tips in heads.items() if kind != PUBLISHED_KIND)
        times = [tip.at for tips in written for tip in tips]
        zone = self.now().tzinfo
        instance.finish(datetime.fromtimestamp(max(times) / 1000, zone) if times else None)
        return instance

    def facts(self) -> MissionFacts:
        """Return country, dates and markings of the mission."""
        return facts_of(self.form, self.instance)

    @property
    def title(self) -> str:
        """The country and code of the mission, or the title of the form."""
        facts = self.facts()
        return " · ".join(filter(None, (facts.country, facts.mission_code))) or facts.title
