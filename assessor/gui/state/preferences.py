"""What this person prefers on this laptop: language, look, window size, recent missions."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from pathlib import Path

from PySide6.QtCore import QObject, QSettings

from assessor.store.model.database_address import RegistryLocation, parse_location

LOCK_MINUTES = (5, 10, 30, 0)
"""Choices of the idle time before the window locks, in minutes; 0 for never."""
_DEFAULT_LOCK_MINUTES = 10
_RECENT = 12


class Preferences(QObject):
    """A thin, typed door to one ini file; nothing in it is part of a mission."""

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._ini = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat, self)

    def get(self, name: str, default: str = "") -> str:
        """A setting by name, as text."""
        value = self._ini.value(name, default)
        return value if isinstance(value, str) else default

    def put(self, name: str, value: str) -> None:
        """Keep a setting."""
        self._ini.setValue(name, value)
        self._ini.sync()

    @property
    def lock_minutes(self) -> int:
        """The idle time before the window locks, in minutes; 0 for never."""
        value = self.get("lock_after")
        known = value.isdigit() and int(value) in LOCK_MINUTES
        return int(value) if known else _DEFAULT_LOCK_MINUTES

    def state(self, name: str) -> bytes:
        """The remembered geometry of a window or splitter, or nothing."""
        return bytes.fromhex(self.get(f"geometry/{name}"))

    def put_state(self, name: str, value: bytes) -> None:
        """Remember the geometry of a window or splitter."""
        self.put(f"geometry/{name}", value.hex())

    def recent(self) -> list[tuple[Path, datetime]]:
        """Missions opened here, newest first, with when (naive local time); gone files too."""
        found = []
        for line in self.get("recent").split("\n"):
            when, _, path = line.partition(" ")
            if path:
                found.append((Path(path), datetime.fromisoformat(when)))
        return found

    def remember(self, path: Path, when: datetime) -> None:
        """Put a mission at the head of the recent ones."""
        rest = [(old, at) for old, at in self.recent() if old != path]
        self._keep([(path, when), *rest][:_RECENT])

    def forget(self, path: Path) -> None:
        """Take a mission off the list of recent ones; the file itself is left alone."""
        self._keep([(old, at) for old, at in self.recent() if old != path])
        self._ini.remove(f"caption/{_key(path)}")

    def registries(self) -> list[RegistryLocation]:
        """Registries opened here, newest first; files that are gone, too."""
        return [parse_location(line) for line in self.get("registries").split("\n") if line]

    def remember_registry(self, key: str) -> None:
        """Put a registry, by its path or its address without a password, at the head of them."""
        known = [each for each in self.get("registries").split("\n") if each not in ("", key)]
        self.put("registries", "\n".join([key, *known][:_RECENT]))

    def caption(self, path: Path) -> str:
        """What was kept about a recent mission (JSON of a Caption), or nothing."""
        return self.get(f"caption/{_key(path)}")

    def put_caption(self, path: Path, text: str) -> None:
        """Keep what a card shows; the caller leaves it out for a mission with a passphrase."""
        self.put(f"caption/{_key(path)}", text)

    def _keep(self, recent: list[tuple[Path, datetime]]) -> None:
        lines = [f"{at.isoformat(timespec='seconds')} {path}" for path, at in recent]
        self.put("recent", "\n".join(lines))


def _key(path: Path) -> str:
    return sha256(str(path).encode()).hexdigest()[:16]
