"""Open a registry: a recent one, a file, or a shared database; the page without one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6 import QtWidgets
from PySide6.QtCore import Qt
from PySide6.QtGui import QIntValidator

from assessor import words
from assessor.errors import AssessorError, NotAMission
from assessor.gui.headquarters.registry_connection import reached
from assessor.gui.state.session import Session
from assessor.gui.state.session_dialog import SessionDialog
from assessor.gui.toolkit.style import basic_widgets as ui
from assessor.gui.toolkit.style.theme import icon, set_role
from assessor.gui.toolkit.system.file_choice import choose_file
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.store.model.database_address import DatabaseAddress, RegistryLocation, parse_location

_MAY = {
    (True, False): "The server answers. You may read this registry.",
    (False, False): "The server answers. You may receive, decide and comment.",
    (False, True): "The server answers. You may do everything, as a keeper.",
}
"""What a reader and a keeper may do (English source texts)."""


def _rights(address: DatabaseAddress) -> str:
    from assessor.store.write.mission import Mission

    with Mission.open(address) as found:
        return _MAY[found.read_only, found.can_manage]


class OpenRegistryDialog(SessionDialog):
    """Asks for a registry; `place` is the answer, or None."""

    topic = "shared"

    def __init__(self, parent: QtWidgets.QWidget, session: Session) -> None:
        super().__init__(parent, session)
        self.place: RegistryLocation | None = None
        phrases = self._phrases
        self._more = ""
        self.setMinimumWidth(600)
        column = self.head(phrases("Open a registry"), gap=8)
        known = session.preferences.registries()
        if known:
            ui.fill(
                column, ui.label(self, "label", text=phrases("Opened before")), self._known(known)
            )
        column.addWidget(ui.label(self, "label", text=phrases("A file on this computer")))
        browse = ui.button(self, self._browse, phrases("Choose a file…"), icon="folder-open")
        column.addLayout(ui.columns(None, browse, 1))
        column.addSpacing(8)
        text = phrases("A database that a team shares (PostgreSQL)")
        ui.fill(column, ui.label(self, "label", text=text), self._asked())
        message = phrases(
            "The password is read from ~/.pgpass or PGPASSWORD, or asked for each time. It is "
            "never kept here."
        )
        column.addWidget(ui.label(self, "secondary", text=message, wrap=True))
        self._told = ui.label(self, "muted", wrap=True)
        self._told.hide()
        ui.fill(column, self._told, self._buttons())
        self._changed()

    def _buttons(self) -> QtWidgets.QHBoxLayout:
        phrases = self._phrases
        self._tests = ui.button(self, self._test, phrases("Test the connection"), icon="link")
        leaves = ui.button(self, self.reject, phrases("Cancel"))
        self.opens = ui.button(
            self,
            lambda: self._take(self.address),
            phrases("Open the database"),
            role="primary",
            icon="headquarters",
        )
        last = ui.closing(self, leaves, self.opens)
        last.insertWidget(0, self._tests)
        return last

    def _known(self, known: list[RegistryLocation]) -> QtWidgets.QListWidget:
        """List recent registries; missing files cannot be selected."""
        list_widget = self.known = QtWidgets.QListWidget(self)
        list_widget.setAccessibleName(self._phrases("Registries opened before"))
        list_widget.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        for entry in known:
            drawn = "users" if isinstance(entry, DatabaseAddress) else "headquarters"
            item = QtWidgets.QListWidgetItem(
                icon(drawn, "accent", 16), f"{ui.APART}{entry}{ui.TOGETHER}", list_widget
            )
            item.setToolTip(str(entry))
            item.setData(Qt.ItemDataRole.UserRole, str(entry))
            if isinstance(entry, Path) and not entry.is_file():
                item.setFlags(Qt.ItemFlag.NoItemFlags)
                item.setToolTip(self._phrases("{file} is no longer there.", file=str(entry)))
        list_widget.setFixedHeight(list_widget.sizeHintForRow(0) * min(4, len(known)) + 8)
        list_widget.itemActivated.connect(self._again)
        list_widget.itemClicked.connect(self._again)
        return list_widget

    def _asked(self) -> QtWidgets.QFormLayout:
        """Build the fields of the database; an address pasted into one fills all."""
        form, phrases = QtWidgets.QFormLayout(), self._phrases
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        self.fields: dict[str, QtWidgets.QLineEdit] = {}
        for name, text, hint in (
            ("host", phrases("Server"), phrases("Blank: this computer")),
            ("port", phrases("Port"), "5432"),
            ("database", phrases("Database"), "missions"),
            ("user", phrases("User"), phrases("Blank: your name on this computer")),
        ):
            field = self.fields[name] = ui.LineEdit(self)
            field.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            field.setPlaceholderText(hint)
            field.setAccessibleName(text)
            field.textEdited.connect(lambda said, name=name: self._typed(name, said))
            form.addRow(text, field)
        self.fields["port"].setValidator(QIntValidator(1, 65_535, self))
        return form

    # Fields
    def _typed(self, name: str, text: str) -> None:
        pasted = parse_location(text.strip())
        if isinstance(pasted, DatabaseAddress):
            self.show_address(pasted)
        elif name == "host":
            self._more = ""
        self._changed()

    def show_address(self, address: DatabaseAddress) -> None:
        """Fill the fields from an address, without its password."""
        parts = address.parts
        self._more = parts["more"]
        for name, field in self.fields.items():
            field.setText(parts[name])
        self._changed()

    @property
    def address(self) -> DatabaseAddress:
        """Return the address in the fields."""
        by_name = {name: field.text().strip() for name, field in self.fields.items()}
        return DatabaseAddress.of(**by_name, more=self._more)

    def _changed(self) -> None:
        named = bool(self.fields["database"].text().strip())
        why = "" if named else self._phrases("Name the database first.")
        for widget in (self._tests, self.opens):
            widget.setEnabled(named)
            widget.setToolTip(why)

    def _test(self) -> None:
        """Test the connection and show the user's rights, without opening the registry."""
        phrases = self._phrases
        try:
            found = reached(self, self._session, self.address, _rights)
        except NotAMission:
            self._tell("warn", phrases("The server answers. There is no registry there yet."))
        except AssessorError as error:
            self._tell("danger", words.say(error, self._session.language))
        else:
            if found is not None:
                self._tell("ok", phrases(found[1]))

    def _tell(self, role: str, text: str) -> None:
        set_role(self._told, role)
        self._told.show_text(text)

    # Result
    def _again(self, item: QtWidgets.QListWidgetItem) -> None:
        chosen = item.data(Qt.ItemDataRole.UserRole)
        if item.flags() & Qt.ItemFlag.ItemIsEnabled:
            self._take(parse_location(str(chosen)))

    def _browse(self) -> None:
        title, kinds = (
            self._phrases("Open a registry"),
            {"Registries": "*.registry", "All files": "*"},
        )
        chosen = choose_file(self, self._phrases, title, kinds)
        if chosen is not None:
            self._take(chosen)

    def _take(self, found: RegistryLocation) -> None:
        self.place = found
        self.accept()


def no_registry(
    parent: QtWidgets.QWidget,
    phrases: Phrases,
    makes: Callable[[], object],
    opens: Callable[[], object],
) -> QtWidgets.QWidget:
    """Create the page."""
    panel = QtWidgets.QWidget(parent)
    card = ui.centred(panel, narrowest=520, widest=600)
    inside = ui.rows(card, ui.picture(card, "headquarters", "accent", 32), margins=(32, 32, 32, 32))
    inside.addSpacing(8)
    title, lead = ui.label(card, "title"), ui.label(card, "muted", wrap=True)
    phrases.say(title.setText, "One registry for all missions")
    phrases.say(
        lead.setText,
        "It is a file like a mission, only fuller, or a database that a team shares: everything "
        "assessors send is kept in it, nothing is overwritten, and whatever came in can be taken "
        "back.",
    )
    ui.fill(inside, title, lead)
    inside.addSpacing(16)
    making = phrases.on(ui.button(card, makes, role="primary", icon="plus"), "New registry…")
    opening = phrases.on(ui.button(card, opens, icon="folder-open"), "Open a registry…")
    inside.addLayout(ui.columns(None, making, opening, 1))
    return panel
