"""Classify dropped files: parcel, invitation, contact card, form, pack or evidence."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from assessor.assessment.base.progress import ProgressCallback, no_progress
from assessor.parcel.keys.contact_card import CARD_SUFFIX as CARD
from assessor.parcel.pack.invitation import INVITATION_SUFFIX as INVITATION
from assessor.parcel.pack.mission_pack import PACK_SUFFIX as PACK
from assessor.registry.receive.arrivals import has_content

_BOOKS = frozenset({".xlsx", ".xlsm"})
_SURVEY = "survey.csv"
_SHEETS = "xl/workbook.xml"
_LARGEST_LIST = 2**20
_NAMED_SURVEY = re.compile(rb"<(?:\w+:)?sheet\b[^>]*\bname=[\"']\s*survey\s*[\"']", re.IGNORECASE)
_TABLE_SURVEY = re.compile(rb"^\|\s*survey\s*\|", re.IGNORECASE | re.MULTILINE)
_XFORMS = b"http://www.w3.org/2002/xforms"
_HEAD = 64 * 2**10
_ZIP_ERRORS = (OSError, KeyError, ValueError, RuntimeError, zipfile.BadZipFile, zlib.error)
"""Errors of zipfile for a file that is no archive, damaged, protected or of another kind."""


@dataclass(frozen=True, slots=True)
class ClassifiedFiles:
    """Paths by what is done with them, in the order given.

    `receive` are imported after a preview, `meet` introduce people, `forms` and `packs` are
    versions of a form and mission packs, `join` brings other missions; all others go to `attach`,
    files alone.
    """

    receive: tuple[Path, ...] = ()
    meet: tuple[Path, ...] = ()
    forms: tuple[Path, ...] = ()
    packs: tuple[Path, ...] = ()
    join: tuple[Path, ...] = ()
    attach: tuple[Path, ...] = ()


def classify_files(
    paths: Iterable[Path], going_on: ProgressCallback = no_progress
) -> ClassifiedFiles:
    """Classify files and folders by their content.

    A folder that holds anything to receive is received; of another every file is evidence. Raises
    ParcelError if foreign files cannot be parsed now, and what `going_on` raises.
    """
    found: dict[str, list[Path]] = {}
    remaining = tuple(paths)
    for done, path in enumerate(remaining):
        going_on(path.name, done, len(remaining))
        kind = _kind(path, partial(going_on, path.name, done, len(remaining)))
        for each in _files(path) if kind == "attach" else [path]:
            brings_mission = each.suffix.lower() == INVITATION and _is_readable(each)
            found.setdefault("join" if brings_mission else kind, []).append(each)
    return ClassifiedFiles(**{kind: tuple(some) for kind, some in found.items()})


def _kind(path: Path, going_on: Callable[[], None]) -> str:
    suffix = path.suffix.lower()
    if not _is_readable(path):
        return "attach"  # attaching it reports why it cannot be read
    if suffix == CARD:
        return "meet"
    if suffix == PACK:
        return "packs"
    if is_form(path):
        return "forms"
    return "receive" if has_content(path, going_on) else "attach"


def _files(path: Path) -> Iterator[Path]:
    """Yield a file, or all in a folder except hidden ones."""
    if not _is_readable(path) or not path.is_dir():
        yield path
        return
    for each in sorted(path.rglob("*")):
        hidden = any(part.startswith(".") for part in each.relative_to(path).parts)
        if each.is_file() and not hidden and each.name not in ("Thumbs.db", "desktop.ini"):
            yield each


def _is_readable(path: Path) -> bool:
    try:
        path.stat()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def is_form(path: Path) -> bool:
    """Whether a workbook with a sheet `survey`, folder, XML or Markdown file is a form."""
    if path.is_dir():
        return (path / _SURVEY).is_file()
    suffix = path.suffix.lower()
    if suffix in _BOOKS:
        return _NAMED_SURVEY.search(_sheets_of(path)) is not None
    if suffix == ".xml":
        return _XFORMS in _head(path)
    if suffix == ".md":
        return _TABLE_SURVEY.search(_head(path)) is not None
    return path.name.lower() == _SURVEY


def _sheets_of(path: Path) -> bytes:
    try:
        with zipfile.ZipFile(path) as book, book.open(_SHEETS) as part:
            return part.read(_LARGEST_LIST)
    except _ZIP_ERRORS:
        return b""


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_HEAD)
    except OSError:
        return b""
