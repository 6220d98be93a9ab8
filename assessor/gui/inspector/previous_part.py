"""The answer of the previous mission, with a button to confirm it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from assessor.assessment.base.criteria_text import asks_criteria
from assessor.assessment.core.answer import Answer
from assessor.assessment.review.previous_mission import repeat_previous_answer
from assessor.errors import AssessorError
from assessor.form.live.node import Node
from assessor.gui.inspector.inspector_part import SessionPart
from assessor.gui.questions.answer_text import value_text
from assessor.gui.questions.base.question import Context
from assessor.gui.state.session import Session
from assessor.gui.toolkit.style.basic_widgets import button, columns, fill
from assessor.gui.toolkit.widgets.label_text import FormLabel, error_text


class PreviousPart(SessionPart):
    """Hidden without a previous mission or without an answer in it."""

    topic = "before"

    def __init__(self, session: Session, context: Context, parent: QWidget) -> None:
        super().__init__(session, context, context.words("The previous mission"), parent)
        self.value = FormLabel("body", self)
        self.now = FormLabel("secondary", self)
        text = context.words("Still true")
        self.still = button(self, self.confirm, text, role="slim", icon="check", size=16)
        self.still.setToolTip(f"{text} (Ctrl+Shift+Enter)")
        across = columns(None, self.still, 1, gap=-1)
        self.trouble = FormLabel("hint-warn", self)
        fill(self.column, self.value, self.now, across, self.trouble)

    def show_node(self, node: Node, atom: Answer) -> None:
        self.node, self.atom = node, atom
        before = self.context.previous(node.reference)
        self.setVisible(before is not None and bool(before.value))
        if before is None or not before.value:
            return
        words = self.context.words
        beside = words("It stands beside each criterion.")
        text = value_text(node, before.value, self.session.language)
        self.value.say(beside if asks_criteria(node) else text)
        told = words("The same as now") if node.value == before.value else words("Differs now")
        self.now.say(told if node.value else words("Not answered yet in this mission"))
        self.still.setVisible(not self.locked and not before.file)
        self.still.setAccessibleName(f"{self.still.text()}: {self.value.plain}")
        self.trouble.say("")

    @property
    def can_confirm(self) -> bool:
        """Return whether there is a previous answer to confirm."""
        return not self.isHidden() and not self.still.isHidden()

    def confirm(self) -> None:
        """Repeat the previous answer."""
        node = self.node
        if node is None or self.locked:
            return
        try:
            self.session.do(lambda now: repeat_previous_answer(now, node.reference))
        except AssessorError as error:
            self.trouble.say(error_text(error, self.context.language))
