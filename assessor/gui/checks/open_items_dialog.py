"""Open items of the team, filtered by kind, person, respondent and search words."""

from __future__ import annotations

from collections import Counter
from functools import partial

from PySide6 import QtWidgets
from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent

from assessor.assessment.entries.clusters import cluster_labels
from assessor.assessment.entries.tasks import holders_of, normalized_name
from assessor.assessment.exchange.open_items import CONTESTED_TASK, KINDS, OpenItem, open_items
from assessor.assessment.review.open_points import subject_label
from assessor.form.labels.styled_text import plain_text
from assessor.gui.feedback.point_signs import POINT_SIGNS
from assessor.gui.feedback.return_bar import add_return_bar
from assessor.gui.questions.answer_text import Section, section_of, sections_of
from assessor.gui.state.navigation import Navigation
from assessor.gui.state.session import Changes, Session
from assessor.gui.state.session_dialog import SessionDialog
from assessor.gui.toolkit.style.basic_widgets import LineEdit, button, closing, columns, fill, label
from assessor.gui.toolkit.style.theme import icon, set_role
from assessor.gui.toolkit.text.search_folding import fold_text
from assessor.gui.toolkit.widgets.empty_state import empty_state
from assessor.gui.toolkit.widgets.flow_layout import FlowPanel
from assessor.gui.toolkit.widgets.tree_view import tree_widget
from assessor.report.projection.report_facts import POINT_TITLES

FACES = {
    "": ("Everything", "list", "ink"),
    **{kind: (title, *POINT_SIGNS[kind]) for kind, title in POINT_TITLES.items()},
    "task": ("Handed to several", "users", "conflict"),
    "redo": ("To redo", "refresh", "danger"),
    "query": ("Headquarters asks", "help", "warn"),
    "begun": ("Statement begun", "edit", "accent"),
    "comment": ("Open comments", "comment", "accent"),
    "promised": ("Promised", "clock", "accent"),
    "unanswered": ("Unanswered", "circle", "muted"),
}
"""Words (English source strings), icon and colour token of each kind of item."""

SOON = 120
"""Milliseconds after a change; several changes cause one update."""

_REFERENCE = Qt.ItemDataRole.UserRole
_KIND = _REFERENCE + 1
_OF_SOURCE = _REFERENCE + 2


class OpenItemsDialog(SessionDialog):
    """A list of open items, with chips for their kinds and numbers.

    It stands beside the desk and follows changes. Going to a question hides it unless the person
    pins it; it reappears in the same state.
    """

    topic = "open_items"

    def __init__(self, parent: QtWidgets.QWidget, session: Session, doors: Navigation) -> None:
        super().__init__(parent, session)
        self._desk, self._doors = parent, doors
        self._items: tuple[OpenItem, ...] = ()
        self._row_texts: list[tuple[str, str, str]] = []
        self.resize(960, 680)
        down = self.head("", window=self._phrases("Open items"))
        fill(down, self._chips(), self._filters(cluster_labels(session.assessment.instance)))
        self.tree = self._empty_tree()
        down.addWidget(self.tree, 1)
        self.none = empty_state(
            self, self._phrases, "search", "No match in the list", "Remove a filter."
        )
        self.all_done = empty_state(
            self,
            self._phrases,
            "check-circle",
            "Everything is answered, supported and agreed",
            "What is promised, only claimed, disputed or to be corrected would be listed here.",
            role="ok",
        )
        for face in (self.none, self.all_done):
            down.addWidget(face, 1)
        down.addLayout(self._last_row())
        self._soon = QTimer(self, singleShot=True, interval=SOON)
        self._soon.timeout.connect(self.reload)
        session.changed.connect(self._changed)
        self.reload()
        self.search.setFocus()

    def _last_row(self) -> QtWidgets.QLayout:
        closes = button(self, self.reject, self._phrases("Close"))
        closes.setAutoDefault(False)
        self.go_button = button(
            self, self.go_to_current, self._phrases("Go to the question"), role="primary"
        )
        last = closing(self, closes, self.go_button)
        self._count_label = label(self, "secondary")
        self.stays = QtWidgets.QCheckBox(self._phrases("Stay open"), self)
        self.stays.setToolTip(self._phrases("Keep this list beside the desk while you work"))
        self.stays.setChecked(self._session.preferences.get("tonight-stays") == "yes")
        self.stays.clicked.connect(
            lambda on: self._session.preferences.put("tonight-stays", "yes" if on else "")
        )
        last.insertWidget(0, self.stays)
        last.insertSpacing(1, 16)
        last.insertWidget(2, self._count_label)
        return last

    def _changed(self, changes: Changes) -> None:
        about = changes.get("", frozenset())
        if about & {"opened", "closed", "language"}:
            self._soon.stop()
            self.close()
            self.deleteLater()  # the mission or language has changed
        elif self.isVisible():
            self._soon.start()

    def reload(self) -> None:
        """Reload the items, and keep the position in the list."""
        mission = self._session.open_assessment
        if mission is None:
            return
        self._items = open_items(mission)
        parts = sections_of(mission.root)
        self._row_texts = [
            self._row(subject_label(mission, item.reference), item, parts) for item in self._items
        ]
        counts = Counter(item.kind for item in self._items)
        for kind, chip in self.chips.items():
            self._count(chip, kind, counts[kind] if kind else len(self._items))
        if not self.chips[self.kind].isEnabled():
            self.chips[""].setChecked(True)
        self._offer_people(holders_of(mission).people, mission.identity.name)
        self._apply_filters()

    def _row(
        self, question: str, item: OpenItem, parts: tuple[Section, ...]
    ) -> tuple[str, str, str]:
        part = section_of(item.reference, parts)
        where = plain_text(part.label) if part is not None else ""
        return question, where, fold_text(f"{question} {where} {item.why}")

    def _chips(self) -> QtWidgets.QWidget:
        room = FlowPanel(self, gap=8)
        self.chips: dict[str, QtWidgets.QPushButton] = {}
        for kind in ("", *KINDS):
            _, icon_name, token = FACES[kind]
            chip = button(room, partial(self._apply_filters, kind), role="chip")
            chip.setIcon(icon(icon_name, token, 16))
            chip.setCheckable(True)
            chip.setAutoExclusive(True)
            chip.setAutoDefault(False)
            chip.setChecked(not kind)
            room.add(chip)
            self.chips[kind] = chip
        return room

    def _count(self, chip: QtWidgets.QPushButton, kind: str, many: int) -> None:
        chip.setText(f"{self._phrases(FACES[kind][0])}  {many}")
        chip.setEnabled(bool(many))
        chip.setToolTip("" if many else self._phrases("There are none of these."))

    def _filters(self, clusters: dict[str, str]) -> QtWidgets.QLayout:
        across = columns(None)
        self.search = LineEdit(self)
        self.search.setPlaceholderText(self._phrases("Find in this list"))
        self.search.setAccessibleName(self._phrases("Find in this list"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _text: self._apply_filters())
        self.search.installEventFilter(self)
        self.cluster_filter = QtWidgets.QComboBox(self)
        self.cluster_filter.setAccessibleName(self._phrases("Whom to ask"))
        self.cluster_filter.addItem(self._phrases("Whoever is asked"), "")
        for code, words in clusters.items():
            self.cluster_filter.addItem(words, code)
        self.cluster_filter.activated.connect(lambda _at: self._apply_filters())
        self.cluster_filter.setVisible(bool(clusters))
        self.person_filter = QtWidgets.QComboBox(self)
        self.person_filter.setAccessibleName(self._phrases("Sections of"))
        self.person_filter.activated.connect(lambda _at: self._apply_filters())
        fill(across, (self.search, 1), self.person_filter, self.cluster_filter)
        return across

    def _offer_people(self, people: tuple[str, ...], own: str) -> None:
        """Offer everyone with an assigned section; keep the choice."""
        chosen = self.person_filter.currentData()
        self.person_filter.clear()
        self.person_filter.addItem(self._phrases("Anyone assigned"), None)
        for name in sorted(people, key=lambda each: normalized_name(each) != normalized_name(own)):
            mine = normalized_name(name) == normalized_name(own)
            self.person_filter.addItem(
                self._phrases("Mine") if mine else name, normalized_name(name)
            )
        self.person_filter.addItem(self._phrases("Unassigned"), "")
        self.person_filter.setCurrentIndex(
            max(0, self.person_filter.findData(chosen)) if people else 0
        )
        self.person_filter.setVisible(bool(people))

    def _empty_tree(self) -> QtWidgets.QTreeWidget:
        headings = [self._phrases(each) for each in ("Question", "What waits", "Section")]
        tree = tree_widget(self, self._phrases("What waits"), 0, 240, headings=headings)
        tree.setRootIsDecorated(False)
        tree.setUniformRowHeights(True)
        tree.itemActivated.connect(lambda item, _column: self._go(item))
        return tree

    @property
    def kind(self) -> str:
        """Return the kind of the chosen chip; blank for all kinds."""
        return next((kind for kind, chip in self.chips.items() if chip.isChecked()), "")

    def _apply_filters(self, _kind: str = "") -> None:
        kind, cluster = self.kind, str(self.cluster_filter.currentData() or "")
        wanted, whose = fold_text(self.search.text()).split(), self.person_filter.currentData()
        was = self._line_at(self.tree.currentItem())
        self.tree.setUpdatesEnabled(False)
        self.tree.clear()
        items = []
        for item, (question, where, search_text) in zip(self._items, self._row_texts, strict=True):
            if kind not in ("", item.kind) or (cluster and cluster not in item.clusters):
                continue
            if whose is not None and normalized_name(item.person) != whose:
                continue
            if not all(word in search_text for word in wanted):
                continue
            items.append(self._item(item, question, where))
        self.tree.addTopLevelItems(items)
        self.tree.setUpdatesEnabled(True)
        if items:
            self.tree.setCurrentItem(next((i for i in items if self._line_at(i) == was), items[0]))
        self._show_count(len(items))

    @staticmethod
    def _line_at(item: QtWidgets.QTreeWidgetItem | None) -> tuple[str, str]:
        return (item.data(0, _REFERENCE), item.data(0, _KIND)) if item is not None else ("", "")

    def _item(self, item: OpenItem, question: str, where: str) -> QtWidgets.QTreeWidgetItem:
        words, icon_name, token = FACES[item.kind]
        line = (
            f"{question}: {self._phrases.apart(item.why)}"
            if item.kind in ("comment", CONTESTED_TASK)
            else question
        )
        line_item = QtWidgets.QTreeWidgetItem([line, self._phrases(words), where])
        line_item.setIcon(1, icon(icon_name, token, 16))
        line_item.setSizeHint(0, QSize(0, 32))
        line_item.setData(0, _REFERENCE, item.reference)
        line_item.setData(0, _KIND, item.kind)
        line_item.setData(0, _OF_SOURCE, item.of_source)
        line_item.setToolTip(0, f"{question}\n{item.why}" if item.why else question)
        line_item.setToolTip(1, item.why or self._phrases(words))
        line_item.setToolTip(2, where)
        return line_item

    def _show_count(self, visible: int) -> None:
        of = len(self._items)
        self.heading.setText(
            self._phrases("No open items")
            if not of
            else self._phrases("1 open item")
            if of == 1
            else self._phrases("{count} open items", count=of)
        )
        set_role(self.heading, "title")
        self._count_label.setText(
            self._phrases("{shown} of {of} shown", shown=visible, of=of) if of else ""
        )
        self.tree.setVisible(bool(visible))
        self.none.setVisible(bool(of) and not visible)
        self.all_done.setVisible(not of)
        self.go_button.setEnabled(bool(visible))
        self.go_button.setToolTip("" if visible else self._phrases("There are none of these."))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let arrow keys in the search line move in the list."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            count = self.tree.topLevelItemCount()
            if step is not None and count:
                at = self.tree.currentIndex().row() + step
                self.tree.setCurrentItem(
                    self.tree.topLevelItem(min(max(0, at), count - 1))  # type: ignore[arg-type]  # PySide6
                )
                return True
        return super().eventFilter(watched, event)

    def go_to_current(self) -> None:
        """Open the question of the current line."""
        self._go(self.tree.currentItem())

    def _go(self, item: QtWidgets.QTreeWidgetItem | None) -> None:
        if item is None:
            return
        reference, kind = self._line_at(item)
        stays = self.stays.isChecked()
        if not stays:
            self.accept()
        self._desk.activateWindow()
        if item.data(0, _OF_SOURCE):
            self._doors.source(reference)
        else:
            self._doors.desk(reference)
        if not stays:
            add_return_bar(
                self._desk,
                self._session,
                self._phrases("Back to the open items"),
                lambda: show_open_items(self._desk, self._session, self._doors),
            )
        if kind == CONTESTED_TASK:
            self._doors.team()


def show_open_items(parent: QtWidgets.QWidget, session: Session, doors: Navigation) -> None:
    """Show the list, in its last state if it was open before in this mission."""
    found = parent.findChild(OpenItemsDialog)
    if found is None:
        found = OpenItemsDialog(parent, session, doors)
    elif not found.isVisible():
        found.reload()
    found.show()
    found.raise_()
    found.activateWindow()
