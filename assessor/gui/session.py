"""The one stateful object of the window: the assessment that is open, and word of what changed."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from assessor import words
from assessor.gui.preferences import Preferences

Changes = Mapping[str, frozenset[str]]
"""Reference → what changed there. Under the empty reference the session speaks of itself:
`opened`, `closed`, `language` (of the window), `saved`."""


class Session(QObject):
    """Holds the open Assessment (or none) and emits `changed` after everything that alters it.

    Every mutation by any screen goes through one method here, so that undo, the save indicator
    and all screens learn of it; widgets never call the Assessment's mutators themselves.
    """

    changed = Signal(object)

    def __init__(self, preferences: Preferences, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.preferences = preferences
        self.assessment: Any = None
        self.passphrase: str | None = None
        self.saved_at: datetime | None = None
        self.language = preferences.get("language", "en")

    # opening and closing
    def open(self, path: Path, passphrase: str | None = None) -> None:
        """Open a mission file in place of the present one; raises FileError and its kin."""
        house = importlib.import_module("assessor.assessment")
        opened = house.Assessment.open(path, identity=self.identity(), passphrase=passphrase)
        self._take(opened, passphrase)

    def create(self, path: Path, source: Any, **wishes: Any) -> None:
        """Make a mission for the form `source` at `path`; `wishes` as of Assessment.create."""
        house = importlib.import_module("assessor.assessment")
        made = house.Assessment.create(path, source, identity=self.identity(), **wishes)
        self._take(made, wishes.get("passphrase"))

    def close(self) -> None:
        """Close the assessment; what was said is on disk already."""
        if self.assessment is not None:
            self.assessment.close()
            self.assessment = None
            self.passphrase = None
            self.saved_at = None
            self.changed.emit({"": frozenset({"closed"})})

    def identity(self) -> Any:
        """Who signs on this laptop: the key of this person's profile, made on first use."""
        keys = importlib.import_module("assessor.parcel.keys")
        name = self.preferences.get("assessor") or None
        return keys.load_identity(self.preferences.folder, name)

    def _take(self, assessment: Any, passphrase: str | None) -> None:
        self.close()
        self.assessment = assessment
        self.passphrase = passphrase
        self.preferences.remember(Path(assessment.path), datetime.now())
        self.changed.emit({"": frozenset({"opened"})})

    # saying
    def answer(self, reference: str, body: Mapping[str, Any]) -> None:
        """Keep what the person said at `reference`: the whole atom, `value` and envelope."""
        envelope = {name: said for name, said in body.items() if name != "value"}
        if "value" in body:
            self.do(lambda now: now.answer(reference, body["value"], **envelope))
        else:
            self.do(lambda now: now.annotate(reference, **envelope))

    def do(self, operation: Callable[[Any], Changes]) -> Changes:
        """Run one mutation of the open Assessment and tell everybody what changed."""
        changes = operation(self.assessment)
        self.saved_at = datetime.now()
        self.changed.emit({**changes, "": frozenset({"saved"})})
        return changes

    def undo(self) -> None:
        """Take back the last thing said."""
        self.do(lambda now: now.undo())

    def redo(self) -> None:
        """Say again what was taken back."""
        self.do(lambda now: now.redo())

    # languages
    def speak(self, language: str) -> None:
        """Set the window's language (a code of words.LANGUAGES); the form follows if it can."""
        self.language = language
        self.preferences.put("language", language)
        changes: dict[str, frozenset[str]] = {"": frozenset({"language"})}
        if self.assessment is not None:
            for offered in self.assessment.form.languages:
                if words.code_of(offered) == language:
                    changes |= self.assessment.instance.set_language(offered)
        self.changed.emit(changes)

    def ask_in(self, language: str) -> None:
        """Set the language of the questions alone, by its name in the form."""
        self.changed.emit(self.assessment.instance.set_language(language))
