"""The facts of a meeting: participants by role, and the agreed attribution."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QCheckBox, QComboBox, QCompleter, QFormLayout, QWidget

from assessor.assessment.core.statements import Meeting
from assessor.assessment.entries.meetings import ATTRIBUTION
from assessor.gui.toolkit.style.basic_widgets import LineEdit, frame, label, rows
from assessor.gui.toolkit.text.phrases import Phrases

LEVELS = {
    "": "As the mission's rule says",
    "named": "By name and function",
    "institution": "By institution",
    "cluster": "By group only",
    "background": "Background only: not reported",
}
"""Rules of attribution in words (English source strings)."""

CONSENT = (
    "We assess what the country can do and what would help it. What you tell us "
    "goes into a report for the government and the team's headquarters, attributed as we agree "
    "now. You may leave questions unanswered, and stop at any time. We write down no names."
)


class MeetingForm(QWidget):
    """The fields of a meeting; `changed` is called on input by a person."""

    def __init__(
        self, parent: QWidget, phrases: Phrases, reading: Phrases, changed: Callable[[], object]
    ) -> None:
        super().__init__(parent)
        self._phrases, self._changed = phrases, changed
        grid = QFormLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        grid.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        down = rows(self, grid, gap=12)
        self.lines: dict[str, LineEdit] = {}
        self._line(grid, "institution", "Institution", "Such as the unit or ministry")
        self.cluster = self._box(grid, "Group")
        self._line(grid, "roles", "Participants", "By role only, such as head of unit; no names")
        self._line(grid, "people", "How many people", "")
        self.lines["people"].setValidator(QIntValidator(0, 9999, self))
        self._line(grid, "place", "Place", "")
        self.attribution = self._box(grid, "Attribution agreed")
        for level, words in LEVELS.items():
            self.attribution.addItem(phrases(words), level)
        card = frame(self, "statement")
        column = rows(card, margins=(16, 12, 16, 12))
        column.addWidget(label(card, "overline", text=phrases("To be read out")))
        column.addWidget(label(card, text=reading(CONSENT), wrap=True))
        self.consent = QCheckBox(phrases("These words were read out, and they agreed"), card)
        self.consent.clicked.connect(changed)
        column.addWidget(self.consent)
        down.addWidget(card)

    def _line(self, grid: QFormLayout, name: str, words: str, hint: str) -> None:
        widget = LineEdit(self)
        widget.setAccessibleName(self._phrases(words))
        if hint:
            widget.setPlaceholderText(self._phrases(hint))
        widget.textEdited.connect(self._changed)
        grid.addRow(label(self, text=self._phrases(words)), widget)
        self.lines[name] = widget

    def _box(self, grid: QFormLayout, words: str) -> QComboBox:
        widget = QComboBox(self)
        widget.setAccessibleName(self._phrases(words))
        widget.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        widget.activated.connect(self._changed)
        grid.addRow(label(self, text=self._phrases(words)), widget)
        return widget

    def offer(self, clusters: Mapping[str, str], institutions: list[str]) -> None:
        """Offer the groups of the form, by code, and the known institutions."""
        self.cluster.addItem(self._phrases("No group: all questions are shown"), "")
        for code, words in clusters.items():
            self.cluster.addItem(words, code)
        self.lines["institution"].setCompleter(QCompleter(institutions, self))

    def show_meeting(self, values: Meeting) -> None:
        """Show the facts of a meeting."""
        for name, line in self.lines.items():
            line.setText(getattr(values, name) or (values.title if name == "institution" else ""))
        if values.cluster and self.cluster.findData(values.cluster) < 0:
            self.cluster.addItem(values.cluster, values.cluster)
        self.cluster.setCurrentIndex(max(0, self.cluster.findData(values.cluster)))
        self.attribution.setCurrentIndex(max(0, self.attribution.findData(values.attribution)))
        self.consent.setChecked(bool(values.consent))

    def facts(self) -> dict[str, str]:
        """Return the facts by the field names of Meeting."""
        facts = {name: line.text().strip() for name, line in self.lines.items()}
        cluster = str(self.cluster.currentData() or "")
        level = str(self.attribution.currentData() or "")
        assert level in ("", *ATTRIBUTION)
        return {**facts, "cluster": cluster, "attribution": level}
