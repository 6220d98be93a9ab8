"""A preview of several files: each is told as if those before it had been taken in already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assessor.errors import Reason
from assessor.registry.receive.copy_detection import NOTHING_NEW, SAME_FILE, mark_copy
from assessor.registry.receive.receive_batch import ReadyPackage, take_package
from assessor.store.model.changeset import Changeset
from assessor.store.model.receipt import PREVIEW, ParcelOrigin, Receipt
from assessor.store.write.mission import Mission

MAX_PREVIEW_ENTRIES = 200_000
"""Entries of earlier files held in memory; beyond them the earliest files are forgotten."""


@dataclass(slots=True)
class BatchPreview:
    """What the files of one preview bring, without the bytes of their evidence."""

    mission: Mission
    _earlier: list[tuple[frozenset[str], Sequence[Changeset], ParcelOrigin]] = field(
        default_factory=list
    )
    _forms: dict[str, bytes] = field(default_factory=dict)
    _files: dict[str, str] = field(default_factory=dict)
    _whole: set[str] = field(default_factory=set)
    _entries: int = 0

    def preview(self, one: ReadyPackage) -> Receipt:
        """What receiving this package would do after those looked at before; kept for the next.

        One that repeats them has a word on that.
        """
        names, origin = one.names, one.origin
        before = [(said, of) for about, said, of in self._earlier if not names.isdisjoint(about)]
        receipt = take_package(self.mission, one, preview=True, after=_as_one(before))
        if receipt.status == PREVIEW and (receipt.new or receipt.files):
            self._keep(names, one)
        elif receipt.status == PREVIEW and receipt.known:
            receipt = self._told(one, receipt)
        if origin.fingerprint:
            self._files.setdefault(origin.fingerprint, origin.file)
        return receipt

    def _told(self, one: ReadyPackage, receipt: Receipt) -> Receipt:
        """The receipt of what brings nothing new, saying whether it is here already."""
        alone = take_package(self.mission, one, preview=True)
        if not alone.new and not alone.files:
            return mark_copy(self.mission, receipt)
        same = self._files.get(one.origin.fingerprint)
        said = Reason(SAME_FILE, {"file": same}) if same else Reason(NOTHING_NEW)
        return replace(receipt, reasons=(*receipt.reasons, said))

    def _keep(self, names: frozenset[str], one: ReadyPackage) -> None:
        """Evidence that came counts by its digests, forms are kept once."""
        forms = {
            name: self._forms.setdefault(name, form) for name, form in one.origin.forms.items()
        }
        evidence = dict.fromkeys(one.origin.evidence, b"")
        bare = replace(one.origin, quarantine=b"", forms=forms, evidence=evidence)
        fresh = [each for each in one.admitted if each.id not in self._whole]
        self._whole.update(each.id for each in fresh if None not in each.payloads)
        self._earlier.append((names, fresh, bare))
        self._entries += sum(len(each.header) for each in fresh)
        while self._entries > MAX_PREVIEW_ENTRIES and len(self._earlier) > 1:
            _, gone, _ = self._earlier.pop(0)
            self._whole.difference_update(each.id for each in gone)
            self._entries -= sum(len(each.header) for each in gone)


def _as_one(
    packages: Sequence[tuple[Sequence[Changeset], ParcelOrigin]],
) -> list[tuple[Sequence[Changeset], ParcelOrigin]]:
    """Packages as one of all that is in them: what they do is counted once, not for each."""
    if not packages:
        return []
    origins = [of for _, of in packages]
    whole = replace(
        origins[-1],
        assessments={
            uuid: form for of in reversed(origins) for uuid, form in of.assessments.items()
        },
        forms={digest: form for of in origins for digest, form in of.forms.items()},
        evidence={digest: b"" for of in origins for digest in of.evidence},
    )
    return [([each for said, _ in packages for each in said], whole)]
