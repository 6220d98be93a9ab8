"""Make a mission pack: form, name, headquarters and previous mission."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from assessor import words
from assessor.assessment.base.file_writing import make_folder
from assessor.assessment.mission.mission_start_packs import previous_parcel, write_pack
from assessor.errors import Unprotected
from assessor.gui.feedback.busy_dialog import BusyDialog
from assessor.gui.files.passphrase_fields import PassphraseField
from assessor.gui.mission import form_offers
from assessor.gui.registry.registry_session import RegistrySession
from assessor.gui.state.session import Session
from assessor.gui.state.session_dialog import SessionDialog
from assessor.gui.toolkit.dialogs.message_dialog import show_done, wants_readable
from assessor.gui.toolkit.style.basic_widgets import (
    LineEdit,
    above,
    button,
    closing,
    fill,
    label,
    with_beside,
)
from assessor.gui.toolkit.system.file_choice import choose_file, choose_target
from assessor.gui.toolkit.system.open_external import documents
from assessor.parcel.keys.age_sealing import create_headquarters_key, headquarters_public
from assessor.parcel.pack.mission_pack import PACK_SUFFIX, MissionPack
from assessor.store.write.mission import Mission

_OTHER = "other"


class PackDialog(SessionDialog):
    """Creates the key of headquarters if there is none, then the pack."""

    topic = "pack"

    def __init__(self, parent: QWidget, session: Session, office: RegistrySession) -> None:
        super().__init__(parent, session)
        self._office = office
        phrases = self._phrases
        self.setMinimumWidth(560)
        lead = phrases(
            "One file to begin a mission with: the form, your key to seal to, and the roster of "
            "this registry. Send it any way you like; print the six words on the mission letter."
        )
        column = self.head(phrases("Make a mission pack"), lead, gap=8)
        column.addSpacing(8)
        self._form_field(column)
        self.title = self._line(column, "What the mission is called")
        self.office_name = self._line(column, "Headquarters, as assessors see it")
        self.office_name.setText(session.preferences.get("organisation") or session.identity().name)
        self.previous = self._path(column, "The previous mission, if there was one", self._browse)
        self.secret = PassphraseField(self, phrases)
        self._above(column, "Passphrase to tell apart, if you want one", self.secret)
        self.path = self._path(column, "Where to write it", self._place)
        self.path.setText(str(documents() / "Assessor" / f"mission{PACK_SUFFIX}"))
        self._key = label(self, "warn", wrap=True)
        self._trouble = label(self, "danger", wrap=True)
        self._trouble.hide()
        leaves = button(self, self.reject, phrases("Cancel"))
        self.go = button(self, self._make, phrases("Make the pack"), role="primary", icon="mission")
        self.go.setDefault(True)
        fill(column, self._key, self._trouble, 1, closing(self, leaves, self.go))
        self._show_key()

    # Building
    def _above(
        self, column: QVBoxLayout, text: str, field: QWidget, beside: QWidget | None = None
    ) -> None:
        fill(column, above(self, field, self._phrases.say, text), with_beside(field, beside))

    def _line(self, column: QVBoxLayout, text: str) -> LineEdit:
        line_edit = LineEdit(self)
        line_edit.setMaxLength(120)
        self._above(column, text, line_edit)
        return line_edit

    def _path(self, column: QVBoxLayout, text: str, browse: Callable[[], None]) -> QLineEdit:
        line_edit = QLineEdit(self)
        line_edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._above(column, text, line_edit, button(self, browse, self._phrases("Choose…")))
        return line_edit

    def _form_field(self, column: QVBoxLayout) -> None:
        self.form = QComboBox(self)
        for offer in form_offers.shipped_forms(self._session.language):
            self.form.addItem(offer.title, str(offer.path))
        self.form.addItem(self._phrases("Another XLSForm…"), _OTHER)
        self.form.activated.connect(self._form_chosen)
        self._above(column, "Form", self.form)

    def _form_chosen(self) -> None:
        if self.form.currentData() != _OTHER:
            return
        title, kinds = self._phrases("Choose a form"), {"Forms": "*.xlsx *.xml *.md"}
        chosen = choose_file(self, self._phrases, title, kinds, documents())
        if chosen is not None:
            self.form.insertItem(self.form.count() - 1, chosen.name, str(chosen))
        self.form.setCurrentIndex(self.form.count() - 2 if chosen else 0)

    def _browse(self) -> None:
        title = self._phrases("The previous mission, if there was one")
        kinds = {"Reports and missions": "*.pdf *.assessor *.age *.mission"}
        chosen = choose_file(self, self._phrases, title, kinds)
        if chosen is not None:
            self.previous.setText(str(chosen))

    def _place(self) -> None:
        title, kinds = self._phrases("Where to write it"), {"Mission packs": f"*{PACK_SUFFIX}"}
        chosen = choose_target(self, self._phrases, title, self.path.text(), kinds)
        if chosen is not None:
            self.path.setText(str(chosen.with_suffix(PACK_SUFFIX)))

    # Key of headquarters
    def _show_key(self) -> None:
        self._key.setVisible(not headquarters_public(self._session.preferences.folder))
        self._key.setText(
            self._phrases(
                "There is no headquarters key on this computer yet. It is made with the first "
                "pack, in {folder}. Copy headquarters.agekey to two sticks and lock them away: "
                "without it nothing sealed can be received.",
                folder=self._session.preferences.folder,
            )
        )

    # Making
    def _make(self, *, readable: bool = False) -> None:
        """Make the pack; `readable` by anybody if the person chose that."""
        self._trouble.hide()
        form, path = Path(self.form.currentData()), Path(self.path.text().strip())
        before = self.previous.text().strip()
        session, access = self._session, self._office.mission.access
        home, identity, opens = session.preferences.folder, session.identity(), session.opens()
        title, office = self.title.text().strip(), self.office_name.text().strip()
        secret = self.secret.text() or None

        def task(_tell: object) -> MissionPack:
            from assessor.form.authoring import xlsform

            source = xlsform.read_form(form)
            previous = previous_parcel(Path(before), identity, identities=opens) if before else None
            public = headquarters_public(home) or (create_headquarters_key(home),)
            make_folder(path.parent)
            with Mission.reopen(access) as registry:
                return write_pack(
                    path, source, identity, public, title=title, headquarters=office,
                    registry=registry, previous=previous, passphrase=secret, readable=readable,
                )  # fmt: skip

        busy = BusyDialog(self, session, "Making the pack", task)
        busy.exec()
        self._show_key()
        if isinstance(busy.error, Unprotected) and wants_readable(
            self, busy.error, session.language
        ):
            self._make(readable=True)
        elif busy.error is not None:
            self._trouble.show_text(words.say(busy.error, self._session.language))
        elif busy.result_of_work is not None:
            self._done(busy.result_of_work, path)

    def _done(self, pack: MissionPack, path: Path) -> None:
        self.accept()
        text = self._phrases(
            "{file} is written, with {count} people on its roster. Print these six words on the "
            "mission letter:\n{words}",
            file=path.name,
            count=len(pack.roster),
            words=self._session.identity().words,
        )
        show_done(self.parentWidget(), text, self._phrases)
