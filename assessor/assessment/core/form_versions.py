"""The version of the form that an assessment uses, and the present names of its questions.

Both are entries, so that they travel and are signed. An entry of kind `form` names the version to
use. An entry of kind `renamed` gives the present path of a question or repeat of an earlier
version: its key is the old path, its `to` the new one, with [] in place of the ids of repeat
instances. Entries at either path then form one subject, and new ones are written at both, so that
users of the earlier version read them, too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from assessor.assessment.core.derive import bind_of, path_of
from assessor.errors import Refused
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
from assessor.store.read.file_reader import AssessmentRow
from assessor.store.write.mission import Mission

FORM, RENAMED = "form", "renamed"
KEY = "form"
"""The one subject of kind `form`."""

_ID = re.compile(r"\[[^\]]*\]")
_FOLDED = frozenset({"answer", "repeat"})

Heads = Mapping[Subject, tuple[Entry, ...]]


def form_of(mission: Mission, row: AssessmentRow) -> str:
    """Return the digest (64 hex) of the form of an assessment: the last version in this file."""
    return mission.form_binding(row.uuid).digest


def path_pattern(bind: Bind) -> str:
    """Return the path of a node with [] behind every repeat in it."""
    path = bind.path
    repeats = [each for each in bind.ancestors() if each.repeat]  # innermost first
    for each in repeats:
        path = f"{each.path}[]{path[len(each.path) :]}"
    return path


def refuse_disputed_form(mission: Mission, uuids: Iterable[str]) -> None:
    """Refuse to let anything leave of assessments whose form is altered or in dispute.

    Raises Damaged for an altered form, Refused for a missing one or one in dispute.
    """
    for uuid in uuids:
        digest, disputed = mission.form_binding(uuid)
        mission.form(digest)
        if disputed:
            raise Refused(
                "Its answers were signed with different forms ({forms}), and nobody who signed "
                "belongs to the team for certain, so nothing leaves this file. Compare the six "
                "words of who is right or put that key on the roster, or undo the import of the "
                "other report.",
                forms=", ".join(form[:12] for form in disputed),
            )


def renamed_paths(mission: Mission, heads: Heads) -> dict[str, str]:
    """Return the renamed paths of earlier versions: old path → new pattern. What a key without
    authority renames is not obeyed."""
    return {
        key: to
        for (kind, key), tips in heads.items()
        if kind == RENAMED
        and (obeyed := tuple(e for e in tips if mission.obeys_orders(e.assessment, e.signer)))
        and (to := str(_body(obeyed).get("to", "")))
    }


class RenamedPaths:
    """Paths of earlier versions of a form and their paths in this one."""

    def __init__(self, renamed: Mapping[str, str], form: Form) -> None:
        self._form = form
        self._to = renamed
        self._before: dict[str, list[str]] = defaultdict(list)

    def here(self, reference: str) -> str:
        """Return the present name of a reference of any version; itself if it has none."""
        if not self._to:
            return reference
        found, visited = reference, set[str]()
        while bind_of(self._form, found) is None:
            path = path_of(found)
            ids = _ID.findall(found)
            parts = self._to.get(path, "").split("[]")
            if path in visited or len(parts) != len(ids) + 1:
                return reference
            visited.add(path)
            found = "".join(part + id_ for part, id_ in zip(parts, [*ids, ""], strict=True))
        return found

    def subject(self, subject: Subject) -> Subject:
        """Return a subject under its present name."""
        kind, key = subject
        return (kind, self.here(key)) if kind in _FOLDED else subject

    def before(self, reference: str) -> tuple[str, ...]:
        """Return all names that a reference has had, itself first."""
        return reference, *self._before.get(reference, ())

    def fold(self, heads: Heads) -> dict[Subject, tuple[Entry, ...]]:
        """Return heads by the present names of their subjects."""
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
        reference = (entry.body or {}).get("reference")
        if not isinstance(reference, str) or (here := self.here(reference)) == reference:
            return entry
        return replace(entry, body={**(entry.body or {}), "reference": here})

    def conflicts(self, stored: Iterable[Conflict], heads: Heads) -> tuple[Conflict, ...]:
        """Return the stored conflicts, with those between several names of a question as one."""
        if not any(self._before.values()):
            return tuple(stored)
        places = {key for here, earlier in self._before.items() for key in (here, *earlier)}
        own = [each for each in stored if each.kind not in _FOLDED or each.key not in places]
        for (kind, key), tips in heads.items():
            if kind in _FOLDED and self._before.get(key) and in_conflict(tips):
                own.append(build_conflict(min(tip.assessment for tip in tips), kind, key, tips))
        return tuple(
            sorted(own, key=lambda conflict: (conflict.assessment, conflict.kind, conflict.key))
        )


def _body(tips: tuple[Entry, ...]) -> Mapping[str, Any]:
    entry = displayed_head(tips) if tips else None
    return (entry.body if entry is not None else None) or {}
