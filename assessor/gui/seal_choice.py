"""Whether an export is sealed to headquarters: it is, where the mission began from a pack."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QWidget

from assessor.assessment.headquarters import headquarters_of
from assessor.gui.doubt import show_doubt
from assessor.gui.phrases import Phrases
from assessor.gui.pieces import columns, label, rows
from assessor.gui.session import Session


class SealChoice(QWidget):
    """A box that is ticked at first; hidden where there is no headquarters to seal to."""

    def __init__(self, parent: QWidget, session: Session, phrases: Phrases) -> None:
        super().__init__(parent)
        found = headquarters_of(session.mission.mission)
        self.sealed_to = found.name if found else ""
        down = rows(self, gap=4)
        self.box = QCheckBox(self)
        self.box.setChecked(True)
        down.addWidget(self.box)
        self.setVisible(found is not None)
        if found is None:
            return
        self.box.setText(phrases("Seal the answers to {headquarters}", headquarters=found.name))
        below = columns(None, gap=0)
        below.addSpacing(28)
        inner = rows(None, gap=4)
        line = phrases(
            "Only it can receive them; the pages stay readable. Untick this for a colleague."
        )
        self.box.setAccessibleDescription(line)
        inner.addWidget(label(self, "secondary", text=line, wrap=True))
        show_doubt(inner, self, session.mission.trust(), found.public, phrases)
        below.addLayout(inner, 1)
        down.addLayout(below)

    @property
    def to(self) -> Sequence[str] | None:
        """What Assessment.export takes: None for the mission's own headquarters, () for nobody."""
        return None if self.box.isChecked() else ()
