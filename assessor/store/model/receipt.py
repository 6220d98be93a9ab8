"""Receipts: what a received file brought, what was known, what was refused and why."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from assessor.errors import Reason, Refused
from assessor.names import MAX_FILE_NAME_LENGTH, key_fingerprint, safe_name
from assessor.store.model.changeset import Changeset

NEW, KNOWN, REFUSED = "new", "known", "refused"
QUARANTINED, UNDONE, PREVIEW = "quarantined", "undone", "preview"


@dataclass(frozen=True, slots=True)
class SignerCount:
    """The number of entries that one key (64 hex) signed under one author's name."""

    signer: str
    author: str
    entries: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "author", safe_name(self.author))


@dataclass(frozen=True, slots=True)
class ReceivedForm:
    """A form that a received file was signed with: its digest (64 hex), whether the file brought it
    here first, and as it names itself, "" where that is not known."""

    digest: str
    new: bool
    title: str = ""
    version: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "title", safe_name(self.title))
        object.__setattr__(self, "version", safe_name(self.version))


@dataclass(frozen=True, slots=True)
class Receipt:
    """One received file. `new` and `known` count entries, `conflicts` the open ones afterwards.

    `id` is the argument of undo; "" where nothing was stored (a preview, an unusable file).
    `fingerprint` is 64 hex of the parcel or file; `at` milliseconds since 1970 UTC. `reasons`
    explain a refusal or quarantine in the reader's language (words.say). `missing_changesets` names
    changesets that entries refer to and that are not received yet. Known only while the file is
    received: `files` counts new evidence files, `missing` names those still to come, `signers` are
    the signers of the file, `forms` the forms that they signed with, `pages` is the state of its
    pages ("" for none), and `contents` maps the ids (64 hex) of its changesets and evidence files
    to the withheld positions ("" for none).
    """

    id: str
    file: str
    fingerprint: str
    status: str
    new: int = 0
    known: int = 0
    conflicts: int = 0
    reasons: tuple[Reason, ...] = ()
    at: int = 0
    assessments: tuple[str, ...] = ()
    missing_changesets: tuple[str, ...] = ()
    signers: tuple[SignerCount, ...] = ()
    files: int = 0
    missing: tuple[str, ...] = ()
    pages: str = ""
    forms: tuple[ReceivedForm, ...] = field(default=(), compare=False)
    contents: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "file", safe_name(self.file, MAX_FILE_NAME_LENGTH))

    @property
    def reason(self) -> str:
        """Return the reasons in English, for scripts and logs."""
        return " ".join(map(str, self.reasons))


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A received file: its SHA-256 (64 hex), the state of its pages, and remarks on them."""

    digest: str
    pages: str = ""
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class ParcelOrigin:
    """The source of changesets, with the forms, evidence and assessments it contains.

    `quarantine` is the parcel to keep in quarantine for the given `reasons`. `known_file`
    identifies the file, so that it is recognised when it comes again.
    """

    file: str
    fingerprint: str
    at: int
    assessments: Mapping[str, str] = field(default_factory=dict)
    forms: Mapping[str, bytes] = field(default_factory=dict)
    evidence: Mapping[str, bytes] = field(default_factory=dict)
    quarantine: bytes = b""
    known_file: KnownFile | None = None
    reasons: tuple[Reason, ...] = ()


class Effect(Enum):
    """What becomes of a key: it speaks for the team AGAIN, or NO_MORE; it COUNTS because nobody of
    the team is known any more; as that of an invitation it OPENS the way in again, or CLOSES it."""

    AGAIN = "{person} ({key}) belongs to the team again: what this key says counts."
    NO_MORE = (
        "{person} ({key}) belongs to the team no more: what this key says waits beside the words "
        "of the team."
    )
    COUNTS = (
        "What {person} ({key}) says counts, though this key was outside the team: nobody of the "
        "team is known any more."
    )
    OPENS = "The invitation {key} lets people into the team again."
    CLOSES = "The invitation {key} lets nobody into the team any more."


@dataclass(frozen=True, slots=True)
class MemberChange:
    """What an undo does to the authority of a key (64 hex) in an assessment (uuid); `name` is that
    by which it signed or came in, "" if unknown."""

    assessment: str
    key: str
    effect: Effect
    name: str = ""

    @property
    def reason(self) -> Reason:
        """Return the sentence about it, true before the undo as a forecast, and after it."""
        key = key_fingerprint(bytes.fromhex(self.key))
        if self.effect in (Effect.OPENS, Effect.CLOSES):
            return Reason(self.effect.value, {"key": key})
        person = self.name or Reason("somebody not named")
        return Reason(self.effect.value, {"person": person, "key": key})


class UnaskedChange(Refused):
    """An undo of a `file` by which `members` gain or lose authority, and nobody was asked."""

    def __init__(self, file: str, members: Iterable[MemberChange]) -> None:
        self.file, self.members = file, tuple(members)
        super().__init__(
            "Undoing the import of {file} changes who speaks for a team, and nobody was asked "
            "about that: look at the import again, read whom it concerns, and decide then.",
            file=file,
        )


@dataclass(frozen=True, slots=True)
class UndoResult:
    """The result of an undo: entries set aside, conflicts open afterwards, and who gains or loses
    authority by it."""

    entries: int
    conflicts: int
    members: tuple[MemberChange, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The result of an import, in entries; `missing_changesets` are ids of missing ancestors."""

    new: int
    known: int
    missing_changesets: tuple[str, ...]
    receipt: Receipt | None = None


def count_signers(changesets: Iterable[Changeset]) -> tuple[SignerCount, ...]:
    """Count the entries of each signer, in the order of the changesets."""
    counts: dict[tuple[str, str], int] = {}
    for changeset in changesets:
        signer = changeset.header.signer, changeset.header.author
        counts[signer] = counts.get(signer, 0) + len(changeset.header)
    return tuple(SignerCount(*signer, entries) for signer, entries in counts.items())


def receipt_number(receipt_id: str) -> int:
    """Return the number of a receipt id; -1, which no receipt has, for an invalid id."""
    return int(receipt_id) if receipt_id.isascii() and receipt_id.isdigit() else -1


def write_reasons(reasons: Iterable[Reason]) -> str:
    """Return reasons as stored: JSON, `[[message, details], …]`, "" for none."""
    rows = [_plain(reason) for reason in reasons]
    return json.dumps(rows, ensure_ascii=False) if rows else ""


def _plain(reason: Reason) -> list[object]:
    details = {
        name: _plain(part)
        if isinstance(part, Reason)
        else part
        if isinstance(part, int)
        else str(part)
        for name, part in reason.details.items()
    }
    return [reason.message, details]


def read_reasons(text: str) -> tuple[Reason, ...]:
    """Parse stored reasons; version 1.0 stored one finished English sentence."""
    if not text.startswith("[["):
        return (Reason(text),) if text else ()
    return tuple(_reason(part) for part in json.loads(text))


def _reason(row: list[object]) -> Reason:
    message, details = row
    assert isinstance(details, dict)
    return Reason(
        str(message),
        {name: _reason(part) if isinstance(part, list) else part for name, part in details.items()},
    )
