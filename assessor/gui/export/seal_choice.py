"""Who can open an export: headquarters and others by their keys, or who knows the passphrase."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import chain
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QRadioButton, QWidget

from assessor import words
from assessor.assessment.mission.headquarters_key import Headquarters, headquarters_of
from assessor.assessment.mission.outgoing_seal import OutgoingSeal
from assessor.errors import AssessorError
from assessor.gui.state.session import Session
from assessor.gui.toolkit.controls.question_marks import show_untrusted_mark
from assessor.gui.toolkit.style import basic_widgets as ui
from assessor.gui.toolkit.system.file_choice import choose_files
from assessor.gui.toolkit.system.open_external import documents
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.report.projection.projection import INTERNAL


class WholeFileChoice(QWidget):
    """For an internal file of a protected mission: sealed, which is chosen first, or readable."""

    def __init__(self, parent: QWidget, phrases: Phrases) -> None:
        super().__init__(parent)
        self._phrases = phrases
        self.sealed = QRadioButton(self)
        self.plain = QRadioButton(phrases("Readable by anybody who gets the file"), self)
        self.sealed.setChecked(True)
        self._how = ui.label(self, "secondary", wrap=True)
        warning = phrases("Whoever finds the file, or is sent it, reads everything in it.")
        self.plain.setAccessibleDescription(warning)
        down = ui.rows(self, ui.label(self, "label", text=phrases("Who can open the file")), gap=4)
        for radio, line in (
            (self.sealed, self._how),
            (self.plain, ui.label(self, "secondary", text=warning, wrap=True)),
        ):
            below = ui.columns(None, gap=0)
            below.addSpacing(28)
            below.addWidget(line, 1)
            ui.fill(down, radio, below)

    def name_recipients(self, names: str) -> None:
        """Say who can open the sealed file: recipients of keys, or (blank) who knows the words."""
        title = self._phrases("Sealed with the passphrase of this mission")
        how = "Whoever knows the passphrase can open it, and nobody else."
        if names:
            title = self._phrases("Sealed to {name}", name=self._phrases.apart(names))
            how = "Nobody else can open the file: neither its pages nor its answers."
        self.sealed.setText(title)
        self._how.setText(self._phrases(how))
        self.sealed.setAccessibleDescription(self._phrases(how))


class SealChoice(QWidget):
    """A check box for headquarters, initially checked, and the keys of others. For an internal file
    of a protected mission, a choice for the whole file takes the place of the check box."""

    def __init__(self, parent: QWidget, session: Session, phrases: Phrases) -> None:
        super().__init__(parent)
        self._session, self._phrases = session, phrases
        self._found = headquarters_of(session.assessment.mission)
        self._others: dict[str, tuple[str, ...]] = {}
        self.box = QCheckBox(self)
        self.box.setChecked(self._found is not None)
        down = ui.rows(self, self.box, gap=4)
        self._protected, self._internal = session.assessment.mission.encrypted, True
        self.whole = WholeFileChoice(self, phrases)
        self.whole.plain.toggled.connect(lambda _: self._show_choice())
        self._explained = QWidget(self)
        below = ui.rows(self._explained, gap=0)
        if self._found is not None:
            below.addLayout(self._headquarters(self._found.name, self._found.public))
        ui.fill(down, self._explained, self.whole)
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
        self._show_choice()

    def show_profile(self, profile: str) -> None:
        """Show the choice that a report for this audience has."""
        self._internal = profile == INTERNAL
        self._show_choice()

    @property
    def _is_whole(self) -> bool:
        return self._protected and self._internal

    def name_file(self, path: Path) -> Path:
        """Return the name that a file gets: a sealed one says so by its ending."""
        return OutgoingSeal(whole=self._is_whole and not self._is_plain).name_file(path)

    @property
    def _is_plain(self) -> bool:
        return self._is_whole and self.whole.plain.isChecked()

    def _show_choice(self) -> None:
        for part in (self.box, self._explained):
            part.setVisible(self._found is not None and not self._is_whole)
        self.whole.setVisible(self._is_whole)
        self.whole.name_recipients(self._names)
        self.more.setVisible(not self._is_plain)

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
        self._show_choice()

    def _leave_out(self, name: str) -> None:
        del self._others[name]
        self._list()
        self.more.setFocus()

    @property
    def _checked_headquarters(self) -> Headquarters | None:
        return self._found if self._is_whole or self.box.isChecked() else None

    @property
    def sealed_to(self) -> str:
        """Return who can read the answers; blank: everyone."""
        if self._is_plain:
            return ""
        known = self._phrases("Whoever knows the passphrase of this mission")
        return self._names or (known if self._is_whole else "")

    @property
    def _names(self) -> str:
        return ", ".join(
            [
                *([self._checked_headquarters.name] if self._checked_headquarters else []),
                *self._others,
            ]
        )

    @property
    def to(self) -> Sequence[str] | None:
        """Return the age public keys of recipients; none: readable by anybody; None: sealed with
        the passphrase of the mission."""
        if self._is_plain:
            return ()
        return self.recipients or (None if self._is_whole else ())

    @property
    def recipients(self) -> Sequence[str]:
        """Return the age public keys of recipients; see `to`."""
        own = self._checked_headquarters.recipients if self._checked_headquarters else ()
        return tuple(dict.fromkeys(chain(own, *self._others.values())))

    @property
    def includes_recovery(self) -> bool:
        """Return whether passphrase recovery is included: only for headquarters."""
        return not self._others
