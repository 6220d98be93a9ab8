"""Numbers: whole, decimal, compass bearings, and a counter with buttons."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from assessor.form.live.node import Node
from assessor.form.model.datatypes import canonical_text
from assessor.gui.questions.typed.text_question import TypedQuestion
from assessor.gui.toolkit.style.basic_widgets import columns, tool

GROUP = "\u202f"
"""A narrow no-break space between thousands, in every language (SI Brochure, 5.4.4)."""

_SPACES = str.maketrans("", "", " \u00a0\u202f'’")


class WholeQuestion(TypedQuestion):
    """A whole number."""

    pattern = r"^\s*[+-]?[\d \x{a0}\x{202f}]{0,24}\s*$"
    datatype = "int"

    def make_edit(self) -> QLineEdit:
        return self.make_figures(self.max_editor_width(), pattern=self.pattern)

    def max_editor_width(self) -> int:
        return 200

    def parse_text(self, text: str) -> str | None:
        try:
            return canonical_text(self.datatype, text.translate(_SPACES).replace(",", "."))
        except ValueError:
            return None

    def format_value(self, value: str) -> str:
        if self.node is None or "thousands-sep" not in self.node.appearance.split():
            return value
        return grouped(value)

    def error_message(self, text: str) -> str:
        words = self.context.words
        return words("“{text}” is not a whole number, so it is not saved.").format(text=text)


class DecimalQuestion(WholeQuestion):
    """A number with decimals, with a point or a comma."""

    pattern = r"^\s*[+-]?[\d \x{a0}\x{202f}]{0,24}([.,]\d{0,12})?\s*$"
    datatype = "decimal"

    def error_message(self, text: str) -> str:
        return self.context.words("“{text}” is not a number, so it is not saved.").format(text=text)


class BearingQuestion(DecimalQuestion):
    """A compass bearing in degrees, read from a compass."""

    def show_value(self, node: Node) -> None:
        self.edit.setPlaceholderText(self.context.words("Degrees from north, 0 to 360"))
        super().show_value(node)

    def max_editor_width(self) -> int:
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
        super().build()
        self.editor.removeWidget(self.edit)
        self.edit.setMaximumWidth(96)
        words = self.context.words
        self.minus = tool(self, "minus", "accent", words("Decrease"), lambda: self._count(-1))
        self.plus = tool(self, "plus", "accent", words("Increase"), lambda: self._count(1))
        self.editor.addLayout(columns(None, self.minus, self.edit, self.plus, 1, gap=4))

    def editors(self) -> list[QWidget]:
        return [self.edit, self.minus, self.plus]

    def show_value(self, node: Node) -> None:
        super().show_value(node)
        self.minus.setEnabled(not self.locked)
        self.plus.setEnabled(not self.locked)

    def _count(self, step: int) -> None:
        self.flush()
        if self.node is not None:
            value = self.node.value
            self.submit_value(
                str(int(value) + step) if value.lstrip("-").isdigit() else str(max(0, step))
            )
