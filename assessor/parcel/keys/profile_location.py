"""The folder of keys and preferences."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def profile_folder() -> Path:
    """Return the folder of keys and preferences: $ASSESSOR_HOME, or the platform's default."""
    folder = os.environ.get("ASSESSOR_HOME")
    if folder:
        return Path(folder)
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", Path.home())) / "Assessor"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Assessor"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "assessor"
