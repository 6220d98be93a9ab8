"""The verb plan export: publish the plan for other systems."""

from __future__ import annotations

from argparse import Namespace

from assessor.assessment.base.file_writing import write_verified
from assessor.assessment.report.iati_export import Publisher, export_iati
from assessor.cli.base import console
from assessor.cli.base.arguments import MISSION_ARGUMENTS, argument, path
from assessor.cli.base.options import open_assessment
from assessor.cli.base.verb import verb
from assessor.report.projection.projection import GOVERNMENT, PUBLIC


@verb(
    "plan export",
    *MISSION_ARGUMENTS,
    path("--iati", "FILE.xml", "an IATI 2.03 activity file, read back and compared", required=True),
    argument("--publisher", "REF", "identifier of who publishes, as IATI has it", required=True),
    argument("--publisher-name", "NAME", "its name", required=True),
    argument("--publisher-type", "CODE", "its type, as IATI has it", default="40"),
    argument(
        "--profile",
        "AUDIENCE",
        "who may read it: public, or government for partners' systems",
        choices=(PUBLIC, GOVERNMENT),
        default=PUBLIC,
    ),
    description="writes owner, dates and cost of the recommendations that this audience may read",
    examples=[
        "plan export san-verano.mission --iati plan.xml --publisher XM-DAC-12345 "
        '--publisher-name "Programme against cybercrime"'
    ],
)
def _export(options: Namespace) -> None:
    publisher = Publisher(options.publisher, options.publisher_name, options.publisher_type)
    with open_assessment(options) as assessment:
        made = export_iati(assessment, publisher, options.profile)
    write_verified(made.data, options.iati, private=options.profile != PUBLIC)
    console.print_lines(f"LEFT OUT  {text}: {why}" for text, why in made.left_out)
    console.print_line(f"{options.iati}: {made.activities} activities")
