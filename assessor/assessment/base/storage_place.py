"""Where a mission lies: on a removable disk, in a folder that a company copies, or on this disk."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path, PurePath, PureWindowsPath

REMOVABLE = "removable"
"""What `storage_of` returns for sticks and removable disks."""

_ONEDRIVE, _ICLOUD, _DROPBOX, _GOOGLE = "OneDrive", "iCloud Drive", "Dropbox", "Google Drive"
_FOLDERS = {
    _ONEDRIVE: ("onedrive", "onedrive - ", "onedrive-"),
    _ICLOUD: ("iclouddrive", "icloud drive", "com~apple~clouddocs", "mobile documents"),
    _DROPBOX: ("dropbox", "dropbox (", "dropbox-"),
    _GOOGLE: ("google drive", "googledrive-", "google-drive:", "my drive"),
}
"""Lowercase names of the folders that each service makes; one that ends in a sign begins a name."""

_MARKERS = {
    ".849c9593-d756-4e56-8d6e-42412f2a707b": _ONEDRIVE,
    ".dropbox": _DROPBOX,
    ".dropbox.cache": _DROPBOX,
    ".tmp.drivedownload": _GOOGLE,
    ".tmp.driveupload": _GOOGLE,
}
"""Hidden files that a service leaves in the folder it copies, whatever its name."""

_VARIABLES = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
_MOUNTS = (("media",), ("run", "media"), ("Volumes",))
_DRIVE_REMOVABLE = 2
"""DRIVE_REMOVABLE of the function GetDriveTypeW of Windows."""


def storage_of(
    path: PurePath,
    environment: Mapping[str, str],
    exists: Callable[[PurePath], bool],
    drive_type: Callable[[str], int],
) -> str:
    """Return the cloud service whose folder holds `path` (absolute), REMOVABLE, or blank.

    `exists` says whether a path is there, `drive_type` what GetDriveTypeW says of a drive.
    """
    for folder in path.parents:
        service = _service_of(folder, environment, exists)
        if service:
            return service
    if isinstance(path, PureWindowsPath):
        return REMOVABLE if drive_type(path.anchor) == _DRIVE_REMOVABLE else ""
    below = path.parts[1:]
    return REMOVABLE if any(below[: len(mount)] == mount for mount in _MOUNTS) else ""


def _service_of(
    folder: PurePath, environment: Mapping[str, str], exists: Callable[[PurePath], bool]
) -> str:
    name = folder.name.lower()
    for service, names in _FOLDERS.items():
        if any(name == each or (_is_beginning(each) and name.startswith(each)) for each in names):
            return service
    if any(folder == type(folder)(environment.get(each) or "?") for each in _VARIABLES):
        return _ONEDRIVE
    return next((found for marker, found in _MARKERS.items() if exists(folder / marker)), "")


def _is_beginning(name: str) -> bool:
    return not name[-1].isalnum()


def storage_here(path: Path) -> str:
    """Return where a file of this computer lies, as `storage_of` does."""
    home = Path.home()

    def exists(each: PurePath) -> bool:
        if each.parent == home and each.name == ".dropbox":
            return False  # the settings of Dropbox, not a folder that it copies
        try:
            return Path(each).exists()
        except OSError:
            return False

    return storage_of(path.absolute(), os.environ, exists, _drive_type)


def _drive_type(drive: str) -> int:
    if sys.platform == "win32":
        return int(ctypes.windll.kernel32.GetDriveTypeW(drive))
    return 0
