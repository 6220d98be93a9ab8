"""A statement begun and not said yet: kept in the mission file until it is, or is given up.

It is nothing anybody said: no entry, so it is in no score or report and travels with no parcel.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from assessor.store.write.mission import Mission

_SETTING = "begun"


@dataclass(frozen=True, slots=True)
class StatementDraft:
    """What is there of a statement. `source` is the id of one, or blank and `name` a new one's.

    `value` is in the question's type, `typed` what is written in its place and is no value yet.
    """

    source: str = ""
    name: str = ""
    value: str = ""
    typed: str = ""
    note: str = ""

    @property
    def blank(self) -> bool:
        """Whether there is nothing to keep."""
        return not any((self.source, self.name, self.value, self.typed, self.note))


def statement_drafts(mission: Mission) -> Mapping[str, StatementDraft]:
    """Every statement begun in this file, by the reference of its question."""
    kept = json.loads(mission.setting(_SETTING) or "{}")
    return {reference: StatementDraft(**said) for reference, said in kept.items()}


def store_draft(mission: Mission, reference: str, said: StatementDraft) -> None:
    """Keep what is begun on a question in place of what was; a blank one is kept no longer."""
    held = dict(statement_drafts(mission))
    if held.get(reference, StatementDraft()) == said:
        return
    held[reference] = said
    kept = {key: asdict(each) for key, each in held.items() if not each.blank}
    mission.set_setting(_SETTING, json.dumps(kept, ensure_ascii=False, sort_keys=True))
