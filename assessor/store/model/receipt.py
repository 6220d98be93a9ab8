"""What is kept of every file received: what was new, what was known, what was refused and why."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from assessor.errors import Reason
from assessor.store.model.changeset import Changeset

NEW, KNOWN, REFUSED = "new", "known", "refused"
QUARANTINED, UNDONE, PREVIEW = "quarantined", "undone", "preview"


@dataclass(frozen=True, slots=True)
class SignerCount:
    """How many entries one key (64 hex) signed under one author's name."""

    signer: str
    author: str
    entries: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """One file received. `new` and `known` count entries; `conflicts` those open afterwards.

    `id` is what undo takes; it is "" where nothing was kept (a preview, a file of no use here).
    `fingerprint` is 64 hex of the parcel or file; `at` milliseconds since 1970 UTC;
    `reasons` say why it was refused or waits, in the language of whoever reads it (words.say);
    `waiting` names changesets that entries refer to and that have not been received yet;
    `files` counts files of evidence that were new, and `missing` are the names of those that
    entries refer to and that are still to come: both as it is received.
    `signers` are those who signed what the file holds, as it is received (Mission.brought later).
    `pages` is how the pages stand to what was signed, as it is received; "" for no pages.
    `holds` is what the file holds, as it is received: changesets and files of evidence by their
    ids (64 hex), each with what of it is withheld, "" for nothing.
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
    contents: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)

    @property
    def reason(self) -> str:
        """The reasons in English, for scripts and logs."""
        return " ".join(map(str, self.reasons))


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A whole file: its SHA-256 (64 hex), how its pages stood, and what was said of them."""

    digest: str
    pages: str = ""
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class ParcelOrigin:
    """Where changesets come from, and what came with them: forms, evidence, assessments' forms.

    `waits` is a parcel kept in quarantine beside the receipt, for the `reasons` given: what it
    holds and was not taken in. `seen` is the whole file, where it is to be known again.
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


@dataclass(frozen=True, slots=True)
class UndoResult:
    """What taking a receipt back did: entries set aside, conflicts then open where they were."""

    entries: int
    conflicts: int


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What adding changesets did, in entries; `waiting` are ids of ancestors not yet received."""

    new: int
    known: int
    missing_changesets: tuple[str, ...]
    receipt: Receipt | None = None


def count_signers(changesets: Iterable[Changeset]) -> tuple[SignerCount, ...]:
    """Who signed these changesets, in their order."""
    counted: dict[tuple[str, str], int] = {}
    for one in changesets:
        who = one.header.signer, one.header.author
        counted[who] = counted.get(who, 0) + len(one.header)
    return tuple(SignerCount(*who, entries) for who, entries in counted.items())


def receipt_number(receipt_id: str) -> int:
    """The number of a receipt by its id; -1, which none has, for what is no id."""
    return int(receipt_id) if receipt_id.isascii() and receipt_id.isdigit() else -1


def write_reasons(reasons: Iterable[Reason]) -> str:
    """Reasons as they are kept in a file: JSON, `[[message, details], …]`, "" for none."""
    kept = [_plain(reason) for reason in reasons]
    return json.dumps(kept, ensure_ascii=False) if kept else ""


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


def read_reasons(kept: str) -> tuple[Reason, ...]:
    """Reasons as they were kept; a file of version 1.0 kept one finished English sentence."""
    if not kept.startswith("[["):
        return (Reason(kept),) if kept else ()
    return tuple(_reason(part) for part in json.loads(kept))


def _reason(kept: list[object]) -> Reason:
    message, details = kept
    assert isinstance(details, dict)
    return Reason(
        str(message),
        {name: _reason(part) if isinstance(part, list) else part for name, part in details.items()},
    )
