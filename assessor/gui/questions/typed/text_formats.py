"""Special text lines: web addresses, masked text, figures, bar codes."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from assessor.form.live.node import Node
from assessor.gui.questions.typed.number_question import grouped
from assessor.gui.questions.typed.text_question import TypedQuestion
from assessor.gui.toolkit.style.basic_widgets import columns, tool
from assessor.gui.toolkit.style.theme import dress

_SPACES = str.maketrans("", "", " \u00a0\u202f")


class BesideQuestion(TypedQuestion):
    """A line with a button at its end."""

    def build(self) -> None:
        super().build()
        self.editor.removeWidget(self.edit)
        self.button = self.make_button()
        self.editor.addLayout(columns(None, (self.edit, 20), self.button, 1, gap=4))

    def make_button(self) -> QToolButton:
        """Create the button."""
        raise NotImplementedError

    def editors(self) -> list[QWidget]:
        return [self.edit, self.button]


class UrlQuestion(BesideQuestion):
    """A web address, with a button to open it."""

    def make_button(self) -> QToolButton:
        return tool(
            self, "external", "accent", self.context.words("Open in the browser"), self._open
        )

    def show_value(self, node: Node) -> None:
        super().show_value(node)
        words = self.context.words
        may = address(node.value) is not None
        self.button.setEnabled(may)
        self.button.setToolTip(
            words("Open in the browser")
            if may
            else words("There is no web address to open yet: it begins with https://")
        )

    def _open(self) -> None:
        self.flush()
        found = address(self.node.value) if self.node is not None else None
        if found is not None:
            QDesktopServices.openUrl(found)


def address(text: str) -> QUrl | None:
    """Return a valid http or https address with a host, or None."""
    found = QUrl(text.strip(), QUrl.ParsingMode.StrictMode)
    return (
        found if found.isValid() and found.scheme() in ("http", "https") and found.host() else None
    )


class MaskedQuestion(BesideQuestion):
    """Masked text."""

    def make_edit(self) -> QLineEdit:
        edit = self.make_line(self.max_editor_width())
        edit.setEchoMode(QLineEdit.EchoMode.Password)
        return edit

    def make_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setCheckable(True)
        button.clicked.connect(self._toggle_masked)
        self._name(button, visible=False)
        return button

    def _name(self, button: QToolButton, *, visible: bool) -> None:
        words = self.context.words
        dress(button, "eye-off" if visible else "eye", "accent", 18)
        name = words("Hide the text") if visible else words("Show the text")
        button.setToolTip(name)
        button.setAccessibleName(name)

    def _toggle_masked(self, visible: bool) -> None:
        edit = self.edit
        if isinstance(edit, QLineEdit):
            mode = QLineEdit.EchoMode.Normal if visible else QLineEdit.EchoMode.Password
            edit.setEchoMode(mode)
        self._name(self.button, visible=visible)


class FiguresQuestion(TypedQuestion):
    """Figures as text, such as a case or telephone number; leading zeros stay."""

    def make_edit(self) -> QLineEdit:
        return self.make_figures(260, pattern=r"^[\d+\-., \x{a0}\x{202f}]*$")

    @property
    def _uses_groups(self) -> bool:
        return self.node is not None and "thousands-sep" in self.node.appearance.split()

    def parse_text(self, text: str) -> str:
        return text.translate(_SPACES) if self._uses_groups else text

    def format_value(self, value: str) -> str:
        return grouped(value) if self._uses_groups else value


class BarcodeQuestion(TypedQuestion):
    """A bar code, typed or from a scanner that ends with Enter."""

    def make_edit(self) -> QLineEdit:
        edit = self.make_line(320, self.context.words("Type the code, or use a scanner"))
        edit.returnPressed.connect(self.flush)
        return edit
