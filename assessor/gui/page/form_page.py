"""The page: the widgets of one section of the form, built when it is opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from operator import itemgetter
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.derive import has_node
from assessor.assessment.entries.repeat_instances import duplicate_repeat, move_repeat
from assessor.errors import AssessorError
from assessor.form.labels.styled_text import plain_text
from assessor.form.live.node import Node
from assessor.gui.page.agenda import Agenda, progress_text
from assessor.gui.page.grid_rows import add_row, rows_of
from assessor.gui.page.lazy_section import PIECE, LazySection, LazySections, suspended
from assessor.gui.page.page_blocks import PageBlock, page_blocks
from assessor.gui.page.page_parts import QuestionCard, Title, navigation_buttons
from assessor.gui.page.repeat_view import RepeatView
from assessor.gui.page.section_owners import owner_text
from assessor.gui.questions.answer_text import Section, is_within
from assessor.gui.questions.base.question import Context, Question
from assessor.gui.questions.choice.choice_grid import ChoiceGrid
from assessor.gui.questions.question_kinds import kind_of
from assessor.gui.state.session import Changes, Session
from assessor.gui.toolkit.style.basic_widgets import columns, fill, rows
from assessor.gui.toolkit.style.visibility import set_shown
from assessor.gui.toolkit.widgets.label_text import FormLabel, error_text

WIDEST = 920
"""Maximum width of the column in px, so that lines stay readable."""


class FormPage(QScrollArea):
    """Show a section and keep it up to date. The session writes the answers."""

    def __init__(self, session: Session, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.context = context
        self.section: Section | None = None
        self.agenda = Agenda()
        self.questions: dict[str, Question] = {}
        self._repeats: dict[str, RepeatView] = {}
        self._save_error: AssessorError | None = None
        self._groups: dict[str, tuple[Node, QWidget]] = {}
        self._cards: list[QuestionCard] = []
        self._waiting = LazySections(self)
        self._progress_timer = QTimer(self, singleShot=True, interval=0)
        self._progress_timer.timeout.connect(self._show_progress)
        self.turned: Callable[[int], None] = lambda _step: None
        self.corner: QAction | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._column_widget: QWidget | None = None
        self._ground = QWidget(self.viewport())
        self._ground.setProperty("role", "page")
        self._ground.setMinimumSize(1, 1)  # else Qt takes the height of the narrowest page
        self._centred_row = columns(self._ground, 1, 1, gap=-1, margins=(24, 24, 24, 32))
        self.setWidget(self._ground)
        self.verticalScrollBar().valueChanged.connect(self._build_near)
        self.verticalScrollBar().rangeChanged.connect(self._build_near)

    # Opening a section

    def open(self, section: Section, before: str, after: str) -> None:
        """Build the widgets of a section; `before` and `after` name its neighbours."""
        self._remove_section()
        self.section = section
        column_widget = QWidget(self._ground)
        column_widget.setMaximumWidth(WIDEST)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHorizontalStretch(1000)
        column_widget.setSizePolicy(policy)
        self._centred_row.insertWidget(1, column_widget)
        self._column_widget = column_widget
        name = plain_text(section.label) or plain_text(self._assessment.form.title)
        self.title = Title(name, self.corner, column_widget)
        column = rows(column_widget, self.title, gap=16)
        self.fill(column, tuple(section.children), column_widget)
        around = before, after
        fill(column, navigation_buttons(self.context, *around, self.turned, column_widget), 1)
        column_widget.show()
        self.verticalScrollBar().setValue(0)
        self._show_progress()

    def _remove_section(self) -> None:
        """Save what is typed, then remove the widgets of the section.

        They are deleted later: an editor that loses the focus while it is being deleted would
        be asked for its text.
        """
        self.flush()
        self.questions.clear()
        self._waiting.clear()
        self._repeats.clear()
        self._groups.clear()
        self._cards.clear()
        if self._column_widget is not None:
            self._column_widget.hide()
            self._centred_row.removeWidget(self._column_widget)
            self._column_widget.deleteLater()
            self._column_widget = None

    # Building (the protocol RepeatHost)

    def fill(self, column: QVBoxLayout, nodes: tuple[Node, ...], parent: QWidget) -> None:
        """Build the widgets of nodes into a column, on cards except within an instance."""
        flat = bool(nodes) and nodes[0].kind == "instance"
        children: Sequence[Node] = nodes[0].children if flat else nodes
        for block in page_blocks(self.agenda.kept(children)):
            if not block.nodes:
                continue
            if block.kind == "repeat":
                self._add_repeat(column, block.nodes[0], parent)
            elif block.kind == "group":
                self._add_group(column, block.nodes[0], parent)
            elif flat:
                self._add_block(column, block, parent, at_once=True)  # a person opened it
            else:
                card = QuestionCard(parent)
                card.nodes = list(block.nodes)
                self._cards.append(card)
                self._add_block(card.column, block, card)
                column.addWidget(card)
                card.settle()

    def _add_block(
        self, column: QVBoxLayout, block: PageBlock, parent: QWidget, *, at_once: bool = False
    ) -> None:
        """Build the questions of a block, the first `at_once`, others perhaps later."""
        if block.kind == "grid":
            grid = ChoiceGrid(self.context, block.nodes[0], parent)
            for node in block.nodes[1:]:
                self._register(grid.add(), node)
            column.addWidget(grid)
            return
        for start in range(0, len(block.nodes), PIECE):
            piece = block.nodes[start : start + PIECE]
            if not (at_once and start == 0) and self._waiting.defers(piece):
                room = LazySection(piece, partial(self._build_questions, piece), parent)
                self._waiting.add(room)
                column.addWidget(room)
            else:
                self._build_questions(piece, column, parent)

    def _build_questions(self, nodes: Sequence[Node], column: QVBoxLayout, parent: QWidget) -> None:
        for row in rows_of(nodes, self._assessment.form):
            widgets = [(kind_of(node)(self.context, parent), share) for node, share in row]
            add_row(column, widgets, parent)
            for (question, _), (node, _) in zip(widgets, row, strict=True):
                self._register(question, node)

    def _build_near(self) -> None:
        self._waiting.make_near(self._layout_now)

    def _add_group(self, column: QVBoxLayout, node: Node, parent: QWidget) -> None:
        holder = QWidget(parent)
        inner = rows(holder, gap=12, margins=(0, 8, 0, 0))
        label = plain_text(node.label)
        if label and label != self.title.name.plain:
            inner.addWidget(FormLabel("heading", holder, label))
        self.fill(inner, tuple(node.children), holder)
        self._groups[node.reference] = (node, holder)
        set_shown(holder, node.relevant)
        column.addWidget(holder)

    def _add_repeat(self, column: QVBoxLayout, node: Node, parent: QWidget) -> None:
        repeat = RepeatView(node, self, parent, leads=not self.questions)
        self._repeats[node.reference] = repeat
        column.addWidget(repeat)

    def _register(self, question: Question, node: Node) -> None:
        self.questions[node.reference] = question
        question.answered.connect(self._on_answered)
        self._show(question, node)

    def forget(self, reference: str) -> None:
        """Save and drop the widgets at or below a reference, which is about to disappear."""
        for key in [key for key in self.questions if is_within(key, reference)]:
            self.questions.pop(key).flush()
        self._waiting.forget(lambda key: is_within(key, reference))
        for key in [key for key in self._repeats if is_within(key, reference)]:
            del self._repeats[key]
        for key in [key for key in self._groups if is_within(key, reference)]:
            del self._groups[key]

    @property
    def _assessment(self) -> Assessment:
        return self.session.assessment

    def _on_answered(self, reference: str, body: dict[str, Any]) -> None:
        if self.session.open_assessment is None or not has_node(
            self._assessment.instance, reference
        ):
            return  # closed, or the instance was deleted: the widget is about to be deleted
        try:
            self.session.answer(reference, body)
        except (AssessorError, ValueError) as trouble:
            if (question := self.questions.get(reference)) is None:
                raise
            question.show_notice("danger", error_text(trouble, self.session.language))
            if isinstance(trouble, AssessorError):
                self._save_error = trouble

    def add(self, repeat: str) -> str:
        """Add an instance to a repeat; return its reference."""
        self.session.do(lambda now: now.add_repeat(repeat))
        rows = self._assessment.node(repeat).children  # a new one comes last
        return rows[-1].reference if rows else ""

    def duplicate(self, instance: str) -> str:
        """Duplicate an instance in one step; return the reference of the copy."""
        self.flush()
        repeat = instance[: instance.rindex("[")]
        self.session.do(lambda now: duplicate_repeat(now, instance))
        copy: str = self._assessment.node(repeat).children[-1].reference  # a new one comes last
        return copy

    def reorder(self, instance: str, to: int) -> None:
        """Move an instance to a position in its repeat, counted from 0."""
        self.flush()
        self.session.do(lambda now: move_repeat(now, instance, to))

    def remove(self, instance: str) -> None:
        """Delete an instance."""
        self.session.do(lambda now: now.remove_repeat(instance))

    def undo(self) -> None:
        """Undo the last step."""
        self.session.undo()

    def flush(self) -> None:
        """Save what is typed in every question. Raises AssessorError if writing fails."""
        self._save_error = None
        for question in list(self.questions.values()):
            question.flush()
        if self._save_error is not None:
            raise self._save_error

    def _show(self, question: Question, node: Node) -> None:
        reference = node.reference
        conflict = self._assessment.conflict_at(reference) is not None
        question.show_node(node, self._assessment.answer_at(reference), in_conflict=conflict)

    def refresh(self, changes: Changes) -> None:
        """Update what changed; the focused question keeps its place on the screen."""
        if self.section is None:
            return
        focus = self._question_in_focus()
        at = focus.mapTo(self.viewport(), focus.rect().topLeft()).y() if focus else 0
        kinds = frozenset[str]().union(*changes.values()) if changes else frozenset()
        with suspended(self._layouts() if "relevant" in kinds else ()):
            for reference in changes:
                question = self.questions.get(reference)
                if question is not None and question.node is not None:
                    self._show(question, question.node)
            for node, holder in self._groups.values():
                set_shown(holder, node.relevant)
            self._refresh_repeats(changes, structure=bool(kinds & {"added", "removed"}))
            if "relevant" in kinds:
                self._waiting.settle()
                for card in self._cards:
                    card.settle()
        if "relevant" in kinds:
            self._keep_position(focus, at)
            self._build_near()
        self._progress_timer.start()

    def _refresh_repeats(self, changes: Changes, *, structure: bool) -> None:
        for reference, repeat in list(self._repeats.items()):
            if structure or any(is_within(each, reference) for each in changes):
                repeat.refresh(structure=structure)
            repeat.settle()

    def _layouts(self) -> list[QLayout]:
        found: list[QLayout] = [self._centred_row, *(card.column for card in self._cards)]
        if self._column_widget is not None and (column := self._column_widget.layout()) is not None:
            found.append(column)
        return found

    def _keep_position(self, focus: Question | None, at: int) -> None:
        self._layout_now()
        if focus is not None and focus.isHidden():
            self._focus_next(focus)
        elif focus is not None:
            now = focus.mapTo(self.viewport(), focus.rect().topLeft()).y()
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + now - at)

    def _layout_now(self) -> None:
        """Lay out now, without running other events on a page that is half built."""
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        QApplication.sendEvent(self._ground, QEvent(QEvent.Type.LayoutRequest))
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the focused question visible when the width changes."""
        super().resizeEvent(event)
        focus = self._question_in_focus()
        if focus is not None:
            self._layout_now()
            self.ensureWidgetVisible(focus, 0, 40)

    def _focus_next(self, hidden: Question) -> None:
        """Move the focus from a question that is now hidden to the next visible one."""
        at = hidden.mapTo(self._ground, hidden.rect().topLeft()).y()
        asked = (each for each in self.questions.values() if each.isVisible() and each.editors())
        tops = ((each.mapTo(self._ground, each.rect().topLeft()).y(), each) for each in asked)
        found = min((top for top in tops if top[0] >= at), key=itemgetter(0), default=None)
        if found is not None:
            found[1].take_focus()

    def _question_in_focus(self) -> Question | None:
        widget = QApplication.focusWidget()
        while widget is not None and not isinstance(widget, Question):
            widget = widget.parentWidget()
        here = widget is not None and self.isAncestorOf(widget)
        return widget if here and isinstance(widget, Question) else None

    def _show_progress(self) -> None:
        if self.section is None or self.session.open_assessment is None:
            return
        progress = self.agenda.progress(self._assessment, self.section.nodes)
        text = progress_text(self._assessment, progress, self.context.words)
        owner = owner_text(self._assessment, self.section.nodes, self.context)
        self.title.progress.say(" · ".join(part for part in (text, owner) if part))

    def mark(self, reference: str) -> None:
        """Mark the inspected question; blank for none."""
        for key, question in self.questions.items():
            question.mark_inspected(key == reference)

    def take_focus(self) -> None:
        """Focus the repeat at the top of the page, else the first question."""
        for repeat in self._repeats.values():
            if repeat.leads and not repeat.isHidden():
                repeat.take_focus()
                return
        for question in self.questions.values():
            if not question.isHidden() and any(each.isEnabled() for each in question.editors()):
                question.take_focus()
                return

    def reveal(self, reference: str) -> Question | None:
        """Scroll to a question, open its instance if needed, and focus it."""
        for key, repeat in list(self._repeats.items()):
            if is_within(reference, key):
                repeat.reveal(reference)
        self._waiting.make(reference)
        question = self.questions.get(reference)
        if question is None:
            self._reveal_part(reference)
            return None
        self._layout_now()
        self.ensureWidgetVisible(question, 0, 80)
        self._build_near()
        question.take_focus()
        return question

    def _reveal_part(self, reference: str) -> None:
        parts = [each for key, each in self._repeats.items() if is_within(reference, key)]
        for part in parts[-1:]:  # the innermost
            self.ensureWidgetVisible(part, 0, 40)
            part.table.setFocus(Qt.FocusReason.OtherFocusReason)
