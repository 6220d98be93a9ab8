"""The inspector: everything about the current question except its value."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.answer import Answer
from assessor.form.live.node import Node
from assessor.gui.inspector.comments_part import CommentsPart
from assessor.gui.inspector.conflict_part import ConflictPart
from assessor.gui.inspector.earlier_part import EarlierPart
from assessor.gui.inspector.files_part import FilesPart
from assessor.gui.inspector.guidance_part import GuidancePart
from assessor.gui.inspector.history_part import HistoryPart
from assessor.gui.inspector.inspector_part import SessionPart
from assessor.gui.inspector.previous_part import PreviousPart
from assessor.gui.inspector.review_part import ReviewPart
from assessor.gui.inspector.statements_part import StatementsPart
from assessor.gui.inspector.support_part import SupportPart
from assessor.gui.questions.base.question import Context
from assessor.gui.state.session import Changes, Session
from assessor.gui.toolkit.style.basic_widgets import fill, rows
from assessor.gui.toolkit.widgets.label_text import FormLabel


class PartProtocol(Protocol):
    """One part of the inspector; it shows a question and stores nothing."""

    def show_node(self, node: Node, atom: Answer) -> None:
        """Show the part for a question without emitting anything."""

    def flush(self) -> None:
        """Submit typed text."""


class InspectorPanel(QScrollArea):
    """Conflict, review, guidance, support, files, sources, comments and history of a question."""

    topic = "support"

    def __init__(self, session: Session, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.context = context
        self.reference = ""
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setProperty("role", "inspector")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumWidth(300)
        self._body = QWidget(self.viewport())  # moved there later, all in it would be styled again
        self._body.setProperty("role", "inspector-body")
        self._column = rows(self._body, gap=20, margins=(20, 20, 20, 24))
        self.title = FormLabel("inspected", self._body)
        self.empty = FormLabel("muted", self._body)
        fill(self._column, self.title, self.empty)
        self._make_parts(context)
        for part in self.parts:
            assert isinstance(part, QWidget)
            self._column.addWidget(part)
        self._column.addStretch(1)
        self.setWidget(self._body)
        self.show_question(None)

    def _make_parts(self, context: Context) -> None:
        session = self.session
        self.conflict = ConflictPart(session, context, self._body)
        self.review = ReviewPart(session, context, self._body)
        self.support = SupportPart(session, context, self._body)
        self.previous = PreviousPart(session, context, self._body)
        self.earlier = EarlierPart(session, context, self._body)
        self.guidance = GuidancePart(context, self._body)
        self.statements = StatementsPart(session, context, self._body)
        self.files = FilesPart(session, context, self._body)
        self.comments = CommentsPart(session, context, self._body)
        self.history = HistoryPart(session, context, self._body)
        self.parts: tuple[PartProtocol, ...] = (
            self.conflict,
            self.review,
            self.previous,
            self.earlier,
            self.guidance,
            self.support,
            self.files,
            self.statements,
            self.comments,
            self.history,
        )

    @property
    def _assessment(self) -> Assessment:
        return self.session.assessment

    def show_question(self, node: Node | None) -> None:
        """Show a question; without one, a hint."""
        self.flush()
        self.reference = node.reference if node is not None else ""
        self.title.show_styled(node.label or node.name if node is not None else "")
        nothing = self.context.words("Go to a question to see its guidance, evidence and history.")
        self.empty.say("" if node is not None else nothing)
        for part in self.parts:
            assert isinstance(part, QWidget)
            part.setVisible(node is not None)
        if node is not None:
            self.verticalScrollBar().setValue(0)
            self._show_parts(node)

    def _show_parts(self, node: Node) -> None:
        atom = self._assessment.answer_at(node.reference)
        for part in self.parts:
            part.show_node(node, atom)

    def refresh(self, changes: Changes) -> None:
        """Update what changed about the question."""
        if not self.reference or not changes:
            return
        try:
            node = self._assessment.node(self.reference)
        except KeyError:
            for part in self.parts:
                if isinstance(part, SessionPart):
                    part.discard()
            self.reference = ""
            self.show_question(None)
            return
        self._show_parts(node)

    def flush(self) -> None:
        """Submit typed text."""
        if self.reference:
            for part in self.parts:
                part.flush()

    def show_conflict(self) -> None:
        """Scroll to the conflicting answers and focus the first one."""
        self.verticalScrollBar().setValue(0)
        self.conflict.take_focus()

    def take_focus(self) -> None:
        """Focus the evidence level, or the first available control."""
        for button in self.support.evidence.buttons.values():
            if button.isVisible() and button.focusPolicy() & Qt.FocusPolicy.TabFocus:
                button.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return
        self.support.note.setFocus(Qt.FocusReason.ShortcutFocusReason)
