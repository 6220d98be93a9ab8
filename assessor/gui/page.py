"""The page: one section of the form, built when it is opened, its questions on quiet cards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from assessor.errors import AssessorError
from assessor.form.node import Node
from assessor.form.styling import plain
from assessor.gui.appear import appear
from assessor.gui.blocks import Block, blocks
from assessor.gui.card import Card
from assessor.gui.questions.grid import Grid
from assessor.gui.questions.kinds import kind_of
from assessor.gui.questions.question import Context, Question
from assessor.gui.repeat import Repeat
from assessor.gui.sections import Section, within
from assessor.gui.session import Changes, Session
from assessor.gui.theme import dress
from assessor.gui.wording import Words, spoken

WIDEST = 920
"""The widest the page's column grows, in pixels, so that lines stay readable."""


class Page(QScrollArea):
    """A section, shown and kept in step with what changes; it writes nothing itself."""

    def __init__(self, session: Session, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.context = context
        self.section: Section | None = None
        self.questions: dict[str, Question] = {}
        self._repeats: dict[str, Repeat] = {}
        self._unsaid: AssessorError | None = None
        self._groups: dict[str, tuple[Node, QWidget]] = {}
        self._cards: list[Card] = []
        self.turned: Callable[[int], None] = lambda _step: None
        self.corner: QAction | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._shown: QWidget | None = None
        self._ground = QWidget(self)
        self._ground.setProperty("role", "page")
        self._ground.setMinimumSize(1, 1)  # else the area is as tall as the narrowest page would be
        self._line = QHBoxLayout(self._ground)
        self._line.setContentsMargins(24, 24, 24, 32)
        self._line.addStretch(1)
        self._line.addStretch(1)
        self.setWidget(self._ground)

    # Opening a section

    def open(self, section: Section, before: str, after: str) -> None:
        """Build a section's widgets; `before` and `after` name its neighbours, "" for none."""
        self._put_away()
        self.section = section
        column_widget = QWidget(self._ground)
        column_widget.setMaximumWidth(WIDEST)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHorizontalStretch(1000)
        column_widget.setSizePolicy(policy)
        self._line.insertWidget(1, column_widget)
        self._shown = column_widget
        column = QVBoxLayout(column_widget)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        self._title(column, column_widget)
        self.fill(column, tuple(section.children), column_widget)
        self._neighbours(column, column_widget, before, after)
        column.addStretch(1)
        column_widget.show()
        self.verticalScrollBar().setValue(0)
        self._tell_progress()

    def _put_away(self) -> None:
        """Let the present section go, once everything typed in it is said.

        Not at once: an editor that loses the keyboard while it is being deleted would be asked
        what it holds.
        """
        self.flush()
        self.questions.clear()
        self._repeats.clear()
        self._groups.clear()
        self._cards.clear()
        if self._shown is not None:
            self._shown.hide()
            self._line.removeWidget(self._shown)
            self._shown.deleteLater()
            self._shown = None

    def _title(self, column: QVBoxLayout, parent: QWidget) -> None:
        assert self.section is not None
        head = QVBoxLayout()
        head.setSpacing(4)
        self.title = Words("title", parent)
        self.title.say(plain(self.section.label) or plain(self._assessment.form.title))
        self.progress = Words("secondary", parent)
        head.addWidget(self.title)
        head.addWidget(self.progress)
        row = QHBoxLayout()
        row.addLayout(head, 1)
        if self.corner is not None:
            button = QToolButton(parent)
            button.setDefaultAction(self.corner)
            button.setAccessibleName(self.corner.text())
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)

    def _neighbours(self, column: QVBoxLayout, parent: QWidget, before: str, after: str) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 8, 0, 0)
        words = self.context.words
        for name, step, sign in ((before, -1, "arrow-left"), (after, 1, "arrow-right")):
            if not name:
                row.addStretch(1)
                continue
            label = words("Previous section") if step < 0 else words("Next section")
            button = QPushButton(label, parent)
            button.setToolTip(name)
            button.setAccessibleName(f"{label}: {name}")
            dress(button, sign, "accent", 16)
            if step > 0:
                mirrored = self.context.right_to_left
                button.setLayoutDirection(
                    Qt.LayoutDirection.LeftToRight if mirrored else Qt.LayoutDirection.RightToLeft
                )
            button.clicked.connect(partial(self._turn, step))
            row.addWidget(button)
            if step < 0:
                row.addStretch(1)
        column.addLayout(row)

    def _turn(self, step: int, _checked: bool = False) -> None:
        self.turned(step)

    # Building (Host, to a repeat)

    def fill(self, column: QVBoxLayout, nodes: tuple[Node, ...], parent: QWidget) -> None:
        """Build the widgets of nodes into a column, each block on its card.

        An instance is filled without cards of its own: it stands on the repeat's.
        """
        flat = bool(nodes) and nodes[0].kind == "instance"
        children: Sequence[Node] = nodes[0].children if flat else nodes
        for block in blocks(children):
            if not block.nodes:
                continue
            if block.kind == "repeat":
                self._add_repeat(column, block.nodes[0], parent)
            elif block.kind == "group":
                self._add_group(column, block.nodes[0], parent)
            elif flat:
                self._put(column, block, parent)
            else:
                card = Card(parent)
                card.nodes = list(block.nodes)
                self._cards.append(card)
                self._put(card.column, block, card)
                column.addWidget(card)
                card.settle()

    def _put(self, column: QVBoxLayout, block: Block, parent: QWidget) -> None:
        if block.kind == "grid":
            grid = Grid(self.context, block.nodes[0], parent)
            for node in block.nodes[1:]:
                self._register(grid.add(), node)
            column.addWidget(grid)
            return
        for node in block.nodes:
            question = kind_of(node)(self.context, parent)
            column.addWidget(question)
            self._register(question, node)

    def _add_group(self, column: QVBoxLayout, node: Node, parent: QWidget) -> None:
        holder = QWidget(parent)
        inner = QVBoxLayout(holder)
        inner.setContentsMargins(0, 8, 0, 0)
        inner.setSpacing(12)
        label = plain(node.label)
        if label and label != self.title.plain:
            heading = Words("heading", holder)
            heading.say(label)
            inner.addWidget(heading)
        self.fill(inner, tuple(node.children), holder)
        self._groups[node.reference] = (node, holder)
        appear(holder, node.relevant)
        column.addWidget(holder)

    def _add_repeat(self, column: QVBoxLayout, node: Node, parent: QWidget) -> None:
        repeat = Repeat(node, self, parent)
        self._repeats[node.reference] = repeat
        column.addWidget(repeat)

    def _register(self, question: Question, node: Node) -> None:
        self.questions[node.reference] = question
        question.answered.connect(self._answered)
        self._show(question, node)

    def forget(self, reference: str) -> None:
        """The widgets at or below a reference are going away: say what they hold, let them go."""
        for key in [key for key in self.questions if within(key, reference)]:
            self.questions.pop(key).flush()
        for key in [key for key in self._repeats if within(key, reference)]:
            del self._repeats[key]
        for key in [key for key in self._groups if within(key, reference)]:
            del self._groups[key]

    # What people say

    @property
    def _assessment(self) -> Any:
        return self.session.assessment

    def _answered(self, reference: str, body: dict[str, Any]) -> None:
        if self._assessment is None:
            return  # closed: all was said before, and the page is on its way out
        try:
            self.session.answer(reference, body)
        except (AssessorError, ValueError) as trouble:
            if (question := self.questions.get(reference)) is None:
                raise
            question.notice("danger", spoken(trouble, self.session.language))
            if isinstance(trouble, AssessorError):
                self._unsaid = trouble

    def add(self, repeat: str) -> str:
        """Add an instance to a repeat; its reference."""
        self.session.do(lambda now: now.add_repeat(repeat))
        rows = self._assessment.node(repeat).children  # a new one comes last
        return rows[-1].reference if rows else ""

    def duplicate(self, instance: str) -> str:
        """Add an instance that says what another says, in one step; its reference."""
        self.flush()
        repeat = instance[: instance.rindex("[")]
        self.session.do(lambda now: now.duplicate_repeat(instance))
        made: str = self._assessment.node(repeat).children[-1].reference  # a new one comes last
        return made

    def reorder(self, instance: str, to: int) -> None:
        """Put an instance at a place of its repeat, 0 the first."""
        self.flush()
        self.session.do(lambda now: now.move_repeat(instance, to))

    def remove(self, instance: str) -> None:
        """Delete an instance."""
        self.session.do(lambda now: now.remove_repeat(instance))

    def undo(self) -> None:
        """Take back the last thing done."""
        self.session.undo()

    def flush(self) -> None:
        """Every question says what is typed; AssessorError if the disk did not take it all."""
        self._unsaid = None
        for question in list(self.questions.values()):
            question.flush()
        if self._unsaid is not None:
            raise self._unsaid

    def _show(self, question: Question, node: Node) -> None:
        reference = node.reference
        conflict = self._assessment.conflict_at(reference) is not None
        question.show_node(node, self._assessment.shown(reference), in_conflict=conflict)

    def refresh(self, changes: Changes) -> None:
        """Show again what changed, and nothing else; the question in focus stays where it is."""
        if self.section is None:
            return
        focus = self._question_in_focus()
        at = focus.mapTo(self.viewport(), focus.rect().topLeft()).y() if focus else 0
        kinds = frozenset[str]().union(*changes.values()) if changes else frozenset()
        for reference in changes:
            question = self.questions.get(reference)
            if question is not None and question.node is not None:
                self._show(question, question.node)
        for node, holder in self._groups.values():
            appear(holder, node.relevant)
        self._refresh_repeats(changes, structure=bool(kinds & {"added", "removed"}))
        if "relevant" in kinds:
            for card in self._cards:
                card.settle()
            self._hold_still(focus, at)
        self._tell_progress()

    def _refresh_repeats(self, changes: Changes, *, structure: bool) -> None:
        for reference, repeat in list(self._repeats.items()):
            if structure or any(within(each, reference) for each in changes):
                repeat.refresh(structure=structure)
            repeat.settle()

    def _hold_still(self, focus: Question | None, at: int) -> None:
        """What came or went above must not move the line the person looks at."""
        self._lay_out()
        if focus is not None and focus.isHidden():
            self._on_from(focus)
        elif focus is not None:
            now = focus.mapTo(self.viewport(), focus.rect().topLeft()).y()
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + now - at)

    def _lay_out(self) -> None:
        """Give everything its place now, not at the next turn of the event loop."""
        QApplication.sendPostedEvents()
        QApplication.sendEvent(self._ground, QEvent(QEvent.Type.LayoutRequest))
        QApplication.sendPostedEvents()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width reflows the page: the question in focus stays in sight."""
        super().resizeEvent(event)
        focus = self._question_in_focus()
        if focus is not None:
            self._lay_out()
            self.ensureWidgetVisible(focus, 0, 40)

    def _on_from(self, hidden: Question) -> None:
        """The question in focus is no longer asked: the next one that is gets the keyboard."""
        row = list(self.questions.values())
        later = row[row.index(hidden) + 1 :] if hidden in row else row
        for question in later:
            if not question.isHidden() and question.editors():
                question.take_focus()
                return

    def _question_in_focus(self) -> Question | None:
        return next((each for each in self.questions.values() if each.has_keyboard()), None)

    def _tell_progress(self) -> None:
        if self.section is None:
            return
        parts = [self._assessment.progress(node) for node in self.section.nodes]
        answered = sum(part.answered for part in parts)
        relevant = sum(part.relevant for part in parts)
        sentence = self.context.words("{answered} of {relevant} answered")
        self.progress.say(sentence.format(answered=answered, relevant=relevant))

    # Going to a question

    def mark(self, reference: str) -> None:
        """Mark the question the inspector speaks of; "" for none."""
        for key, question in self.questions.items():
            question.inspect(key == reference)

    def take_focus(self) -> None:
        """Give the keyboard to the first question that takes it."""
        for question in self.questions.values():
            if not question.isHidden() and any(each.isEnabled() for each in question.editors()):
                question.take_focus()
                return

    def reveal(self, reference: str) -> Question | None:
        """Bring a question into view, opening its instance, and give it the keyboard."""
        for key, repeat in list(self._repeats.items()):
            if within(reference, key):
                repeat.reveal(reference)
        question = self.questions.get(reference)
        if question is None:
            self._reveal_part(reference)
            return None
        self._lay_out()
        self.ensureWidgetVisible(question, 0, 80)
        question.take_focus()
        return question

    def _reveal_part(self, reference: str) -> None:
        part = self._repeats.get(reference)
        if part is None:
            part = next(
                (each for key, each in self._repeats.items() if within(reference, key)), None
            )
        if part is not None:
            self.ensureWidgetVisible(part, 0, 40)
            part.table.setFocus(Qt.FocusReason.OtherFocusReason)
