"""Preferences of the user on this computer: language, theme, window size, recent missions."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from pathlib import Path

from PySide6.QtCore import QObject, QSettings

from assessor.store.model.database_address import RegistryLocation, parse_location

LOCK_MINUTES = (5, 10, 30, 0)
"""Choices of the idle time before the window locks, in minutes; 0 for never."""
_DEFAULT_LOCK_MINUTES = 10
_MAX_RECENT = 12


class Preferences(QObject):
    """Typed access to one ini file; none of it belongs to a mission."""

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._ini = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat, self)

    def get(self, name: str, default: str = "") -> str:
        """Return a setting as text."""
        value = self._ini.value(name, default)
        return value if isinstance(value, str) else default

    def put(self, name: str, value: str) -> None:
        """Store a setting."""
        self._ini.setValue(name, value)
        self._ini.sync()

    @property
    def lock_minutes(self) -> int:
        """The idle time before the window locks, in minutes; 0 for never."""
        value = self.get("lock_after")
        known = value.isdigit() and int(value) in LOCK_MINUTES
        return int(value) if known else _DEFAULT_LOCK_MINUTES

    def state(self, name: str) -> bytes:
        """Return the stored geometry of a window or splitter, or nothing."""
        return bytes.fromhex(self.get(f"geometry/{name}"))

    def put_state(self, name: str, value: bytes) -> None:
        """Store the geometry of a window or splitter."""
        self.put(f"geometry/{name}", value.hex())

    def recent(self) -> list[tuple[Path, datetime]]:
        """Return recent missions, newest first, with the time (naive local); missing files too."""
        missions = []
        for line in self.get("recent").split("\n"):
            when, _, path = line.partition(" ")
            if path:
                missions.append((Path(path), datetime.fromisoformat(when)))
        return missions

    def remember(self, path: Path, when: datetime) -> None:
        """Put a mission at the head of the recent ones."""
        others = [(old, time) for old, time in self.recent() if old != path]
        self._store_recent([(path, when), *others][:_MAX_RECENT])

    def forget(self, path: Path) -> None:
        """Remove a mission from the recent ones; the file stays."""
        self._store_recent([(old, at) for old, at in self.recent() if old != path])
        self._ini.remove(f"caption/{_key(path)}")

    def registries(self) -> list[RegistryLocation]:
        """Return recent registries, newest first; missing files too."""
        return [parse_location(line) for line in self.get("registries").split("\n") if line]

    def remember_registry(self, key: str) -> None:
        """Put a registry, given by path or address without password, at the head of the list."""
        known = [each for each in self.get("registries").split("\n") if each not in ("", key)]
        self.put("registries", "\n".join([key, *known][:_MAX_RECENT]))

    def caption(self, path: Path) -> str:
        """Return the stored caption (JSON) of a recent mission, or nothing."""
        return self.get(f"caption/{_key(path)}")

    def put_caption(self, path: Path, text: str) -> None:
        """Store the caption of a mission; not called for missions with a passphrase."""
        self.put(f"caption/{_key(path)}", text)

    def _store_recent(self, recent: list[tuple[Path, datetime]]) -> None:
        lines = [f"{at.isoformat(timespec='seconds')} {path}" for path, at in recent]
        self.put("recent", "\n".join(lines))


def _key(path: Path) -> str:
    return sha256(str(path).encode()).hexdigest()[:16]
