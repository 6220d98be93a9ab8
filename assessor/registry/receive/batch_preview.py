"""A preview of several files; each result assumes that the earlier ones were imported."""

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
"""The most entries of earlier files kept in memory; beyond that the earliest are dropped."""


@dataclass(slots=True)
class BatchPreview:
    """The content of the files of one preview, without the bytes of their evidence."""

    mission: Mission
    _earlier: list[tuple[frozenset[str], Sequence[Changeset], ParcelOrigin]] = field(
        default_factory=list
    )
    _forms: dict[str, bytes] = field(default_factory=dict)
    _files: dict[str, str] = field(default_factory=dict)
    _complete: set[str] = field(default_factory=set)
    _entries: int = 0

    def preview(self, ready: ReadyPackage) -> Receipt:
        """Return what importing this package would do after the earlier ones."""
        names, origin = ready.names, ready.origin
        packages = [
            (changesets, source)
            for other_names, changesets, source in self._earlier
            if not names.isdisjoint(other_names)
        ]
        receipt = take_package(self.mission, ready, preview=True, after=_merge(packages))
        if receipt.status == PREVIEW and (receipt.new or receipt.files):
            self._remember(names, ready)
        elif receipt.status == PREVIEW and receipt.known:
            receipt = self._explain(ready, receipt)
        if origin.fingerprint:
            self._files.setdefault(origin.fingerprint, origin.file)
        return receipt

    def _explain(self, ready: ReadyPackage, receipt: Receipt) -> Receipt:
        """Add to a receipt without news whether the content is here already."""
        alone = take_package(self.mission, ready, preview=True)
        if not alone.new and not alone.files:
            return mark_copy(self.mission, receipt)
        file = self._files.get(ready.origin.fingerprint)
        reason = Reason(SAME_FILE, {"file": file}) if file else Reason(NOTHING_NEW)
        return replace(receipt, reasons=(*receipt.reasons, reason))

    def _remember(self, names: frozenset[str], ready: ReadyPackage) -> None:
        """Remember a package; evidence counts by digest, each form is kept once."""
        forms = {
            name: self._forms.setdefault(name, form) for name, form in ready.origin.forms.items()
        }
        evidence = dict.fromkeys(ready.origin.evidence, b"")
        bare = replace(ready.origin, quarantine=b"", forms=forms, evidence=evidence)
        new = [changeset for changeset in ready.admitted if changeset.id not in self._complete]
        self._complete.update(changeset.id for changeset in new if None not in changeset.payloads)
        self._earlier.append((names, new, bare))
        self._entries += sum(len(changeset.header) for changeset in new)
        while self._entries > MAX_PREVIEW_ENTRIES and len(self._earlier) > 1:
            _, dropped, _ = self._earlier.pop(0)
            self._complete.difference_update(changeset.id for changeset in dropped)
            self._entries -= sum(len(changeset.header) for changeset in dropped)


def _merge(
    packages: Sequence[tuple[Sequence[Changeset], ParcelOrigin]],
) -> list[tuple[Sequence[Changeset], ParcelOrigin]]:
    """Merge packages into one, so that each effect is counted once."""
    if not packages:
        return []
    origins = [origin for _, origin in packages]
    merged = replace(
        origins[-1],
        assessments={
            uuid: form for origin in reversed(origins) for uuid, form in origin.assessments.items()
        },
        forms={digest: form for origin in origins for digest, form in origin.forms.items()},
        evidence={digest: b"" for origin in origins for digest in origin.evidence},
    )
    return [([changeset for changesets, _ in packages for changeset in changesets], merged)]
