"""The verb unseal: open the seal of a report, to read it."""

from __future__ import annotations

from argparse import Namespace

from assessor.assessment.base.file_writing import write_verified
from assessor.cli.base import console
from assessor.cli.base.arguments import SEAL_PASSPHRASE, path
from assessor.cli.base.options import own_keys
from assessor.cli.base.verb import verb
from assessor.errors import Refused
from assessor.parcel.keys.age_sealing import is_sealed, open_sealed
from assessor.parcel.pdf.parcel_extraction import read_file


@verb(
    "unseal",
    path("file", "OUT.pdf.age", "a sealed report, document or parcel"),
    path("-o --output", "OUT.pdf", required=True),
    SEAL_PASSPHRASE,
    examples=["unseal san-verano.pdf.age -o san-verano.pdf --sealed-passphrase-file words.txt"],
)
def _run(options: Namespace) -> None:
    data = read_file(options.file)
    if not is_sealed(data):
        raise Refused("{file} is not sealed: open it as it is.", file=options.file)
    opened = open_sealed(data, own_keys(options.sealed_passphrase_file))
    write_verified(opened, options.output)
    console.print_line(f"{options.output}: readable by anybody who gets the file")
