"""The recommendations of the previous mission and their outcomes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QComboBox, QWidget

from assessor.assessment.entries import recommendation_plan
from assessor.gui.state.session import Session
from assessor.gui.toolkit.style.basic_widgets import columns, frame, label, rows
from assessor.gui.toolkit.text.phrases import Phrases

FATES = {
    "open": "Not begun",
    "under way": "Under way",
    "done": "Done already",
    "dropped": "Dropped",
}
"""The outcomes in words (English source strings)."""


class PreviousRecommendations(QWidget):
    """One line per recommendation with its outcome; nothing without a previous mission."""

    def __init__(
        self,
        parent: QWidget,
        session: Session,
        phrases: Phrases,
        do: Callable[[Callable[[], object]], None],
    ) -> None:
        super().__init__(parent)
        found = recommendation_plan.previous_actions(session.assessment)
        self.setVisible(bool(found))
        self.states: dict[str, QComboBox] = {}
        title = phrases("Recommended by the previous mission")
        down = rows(self, label(self, "heading", text=title), margins=(0, 8, 0, 0))
        for each in found:
            card = frame(self, "card")
            across = columns(card, gap=12, margins=(14, 10, 14, 10))
            across.addWidget(label(card, "secondary", text=each.text, wrap=True), 1)
            box = QComboBox(card)
            box.setAccessibleName(f"{phrases('What became of it')}: {each.text}")
            for status in recommendation_plan.STATUSES:
                box.addItem(phrases(FATES[status]), status)
            box.setCurrentIndex(max(0, box.findData(each.status)))
            box.activated.connect(
                lambda _, key=each.id, box=box: do(
                    lambda: session.do(
                        lambda now: recommendation_plan.annotate_action(
                            now, key, status=box.currentData()
                        )
                    )
                )
            )
            box.setEnabled(not session.assessment.mission.read_only)
            across.addWidget(box)
            down.addWidget(card)
            self.states[each.id] = box
