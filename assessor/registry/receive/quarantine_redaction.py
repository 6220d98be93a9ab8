"""Takes words that were taken back out of packages in quarantine, too, so that no copy keeps them.

A package that loses words is packed anew: its changesets verify as before, only whoever sent it no
longer signs it as a whole. What cannot be opened (damaged, sealed to somebody else) stays as it is.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress

from assessor.errors import FileError, ParcelError
from assessor.parcel.keys.age_sealing import is_sealed, public_age_key, seal_to
from assessor.parcel.pack.parcel_pack import ParcelContents, build_parcel, unpack_parcel
from assessor.store.model.changeset import Changeset
from assessor.store.model.published_answers import PUBLISHED_KIND as PUBLISHED
from assessor.store.model.published_answers import published_entry
from assessor.store.read.redaction_orders import TOMBSTONE, RedactionOrder
from assessor.store.write import cache_db
from assessor.store.write.mission import Mission

_SETTING = "stripped"

OrdersByEntry = Mapping[str, Collection[RedactionOrder]]


def redact_quarantine(mission: Mission, *, identities: Sequence[str] = ()) -> None:
    """Carry out the orders to redact in the packages that wait or were refused.

    Nothing to do where no order and no package came since the last time; a crash before the end
    leaves it to be done the next time. `identities` open what is sealed.
    """
    if mission.read_only:
        return
    orders = mission.redaction_orders()
    _forget_what_was_kept(mission, orders)
    if not (held := mission.quarantined_ids()):
        return
    done = _mark(orders, mission.controllers, max(held, key=int), identities)
    if not orders or mission.setting(_SETTING) == done:
        return
    stripped = {}
    for receipt, content in mission.quarantine():
        left = _without(content, orders, mission.controllers, identities)
        if left is not None:
            stripped[receipt.id] = left
    mission.replace_quarantined(stripped)
    mission.set_setting(_SETTING, done)


def _forget_what_was_kept(mission: Mission, orders: OrdersByEntry) -> None:
    """What was worked out, beside the registry, of assessments where words were taken back."""
    here = {row.uuid for row in mission.assessments()} if orders else set()
    about = {order.assessment for each in orders.values() for order in each} & here
    if about:
        stamps = mission.stamps(about)  # what is joined to another has none of its own
        cache_db.drop_cached(mission, dict.fromkeys(about, "") | stamps)


def _mark(
    orders: OrdersByEntry, controllers: Collection[str], newest: str, identities: Sequence[str]
) -> str:
    """What tells whether anything could be taken out that was not the last time."""
    said = sorted((name, *order) for name, each in orders.items() for order in each)
    opens = sorted(map(public_age_key, identities))
    about = json.dumps([said, sorted(controllers), newest, opens])
    return hashlib.sha256(about.encode()).hexdigest()


def try_redact_quarantine(mission: Mission, *, identities: Sequence[str] = ()) -> None:
    """The same after files were taken in, which stands whatever the disk says now.

    What is not stripped then is stripped the next time.
    """
    with suppress(FileError):
        redact_quarantine(mission, identities=identities)


def _without(
    content: bytes, orders: OrdersByEntry, controllers: Collection[str], identities: Sequence[str]
) -> bytes | None:
    """A package without the words taken back; None if it holds none of them."""
    try:
        contents = unpack_parcel(content, identities=identities)
    except ParcelError:
        return None
    left = [
        one.without_bodies(_taken_back(one, orders, controllers)) for one in contents.changesets
    ]
    if all(one is before for one, before in zip(left, contents.changesets, strict=True)):
        return None
    parcel = build_parcel(
        left, contents.assessments, contents.forms, evidence=_evidence(contents, left),
        profile=contents.profile, recovery=contents.recovery,
    )  # fmt: skip
    return seal_to(parcel, map(public_age_key, identities)) if is_sealed(content) else parcel


def _taken_back(
    changeset: Changeset, orders: OrdersByEntry, controllers: Collection[str]
) -> Iterable[int]:
    """The places of what was ordered to go, and of what was published of that."""
    said = changeset.header
    for place, payload in enumerate(changeset.payloads):
        if payload is None or payload == TOMBSTONE:
            continue
        kind, key = said.topics[said.of[place]]
        name = published_entry(key) if kind == PUBLISHED else f"{changeset.id}:{place}"
        for order in orders.get(name, ()):
            owner = order.owner if kind == PUBLISHED else said.signer
            if order.assessment == said.assessment and order.signer in {owner, *controllers}:
                yield place


def _evidence(contents: ParcelContents, left: Sequence[Changeset]) -> dict[str, bytes]:
    """The files of a package but those that only words now taken back named."""
    gone = _named(contents.changesets) - _named(left)
    return {digest: content for digest, content in contents.evidence.items() if digest not in gone}


def _named(changesets: Iterable[Changeset]) -> set[str]:
    found = set()
    for changeset in changesets:
        for (kind, _), payload in zip(
            (changeset.header.topics[topic] for topic in changeset.header.of),
            changeset.payloads,
            strict=True,
        ):
            body = json.loads(payload) if kind == "evidence" and payload is not None else None
            if isinstance(body, dict) and isinstance(body.get("sha256"), str):
                found.add(body["sha256"])
    return found
