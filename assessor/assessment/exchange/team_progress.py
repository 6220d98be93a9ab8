"""Progress of the team: who fills which section, how far, and the last contact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assessor.assessment.assessment import Assessment
from assessor.assessment.base.section_list import Section, is_within, sections_of
from assessor.assessment.core.completeness import Progress, asked_questions
from assessor.assessment.core.derive import find_node
from assessor.assessment.entries.tasks import TaskHolders, holders_of, normalized_name
from assessor.assessment.exchange.exchange_folder import count_entries, exchange_state
from assessor.form.labels.styled_text import plain_text
from assessor.form.live.node import Node
from assessor.store.read.file_reader import LastContact


@dataclass(frozen=True, slots=True)
class Member:
    """One team member. `own` is the person at this laptop.

    `said` is the time of their newest entry here by their clock, `came` when a file last brought
    something new of theirs (ms since 1970 UTC, 0 for never). `lacks` is how many entries their last
    parcel or report did not hold; None if none was received. `only_added` is a person who holds and
    wrote nothing, and so may be removed from the team.
    """

    name: str
    own: bool
    progress: Progress
    said: int = 0
    came: int = 0
    lacks: int | None = None
    only_added: bool = False


@dataclass(frozen=True, slots=True)
class TeamPart:
    """A section, or a part of it that was assigned separately (`inside`).

    `references` are assigned together. `person` holds it, "" for nobody, None for several.
    `progress` is by the name of the holder of the questions, "" for nobody.
    """

    references: tuple[str, ...]
    label: str
    inside: bool
    person: str | None
    contested: bool
    progress: Mapping[str, Progress]


@dataclass(frozen=True, slots=True)
class Team:
    """Everybody, oneself first; and every part that is relevant or assigned."""

    people: tuple[Member, ...]
    parts: tuple[TeamPart, ...]
    unsent: int
    """Entries here that this laptop's last parcel in the exchange folder did not hold."""


def team_of(assessment: Assessment, *, groups: bool = False) -> Team:
    """Return who fills what, how far, and last contacts; with `groups` every group is a part."""
    holders = holders_of(assessment)
    parts = tuple(_parts(assessment, holders, groups))
    by_person: dict[str, Progress] = {}
    for part in parts:
        if not part.inside:
            for name, progress in part.progress.items():
                key = normalized_name(name)
                before = by_person.get(key, Progress(0, 0))
                by_person[key] = Progress(
                    before.answered + progress.answered, before.relevant + progress.relevant
                )
    here, place = count_entries(assessment), exchange_state(assessment.mission)
    heard = _last_contacts(assessment)
    people = tuple(
        _member(name, assessment, heard, place.parcels, here, by_person)
        for name in team_names(assessment, holders, heard)
    )
    return Team(people, parts, max(0, here - place.entries))


def team_names(
    assessment: Assessment,
    holders: TaskHolders | None = None,
    heard: Sequence[LastContact] | None = None,
) -> tuple[str, ...]:
    """Return everybody of the team by name: oneself, holders, members, and authors."""
    holders = holders_of(assessment) if holders is None else holders
    heard = _last_contacts(assessment) if heard is None else heard
    found: dict[str, str] = {normalized_name(assessment.identity.name): assessment.identity.name}
    added = sorted(holders.members, key=normalized_name)
    for name in (*holders.people, *added, *sorted(each.author for each in heard)):
        found.setdefault(normalized_name(name), name)
    return tuple(name for key, name in found.items() if key)


def _last_contacts(assessment: Assessment) -> list[LastContact]:
    """Return them by those who speak for the team: a stranger is nobody of it."""
    mission, found = assessment.mission, list[LastContact]()
    for uuid in assessment.joint:
        authority = mission.authority(uuid)
        found += [one for one in mission.last_contacts(uuid) if authority.is_trusted(one.signer)]
    return found


def find_section(assessment: Assessment, written: str) -> tuple[str, ...]:
    """Return the references assigned for a section's or group's name; empty for none."""
    sections = sections_of(assessment.root)
    for section in sections:
        if written in (section.reference, section.nodes[0].name):
            return tuple(node.reference for node in section.nodes)
    for node in (group for section in sections for group in _groups(section.nodes)):
        if written in (node.reference, node.name):
            return (node.reference,)
    return ()


def _groups(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        if node.kind in ("group", "repeat"):
            yield node
            if node.kind == "group":
                yield from _groups(node.children)


def _parts(assessment: Assessment, holders: TaskHolders, groups: bool) -> Iterator[TeamPart]:
    for section in sections_of(assessment.root):
        keys = tuple(node.reference for node in section.nodes)
        inside = _inside(section, holders, groups)
        label = plain_text(section.label) or plain_text(assessment.form_title)
        part = _part(assessment, holders, section.nodes, label, inside=False)
        if part.progress or inside or any(key in holders.tasks for key in keys):
            yield part
        for key in inside:
            node = find_node(assessment.instance, key)
            if node is not None:  # otherwise it was assigned, and is gone since
                label = plain_text(node.label) or key
                yield _part(assessment, holders, (node,), label, inside=True)


def _inside(section: Section, holders: TaskHolders, groups: bool) -> list[str]:
    keys = {node.reference for node in section.nodes}
    found = [
        node.reference
        for node in _groups(section.nodes)
        if groups and node.relevant and node.label and next(asked_questions(node), None) is not None
    ]
    others = (key for key in holders.tasks if any(is_within(key, each) for each in keys))
    return [key for key in dict.fromkeys((*found, *sorted(others))) if key not in keys]


def _part(
    assessment: Assessment, holders: TaskHolders, nodes: Sequence[Node], label: str, *, inside: bool
) -> TeamPart:
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for node in nodes:
        for question in asked_questions(node):
            answered = question.value or not assessment.answer_at(question.reference).is_blank
            count = counts[holders.of(question.reference)]
            count[0] += bool(answered)
            count[1] += 1
    keys = tuple(node.reference for node in nodes)
    people = {normalized_name(holders.of(key)): holders.of(key) for key in keys}
    tasks = (holders.tasks.get(key) for key in keys)
    return TeamPart(
        references=keys,
        label=label,
        inside=inside,
        person=next(iter(people.values())) if len(people) == 1 else None,
        contested=any(task is not None and task.contested for task in tasks),
        progress={name: Progress(*count) for name, count in counts.items()},
    )


def _member(
    name: str,
    assessment: Assessment,
    heard: Sequence[LastContact],
    parcels: Mapping[str, int],
    here: int,
    by_person: Mapping[str, Progress],
) -> Member:
    key = normalized_name(name)
    own = key == normalized_name(assessment.identity.name)
    progress = by_person.get(key, Progress(0, 0))
    contacts = [each for each in heard if normalized_name(each.author) == key]
    if own:
        return Member(name, True, progress)
    counts = [parcels[each.signer] for each in contacts if each.signer in parcels]
    return Member(
        name,
        False,
        progress,
        max((each.said for each in contacts), default=0),
        max((each.came for each in contacts), default=0),
        max(0, here - max(counts)) if counts else None,
        only_added=not contacts and key not in map(normalized_name, holders_of(assessment).people),
    )
