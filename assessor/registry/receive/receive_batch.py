"""Batches of verified parcels, imported in one transaction, each as if it came alone.

A server answers many rows as fast as one, and a disk stores many files as fast as one. A crash
loses at most one batch, which comes in when its files are received again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from assessor.errors import Reason, Refused
from assessor.registry.receive.form_naming import name_forms
from assessor.registry.trust.trust_roster import admit_changesets, waiting_reasons
from assessor.store.model.changeset import Changeset
from assessor.store.model.receipt import REFUSED, ParcelOrigin, Receipt, count_signers
from assessor.store.read.form_binding import ordered_forms
from assessor.store.read.joint_assessments import ALIAS_KIND
from assessor.store.read.redaction_orders import REDACTION_KIND
from assessor.store.write.mission import Mission, now_ms

MAX_PACKAGES, MAX_BATCH_ENTRIES, MAX_BATCH_SECONDS = 100, 20_000, 1.0
"""Packages in a batch, entries in a batch, and seconds that the first package waits."""

_AFFECTING_OTHERS = frozenset((ALIAS_KIND, REDACTION_KIND))
"""Kinds of entries that may change the counts of other packages: these come alone."""


@dataclass(frozen=True, slots=True)
class ReadyPackage:
    """A verified package: its changesets, those admitted, and `package` for all its bytes."""

    origin: ParcelOrigin
    changesets: Sequence[Changeset]
    admitted: Sequence[Changeset]
    package: Callable[[], bytes]

    @property
    def names(self) -> frozenset[str]:
        """Return all that it concerns: assessments, changesets and their ancestors."""
        names = set(self.origin.assessments)
        for changeset in self.changesets:
            header = changeset.header
            names.update((changeset.id, header.assessment), header.ancestors)
        return frozenset(names)

    @property
    def pages(self) -> str:
        """Return the state of the pages around it, "" for none."""
        return self.origin.known_file.pages if self.origin.known_file else ""

    @property
    def entries(self) -> int:
        """Return the number of its entries."""
        return sum(len(changeset.header) for changeset in self.changesets)

    def complete_receipt(self, mission: Mission, receipt: Receipt) -> Receipt:
        """Add signers, contents, names of forms and the state of the pages to a receipt."""
        withheld = {changeset.id: changeset.withheld for changeset in self.changesets}
        contents = {**withheld, **dict.fromkeys(self.origin.evidence, "")}
        return replace(
            receipt,
            signers=count_signers(self.changesets),
            forms=name_forms(mission, receipt.forms, self.origin.forms),
            contents=contents,
            pages=self.pages,
        )


def admit_package(
    mission: Mission,
    changesets: Sequence[Changeset],
    origin: ParcelOrigin,
    package: Callable[[], bytes],
    *,
    regardless: bool = False,
) -> ReadyPackage:
    """Split a package by the roster; the rest goes to quarantine, with the reasons. `regardless`
    ignores the roster."""
    admitted, waiting = (changesets, []) if regardless else admit_changesets(mission, changesets)
    if waiting:
        assessments = {changeset.header.assessment for changeset in admitted}
        origin = replace(
            origin,
            quarantine=package(),
            reasons=(*origin.reasons, *waiting_reasons(mission, waiting)),
            assessments={
                uuid: form for uuid, form in origin.assessments.items() if uuid in assessments
            },
            forms=origin.forms if admitted else {},
            evidence=origin.evidence if admitted else {},
        )
    return ReadyPackage(origin, changesets, admitted, package)


def form_objection(mission: Mission, ready: ReadyPackage) -> Reason | None:
    """Return why the forms that a package names for its assessments are not believed, or None.

    The map of a parcel is not signed: it must name a form that a changeset in it signs, or one that
    an order to use another form names. It decides nothing else (see form_binding): of an assessment
    without a changeset in it, a colleague's map may be older than ours.
    """
    signed: dict[str, set[str]] = {}
    for changeset in ready.changesets:
        forms = signed.setdefault(changeset.header.assessment, {changeset.header.form})
        forms.update({changeset.header.form}, ordered_forms(changeset))
    for uuid, forms in signed.items():
        form, here = ready.origin.assessments.get(uuid), mission.assessment(uuid)
        if here is not None:
            forms.update((here.form, *mission.signed_forms(uuid)))
        if form is not None and form not in forms:
            return Reason(
                "It wants the answers to be read with another form ({form}) than the one they were "
                "given in and signed with ({signed}): somebody exchanged the form. Nothing was "
                "taken in; ask the sender for the report again.",
                {"form": form[:12], "signed": ", ".join(sorted(one[:12] for one in forms))},
            )
    return None


def take_package(
    mission: Mission,
    ready: ReadyPackage,
    *,
    preview: bool = False,
    after: Sequence[tuple[Sequence[Changeset], ParcelOrigin]] = (),
) -> Receipt:
    """Import one package alone; what this registry cannot store goes to quarantine. A `preview`
    describes the import `after` other packages."""
    try:
        if objection := form_objection(mission, ready):
            raise Refused(objection.message, **objection.details)
        receipt = mission.add(
            ready.admitted, receipt=ready.origin, preview=preview, after=after
        ).receipt
    except Refused as error:
        origin = ready.origin
        refused = mission, ready.package, origin.file, origin.fingerprint, preview
        return replace(refuse_package(*refused, error.reason), pages=ready.pages)
    assert receipt is not None
    return ready.complete_receipt(mission, receipt)


def refuse_package(
    mission: Mission,
    package: Callable[[], bytes],
    file: str,
    fingerprint: str,
    preview: bool,
    reason: Reason,
) -> Receipt:
    """Return the receipt of a refused package; but for a preview, it goes to quarantine."""
    if preview or mission.read_only:
        return Receipt("", file, fingerprint, REFUSED, reasons=(reason,), at=now_ms())
    return mission.keep_refused(file, fingerprint, reason, package())


@dataclass(slots=True)
class ReceiveBatch:
    """Packages about different assessments that wait for a common transaction."""

    mission: Mission
    waiting: list[ReadyPackage] = field(default_factory=list)
    _names: set[str] = field(default_factory=set)
    _entries: int = 0
    _since: float = 0.0

    def fits(self, ready: ReadyPackage) -> bool:
        """Return whether a package is independent of those that wait."""
        return self._names.isdisjoint(ready.names)

    def put(self, ready: ReadyPackage) -> None:
        """Add a package that fits."""
        if not self.waiting:
            self._since = time.monotonic()
        self.waiting.append(ready)
        self._names |= ready.names
        self._entries += ready.entries

    @property
    def full(self) -> bool:
        """Return whether it is time to import them."""
        is_late = bool(self.waiting) and time.monotonic() - self._since > MAX_BATCH_SECONDS
        return is_late or len(self.waiting) >= MAX_PACKAGES or self._entries >= MAX_BATCH_ENTRIES

    def take(self) -> tuple[Receipt, ...]:
        """Import them in one transaction or, if one of them fails, each in its own."""
        waiting, self.waiting, self._names, self._entries = self.waiting, [], set(), 0
        if len(waiting) > 1:
            try:
                receipts = self.mission.add_separately(
                    [(ready.admitted, ready.origin) for ready in waiting]
                )
            except Refused:
                pass  # nothing was stored: imported alone, the faulty one gets its reason
            else:
                return tuple(
                    ready.complete_receipt(self.mission, receipt)
                    for receipt, ready in zip(receipts, waiting, strict=True)
                )
        return tuple(take_package(self.mission, ready) for ready in waiting)


def must_come_alone(mission: Mission, ready: ReadyPackage) -> bool:
    """Return whether a package may affect, or depend on, other assessments."""
    kinds = {kind for changeset in ready.changesets for kind, _ in changeset.header.topics}
    return (
        not ready.changesets
        or not kinds.isdisjoint(_AFFECTING_OTHERS)
        or mission.has_joined
        or form_objection(mission, ready) is not None
    )
