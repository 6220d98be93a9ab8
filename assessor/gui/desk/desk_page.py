"""The desk: outline, page and inspector, where the assessor spends the day."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QSplitter, QVBoxLayout, QWidget

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.statements import running_meeting
from assessor.assessment.entries.meetings import confirm_answer
from assessor.assessment.review.previous_mission import repeat_previous_answer
from assessor.errors import AssessorError
from assessor.form.labels.styled_text import plain_text
from assessor.form.live.node import Node
from assessor.gui.desk.desk_actions import desk_actions, name_actions
from assessor.gui.desk.meeting_bar import MeetingBar
from assessor.gui.desk.outline_panel import OutlinePanel
from assessor.gui.desk.pane_focus import go_round
from assessor.gui.feedback.prompts import PlacePrompts
from assessor.gui.inspector.inspector_panel import InspectorPanel
from assessor.gui.page.agenda import Agenda
from assessor.gui.page.form_page import FormPage
from assessor.gui.questions.answer_text import Section, section_of
from assessor.gui.questions.base.question import Context, Question
from assessor.gui.state.session import Changes, Session
from assessor.gui.toolkit.controls.rating_scale import scale_of
from assessor.gui.toolkit.dialogs.message_dialog import show_error
from assessor.gui.toolkit.style.visibility import has_focus_within
from assessor.gui.toolkit.widgets.label_text import form_translator
from assessor.words import is_right_to_left

_WIDE = 1120  # below this width the inspector waits to be asked for
_HIDES = "desk-hides-inspector"


class DeskPage(QWidget):
    """Shows the open assessment of a session, and keeps the three parts in step."""

    topic = "desk"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.words = form_translator(session.language)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._wished: bool | None = None
        self._behind: Changes = {}
        self._catch_up = QTimer(self)
        self._catch_up.setSingleShot(True)
        self._catch_up.setInterval(0)
        self._catch_up.timeout.connect(self._follow)
        self.actions_by_name = desk_actions(
            self, self._action_handlers(), self.words, self.session.language
        )
        self.inspector_action = self.actions_by_name["inspector"]
        self.bar = MeetingBar(session, self._follow_meeting, self)
        self._column.addWidget(self.bar)
        self._build()
        session.changed.connect(self._changed)
        PlacePrompts(session, self)
        QApplication.instance().focusChanged.connect(self._focus_moved)  # type: ignore[union-attr]

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
        """Make the three parts for the languages in force."""
        self._language = language = self._assessment.language
        right = is_right_to_left(language)
        self.context = self._context(right)
        self.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if right else Qt.LayoutDirection.LeftToRight
        )
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        self.splitter.splitterMoved.connect(self._remember)
        self._column.addWidget(self.splitter, 1)
        self.outline = OutlinePanel(self.session, self.words, self.go_to, self.splitter)
        self.outline.narrowed = self._follow_outline
        self.page = FormPage(self.session, self.context, self.splitter)
        self.page.turned = self.turn
        self.page.corner = self.inspector_action
        self.inspector = InspectorPanel(self.session, self.context, self.splitter)
        self.page.agenda = self.outline.agenda = self.bar.agenda
        self.actions_by_name["confirm"].setEnabled(running_meeting(self._assessment) is not None)
        for part in (self.outline, self.page, self.inspector):
            self.splitter.addWidget(part)
        self._share_room()
        self.outline.rebuild()
        last = self.session.preferences.get("desk-section")
        known = [section.reference for section in self._open_sections()]
        self.go_to(last if last in known else (known[0] if known else ""))

    def _context(self, right: bool) -> Context:
        """What every question needs to know of the mission and the desk."""
        now = self._assessment
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
        )

    def _rebuild(self) -> None:
        """Make the parts anew, in the place the person was: the language changed."""
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

    # Going about

    def _open_sections(self) -> list[Section]:
        return [section for section in self.outline.sections if self.outline.is_open(section)]

    def go_to(self, reference: str) -> None:
        """Open the section a reference lies in and show the question, instance or repeat there."""
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
                return  # the question says why; what is typed there stays where it is
        if reference != section.reference or reference in self.page.questions:
            question = self.page.reveal(reference)
            if question is not None and question.node is not None:
                self._inspect_gone_to(question.node)
        self.outline.show_current(reference)

    def _is_on_agenda(self, reference: str) -> bool:
        try:
            node = self._assessment.node(reference)
        except KeyError:
            return True
        return bool(self.page.agenda.keeps(node))

    def _follow_meeting(self, agenda: Agenda) -> None:
        """Show what the agenda asks, in the place the person is if it is still asked there."""
        self.actions_by_name["confirm"].setEnabled(running_meeting(self._assessment) is not None)
        if self.page.agenda == agenda:
            return
        asked = self.inspector.reference
        at = self.page.section
        try:
            self.flush()
        except AssessorError:
            return  # the question says why; what is typed there stays where it is
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

    def _follow_outline(self) -> None:
        """Other sections stand before and after this one, or it is left out itself."""
        row, at = self._open_sections(), self.page.section
        here = next((s for s in row if at is not None and s.reference == at.reference), None)
        section = here or (row[0] if row else None)
        if section is not None:
            with suppress(AssessorError):  # the question says why; what is typed there stays
                self._open(section)
                self.outline.show_current(section.reference)

    def _inspect_gone_to(self, node: Node) -> None:
        """Speak of the question gone to, though the keyboard may have been there already."""
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
        """Go on (1) or back (-1) by a section."""
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
        """Go to the next question that waits for an answer, from here on and round again."""
        self.flush()
        self._go_on([node.reference for node in self._assessment.unanswered()])

    def next_violation(self) -> None:
        """Go to the next answer that is to be corrected."""
        self.flush()
        wrong = [each for each in self._assessment.violations() if each.kind == "constraint"]
        self._go_on([each.reference for each in wrong])

    def confirm(self) -> None:
        """The source one sits with says the same: cited, and kept as its statement."""
        self._say_here(lambda now, reference: confirm_answer(now, reference))

    def still_true(self) -> None:
        """What the mission before answered is said anew, whether the inspector is seen or not."""
        self._say_here(repeat_previous_answer)

    def _say_here(self, operation: Callable[[Any, str], Changes]) -> None:
        """Do something to the question in focus, once everything typed is said."""
        try:
            self.flush()
            reference = self.inspector.reference
            if reference:
                self.session.do(lambda now: operation(now, reference))
        except AssessorError as error:
            show_error(self, error, self.session.language)

    def _offer_still(self) -> None:
        self.actions_by_name["still"].setEnabled(self.inspector.previous.can_confirm)

    def _go_on(self, wanted: list[str]) -> None:
        wanted = [each for each in wanted if self.outline.shows(each)]
        if not wanted:
            return
        order = {
            node.reference: at for at, node in enumerate(self._assessment.instance.questions())
        }
        here = order.get(self.here(), -1)
        later = [each for each in wanted if order.get(each, -1) > here]
        self.go_to((later or wanted)[0])

    def here(self) -> str:
        """The reference one is at: of the question inspected, else of the section."""
        if self.inspector.reference:
            return self.inspector.reference
        return self.page.section.reference if self.page.section is not None else ""

    def go_round(self, step: int) -> None:
        """Take the keyboard to the next (1) or the last (-1) of the three parts."""
        go_round(self.outline, self.page, self.inspector, step)

    # In step

    def _changed(self, changes: Changes) -> None:
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
        told: Changes = {reference: what for reference, what in changes.items() if reference}
        if self.inspector.reference:
            told = {self.inspector.reference: frozenset({"value"}), **told}
        self.page.refresh(told)
        self._behind = {**self._behind, **told}
        self._catch_up.start()

    def _follow(self) -> None:
        """Outline and inspector, once the answer itself is on the screen."""
        told, self._behind = self._behind, {}
        if self.session.open_assessment is not None and told:
            self.outline.refresh(told)
            self.inspector.refresh(told)
            self._offer_still()

    def flush(self) -> None:
        """Everything typed is said: called before closing, exporting and turning the page."""
        self.page.flush()
        self.inspector.flush()

    def hideEvent(self, event: QHideEvent) -> None:
        """Another screen comes to the front: say what is typed."""
        if self.session.open_assessment is not None:
            with suppress(AssessorError):  # nothing may be raised here; the question says why
                self.flush()
        super().hideEvent(event)

    # The question in focus

    def _focus_moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        if self.session.open_assessment is None:
            return
        while now is not None and now is not self.page:
            if isinstance(now, Question) and now.node is not None:
                if now.node.reference != self.inspector.reference:
                    self.inspect(now.node)
                return
            now = now.parentWidget()

    def inspect(self, node: Node | None) -> None:
        """Speak of a question in the inspector; of none."""
        self.page.mark(node.reference if node is not None else "")
        self.inspector.show_question(node)
        self._offer_still()

    # Room

    def _share_room(self) -> None:
        """Part the width as it was left the last time, or as most people like it."""
        self.outline.setMinimumWidth(240)  # its longest words are whole
        self.page.setMinimumWidth(360)
        self.splitter.setStretchFactor(1, 1)
        held = self.session.preferences.state("desk")
        if not held or not self.splitter.restoreState(QByteArray(held)):
            self.splitter.setSizes([280, 760, 340])
        self._fit()

    def _remember(self) -> None:
        self.session.preferences.put_state("desk", bytes(self.splitter.saveState().data()))

    def show_inspector(self, on: bool = True) -> None:
        """Have the inspector seen, or not, until the window gets wide or narrow."""
        self._wished = on
        self.inspector.setVisible(on)

    def _show_conflict(self, reference: str) -> None:
        """Show the conflicting answers in the inspector, hidden or not, and focus them.

        In a narrow window the inspector stays only until the window is wide again.
        """
        self.inspect(self.session.assessment.node(reference))
        self.show_inspector()
        self.inspector.show_conflict()

    def toggle_inspector(self) -> None:
        """Show or hide the inspector, and remember which."""
        self.show_inspector(not self.inspector.isVisible())
        if self.width() >= _WIDE:  # where there is no room, hiding it was no wish
            self.session.preferences.put(_HIDES, "" if self._wished else "yes")

    def _fit(self) -> None:
        wide = self.width() >= _WIDE and not self.session.preferences.get(_HIDES)
        self.inspector.setVisible(wide if self._wished is None else self._wished)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window gives its room to the page."""
        super().resizeEvent(event)
        if (event.oldSize().width() >= _WIDE) != (event.size().width() >= _WIDE):
            self._wished = None
        self._fit()
