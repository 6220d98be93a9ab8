"""What every question widget is: it shows a Node, says what the person answered, keeps nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ClassVar

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.answer import Answer
from assessor.form.labels.styled_text import plain_text
from assessor.form.live.node import Node
from assessor.gui.toolkit.controls.label_media import LabelMedia, media_of
from assessor.gui.toolkit.controls.question_marks import MARKS_HEIGHT, QuestionMarks, QuestionNotice
from assessor.gui.toolkit.controls.rating_scale import RatingScale
from assessor.gui.toolkit.style import text_measure
from assessor.gui.toolkit.style.theme import dress, tokens
from assessor.gui.toolkit.style.visibility import set_shown, tab_after
from assessor.gui.toolkit.widgets.label_text import FormLabel


@dataclass(frozen=True)
class Context:
    """What a question needs to know beside its node: words, the form's scales, who may write.

    `typing` is called when something is typed that is not yet said, `settled` when it turns out
    to say nothing new: the save indicator tells the truth by them. `attachment` gives a file that
    came with the form, None where there is none of that name; `language` is that of `words`.
    `assessment` has the files beside answers; None where there are none to show. `compare`
    shows the answers that disagree on a question, wherever that is. `country` is where the mission
    is (ISO 3166-1 alpha-3), as far as that was said; `unsaid` is called after a second of quiet
    when what is typed says no value yet.
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
    unsaid: Callable[[], None] = lambda: None


class Question(QWidget):
    """A question on the page: label, hint, editor, and what is to be said about the answer.

    `show_node` shows a node and the atom on it, silently and as often as one likes. Only people
    make it speak: `answered` carries the reference and the part of the atom they said.
    """

    answered = Signal(str, dict)
    clearable: ClassVar[bool] = False
    """Whether a blank has to be said by a button, since there is no text to delete."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.node: Node | None = None
        self.atom = Answer()
        self._inspected = False
        self._within = ""
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(24, 14, 24, 14)
        self._column.setSpacing(4)
        self._notices: dict[str, QuestionNotice] = {}
        self._media: LabelMedia | None = None
        self._ends: QHBoxLayout | None = None  # what stands at the end of the label's first line
        self._frame()
        self.editor = QVBoxLayout()
        self.editor.setContentsMargins(0, 6, 0, 0)
        self.editor.setSpacing(8)
        self._column.addLayout(self.editor)
        self.build()

    # For each kind to say

    def build(self) -> None:
        """Make the editor, into self.editor; nothing is shown yet."""

    def show_value(self, node: Node) -> None:
        """Show the node's value, choices and whether it may be changed."""

    def media_files(self, node: Node) -> tuple[tuple[str, str], ...]:
        """The files that stand with the label, as (form, file name)."""
        return media_of(node)

    def flush(self) -> None:
        """Say at once what is typed and not yet said."""

    def unsaid(self) -> str:
        """What is typed and says no value yet, such as half a day; blank if nothing is."""
        return ""

    def retype(self, text: str) -> None:
        """Put back what was typed and said no value yet, and say why it does not."""

    def editors(self) -> list[QWidget]:
        """The widgets that take the keyboard, in order."""
        return []

    # Showing

    def stand_within(self, name: str) -> None:
        """Be the editor alone, beneath `name`, in a form beside the question it speaks of."""
        self._within = name
        self.label.setProperty("role", "secondary")
        for layout in (self._column, self.editor):
            layout.setContentsMargins(0, 0, 0, 0)

    def show_node(self, node: Node, atom: Answer, *, in_conflict: bool = False) -> None:
        """Show a node, the atom on it, and whether laptops disagree about it; silently."""
        held = self.editors() if self.node is not None else []
        self.node, self.atom = node, atom
        set_shown(self, node.relevant)
        self._show_frame(node, atom)
        self.show_value(node)
        self._show_notices(node, in_conflict)
        editors = self.editors()
        for editor in editors:
            if not editor.accessibleName():
                editor.setAccessibleName(self.accessibleName())
        if held and set(editors) != set(held):
            tab_after(self.clear if self.clearable else self, editors)

    @property
    def locked(self) -> bool:
        """Whether the person may not answer here now."""
        return self.context.read_only or (self.node is not None and self.node.readonly)

    def inspect(self, inspected: bool) -> None:
        """Mark it as the question the inspector speaks of."""
        if inspected != self._inspected:
            self._inspected = inspected
            self.update()

    # Saying

    def say(self, value: str) -> None:
        """Say a value, if it differs from what the node holds; else show again what it holds."""
        if self.node is None:
            return
        if self.locked or value == self.node.value:
            self.show_value(self.node)
            return
        self.answered.emit(self.node.reference, {"value": value})

    def take_focus(self) -> None:
        """Give the keyboard to the first editor that takes it."""
        for editor in self.editors():
            if editor.isEnabled() and editor.focusPolicy() & Qt.FocusPolicy.TabFocus:
                editor.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def has_keyboard(self) -> bool:
        """Whether the keyboard is in one of its editors."""
        return any(editor.hasFocus() for editor in self.editors())

    # The frame

    def _frame(self) -> None:
        self.head = row = QHBoxLayout()
        row.setSpacing(12)
        self.label = FormLabel("question", self)
        self.marks = QuestionMarks(self)
        row.addWidget(self.label, 1)
        self._ends = ends = QHBoxLayout()
        ends.setSpacing(12)
        ends.addWidget(self.marks, 0, Qt.AlignmentFlag.AlignTop)
        if self.clearable:
            ends.addWidget(self._clear_button(), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(ends)
        self._column.addLayout(row)
        self.hint = FormLabel("hint", self)
        self._column.addWidget(self.hint)

    def _clear_button(self) -> QToolButton:
        words = self.context.words
        self.clear = QToolButton(self)
        dress(self.clear, "close", "muted", 14)
        self.clear.setAutoRaise(True)
        self.clear.setToolTip(words("Clear the answer"))
        self.clear.setAccessibleName(words("Clear the answer"))
        self.clear.setProperty("role", "quiet")
        self.clear.setFixedSize(MARKS_HEIGHT, MARKS_HEIGHT)
        policy = self.clear.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.clear.setSizePolicy(policy)
        self.clear.clicked.connect(self._cleared)
        return self.clear

    def _cleared(self) -> None:
        self.say("")
        self.take_focus()

    def _show_frame(self, node: Node, atom: Answer) -> None:
        label = node.label or node.name
        self.label.show_styled(self._within or label)
        self.hint.show_styled("" if self._within else node.hint)
        if self._ends is not None and not self._within:
            top = text_measure.drop(self.label.plain, MARKS_HEIGHT, 15, bold=True)
            self._ends.setContentsMargins(0, top, 0, 0)
        self.setAccessibleName(self.label.plain)
        self.setAccessibleDescription(plain_text(label) if self._within else self.hint.plain)
        if not self._within:
            self._show_media(node)
        self.marks.show_atom(node, atom, self.context.scale, self.context.words)
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
        wrong = node.violation.message if node.violation is not None else ""
        if node.violation is not None and node.violation.kind == "required":
            wrong = ""
        stale = words("No longer one of the choices: {values}. Choose again, or clear it.")
        self.notice("danger", plain_text(wrong))
        self.notice(
            "warn",
            stale.format(values=", ".join(node.outdated_values)) if node.outdated_values else "",
        )
        torn = words("Two laptops answered differently: this answer stands until one decides.")
        self.notice("conflict", torn if in_conflict else "")
        found = self._notices.get("conflict")
        if found is not None and found.way is None:
            text = words("Compare") if self.context.read_only else words("Compare and decide")
            tab_after((self.editors() or [self])[-1], [found.add_button(text, self._compare)])

    def _compare(self) -> None:
        if self.node is not None:
            self.context.compare(self.node.reference)

    def notice(self, tone: str, text: str) -> None:
        """Say a sentence under the editor in a tone (danger, warn, conflict); "" takes it away."""
        if not text and tone not in self._notices:
            return
        if tone not in self._notices:
            self._notices[tone] = QuestionNotice(tone, self)
            self._column.addSpacing(4)
            self._column.addWidget(self._notices[tone])
        self._notices[tone].say(text)

    # What Qt asks

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the editor goes to the editor."""
        self.take_focus()
        super().mousePressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A bar at the leading edge of the question the inspector speaks of."""
        if not self._inspected:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens().accent))
        right = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        bar = QRect(self.width() - 3 if right else 0, 14, 3, self.height() - 28)
        painter.drawRoundedRect(bar, 1.5, 1.5)


class FocusOutFilter(QObject):
    """Tells a question that the person leaves one of its editors."""

    def __init__(self, editor: QWidget, leave: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._leave = leave
        editor.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Speak when the focus goes elsewhere, though not into a popup of the editor's own."""
        if event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            popup = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason)
            if event.reason() not in popup:
                self._leave()
        return super().eventFilter(watched, event)
