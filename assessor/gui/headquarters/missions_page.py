"""The missions of a registry, their filter, and joining those of the same assessment."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QWidget

from assessor import words
from assessor.errors import AssessorError
from assessor.gui.files.access_rights import denial_reason, enable_if_allowed
from assessor.gui.registry.list_filter import ListFilter, offer_choices
from assessor.gui.registry.mission_row import MissionLine
from assessor.gui.registry.registry_panel import LazyTab
from assessor.gui.registry.registry_session import RegistrySession
from assessor.gui.team.introduction_dialog import IntroductionDialog
from assessor.gui.toolkit.dialogs.message_dialog import ask, show_error
from assessor.gui.toolkit.style import basic_widgets as ui
from assessor.gui.toolkit.text.captions import days
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.gui.toolkit.widgets.lazy_table import LazyTable
from assessor.gui.toolkit.widgets.table_view import Cell
from assessor.parcel.keys.contact_card import Contact
from assessor.registry.trust.trust_roster import trust_person

if TYPE_CHECKING:
    from assessor.assessment.headquarters.mission_makers import MissionMakers

_HEADS = ("Mission", "Mission began", "Assessors", "Answered", "To decide", "One with")
_FEW = 300
"""Up to this number, all missions are offered for joining; above it, those of the same country."""


_STATES = (
    ("", "In any state"),
    ("disputed", "With something to decide"),
    ("open", "Not fully answered"),
    ("whole", "Fully answered"),
)


class MissionFilter(ListFilter):
    """A search line, and lists of countries, years and states."""

    def __init__(self, parent: QWidget, phrases: Phrases, changed: Callable[[], object]) -> None:
        super().__init__(parent, phrases, changed, "Find a mission by name or code")
        self.countries = self._choice("Countries shown", width=10)
        self.years = self._choice("Years shown", width=10)
        self.states = self._choice("States shown", _STATES, width=10)
        ui.columns(self, (self.words, 1), self.countries, self.years, self.states)

    def offer(self, lines: Iterable[MissionLine]) -> None:
        """Offer the countries and years of these missions; keep the selection."""
        names: dict[str, str] = {}
        years = set()
        for line in lines:
            names.setdefault(line.country, line.name)
            years.add(line.year)
        by_name = sorted((name, code) for code, name in names.items() if code)
        countries = [(code, name) for name, code in by_name]
        offer_choices(self.countries, [("", self._phrases("All countries")), *countries])
        items = [(year, year) for year in sorted(years - {""}, reverse=True)]
        offer_choices(self.years, [("", self._phrases("All years")), *items])

    def shown(self, lines: Iterable[MissionLine]) -> list[MissionLine]:
        """Return the missions that match, in order."""
        wanted = self.words.text().casefold().split()
        country, year = self.countries.currentData() or "", self.years.currentData() or ""
        state = self.states.currentData() or ""
        return [
            line
            for line in lines
            if country in ("", line.country)
            and year in ("", line.year)
            and state in ("", *line.states)
            and all(word in line.sought for word in wanted)
        ]


class MissionsPage(LazyTab):
    """One row for each assessment; below it, which others the selected one is joined with."""

    topic = "join"

    def _build(self) -> None:
        phrases = self._phrases
        self._all: list[MissionLine] = []
        self._lines: list[MissionLine] = []
        self._by_uuid: dict[str, MissionLine] = {}
        self._makers: MissionMakers | None = None
        column = ui.rows(self, gap=12, margins=(0, 12, 0, 0))
        lead = phrases.on(
            ui.label(self, "muted", wrap=True),
            "Two missions that assessed the same thing apart can be joined: what differs waits for "
            "a decision, the rest is one. They can be parted again.",
        )
        self.filter = MissionFilter(self, phrases, self._list_again)
        self._table = LazyTable(self, 2, self._offer)
        phrases.say(self._table.setAccessibleName, "The missions of this registry")
        self._told = ui.label(self, "secondary")
        self._unknown = ui.label(self, "warn", wrap=True)
        self.compares = phrases.on(
            ui.button(self, self._compare_words, icon="check"), "Compare the six words…"
        )
        unknown = ui.columns(None, (self._unknown, 1), self.compares)
        self._card = ui.frame(self, "card")
        ui.fill(column, lead, self.filter, (self._table, 1), self._told, unknown, self._card)
        self._fill_card()

    def _fill_card(self) -> None:
        self._which = ui.label(self._card, "label", wrap=True)
        self.others = QComboBox(self._card)
        self._phrases.say(self.others.setAccessibleName, "The other mission")
        self.others.currentIndexChanged.connect(self._name_deed)
        self._note = ui.LineEdit(self._card)
        for show in (self._note.setAccessibleName, self._note.setPlaceholderText):
            self._phrases.say(show, "Why they are of the same thing")
        self.deed = self._phrases.on(
            ui.button(self._card, self._join_or_part, icon="link"), "Join them"
        )
        row = ui.columns(None, (self.others, 1), (self._note, 1), self.deed)
        ui.rows(self._card, self._which, row, margins=(16, 12, 16, 12))

    @property
    def count(self) -> int:
        """Return the number of assessments."""
        return self._office.mission.assessment_count if self._office is not None else 0

    def show_office(self, office: RegistrySession) -> None:
        """Store the registry; show the hint to join missions if there are several."""
        super().show_office(office)
        self._card.setVisible(self.count > 1)

    def look_into(self, office: RegistrySession) -> None:
        """List the assessments."""
        self._makers = office.makers()
        self._all = office.mission_lines(self._makers)
        self._by_uuid = {item.uuid: item for item in self._all}
        self.filter.offer(self._all)
        self._list_again()

    def _list_again(self) -> None:
        """List the missions that pass the filter; keep the selection."""
        was = self._chosen()
        self._lines = self.filter.shown(self._all)
        row = next((at for at, one in enumerate(self._lines) if one.uuid == was), 0)
        heads = [self._phrases(head) for head in _HEADS]
        self._table.show_lines(heads, len(self._lines), self._line, row)
        count, every = len(self._lines), len(self._all)
        self._told.setText(self._phrases("{count} of {all} missions", count=count, all=every))
        self._told.setVisible(count < every)
        self._offer()

    def _line(self, row: int) -> list[Cell | str | int]:
        assert self._office is not None
        one = self._lines[row]
        signed = self._office.mission.signers(one.uuid)
        who = dict.fromkeys(each.author for each in signed if each.author)
        partners = [self._of(other) for other in self._joined(one.uuid)]
        return [
            (one.title, "link" if partners else "", "accent"),
            days(one.start, "", self._phrases.language) or "–",
            ", ".join(who),
            f"{one.percent} %",
            one.disputed or "–",
            ", ".join(partners),
        ]

    def _joined(self, uuid: str) -> tuple[str, ...]:
        assert self._office is not None
        return self._office.mission.joined(uuid)[1:]

    def _chosen(self) -> str | None:
        row = self._table.row()
        return self._lines[row].uuid if 0 <= row < len(self._lines) else None

    def _offer(self) -> None:
        """Offer missions to join: joined ones, those of the country, and all if few."""
        uuid = self._chosen()
        self._card.setEnabled(uuid is not None)
        self._show_unknown(uuid)
        if uuid is None or self._office is None:
            return
        text = "{mission} is of the same thing as"
        self._which.setText(self._phrases(text, mission=self._of(uuid)))
        joined, country = self._joined(uuid), self._by_uuid[uuid].country
        few = len(self._all) <= _FEW
        near = [item.uuid for item in self._all if few or (item.country == country != "")]
        rest = [other for other in near if other not in joined and other != uuid]
        self.others.clear()
        for other in (*joined, *rest[:_FEW]):
            self.others.addItem(self._of(other), other)
        self._name_deed()

    def _show_unknown(self, uuid: str | None) -> None:
        """Name the people whose key is to be compared, of a mission that nobody vouches for."""
        people = "; ".join(each.name or each.fingerprint for each in self._unknown_makers(uuid))
        text = "Nobody has compared the key of who made this mission. It says it is {people}."
        self._unknown.show_text(self._phrases(text, people=people) if people else "")
        self.compares.setVisible(bool(people))

    def _unknown_makers(self, uuid: str | None) -> tuple[Contact, ...]:
        line, makers = self._by_uuid.get(uuid or ""), self._makers
        if line is None or not line.mark or makers is None or self._office is None:
            return ()
        found = makers.origins[self._office.stands_for(line.uuid, makers.lines)].makers
        return tuple(Contact(each.name, "", each.public) for each in found)

    def _compare_words(self) -> None:
        """Let the person compare the six words; a database that is shared heeds its roster only."""
        office, people = self._office, self._unknown_makers(self._chosen())
        if office is None or not people:
            return
        if not office.mission.shared:
            IntroductionDialog(self, self._session, people).exec()
            return
        IntroductionDialog(
            self, self._session, people, then=self._trust, button_text="Put on the roster"
        ).exec()

    def _trust(self, contact: Contact) -> None:
        if self._office is not None:
            own = self._session.identity()
            trust_person(self._office.mission, own, contact.public, contact.name)
            self._changed()

    def _of(self, uuid: str) -> str:
        """Return the name and the beginning of the id, to tell missions of a country apart."""
        one = self._by_uuid[uuid]
        return f"{one.title} ({', '.join(part for part in (one.year, uuid[:6]) if part)})"

    def _name_deed(self) -> None:
        uuid, other = self._chosen(), self.others.currentData()
        one = uuid is not None and other in self._joined(uuid)
        self.deed.setText(self._phrases("Part them") if one else self._phrases("Join them"))
        why = denial_reason(self._office.mission, self._phrases) if self._office is not None else ""
        enable_if_allowed(self.deed, why, also=other is not None)
        self._note.setVisible(not one)

    def _join_or_part(self) -> None:
        from assessor.assessment.mission.joined_missions import (
            DifferentCountries,
            join_assessments,
            part_assessments,
        )

        uuid, other = self._chosen(), self.others.currentData()
        if uuid is None or other is None or self._office is None:
            return
        mission, identity = self._office.mission, self._session.identity()
        try:
            if other in self._joined(uuid):
                part_assessments(mission, uuid, other, identity)
            else:
                note = self._note.text().strip()
                try:
                    join_assessments(mission, uuid, other, identity, note=note)
                except DifferentCountries as doubt:
                    text = words.say(doubt, self._session.language)
                    if ask(self, text, self._phrases, "Cancel", "Join them anyway") != 1:
                        return
                    join_assessments(mission, uuid, other, identity, note=note, anyway=True)
        except AssessorError as error:
            show_error(self, error, self._session.language)
            return
        self._note.clear()
        self._office.refresh()
        self._changed()
