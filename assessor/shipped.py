"""Where the forms and resources that come with Assessor lie, installed or in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_ROOT = _PACKAGE if (_PACKAGE / "forms").is_dir() else _PACKAGE.parent

FORMS = _ROOT / "forms"
RESOURCES = _ROOT / "resources"
