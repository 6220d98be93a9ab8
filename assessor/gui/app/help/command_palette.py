"""The command palette: find questions, answers, sources and actions by a few letters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from assessor.assessment.assessment import Assessment
from assessor.assessment.entries.clusters import cluster_labels
from assessor.assessment.entries.meetings import meetings_of
from assessor.assessment.review.answer_search import searchable_items
from assessor.form.labels.styled_text import plain_text
from assessor.gui.questions.answer_text import (
    Section,
    answer_text,
    section_of,
    sections_of,
    summary,
)
from assessor.gui.state.session import Session
from assessor.gui.toolkit.dialogs.dialog import Dialog
from assessor.gui.toolkit.style.basic_widgets import LineEdit, label, rows, unmarked
from assessor.gui.toolkit.style.theme import icon
from assessor.gui.toolkit.text.key_names import key_name
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.gui.toolkit.text.search_folding import fold_text

MAX_ENTRIES = 60
"""Maximum number of listed entries."""

_ICONS = {"question": ("form", "muted"), "source": ("users", "muted"), "action": ("bolt", "accent")}
_AT = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class PaletteEntry:
    """An entry: kind, title, detail, folded name, folded search text, and action."""

    kind: str
    title: str
    detail: str
    folded_title: str
    search_text: str
    run: Callable[[], object]


def rank_entries(
    entries: Iterable[PaletteEntry], text: str, most: int = MAX_ENTRIES
) -> list[PaletteEntry]:
    """Return the entries with every typed word: names that start with the text first, then names
    with words that start so, then the rest."""
    words = fold_text(text).split()
    if not words:
        return []
    phrase = " ".join(words)
    classes: tuple[list[PaletteEntry], list[PaletteEntry], list[PaletteEntry]] = ([], [], [])
    for entry in entries:
        if not all(word in entry.search_text for word in words):
            continue
        if entry.folded_title.startswith(phrase):
            classes[0].append(entry)
        elif all(f" {word}" in f" {entry.folded_title}" for word in words):
            classes[1].append(entry)
        else:
            classes[2].append(entry)
        if len(classes[0]) >= most:
            break
    return [*classes[0], *classes[1], *classes[2]][:most]


class CommandPalette(Dialog):
    """A search line and matching entries; `chosen` is the selected one or None."""

    topic = "open_items"

    def __init__(
        self,
        parent: QWidget,
        session: Session,
        actions: Iterable[tuple[str, QAction]],
        question: Callable[[str], object],
        source: Callable[[str], object],
    ) -> None:
        super().__init__(parent)
        self._phrases = Phrases(session.language)
        self.chosen: PaletteEntry | None = None
        self.actions_offered = [
            _action_entry(submenu, action, self._phrases)
            for submenu, action in actions
            if action.isEnabled()
        ]
        has_mission = session.open_assessment is not None
        self._entries = [
            *self.actions_offered,
            *(_mission_entries(session, question, source) if has_mission else ()),
        ]
        self.setWindowTitle(self._phrases("Find anything"))
        self.resize(760, 520)
        self.search = LineEdit(self)
        mission_hint = "A question, an answer, a source, an action…"
        placeholder = mission_hint if has_mission else "What is to be done…"
        self.search.setPlaceholderText(self._phrases(placeholder))
        self.search.setAccessibleName(self._phrases("Find anything"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _text: self._show())
        self.search.returnPressed.connect(self._choose)
        self.search.installEventFilter(self)
        self.tree = self._empty_tree()
        self.hint = label(self, "secondary", wrap=True)
        rows(self, self.search, (self.tree, 1), self.hint, margins=(16, 16, 16, 12))
        self._show()
        self.search.setFocus()

    def _empty_tree(self) -> QTreeWidget:
        tree = QTreeWidget(self)
        tree.setHeaderHidden(True)
        tree.setRootIsDecorated(False)
        tree.setUniformRowHeights(True)
        tree.setColumnCount(2)
        tree.setAccessibleName(self._phrases("What fits"))
        tree.header().setStretchLastSection(False)
        tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        tree.header().resizeSection(1, 220)
        tree.itemActivated.connect(lambda _item, _column: self._choose())
        tree.itemClicked.connect(lambda _item, _column: self._choose())
        return tree

    def _show(self) -> None:
        text = self.search.text()
        offered = self.actions_offered[:MAX_ENTRIES]
        matches = rank_entries(self._entries, text) if text.strip() else offered
        self.tree.clear()
        items = []
        for index, entry in enumerate(matches):
            item = QTreeWidgetItem([entry.title, entry.detail])
            item.setIcon(0, icon(*_ICONS[entry.kind], 16))
            item.setSizeHint(0, QSize(0, 32))
            item.setToolTip(0, entry.title)
            item.setToolTip(1, entry.detail)
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
            item.setData(0, _AT, index)
            items.append(item)
        self._matches = matches
        self.tree.addTopLevelItems(items)
        if items:
            self.tree.setCurrentItem(items[0])
        self.hint.setText(
            self._phrases("Arrows choose, Enter goes, Escape closes.")
            if items
            else self._phrases("No match. Try fewer letters; accents do not matter.")
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let arrow and page keys in the line move in the list."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            keys = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
            keys |= {Qt.Key.Key_PageDown: 10, Qt.Key.Key_PageUp: -10}
            step = keys.get(Qt.Key(event.key()))
            if step is not None and self._matches:
                row = min(max(0, self.tree.currentIndex().row() + step), len(self._matches) - 1)
                self.tree.setCurrentIndex(self.tree.model().index(row, 0))
                return True
        return super().eventFilter(watched, event)

    def _choose(self) -> None:
        row = self.tree.currentIndex().row()
        if 0 <= row < len(self._matches):
            self.chosen = self._matches[row]
            self.accept()


def _action_entry(submenu: str, action: QAction, phrases: Phrases) -> PaletteEntry:
    title = unmarked(action.text())
    if submenu:
        title = phrases("{title}: {name}", title=unmarked(submenu), name=title)
    keys = key_name(action.shortcut(), phrases.language)
    return PaletteEntry("action", title, keys, fold_text(title), fold_text(title), action.trigger)


def _mission_entries(
    session: Session, question: Callable[[str], object], source: Callable[[str], object]
) -> Iterable[PaletteEntry]:
    mission = session.assessment
    groups = cluster_labels(mission.instance)
    clusters = {item.id: groups.get(item.cluster, "") for item in meetings_of(mission)}
    everything = searchable_items(mission)
    counter = Counter(item.title for item in everything if item.kind == "question")
    section_list = sections_of(mission.root)
    for item in everything:
        is_question = item.kind == "question"
        detail, context = clusters.get(item.key, ""), ""
        if is_question:
            detail = answer_text(mission.node(item.key), session.language)
            if counter[item.title] > 1:
                context = _context(mission, item.key, section_list, session.language)
        named = fold_text(item.title)
        yield PaletteEntry(
            item.kind,
            f"{item.title} · {context}" if context else item.title,
            " ".join(detail.split()),
            named,
            f"{named} {fold_text(item.others)} {fold_text(detail)} {fold_text(context)}",
            lambda key=item.key, go=question if is_question else source: go(key),  # type: ignore[misc]  # PySide6
        )


def _context(mission: Assessment, reference: str, parts: tuple[Section, ...], language: str) -> str:
    """Return what distinguishes questions of the same name: the table line, or the section."""
    if "]" in reference:
        instance = mission.node(reference[: reference.rindex("]") + 1])
        lines = mission.node(instance.reference[: instance.reference.rindex("[")]).children
        number = [each.reference for each in lines].index(instance.reference) + 1
        return f"{number} {' '.join(summary(instance, language).split())}".strip()
    section = section_of(reference, parts)
    return " ".join(plain_text(section.label).split()) if section is not None else ""
