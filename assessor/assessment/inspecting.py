"""What a PDF or a parcel carries, who signed it, and whether it is whole."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assessor.assessment.accepting import known
from assessor.form.source import FormSource
from assessor.parcel import parcel, syllables
from assessor.parcel.carried import carried_in, pages_in
from assessor.parcel.page_seal import Pages
from assessor.parcel.sealed import is_sealed
from assessor.registry.trust import standing
from assessor.store.entry import in_conflict
from assessor.store.mission import Mission
from assessor.store.receipt import Origin


def inspect(
    path: Path, *, identities: Sequence[str] = (), known: Collection[str] = ()
) -> dict[str, Any]:
    """Verify the parcel in a file and describe it; nothing is received.

    `identities` are the age keys of this reader, for a sealed one; `known` the signing keys (64
    hex) this reader trusts. Raises FileError when the file
    cannot be read, ParcelError when it carries no parcel or one that is not whole.
    """
    data = carried_in(path)
    contents = parcel.unpack(data, identities=identities)
    pages = pages_in(path, data, contents.sender)
    made = datetime.fromtimestamp(contents.made_at / 1000, UTC).astimezone()
    return {
        "whole": True,
        "profile": contents.profile,
        "made_at": made.isoformat(timespec="seconds"),
        "sealed": is_sealed(data),
        "fingerprint": parcel.fingerprint_of(data),
        "bytes": len(data),
        "entries": contents.entries,
        "withheld": contents.withheld,
        "changesets": len(contents.changesets),
        "assessments": _assessments(contents),
        "signers": [
            {
                "key": key,
                "name": ", ".join(names),
                "words": syllables.six_words(bytes.fromhex(key)),
                "changesets": sum(each.said.signer == key for each in contents.changesets),
                "sender": key == contents.sender,
                "standing": standing({}, key, known),
            }
            for key, names in contents.signers.items()
        ],
        "evidence": len(contents.evidence),
        "pages": _pages(pages) if pages is not None else None,
    }


def _pages(pages: Pages) -> dict[str, Any]:
    return {
        "state": pages.state,
        "count": pages.count,
        "altered": list(pages.altered),
        "why": pages.why,
    }


def _assessments(contents: parcel.Contents) -> list[dict[str, Any]]:
    found = []
    with Mission.in_memory() as empty:
        origin = Origin("", contents.parcel_id, 0, contents.assessments, contents.forms, {})
        empty.add(contents.changesets, receipt=origin)
        for uuid, digest in contents.assessments.items():
            heads = empty.heads(uuid, "answer")
            packed = contents.forms.get(digest)
            form = known(FormSource.unpack(packed))[0] if packed is not None else None
            found.append(
                {
                    "assessment": uuid,
                    "form": form.id if form else digest[:12],
                    "version": form.version if form else "",
                    "answers": sum(any(tip.body for tip in tips) for tips in heads.values()),
                    "conflicts": sum(in_conflict(tips) for tips in heads.values()),
                }
            )
    return found
