"""The verbs check, backup and rescue: find what is wrong or open in a file; copy it."""

from __future__ import annotations

from argparse import Namespace

from assessor.assessment.mission.mission_rescue import rescue_mission
from assessor.assessment.review.mission_check import (
    check_assessment,
    check_each,
    find_defects,
    find_file_defects,
)
from assessor.cli.base import console
from assessor.cli.base.arguments import FILE_ARGUMENTS, JSON, LOCAL_FILE, PASSPHRASE, path
from assessor.cli.base.options import open_assessment, open_mission, own_identity, read_passphrase
from assessor.cli.base.verb import verb
from assessor.errors import FileError
from assessor.store.read.evidence_reader import explain_damaged_files
from assessor.store.write.mission import Mission


@verb(
    "check",
    *FILE_ARGUMENTS,
    JSON,
    examples=["check san-verano.mission", "check hq.registry"],
    negative="something breaks a rule, waits for a decision or is damaged",
)
def _check(options: Namespace) -> int:
    if options.assessment is None:
        with open_mission(options, read_only=True) as mission:
            if mission.role == "registry" and len(mission.assessments()) > 1:
                return _check_each(mission, as_json=options.json)
    with open_assessment(options) as assessment:
        found = check_assessment(assessment)
    if options.json:
        console.print_json(found.facts())
    else:
        console.print_lines(found.sentences())
    return 0 if found.is_clean else 1


def _check_each(mission: Mission, *, as_json: bool) -> int:
    """Check a registry and each of its assessments, told as they are checked."""
    whole, found, count = find_file_defects(mission), {}, len(mission.assessments())
    faults = 0
    if not as_json:
        console.print_lines(f"FILE      {problem}" for problem in whole)
    with console.show_progress() as tell:
        for at, (assessment, one) in enumerate(check_each(mission, own_identity())):
            tell(assessment.title, at, count)
            faults += not one.is_clean
            if as_json:
                found[assessment.uuid] = one.facts()
                continue
            console.print_line(f"{assessment.title}  {assessment.uuid[:8]}")
            console.print_lines(f"  {sentence}" for sentence in one.sentences())
    if as_json:
        clean = not (whole or faults)
        console.print_json({"clean": clean, "problems": list(whole), "assessments": found})
    else:
        console.print_line(
            f"{count} assessments, {faults} need a person; {len(whole)} problems with the file"
        )
    return 1 if whole or faults else 0


@verb(
    "backup",
    LOCAL_FILE,
    path("destination", "DEST"),
    PASSPHRASE,
    examples=["backup san-verano.mission /media/stick"],
)
def _backup(options: Namespace) -> None:
    if options.destination.is_file():
        raise FileError(
            "{name} exists already: choose another name.", name=options.destination.name
        )
    with open_mission(options) as mission:
        mission.backup(options.destination, find_defects=find_defects)
        damaged = mission.damaged_files().values()
    whole = "" if damaged else " whole"
    console.print_line(f"{options.destination}: copied and read back{whole}")
    if damaged:
        console.print_line(console.sentence_of(explain_damaged_files(damaged)))


@verb(
    "rescue",
    LOCAL_FILE,
    path("-o --output", "NEW", required=True),
    PASSPHRASE,
    examples=["rescue san-verano.mission -o rescued.mission"],
    negative="something could not be copied",
)
def _rescue(options: Namespace) -> int:
    passphrase = read_passphrase(options)
    rescued = rescue_mission(options.file, options.output, passphrase=passphrase)
    console.print_lines(rescued.sentences())
    return 1 if rescued.lost else 0
