"""Where the keys and preferences of a person lie."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def profile_folder() -> Path:
    """The folder of keys and preferences: $ASSESSOR_HOME, or the platform's standard folder."""
    chosen = os.environ.get("ASSESSOR_HOME")
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", Path.home())) / "Assessor"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Assessor"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "assessor"
