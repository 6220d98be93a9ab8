"""Files beside answers, stored once by their SHA-256 in the mission file.

An entry of kind `evidence` names a file: its question, name, size and hash. The answer to an upload
question is such a file, too: its body names the same SHA-256, so that photos of the same name from
two laptops are a conflict and are never mixed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assessor.assessment.assessment import Assessment
from assessor.assessment.base.file_writing import write_verified
from assessor.assessment.base.filenames import UNKNOWN, clean_name, media_type, unique_name
from assessor.assessment.base.progress import ProgressCallback, no_progress
from assessor.assessment.core.evidence_index import KIND
from assessor.assessment.core.mission_start import new_id
from assessor.assessment.core.statements import running_meeting
from assessor.assessment.core.undo_steps import Move
from assessor.errors import AssessorError, FileError, Refused, Unprotected
from assessor.form.live.changes import Changes
from assessor.form.live.node import Node
from assessor.store.model.entry import Entry, displayed_head

LARGEST_FILE = 50 * 2**20
"""Bytes of one file: it fits into one parcel, with room for the answers."""

_SHA256 = re.compile(r"[0-9a-f]{64}")
_MEDIA_TYPE = re.compile(r"[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,120}")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One file beside an answer.

    `id` is the key of its subject; `name` is safe to show and to save under; `size` is in bytes;
    `sha256` is 64 hex, "" if the entry has none. `here` is whether its content was received
    and is what was signed, `damaged` whether something else is stored in its place;
    `is_answer` whether it answers an upload question; `stripped` whether place and device were
    removed from a photograph, `may_tell` whether it may still contain them: a video, or a picture
    that could not be parsed.
    """

    id: str
    reference: str
    name: str
    media_type: str
    size: int
    sha256: str
    note: str
    here: bool
    damaged: bool
    is_answer: bool
    stripped: bool
    may_tell: bool
    entry: Entry


@dataclass(frozen=True, slots=True)
class StoredFiles:
    """Bodies of entries for stored files, and the errors of files that could not be read."""

    reference: str
    bodies: tuple[dict[str, Any], ...]
    troubles: tuple[AssessorError, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the files."""
        return tuple(str(body["name"]) for body in self.bodies)


def attach_file(
    assessment: Assessment,
    reference: str,
    source: Path | bytes,
    *,
    name: str = "",
    note: str = "",
    evidence_id: str | None = None,
) -> Changes:
    """Attach a file to a question as one step; `name` is needed for bytes.

    Raises KeyError for no such question, Refused for a file that is empty or larger than
    LARGEST_FILE, FileError if it cannot be read or stored.
    """
    node = assessment.instance.node(reference)
    body = _keep(assessment, reference, *_read(source, name), note)
    return assessment.add([Move(KIND, evidence_id or new_id(), None, body)], node.label, reference)


def store_files(
    assessment: Assessment,
    reference: str,
    sources: Sequence[Path],
    report_progress: ProgressCallback = no_progress,
) -> StoredFiles:
    """Read and store files for one question; `attach_stored` then attaches them.

    Photographs take time, so this may run in another thread. Files that cannot be read, are empty
    or too large are reported and left out. Raises KeyError for no such question, FileError if the
    mission cannot be written, and what `report_progress` raises.
    """
    assessment.instance.node(reference)
    bodies, troubles = [], []
    for done, source in enumerate(sources):
        report_progress(source.name, done, len(sources))
        try:
            content, file_name = _read(source, "")
        except (Refused, FileError) as trouble:
            troubles.append(trouble)
        else:
            bodies.append(_keep(assessment, reference, content, file_name))
    return StoredFiles(reference, tuple(bodies), tuple(troubles))


def attach_stored(assessment: Assessment, stored: StoredFiles) -> Changes:
    """Attach stored files to their question as one step."""
    if not stored.bodies:
        return Changes()
    moves = [Move(KIND, new_id(), None, body) for body in stored.bodies]
    label = assessment.instance.node(stored.reference).label
    return assessment.add(moves, label, stored.reference)


def answer_with_file(
    assessment: Assessment, reference: str, source: Path | bytes, *, name: str = "", **envelope: Any
) -> Changes:
    """Answer an upload question with a file; `envelope` as of Assessment.answer.

    It cites the running meeting. The file before stays in the history. Raises as attach_file does,
    and Refused for a question that does not ask for a file.
    """
    node = assessment.instance.node(reference)
    if node.control != "upload":
        raise Refused("{path} does not ask for a file.", path=reference)
    content, file_name = _read(source, name)
    body = _keep(assessment, reference, content, file_name, longest=_longest(node))
    digest = str(body["sha256"])
    value = unique_name(file_name, digest)
    before = assessment.answer_at(reference)
    meeting = running_meeting(assessment)
    if meeting is not None and "sources" not in envelope:
        envelope["sources"] = tuple(dict.fromkeys((*before.sources, meeting.id)))
    if (before.value, before.file) == (value, digest) and not envelope:
        return Changes()
    after = before.with_(value=value, file=digest, missing="", **envelope)
    moves = [Move("answer", reference, before.stored_body(), after.body())]
    for old in files_of(assessment, reference):
        if old.is_answer:
            moves.append(Move(KIND, old.id, dict(old.entry.body or {}), None))
    moves.append(Move(KIND, new_id(), None, body))
    return assessment.perform(moves, node.label, lambda: assessment.instance.set(reference, value))


def files_of(assessment: Assessment, reference: str | None = None) -> tuple[Evidence, ...]:
    """Return the files of one question or of all, in the order they were added."""
    index = assessment.evidence_index
    return _in_order(assessment, index.all() if reference is None else index.beside(reference))


def _in_order(assessment: Assessment, keys: Iterable[str]) -> tuple[Evidence, ...]:
    found = (_evidence(assessment, displayed_head(assessment.heads(KIND, key))) for key in keys)
    return tuple(sorted(found, key=lambda file: (file.entry.at, file.id)))


def find_file(assessment: Assessment, evidence_id: str) -> Evidence:
    """Return one file by its id. Raises Refused if there is none."""
    tips = assessment.heads(KIND, evidence_id)
    if not tips or displayed_head(tips).body is None:
        raise Refused("There is no file {id} in this assessment.", id=evidence_id)
    return _evidence(assessment, displayed_head(tips))


def file_bytes(assessment: Assessment, evidence_id: str) -> bytes:
    """Return the verified content of a file. Raises Refused if it is not here, FileError."""
    found = find_file(assessment, evidence_id)
    content = assessment.mission.evidence(found.sha256)
    if content is not None:
        return content
    if found.damaged:
        raise FileError(
            "{name} is damaged in this mission file: ask whoever attached it for it again.",
            name=found.name,
        )
    raise Refused(
        "{name} has not been received yet: ask for the sidecar of the report it came with.",
        name=found.name,
    )


def save_file(
    assessment: Assessment, evidence_id: str, path: Path, *, readable: bool = False
) -> Path:
    """Write a verified file to `path`, or by its name into a folder.

    Raises as file_bytes, and Unprotected for a file of a protected mission, unless a person chose
    that the copy is `readable`.
    """
    content = file_bytes(assessment, evidence_id)
    if assessment.mission.encrypted and not readable:
        raise Unprotected(
            "{file} is in a protected mission, and its copy would be readable by anybody who gets "
            "it: look at it here, or choose that anybody may read the copy.",
            file=find_file(assessment, evidence_id).name,
        )
    target = path / find_file(assessment, evidence_id).name if path.is_dir() else path
    if target.exists() and target.samefile(assessment.mission.path):
        raise Refused("{file} is the mission itself: choose another name.", file=target)
    write_verified(content, target)
    return target


def note_file(assessment: Assessment, evidence_id: str, note: str) -> Changes:
    """Set the note of a file: which page or section is meant, or what it is. Raises Refused."""
    found = find_file(assessment, evidence_id)
    before = dict(found.entry.body or {})
    body = {name: value for name, value in before.items() if name != "note"}
    body |= {"note": note.strip()} if note.strip() else {}
    if body == before:
        return Changes()
    return assessment.add([Move(KIND, evidence_id, before, body)], found.name, found.reference)


def copies_of_file(assessment: Assessment, evidence_id: str) -> tuple[Evidence, ...]:
    """Return the other files with the same content, on any question."""
    found = find_file(assessment, evidence_id)
    keys = assessment.evidence_index.alike(found.sha256) if found.sha256 else ()
    return _in_order(assessment, [key for key in keys if key != evidence_id])


def remove_file(assessment: Assessment, evidence_id: str) -> Changes:
    """Remove a file by a new entry; the answer of an upload question becomes blank with it."""
    found = find_file(assessment, evidence_id)
    moves = [Move(KIND, evidence_id, dict(found.entry.body or {}), None)]
    if not found.is_answer:
        return assessment.add(moves, found.name, found.reference)
    before = assessment.answer_at(found.reference)
    after = before.with_(value="", file="")
    moves.insert(0, Move("answer", found.reference, before.body(), after.body()))
    return assessment.perform(
        moves, found.name, lambda: assessment.instance.set(found.reference, "")
    )


def _keep(
    assessment: Assessment,
    reference: str,
    content: bytes,
    name: str,
    note: str = "",
    *,
    longest: int = 0,
) -> dict[str, Any]:
    """Store a file without place and device, reduced to `longest` (0: any); return its body."""
    # imported late: opening a mission needs no pictures
    from assessor.assessment.photos import photo_metadata

    original, (content, may_tell) = content, photo_metadata.strip_and_check(content)
    stripped = content != original
    content = photo_metadata.shrink_photo(content, longest) if longest else content
    digest = hashlib.sha256(content).hexdigest()
    assessment.mission.put_evidence(digest, content)
    kind = media_type(content, name)
    body: dict[str, Any] = {
        "reference": reference,
        "name": name,
        "type": kind,
        "size": len(content),
        "sha256": digest,
    }
    body |= {"stripped": True} if stripped else {}
    body |= {"may_tell": True} if may_tell or kind.startswith("video/") else {}
    return body | ({"note": note} if note else {})


def _evidence(assessment: Assessment, entry: Entry) -> Evidence:
    """Return the file of an entry; invalid parts of its body are ignored."""
    body = entry.body or {}
    digest, size = str(body.get("sha256", "")), body.get("size")
    digest = digest if _SHA256.fullmatch(digest) else ""
    kind, reference = str(body.get("type", "")), str(body.get("reference", ""))
    here = bool(digest) and assessment.mission.has_evidence(digest)
    return Evidence(
        id=entry.key,
        reference=reference,
        name=clean_name(str(body.get("name", ""))),
        media_type=kind if _MEDIA_TYPE.fullmatch(kind) else UNKNOWN,
        size=size if isinstance(size, int) and size >= 0 else 0,
        sha256=digest,
        note=str(body.get("note", "")),
        here=here,
        damaged=not here and any(assessment.mission.damaged_evidence([digest])),
        is_answer=bool(digest) and assessment.answer_at(reference).file == digest,
        stripped=body.get("stripped") is True,
        may_tell=body.get("may_tell") is True,
        entry=entry,
    )


def _read(source: Path | bytes, name: str) -> tuple[bytes, str]:
    content = source if isinstance(source, bytes) else b""
    file_name = clean_name(name or ("" if isinstance(source, bytes) else source.name))
    if isinstance(source, Path):
        try:
            if not source.is_file():
                raise FileError("There is no file {path}.", path=str(source))
            with source.open("rb") as file:
                content = file.read(LARGEST_FILE + 1)
        except OSError as error:
            raise FileError(
                "{name} cannot be read: {reason}.", name=file_name, reason=error.strerror
            ) from error
    if len(content) > LARGEST_FILE:
        raise Refused(
            "{name} is larger than {limit} MB: make it smaller, or attach its important pages.",
            name=file_name,
            limit=LARGEST_FILE >> 20,
        )
    if not content:
        raise Refused("{name} is empty: there is nothing to attach.", name=file_name)
    return content, file_name


def _longest(node: Node) -> int:
    limit = str(node.meta.get("max-pixels", ""))
    return int(limit) if limit.isdecimal() and len(limit) < 7 else 0
