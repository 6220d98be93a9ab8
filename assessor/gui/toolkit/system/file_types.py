"""Classify dropped files by suffix; on an open mission `classify_files` reads their contents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData

_FORMS = frozenset({".xlsx", ".xml", ".md"})
_PARCELS = frozenset({".pdf", ".assessor", ".age"})
_WRAPPINGS = frozenset({".zip", ".eml"})
_MISSIONS = frozenset({".mission"})
_REGISTRIES = frozenset({".registry"})
_CARDS = frozenset({".card"})
_PACKS = frozenset({".pack"})
_INVITATIONS = frozenset({".invitation"})


SEALED_FILE = "Let go to see what this sealed file is"


@dataclass(frozen=True, slots=True)
class DroppedFiles:
    """Dropped files, in an English `sentence`.

    `kind` is `open`, `new`, `pack`, `registry`, `meet`, `receive` or empty.
    """

    kind: str
    paths: tuple[Path, ...]
    sentence: str


def local_paths(data: QMimeData) -> tuple[Path, ...]:
    """Return the files and folders of a drag that are on this computer."""
    return tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())


def is_folder(path: Path) -> bool:
    """Whether a path is a folder; False if it cannot be read."""
    try:
        return path.is_dir()
    except OSError:
        return False


def is_file(path: Path) -> bool:
    """Whether a path is a file; False if it cannot be read."""
    try:
        return path.is_file()
    except OSError:
        return False


def brought_by(path: Path) -> tuple[Path, ...]:
    """Return the files that bring a mission: an invitation, a parcel or report, or the invitations
    in a folder, the newest first; none for any other."""
    if not is_folder(path):
        return (path,) if path.suffix.lower() in _INVITATIONS | _PARCELS else ()
    found = [each for each in path.iterdir() if each.suffix.lower() in _INVITATIONS]
    return tuple(sorted(found, key=lambda each: each.stat().st_mtime, reverse=True))


def is_sealed_document(path: Path) -> bool:
    """Whether a name says that a report or document is sealed as a whole: report.pdf.age."""
    from assessor.assessment.mission.outgoing_seal import unsealed_name  # late: window first

    return unsealed_name(path) != path


def classify_paths(paths: Sequence[Path]) -> DroppedFiles:
    """Classify files: one mission, registry, card, pack or form is opened; several are received."""
    paths = tuple(paths)
    if len(paths) == 1 and (found := _classify_path(*paths)).kind:
        return found
    if paths and all(path.suffix.lower() in _INVITATIONS for path in paths):
        return DroppedFiles("open", paths, "Let go to choose the mission to join")
    if paths and all(_may_be_received(path) for path in paths):
        return DroppedFiles("receive", paths, "Let go to receive at headquarters")
    return DroppedFiles("", paths, "Assessor cannot use these files")


def _classify_path(path: Path) -> DroppedFiles:
    paths = (path,)
    if path.suffix.lower() in _MISSIONS and is_file(path):
        return DroppedFiles("open", paths, "Let go to open this mission")
    if path.suffix.lower() in _INVITATIONS or (is_folder(path) and brought_by(path)):
        return DroppedFiles("open", brought_by(path), "Let go to join this mission")
    if path.suffix.lower() in _REGISTRIES and is_file(path):
        return DroppedFiles("registry", paths, "Let go to open this registry")
    if path.suffix.lower() in _CARDS:
        return DroppedFiles("meet", paths, "Let go to see whom this card introduces")
    if path.suffix.lower() in _PACKS and is_file(path):
        return DroppedFiles("pack", paths, "Let go to begin a mission from this pack")
    if is_sealed_document(path) and not path.stem.lower().endswith(".pdf"):
        return DroppedFiles("open", paths, "Let go to open this file")
    if path.suffix.lower() == ".age" and is_file(path):
        return DroppedFiles("receive", paths, SEALED_FILE)
    if _is_form(path):
        return DroppedFiles("new", paths, "Let go to begin a mission with this form")
    return DroppedFiles("", paths, "")


def _is_form(path: Path) -> bool:
    if is_folder(path):
        return is_file(path / "survey.csv")
    return path.suffix.lower() in _FORMS


def _may_be_received(path: Path) -> bool:
    return is_folder(path) or path.suffix.lower() in _PARCELS | _WRAPPINGS | _MISSIONS | _REGISTRIES
