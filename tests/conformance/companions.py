"""The forms and documents that cases name by a key: beside them, or with the recorded corpora."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

DEFAULT = Path(__file__).resolve().parents[3] / "shared" / "conformance"


def companion(folder: Path, name: str) -> dict[str, Any]:
    """What `name` holds by key; a folder of further cases need not bring what DEFAULT has."""
    found: dict[str, Any] = {}
    places = [place / name for place in (DEFAULT, folder) if (place / name).exists()]
    for place in places:
        found |= json.loads(place.read_text(encoding="utf-8"))
    if not places:
        raise SystemExit(f"{folder}: the cases need {name}, which is not beside them.")
    return found
