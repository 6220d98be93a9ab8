"""The headquarters page: one registry, its receipts, conflicts, reviews and scores."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from assessor.assessment.mission.outgoing_seal import OutgoingSeal
from assessor.assessment.mission.passphrase_protection import decline_passphrase
from assessor.gui.compare.comparison_page import ComparisonPage
from assessor.gui.conflicts.inbox_page import InboxPage
from assessor.gui.conflicts.review_page import ReviewPage
from assessor.gui.files.access_rights import denial_reason, enable_if_allowed
from assessor.gui.files.open_mission import offer_rescue, open_with_passphrase
from assessor.gui.files.passphrase_dialogs import ChoosePassphrase
from assessor.gui.files.registry_seal import choose_registry_seal
from assessor.gui.headquarters.missions_page import MissionsPage
from assessor.gui.headquarters.open_registry_dialog import OpenRegistryDialog, no_registry
from assessor.gui.headquarters.registry_connection import connected
from assessor.gui.headquarters.roster_page import RosterPage
from assessor.gui.headquarters.sync_bar import SyncBar
from assessor.gui.headquarters.watched_folder_panel import WatchedFolderPanel
from assessor.gui.publish.send_decisions import send_back
from assessor.gui.receiving.import_summary import ImportSummary
from assessor.gui.receiving.receipts_panel import ReceiptsPanel
from assessor.gui.receiving.receive_dialog import ReceiveDialog
from assessor.gui.registry.registry_session import RegistrySession
from assessor.gui.state.navigation import Navigation
from assessor.gui.state.session import Session
from assessor.gui.toolkit.dialogs.message_dialog import MessageDialog, attempt, show_error
from assessor.gui.toolkit.style.basic_widgets import ElidedLabel, button, columns, fill, label, rows
from assessor.gui.toolkit.style.theme import set_role
from assessor.gui.toolkit.system import file_choice
from assessor.gui.toolkit.system.file_types import classify_paths, local_paths
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.store.model.database_address import DatabaseAddress, RegistryLocation, parse_location
from assessor.store.model.receipt import Receipt
from assessor.store.write.mission import Mission


class HeadquartersPage(QWidget):
    """Three views: no registry, the open registry, and files about to be received."""

    def __init__(
        self,
        session: Session,
        doors: Navigation,
        office: RegistrySession | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._doors = session, doors
        self._phrases = Phrases(session.language)
        self.office: RegistrySession | None = None
        self._waiting: tuple[Path, ...] = ()
        self.setAcceptDrops(True)
        set_role(self, "ground")
        self._faces = QStackedWidget(self)
        rows(self).addWidget(self._faces)
        self._faces.addWidget(no_registry(self, self._phrases, self._create, self._choose))
        self._faces.addWidget(self._registry())
        self._receiving = ReceiveDialog(self, session, self._phrases, self._received)
        self._faces.addWidget(self._receiving)
        session.changed.connect(self._on_changed)
        if office is None:
            self._open_last()
        else:
            self.take(office)

    def _registry(self) -> QWidget:
        panel, session, phrases = QWidget(self), self._session, self._phrases
        column = rows(panel, gap=12, margins=(24, 16, 24, 16))
        self._top(panel, column)
        self._notice = ImportSummary(panel, self._session, self._phrases, self.show_registry)
        self.alongside = SyncBar(panel, self._session, self._phrases, self._others_changed)
        self.watched = WatchedFolderPanel(panel, session, phrases, self.offer, self._take_in)
        fill(column, self._notice, self.alongside, self.watched)
        self._tabs = QTabWidget(panel)
        self._tabs.tabBar().setDrawBase(False)
        self._tabs.tabBar().setExpanding(False)
        self._receipts = ReceiptsPanel(panel, self._session, self._phrases, self.show_registry)
        self._inbox = InboxPage(panel, session, phrases, self.show_registry, self.alongside.note)
        self._review = ReviewPage(panel, self._session, self._phrases, self._reviewed)
        self._comparison = ComparisonPage(
            panel, self._session, self._phrases, self._decide, self._choose_seal
        )
        self._roster = RosterPage(panel, self._session, self._phrases, self.show_registry)
        self._missions = MissionsPage(panel, self._session, self._phrases, self.show_registry)
        self._pages: tuple[tuple[QWidget, str, Callable[[], int] | None], ...] = (
            (self._receipts, "Received ({count})", lambda: self._receipts.count),
            (self._inbox, "To decide ({count})", lambda: self._inbox.count),
            (self._review, "Review", None),
            (self._comparison, "Compare", None),
            (self._roster, "Roster ({count})", lambda: self._roster.count),
            (self._missions, "Missions ({count})", lambda: self._missions.count),
        )
        for page, _, _ in self._pages:
            self._tabs.addTab(page, "")
        self._tabs.setCornerWidget(self._corner(panel))
        column.addWidget(self._tabs, 1)
        return panel

    def _corner(self, panel: QWidget) -> QWidget:
        """Build the buttons that send decisions, publish and upload."""
        corner = QWidget(panel)
        row = columns(corner, gap=4)
        for text, deed, icon in (
            ("Publish…", self._publish, "table"),
            ("Send decisions back…", self._send_back, "export"),
        ):
            row.addWidget(self._phrases.on(button(corner, deed, role="quiet", icon=icon), text))
        return corner

    def _top(self, panel: QWidget, column: QVBoxLayout) -> None:
        self._name = label(panel, "title")
        self._path = ElidedLabel(panel)
        names = rows(None, self._name, self._path, gap=0)
        buttons = []
        for text, deed, role, icon in (
            ("Another registry…", self._choose, "quiet", ""),
            ("Watch a folder…", self._watch, "quiet", "eye"),
            ("Receive a folder…", self._receive_folder, "", "folder"),
            ("Receive files…", self._receive_files, "primary", "receive"),
        ):
            buttons.append(self._phrases.on(button(panel, deed, role=role, icon=icon), text))
        self._writing = buttons[1:]
        column.addLayout(columns(None, (names, 1), *buttons))

    # The registry
    def _open_last(self) -> None:
        last = parse_location(self._session.preferences.get("registry"))
        if isinstance(last, DatabaseAddress):  # a server may be slow or ask for a password
            QTimer.singleShot(0, self, lambda: self._open_if_none(last))
        elif last.is_file():
            self.open_registry(last)

    def _open_if_none(self, last: DatabaseAddress) -> None:
        if self.office is None and self.isVisible():
            self.open_registry(last)

    def open_registry(self, where: RegistryLocation) -> None:
        """Open a registry and show it; ask for passphrase or password as needed."""
        if self.office is not None and self.office.key == str(where):
            self.show_registry()
            return
        if self._receiving.busy:
            return  # an import is running; it has its own Cancel
        session = self._session
        if isinstance(where, DatabaseAddress):
            found = connected(self, session, where)
            office = found and RegistrySession(found[0], None, session, found[1])
        else:
            opens = partial(RegistrySession, where, session=session)
            damaged = partial(offer_rescue, self, session, where, self.open_registry)
            office = open_with_passphrase(self, where, session.language, opens, damaged)
        if office is not None:
            self.take(office)
            if (changed := office.mission.changed) is not None:
                offer_rescue(self, session, office.path, self.open_registry, changed)
            elif (altered := office.mission.altered_form()) is not None:
                show_error(self, altered, session.language)

    def take(self, office: RegistrySession) -> None:
        """Show an open registry in place of the current one."""
        self.close_registry()
        self._notice.hide()  # it is about the previous registry
        self.office = office
        self._session.preferences.put("registry", office.key)
        self._session.preferences.remember_registry(office.key)
        self.show_registry()
        waiting, self._waiting = self._waiting, ()
        if waiting:  # files that were dropped before a registry was open
            self.offer(waiting)

    def run_action(self, name: str) -> None:
        """Run a menu action, unless files are being imported: that has its own Cancel."""
        does: dict[str, Callable[[], None]] = {
            "new-registry": self._create,
            "open-registry": self._choose,
            "receive-files": self._receive_files,
            "receive-folder": self._receive_folder,
            "watch": self._watch,
            "send-back": self._send_back,
            "pack": self._roster.make_pack,
            "publish": self._publish,
        }
        if not self._receiving.busy:
            does[name]()

    @property
    def topic(self) -> str:
        """The help page of the current tab."""
        shown = self._tabs.currentWidget() if self._faces.currentIndex() == 1 else None
        return str(getattr(shown, "topic", "headquarters"))

    def close_registry(self) -> None:
        """Close the file; the window calls this before it closes."""
        if self.office is not None:
            self.watched.leave()
            self.alongside.leave()
            self._comparison.leave()
            self.office.close()
            self.office = None

    def show_registry(self) -> None:
        """Show the current content of the registry."""
        office = self.office
        if office is None:
            self._faces.setCurrentIndex(0)
            return
        self.alongside.show_office(office)  # start before reading, so that no change is missed
        self._name.setText(office.name)
        self._path.show_path(office.key)
        for widget in self._writing:
            enable_if_allowed(widget, denial_reason(office.mission, self._phrases))
        self._receipts.show_office(office)
        self._inbox.show_office(office)
        self._comparison.show_office(office)
        self._missions.show_office(office)
        self._roster.show_office(office)
        self._review.show_office(office)
        self.watched.show_office(office)
        for at, (_, text, count) in enumerate(self._pages):
            self._tabs.setTabText(at, self._phrases(text, **({"count": count()} if count else {})))
        self._faces.setCurrentIndex(1)

    def _may_write(self) -> bool:
        """Return whether files may be received here; show the reason if not."""
        why = denial_reason(self.office.mission, self._phrases) if self.office is not None else ""
        if why:
            MessageDialog(self, why, self._phrases).exec()
        return not why

    def _others_changed(self, received: int) -> None:
        """Show and report changes of other users; selection and typed text stay."""
        if self.office is None or self._faces.currentIndex() != 1:
            return
        was = self._inbox.at
        self.office.refresh()
        self.show_registry()
        text = self._phrases("Somebody else changed this registry; what you see is up to date.")
        if received:
            count = self._phrases("Files they received: {count}.", count=received)
            text = f"{text} {count}"
        if was is not None and not self._inbox.has(was.conflict):
            gone = self._phrases(
                "The question you were at has been decided: {question}.", question=was.question
            )
            text = f"{text} {gone}"
            if was.reason:
                message = self._phrases("You had written: {reason}.", reason=was.reason)
                text = f"{text} {message}"
        self.alongside.say(text)

    def _decide(self, assessment: str, reference: str) -> None:
        self._inbox.go_to(assessment, reference)
        self._tabs.setCurrentWidget(self._inbox)

    def _reviewed(self) -> None:
        if self.office is not None:
            self.alongside.note()
            self._inbox.show_office(self.office)

    def _choose(self) -> None:
        asking = OpenRegistryDialog(self, self._session)
        if asking.exec() and asking.place is not None:
            self.open_registry(asking.place)

    def _create(self) -> None:
        title, kinds = self._phrases("Where to keep the registry"), {"Registries": "*.registry"}
        path = file_choice.choose_target(self, self._phrases, title, "headquarters.registry", kinds)
        if path is None:
            return
        path = path.with_suffix(".registry")
        asking = ChoosePassphrase(self, self._session.language, path.name)
        if asking.exec():
            self.create_registry(path, asking.passphrase)

    def create_registry(self, path: Path, passphrase: str | None = None) -> None:
        """Create an empty registry at `path` and open it; store that a passphrase was declined."""

        def create() -> None:
            with Mission.create(path, role="registry", passphrase=passphrase) as registry:
                if passphrase is None:
                    decline_passphrase(registry)
            self.take(RegistrySession(path, passphrase, self._session))

        attempt(self, self._session.language, create)

    def _choose_seal(self) -> OutgoingSeal | None:
        """Ask how what leaves the registry is sealed."""
        assert self.office is not None
        return choose_registry_seal(self, self._session.language, self.office.mission)

    def _send_back(self) -> None:
        if self.office is not None:
            send_back(self, self._session, self.office)

    def _publish(self) -> None:
        if self.office is not None:
            from assessor.gui.publish.publish_dialog import PublishDialog

            PublishDialog(self, self._session, self.office).exec()

    # Receiving
    def offer(self, paths: Sequence[Path]) -> None:
        """Preview files to receive; without a registry they wait until one is open."""
        if self.office is None:
            self._waiting = tuple(paths)
            self._faces.setCurrentIndex(0)
            return
        if not self._may_write():
            return
        self._receiving.look(self.office, paths)
        self._faces.setCurrentIndex(2)

    def _watch(self) -> None:
        if self.office is not None:
            self.watched.choose()

    def _take_in(self, paths: Sequence[Path]) -> None:
        """Receive the files previewed in the watched folder."""
        if self.office is not None:
            self._receiving.take_in(self.office, paths)
            self._faces.setCurrentIndex(2)

    def _received(self, outcome: str, receipts: Sequence[Receipt]) -> None:
        self.show_registry()
        self._tabs.setCurrentIndex(0)
        if self.office is not None:
            self._notice.tell(self.office, outcome, receipts)

    def _receive_files(self) -> None:
        title = self._phrases("Receive files")
        chosen = file_choice.choose_files(self, self._phrases, title, file_choice.RECEIVABLE)
        if chosen:
            self.offer(chosen)

    def _receive_folder(self) -> None:
        chosen = file_choice.choose_folder(self, self._phrases("Receive a folder"))
        if chosen is not None:
            self.offer([chosen])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept any local file; the preview says what it is."""
        if local_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Show the person of a contact card, or preview what receiving would do."""
        event.acceptProposedAction()
        meant = classify_paths(local_paths(event.mimeData()))
        if meant.kind == "meet" and self.office is not None:
            self._roster.add(meant.paths[0])
        elif meant.kind == "meet":
            self._doors.meet(meant.paths[0])
        else:
            self.offer(meant.paths)

    def _on_changed(self, changes: dict[str, frozenset[str]]) -> None:
        about = changes.get("", frozenset())
        if "people" in about:
            if self.office is not None:
                self.office.vouch()
            self.show_registry()
        if "language" in about:
            self._phrases.again(self._session.language)
            if self.office is not None:
                self.office.speak()
            self.show_registry()
