"""The verbs join and part: assessments of the same mission."""

from __future__ import annotations

import argparse

from assessor.assessment.mission.joined_missions import (
    DifferentCountries,
    JoinResult,
    assessment_titles,
    find_assessment,
    join_assessments,
    part_assessments,
)
from assessor.cli.base import console
from assessor.cli.base.options import (
    add_passphrase,
    add_registry,
    own_identity,
    read_passphrase,
)
from assessor.cli.base.verb import Verb
from assessor.errors import Refused
from assessor.store.write.mission import Mission


def _add_join(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--note", default="", metavar="TEXT", help="the reason, stored with it")
    parser.add_argument("--anyway", action="store_true", help="join though the countries differ")
    _add_assessments(parser, "*")


def _add_part(parser: argparse.ArgumentParser) -> None:
    _add_assessments(parser, 2)


def _add_assessments(parser: argparse.ArgumentParser, count: int | str) -> None:
    add_registry(parser)
    parser.add_argument(
        "assessments", nargs=count, metavar="ASSESSMENT", help="the beginning of its id"
    )
    add_passphrase(parser)


def _join(options: argparse.Namespace) -> int:
    with Mission.open(options.registry, passphrase=read_passphrase(options)) as mission:
        if not options.assessments:
            return _list(mission)
        if len(options.assessments) != 2:
            raise Refused("Name the two assessments that are one.")
        one, other = (find_assessment(mission, written) for written in options.assessments)
        try:
            _print_joined(
                join_assessments(
                    mission, one, other, own_identity(), note=options.note, anyway=options.anyway
                )
            )
        except DifferentCountries as error:
            raise Refused("{why} Then add --anyway.", why=error.reason) from error
    return 0


def _part(options: argparse.Namespace) -> int:
    with Mission.open(options.registry, passphrase=read_passphrase(options)) as mission:
        one, other = (find_assessment(mission, written) for written in options.assessments)
        _print_joined(part_assessments(mission, one, other, own_identity()))
    return 0


def _print_joined(done: JoinResult) -> None:
    together = " + ".join(uuid[:8] for uuid in done.together)
    console.print_line(f"{together}: {done.conflicts} conflicts to decide")


def _list(mission: Mission) -> int:
    console.print_table(
        (uuid[:8], title, " + ".join(other[:8] for other in mission.joined(uuid)[1:]))
        for uuid, title in assessment_titles(mission, own_identity()).items()
    )
    return 0


VERBS = {
    "join": Verb(
        _add_join,
        _join,
        examples=(
            "join hq.registry",
            'join hq.registry 3f9a 5d22 --note "One mission, two teams"',
        ),
    ),
    "part": Verb(
        _add_part,
        _part,
        examples=("part hq.registry 3f9a 5d22",),
    ),
}
