"""Verified parcels gathered for one transaction: each is taken in as if it came alone.

A server answers many rows at once as fast as one, and a disk keeps many files as fast as one. What
a crash loses is a batch at most, which comes in whole when its files are received again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from assessor.errors import Refused
from assessor.registry.trust.trust_roster import admit_changesets, waiting_reasons
from assessor.store.model.changeset import Changeset
from assessor.store.model.receipt import REFUSED, ParcelOrigin, Receipt, count_signers
from assessor.store.read import joint_assessments, redaction_orders
from assessor.store.write.mission import Mission

MAX_PACKAGES, MAX_BATCH_ENTRIES, MAX_BATCH_SECONDS = 100, 20_000, 1.0
"""Packages in one batch, entries in them, and seconds that the first of them waits."""

_REACHING = frozenset((joint_assessments.ALIAS_KIND, redaction_orders.REDACTION_KIND))
"""Kinds of entries that may change what is counted elsewhere: they come alone."""


@dataclass(frozen=True, slots=True)
class ReadyPackage:
    """A verified package: what it holds, what of that comes in, and `package`, all its bytes."""

    origin: ParcelOrigin
    changesets: Sequence[Changeset]
    admitted: Sequence[Changeset]
    package: Callable[[], bytes]

    @property
    def names(self) -> frozenset[str]:
        """All that it is about: assessments, changesets, and what these name as ancestors."""
        ancestors = (
            other
            for one in self.changesets
            for parents in one.header.ancestry.values()
            for other, _ in parents
        )
        about = (name for one in self.changesets for name in (one.id, one.header.assessment))
        return frozenset((*self.origin.assessments, *about, *ancestors)) - {""}

    @property
    def entries(self) -> int:
        """How many entries it holds."""
        return sum(len(one.header) for one in self.changesets)

    def complete_receipt(self, receipt: Receipt) -> Receipt:
        """Its receipt with who signed what it holds, and what that is."""
        withheld = {
            one.id: ",".join(str(at) for at, body in enumerate(one.payloads) if body is None)
            for one in self.changesets
        }
        holds = {**withheld, **dict.fromkeys(self.origin.evidence, "")}
        return replace(receipt, signers=count_signers(self.changesets), contents=holds)


def admit_package(
    mission: Mission,
    changesets: Sequence[Changeset],
    origin: ParcelOrigin,
    package: Callable[[], bytes],
    *,
    regardless: bool = False,
) -> ReadyPackage:
    """What the roster lets in of a package; the rest of it waits, with its reasons.

    `regardless` lets in what the roster would have wait.
    """
    welcome, waiting = (changesets, []) if regardless else admit_changesets(mission, changesets)
    if waiting:
        about = {one.header.assessment for one in welcome}
        origin = replace(
            origin,
            quarantine=package(),
            reasons=(*origin.reasons, *waiting_reasons(mission, waiting)),
            assessments={uuid: form for uuid, form in origin.assessments.items() if uuid in about},
            forms=origin.forms if welcome else {},
            evidence=origin.evidence if welcome else {},
        )
    return ReadyPackage(origin, changesets, welcome, package)


def take_package(
    mission: Mission,
    one: ReadyPackage,
    *,
    preview: bool = False,
    after: Sequence[tuple[Sequence[Changeset], ParcelOrigin]] = (),
) -> Receipt:
    """Take in one package alone; what this registry cannot hold goes to quarantine.

    A `preview` tells what that would do `after` other packages.
    """
    try:
        receipt = mission.add(
            one.admitted, receipt=one.origin, preview=preview, after=after
        ).receipt
    except Refused as error:
        origin = one.origin
        if not preview and not mission.read_only:
            return mission.keep_refused(
                origin.file, origin.fingerprint, error.reason, one.package()
            )
        return Receipt(
            "", origin.file, origin.fingerprint, REFUSED, reasons=(error.reason,), at=origin.at
        )
    assert receipt is not None
    return one.complete_receipt(receipt)


@dataclass(slots=True)
class ReceiveBatch:
    """Packages about different assessments that wait for a transaction of their own."""

    mission: Mission
    waiting: list[ReadyPackage] = field(default_factory=list)
    _names: set[str] = field(default_factory=set)
    _entries: int = 0
    _since: float = 0.0

    def fits(self, one: ReadyPackage) -> bool:
        """Whether it may come in beside those that wait, and be told as if they had been first."""
        return self._names.isdisjoint(one.names)

    def put(self, one: ReadyPackage) -> None:
        """Let it wait beside the others, which it fits."""
        if not self.waiting:
            self._since = time.monotonic()
        self.waiting.append(one)
        self._names |= one.names
        self._entries += one.entries

    @property
    def full(self) -> bool:
        """Whether it is time to take them in."""
        late = bool(self.waiting) and time.monotonic() - self._since > MAX_BATCH_SECONDS
        return late or len(self.waiting) >= MAX_PACKAGES or self._entries >= MAX_BATCH_ENTRIES

    def take(self) -> tuple[Receipt, ...]:
        """Take them in by one transaction, or, where one of them fails, each by its own."""
        waiting, self.waiting, self._names, self._entries = self.waiting, [], set(), 0
        if len(waiting) > 1:
            try:
                receipts = self.mission.add_separately(
                    [(one.admitted, one.origin) for one in waiting]
                )
            except Refused:
                pass  # nothing of it was kept: alone, the one at fault says what is wrong
            else:
                return tuple(
                    one.complete_receipt(receipt)
                    for receipt, one in zip(receipts, waiting, strict=True)
                )
        return tuple(take_package(self.mission, one) for one in waiting)


def must_come_alone(mission: Mission, one: ReadyPackage) -> bool:
    """Whether a package may change, or be told by, more than the assessments it is about."""
    kinds = {kind for changeset in one.changesets for kind, _ in changeset.header.topics}
    return not one.changesets or not kinds.isdisjoint(_REACHING) or mission.has_joined
