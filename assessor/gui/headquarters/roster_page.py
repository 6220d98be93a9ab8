"""The roster of a registry: trusted and revoked keys, and mission packs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from assessor.gui.files.access_rights import denial_reason, enable_if_allowed
from assessor.gui.registry.registry_panel import RegistryPanel
from assessor.gui.registry.registry_session import RegistrySession
from assessor.gui.team.people_dialog import meet_from
from assessor.gui.toolkit.dialogs.message_dialog import ask, attempt
from assessor.gui.toolkit.style import basic_widgets as ui
from assessor.gui.toolkit.text.captions import moment
from assessor.gui.toolkit.widgets.table_view import Cell, fill_table, table_widget
from assessor.parcel.keys.contact_card import Contact
from assessor.registry.trust.trust_roster import (
    RosterMember,
    read_roster,
    revoke_key,
    trust_key,
    trust_person,
)
from assessor.store.write.mission import now_ms

_LEAD = (
    "What these people sign is taken in at once; what anybody else signs waits, visibly, until "
    "you trust them."
)
_NO_ROSTER = (
    "There is no roster: everybody's work is taken in, and counts as unverified unless you have "
    "met them. With the first person on it, everybody else's work waits."
)
_HEADS = ("Name", "Standing", "Key", "Six words")


class RosterPage(RegistryPanel):
    """One row for each key. People are added by card or report, after comparing their six words."""

    topic = "keys"

    def _build(self) -> None:
        phrases = self._phrases
        self._office: RegistrySession | None = None
        self._members: list[RosterMember] = []
        column = ui.rows(self, gap=12, margins=(0, 12, 0, 0))
        self._lead = ui.label(self, "muted", wrap=True)
        self._table = table_widget(self, 3, len(_HEADS))
        self._table.setWordWrap(False)
        phrases.say(self._table.setAccessibleName, "The roster of this registry")
        self._table.itemSelectionChanged.connect(self._offer)
        self._stretch = ui.label(self)
        self.adds = phrases.on(ui.button(self, self.add, icon="plus"), "Put somebody on it…")
        self.revokes = phrases.on(
            ui.button(self, self._revoke, role="danger", icon="stop"), "Revoke…"
        )
        self.restores = phrases.on(ui.button(self, self._restore, icon="undo"), "Back in force")
        packs = phrases.on(ui.button(self, self.make_pack, icon="mission"), "Make a mission pack…")
        row = ui.columns(None, self.adds, self.revokes, self.restores, 1, packs)
        ui.fill(column, self._lead, (self._table, 1), (self._stretch, 1), row)

    @property
    def count(self) -> int:
        """Return the number of keys."""
        return len(self._members)

    def show_office(self, office: RegistrySession) -> None:
        """Show the roster by name; keep the selection."""
        was = self._chosen() if office is self._office else None
        self._office = office
        found = read_roster(office.mission).values()
        self._members = sorted(found, key=lambda member: (member.name.casefold(), member.public))
        self._table.setHorizontalHeaderLabels([self._phrases(head) for head in _HEADS])
        fill_table(self._table, [self._line(member) for member in self._members])
        if was is not None:
            keys = [member.public for member in self._members]
            self._table.setCurrentCell(keys.index(was.public) if was.public in keys else -1, 0)
        self._table.setVisible(bool(self._members))
        self._stretch.setVisible(not self._members)
        self._lead.setText(self._phrases(_LEAD if self._members else _NO_ROSTER))
        self._offer()

    def _line(self, roster_member: RosterMember) -> list[Cell | str | int]:
        contact = Contact(roster_member.name, "", roster_member.public)
        standing: Cell = (self._phrases("In force"), "check-circle", "ok")
        if roster_member.revoked_at:
            when = datetime.fromtimestamp(roster_member.revoked_at / 1000)
            text = self._phrases("Revoked on {when}", when=moment(when, self._phrases.language))
            standing = (text, "danger", "danger")
        return [
            roster_member.name,
            standing,
            f"{ui.APART}{contact.fingerprint}{ui.TOGETHER}",
            f"{ui.APART}{contact.words}{ui.TOGETHER}",
        ]

    def _chosen(self) -> RosterMember | None:
        row = self._table.currentRow()
        return self._members[row] if 0 <= row < len(self._members) else None

    def _offer(self) -> None:
        one = self._chosen()
        why = ""
        if self._office is not None:
            why = denial_reason(self._office.mission, self._phrases, keeping=True)
        stands = one is not None and not one.revoked_at
        tip = "" if stands else self._phrases("Choose somebody in force first")
        enable_if_allowed(self.adds, why)
        enable_if_allowed(self.revokes, why, also=stands, tip=tip)
        enable_if_allowed(self.restores, why)
        self.restores.setVisible(one is not None and bool(one.revoked_at))

    def add(self, path: Path | None = None) -> None:
        """Add the person of a card or report after comparing the six words."""
        paths = () if path is None else (path,)
        meet_from(self, self._session, paths, then=self._trust, button_text="Put on the roster")

    def _trust(self, contact: Contact) -> None:
        own = self._session.identity()
        self._do(lambda office: trust_person(office.mission, own, contact.public, contact.name))

    def _revoke(self) -> None:
        one = self._chosen()
        if one is None or self._office is None:
            return
        text = self._phrases(
            "Revoke the key of {name}? What it signed and you have received stays. What comes "
            "from now on waits. Tell the field with a new mission pack.",
            name=one.name,
        )
        if ask(self, text, self._phrases, "Revoke", "Not now") == 0:
            self._do(lambda office: revoke_key(office.mission, one.public, now_ms()))

    def _restore(self) -> None:
        one = self._chosen()
        if one is not None:
            self._do(lambda office: trust_key(office.mission, one.public, one.name))

    def _do(self, operation: Callable[[RegistrySession], object]) -> None:
        if self._office is not None:
            attempt(self, self._session.language, partial(operation, self._office))
            self._changed()

    def make_pack(self) -> None:
        """Make a mission pack."""
        if self._office is not None:
            from assessor.gui.publish.pack_dialog import PackDialog

            PackDialog(self, self._session, self._office).exec()
