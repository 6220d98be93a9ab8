"""The page for a new mission: form, country, person, file and passphrase."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QVBoxLayout, QWidget

from assessor import words
from assessor.assessment.base.filenames import free_path
from assessor.errors import AssessorError, FormError, WrongPassphrase
from assessor.form.parse.form_source import FormSource
from assessor.gui.files.passphrase_choice import PassphraseChoice
from assessor.gui.mission import form_offers
from assessor.gui.mission.pack_summary import PackPart
from assessor.gui.state.navigation import Navigation
from assessor.gui.state.session import Session
from assessor.gui.toolkit.dialogs.message_dialog import wants_anyway
from assessor.gui.toolkit.style import basic_widgets as ui
from assessor.gui.toolkit.style.theme import set_role
from assessor.gui.toolkit.system.file_choice import choose_file, choose_target
from assessor.gui.toolkit.system.open_external import documents
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.parcel.pack.mission_pack import PACK_SUFFIX as PACK
from assessor.parcel.pack.mission_pack import MissionPack

_OTHER = "other"


class CountryChoice(QComboBox):
    """An editable list; text that is no country is not accepted."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = QCompleter(self.model(), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setCompleter(completer)

    def country(self) -> str | None:
        """Return the value of the country; blank if none, None if the text is no country."""
        typed = self.currentText().strip().casefold()
        for place in range(self.count()):
            if self.itemText(place).casefold() == typed:
                return str(self.itemData(place) or "")
        return None if typed else ""


class NewMissionPage(QWidget):
    """One page; every field except the form has a default."""

    topic = "home"

    def __init__(self, session: Session, doors: Navigation, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._doors = session, doors
        self._phrases = Phrases(session.language)
        self._source: FormSource | None = None
        self._pack: MissionPack | None = None
        self._facts: form_offers.FormDetails | None = None
        set_role(self, "ground")
        inner = QWidget(self)
        set_role(inner, "ground")
        ui.rows(self).addWidget(ui.scrolled(self, inner))
        column = QWidget(inner)
        column.setObjectName("column")
        column.setMaximumWidth(680)
        ui.columns(inner, 1, (column, 1000), 1, margins=(32, 40, 32, 32))
        title = self._phrases.on(ui.label(column, "title"), "New mission")
        self._down = ui.rows(column, title, gap=0)
        self._form_part(column)
        self._who_part(column)
        self._file_part(column)
        self._buttons(column)
        self._down.addStretch(1)
        session.changed.connect(self._on_changed)
        self.begin(None)

    # building
    def _part(self, column: QWidget, text: str) -> QVBoxLayout:
        self._down.addSpacing(24)
        self._down.addWidget(self._phrases.on(ui.label(column, "heading"), text))
        self._down.addSpacing(8)
        card = ui.frame(column, "card")
        self._down.addWidget(card)
        return ui.rows(card, gap=12, margins=(20, 16, 20, 20))

    def _field(
        self,
        part: QVBoxLayout,
        text: str,
        field: QWidget,
        extra: QWidget | None = None,
        hint: str = "",
    ) -> None:
        group = ui.rows(None, gap=4)
        ui.fill(group, ui.above(self, field, self._phrases.say, text), ui.with_beside(field, extra))
        if hint:
            group.addWidget(self._phrases.on(ui.label(self, "secondary", wrap=True), hint))
        part.addLayout(group)

    def _form_part(self, column: QWidget) -> None:
        part = self._part(column, "Questionnaire")
        self._form = QComboBox(self)
        for offer in form_offers.shipped_forms(self._session.language):
            self._form.addItem(offer.title, str(offer.path))
        self._form.addItem("", _OTHER)
        last = self._form.count() - 1
        self._phrases.say(
            lambda text: self._form.setItemText(last, text), "A mission pack or another XLSForm…"
        )
        self._form.activated.connect(self._form_chosen)
        self._field(part, "Form", self._form)
        self._pack_part = PackPart(self, self._session, self._phrases)
        self._about = ui.label(self, "muted", wrap=True)
        ui.fill(part, self._pack_part, self._about)
        self._language = QComboBox(self)
        self._field(
            part,
            "Language of the questions",
            self._language,
            hint="It can be changed at any time, also in the middle of an interview.",
        )

    def _who_part(self, column: QWidget) -> None:
        part = self._part(column, "Mission")
        self._country = CountryChoice(self)
        self._field(part, "Country", self._country)
        self._assessor = ui.LineEdit(self)
        self._assessor.setMaxLength(120)
        self._field(part, "Your name, as it will stand beside your answers", self._assessor)

    def _file_part(self, column: QWidget) -> None:
        part = self._part(column, "File")
        self._path = QLineEdit(self)
        self._path.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        browse = self._phrases.on(ui.button(self, self._browse), "Choose…")
        self._field(
            part,
            "Where it is kept",
            self._path,
            browse,
            hint="One file holds the whole mission. The name says nothing of the country.",
        )
        self.protection = PassphraseChoice(self, self._phrases)
        part.addWidget(self.protection)

    def _buttons(self, column: QWidget) -> None:
        self._down.addSpacing(16)
        self._trouble = ui.label(column, "danger", wrap=True)
        self._trouble.hide()
        self._down.addWidget(self._trouble)
        self._down.addSpacing(8)
        back = self._phrases.on(ui.button(column, self._doors.home), "Cancel")
        create = ui.button(column, self._begin_mission, role="primary")
        self._create = self._phrases.on(create, "Begin the mission")
        self._down.addLayout(ui.columns(None, 1, back, self._create))

    # starting
    def begin(self, form: Path | None) -> None:
        """Reset, with the XLSForm or pack at `form`, or the first shipped form."""
        self._assessor.setText(self._session.identity().name)
        self._path.setText(str(free_name(documents())))
        self.protection.reset()
        self._trouble.hide()
        if form is not None:
            self._offer(form)
        else:
            self._form.setCurrentIndex(0)
        self._read()

    def _offer(self, form: Path) -> None:
        place = self._form.count() - 1
        self._form.insertItem(place, form.name, str(form))
        self._form.setCurrentIndex(place)

    def _form_chosen(self) -> None:
        if self._form.currentData() == _OTHER:
            kinds = {"Forms and mission packs": f"*.xlsx *.xml *.md *{PACK}"}
            title = self._phrases("Choose a form")
            chosen = choose_file(self, self._phrases, title, kinds, documents())
            if chosen is None:
                self._form.setCurrentIndex(0)
                return
            self._offer(chosen)
        self._read()

    def _read(self, passphrase: str | None = None) -> None:
        """Read the chosen form in a worker: the first time loads a large library."""
        path = Path(self._form.currentData())
        self._source = self._facts = self._pack = None
        self._pack_part.show_pack(None)
        self.protection.headquarters = ""
        self.protection.update_texts()
        self._create.setEnabled(False)
        self._about.setText(self._phrases("Reading the form…"))
        self._trouble.hide()
        self._session.run(
            lambda _report: form_offers.read_offer(path, passphrase),
            done=lambda found: self._form_read(path, *found),
            failed=lambda error: self._form_failed(path, error, again=passphrase is not None),
        )

    def _form_read(self, path: Path, source: FormSource, pack: MissionPack | None) -> None:
        if path != Path(self._form.currentData()):
            return
        self._source, self._pack = source, pack
        self._create.setEnabled(True)
        self._show_facts()
        if pack is not None:
            self._show_pack(pack)

    def _show_pack(self, pack: MissionPack) -> None:
        self._form.setItemText(self._form.currentIndex(), pack.title or pack.headquarters)
        for box, wanted in ((self._language, pack.language), (self._country, pack.country)):
            if box.findData(wanted) >= 0:
                box.setCurrentIndex(box.findData(wanted))
        self._pack_part.show_pack(pack)
        self.protection.headquarters = pack.headquarters
        self.protection.update_texts()

    def _form_failed(self, path: Path, error: AssessorError, *, again: bool) -> None:
        if path != Path(self._form.currentData()):
            return
        if isinstance(error, WrongPassphrase):
            from assessor.gui.files.passphrase_fields import UnlockDialog

            asking = UnlockDialog(self, path.name, self._session.language, again=again)
            if asking.exec():
                self._read(asking.typed)
                return
        self._about.setText(self._phrases("This form cannot be used."))
        self._show_invalid(words.say(error, self._session.language))

    def _show_facts(self) -> None:
        if self._source is None:
            return
        details = form_offers.form_details(self._source, self._session.language)
        self._facts = details
        languages = " · ".join(words.language_name(name) for name in details.languages)
        asked = "{questions} questions · version {version}"
        if details.is_conditional:
            asked = "{questions} questions, some only after certain answers · version {version}"
        self._about.setText(
            self._phrases(asked, questions=details.questions, version=details.version or "–")
            + (f" · {languages}" if languages else "")
        )
        named = [(name, words.language_name(name)) for name in details.languages]
        self._fill(self._language, named, self._default_language(details))
        self._fill(self._country, [("", ""), *details.countries], self._country.currentData())

    def _default_language(self, details: form_offers.FormDetails) -> str:
        wanted = self._language.currentData()
        by_code = {words.language_code(name): name for name in details.languages}
        default = by_code.get(self._session.language, by_code.get("en", ""))
        return wanted if wanted in details.languages else default

    @staticmethod
    def _fill(box: QComboBox, pairs: list[tuple[str, str]], chosen: Any) -> None:
        box.clear()
        for value, text in pairs:
            box.addItem(text, value)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        box.setEnabled(len(pairs) > 1)

    # the file
    def _browse(self) -> None:
        title, kinds = self._phrases("Where to keep the mission"), {"Missions": "*.mission"}
        chosen = choose_target(self, self._phrases, title, self._path.text(), kinds)
        if chosen is not None:
            self._path.setText(str(chosen.with_suffix(".mission")))

    # creating
    def _begin_mission(self) -> None:
        if self._source is None:
            return
        wrong = self._invalid_field()
        if wrong is not None:
            field, sentence = wrong
            self._show_invalid(self._phrases(sentence))
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._trouble.hide()
        self._session.preferences.put("assessor", self._assessor.text().strip())
        self._create_mission(self._source, Path(self._path.text().strip()))

    def _create_mission(self, source: FormSource, path: Path, *, anyway: bool = False) -> None:
        """Create the file; a form with problems needs the person's consent."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._pack_part.confirm_key()
            wishes = {
                "country": self._country.country() or "",
                "language": self._language.currentData() or "",
                "passphrase": self.protection.passphrase,
            }
            if self._pack is not None:
                self._session.begin(path, self._pack, **wishes)
            else:
                self._session.create(path, source, anyway=anyway, **wishes)
        except FormError as error:
            if wants_anyway(self, error, self._session.language):
                self._create_mission(source, path, anyway=True)
        except AssessorError as error:
            self._show_invalid(words.say(error, self._session.language))
        except OSError as error:
            self._show_invalid(
                self._phrases(
                    "The folder {folder} cannot be made: {reason}. Choose another place.",
                    folder=path.parent,
                    reason=error.strerror or "",
                )
            )

    def _invalid_field(self) -> tuple[QWidget, str] | None:
        path = Path(self._path.text().strip())
        if self._country.country() is None:
            return self._country, "That country is not in the form's list. Choose one, or leave it."
        if not self._assessor.text().strip():
            return self._assessor, "Write your name: it stands beside every answer you give."
        if path.suffix != ".mission" or not path.is_absolute():
            return self._path, "Give the whole path of a file that ends in .mission."
        if path.exists():
            return self._path, "There is a file of that name already. Choose another name."
        return self.protection.invalid_field()

    def _show_invalid(self, text: str) -> None:
        self._trouble.setText(text)
        self._trouble.show()

    def _on_changed(self, changes: dict[str, frozenset[str]]) -> None:
        if "language" in changes.get("", frozenset()):
            self._phrases.again(self._session.language)
            for place, offer in enumerate(form_offers.shipped_forms(self._session.language)):
                self._form.setItemText(place, offer.title)
            self._show_facts()
            self.protection.update_texts()
            self._pack_part.retranslate()


def free_name(folder: Path) -> Path:
    """Return an unused path for a new mission; its name contains only the day."""
    return free_path(folder / "Assessor", f"mission-{date.today().isoformat()}", ".mission")
