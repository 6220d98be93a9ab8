"""The session: the open assessment and the signal of changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLocale, QObject, QTimer, Signal
from shiboken6 import isValid

from assessor import words
from assessor.errors import AssessorError
from assessor.gui.state.preferences import Preferences
from assessor.gui.toolkit.system.background_task import BackgroundTask, ReportProgress, finish_all
from assessor.gui.toolkit.text.captions import caption
from assessor.store.files.run_folder import remove_copies

if TYPE_CHECKING:
    from assessor.assessment.assessment import Assessment
    from assessor.form.parse.form_source import FormSource
    from assessor.parcel.keys.identity import Identity
    from assessor.parcel.pack.invitation import Invitation
    from assessor.parcel.pack.mission_pack import MissionPack
    from assessor.store.write.mission import Mission
    from assessor.store.write.mission_access import Access

Changes = Mapping[str, frozenset[str]]
"""Reference → what changed there. Under the empty reference the session speaks of itself:
`opened`, `closed`, `language` (of the window), `asking` (language of the questions), `saved`,
`typing` (something is typed and not yet said), `trouble` (the last thing said is not on disk),
`people` (somebody is trusted now, or no longer)."""


SEAL_INTERVAL_MS = 5 * 60 * 1000
"""Milliseconds between two sealings of drafts."""


class Session(QObject):
    """Holds the open Assessment (or None) and emits `changed` after every change.

    All screens change it through `answer`, `do`, `undo` or `redo`, so that the save indicator and
    all screens follow; widgets never call its mutators directly.
    """

    changed = Signal(object)

    def __init__(self, preferences: Preferences, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.preferences = preferences
        self.open_assessment: Assessment | None = None
        self.passphrase: str | None = None
        self.saved_at: datetime | None = None
        self._typed: dict[str, None] = {}
        self._tasks: list[BackgroundTask] = []
        self._sealing = QTimer(self)
        self._sealing.setInterval(SEAL_INTERVAL_MS)
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

    # Opening and closing
    def open(self, path: Path, passphrase: str | None = None) -> None:
        """Open a mission file in place of the current one, by the paths of its questions if its
        form cannot be used; raises FileError."""
        from assessor.assessment.assessment import Assessment  # late import: show the window first

        opened = Assessment.open(
            path, identity=self.identity(), passphrase=passphrase, by_path=True
        )
        self._adopt(opened, passphrase)

    def create(self, path: Path, source: FormSource, **wishes: Any) -> None:
        """Create a mission for the form `source` at `path`; `wishes` as in Assessment.create."""
        from assessor.assessment.assessment import Assessment

        self._adopt_new(Assessment.create(path, source, identity=self.identity(), **wishes), wishes)

    def begin(self, path: Path, pack: MissionPack, **wishes: Any) -> None:
        """Create a mission from a pack at `path`; `wishes` as in mission_start_packs.begin."""
        from assessor.assessment.mission.mission_start_packs import begin_mission

        self._adopt_new(begin_mission(path, pack, identity=self.identity(), **wishes), wishes)

    def join(self, path: Path, invitation: Invitation, passphrase: str | None) -> None:
        """Create a mission at `path` from an invitation; raises as join_mission does."""
        from assessor.assessment.exchange.invitation_files import join_mission

        joined = join_mission(
            path,
            invitation,
            self.identity(),
            passphrase=passphrase,
            identities=self.opens(),
            language=self.language,
        )
        self._adopt(joined, passphrase)

    def _adopt_new(self, assessment: Assessment, wishes: Mapping[str, Any]) -> None:
        """Adopt a new mission; store in it that the user declined a passphrase."""
        from assessor.assessment.mission.passphrase_protection import decline_passphrase

        passphrase = wishes.get("passphrase")
        if passphrase is None:
            decline_passphrase(assessment.mission)
        self._adopt(assessment, passphrase)

    def renew(self, operation: Callable[[Assessment], Assessment]) -> None:
        """Replace the open assessment by the result of `operation` and rebuild every screen.

        Errors of the operation go to the caller; the assessment is unchanged then.
        """
        replacement, passphrase = operation(self.assessment), self.passphrase
        self._release()
        self.open_assessment, self.passphrase = replacement, passphrase
        self.saved_at = datetime.now()
        self.keep_caption()
        self.changed.emit({"": frozenset({"opened"})})

    def reload(self) -> None:
        """Load what others wrote to the file, in their form version."""
        from assessor.assessment.mission.form_upgrade import follow_form_version

        self.do(lambda now: now.reload())
        replacement = follow_form_version(self.assessment)
        if replacement is not None:
            self.renew(lambda _: replacement)

    def close(self) -> None:
        """Close the assessment; answers are stored already.

        Raises FileError if the file is missing or cannot be sealed; it stays open then.
        """
        if self.open_assessment is not None:
            self.keep_caption()
            self.open_assessment.close()
            self._release()

    def abandon(self) -> None:
        """Close an assessment whose file is gone."""
        if self.open_assessment is not None:
            self.open_assessment.mission.close()
            self._release()

    def _release(self) -> None:
        self.open_assessment = self.passphrase = self.saved_at = None
        self.forget_passphrases()
        remove_copies()
        self.changed.emit({"": frozenset({"closed"})})

    def _seal(self) -> None:
        """Seal the drafts: only sealed entries travel with the file."""
        if self.open_assessment is not None and not self.open_assessment.mission.read_only:
            self.open_assessment.seal()

    def identity(self) -> Identity:
        """Return the signing identity of this profile, created on first use."""
        from assessor.parcel.keys.identity import load_identity

        return load_identity(self.preferences.folder, self.preferences.get("assessor") or None)

    def rename(self, name: str) -> None:
        """Set the name beside all entries from the next opening on. Raises Refused, KeyUnusable."""
        from assessor.parcel.keys.identity import load_identity

        load_identity(self.preferences.folder, name)
        self.preferences.put("assessor", name)

    def opens(self) -> tuple[str, ...]:
        """Return what opens sealed reports: the secret keys of this profile, the passphrase of the
        open mission, and those that were typed for sealed files."""
        from assessor.parcel.keys.age_sealing import headquarters_keys, passphrase_identity

        own = [self.passphrase] if self.passphrase else []
        known = map(passphrase_identity, [*own, *self._typed])
        return (*headquarters_keys(self.preferences.folder), *known)

    def remember_passphrase(self, passphrase: str) -> str:
        """Keep a passphrase that was typed for a sealed file until a file is closed."""
        self._typed[passphrase] = None
        return passphrase

    def forget_passphrase(self, passphrase: str) -> None:
        """Forget a passphrase that opened nothing."""
        self._typed.pop(passphrase, None)

    def forget_passphrases(self) -> None:
        """Forget the passphrases that were typed for sealed files."""
        self._typed.clear()

    def _adopt(self, assessment: Assessment, passphrase: str | None) -> None:
        self.close()
        self.open_assessment = assessment
        self.passphrase = passphrase
        self.preferences.remember(Path(assessment.path), datetime.now())
        self.keep_caption()
        self.changed.emit({"": frozenset({"opened"})})

    def keep_caption(self) -> None:
        """Store the caption for the recent missions; none for a protected mission.

        That of a mission that is read without its form stays: what it asks is not known.
        """
        if self.assessment.form_problem is not None:
            return
        protected = self.assessment.mission.encrypted
        text = "" if protected else caption(self.assessment).to_json()
        self.preferences.put_caption(Path(self.assessment.path), text)

    # Changes
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
        envelope = {name: value for name, value in body.items() if name != "value"}
        if "value" in body:
            self.do(lambda now: now.answer(reference, body["value"], **envelope))
        else:
            self.do(lambda now: now.annotate(reference, **envelope))

    def do(self, operation: Callable[[Assessment], Changes]) -> Changes:
        """Run a change of the open Assessment and report what changed.

        Errors go to the caller after the save indicator was updated.
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
        """Report that text is being typed that is not stored yet."""
        self.changed.emit({"": frozenset({"typing"})})

    def settled(self) -> None:
        """Report that the typed text changes nothing."""
        self.changed.emit({"": frozenset({"saved"})})

    # Background tasks
    def run(
        self,
        task: Callable[[ReportProgress], Any],
        *,
        done: Callable[[Any], None],
        failed: Callable[[AssessorError], None],
        progress: ReportProgress | None = None,
    ) -> BackgroundTask:
        """Run `task` in a thread; `done` or `failed` is called once, in this thread.

        The task works on immutable values or opens the file itself (see `aside`).
        """
        background_task = BackgroundTask(
            task, done=done, failed=failed, progress=progress, parent=self
        )
        self._tasks = [other for other in self._tasks if isValid(other)]
        self._tasks.append(background_task)
        background_task.start()
        return background_task

    def aside(
        self, operation: Callable[[Assessment, ReportProgress], Any]
    ) -> Callable[[ReportProgress], Any]:
        """Return a task for `run` on the open mission with a live form of its own.

        The file stays open once: its connection admits one thread at a time.
        """
        from assessor.assessment.assessment import Assessment

        now = self.assessment
        uuid, identity = now.uuid, now.identity
        return aside(
            now.mission.access,
            lambda mission, report_progress: operation(
                Assessment.of(mission, uuid, identity), report_progress
            ),
        )

    @property
    def busy(self) -> bool:
        """Whether a task runs, or its result is not shown yet."""
        return any(isValid(task) and not task.notified for task in self._tasks)

    def finish(self) -> None:
        """Cancel running tasks and wait for them before the window closes."""
        finish_all()

    def undo(self) -> None:
        """Undo the last step."""
        self.do(lambda now: now.undo())

    def redo(self) -> None:
        """Redo the undone step."""
        self.do(lambda now: now.redo())

    # Languages
    def speak(self, language: str) -> None:
        """Set the window's language (a code of words.LANGUAGES); the questions follow if they can.

        If the form does not offer it, questions in the previous window language switch to the
        nearest one; a language chosen for the questions stays. One signal reports all, so that
        screens repaint once.
        """
        previous, self.language = self.language, language
        self.preferences.put("language", language)
        changes: dict[str, frozenset[str]] = {}
        if self.open_assessment is not None:
            from assessor.assessment.base.form_languages import nearest_language

            question_language = nearest_language(self.open_assessment.form, language)
            current = words.language_code(self.open_assessment.language)
            if question_language and (
                words.language_code(question_language) == language or current == previous
            ):
                changes = self._ask_in(question_language)
        self.changed.emit({**changes, "": frozenset({"language", "asking"})})

    def ask_in(self, language: str) -> None:
        """Set the language of the questions, by its name in the form."""
        self.changed.emit({**self._ask_in(language), "": frozenset({"asking"})})

    def _ask_in(self, language: str) -> dict[str, frozenset[str]]:
        changes = dict(self.assessment.instance.set_language(language))
        self.assessment.language = language  # stored in the file
        return changes


def aside(
    access: Access, operation: Callable[[Mission, ReportProgress], Any]
) -> Callable[[ReportProgress], Any]:
    """Return a task for `Session.run` on a file, with a connection of its own."""
    from assessor.store.write.mission import Mission

    def task(report_progress: ReportProgress) -> Any:
        with Mission.reopen(access) as mission:
            return operation(mission, report_progress)

    return task
