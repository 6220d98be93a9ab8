"""Upgrade of an assessment to another version of its form: preview and execution.

No answer is lost: answers of removed questions stay, are shown and printed for the team; answers of
moved or renamed questions go with them (see form_versions).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from assessor.assessment.assessment import Assessment
from assessor.assessment.core import derive
from assessor.assessment.core.accepted_forms import accept_form
from assessor.assessment.core.answer import Answer
from assessor.assessment.core.form_versions import (
    FORM,
    KEY,
    RENAMED,
    RenamedPaths,
    form_of,
    path_pattern,
    renamed_paths,
)
from assessor.assessment.core.mission_start import milliseconds, new_id, properties_of
from assessor.errors import Refused
from assessor.form.live.instance import Instance
from assessor.form.live.node import Node
from assessor.form.model.datatypes import canonical_text
from assessor.form.model.definition import Form
from assessor.form.model.form_diff import FormDiff, can_replace, compare_forms, question_label
from assessor.form.parse.form_source import FormSource
from assessor.store.model.changeset_core import DAY
from assessor.store.model.entry import Draft, displayed_head


@dataclass(frozen=True, slots=True)
class FormUpgrade:
    """What an upgrade changes.

    `kept` are answers of removed questions, `unfit` answers that are not of the type or choices of
    the new version: (reference, value); both stay as they are. `carried` are the pairs (old path,
    new path) whose answers are carried over.
    """

    old: Form
    new: Form
    difference: FormDiff
    carried: tuple[tuple[str, str], ...]
    kept: tuple[tuple[str, str], ...]
    unfit: tuple[tuple[str, str], ...]

    @property
    def added(self) -> tuple[str, ...]:
        """The questions that begin blank."""
        targets = {now for _, now in self.carried}
        return tuple(path for path in self.difference.added if path not in targets)

    @property
    def retired(self) -> tuple[str, ...]:
        """The questions that were removed and not renamed."""
        gone = dict(self.carried)
        return tuple(path for path in self.difference.retired if path not in gone)

    @property
    def alike(self) -> tuple[tuple[str, str], ...]:
        """Removed questions with the same text as a new one; a person compares them."""
        added, retired = set(self.added), set(self.retired)
        return tuple(
            (before, now)
            for before, now in self.difference.renamed
            if before in retired and now in added
        )

    def label(self, path: str, language: str = "") -> str:
        """Return the label of the question at a path, from the newer form that has it."""
        form = self.new if path in self.new.binds else self.old
        return question_label(form, form.binds[path], language)


def preview_upgrade(
    assessment: Assessment,
    source: FormSource,
    *,
    renamed: Mapping[str, str] | None = None,
    anyway: bool = False,
) -> FormUpgrade:
    """Return what an upgrade to the form `source` would change; nothing is written.

    `renamed` gives the new name of a removed question (its path, or its name if unique). Raises
    FormError for a form with problems (with `anyway` only if they make it unusable), Refused for
    another form, the same version, or an impossible renaming.
    """
    return _plan(assessment, source, renamed or {}, anyway)[0]


def upgrade_form(
    assessment: Assessment,
    source: FormSource,
    *,
    renamed: Mapping[str, str] | None = None,
    anyway: bool = False,
) -> Assessment:
    """Upgrade to the form `source`; return the same assessment opened in it.

    The upgrade is an entry, so receivers of the answers use the same version. The assessment given
    must not be used any more. Raises as preview_upgrade does, and FileError if it could not be
    saved.
    """
    plan, stage = _plan(assessment, source, renamed or {}, anyway)
    mission, at = assessment.mission, milliseconds(assessment.now())
    assessment.seal()  # earlier entries belong to the earlier version
    mission.put_form(source.digest, source.pack())
    body = {"digest": source.digest, "id": plan.new.id, "version": plan.new.version}
    drafts: dict[str, list[Draft]] = {}
    for uuid in assessment.joint:
        heads = mission.heads(uuid)

        def draft(kind: str, key: str, body: dict[str, str] | None) -> Draft:
            tips = heads.get((kind, key), ())  # noqa: B023  # used within this turn only
            return Draft(kind, key, body, tuple(tip.name for tip in tips), at)

        drafts[uuid] = [draft(FORM, KEY, body)]
        for before, now in plan.carried:
            drafts[uuid].append(draft(RENAMED, before, {"to": path_pattern(plan.new.binds[now])}))
            if (RENAMED, now) in heads and not displayed_head(heads[RENAMED, now]).is_tombstone:
                drafts[uuid].append(draft(RENAMED, now, None))  # it has its own name again
    drafts[assessment.uuid] += _defaults(assessment, plan, stage, at)
    mission.write_jointly(drafts, assessment.identity.name, signer=assessment.identity)
    for uuid in assessment.joint:
        mission.add_assessment(uuid, source.digest)
        mission.seal(uuid, assessment.identity)
    return Assessment.of(mission, assessment.uuid, assessment.identity, now=assessment.now)


def follow_form_version(assessment: Assessment) -> Assessment | None:
    """Return the assessment in the form version in force now; None if it is in that already."""
    mission = assessment.mission
    [row] = [row for row in mission.assessments() if row.uuid == assessment.uuid]
    if form_of(mission, row) == assessment.source.digest:
        return None
    return Assessment.of(mission, assessment.uuid, assessment.identity, now=assessment.now)


def _plan(
    assessment: Assessment, source: FormSource, renamed: Mapping[str, str], anyway: bool
) -> tuple[FormUpgrade, Instance]:
    if source.digest == assessment.source.digest:
        raise Refused("The mission is filled with this version of the form already.")
    old, new = assessment.form, accept_form(source, anyway=anyway)
    if new.id != old.id:
        raise Refused(
            "This is another form, {new}: the mission is filled with {old}. Begin a new mission"
            " for it.",
            new=new.id,
            old=old.id,
        )
    found = compare_forms(old, new)
    carried = dict(found.moved) | dict(_chosen(found, old, new, renamed))
    heads = assessment.mission.joint_heads(assessment.uuid)
    ways = renamed_paths(assessment.mission, heads) | {
        path: path_pattern(new.binds[now]) for path, now in carried.items()
    }
    for now in carried.values():
        ways.pop(now, None)
    stage = assessment.live_instance(new, None, RenamedPaths(ways, new).fold(heads))
    plan = FormUpgrade(
        old,
        new,
        found,
        tuple(carried.items()),
        tuple(sorted(stage.unknown_values.items())),
        tuple((node.reference, node.value) for node in stage.questions() if _is_unfit(node)),
    )
    return plan, stage


def _chosen(
    found: FormDiff, old: Form, new: Form, renamed: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Return the renamings given by a person, as paths. Raises Refused for an impossible one."""
    targets: set[str] = set()
    for old_name, other in renamed.items():
        before = _one_of(old_name, found.retired)
        now = _one_of(other, found.added)
        if now in targets or not can_replace(old.binds[before], new.binds[now]):
            raise Refused(
                "{before} cannot become {now}: an answer goes to one question, and not into or"
                " out of a repeat.",
                before=before,
                now=now,
            )
        targets.add(now)
        yield before, now


def _one_of(written: str, paths: Iterable[str]) -> str:
    fits = [path for path in paths if written in (path, path.rpartition("/")[2])]
    if len(fits) != 1:
        raise Refused(
            "{name} names {count} of the questions that are retired or added: write its path.",
            name=written,
            count=len(fits),
        )
    return fits[0]


def _is_unfit(node: Node) -> bool:
    if not node.value or node.control == "calculate":
        return False
    try:
        canonical_text(node.type, node.value)
    except ValueError:
        return True
    return bool(node.outdated_values)


def _defaults(
    assessment: Assessment, plan: FormUpgrade, stage: Instance, at: int
) -> Iterator[Draft]:
    """Yield what a new mission would have in the new parts: defaults and repeat instances."""
    initial = Instance(
        plan.new,
        now=assessment.now,
        new_id=new_id,
        language=None,
        properties=properties_of(assessment.identity),
    )

    def is_new(reference: str) -> bool:
        bind = derive.bind_of(plan.new, reference)
        return (
            derive.bind_of(plan.old, reference) is None
            and bind is not None
            and bind.path not in dict(plan.carried).values()
        )

    def stands_in_new(reference: str) -> bool:
        return all(is_new(each) for each in derive.instances_of(reference))

    for key in sorted(derive.existing_instances(initial)):
        if stands_in_new(key) and not derive.is_counted(plan.new, key):
            yield Draft("repeat", key, {"added": at - at % DAY}, (), at)
    for key, value in initial.initial_values.items():
        if is_new(key) and stands_in_new(key):
            yield Draft("answer", key, Answer(value=value, auto=True).body(), (), at)
    usual = {
        derive.path_of(key): value for key, value in initial.initial_values.items() if "[" in key
    }
    for node in stage.questions():  # the same in every existing instance
        usually = usual.get(derive.path_of(node.reference)) if "[" in node.reference else None
        if usually and is_new(node.reference) and not node.value:
            yield Draft("answer", node.reference, Answer(value=usually, auto=True).body(), (), at)
