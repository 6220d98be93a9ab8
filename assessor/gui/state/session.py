"""The one stateful object of the window: the assessment that is open, and word of what changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLocale, QObject, QTimer, Signal
from shiboken6 import isValid

from assessor import words
from assessor.errors import AssessorError
from assessor.gui.state.preferences import Preferences
from assessor.gui.toolkit.system.background_task import BackgroundTask, ReportProgress, finish_all
from assessor.gui.toolkit.text.captions import caption

if TYPE_CHECKING:
    from assessor.assessment.assessment import Assessment
    from assessor.form.parse.form_source import FormSource
    from assessor.parcel.keys.identity import Identity
    from assessor.parcel.pack.mission_pack import MissionPack
    from assessor.store.write.mission_access import Access

Changes = Mapping[str, frozenset[str]]
"""Reference → what changed there. Under the empty reference the session speaks of itself:
`opened`, `closed`, `language` (of the window), `asking` (language of the questions), `saved`,
`typing` (something is typed and not yet said), `trouble` (the last thing said is not on disk),
`people` (somebody is trusted now, or no longer)."""


SEAL_EVERY = 5 * 60 * 1000
"""Milliseconds between sealings of what was said."""


class Session(QObject):
    """Holds the open Assessment (or none) and emits `changed` after everything that alters it.

    Every mutation by any screen goes through `answer`, `do`, `undo` or `redo`, so that the save
    indicator and all screens learn of it; widgets never call the Assessment's mutators themselves.
    """

    changed = Signal(object)

    def __init__(self, preferences: Preferences, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.preferences = preferences
        self.open_assessment: Assessment | None = None
        self.passphrase: str | None = None
        self.saved_at: datetime | None = None
        self._works: list[BackgroundTask] = []
        self._sealing = QTimer(self)
        self._sealing.setInterval(SEAL_EVERY)
        self._sealing.timeout.connect(self._seal)
        self._sealing.start()
        self.language = preferences.get("language") or QLocale.system().name()[:2]
        if self.language not in words.LANGUAGES:
            self.language = "en"

    @property
    def assessment(self) -> Assessment:
        """The open assessment; only to be asked for while there is one."""
        assert self.open_assessment is not None
        return self.open_assessment

    # opening and closing
    def open(self, path: Path, passphrase: str | None = None) -> None:
        """Open a mission file in place of the present one; raises FileError and its kin."""
        from assessor.assessment.assessment import Assessment  # late: the window is up first

        opened = Assessment.open(path, identity=self.identity(), passphrase=passphrase)
        self._take(opened, passphrase)

    def create(self, path: Path, source: FormSource, **wishes: Any) -> None:
        """Make a mission for the form `source` at `path`; `wishes` as of Assessment.create."""
        from assessor.assessment.assessment import Assessment

        self._made(Assessment.create(path, source, identity=self.identity(), **wishes), wishes)

    def begin(self, path: Path, pack: MissionPack, **wishes: Any) -> None:
        """Make a mission from headquarters' pack at `path`; `wishes` as of packs.begin."""
        from assessor.assessment.mission.mission_start_packs import begin_mission

        self._made(begin_mission(path, pack, identity=self.identity(), **wishes), wishes)

    def _made(self, assessment: Assessment, wishes: Mapping[str, Any]) -> None:
        """Take a new mission; that its person went without a passphrase is kept in it."""
        from assessor.assessment.mission.passphrase_protection import decline_passphrase

        passphrase = wishes.get("passphrase")
        if passphrase is None:
            decline_passphrase(assessment.mission)
        self._take(assessment, passphrase)

    def renew(self, operation: Callable[[Assessment], Assessment]) -> None:
        """Put the open assessment in place of itself, as `operation` gives it: every screen that
        shows it is built anew. What it raises goes on to the caller; all is then as before."""
        fresh, passphrase = operation(self.assessment), self.passphrase
        self._let_go()
        self.open_assessment, self.passphrase, self.saved_at = fresh, passphrase, datetime.now()
        self.keep_caption()
        self.changed.emit({"": frozenset({"opened"})})

    def reload(self) -> None:
        """Show what others wrote to the file, in the version of the form they went on in."""
        from assessor.assessment.mission.form_upgrade import follow_form_version

        self.do(lambda now: now.reload())
        fresh = follow_form_version(self.assessment)
        if fresh is not None:
            self.renew(lambda _: fresh)

    def close(self) -> None:
        """Close the assessment; what was said is on disk already.

        Raises FileError where the file is gone or cannot be sealed; it is open then as before.
        """
        if self.open_assessment is not None:
            self.keep_caption()
            self.open_assessment.close()
            self._let_go()

    def abandon(self) -> None:
        """Close an assessment whose file is gone, after its person was asked."""
        if self.open_assessment is not None:
            self.open_assessment.mission.close()
            self._let_go()

    def _let_go(self) -> None:
        self.open_assessment = None
        self.passphrase = None
        self.saved_at = None
        self.changed.emit({"": frozenset({"closed"})})

    def _seal(self) -> None:
        """Name and sign what was said: what is sealed travels, whichever way the file leaves."""
        if self.open_assessment is not None and not self.open_assessment.mission.read_only:
            self.open_assessment.seal()

    def identity(self) -> Identity:
        """Who signs on this laptop: the key of this person's profile, made on first use."""
        from assessor.parcel.keys.identity import load_identity

        return load_identity(self.preferences.folder, self.preferences.get("assessor") or None)

    def opens(self) -> tuple[str, ...]:
        """The secret keys of this profile that open what was sealed to it; usually none."""
        from assessor.parcel.keys.age_sealing import headquarters_keys

        return headquarters_keys(self.preferences.folder)

    def _take(self, assessment: Assessment, passphrase: str | None) -> None:
        self.close()
        self.open_assessment = assessment
        self.passphrase = passphrase
        self.preferences.remember(Path(assessment.path), datetime.now())
        self.keep_caption()
        self.changed.emit({"": frozenset({"opened"})})

    def keep_caption(self) -> None:
        """Keep what the card of this mission shows; nothing where a passphrase protects it."""
        protected = self.assessment.mission.encrypted
        text = "" if protected else caption(self.assessment).to_json()
        self.preferences.put_caption(Path(self.assessment.path), text)

    # saying
    def answer(self, reference: str, body: Mapping[str, Any]) -> None:
        """Keep what the person said at `reference`: the whole atom, `value` and envelope.

        An upload question says `file` (bytes, or where it lies) and the `name` to keep it under, or
        `take_away` with the id of the file that is its answer no more.
        """
        from assessor.assessment.entries.evidence import answer_with_file, remove_file

        if "file" in body:
            name = str(body.get("name", ""))
            self.do(lambda now: answer_with_file(now, reference, body["file"], name=name))
            return
        if "take_away" in body:
            self.do(lambda now: remove_file(now, body["take_away"]))
            return
        envelope = {name: said for name, said in body.items() if name != "value"}
        if "value" in body:
            self.do(lambda now: now.answer(reference, body["value"], **envelope))
        else:
            self.do(lambda now: now.annotate(reference, **envelope))

    def do(self, operation: Callable[[Assessment], Changes]) -> Changes:
        """Run one mutation of the open Assessment and tell everybody what changed.

        What the operation raises goes on to the caller, once the save indicator knows.
        """
        try:
            changes = operation(self.assessment)
        except AssessorError:
            self.changed.emit({"": frozenset({"trouble"})})
            raise
        self.saved_at = datetime.now()
        self.changed.emit({**changes, "": frozenset({"saved"})})
        return changes

    def typing(self) -> None:
        """Say that something is typed which is not said yet, so not on disk."""
        self.changed.emit({"": frozenset({"typing"})})

    def settled(self) -> None:
        """Say that what was being typed says nothing new: all is on disk, as it was."""
        self.changed.emit({"": frozenset({"saved"})})

    # long work
    def run(
        self,
        task: Callable[[ReportProgress], Any],
        *,
        done: Callable[[Any], None],
        failed: Callable[[AssessorError], None],
        progress: ReportProgress | None = None,
    ) -> BackgroundTask:
        """Do `task` in a thread of its own; `done` or `failed` is called once, in this thread.

        The task works on immutable values, or opens the file for itself (see `aside`).
        """
        work = BackgroundTask(task, done=done, failed=failed, progress=progress, parent=self)
        self._works = [one for one in self._works if isValid(one)]
        self._works.append(work)
        work.start()
        return work

    def aside(
        self, operation: Callable[[Assessment, ReportProgress], Any]
    ) -> Callable[[ReportProgress], Any]:
        """A task for `run` on the open mission, with a connection and a live form of its own."""
        now = self.assessment
        return partial(_aside, now.mission.access, now.uuid, now.identity, operation)

    @property
    def busy(self) -> bool:
        """Whether long work is going on, or has ended and its result is still to be shown."""
        return any(isValid(one) and not one.notified for one in self._works)

    def finish(self) -> None:
        """Cancel every work there is and wait for its thread, before the window goes."""
        finish_all()

    def undo(self) -> None:
        """Take back the last thing said."""
        self.do(lambda now: now.undo())

    def redo(self) -> None:
        """Say again what was taken back."""
        self.do(lambda now: now.redo())

    # languages
    def speak(self, language: str) -> None:
        """Set the window's language (a code of words.LANGUAGES); the questions follow if they can.

        Where the form does not speak it, questions that stood in the window's language before are
        asked in the nearest one; a language chosen for them stays. One signal carries all, so that
        a screen is drawn once.
        """
        before, self.language = self.language, language
        self.preferences.put("language", language)
        changes: dict[str, frozenset[str]] = {}
        if self.open_assessment is not None:
            from assessor.assessment.base.form_languages import nearest_language

            found = nearest_language(self.open_assessment.form, language)
            present = words.language_code(self.open_assessment.language)
            if found and (words.language_code(found) == language or present == before):
                changes = self._ask_in(found)
        self.changed.emit({**changes, "": frozenset({"language", "asking"})})

    def ask_in(self, language: str) -> None:
        """Set the language of the questions alone, by its name in the form."""
        self.changed.emit({**self._ask_in(language), "": frozenset({"asking"})})

    def _ask_in(self, language: str) -> dict[str, frozenset[str]]:
        changes = dict(self.assessment.instance.set_language(language))
        self.assessment.language = language  # kept in the file for the next time
        return changes


def _aside(
    access: Access,
    uuid: str,
    identity: Identity,
    operation: Callable[[Assessment, ReportProgress], Any],
    tell: ReportProgress,
) -> Any:
    """Open the mission for this thread, do what is asked, and close it."""
    from assessor.assessment.assessment import Assessment
    from assessor.store.write.mission import Mission

    with Mission.reopen(access) as mission:
        return operation(Assessment.of(mission, uuid, identity), tell)
