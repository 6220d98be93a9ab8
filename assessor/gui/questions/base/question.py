"""The base class of question widgets: it shows a Node and emits answers, but stores none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.answer import Answer
from assessor.form.labels.styled_text import plain_text
from assessor.form.live.node import Node
from assessor.gui.toolkit.controls.label_media import LabelMedia, media_of
from assessor.gui.toolkit.controls.question_marks import MARKS_HEIGHT, QuestionMarks, QuestionNotice
from assessor.gui.toolkit.controls.rating_scale import RatingScale
from assessor.gui.toolkit.style import text_measure
from assessor.gui.toolkit.style.basic_widgets import fill, keep_room, rows, tool
from assessor.gui.toolkit.style.painting import set_ink, smooth_painter
from assessor.gui.toolkit.style.theme import tokens
from assessor.gui.toolkit.style.visibility import set_shown, tab_after
from assessor.gui.toolkit.widgets.label_text import FormLabel


@dataclass(frozen=True)
class Context:
    """The environment of a question: translation, rating scale, permissions.

    `typing` is called when text is typed, `settled` when it turns out to change nothing; the save
    indicator needs both. `attachment` returns a file of the form, or None; `language` is that of
    `words`. `assessment` has the evidence files; None without any. `compare` opens the
    conflicting answers of a question. `country` is that of the mission (ISO 3166-1 alpha-3) or
    blank. `previous` returns the answer of the previous mission by reference, or None.
    `points` returns the titles of what is open at a question, by its reference.
    `incomplete` is called a second after the last keystroke if the text is no value yet.
    """

    words: Callable[[str], str]
    scale: RatingScale = field(default_factory=RatingScale)
    read_only: bool = False
    right_to_left: bool = False
    typing: Callable[[], None] = lambda: None
    settled: Callable[[], None] = lambda: None
    attachment: Callable[[str], bytes | None] = lambda _name: None
    language: str = "en"
    assessment: Assessment | None = None
    compare: Callable[[str], None] = lambda _reference: None
    country: Callable[[], str] = lambda: ""
    previous: Callable[[str], Answer | None] = lambda _reference: None
    points: Callable[[str], Sequence[str]] = lambda _reference: ()
    incomplete: Callable[[], None] = lambda: None


class Question(QWidget):
    """A question on the page: label, hint, editor and notices.

    `show_node` shows a node and its answer without emitting anything. `answered` is emitted only
    for input by a person, with the reference and the changed part of the answer.
    """

    answered = Signal(str, dict)
    clearable: ClassVar[bool] = False
    """Whether a button is needed to clear the answer, since there is no text to delete."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.node: Node | None = None
        self.atom = Answer()
        self._inspected = False
        self._embedded_label = ""
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._column = rows(self, gap=4, margins=(24, 14, 24, 14))
        self._notices: dict[str, QuestionNotice] = {}
        self._media: LabelMedia | None = None
        self._label_end: QHBoxLayout | None = None  # widgets at the end of the label's first line
        self._build_frame()
        self.editor = rows(None, margins=(0, 6, 0, 0))
        self._column.addLayout(self.editor)
        self.build()

    # For subclasses

    def build(self) -> None:
        """Create the editor in self.editor."""

    def show_value(self, node: Node) -> None:
        """Show the node's value, choices and whether it can be changed."""

    def media_files(self, node: Node) -> tuple[tuple[str, str], ...]:
        """Return the files shown with the label, as (form, file name)."""
        return media_of(node)

    def flush(self) -> None:
        """Submit typed text that is not submitted yet."""

    def incomplete_text(self) -> str:
        """Return typed text that is no value yet, such as half a day, or blank."""
        return ""

    def restore_incomplete(self, text: str) -> None:
        """Restore incomplete text and show its error."""

    def editors(self) -> list[QWidget]:
        """Return the widgets that take the keyboard, in order."""
        return []

    # Showing

    def embed(self, name: str) -> None:
        """Show only the editor under the label `name`, for use inside another form."""
        self._embedded_label = name
        self.label.setProperty("role", "secondary")
        for layout in (self._column, self.editor):
            layout.setContentsMargins(0, 0, 0, 0)

    def show_node(self, node: Node, atom: Answer, *, in_conflict: bool = False) -> None:
        """Show a node, its answer, and whether laptops disagree; emits nothing."""
        old_editors = self.editors() if self.node is not None else []
        self.node, self.atom = node, atom
        set_shown(self, node.relevant)
        self._show_frame(node, atom)
        self.show_value(node)
        self._show_notices(node, in_conflict)
        editors = self.editors()
        for editor in editors:
            if not editor.accessibleName():
                editor.setAccessibleName(self.accessibleName())
        if old_editors and set(editors) != set(old_editors):
            tab_after(self.clear if self.clearable else self, editors)

    @property
    def locked(self) -> bool:
        """Whether the person cannot answer now."""
        return self.context.read_only or (self.node is not None and self.node.readonly)

    def mark_inspected(self, inspected: bool) -> None:
        """Mark as the question that the inspector shows."""
        if inspected != self._inspected:
            self._inspected = inspected
            self.update()

    # Answering

    def submit_value(self, value: str) -> None:
        """Emit a value if it differs from the node's, else show the node's value again."""
        if self.node is None:
            return
        if self.locked or value == self.node.value:
            self.show_value(self.node)
            return
        self.answered.emit(self.node.reference, {"value": value})

    def take_focus(self) -> None:
        """Give the keyboard to the first available editor."""
        for editor in self.editors():
            if editor.isEnabled() and editor.focusPolicy() & Qt.FocusPolicy.TabFocus:
                editor.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def has_keyboard(self) -> bool:
        """Return whether one of the editors has the keyboard."""
        return any(editor.hasFocus() for editor in self.editors())

    # The frame

    def _build_frame(self) -> None:
        self.head = row = QHBoxLayout()
        row.setSpacing(12)
        self.label = FormLabel("question", self)
        self.marks = QuestionMarks(self)
        row.addWidget(self.label, 1)
        self._label_end = ends = QHBoxLayout()
        ends.setSpacing(12)
        ends.addWidget(self.marks, 0, Qt.AlignmentFlag.AlignTop)
        if self.clearable:
            ends.addWidget(self._clear_button(), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(ends)
        self.hint = FormLabel("hint", self)
        fill(self._column, row, self.hint)

    def _clear_button(self) -> QToolButton:
        text = self.context.words("Clear the answer")
        self.clear = tool(self, "close", "muted", text, self._cleared, size=14)
        self.clear.setAutoRaise(True)
        self.clear.setProperty("role", "quiet")
        self.clear.setFixedSize(MARKS_HEIGHT, MARKS_HEIGHT)
        keep_room(self.clear)
        return self.clear

    def _cleared(self) -> None:
        self.submit_value("")
        self.take_focus()

    def _show_frame(self, node: Node, atom: Answer) -> None:
        label = node.label or node.name
        self.label.show_styled(self._embedded_label or label)
        self.hint.show_styled("" if self._embedded_label else node.hint)
        if self._label_end is not None and not self._embedded_label:
            top = text_measure.drop(self.label.plain, MARKS_HEIGHT, 15, bold=True)
            self._label_end.setContentsMargins(0, top, 0, 0)
        self.setAccessibleName(self.label.plain)
        self.setAccessibleDescription(
            plain_text(label) if self._embedded_label else self.hint.plain
        )
        if not self._embedded_label:
            self._show_media(node)
        points = self.context.points(node.reference)
        self.marks.show_atom(node, atom, self.context.scale, self.context.words, points)
        if self.clearable:
            set_shown(self.clear, bool(node.value) and not self.locked)

    def _show_media(self, node: Node) -> None:
        files = self.media_files(node)
        if files and self._media is None:
            context = self.context
            self._media = LabelMedia(context.words, context.attachment, context.language, self)
            self._column.insertWidget(self._column.indexOf(self.hint) + 1, self._media)
        if self._media is not None:
            set_shown(self._media, bool(files))
            self._media.show_files(files, self.accessibleName())

    def _show_notices(self, node: Node, in_conflict: bool) -> None:
        words = self.context.words
        violation = node.violation.message if node.violation is not None else ""
        if node.violation is not None and node.violation.kind == "required":
            violation = ""
        outdated = words("No longer one of the choices: {values}. Choose again, or clear it.")
        self.show_notice("danger", plain_text(violation))
        self.show_notice(
            "warn",
            outdated.format(values=", ".join(node.outdated_values)) if node.outdated_values else "",
        )
        conflict = words("Somebody answered differently: nothing changes until one decides.")
        self.show_notice("conflict", conflict if in_conflict else "")
        notice = self._notices.get("conflict")
        if notice is not None and notice.way is None:
            text = words("Compare") if self.context.read_only else words("Compare and decide")
            tab_after((self.editors() or [self])[-1], [notice.add_button(text, self._compare)])

    def _compare(self) -> None:
        if self.node is not None:
            self.context.compare(self.node.reference)

    def show_notice(self, tone: str, text: str) -> None:
        """Show a sentence under the editor in a tone (danger, warn, conflict); "" removes it."""
        if not text and tone not in self._notices:
            return
        if tone not in self._notices:
            self._notices[tone] = QuestionNotice(tone, self)
            self._column.addSpacing(4)
            self._column.addWidget(self._notices[tone])
        self._notices[tone].say(text)

    # Qt events

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Focus the editor on a click beside it."""
        self.take_focus()
        super().mousePressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a bar at the leading edge if the inspector shows this question."""
        if not self._inspected:
            return
        painter = smooth_painter(self)
        set_ink(painter, fill=tokens().accent)
        right = self.isRightToLeft()
        bar = QRect(self.width() - 3 if right else 0, 14, 3, self.height() - 28)
        painter.drawRoundedRect(bar, 1.5, 1.5)


class FocusOutFilter(QObject):
    """An event filter that reports when an editor loses the focus."""

    def __init__(self, editor: QWidget, leave: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._leave = leave
        editor.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Call `leave` on focus loss, except to a popup of the editor."""
        if event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            popup = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason)
            if event.reason() not in popup:
                self._leave()
        return super().eventFilter(watched, event)
