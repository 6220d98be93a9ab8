"""The command palette: type a few letters and go to a question, an answer, a source, an action."""

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

MOST = 60
"""Lines shown at once; more words narrow them."""

_FACES = {"question": ("form", "muted"), "source": ("users", "muted"), "action": ("bolt", "accent")}
_AT = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class PaletteEntry:
    """A line of the palette: what it says, what it is found by (folded), and what it does."""

    kind: str
    title: str
    detail: str
    named: str
    searched: str
    go: Callable[[], object]


def rank_entries(ways: Iterable[PaletteEntry], typed: str, most: int = MOST) -> list[PaletteEntry]:
    """The ways that have every word typed: first those named so from the start, then those with
    words that begin so, then the rest; in the order given."""
    wanted = fold_text(typed).split()
    if not wanted:
        return []
    whole = " ".join(wanted)
    classes: tuple[list[PaletteEntry], list[PaletteEntry], list[PaletteEntry]] = ([], [], [])
    for way in ways:
        if not all(word in way.searched for word in wanted):
            continue
        if way.named.startswith(whole):
            classes[0].append(way)
        elif all(f" {word}" in f" {way.named}" for word in wanted):
            classes[1].append(way)
        else:
            classes[2].append(way)
        if len(classes[0]) >= most:
            break
    return [*classes[0], *classes[1], *classes[2]][:most]


class CommandPalette(Dialog):
    """A line to type in and what fits beneath it; `chosen` is the way taken, None for none."""

    topic = "tonight"

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
        self._actions = [
            _way(within, action, self._phrases) for within, action in actions if action.isEnabled()
        ]
        asks = session.open_assessment is not None
        self._ways = [*self._actions, *(_ways(session, question, source) if asks else ())]
        self.setWindowTitle(self._phrases("Find anything"))
        self.resize(760, 520)
        down = rows(self, gap=8, margins=(16, 16, 16, 12))
        self.line = LineEdit(self)
        wanted = "A question, an answer, a source, an action…" if asks else "What is to be done…"
        self.line.setPlaceholderText(self._phrases(wanted))
        self.line.setAccessibleName(self._phrases("Find anything"))
        self.line.setClearButtonEnabled(True)
        self.line.textChanged.connect(lambda _text: self._show())
        self.line.returnPressed.connect(self._take)
        self.line.installEventFilter(self)
        down.addWidget(self.line)
        self.tree = self._empty_tree()
        down.addWidget(self.tree, 1)
        self.told = label(self, "secondary", wrap=True)
        down.addWidget(self.told)
        self._show()
        self.line.setFocus()

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
        tree.itemActivated.connect(lambda _item, _column: self._take())
        tree.itemClicked.connect(lambda _item, _column: self._take())
        return tree

    def _show(self) -> None:
        typed = self.line.text()
        fits = rank_entries(self._ways, typed) if typed.strip() else self._actions[:MOST]
        self.tree.clear()
        items = []
        for at, way in enumerate(fits):
            item = QTreeWidgetItem([way.title, way.detail])
            item.setIcon(0, icon(*_FACES[way.kind], 16))
            item.setSizeHint(0, QSize(0, 32))
            item.setToolTip(0, way.title)
            item.setToolTip(1, way.detail)
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
            item.setData(0, _AT, at)
            items.append(item)
        self._fits = fits
        self.tree.addTopLevelItems(items)
        if items:
            self.tree.setCurrentItem(items[0])
        self.told.setText(
            self._phrases("Arrows choose, Enter goes, Escape closes.")
            if items
            else self._phrases("Nothing fits. Try fewer letters; accents do not matter.")
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows and page keys in the line move in the list."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            keys = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
            keys |= {Qt.Key.Key_PageDown: 10, Qt.Key.Key_PageUp: -10}
            step = keys.get(Qt.Key(event.key()))
            if step is not None and self._fits:
                at = min(max(0, self.tree.currentIndex().row() + step), len(self._fits) - 1)
                self.tree.setCurrentIndex(self.tree.model().index(at, 0))
                return True
        return super().eventFilter(watched, event)

    def _take(self) -> None:
        at = self.tree.currentIndex().row()
        if 0 <= at < len(self._fits):
            self.chosen = self._fits[at]
            self.accept()


def _way(within: str, action: QAction, phrases: Phrases) -> PaletteEntry:
    title = unmarked(action.text())
    if within:
        title = phrases("{title}: {name}", title=unmarked(within), name=title)
    keys = key_name(action.shortcut(), phrases.language)
    return PaletteEntry("action", title, keys, fold_text(title), fold_text(title), action.trigger)


def _ways(
    session: Session, question: Callable[[str], object], source: Callable[[str], object]
) -> Iterable[PaletteEntry]:
    mission = session.assessment
    groups = cluster_labels(mission.instance)
    clusters = {one.id: groups.get(one.cluster, "") for one in meetings_of(mission)}
    everything = searchable_items(mission)
    asked = Counter(one.title for one in everything if one.kind == "question")
    parts = sections_of(mission.root)
    for one in everything:
        is_question = one.kind == "question"
        detail, where = clusters.get(one.key, ""), ""
        if is_question:
            detail = answer_text(mission.node(one.key), session.language)
            if asked[one.title] > 1:
                where = _where(mission, one.key, parts, session.language)
        named = fold_text(one.title)
        yield PaletteEntry(
            one.kind,
            f"{one.title} · {where}" if where else one.title,
            " ".join(detail.split()),
            named,
            f"{named} {fold_text(one.others)} {fold_text(detail)} {fold_text(where)}",
            lambda key=one.key, go=question if is_question else source: go(key),  # type: ignore[misc]
        )


def _where(mission: Assessment, reference: str, parts: tuple[Section, ...], language: str) -> str:
    """What tells questions of one name apart: the line of the table they are in, or the section."""
    if "]" in reference:
        instance = mission.node(reference[: reference.rindex("]") + 1])
        lines = mission.node(instance.reference[: instance.reference.rindex("[")]).children
        at = [each.reference for each in lines].index(instance.reference) + 1
        return f"{at} {' '.join(summary(instance, language).split())}".strip()
    part = section_of(reference, parts)
    return " ".join(plain_text(part.label).split()) if part is not None else ""
