"""Sample projections by profile, and checks on them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from functools import cache

from assessor.report.projection.projection import PrintedAnswer, Projection, Visibility
from assessor.report.projection.projector import project
from assessor.store.model.entry import Entry
from tests.support.report import samples

Heads = Mapping[tuple[str, str], tuple[Entry, ...]]


@cache
def base(iso3: str) -> dict[tuple[str, str], tuple[Entry, ...]]:
    return samples.heads(iso3)


@cache
def shared_instance(iso3: str):
    return samples.instance(iso3, "en")


@cache
def as_it_is(iso3: str, profile: str) -> Projection:
    return projected(iso3, profile, base(iso3))


def projected(iso3: str, profile: str, heads: Heads | None = None) -> Projection:
    """The sample for an audience: as it is, or with other answers."""
    if heads is None:
        return as_it_is(iso3, profile)
    return project(
        shared_instance(iso3),
        heads,
        facts=samples.facts(),
        profile=profile,
        instrument=samples.instrument(),
    )


def changed(iso3: str, **bodies: Mapping[str, object]) -> Heads:
    """The sample with the bodies of some answers changed in part, by question or reference."""
    heads = dict(base(iso3))
    for name, change in bodies.items():
        key = ("answer", samples.paths().get(name, name))
        old = dict(heads[key][0].body or {}) if key in heads else {}
        heads[key] = (samples.entry("answer", key[1], old | dict(change)),)
    return heads


def walk(thing: object) -> Iterator[object]:
    """Everything inside a projection."""
    yield thing
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        for field in dataclasses.fields(thing):
            yield from walk(getattr(thing, field.name))
    elif isinstance(thing, Mapping):
        for key, value in thing.items():
            yield from walk(key)
            yield from walk(value)
    elif isinstance(thing, tuple | list | frozenset):
        for each in thing:
            yield from walk(each)


def saids(projection: Projection) -> list[PrintedAnswer]:
    return [each for each in walk(projection) if isinstance(each, PrintedAnswer)]


def texts(projection: Projection) -> list[str]:
    shown = dataclasses.replace(projection, withheld=frozenset(), released=frozenset())
    return [each for each in walk(shown) if isinstance(each, str)]


def suppressed(iso3: str, projection: Projection) -> set[str]:
    """Texts of the record that this audience may not meet: answers, notes, institutions."""
    hidden: set[str] = set()
    allowed = " ".join(said.text for said in saids(projection))
    for (
        indicator
    ) in samples.instrument().indicators:  # who should act is the form's word, whoever was met
        allowed += " ".join(each.actions[projection.language] for each in indicator.criteria)
    shown = {said.reference: said for said in saids(projection)}
    for (kind, key), (entry,) in base(iso3).items():
        body = entry.body or {}
        said = shown.get(key)
        if kind == "answer" and said is not None:
            if said.visibility is not Visibility.FULL or projection.profile == "public":
                hidden.add(str(body.get("note", "")))
            if said.visibility is Visibility.NONE and said.type == "string":
                hidden.add(str(body.get("value", "")))
            if "cleared" in body:
                hidden |= {each.strip() for each in re.split(r"[.؛]", str(body["value"]))}
        elif kind == "source":
            hidden |= {str(body.get("institution", "")), str(body.get("place", ""))}
        elif kind == "statement":
            hidden.add(str(body.get("note", "")))
    return {text for text in hidden if len(text) > 11 and " " in text and text not in allowed}


def withheld(iso3: str, profile: str) -> list[str]:
    """The answers of a sample of which an audience gets nothing, not even the stage."""
    projection = projected(iso3, profile)
    lines = [line for section in projection.sections for line in section.indicators]
    told = {line.answer.reference for line in lines if line.released}
    return [
        said.reference
        for said in saids(projection)
        if said.visibility is Visibility.NONE and said.reference not in told
    ]


def interferes(iso3: str, profile: str, *references: str) -> bool:
    """Whether an audience gets something else once these withheld answers say something else."""
    said = {"evidence": "verified", "note": "secret"}
    bodies = {each: said | {"value": _other_value(each)} for each in references}
    after = projected(iso3, profile, changed(iso3, **bodies))
    return seen(after) != seen(projected(iso3, profile))


def _other_value(reference: str) -> str:
    """A value that no sample gives: of an indicator all criteria shown."""
    indicator = samples.instrument().indicator_of.get(reference.rpartition("/")[2])
    if indicator is None:
        return "changed beyond recognition"
    return " ".join(f"{each.code}.shown" for each in indicator.criteria)


def seen(projection: Projection) -> Projection:
    """All but the names of entries, which are hashes of their bodies here."""
    told = {str(at): each for at, each in enumerate(projection.disclosed.values())}
    return dataclasses.replace(projection, released=frozenset(), disclosed=told)
