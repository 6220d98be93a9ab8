"""The outline: a tree of sections and repeats with progress and marks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from PySide6 import QtWidgets
from PySide6.QtCore import QModelIndex, QRect, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent, QStandardItem, QStandardItemModel

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.completeness import Progress
from assessor.assessment.entries.reviews import FIELD, reviews_of
from assessor.form.labels.styled_text import plain_text
from assessor.form.live.node import Node
from assessor.gui.desk.outline_row import (
    FACE,
    REFERENCE,
    Index,
    RowAppearance,
    RowPainter,
    SectionCount,
)
from assessor.gui.page.agenda import Agenda, progress_text
from assessor.gui.page.section_owners import SectionOwners
from assessor.gui.questions import answer_text
from assessor.gui.state.session import Changes, Session
from assessor.gui.toolkit.style.basic_widgets import columns, rows
from assessor.gui.toolkit.style.theme import pixmap, tokens
from assessor.gui.toolkit.widgets.label_text import FormLabel


def questions_under(node: Node) -> Iterator[Node]:
    """Yield every question at or below a node, relevant or not."""
    if node.kind == "question":
        yield node
        return
    for child in node.children:
        yield from questions_under(child)


def _common_prefix(one: Sequence[str], other: Sequence[str]) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


class OutlineTree(QtWidgets.QTreeView):
    """The tree. Enter, Space or a click opens a row; arrow keys only move."""

    def __init__(self, opened: Callable[[str], None], parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._opened = opened
        self.setHeaderHidden(True)
        self.setIndentation(20)
        self.setRootIsDecorated(True)
        self.setUniformRowHeights(False)
        self.setMouseTracking(True)
        self.setExpandsOnDoubleClick(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QtWidgets.QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QtWidgets.QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setProperty("role", "outline")
        self.setItemDelegate(RowPainter(self))
        self.clicked.connect(self._clicked)

    def _clicked(self, index: QModelIndex) -> None:
        self._opened(str(index.data(REFERENCE)))

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """Paint only the arrow of a row with children."""
        if not self.model().hasChildren(index):
            return
        mirrored = self.isRightToLeft()
        folded = "chevron-left" if mirrored else "chevron-right"
        sign = pixmap("chevron-down" if self.isExpanded(index) else folded, tokens().muted, 14)
        spot = QRect(0, 0, 14, 14)
        spot.moveCenter(rect.center())
        painter.drawPixmap(spot, sign)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the current row on Enter or Space."""
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if event.key() in keys and self.currentIndex().isValid():
            self._opened(str(self.currentIndex().data(REFERENCE)))
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the titles at the new width."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


class OutlinePanel(QtWidgets.QFrame):
    """The sections of the form, all or only the user's own; a click opens one."""

    def __init__(
        self,
        session: Session,
        words: Callable[[str], str],
        opened: Callable[[str], None],
        parent: QtWidgets.QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.session = session
        self._words = words
        self._opened = opened
        self.setProperty("role", "outline")
        self.sections: tuple[answer_text.Section, ...] = ()
        self.agenda = Agenda()
        self.shares = SectionOwners()
        self.narrowed: Callable[[], None] = lambda: None
        self.points_at: Callable[[str], Sequence[str]] = lambda _reference: ()
        self._items: dict[str, QStandardItem] = {}
        self._asked: set[str] = set()
        self._lines: dict[str, list[str]] = {}
        self._progress: dict[str, Progress] = {}
        self.tree = OutlineTree(self._on_chosen, self)
        self.tree.setAccessibleName(words("Sections"))
        self.model = QStandardItemModel(self)
        self.tree.setModel(self.model)
        rows(self, self._head(), (self.tree, 1), gap=0)

    def _head(self) -> QtWidgets.QWidget:
        head = QtWidgets.QFrame(self)
        head.setProperty("role", "outline-head")
        self.title = FormLabel("label", head)
        self.bar = QtWidgets.QProgressBar(head, textVisible=False, minimum=0, maximum=100)
        self.total = QtWidgets.QLabel(head)
        self.total.setProperty("role", "secondary")
        self.only_mine = QtWidgets.QCheckBox(self._words("Only mine"), head)
        self.only_mine.setChecked(self.session.preferences.get("only-mine") == "yes")
        self.only_mine.clicked.connect(self._apply_filter)
        self.only_mine.hide()
        row = columns(None, (self.total, 1), self.only_mine, gap=-1)
        rows(head, self.title, self.bar, row, margins=(16, 16, 16, 12))
        return head

    @property
    def _assessment(self) -> Assessment:
        return self.session.assessment

    def _on_chosen(self, reference: str) -> None:
        self._opened(reference)

    def is_open(self, section: answer_text.Section) -> bool:
        """Whether a section is relevant, on the agenda, and passes the filter."""
        asked = section.relevant and any(map(self.agenda.keeps, section.nodes))
        return asked and (not self.only_mine.isChecked() or self.shares.keeps(section))

    def shows(self, reference: str) -> bool:
        """Whether a question passes the filter: all, or only the user's own."""
        return not self.only_mine.isChecked() or self.shares.is_own(reference)

    def let_in(self, section: answer_text.Section) -> None:
        """Switch the filter off if it would hide this section."""
        if self.only_mine.isChecked() and not self.shares.keeps(section):
            self.only_mine.setChecked(False)
            self._update(set(self._items))

    def _apply_filter(self) -> None:
        wanted = "yes" if self.only_mine.isChecked() else ""
        self.session.preferences.put("only-mine", wanted)
        self._update(set(self._items))
        self.narrowed()

    # Building

    def rebuild(self) -> None:
        """Build the tree from the sections and repeats of the form."""
        self.sections = answer_text.sections_of(self._assessment.root)
        folded = {
            key for key, item in self._items.items() if not self.tree.isExpanded(item.index())
        }
        known = set(self._items)
        self.model.clear()
        self._items, self._lines, self._progress = {}, {}, {}
        for section in self.sections:
            item = self._item(section.reference)
            self.model.appendRow(item)
            for repeat in answer_text.repeats(section.nodes):
                if section.node is not repeat:
                    item.appendRow(self._item(repeat.reference))
                self._fill_repeat(repeat)
        for key, item in self._items.items():
            first = key not in known and item.parent() is not None
            self.tree.setExpanded(item.index(), key not in folded and not first)
        self.title.say(plain_text(self._assessment.form_title))
        self._update(set(self._items))

    def _item(self, reference: str) -> QStandardItem:
        item = QStandardItem()
        item.setData(reference, REFERENCE)
        self._items[reference] = item
        return item

    def _fill_repeat(self, repeat: Node) -> set[str]:
        """Make the rows of a repeat match its instances; return the references that changed.

        Rows at the beginning and the end that are still right stay: adding one instance does not
        rebuild a thousand rows.
        """
        wanted = [child.reference for child in repeat.children]
        before = self._lines.get(repeat.reference, [])
        head = _common_prefix(before, wanted)
        tail = _common_prefix(before[head:][::-1], wanted[head:][::-1])
        holder = self._items[repeat.reference]
        gone, new = before[head : len(before) - tail], wanted[head : len(wanted) - tail]
        if gone:
            holder.removeRows(head, len(gone))
            for key in gone:
                del self._items[key]
        if new:
            holder.insertRows(head, [self._item(key) for key in new])
        self._lines[repeat.reference] = wanted
        return set(wanted[head:]) if gone or new else set()

    # Changes

    def refresh(self, changes: Changes) -> None:
        """Update the rows that the changes affect."""
        kinds = frozenset[str]().union(*changes.values()) if changes else frozenset()
        touched = {
            key for reference in changes for key in answer_text.enclosing_nodes(reference)
        } & set(self._items)
        if kinds & {"added", "removed"}:
            current = self.current
            for section in self.sections:
                for repeat in answer_text.repeats(section.nodes):
                    touched |= self._fill_repeat(repeat)
            if self.current != current:
                self.show_current(current)
        touched |= {section.reference for section in self._changed_sections(changes)}
        self._update(touched)

    def _changed_sections(self, changes: Changes) -> Iterator[answer_text.Section]:
        for reference in changes:
            section = answer_text.section_of(reference, self.sections) if reference else None
            if section is not None:
                yield section

    def _update(self, references: set[str]) -> None:
        reviews = reviews_of(self._assessment)
        self._asked = {one.reference for one in reviews if one.waits_for == FIELD}
        if self.shares.look(self._assessment) or self.only_mine.isEnabled() != self.shares.any_own:
            references = set(self._items)
            self._update_filter()
        for section in self.sections:
            if section.reference in references:
                self._update_section(section)
        for key in (references & set(self._items)).difference(self._progress):
            self._update_part(key)
        whole = self._whole()
        self.bar.setValue(min(100, whole.percent))
        self.bar.setVisible(self._assessment.form_problem is None)
        text = progress_text(self._assessment, whole, self._words)
        self.total.setText(text)
        self.bar.setAccessibleName(text)

    def _whole(self) -> Progress:
        """Return the progress of all, or of the user's own part, from the counted sections."""
        if self.only_mine.isChecked():
            return self.shares.progress(self._assessment)
        parts = self._progress.values()
        return Progress(sum(p.answered for p in parts), sum(p.relevant for p in parts))

    def _update_filter(self) -> None:
        """Show the filter if tasks exist; enable it if any of them is the user's own."""
        own = self.shares.any_own
        self.only_mine.setVisible(self.shares.any)
        self.only_mine.setEnabled(own)
        self.only_mine.setChecked(own and self.only_mine.isChecked())
        tip = "Show only what you fill" if own else "Nothing was handed out to you."
        self.only_mine.setToolTip(self._words(tip))

    def _update_section(self, section: answer_text.Section) -> None:
        count = self._count(section.nodes)
        self._progress[section.reference] = Progress(count.answered, count.relevant)
        label = plain_text(section.label) or plain_text(self._assessment.form_title)
        share = self.shares.of(section.nodes)
        face = RowAppearance.of_section(label, count)
        if self._assessment.form_problem is not None:
            face = replace(face, percent=-1, count="")
        if share is not None:
            says = share.says(self._words)
            face = replace(face, holder=says, own=share.own, contested=share.contested)
        self._set_row(section.reference, face)
        row, closed = self._items[section.reference].row(), not self.is_open(section)
        if self.tree.isRowHidden(row, QModelIndex()) != closed:  # else Qt lays out every row again
            self.tree.setRowHidden(row, QModelIndex(), closed)

    def _update_part(self, key: str) -> None:
        node = self._assessment.node(key)
        if node.kind == "repeat":
            label = f"{plain_text(node.label)} ({len(node.children)})"
            self._set_row(key, RowAppearance(label, quiet=True))
            return
        position = self._items[key].row() + 1
        title = answer_text.summary(node, self.session.language) or plain_text(node.label)
        label = f"{position}  {title}"
        count = self._count((node,))
        self._set_row(
            key,
            RowAppearance(
                label, -1, "", count.wrong, count.conflicts, count.asked, count.points, quiet=True
            ),
        )

    def _set_row(self, reference: str, face: RowAppearance) -> None:
        item = self._items[reference]
        if item.data(FACE) != face:
            item.setData(face, FACE)
            item.setData(face.spoken(self._words), Qt.ItemDataRole.AccessibleTextRole)
            item.setToolTip(face.spoken(self._words))

    def _count(self, nodes: Sequence[Node]) -> SectionCount:
        progress = self.agenda.progress(self._assessment, nodes)
        asked = [each for node in nodes for each in questions_under(node)]
        wrong = sum(
            bool(each.relevant and each.violation and each.violation.kind == "constraint")
            for each in asked
        )
        disputed = sum(self._assessment.conflict_at(each.reference) is not None for each in asked)
        sent_back = sum(each.reference in self._asked for each in asked)
        points = sum(len(self.points_at(each.reference)) for each in asked)
        marks = wrong, disputed, sent_back, points
        return SectionCount(progress.answered, progress.relevant, *marks)

    # Current row

    @property
    def current(self) -> str:
        """The reference of the current row, blank for none."""
        index = self.tree.currentIndex()
        return str(index.data(REFERENCE)) if index.isValid() else ""

    def show_current(self, reference: str) -> None:
        """Make the row of a reference current, or the innermost row that contains it."""
        found = self._items.get(reference)
        if found is None:
            holders = [key for key in self._items if answer_text.is_within(reference, key)]
            found = self._items[max(holders, key=len)] if holders else None
        if found is not None:
            self.tree.setCurrentIndex(found.index())
