"""The verb publish: what a registry holds, for other programs."""

from __future__ import annotations

import argparse
from pathlib import Path

from assessor.assessment.headquarters.publication import FORMATS, publish, publish_odk, tables_of
from assessor.cli.base import console
from assessor.cli.base.options import me, passphrase, passphrase_of, registry_place
from assessor.store.write.mission import Mission

_WHAT = {
    "csv": "tidy tables, one fact a row",
    "xlsx": "the same tables in one workbook",
    "geojson": "scores by country, to be joined to borders by ISO3",
    "sqlite": "the tables with views: datasette registry.db -m metadata.json",
    "parquet": "the tables as Parquet files, for analysis of very many rows",
    "odk": "an ODK submission of each assessment, with its files",
}


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verbs of this module."""
    verb = verbs.add_parser(
        "publish", help="a registry's answers and scores for other programs, with a codebook"
    )
    registry_place(verb)
    for kind in FORMATS:
        verb.add_argument(f"--{kind}", type=Path, metavar="DIR", help=_WHAT[kind])
    passphrase(verb)
    verb.set_defaults(run=_publish, wrong=verb.error)


def _publish(given: argparse.Namespace) -> int:
    wanted = {kind: getattr(given, kind) for kind in FORMATS if getattr(given, kind) is not None}
    if not wanted:
        given.wrong("name at least one of " + ", ".join(f"--{kind} DIR" for kind in FORMATS))
    with Mission.open(given.registry, passphrase=passphrase_of(given), read_only=True) as mission:
        with console.progress() as tell:
            published = tables_of(mission, me(), console.language_of_person(), tell)
        for kind, folder in wanted.items():
            written = publish(published, kind, folder)
            if kind == "odk":
                with console.progress() as tell:
                    written += publish_odk(mission, me(), folder, tell)
            for path in written:
                console.line(str(path))
    return 0
