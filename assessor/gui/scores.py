"""The scores of every assessment in a registry: one row each, one column a dimension."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QShowEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QProgressBar,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from assessor import words
from assessor.errors import AssessorError
from assessor.gui.listing import table
from assessor.gui.office import Office, Scored
from assessor.gui.phrases import Phrases
from assessor.gui.pieces import label, rows
from assessor.gui.session import Session
from assessor.gui.theme import STAGE_INK, STAGES
from assessor.gui.work import Work
from assessor.scoring.stages import DimensionScore

_STAGE = Qt.ItemDataRole.UserRole
_THIN = Qt.ItemDataRole.UserRole + 1
_THIN_BELOW = 50
"""Percent of indicators rated below which a cell is marked as thin."""


class Swatch(QStyledItemDelegate):
    """Paints a score in the colour of its stage; thin data with a dashed outline."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one cell."""
        stage = index.data(_STAGE)
        if stage is None:
            super().paint(painter, option, index)
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(2, 3, -2, -3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(STAGES[stage - 1]))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(QColor(STAGE_INK[stage - 1]))
        painter.setFont(option.font)
        text = index.data()
        painter.drawText(
            box, Qt.AlignmentFlag.AlignCenter, f"{text}*" if index.data(_THIN) else text
        )
        painter.restore()


class ScoreTable(QWidget):
    """Evidenced scores 1 to 5; what was merely asserted is in the tip of each cell."""

    def __init__(self, parent: QWidget, session: Session, phrases: Phrases) -> None:
        super().__init__(parent)
        self._session, self._phrases = session, phrases
        self._office: Office | None = None
        self._stale = False
        self._work: Work | None = None
        down = rows(self, gap=12, margins=(0, 12, 0, 0))
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        phrases.say(self._bar.setAccessibleName, "Working out the scores")
        self._bar.hide()
        down.addWidget(self._bar)
        self._none = label(self, "muted", wrap=True)
        phrases.say(
            self._none.setText,
            "No scores yet: they appear once a mission with a scored form has been received.",
        )
        down.addWidget(self._none)
        self._table: QTableWidget = table(self, 0, 1)
        self._table.setItemDelegate(Swatch(self._table))
        phrases.say(self._table.setAccessibleName, "Scores")
        down.addWidget(self._table, 1)
        self._legend = label(self, "secondary", wrap=True)
        phrases.say(
            self._legend.setText,
            "Evidenced stage, 1 to 5, by section: what is merely claimed counts up to 2. "
            "* fewer than half of the indicators are rated. Stages are not ranks: "
            "compare one indicator over missions, not countries by a total.",
        )
        down.addWidget(self._legend)
        self._codes = label(self, "secondary", wrap=True)
        down.addWidget(self._codes)

    def show_office(self, office: Office) -> None:
        """Note the registry; its scores are worked out when they are looked at."""
        self._office, self._stale = office, True
        if self.isVisible():
            self._work_out()

    def showEvent(self, event: QShowEvent) -> None:
        """Work the scores out if something has come in since."""
        super().showEvent(event)
        self._work_out()

    def _work_out(self) -> None:
        """Score every assessment away from the window: each opens its form anew."""
        if self._office is None or not self._stale or self._work is not None:
            return
        self._stale = False
        self._bar.setRange(0, 0)
        self._bar.show()
        self._work = self._session.run(
            self._office.scoring(),
            done=self._show,
            failed=self._fail,
            progress=self._show_progress,
        )

    def _show_progress(self, _stage: str, done: int, of: int) -> None:
        self._bar.setRange(0, of)
        self._bar.setValue(done)

    def _show(self, found: list[Scored]) -> None:
        self._end()
        for widget in (self._table, self._legend, self._codes):
            widget.setVisible(bool(found))
        self._none.setVisible(not found)
        if found:
            self._fill(found)

    def _fail(self, error: AssessorError) -> None:
        self._end()
        self._none.setText(words.say(error, self._phrases.language))
        self._none.show()

    def _end(self) -> None:
        self._work = None
        self._bar.hide()

    def _fill(self, found: list[Scored]) -> None:
        sections = {code: title for one in found for code, title in one.sections.items()}
        self._codes.setText("   ".join(f"{code} {title}" for code, title in sections.items()))
        self._table.setColumnCount(len(sections) + 3)
        heads = [self._phrases("Mission"), *sections, self._phrases("All"), self._phrases("Rated")]
        for column, text in enumerate(heads):
            item = QTableWidgetItem(text)
            item.setToolTip(sections.get(text, text))
            self._table.setHorizontalHeaderItem(column, item)
        head = self._table.horizontalHeader()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        for column in range(1, len(sections) + 3):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self._table.setColumnWidth(column, 52 if column <= len(sections) else 68)
        self._table.setRowCount(len(found))
        for row, scored in enumerate(found):
            scores = scored.scores
            self._table.setItem(row, 0, QTableWidgetItem(scored.mission))
            for column, (code, title) in enumerate(sections.items(), 1):
                self._table.setItem(row, column, self._cell(title, scores.dimensions.get(code)))
            overall = self._number(scores.overall_evidenced)
            self._table.setItem(row, len(sections) + 1, _centred(overall))
            self._table.setItem(row, len(sections) + 2, _centred(f"{scores.coverage} %"))

    def _cell(self, title: str, told: DimensionScore | None) -> QTableWidgetItem:
        if told is None or told.evidenced is None:
            return _centred("–")
        item = _centred(self._number(told.evidenced))
        item.setData(_STAGE, max(1, min(5, int(told.evidenced + 0.5))))
        item.setData(_THIN, told.rated * 100 < told.of * _THIN_BELOW)
        item.setToolTip(
            self._phrases(
                "{section}\nEvidenced {evidenced}, asserted {asserted}\n"
                "Lowest indicator {lowest}; {rated} of {of} rated",
                section=title,
                evidenced=self._number(told.evidenced),
                asserted=self._number(told.asserted),
                lowest=told.lowest,
                rated=told.rated,
                of=told.of,
            )
        )
        return item

    def _number(self, value: float | None) -> str:
        return "–" if value is None else words.number(value, self._phrases.language, 2)


def _centred(text: str) -> QTableWidgetItem:
    item = QTableWidgetItem(text)
    item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
    return item
