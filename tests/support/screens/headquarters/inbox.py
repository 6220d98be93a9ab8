"""What waits for a decision at headquarters, and the question that is being decided."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton

from assessor.gui.conflicts.decision_panel import DecisionPanel
from assessor.gui.conflicts.inbox_page import InboxPage
from tests.support.screens.page import Page, Table, wait_until

REASON, WORDS = "Reason, kept with the decision", "Find in questions and missions"


class DecisionScreen(Page):
    """One disputed question with the answers of each side."""

    root: DecisionPanel

    def answer_buttons(self) -> list[QPushButton]:
        """The buttons that take an answer, in the order of the cards."""
        found = [each for each in self.all(QPushButton) if each.objectName().startswith("take-")]
        return sorted(found, key=lambda each: each.mapTo(self.root, each.rect().topLeft()).x())

    def take(self, author: str) -> None:
        """Take the answer of somebody, once its card is laid out."""
        name = self.say("Take the answer of {name}").format(name=author)
        self.wait_until_shown(name)
        self.press(name)

    def decide(self, reason: str = "") -> None:
        """Decide for the value that is written or chosen, with a reason if one is given."""
        if reason:
            self.fill(REASON, reason)
        self.press("Decide for this value")


class InboxScreen(Page):
    """The questions, what narrows them, and the one that is being decided."""

    root: InboxPage

    @property
    def decision(self) -> DecisionScreen:
        """The question that is shown."""
        return DecisionScreen(self.child(DecisionPanel))

    @property
    def list(self) -> Table:
        """The questions and the headings between them."""
        return self.table("Questions to decide")

    @property
    def questions(self) -> list[str]:
        """The first lines of what is listed; none where nothing is."""
        return [row.split("\n")[0] for row in self.list.column(0)]

    def wait_for_decision(self) -> DecisionScreen:
        """Wait until a question is shown."""
        wait_until(lambda: self.decision.is_visible)
        return self.decision
