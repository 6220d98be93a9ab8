"""The watched folder of a registry: previews new files, which one click imports."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QTimer
from PySide6.QtWidgets import QFrame, QWidget

from assessor import words
from assessor.errors import AssessorError
from assessor.gui.files.sealed_files import waits_for_passphrase
from assessor.gui.registry.registry_session import Intake, RegistrySession
from assessor.gui.state.session import Session
from assessor.gui.toolkit.style.basic_widgets import button, columns, fill, label, picture
from assessor.gui.toolkit.style.theme import set_role
from assessor.gui.toolkit.system.background_task import BackgroundTask, ReportProgress
from assessor.gui.toolkit.system.file_choice import choose_folder
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.registry.receive.watched_folder import FolderScan, WatchedFolder
from assessor.store.model.receipt import REFUSED, Receipt

_SETTING = "watched"
_OFTEN, _SELDOM = 2_500, 15_000
"""Milliseconds between looks while a file is being written, and else: a folder on another computer
tells nobody that it changed."""


class WatchedFolderPanel(QFrame):
    """A strip above the registry; hidden while no folder is watched."""

    topic = "watch"

    def __init__(
        self,
        parent: QWidget,
        session: Session,
        phrases: Phrases,
        show: Callable[[Sequence[Path]], object],
        take_in: Callable[[Sequence[Path]], object],
    ) -> None:
        super().__init__(parent)
        self._session, self._phrases = session, phrases
        self._office: RegistrySession | None = None
        self._box: WatchedFolder | None = None
        self._arrived: dict[Path, tuple[Receipt, ...]] = {}
        self._work: BackgroundTask | None = None
        self._trouble: AssessorError | None = None
        self._growing = 0
        self._stands: tuple[int, ...] = ()
        set_role(self, "card")
        row = columns(self, picture(self, "eye", "accent", 20), gap=12, margins=(16, 10, 12, 10))
        self.told = label(self, wrap=True)
        row.addWidget(self.told, 1)
        self.shows = phrases.on(
            button(self, lambda: show([*self._useful(), *self._sealed()])), "Show what they bring…"
        )
        self.takes = button(self, lambda: take_in(self._useful()), role="primary", icon="receive")
        self.stops = phrases.on(
            button(self, lambda: self.watch(None), role="quiet"), "Stop watching"
        )
        self.takes.setText(phrases("Receive"))  # the count is added when files arrive
        fill(row, self.shows, self.takes, self.stops)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(lambda _: self._soon())
        self._clock = QTimer(self)
        self._clock.timeout.connect(self.look)
        self.hide()

    def show_office(self, office: RegistrySession) -> None:
        """Watch the folder chosen for this registry and preview again."""
        stands = office.mission.change_token().received
        if self._office is not office:
            self._office, self._stands = office, stands
            kept = self._kept().get(office.key, "")
            self._begin(Path(kept) if kept else None)
        elif stands != self._stands:  # imports and undone imports change the preview
            self._stands = stands
            self._begin(self._box.folder if self._box is not None else None)
        else:
            self._tell()

    def leave(self) -> None:
        """Stop watching: the registry closes."""
        self._office = None
        self._begin(None)

    def choose(self) -> None:
        """Ask for the folder."""
        chosen = choose_folder(self, self._phrases("Watch a folder"))
        if chosen is not None:
            self.watch(chosen)

    def watch(self, folder: Path | None) -> None:
        """Watch a folder for the open registry; None stops watching."""
        if self._office is None:
            return
        kept = self._kept()
        kept.pop(self._office.key, None)
        if folder is not None:
            kept[self._office.key] = str(folder)
        self._session.preferences.put(_SETTING, json.dumps(kept))
        self._begin(folder)

    def _kept(self) -> dict[str, str]:
        """Return the stored folder of each registry."""
        kept = self._session.preferences.get(_SETTING)
        try:
            found = json.loads(kept) if kept else {}
        except ValueError:
            return {}
        return {str(key): str(value) for key, value in found.items()}

    def _begin(self, folder: Path | None) -> None:
        if self._work is not None:
            self._work.cancel()
            self._work = None
        old = self._watcher.directories()
        if old:
            self._watcher.removePaths(old)
        self._arrived, self._trouble, self._growing = {}, None, 0
        self._box = None
        self._clock.stop()
        if folder is not None and self._office is not None:
            self._box = WatchedFolder(folder, but=self._office.path)
            self._watcher.addPath(str(folder))
            self._soon()
        self._tell()

    def _soon(self) -> None:
        if self._box is not None:
            self._clock.start(_OFTEN)
            self.look()

    def look(self) -> None:
        """Preview files that are completely written; import nothing."""
        if self._box is None or self._office is None or self._work is not None:
            return
        box = self._box
        self._work = self._session.run(
            partial(_look, box, self._office.intake()),
            done=partial(self._looked, box),
            failed=partial(self._failed, box),
        )

    def _looked(
        self, box: WatchedFolder, result: tuple[FolderScan, dict[Path, tuple[Receipt, ...]]]
    ) -> None:
        if box is not self._box:
            return  # meanwhile another folder is watched
        found, receipts = result
        self._work = None
        self._trouble = None
        self._growing = found.growing
        for path in found.gone:
            self._arrived.pop(path, None)
        self._arrived |= receipts
        self._clock.start(_OFTEN if found.growing else _SELDOM)
        self._tell()

    def _failed(self, box: WatchedFolder, error: AssessorError) -> None:
        if box is not self._box:
            return  # cancelled: another folder is watched
        self._work = None
        self._trouble = error
        self._clock.start(_SELDOM)
        self._tell()

    def _tell(self) -> None:
        """Show what arrived; hide the strip if no folder is watched."""
        self.setVisible(self._box is not None)
        if self._box is None:
            return
        useful, phrases = self._useful(), self._phrases
        name = self._box.folder.name
        self.setToolTip(str(self._box.folder))
        if self._trouble is not None:
            self.told.setText(words.say(self._trouble, phrases.language))
        elif useful:
            text = phrases(
                "Arrived in {folder}, looked at and not taken in. Files that bring something new: "
                "{count}.",
                folder=name,
                count=len(useful),
            )
            self.told.setText(" ".join((text, *self._else())))
        else:
            text = phrases("Watching {folder}. Nothing new has arrived.", folder=name)
            self.told.setText(" ".join((text, *self._else())))
        self.takes.setText(phrases("Receive {count} new", count=len(useful)))
        self.takes.setVisible(bool(useful))
        self.shows.setVisible(bool(useful or self._sealed()))

    def _useful(self) -> list[Path]:
        """Return the files with something new."""
        return [path for path, found in self._arrived.items() if any(map(_is_new, found))]

    def _sealed(self) -> list[Path]:
        """Return the files that wait for a passphrase."""
        arrived = self._arrived.items()
        sealed = [path for path, found in arrived if any(map(waits_for_passphrase, found))]
        return [path for path in sealed if path not in self._useful()]

    def _else(self) -> list[str]:
        every = (receipts for receipts in self._arrived.values() if receipts)
        refused = sum(all(each.status == REFUSED for each in receipts) for receipts in every)
        sealed = len(self._sealed())
        refused -= sealed
        parts = (
            (sealed, "Waiting for a passphrase: {count}."),
            (refused, "Would be refused: {count}."),
            (self._growing, "Still being written: {count}."),
        )
        return [self._phrases(text, count=count) for count, text in parts if count]


def _is_new(receipt: Receipt) -> bool:
    return receipt.status != REFUSED and bool(receipt.new or receipt.files)


def by_file(paths: Sequence[Path], receipts: Sequence[Receipt]) -> dict[Path, tuple[Receipt, ...]]:
    """Return the receipts of a preview by file.

    Content of an archive carries the archive's name; files of the same name are matched by order.
    """
    found: dict[Path, list[Receipt]] = {path: [] for path in paths}
    now = paths[0]
    for receipt in receipts:
        name, inside, _ = receipt.file.partition(" › ")
        named = [path for path in paths if path.name == name]
        if named and not (inside and now in named):
            now = next((path for path in named if not found[path]), named[-1])
        found[now].append(receipt)
    return {path: tuple(each) for path, each in found.items()}


def _look(
    box: WatchedFolder, intake: Intake, report_progress: ReportProgress
) -> tuple[FolderScan, dict[Path, tuple[Receipt, ...]]]:
    """Scan a folder and preview files that are completely written."""
    found = box.scan(time.monotonic())
    if not found.whole:
        return found, {}
    return found, by_file(found.whole, intake(found.whole, True, report_progress))
