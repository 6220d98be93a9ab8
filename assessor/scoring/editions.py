"""What stages mean: two are compared only where it is the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from assessor.scoring.instrument_records import EvidenceLevel, Indicator
from assessor.scoring.wording import FALLBACK_LANGUAGE


def edition_digest(evidence_scale: Iterable[EvidenceLevel], indicators: Iterable[Indicator]) -> str:
    """What stages of these indicators mean, as 12 hex digits: two stages are compared only where
    it is the same.

    It stands for the indicators' codes, weights and descriptors in English, and what evidence
    carries; translations may come later and change nothing.
    """
    said = [
        *(f"{each.code} {each.value} {each.supports}" for each in evidence_scale),
        *(
            "\x1f".join(
                (each.code, str(each.weight), *(d[FALLBACK_LANGUAGE] for d in each.descriptors))
            )
            for each in indicators
        ),
    ]
    return hashlib.sha256("\x1e".join(said).encode()).hexdigest()[:12]
