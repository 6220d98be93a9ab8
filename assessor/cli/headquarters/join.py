"""Verbs about assessments of the same thing: join, part."""

from __future__ import annotations

import argparse

from assessor.assessment.mission.joined_missions import (
    Joined,
    OfTwoCountries,
    join,
    named,
    part,
    titles,
)
from assessor.cli.base import console
from assessor.cli.base.options import me, passphrase, passphrase_of, registry_place
from assessor.errors import Refused
from assessor.store.write.mission import Mission


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verbs of this module."""
    joins = verbs.add_parser(
        "join", help="say that two assessments are of the same thing; list them without naming any"
    )
    joins.add_argument("--note", default="", metavar="TEXT", help="the reason, kept with it")
    joins.add_argument("--anyway", action="store_true", help="though they name two countries")
    joins.set_defaults(run=_join)
    parts = verbs.add_parser("part", help="take back that two assessments are of the same thing")
    parts.set_defaults(run=_part)
    for verb, count in ((joins, "*"), (parts, 2)):
        registry_place(verb)
        verb.add_argument(
            "assessments", nargs=count, metavar="ASSESSMENT", help="the beginning of its id"
        )
        passphrase(verb)


def _join(given: argparse.Namespace) -> int:
    with Mission.open(given.registry, passphrase=passphrase_of(given)) as mission:
        if not given.assessments:
            return _list(mission)
        if len(given.assessments) != 2:
            raise Refused("Name the two assessments that are one.")
        one, other = (named(mission, written) for written in given.assessments)
        try:
            _tell(join(mission, one, other, me(), note=given.note, anyway=given.anyway))
        except OfTwoCountries as error:
            raise Refused("{why} Then add --anyway.", why=error.reason) from error
    return 0


def _part(given: argparse.Namespace) -> int:
    with Mission.open(given.registry, passphrase=passphrase_of(given)) as mission:
        one, other = (named(mission, written) for written in given.assessments)
        _tell(part(mission, one, other, me()))
    return 0


def _tell(done: Joined) -> None:
    together = " + ".join(uuid[:8] for uuid in done.together)
    console.line(f"{together}: {done.conflicts} conflicts to decide")


def _list(mission: Mission) -> int:
    console.table(
        (uuid[:8], title, " + ".join(other[:8] for other in mission.joined(uuid)[1:]))
        for uuid, title in titles(mission, me()).items()
    )
    return 0
