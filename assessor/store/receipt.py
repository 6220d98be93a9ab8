"""What is kept of every file received: what was new, what was known, what was refused and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from assessor.store.signers import Signed

NEW, KNOWN, REFUSED = "new", "known", "refused"
QUARANTINED, UNDONE, PREVIEW = "quarantined", "undone", "preview"


@dataclass(frozen=True, slots=True)
class Receipt:
    """One file received. `new` and `known` count entries; `conflicts` those open afterwards.

    `id` is what undo takes; it is "" where nothing was kept (a preview, a file of no use here).
    `fingerprint` is 64 hex of the parcel or file; `at` milliseconds since 1970 UTC;
    `waiting` names changesets that entries refer to and that have not been received yet;
    `signers` are those who signed what the file holds, as it is received (Mission.brought later).
    """

    id: str
    file: str
    fingerprint: str
    status: str
    new: int = 0
    known: int = 0
    conflicts: int = 0
    reason: str = ""
    at: int = 0
    assessments: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    signers: tuple[Signed, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where changesets come from, and what came with them: forms, evidence, assessments' forms.

    `waits` is a parcel kept in quarantine beside the receipt, for the `reason` given: what it holds
    and was not taken in.
    """

    file: str
    fingerprint: str
    at: int
    assessments: Mapping[str, str] = field(default_factory=dict)
    forms: Mapping[str, bytes] = field(default_factory=dict)
    evidence: Mapping[str, bytes] = field(default_factory=dict)
    waits: bytes = b""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Added:
    """What adding changesets did, in entries; `waiting` are ids of ancestors not yet received."""

    new: int
    known: int
    waiting: tuple[str, ...]
    receipt: Receipt | None = None
