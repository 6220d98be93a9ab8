"""Tonight: what waits for the team, filtered by what it is, whom to ask and words; Enter goes."""

from __future__ import annotations

from collections import Counter
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHeaderView,
    QLayout,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from assessor.assessment.clusters import cluster_labels
from assessor.assessment.tonight import KINDS, Matter, tonight
from assessor.form.styling import plain
from assessor.gui.doors import Doors
from assessor.gui.flow import Flow
from assessor.gui.folding import folded
from assessor.gui.phrases import Phrases
from assessor.gui.pieces import Line, button, closing, columns, label, rows
from assessor.gui.sections import Section, section_of, sections
from assessor.gui.session import Session
from assessor.gui.theme import icon, set_role

FACES = {
    "conflict": ("Laptops disagree", "conflict", "conflict"),
    "violation": ("To correct", "danger", "danger"),
    "redo": ("To redo", "refresh", "danger"),
    "query": ("Headquarters asks", "help", "warn"),
    "disagreement": ("Sources disagree", "users", "warn"),
    "promised": ("Promised", "clock", "accent"),
    "claimed": ("Only claimed", "comment", "warn"),
    "unanswered": ("Unanswered", "circle", "muted"),
}
"""Words (English source strings), icon and token of each kind of matter."""

_REFERENCE = Qt.ItemDataRole.UserRole


class TonightDialog(QDialog):
    """One list; the chips above say how much of each there is, and narrow it."""

    def __init__(self, parent: QWidget, session: Session, doors: Doors) -> None:
        super().__init__(parent)
        self._doors = doors
        self._phrases = Phrases(session.language)
        mission = session.mission
        self._matters = tonight(mission)
        parts = sections(mission.root)
        self._rows = [self._row(mission.node(one.reference), one, parts) for one in self._matters]
        self.setWindowTitle(self._phrases("Tonight"))
        self.resize(960, 680)
        down = rows(self, gap=12, margins=(24, 24, 24, 16))
        self._title = label(self, "title")
        down.addWidget(self._title)
        down.addWidget(self._chips())
        down.addLayout(self._filters(cluster_labels(mission.instance)))
        self.tree = self._empty_tree()
        down.addWidget(self.tree, 1)
        self.none = label(self, "muted", wrap=True)
        down.addWidget(self.none, 1)
        closes = button(self, self.reject)
        closes.setText(self._phrases("Close"))
        closes.setAutoDefault(False)
        self._goes = button(self, self._go_current, role="primary")
        self._goes.setText(self._phrases("Go to the question"))
        last = closing(self, closes, self._goes)
        self._shown = label(self, "secondary")
        last.insertWidget(0, self._shown)
        down.addLayout(last)
        self._narrow()
        self.search.setFocus()

    def _row(self, node: object, one: Matter, parts: tuple[Section, ...]) -> tuple[str, str, str]:
        """The question, its section, and both with the reason as they are searched."""
        said = plain(getattr(node, "label", "")) or one.reference
        part = section_of(one.reference, parts)
        where = plain(part.label) if part is not None else ""
        return said, where, folded(f"{said} {where} {one.why}")

    def _chips(self) -> QWidget:
        room = Flow(self, gap=8)
        counts = Counter(one.kind for one in self._matters)
        self.chips: dict[str, QPushButton] = {}
        for kind in ("", *KINDS):
            words, drawn, token = FACES.get(kind, ("Everything", "list", "ink"))
            many = counts[kind] if kind else len(self._matters)
            chip = button(room, partial(self._narrow, kind), role="chip")
            chip.setText(f"{self._phrases(words)}  {many}")
            chip.setIcon(icon(drawn, token, 16))
            chip.setCheckable(True)
            chip.setAutoExclusive(True)
            chip.setAutoDefault(False)
            chip.setChecked(not kind)
            chip.setEnabled(bool(many))
            if not many:
                chip.setToolTip(self._phrases("There is none of these."))
            room.add(chip)
            self.chips[kind] = chip
        return room

    def _filters(self, clusters: dict[str, str]) -> QLayout:
        across = columns(None, gap=8)
        self.search = Line(self)
        self.search.setPlaceholderText(self._phrases("Find in this list"))
        self.search.setAccessibleName(self._phrases("Find in this list"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _text: self._narrow())
        self.search.installEventFilter(self)
        self.asked = QComboBox(self)
        self.asked.setAccessibleName(self._phrases("Whom to ask"))
        self.asked.addItem(self._phrases("Whoever is asked"), "")
        for code, words in clusters.items():
            self.asked.addItem(words, code)
        self.asked.activated.connect(lambda _at: self._narrow())
        self.asked.setVisible(bool(clusters))
        across.addWidget(self.search, 1)
        across.addWidget(self.asked)
        return across

    def _empty_tree(self) -> QTreeWidget:
        tree = QTreeWidget(self)
        tree.setRootIsDecorated(False)
        tree.setUniformRowHeights(True)
        tree.setHeaderLabels(
            [self._phrases(each) for each in ("Question", "What waits", "Section")]
        )
        tree.setAccessibleName(self._phrases("What waits"))
        head = tree.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(2, QHeaderView.ResizeMode.Fixed)
        head.resizeSection(2, 240)
        tree.itemActivated.connect(lambda item, _column: self._go(item))
        return tree

    @property
    def kind(self) -> str:
        """The kind of the chip that is chosen; blank: all kinds."""
        return next((kind for kind, chip in self.chips.items() if chip.isChecked()), "")

    def _narrow(self, _kind: str = "") -> None:
        """Show what the chips, the group and the words searched leave."""
        kind, cluster = self.kind, str(self.asked.currentData() or "")
        wanted = folded(self.search.text()).split()
        self.tree.setUpdatesEnabled(False)
        self.tree.clear()
        items = []
        for one, (said, where, searched) in zip(self._matters, self._rows, strict=True):
            if kind not in ("", one.kind) or (cluster and cluster not in one.clusters):
                continue
            if not all(word in searched for word in wanted):
                continue
            items.append(self._item(one, said, where))
        self.tree.addTopLevelItems(items)
        self.tree.setUpdatesEnabled(True)
        if items:
            self.tree.setCurrentItem(items[0])
        self._tell(len(items))

    def _item(self, one: Matter, said: str, where: str) -> QTreeWidgetItem:
        words, drawn, token = FACES[one.kind]
        item = QTreeWidgetItem([said, self._phrases(words), where])
        item.setIcon(1, icon(drawn, token, 16))
        item.setSizeHint(0, QSize(0, 32))
        item.setData(0, _REFERENCE, one.reference)
        item.setToolTip(0, f"{said}\n{one.why}" if one.why else said)
        item.setToolTip(1, one.why or self._phrases(words))
        item.setToolTip(2, where)
        return item

    def _tell(self, shown: int) -> None:
        of = len(self._matters)
        self._title.setText(
            self._phrases("{count} things wait", count=of)
            if of
            else self._phrases("Nothing waits tonight")
        )
        set_role(self._title, "title")
        self._shown.setText(
            self._phrases("{shown} of {of} shown", shown=shown, of=of) if of else ""
        )
        self.tree.setVisible(bool(shown))
        self.none.setVisible(not shown)
        self.none.setText(
            self._phrases("Nothing in the list fits. Take a filter away.")
            if of
            else self._phrases(
                "Everything is answered, supported and agreed. What is promised, only claimed, "
                "disputed or to be corrected would be listed here."
            )
        )
        self._goes.setEnabled(bool(shown))
        self._goes.setToolTip("" if shown else self._phrases("There is none of these."))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows in the search line move in the list."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            count = self.tree.topLevelItemCount()
            if step is not None and count:
                at = self.tree.currentIndex().row() + step
                self.tree.setCurrentItem(
                    self.tree.topLevelItem(min(max(0, at), count - 1))  # type: ignore[arg-type]
                )
                return True
        return super().eventFilter(watched, event)

    def _go_current(self) -> None:
        self._go(self.tree.currentItem())

    def _go(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            self.accept()
            self._doors.desk(str(item.data(0, _REFERENCE)))
