"""Missions that hold something in every table, and what a failing stick does to them."""

from __future__ import annotations

import hashlib
from pathlib import Path

from assessor.errors import Reason
from assessor.store.model.entry import Draft
from tests.support.store.laptops import ASSESSMENT, Laptop


def filled_mission(folder: Path) -> tuple[Path, int]:
    """Return a closed mission of 19 changesets, drafts, a free page, evidence, a receipt and a
    package in quarantine; and the number of its sealed entries."""
    ana = Laptop(folder, "Ana")
    for number in range(200):
        draft = Draft("answer", f"/d/q{number}", {"value": "x" * 300}, (), number + 1)
        ana.mission.write(ASSESSMENT, [draft], "Ana")
        if number % 10 == 9 and number < 190:
            ana.mission.seal(ASSESSMENT, ana.identity)
    ana.mission.write(ASSESSMENT, [Draft("answer", "/d/last", {"value": "draft"}, (), 201)], "Ana")
    sealed = sum(not entry.is_draft for entry in ana.mission.entries(ASSESSMENT))
    ana.mission.set_setting("title", "San Verano")
    photo = bytes(range(256)) * 40
    ana.mission.put_evidence(hashlib.sha256(photo).hexdigest(), photo)
    reason = Reason("It is a photograph.")
    ana.mission.keep_refused("a.pdf", "ab" * 32, reason, b"not a parcel")
    ana.mission.keep_refused("big.pdf", "cd" * 32, reason, bytes(40_000))
    ana.mission.drop_quarantined(ana.mission.receipts()[0].id)
    ana.mission.close()
    return ana.mission.path, sealed


def flip(content: bytes, bit: int) -> bytes:
    """Return a content with one bit turned over."""
    changed = bytearray(content)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)
