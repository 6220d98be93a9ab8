"""Redact packages in quarantine too, so that no copy keeps redacted words.

A package that loses words is packed again: its changesets verify as before, but its sender no
longer signs the whole. A package that cannot be opened (damaged, sealed to others) stays.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress

from assessor.errors import FileError, ParcelError
from assessor.parcel.keys.age_sealing import is_sealed, public_age_key, seal_to, secret_keys
from assessor.parcel.pack.parcel_pack import ParcelContents, build_parcel, unpack_parcel
from assessor.store.model.changeset import Changeset
from assessor.store.model.entry import named_evidence
from assessor.store.model.published_answers import PUBLISHED_KIND as PUBLISHED
from assessor.store.model.published_answers import published_entry
from assessor.store.read.redaction_orders import TOMBSTONE, RedactionOrder, is_obeyed
from assessor.store.write.cache_db import drop_cached
from assessor.store.write.mission import Mission

_SETTING = "stripped"

OrdersByEntry = Mapping[str, Collection[RedactionOrder]]


def redact_quarantine(mission: Mission, *, identities: Sequence[str] = ()) -> None:
    """Apply the redaction orders to the packages in quarantine.

    Does nothing if no order and no package came since the last time; after a crash the next call
    repeats it. `identities` open sealed packages.
    """
    if mission.read_only:
        return
    orders = mission.redaction_orders()
    _drop_cached_words(mission, orders)
    if not (quarantined := mission.quarantined_ids()):
        return
    mark = _mark(orders, mission.controllers, max(quarantined, key=int), identities)
    if not orders or mission.setting(_SETTING) == mark:
        return
    redacted = {}
    for receipt, content in mission.quarantine():
        content_left = _redact_package(content, orders, mission.controllers, identities)
        if content_left is not None:
            redacted[receipt.id] = content_left
    mission.replace_quarantined(redacted)
    mission.set_setting(_SETTING, mark)


def _drop_cached_words(mission: Mission, orders: OrdersByEntry) -> None:
    """Drop the cache of assessments with redacted entries."""
    uuids = {row.uuid for row in mission.assessments()} if orders else set()
    redacted = {
        order.assessment for orders_of_entry in orders.values() for order in orders_of_entry
    } & uuids
    if redacted:
        stamps = mission.stamps(redacted)  # of joined assessments only the first has a stamp
        drop_cached(mission, dict.fromkeys(redacted, "") | stamps)


def _mark(
    orders: OrdersByEntry, controllers: Collection[str], newest: str, identities: Sequence[str]
) -> str:
    """Return a digest that changes if there may be something new to redact."""
    order_list = sorted(
        (name, *order) for name, entry_orders in orders.items() for order in entry_orders
    )
    public_keys = sorted(map(public_age_key, secret_keys(identities)))
    text = json.dumps([order_list, sorted(controllers), newest, public_keys])
    return hashlib.sha256(text.encode()).hexdigest()


def try_redact_quarantine(mission: Mission, *, identities: Sequence[str] = ()) -> None:
    """Redact after an import, which is valid whatever the disk does now. What fails is repeated the
    next time."""
    with suppress(FileError):
        redact_quarantine(mission, identities=identities)


def _redact_package(
    content: bytes, orders: OrdersByEntry, controllers: Collection[str], identities: Sequence[str]
) -> bytes | None:
    """Return a package without the redacted words; None if it has none of them."""
    try:
        contents = unpack_parcel(content, identities=identities)
    except ParcelError:
        return None
    redacted = [
        changeset.without_bodies(_redacted_positions(changeset, orders, controllers))
        for changeset in contents.changesets
    ]
    if all(
        changeset is original
        for changeset, original in zip(redacted, contents.changesets, strict=True)
    ):
        return None
    parcel = build_parcel(
        redacted, contents.assessments, contents.forms, evidence=_evidence(contents, redacted),
        profile=contents.profile, recovery=contents.recovery,
    )  # fmt: skip
    keys = tuple(map(public_age_key, secret_keys(identities)))
    return seal_to(parcel, keys) if keys and is_sealed(content) else parcel


def _redacted_positions(
    changeset: Changeset, orders: OrdersByEntry, controllers: Collection[str]
) -> Iterable[int]:
    """Yield the positions of redacted entries and of what was published of them."""
    header = changeset.header
    for position, payload in enumerate(changeset.payloads):
        if payload is None or payload == TOMBSTONE:
            continue
        kind, key = header.topics[header.of[position]]
        name = published_entry(key) if kind == PUBLISHED else f"{changeset.id}:{position}"
        for order in orders.get(name, ()):
            owner = order.owner if kind == PUBLISHED else header.signer
            obeyed = is_obeyed(order.signer, owner, controllers)
            if obeyed and order.assessment == header.assessment:
                yield position


def _evidence(contents: ParcelContents, redacted: Sequence[Changeset]) -> dict[str, bytes]:
    """Return the files of a package, without those that only redacted entries named."""
    removed = named_evidence(contents.changesets).keys() - named_evidence(redacted).keys()
    return {
        digest: content for digest, content in contents.evidence.items() if digest not in removed
    }
