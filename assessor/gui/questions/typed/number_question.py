"""Numbers: whole, decimal, compass bearings, and a counter with buttons."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRegularExpression
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from assessor.form.live.node import Node
from assessor.form.model.datatypes import canonical_text
from assessor.gui.questions.typed.text_question import TypedQuestion
from assessor.gui.toolkit.style.theme import dress

GROUP = "\u202f"
"""A narrow no-break space between thousands, in every language (SI Brochure, 5.4.4)."""

_SPACES = str.maketrans("", "", " \u00a0\u202f'’")


class WholeQuestion(TypedQuestion):
    """A whole number."""

    pattern = r"^\s*[+-]?[\d \x{a0}\x{202f}]{0,24}\s*$"
    datatype = "int"

    def make_edit(self) -> QLineEdit:
        """Create a short line for figures."""
        edit = QLineEdit(self)
        edit.setMaximumWidth(self.max_editor_width())
        edit.setValidator(QRegularExpressionValidator(QRegularExpression(self.pattern), edit))
        edit.textEdited.connect(self.on_text_changed)
        edit.setProperty("figures", True)
        return edit

    def max_editor_width(self) -> int:
        """The width of a number."""
        return 200

    def parse_text(self, text: str) -> str | None:
        """The number in XForms format, without group spaces; None if it is none."""
        try:
            return canonical_text(self.datatype, text.translate(_SPACES).replace(",", "."))
        except ValueError:
            return None

    def format_value(self, value: str) -> str:
        """The figures, in groups of three if the form asks for them."""
        if self.node is None or "thousands-sep" not in self.node.appearance.split():
            return value
        return grouped(value)

    def error_message(self, text: str) -> str:
        """The message for text that is no number."""
        words = self.context.words
        return words("“{text}” is not a whole number, so it is not saved.").format(text=text)


class DecimalQuestion(WholeQuestion):
    """A number with decimals, with a point or a comma."""

    pattern = r"^\s*[+-]?[\d \x{a0}\x{202f}]{0,24}([.,]\d{0,12})?\s*$"
    datatype = "decimal"

    def error_message(self, text: str) -> str:
        """The message for text that is no number."""
        words = self.context.words
        return words("“{text}” is not a number, so it is not saved.").format(text=text)


class BearingQuestion(DecimalQuestion):
    """A compass bearing in degrees, read from a compass."""

    def show_value(self, node: Node) -> None:
        """Show the degrees."""
        self.edit.setPlaceholderText(self.context.words("Degrees from north, 0 to 360"))
        super().show_value(node)

    def max_editor_width(self) -> int:
        """The width of the placeholder."""
        return 260


def grouped(value: str) -> str:
    """Return a number with its whole part in groups of three; other texts unchanged."""
    sign, digits = (value[:1], value[1:]) if value[:1] in ("-", "+") else ("", value)
    integer, point, fraction = digits.partition(".")
    if not integer.isdigit():
        return value
    return f"{sign}{int(integer):,}".replace(",", GROUP) + point + fraction


class CounterQuestion(WholeQuestion):
    """The number between minus and plus; counting begins at 0."""

    def build(self) -> None:
        """Create minus, line and plus."""
        super().build()
        self.editor.removeWidget(self.edit)
        self.edit.setMaximumWidth(96)
        row = QHBoxLayout()
        row.setSpacing(4)
        words = self.context.words
        self.minus = self._button("minus", words("Decrease"), -1)
        self.plus = self._button("plus", words("Increase"), 1)
        for widget in (self.minus, self.edit, self.plus):
            row.addWidget(widget)
        row.addStretch(1)
        self.editor.addLayout(row)

    def _button(self, icon: str, name: str, step: int) -> QToolButton:
        button = QToolButton(self)
        dress(button, icon, "accent", 18)
        button.setToolTip(name)
        button.setAccessibleName(name)
        button.clicked.connect(partial(self._count, step))
        return button

    def editors(self) -> list[QWidget]:
        """The line, then the buttons."""
        return [self.edit, self.minus, self.plus]

    def show_value(self, node: Node) -> None:
        """Show the number."""
        super().show_value(node)
        self.minus.setEnabled(not self.locked)
        self.plus.setEnabled(not self.locked)

    def _count(self, step: int, _checked: bool = False) -> None:
        self.flush()
        if self.node is not None:
            value = self.node.value
            self.submit_value(
                str(int(value) + step) if value.lstrip("-").isdigit() else str(max(0, step))
            )
