"""The folders of the forms and resources of Assessor, installed or in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_ROOT = _PACKAGE if (_PACKAGE / "forms").is_dir() else _PACKAGE.parent

FORMS_FOLDER = _ROOT / "forms"
RESOURCES_FOLDER = _ROOT / "resources"
