"""The headquarters of a mission file: its name, its keys, and the mission pack."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from assessor.store.write.mission import Mission

_SETTING = "headquarters"


@dataclass(frozen=True, slots=True)
class Headquarters:
    """To whom exports are sealed: `recipients` are age public keys, `public` (64 hex) signs packs.

    `pack` is the fingerprint of the newest mission pack applied (64 hex), `made_at` its time by
    headquarters' clock (ms since 1970 UTC).
    """

    name: str
    public: str
    recipients: tuple[str, ...]
    pack: str
    made_at: int


def headquarters_of(mission: Mission) -> Headquarters | None:
    """Return the headquarters of a mission that began from a pack; None for any other."""
    stored = mission.setting(_SETTING)
    if stored is None:
        return None
    found = json.loads(stored)
    return Headquarters(
        str(found["name"]),
        str(found["public"]),
        tuple(found["recipients"]),
        str(found["pack"]),
        int(found["made_at"]),
    )


def recipients_of(mission: Mission) -> tuple[str, ...]:
    """Return the age public keys to which exports are sealed; none without a pack."""
    found = headquarters_of(mission)
    return found.recipients if found else ()


def store_headquarters(mission: Mission, found: Headquarters) -> None:
    """Set the headquarters to which exports are sealed and whose redactions are obeyed."""
    stored = json.dumps(asdict(found), ensure_ascii=False, sort_keys=True)
    mission.set_setting(_SETTING, stored)
    mission.allow_redactions(found.public)
