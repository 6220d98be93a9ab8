"""The verb publish: the content of a registry for other programs."""

from __future__ import annotations

from argparse import Namespace

from assessor.assessment.headquarters.publication import (
    FORMATS,
    publish_odk,
    read_registry,
    write_tables,
)
from assessor.cli.base import console
from assessor.cli.base.arguments import PASSPHRASE, REGISTRY, path
from assessor.cli.base.options import own_identity, read_passphrase
from assessor.cli.base.verb import verb
from assessor.store.write.mission import Mission

_FORMAT_HELP = {
    "csv": "tidy tables, one fact a row",
    "xlsx": "the same tables in one workbook",
    "geojson": "scores by country, to be joined to borders by ISO3",
    "sqlite": "the tables with views: datasette registry.db -m metadata.json",
    "parquet": "the tables as Parquet files, for analysis of very many rows",
    "odk": "an ODK submission of each assessment, with its files",
}


@verb(
    "publish",
    REGISTRY,
    *(path(f"--{kind}", "DIR", _FORMAT_HELP[kind]) for kind in FORMATS),
    PASSPHRASE,
    examples=["publish hq.registry --csv tables --geojson map"],
)
def _run(options: Namespace) -> None:
    wanted = {
        kind: getattr(options, kind) for kind in FORMATS if getattr(options, kind) is not None
    }
    if not wanted:
        options.error("name at least one of " + ", ".join(f"--{kind} DIR" for kind in FORMATS))
    with Mission.open(
        options.registry, passphrase=read_passphrase(options), read_only=True
    ) as mission:
        with console.show_progress() as tell:
            published = read_registry(mission, own_identity(), console.user_language(), tell)
        for kind, folder in wanted.items():
            written = write_tables(published, kind, folder)
            if kind == "odk":
                with console.show_progress() as tell:
                    written += publish_odk(mission, own_identity(), folder, tell)
            for path in written:
                console.print_line(str(path))
