"""Which version of its form an assessment is filled with, and what its questions are called now.

Both are entries, so that they travel and are signed like everything said. One of kind `form`
names the version to go on with. One of kind `renamed` says under which path a question or repeat
of an earlier version stands now: its key is the path then, its `to` the path now, with [] where
the ids of repeat instances go. What was said at either place is one subject from then on, and
what is said anew is said at both, so that who still fills the earlier version reads it, too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from assessor.assessment.core.derive import bind_of, path_of
from assessor.form.model.definition import Bind, Form
from assessor.store.model.entry import (
    Conflict,
    Entry,
    Subject,
    build_conflict,
    displayed_head,
    in_conflict,
    precedence,
)
from assessor.store.write.mission import AssessmentRow, Mission

FORM, RENAMED = "form", "renamed"
KEY = "form"
"""The one subject of kind `form`."""

_ID = re.compile(r"\[[^\]]*\]")
_FOLDED = frozenset({"answer", "repeat"})

Heads = Mapping[Subject, tuple[Entry, ...]]


def form_of(mission: Mission, row: AssessmentRow) -> str:
    """The digest (64 hex) of the form an assessment is filled with: the last one it was taken to,
    of those that are in this file."""
    tips = mission.heads(row.uuid, FORM).get((FORM, KEY), ())
    named = str(_body(tips).get("digest", ""))
    return named if named in mission.forms() else row.form


def path_pattern(bind: Bind) -> str:
    """The path of a node with [] behind every repeat in it."""
    path = bind.path
    around = [each for each in bind.ancestors() if each.repeat]  # the innermost first
    for each in around:
        path = f"{each.path}[]{path[len(each.path) :]}"
    return path


def renamed_paths(heads: Heads) -> dict[str, str]:
    """Where the paths of earlier versions lead, as people said: path then → pattern now."""
    return {
        key: to
        for (kind, key), tips in heads.items()
        if kind == RENAMED and (to := str(_body(tips).get("to", "")))
    }


class RenamedPaths:
    """The paths of earlier versions of a form, and where they lead in this one."""

    def __init__(self, told: Mapping[str, str], form: Form) -> None:
        self._form = form
        self._to = told
        self._before: dict[str, list[str]] = defaultdict(list)

    def here(self, reference: str) -> str:
        """What a reference of any version is called in this one; itself where it leads nowhere."""
        if not self._to:
            return reference
        found, seen = reference, set[str]()
        while bind_of(self._form, found) is None:
            path = path_of(found)
            ids = _ID.findall(found)
            parts = self._to.get(path, "").split("[]")
            if path in seen or len(parts) != len(ids) + 1:
                return reference
            seen.add(path)
            found = "".join(part + id_ for part, id_ in zip(parts, [*ids, ""], strict=True))
        return found

    def subject(self, subject: Subject) -> Subject:
        """A subject as it is called in this version."""
        kind, key = subject
        return (kind, self.here(key)) if kind in _FOLDED else subject

    def before(self, reference: str) -> tuple[str, ...]:
        """What a reference was called where something was said of it, itself first."""
        return reference, *self._before.get(reference, ())

    def fold(self, heads: Heads) -> dict[Subject, tuple[Entry, ...]]:
        """Heads by what their subjects are called in this version."""
        if not self._to:
            return dict(heads)
        found: dict[Subject, tuple[Entry, ...]] = {}
        for subject, tips in heads.items():
            here = self.subject(subject)
            if here != subject and subject[1] not in self._before[here[1]]:
                self._before[here[1]].append(subject[1])
            together = (*found.get(here, ()), *map(self._beside, tips))
            found[here] = tuple(sorted(together, key=precedence, reverse=True))
        return found

    def _beside(self, entry: Entry) -> Entry:
        """What stands beside a question (a file, a statement) beside what it is called here."""
        said = (entry.body or {}).get("reference")
        if not isinstance(said, str) or (here := self.here(said)) == said:
            return entry
        return replace(entry, body={**(entry.body or {}), "reference": here})

    def conflicts(self, stored: Iterable[Conflict], heads: Heads) -> tuple[Conflict, ...]:
        """The conflicts of the store, with those between a question's names in place of its own."""
        if not any(self._before.values()):
            return tuple(stored)
        places = {key for here, then in self._before.items() for key in (here, *then)}
        own = [each for each in stored if each.kind not in _FOLDED or each.key not in places]
        for (kind, key), tips in heads.items():
            if kind in _FOLDED and self._before.get(key) and in_conflict(tips):
                own.append(build_conflict(min(tip.assessment for tip in tips), kind, key, tips))
        return tuple(sorted(own, key=lambda one: (one.assessment, one.kind, one.key)))


def _body(tips: tuple[Entry, ...]) -> Mapping[str, Any]:
    entry = displayed_head(tips) if tips else None
    return (entry.body if entry is not None else None) or {}
