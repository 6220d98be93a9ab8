"""Drafts of statements, kept in the mission file until they are added or discarded.

A draft is no entry: it is in no score or report, and does not travel.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from assessor.store.write.mission import Mission

_SETTING = "begun"


@dataclass(frozen=True, slots=True)
class StatementDraft:
    """A draft. `source` is the id of a source, or blank and `name` that of a new one.

    `value` is of the question's type, `typed` is text that is no valid value yet.
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
    """Return all drafts in this file by the reference of their question."""
    stored = json.loads(mission.setting(_SETTING) or "{}")
    return {reference: StatementDraft(**fields) for reference, fields in stored.items()}


def store_draft(mission: Mission, reference: str, draft: StatementDraft) -> None:
    """Replace the draft on a question; a blank one is removed."""
    drafts = dict(statement_drafts(mission))
    if drafts.get(reference, StatementDraft()) == draft:
        return
    drafts[reference] = draft
    stored = {key: asdict(each) for key, each in drafts.items() if not each.blank}
    mission.set_setting(_SETTING, json.dumps(stored, ensure_ascii=False, sort_keys=True))
