"""Marks beside a question: evidence level, note, sources, untrusted signer; notices below it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from assessor.assessment.core.answer import Answer
from assessor.assessment.core.signer_trust import Trust
from assessor.form.live.node import Node
from assessor.gui.toolkit.controls.rating_scale import RatingScale
from assessor.gui.toolkit.style import text_measure
from assessor.gui.toolkit.style.basic_widgets import columns, fill, label
from assessor.gui.toolkit.style.painting import set_ink, smooth_painter
from assessor.gui.toolkit.style.theme import BASE, dress, font, pixmap, tokens
from assessor.gui.toolkit.style.visibility import set_shown
from assessor.gui.toolkit.widgets.label_text import FormLabel, isolate

MARKS_HEIGHT = 22
"""Height in px of the marks at the end of a question label."""
_GLYPH = 14
_GAP = 5
_SPACING = 12
_NOTICE_ICON = 16
_SIGN = {"danger": "danger", "warn": "warning", "conflict": "conflict", "info": "info"}


@lru_cache(maxsize=64)
def evidence_glyph(level: int, colour: str, size: int, ratio: float) -> QPixmap:
    """Draw evidence level 0 to 4 as a circle filled by quarters."""
    glyph = QPixmap(QSize(size, size) * ratio)
    glyph.setDevicePixelRatio(ratio)
    glyph.fill(Qt.GlobalColor.transparent)
    painter = smooth_painter(glyph)
    box = QRectF(1.25, 1.25, size - 2.5, size - 2.5)
    pen = painter.pen()
    pen.setColor(QColor(colour))
    pen.setWidthF(1.5)
    painter.setPen(pen)
    painter.drawEllipse(box)
    set_ink(painter, fill=colour)
    painter.drawPie(box, 90 * 16, -level * 90 * 16)
    painter.end()
    return glyph


class QuestionMarks(QWidget):
    """Marks of an answer in one line beside the label; `brief` shows icons only."""

    def __init__(self, parent: QWidget | None = None, *, brief: bool = False) -> None:
        super().__init__(parent)
        self._brief = brief
        self._signs: list[tuple[str, str, str]] = []
        self.setFont(font(12))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_atom(
        self,
        node: Node,
        atom: Answer,
        scale: RatingScale,
        words: Callable[[str], str],
        points: Sequence[str] = (),
    ) -> None:
        """Show the marks of an answer; each is (icon or evidence level, text, colour token).
        `points` are the titles of what is open there."""
        signs = [("flag", point, "warn") for point in points]
        blank = not node.value
        if node.violation is not None and node.violation.kind == "required":
            signs.append(("", words("Required"), "warn"))
        if atom.missing and blank:
            reason = scale.reason(atom.missing)
            signs.append(("minus", "" if self._brief else reason, "muted"))
            self.setToolTip(reason)
        grade = scale.grade(atom.evidence)
        if grade is not None and not blank:
            signs.append((f"level {grade.level}", "" if self._brief else grade.title, "muted"))
            self.setToolTip(f"{grade.title}: {grade.meaning}")
        if atom.sources:
            signs.append(("users", "" if self._brief else str(len(atom.sources)), "muted"))
        if atom.note:
            signs.append(("note", "", "muted"))
        if atom.sensitivity:
            signs.append(("lock", "", "muted"))
        self._show_signs(signs, words("Note") if atom.note else "")

    def _show_signs(self, signs: list[tuple[str, str, str]], extra: str) -> None:
        if signs != self._signs:
            self._signs = signs
            self.updateGeometry()
            self.update()
        texts = [text for _, text, _ in signs if text]
        self.setAccessibleName(", ".join([*texts, extra] if extra else texts))
        set_shown(self, bool(signs))

    def sizeHint(self) -> QSize:
        """Return the size of all marks."""
        measure = QFontMetrics(self.font())
        width = sum(self._width(sign, measure) + _SPACING for sign in self._signs) - _SPACING
        return QSize(max(0, width), MARKS_HEIGHT)

    def _width(self, sign: tuple[str, str, str], measure: QFontMetrics) -> int:
        name, text, _ = sign
        glyph = _GLYPH if name else 0
        gap = _GAP if name and text else 0
        return glyph + gap + (measure.horizontalAdvance(text) + 1 if text else 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint icons and texts in reading order."""
        painter = QPainter(self)
        measure = QFontMetrics(self.font())
        mirrored = self.isRightToLeft()
        x = 0
        for sign in self._signs:
            name, text, role = sign
            width = self._width(sign, measure)
            left = self.width() - x - width if mirrored else x
            colour = getattr(tokens(), role)
            if name:
                icon_left = left + width - _GLYPH if mirrored else left
                painter.drawPixmap(icon_left, 4, self._glyph(name, colour))
            if text:
                gap = _GLYPH + _GAP if name else 0
                box = QRect(left if mirrored else left + gap, 0, width - gap, MARKS_HEIGHT)
                painter.setPen(QColor(colour))
                painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), text)
            x += width + _SPACING

    def _glyph(self, name: str, colour: str) -> QPixmap:
        if name.startswith("level "):
            return evidence_glyph(int(name[6:]), colour, _GLYPH, self.devicePixelRatioF())
        return pixmap(name, colour, _GLYPH)


class QuestionNotice(QWidget):
    """One sentence under a question, with an icon and a tone."""

    def __init__(self, tone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("notice", tone)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = columns(self, margins=(10, 6, 10, 6))
        sign = QLabel(self)
        dress(sign, _SIGN[tone], "muted" if tone == "info" else tone, _NOTICE_ICON)
        self.words = FormLabel(f"notice-{tone}", self)
        fill(row, (sign, 0, Qt.AlignmentFlag.AlignTop), (self.words, 1))
        self._row, self._sign = row, sign
        self.way: QPushButton | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.hide()

    def add_button(self, text: str, pressed: Callable[[], object]) -> QPushButton:
        """Add a button at the end of the sentence and return it; call it once."""
        self.way = QPushButton(text, self)
        self.way.setProperty("role", "slim")
        self.way.clicked.connect(pressed)
        self._row.addWidget(self.way, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.setAlignment(self._sign, Qt.AlignmentFlag.AlignVCenter)
        return self.way

    def say(self, text: str) -> None:
        """Show a sentence; "" hides the notice."""
        self.words.say(text)
        top = text_measure.drop(self.words.plain, _NOTICE_ICON, BASE) if self.way is None else 0
        self._sign.setContentsMargins(0, top, 0, 0)
        self.setAccessibleName(self.words.plain)
        self.setVisible(bool(text))


EXPLANATION = "Nobody has vouched for the key that signed this. See People and keys."
"""What the mark means, as an English source text."""


def show_untrusted_mark(
    column: QVBoxLayout,
    parent: QWidget,
    trust: Trust,
    signer: str,
    words: Callable[[str], str],
    author: str = "",
) -> None:
    """Add the mark of a signer to a column; nothing for a trusted signer."""
    mark = trust.mark(signer, words, isolate(author))
    if not mark:
        return
    tag = label(parent, "tag-warn", text=mark)
    tag.setToolTip(words(EXPLANATION))
    tag.setAccessibleDescription(tag.toolTip())
    column.addWidget(tag, 0, Qt.AlignmentFlag.AlignLeading)
