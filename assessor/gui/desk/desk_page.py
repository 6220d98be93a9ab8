"""The desk: outline, page and inspector of the open assessment."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QSplitter, QWidget

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.statements import running_meeting
from assessor.assessment.entries.meetings import confirm_answer
from assessor.assessment.entries.previous_answers import PreviousAnswers
from assessor.assessment.review.previous_mission import repeat_previous_answer
from assessor.errors import AssessorError
from assessor.form.labels.styled_text import plain_text
from assessor.form.live.node import Node
from assessor.gui.desk.desk_actions import desk_actions, focus_next_pane, name_actions
from assessor.gui.desk.meeting_bar import MeetingBar
from assessor.gui.desk.outline_panel import OutlinePanel
from assessor.gui.desk.point_watch import PointWatch
from assessor.gui.feedback.prompts import PlacePrompts
from assessor.gui.inspector.inspector_panel import InspectorPanel
from assessor.gui.page.agenda import Agenda
from assessor.gui.page.form_page import FormPage
from assessor.gui.questions.answer_text import Section, section_of
from assessor.gui.questions.base.question import Context, Question
from assessor.gui.state.session import Changes, Session
from assessor.gui.toolkit.controls.rating_scale import scale_of
from assessor.gui.toolkit.dialogs.message_dialog import show_error
from assessor.gui.toolkit.style.basic_widgets import rows
from assessor.gui.toolkit.style.painting import direction
from assessor.gui.toolkit.style.visibility import has_focus_within
from assessor.gui.toolkit.widgets.label_text import form_translator
from assessor.report.projection.report_facts import POINT_TITLES
from assessor.words import is_right_to_left

_WIDE = 1120
"""Width in px from which the inspector is shown without being asked for."""
_HIDES = "desk-hides-inspector"
"""Preference: the user hid the inspector."""


class DeskPage(QWidget):
    """Show the open assessment of a session and keep the three panes in step."""

    topic = "desk"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.words = form_translator(session.language)
        self._column = rows(self, gap=0)
        self._inspector_wanted: bool | None = None
        self._pending_changes: Changes = {}
        self._refresh_timer = QTimer(self, singleShot=True, interval=0)
        self._refresh_timer.timeout.connect(self._refresh_panes)
        self.actions_by_name = desk_actions(
            self, self._action_handlers(), self.words, self.session.language
        )
        self.inspector_action = self.actions_by_name["inspector"]
        self.bar = MeetingBar(session, self._follow_meeting, self)
        self._column.addWidget(self.bar)
        self.points = PointWatch(session, self)
        self.points.changed.connect(self._show_points)
        self._build()
        session.changed.connect(self._on_changed)
        PlacePrompts(session, self)
        QApplication.instance().focusChanged.connect(self._on_focus_changed)  # type: ignore[union-attr]  # PySide6

    # Building

    def _action_handlers(self) -> dict[str, Callable[[], None]]:
        return {
            "previous": lambda: self.turn(-1),
            "next": lambda: self.turn(1),
            "unanswered": self.next_unanswered,
            "correct": self.next_violation,
            "confirm": self.confirm,
            "still": self.still_true,
            "pane": lambda: self.go_round(1),
            "pane back": lambda: self.go_round(-1),
            "inspector": self.toggle_inspector,
        }

    def _build(self) -> None:
        self._language = language = self._assessment.language
        right = is_right_to_left(language)
        self.context = self._context(right)
        self.setLayoutDirection(direction(right))
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        self.splitter.splitterMoved.connect(self._save_widths)
        self._column.addWidget(self.splitter, 1)
        self.outline = OutlinePanel(self.session, self.words, self.go_to, self.splitter)
        self.outline.narrowed = self._reopen_section
        self.outline.points_at = self.points.at
        self.page = FormPage(self.session, self.context, self.splitter)
        self.page.turned = self.turn
        self.page.corner = self.inspector_action
        self.inspector = InspectorPanel(self.session, self.context, self.splitter)
        self.page.agenda = self.outline.agenda = self.bar.agenda
        self.actions_by_name["confirm"].setEnabled(running_meeting(self._assessment) is not None)
        for pane in (self.outline, self.page, self.inspector):
            self.splitter.addWidget(pane)
        self._restore_widths()
        self.outline.rebuild()
        last = self.session.preferences.get("desk-section")
        known = [section.reference for section in self._open_sections()]
        self.go_to(last if last in known else (known[0] if known else ""))

    def _context(self, right: bool) -> Context:
        """Return what every question needs to know about the mission and the desk."""
        now, previous = self._assessment, PreviousAnswers()
        return Context(
            self.words,
            scale_of(now.instrument, self._language, self.words),
            bool(now.mission.read_only),
            right,
            self.session.typing,
            self.session.settled,
            attachment=now.source.attachments.get,
            language=self.session.language,
            assessment=now,
            compare=self._show_conflict,
            country=lambda: str(self._assessment.facts().country_code),
            previous=lambda reference: previous.answer(self._assessment.mission, reference),
            points=lambda key: [self.words(POINT_TITLES[kind]) for kind in self.points.at(key)],
        )

    def _rebuild(self) -> None:
        """Create the panes again at the same place, after a change of language."""
        at = self.page.section.reference if self.page.section is not None else ""
        asked = self.inspector.reference
        self.inspect(None)
        self.splitter.hide()
        self._column.removeWidget(self.splitter)
        self.splitter.deleteLater()
        self.words = form_translator(self.session.language)
        name_actions(self.actions_by_name, self.words, self.session.language)
        self.bar.speak()
        self._build()
        self.go_to(asked or at)

    @property
    def _assessment(self) -> Assessment:
        return self.session.assessment

    def _open_sections(self) -> list[Section]:
        return [section for section in self.outline.sections if self.outline.is_open(section)]

    def go_to(self, reference: str) -> None:
        """Open the section of a reference and show the question, instance or repeat."""
        section = section_of(reference, self.outline.sections)
        if section is None:
            return
        if not self._is_on_agenda(reference):
            self.bar.show_all()
        self.outline.let_in(section)
        if self.page.section is None or self.page.section.reference != section.reference:
            try:
                self._open(section)
            except AssessorError:
                return  # the question shows the error and keeps the text
        if reference != section.reference or reference in self.page.questions:
            question = self.page.reveal(reference)
            if question is not None and question.node is not None:
                self._inspect_target(question.node)
        self.outline.show_current(reference)

    def _is_on_agenda(self, reference: str) -> bool:
        try:
            node = self._assessment.node(reference)
        except KeyError:
            return True
        return bool(self.page.agenda.keeps(node))

    def _follow_meeting(self, agenda: Agenda) -> None:
        """Show the questions of the agenda; stay at the same place if it is still shown."""
        self.actions_by_name["confirm"].setEnabled(running_meeting(self._assessment) is not None)
        if self.page.agenda == agenda:
            return
        asked = self.inspector.reference
        at = self.page.section
        try:
            self.flush()
        except AssessorError:
            return  # the question shows the error and keeps the text
        self.page.agenda = self.outline.agenda = agenda
        self.outline.rebuild()
        row = self._open_sections()
        here = next((s for s in row if at is not None and s.reference == at.reference), None)
        section = here or (row[0] if row else None)
        if section is not None:
            self._open(section)
            self.outline.show_current(section.reference)
        if here is not None and asked and self._is_on_agenda(asked):
            self.page.reveal(asked)

    def _reopen_section(self) -> None:
        """Reopen the section: its neighbours changed, or it is not shown any more."""
        row, at = self._open_sections(), self.page.section
        here = next((s for s in row if at is not None and s.reference == at.reference), None)
        section = here or (row[0] if row else None)
        if section is not None:
            with suppress(AssessorError):  # the question shows the error and keeps the text
                self._open(section)
                self.outline.show_current(section.reference)

    def _inspect_target(self, node: Node) -> None:
        """Inspect a question that was navigated to, even if it had the focus before."""
        if self.inspector.reference != node.reference:
            self.inspect(node)

    def _open(self, section: Section) -> None:
        self.flush()
        self.inspect(None)
        row = self._open_sections()
        at = row.index(section) if section in row else 0
        names = [plain_text(each.label) or plain_text(self._assessment.form.title) for each in row]
        before = names[at - 1] if at > 0 else ""
        after = names[at + 1] if at + 1 < len(row) else ""
        here = has_focus_within(self.page)
        self.page.open(section, before, after)
        if here:
            self.page.take_focus()
        self.session.preferences.put("desk-section", section.reference)

    def turn(self, step: int) -> None:
        """Go to the next (1) or the previous (-1) section."""
        row = self._open_sections()
        if self.page.section is None or not row:
            return
        at = next(
            (n for n, each in enumerate(row) if each.reference == self.page.section.reference), 0
        )
        if 0 <= at + step < len(row):
            self.go_to(row[at + step].reference)
            self.page.take_focus()

    def next_unanswered(self) -> None:
        """Go to the next unanswered question; after the last one, to the first."""
        self.flush()
        self._go_to_next([node.reference for node in self._assessment.unanswered()])

    def next_violation(self) -> None:
        """Go to the next answer that breaks a constraint."""
        self.flush()
        wrong = [each for each in self._assessment.violations() if each.kind == "constraint"]
        self._go_to_next([each.reference for each in wrong])

    def confirm(self) -> None:
        """Record that the source of the running meeting confirms the answer."""
        self._apply_here(lambda now, reference: confirm_answer(now, reference))

    def still_true(self) -> None:
        """Confirm the answer of the previous mission, even while the inspector is hidden."""
        self._apply_here(repeat_previous_answer)

    def _apply_here(self, operation: Callable[[Any, str], Changes]) -> None:
        """Save what is typed, then apply an operation to the inspected question."""
        try:
            self.flush()
            reference = self.inspector.reference
            if reference:
                self.session.do(lambda now: operation(now, reference))
        except AssessorError as error:
            show_error(self, error, self.session.language)

    def _update_still_action(self) -> None:
        self.actions_by_name["still"].setEnabled(self.inspector.previous.can_confirm)

    def _go_to_next(self, wanted: list[str]) -> None:
        wanted = [each for each in wanted if self.outline.shows(each)]
        if not wanted:
            return
        order = {
            node.reference: at for at, node in enumerate(self._assessment.instance.questions())
        }
        here = order.get(self.here(), -1)
        after = [each for each in wanted if order.get(each, -1) > here]
        self.go_to((after or wanted)[0])

    def here(self) -> str:
        """Return the reference of the inspected question, else of the section."""
        if self.inspector.reference:
            return self.inspector.reference
        return self.page.section.reference if self.page.section is not None else ""

    def go_round(self, step: int) -> None:
        """Move the focus to the next (1) or the previous (-1) pane."""
        focus_next_pane(self.outline, self.page, self.inspector, step)

    def _on_changed(self, changes: Changes) -> None:
        about = changes.get("", frozenset())
        if self.session.open_assessment is None:
            return
        kinds = frozenset[str]().union(*changes.values()) if changes else frozenset()
        moved = self._assessment.language != self._language
        if about & {"opened", "language"} or ("label" in kinds and moved):
            self._rebuild()
            return
        if not (set(changes) - {""} or about & {"saved", "people"}):
            return
        changed: Changes = {reference: what for reference, what in changes.items() if reference}
        if self.inspector.reference:
            changed = {self.inspector.reference: frozenset({"value"}), **changed}
        self.page.refresh(changed)
        self._pending_changes = {**self._pending_changes, **changed}
        self._refresh_timer.start()

    def _refresh_panes(self) -> None:
        """Refresh outline and inspector, after the page shows the answer."""
        changed, self._pending_changes = self._pending_changes, {}
        if self.session.open_assessment is not None and changed:
            self.outline.refresh(changed)
            self.inspector.refresh(changed)
            self._update_still_action()

    def _show_points(self, references: set[str]) -> None:
        changed = dict.fromkeys(references, frozenset({"points"}))
        self.page.refresh(changed)
        self.outline.refresh(changed)

    def flush(self) -> None:
        """Save everything typed; called before closing, exporting and changing the section."""
        self.page.flush()
        self.inspector.flush()

    def hideEvent(self, event: QHideEvent) -> None:
        """Save what is typed when another screen comes to the front."""
        if self.session.open_assessment is not None:
            with suppress(AssessorError):  # Qt allows no exception here; the question shows it
                self.flush()
        super().hideEvent(event)

    # Inspected question

    def _on_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        if self.session.open_assessment is None:
            return
        while now is not None and now is not self.page:
            if isinstance(now, Question) and now.node is not None:
                if now.node.reference != self.inspector.reference:
                    self.inspect(now.node)
                return
            now = now.parentWidget()

    def inspect(self, node: Node | None) -> None:
        """Show a question in the inspector, or none."""
        self.page.mark(node.reference if node is not None else "")
        self.inspector.show_question(node)
        self._update_still_action()

    def _restore_widths(self) -> None:
        self.outline.setMinimumWidth(240)
        self.page.setMinimumWidth(360)
        self.splitter.setStretchFactor(1, 1)
        saved = self.session.preferences.state("desk")
        if not saved or not self.splitter.restoreState(QByteArray(saved)):
            self.splitter.setSizes([280, 760, 340])
        self._fit_inspector()

    def _save_widths(self) -> None:
        self.session.preferences.put_state("desk", bytes(self.splitter.saveState().data()))

    def show_inspector(self, on: bool = True) -> None:
        """Show or hide the inspector until the window becomes wide or narrow."""
        self._inspector_wanted = on
        self.inspector.setVisible(on)

    def _show_conflict(self, reference: str) -> None:
        """Show the conflicting answers in the inspector, at least for now, and focus them."""
        self.inspect(self.session.assessment.node(reference))
        self.show_inspector()
        self.inspector.show_conflict()

    def toggle_inspector(self) -> None:
        """Show or hide the inspector and save the choice."""
        self.show_inspector(not self.inspector.isVisible())
        if self.width() >= _WIDE:  # in a narrow window the choice is not saved
            self.session.preferences.put(_HIDES, "" if self._inspector_wanted else "yes")

    def _fit_inspector(self) -> None:
        wide = self.width() >= _WIDE and not self.session.preferences.get(_HIDES)
        wanted = self._inspector_wanted
        self.inspector.setVisible(wide if wanted is None else wanted)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hide the inspector in a narrow window."""
        super().resizeEvent(event)
        if (event.oldSize().width() >= _WIDE) != (event.size().width() >= _WIDE):
            self._inspector_wanted = None
        self._fit_inspector()
