"""Headquarters: no registry yet, an open registry with its tabs, or files to be received."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QTabWidget

from assessor.gui.app.main_window import MainWindow
from assessor.gui.compare.comparison_page import ComparisonPage
from assessor.gui.conflicts.inbox_page import InboxPage
from assessor.gui.conflicts.review_page import ReviewPage
from assessor.gui.headquarters.headquarters_page import HeadquartersPage
from assessor.gui.headquarters.missions_page import MissionsPage
from assessor.gui.headquarters.roster_page import RosterPage
from assessor.gui.headquarters.sync_bar import SyncBar
from assessor.gui.headquarters.watched_folder_panel import WatchedFolderPanel
from assessor.gui.receiving.import_summary import ImportSummary
from assessor.gui.receiving.receipts_panel import ReceiptsPanel
from assessor.gui.receiving.receive_dialog import ReceiveDialog
from assessor.gui.registry.registry_session import RegistrySession
from tests.support.screens.headquarters.comparison import ComparisonScreen
from tests.support.screens.headquarters.inbox import InboxScreen
from tests.support.screens.headquarters.receiving import ReceivingScreen
from tests.support.screens.page import SECONDS, Page, Table, wait_until


class HeadquartersScreen(Page):
    """The screen of headquarters in a window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window.show_screen("headquarters"))
        assert isinstance(self.root, HeadquartersPage)
        self.screen: HeadquartersPage = self.root
        self.receiving = ReceivingScreen(self.child(ReceiveDialog))

    # the registry
    @property
    def office(self) -> RegistrySession:
        """The registry that is open."""
        assert self.screen.office is not None
        return self.screen.office

    @property
    def shows_registry(self) -> bool:
        """Whether the tabs of an open registry are seen."""
        return self.child(QTabWidget).isVisible()

    @property
    def notice(self) -> str:
        """What the line above the tabs says that received files brought; "" if it is hidden."""
        line = self.child(ImportSummary)
        return line.text() if line.isVisible() else ""

    @property
    def waiting(self) -> int:
        """How many questions wait for a decision, as the tab says."""
        return self.count("To decide")

    def count(self, tab: str) -> int:
        """The number behind the name of a tab."""
        wanted = self.say(f"{tab} ({{count}})").partition("{count}")[0]
        [name] = [name for name in self.tabs if name.startswith(wanted)]
        return int(re.sub(r"\D", "", name.removeprefix(wanted)))

    # receiving
    def look_at(self, paths: Sequence[Path]) -> ReceivingScreen:
        """Offer files, and wait until it is told what receiving them would do."""
        self.screen.offer(paths)
        wait_until(lambda: not self.receiving.is_busy)
        return self.receiving

    def receive(self, paths: Sequence[Path]) -> None:
        """Receive files, and wait until the registry is seen again."""
        self.look_at(paths)
        self.receiving.go.click()
        self.wait_for_registry()

    def wait_for_registry(self) -> None:
        """Wait until the tabs of the registry are seen."""
        wait_until(lambda: self.shows_registry)

    # the tabs
    def received(self) -> Table:
        """Open the tab of received files; its table."""
        self.open_tab("Received")
        return Page(self.child(ReceiptsPanel)).table("Files received")

    def receipts(self) -> Page:
        """Open the tab of received files."""
        self.open_tab("Received")
        return Page(self.child(ReceiptsPanel))

    def inbox(self) -> InboxScreen:
        """Open the tab of what waits for a decision."""
        self.open_tab("To decide")
        return InboxScreen(self.child(InboxPage))

    def comparison(self) -> ComparisonScreen:
        """Open the tab that compares, without waiting for its figure."""
        self.open_tab("Compare")
        return ComparisonScreen(self.child(ComparisonPage))

    def missions(self) -> Page:
        """Open the tab of missions."""
        self.open_tab("Missions")
        return Page(self.child(MissionsPage))

    def roster(self) -> Page:
        """Open the tab of the roster."""
        self.open_tab("Roster")
        return Page(self.child(RosterPage))

    def review(self) -> Page:
        """Open the tab of reviews."""
        self.open_tab("Review")
        return Page(self.child(ReviewPage))

    # beside others
    @property
    def alongside(self) -> Page:
        """The line that says what others did to a shared registry."""
        return Page(self.child(SyncBar))

    @property
    def watched(self) -> Page:
        """The line of a folder that is watched."""
        return Page(self.child(WatchedFolderPanel))

    def look_at_others(self) -> None:
        """Look now whether others changed the registry."""
        self.child(SyncBar).look()
        self.wait_until_idle(SECONDS)
