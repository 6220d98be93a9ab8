"""The recipients of a sealed export: headquarters and others by their keys."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import chain
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from assessor import words
from assessor.assessment.mission.headquarters_key import Headquarters, headquarters_of
from assessor.errors import AssessorError
from assessor.gui.state.session import Session
from assessor.gui.toolkit.controls.question_marks import show_untrusted_mark
from assessor.gui.toolkit.style import basic_widgets as ui
from assessor.gui.toolkit.system.file_choice import choose_files
from assessor.gui.toolkit.system.open_external import documents
from assessor.gui.toolkit.text.phrases import Phrases


class SealChoice(QWidget):
    """A check box for headquarters, initially checked, and the keys of others."""

    def __init__(self, parent: QWidget, session: Session, phrases: Phrases) -> None:
        super().__init__(parent)
        self._session, self._phrases = session, phrases
        self._found = headquarters_of(session.assessment.mission)
        self._others: dict[str, tuple[str, ...]] = {}
        self.box = QCheckBox(self)
        self.box.setChecked(self._found is not None)
        down = ui.rows(self, self.box, gap=4)
        self.box.setVisible(self._found is not None)
        if self._found is not None:
            down.addLayout(self._headquarters(self._found.name, self._found.public))
        self._listed = ui.rows(None, gap=0)
        self.trouble = ui.label(self, "danger", wrap=True)
        self.trouble.hide()
        self.more = ui.button(
            self, self._choose, phrases("Seal it to somebody's key…"), role="slim", icon="key"
        )
        self.more.setToolTip(
            phrases("Only who holds one of the keys can receive the answers; choose files of keys.")
        )
        ui.fill(down, self._listed, self.trouble, ui.columns(None, self.more, 1, gap=0))

    def _headquarters(self, name: str, public: str) -> QHBoxLayout:
        phrases = self._phrases
        self.box.setText(phrases("Seal the answers to {headquarters}", headquarters=name))
        line = phrases(
            "Only it can receive them; the pages stay readable. Untick this for a colleague."
        )
        self.box.setAccessibleDescription(line)
        below = ui.columns(None, gap=0)
        below.addSpacing(28)
        inner = ui.rows(None, ui.label(self, "secondary", text=line, wrap=True), gap=4)
        show_untrusted_mark(inner, self, self._session.assessment.trust(), public, phrases)
        below.addLayout(inner, 1)
        return below

    def _choose(self) -> None:
        title = self._phrases("Files of public keys")
        kinds = {"Files of public keys": "*.pub *.txt", "All files": "*"}
        self.add(choose_files(self, self._phrases, title, kinds, documents()))

    def add(self, files: Sequence[Path]) -> None:
        """Add the keys in these files; report files without one."""
        # imported late: age is seldom used
        from assessor.parcel.keys.age_sealing import read_recipients

        self.trouble.hide()
        for path in files:
            try:
                self._others[path.stem] = read_recipients(path)
            except AssessorError as error:
                self.trouble.setText(words.say(error, self._session.language))
                self.trouble.show()
        self._list()

    def _list(self) -> None:
        ui.emptied(self._listed)
        for name in self._others:
            line = QWidget(self)
            text = self._phrases("Sealed to {name}", name=self._phrases.apart(name))
            across = ui.columns(line, (ui.label(line, text=text, wrap=True), 1))
            text = self._phrases("Do not seal it to {name}", name=name)
            across.addWidget(ui.tool(line, "close", "accent", text, partial(self._leave_out, name)))
            self._listed.addWidget(line)

    def _leave_out(self, name: str) -> None:
        del self._others[name]
        self._list()
        self.more.setFocus()

    @property
    def _checked_headquarters(self) -> Headquarters | None:
        return self._found if self.box.isChecked() else None

    @property
    def sealed_to(self) -> str:
        """Return who can read the answers; blank: everyone."""
        return ", ".join(
            [
                *([self._checked_headquarters.name] if self._checked_headquarters else []),
                *self._others,
            ]
        )

    @property
    def recipients(self) -> Sequence[str]:
        """Return the age public keys of recipients; none: not sealed."""
        own = self._checked_headquarters.recipients if self._checked_headquarters else ()
        return tuple(dict.fromkeys(chain(own, *self._others.values())))

    @property
    def includes_recovery(self) -> bool:
        """Return whether passphrase recovery is included: only for headquarters."""
        return not self._others
