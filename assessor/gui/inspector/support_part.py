"""The support of an answer: evidence level, basis, note, reason for a blank, sensitivity.

Criteria say themselves what was shown: an answer about them has no evidence level.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from assessor.assessment.core.answer import Answer
from assessor.form.live.node import Node
from assessor.gui.inspector.inspector_part import SessionPart
from assessor.gui.questions.base.question import Context, FocusOutFilter
from assessor.gui.questions.typed.text_question import QUIET
from assessor.gui.state.session import Session
from assessor.gui.toolkit.buttons.choice_button import ChoiceButton, Options
from assessor.gui.toolkit.controls.question_marks import evidence_glyph
from assessor.gui.toolkit.controls.rating_scale import Grade
from assessor.gui.toolkit.style.basic_widgets import columns, fill, rows
from assessor.gui.toolkit.style.painting import set_ink, smooth_painter
from assessor.gui.toolkit.style.theme import tokens
from assessor.gui.toolkit.widgets.field_undo import UndoKeyFilter
from assessor.gui.toolkit.widgets.flow_layout import FlowPanel
from assessor.gui.toolkit.widgets.growing_edit import GrowingEdit
from assessor.gui.toolkit.widgets.label_text import FormLabel
from assessor.words import with_colon

SENSITIVITY = ("public", "gov", "internal", "restricted")
"""From open to closed; an answer may be stricter than its question, never looser."""

FORMAL = frozenset({"admin", "layout"})
"""Kinds of questions about the mission itself, which need no evidence."""


class GlyphButton(QAbstractButton):
    """An evidence level as a button: a circle filled by quarters."""

    def __init__(self, grade: Grade, parent: QWidget) -> None:
        super().__init__(parent)
        self._level = grade.level
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(f"{grade.title}: {grade.meaning}")
        self.setAccessibleName(grade.title)
        self.setAccessibleDescription(grade.meaning)

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(44, 36)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint background, ring and glyph."""
        colours = tokens()
        painter = smooth_painter(self)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        on = self.isChecked()
        over = self.underMouse() and self.isEnabled()
        ground = colours.accent_soft if on else (colours.hover if over else colours.paper)
        strong = on or over or self.hasFocus()
        set_ink(
            painter, colours.accent if strong else colours.line, 2 if strong else 1, fill=ground
        )
        painter.drawRoundedRect(box, 6, 6)
        colour = colours.accent if on else colours.muted
        glyph = evidence_glyph(self._level, colour, 18, self.devicePixelRatioF())
        spot = QRect(0, 0, 18, 18)
        spot.moveCenter(self.rect().center())
        painter.drawPixmap(spot, glyph)


class SupportPart(SessionPart):
    """The support fields of the answer."""

    def __init__(self, session: Session, context: Context, parent: QWidget) -> None:
        super().__init__(session, context, context.words("Evidence level"), parent)
        self._grades()
        self._basis_room = self._basis()
        self._missing()
        self._note()
        self._sensitivity()
        self._cleared()

    def _grades(self) -> None:
        self._grades_room = QWidget(self)
        self.evidence = Options(partial(self._choose, "evidence"), self)
        buttons = {grade.code: GlyphButton(grade, self) for grade in self.context.scale.grades}
        columns(self._grades_room, *buttons.values(), 1, gap=6)
        self.evidence.put(buttons)
        self.meaning = FormLabel("secondary", self)
        fill(self.column, self._grades_room, self.meaning)

    def _choose(self, field: str, code: str) -> None:
        """Submit a choice for a field of the answer; the choice made again clears it."""
        self.submit(**{field: "" if code == getattr(self.atom, field) else code})
        self._again()

    def _options(
        self, room: QWidget, labels: Mapping[str, str], choose: Callable[[str], None]
    ) -> Options:
        options = Options(choose, self)
        options.put(
            {code: ChoiceButton(text, room, exclusive=True) for code, text in labels.items()}
        )
        return options

    def _basis(self) -> QWidget:
        words = self.context.words
        room = FlowPanel(self)
        labels = {"desk": words("Desk review"), "field": words("In the country")}
        self.basis = self._options(room, labels, partial(self._choose, "basis"))
        for button in self.basis.buttons.values():
            room.add(button)
        return self._titled(words("Basis"), room)

    def _missing(self) -> None:
        room = QWidget(self)
        reasons = self.context.scale.reasons
        self.missing = self._options(room, reasons, partial(self._choose, "missing"))
        rows(room, *self.missing.buttons.values(), gap=0)
        self._missing_room = self._titled(self.context.words("Why there is no answer"), room)

    def _note(self) -> None:
        self._clock = QTimer(self, singleShot=True, interval=QUIET)
        self._clock.timeout.connect(self.flush)
        self.note = self._edit(self.context.words("Anything a reader should know"))
        self._titled(self.context.words("Note"), self.note)

    def _cleared(self) -> None:
        words = self.context.words
        self.cleared = self._edit(words("Without it, the government reads nothing here"))
        self.cleared_room = self._titled(words("Wording for the government"), self.cleared)

    def _edit(self, placeholder: str) -> GrowingEdit:
        edit = GrowingEdit(self, fewest=3, most=10)
        edit.setPlaceholderText(placeholder)
        edit.textChanged.connect(self._written)
        FocusOutFilter(edit, self.flush, self)
        UndoKeyFilter(edit, self._clock.isActive, self)
        return edit

    def _written(self) -> None:
        said = (self.atom.note, self.atom.cleared)
        if self.node is not None and (self._texts() != said):
            if not self._clock.isActive():
                self.context.typing()
            self._clock.start()

    def _texts(self) -> tuple[str, str]:
        return self.note.toPlainText(), self.cleared.toPlainText()

    def flush(self) -> None:
        """Submit the note and the wording for the government if changed."""
        self._clock.stop()
        if self.node is not None and not self.locked:
            note, cleared = self._texts()
            self.submit(note=note, cleared=cleared)

    def _sensitivity(self) -> None:
        words = self.context.words
        room = QWidget(self)
        labels = {
            "public": words("Public"),
            "gov": words("For the government"),
            "internal": words("Internal"),
            "restricted": words("Restricted: named readers"),
        }
        self.sensitivity = self._options(room, labels, self._guarded)
        rows(room, *self.sensitivity.buttons.values(), gap=0)
        self._titled(words("Who may read the answer"), room)

    def _guarded(self, code: str) -> None:
        own = self.node.meta.get("sensitivity", "") if self.node is not None else ""
        self.submit(sensitivity="" if code in ("", own) else code)
        self._again()

    def _titled(self, title: str, widget: QWidget) -> QWidget:
        room = QWidget(self)
        rows(room, FormLabel("overline", room, title), widget, gap=6, margins=(0, 8, 0, 0))
        if not widget.accessibleName():
            widget.setAccessibleName(title)
        self.column.addWidget(room)
        return room

    def _again(self) -> None:
        if self.node is not None:
            self.show_node(self.node, self.atom)

    def show_node(self, node: Node, atom: Answer) -> None:
        if self.node is not None and node.reference != self.node.reference:
            self._clock.stop()
        fresh = self.node is None or node.reference != self.node.reference
        before = (self.atom.note, self.atom.cleared)
        self.node, self.atom = node, atom
        enabled = not self.locked
        self.evidence.check(atom.evidence, enabled=enabled)
        grade = self.context.scale.grade(atom.evidence)
        unsaid = self.context.words("How well is this answer supported?")
        language = self.session.language
        meant = with_colon(grade.title, grade.meaning, language) if grade is not None else unsaid
        self.meaning.say(meant)
        self.basis.check(atom.basis, enabled=enabled)
        self._missing_room.setVisible(not node.value and bool(self.context.scale.reasons))
        self.missing.check(atom.missing, enabled=enabled)
        edits = (self.note, self.cleared)
        for edit, text, was in zip(edits, (atom.note, atom.cleared), before, strict=True):
            edit.setReadOnly(not enabled)
            typing = self._clock.isActive() and edit.toPlainText() != was
            if fresh or (not typing and edit.toPlainText() != text):
                edit.setPlainText(text)
        self.cleared_room.setVisible(_is_clearable(node, atom) or bool(atom.cleared))
        self._show_sensitivity(node, atom)
        findable = node.meta.get("kind") not in FORMAL
        graded = findable and not self.context.scale.criteria_of(node)
        self._basis_room.setVisible(findable)
        for part in (self.heading, self._grades_room, self.meaning):
            part.setVisible(graded)

    def _show_sensitivity(self, node: Node, atom: Answer) -> None:
        own = node.meta.get("sensitivity", "") or SENSITIVITY[0]
        floor = SENSITIVITY.index(own) if own in SENSITIVITY else 0
        self.sensitivity.check(atom.sensitivity or own, enabled=not self.locked)
        for place, code in enumerate(SENSITIVITY):
            self.sensitivity.buttons[code].setVisible(place >= floor)


def _is_clearable(node: Node, atom: Answer) -> bool:
    """Return whether an answer is a text for the team only, which another text may replace."""
    level = atom.sensitivity or node.meta.get("sensitivity", "")
    return level == "internal" and node.type == "string" and not node.choices
