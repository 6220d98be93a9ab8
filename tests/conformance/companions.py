"""The forms and documents that cases name by a key, from the case's folder or the corpora."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

DEFAULT = Path(__file__).resolve().parents[3] / "shared" / "conformance"


def companion(folder: Path, name: str) -> dict[str, Any]:
    """Return the content of a file by key; missing files come from DEFAULT."""
    found: dict[str, Any] = {}
    places = [place / name for place in (DEFAULT, folder) if (place / name).exists()]
    for place in places:
        found |= json.loads(place.read_text(encoding="utf-8"))
    if not places:
        raise SystemExit(f"{folder}: the cases need {name}, which is not beside them.")
    return found
