"""Review at headquarters: the answers of a mission one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from assessor.assessment.entries.reviews import ACCEPTED, FIELD, OFFICE, QUERY, REDO, reviews_of
from assessor.form.labels.styled_text import plain_text
from assessor.gui.conflicts.review_panel import ReviewPanel
from assessor.gui.inspector.review_part import STATES
from assessor.gui.registry.list_filter import ListFilter, offer_choices
from assessor.gui.registry.registry_panel import LazyTab
from assessor.gui.registry.registry_session import AnswerLocation, RegistrySession
from assessor.gui.toolkit.style.basic_widgets import label, rows, scrolled
from assessor.gui.toolkit.style.theme import icon
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.gui.toolkit.text.search_folding import fold_text
from assessor.gui.toolkit.widgets.split_view import split_view

REVIEW_ICONS = {
    "redo": ("refresh", "danger"),
    "query": ("help", "warn"),
    "accepted": ("check-circle", "ok"),
    "": ("circle", "muted"),
}
"""Icon and colour token of each review state; "" for none."""


_NONE = "none"
_STATES = (
    ("", "Any state"),
    (OFFICE, "Wait for headquarters"),
    (FIELD, "Wait for the field"),
    (_NONE, "Not reviewed"),
    (REDO, "To redo"),
    (QUERY, "Query"),
    (ACCEPTED, "Accepted"),
)


class ReviewFilter(ListFilter):
    """A search line, and lists of missions and states; `other` is called for another mission."""

    def __init__(
        self,
        parent: QWidget,
        phrases: Phrases,
        other: Callable[[], object],
        changed: Callable[[], object],
    ) -> None:
        super().__init__(parent, phrases, changed, "Find in questions and missions")
        self.missions = self._choice("Mission reviewed", other=other)
        self.states = self._choice("How the answers stand", _STATES)
        rows(self, self.missions, self.states, self.words)

    @property
    def mission(self) -> str:
        """The uuid of the selected mission; "" for all reviewed answers."""
        return str(self.missions.currentData() or "")

    def offer(self, missions: Mapping[str, str]) -> None:
        """Offer missions by uuid and name; keep the selection, or select the only one."""
        chosen = self.mission
        if not self.missions.count() and len(missions) == 1:
            chosen = next(iter(missions))
        names = sorted(missions.items(), key=lambda mission: (mission[1], mission[0]))
        every = ("", self._phrases("All that was reviewed"))
        offer_choices(self.missions, [every, *names], chosen)

    def shows(self, words: str, state: str, waits_for: str) -> bool:
        """Whether an answer is listed."""
        wanted = str(self.states.currentData() or "")
        text = fold_text(words)
        return wanted in ("", state or _NONE, waits_for) and all(
            word in text for word in fold_text(self.words.text()).split()
        )


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """An answer to review: location, texts, most important state, and whose turn it is."""

    spot: AnswerLocation
    question: str
    mission: str
    state: str
    waits_for: str


class ReviewPage(LazyTab):
    """The answers on one side, the selected one on the other."""

    topic = "review"

    def _build(self) -> None:
        phrases = self._phrases
        self._names: dict[str, str] = {}
        self._answers: list[ReviewItem] = []
        self._listed: list[ReviewItem] = []
        side = QWidget(self)
        side.setMinimumWidth(280)
        self.filter = ReviewFilter(side, phrases, self._other_mission, self._list_again)
        self.list = QListWidget(side)
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        phrases.say(self.list.setAccessibleName, "Answers to review")
        self.list.currentRowChanged.connect(self._show_row)
        self._count = label(side, "muted", wrap=True)
        rows(side, self.filter, self._count, (self.list, 1))
        self.judging = ReviewPanel(self, self._session, phrases, self._said)
        self._shown = scrolled(self, self.judging)
        rows(self, (split_view(self, side, self._shown), 1), margins=(0, 12, 0, 0))

    def look_into(self, office: RegistrySession) -> None:
        """Offer the missions and list their answers."""
        self._names = {
            mission.uuid: mission.title for mission in office.mission_lines(office.makers())
        }
        self.filter.offer(self._names)
        self._other_mission()

    def _other_mission(self) -> None:
        """Read the answers of the selected mission, or the pending ones of all missions."""
        if self._office is None:
            return
        office, chosen, names = self._office, self.filter.mission, self._names
        missions = (chosen,) if chosen else office.shelf.reviewed()
        found = (answer for uuid in missions for answer in _answers(office, uuid, names[uuid]))
        self._answers = [answer for answer in found if chosen or answer.state]
        self._list_again()

    def _list_again(self) -> None:
        at, was = max(0, self.list.currentRow()), self._chosen()
        self._listed = [
            entry
            for entry in self._answers
            if self.filter.shows(f"{entry.question} {entry.mission}", entry.state, entry.waits_for)
        ]
        self.list.clear()
        for entry in self._listed:
            drawn, token = REVIEW_ICONS[entry.state]
            item = QListWidgetItem(icon(drawn, token, 16), self._line(entry), self.list)
            item.setToolTip(entry.question)
        self._shown.setVisible(bool(self._listed))
        self._count.setText(self._told())
        if self._listed:
            spots = [entry.spot for entry in self._listed]
            row = spots.index(was) if was in spots else min(at, len(spots) - 1)
            self.list.setCurrentRow(row)

    def _chosen(self) -> AnswerLocation | None:
        row = self.list.currentRow()
        return self._listed[row].spot if 0 <= row < len(self._listed) else None

    def _line(self, review_item: ReviewItem) -> str:
        apart = self._phrases.apart
        state = STATES[review_item.state][0] if review_item.state else "Not reviewed"
        turn = self._phrases("look again") if review_item.waits_for == OFFICE else ""
        parts = [
            self._phrases(state),
            turn,
            "" if self.filter.mission else str(apart(review_item.mission)),
        ]
        return f"{review_item.question}\n{' · '.join(part for part in parts if part)}"

    def _told(self) -> str:
        if self._listed:
            return self._phrases("{count} answers", count=len(self._listed))
        if not self.filter.mission and not self._answers:
            return self._phrases("Nothing has been reviewed yet. Choose a mission to begin.")
        return self._phrases("No answer matches this search.")

    def _show_row(self, row: int) -> None:
        if self._office is not None and 0 <= row < len(self._listed):
            self.judging.show_spot(self._office, self._listed[row].spot)

    def _said(self) -> None:
        """Go to the next answer after a review."""
        row, spot = self.list.currentRow(), self._listed[self.list.currentRow()].spot
        self._other_mission()
        stays = 0 <= row < len(self._listed) and self._listed[row].spot == spot
        if stays and row + 1 < len(self._listed):
            self.list.setCurrentRow(row + 1)
        self._changed()


def _answers(office: RegistrySession, uuid: str, mission: str) -> list[ReviewItem]:
    """Return the relevant questions that are answered or reviewed, in order."""
    live = office.assessment(uuid)
    standing: dict[str, tuple[str, str]] = {}
    for review in reviews_of(live):  # most important first
        standing.setdefault(review.reference, (review.state, review.waits_for))
    found = []
    for node in live.instance.questions():
        state, waits = standing.get(node.reference, ("", ""))
        asked = node.relevant and node.control not in ("note", "calculate") and node.label
        if asked and (state or not live.answer_at(node.reference).is_blank):
            spot = AnswerLocation(uuid, node.reference)
            found.append(ReviewItem(spot, plain_text(node.label), mission, state, waits))
    return found
