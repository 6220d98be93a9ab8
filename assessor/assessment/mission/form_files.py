"""Finding of forms: by the id of a shipped one, or by the path of an XLSForm or XForm."""

from __future__ import annotations

from pathlib import Path

from assessor.errors import FileError
from assessor.form.authoring.xlsform import read_form
from assessor.form.parse.form_source import FormSource
from assessor.shipped import FORMS_FOLDER


def shipped_forms() -> tuple[str, ...]:
    """Return the ids of the forms that come with Assessor."""
    return tuple(
        sorted(path.name for path in FORMS_FOLDER.iterdir() if (path / "survey.csv").is_file())
    )


def form_source(name: str) -> FormSource:
    """Return the form with a shipped id or at a path. Raises FileError for none, FormError."""
    if name in shipped_forms():
        return read_form(FORMS_FOLDER / name)
    path = Path(name)
    if not path.exists():
        raise FileError(
            "There is no form {name}: neither a file nor one of the shipped forms ({shipped}).",
            name=name,
            shipped=", ".join(shipped_forms()),
        )
    return read_form(path)
