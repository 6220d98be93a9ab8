"""The verb new: make a mission file."""

from __future__ import annotations

import argparse
from pathlib import Path

from assessor.assessment.assessment import Assessment
from assessor.assessment.mission.form_files import form_source
from assessor.assessment.mission.mission_start_packs import begin_mission, open_pack
from assessor.cli.base import console
from assessor.cli.base.options import (
    own_identity,
    read_first_line,
    read_passphrase,
)
from assessor.cli.base.verb import Verb
from assessor.parcel.keys.contact_card import Contact
from assessor.parcel.keys.identity import key_fingerprint, six_words
from assessor.parcel.keys.known_people import confirm_contact, known_people
from assessor.parcel.keys.profile_location import profile_folder
from assessor.parcel.pack.mission_pack import PACK_SUFFIX
from assessor.store.write.mission import now_ms


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "form",
        metavar="FORM",
        help="a shipped form's id, an .xlsx, a CSV folder, an XForm or a mission .pack",
    )
    parser.add_argument("-o", "--output", required=True, type=Path, metavar="FILE.mission")
    parser.add_argument("--assessor", required=True, metavar="NAME", help="who answers")
    parser.add_argument("--country", default="", metavar="ISO3")
    parser.add_argument("--language", default="", metavar="LANG")
    parser.add_argument(
        "--passphrase-file", type=Path, metavar="F", help="encrypt with the file's first line"
    )
    parser.add_argument("--anyway", action="store_true", help="accept problems of the form")
    parser.add_argument(
        "--pack-passphrase-file", type=Path, metavar="F", help="its first line opens the pack"
    )
    parser.add_argument("--words", metavar="WORDS", help="headquarters' six words, by letter")


def _run(options: argparse.Namespace) -> int:
    with _begin_from_pack(options) if _is_pack(options.form) else _begin(options) as made:
        asked = made.progress()
        language = f", in {made.language}" if made.language else ""
        console.print_line(
            f"{options.output}: {made.form.title}, {asked.relevant} questions{language}"
        )
    return 0


def _is_pack(form: str) -> bool:
    return Path(form).suffix.lower() == PACK_SUFFIX


def _begin(options: argparse.Namespace) -> Assessment:

    return Assessment.create(
        options.output,
        form_source(options.form),
        identity=own_identity(options.assessor),
        country=options.country,
        language=options.language,
        passphrase=read_passphrase(options),
        anyway=options.anyway,
    )


def _begin_from_pack(options: argparse.Namespace) -> Assessment:
    """What `new` does with a pack; the words given are headquarters', compared before anything."""
    pack = open_pack(Path(options.form), passphrase=read_first_line(options.pack_passphrase_file))
    if options.words is not None:
        confirm_contact(
            profile_folder(), Contact(pack.headquarters, "", pack.public), options.words, now_ms()
        )
    identity = own_identity(options.assessor)
    made = begin_mission(
        options.output,
        pack,
        identity=identity,
        country=options.country,
        language=options.language,
        passphrase=read_passphrase(options),
    )
    console.print_line(
        f"Sealed to {pack.headquarters}, {key_fingerprint(bytes.fromhex(pack.public))}"
    )
    if pack.public not in (*known_people(profile_folder()), identity.public.hex()):
        words = six_words(bytes.fromhex(pack.public))
        console.print_line(f"unverified: compare these words with your mission letter: {words}")
    return made


VERBS = {
    "new": Verb(
        _add_arguments,
        _run,
        examples=(
            'new cybercrime_needs -o san-verano.mission --assessor "Ana Ortiz" --country XSV',
            'new san-verano.pack -o my.mission --assessor "Ana Ortiz" --words "the six words"',
        ),
    ),
}
